import { type DocumentSymbol, SymbolKind } from "vscode-languageserver";
import type { RecordDocument } from "../dns/document.ts";
import { rangeOf } from "./diagnostics.ts";

/** The outline: one entry a record, named by its type and owner. */
export function documentSymbols(document: RecordDocument): DocumentSymbol[] {
  const symbols: DocumentSymbol[] = [];
  for (const record of document.records()) {
    symbols.push({
      name: `${record.type} ${record.owner ?? record.name}`,
      detail: document.slice(
        record.rdataSpan.start,
        Math.min(record.rdataSpan.end, record.rdataSpan.start + 60),
      ),
      kind: record.type === "SOA" ? SymbolKind.Namespace : SymbolKind.Field,
      range: rangeOf(document, record.span),
      selectionRange: rangeOf(document, record.typeSpan),
    });
  }
  return symbols;
}
