import { type DocumentSymbol, SymbolKind } from "vscode-languageserver";
import type { RecordDocument } from "../dns/document.ts";
import type { DnsRecord } from "../dns/record.ts";
import { ZoneDocument } from "../zone/document.ts";
import { rangeOf } from "./positions.ts";

/** An outline longer than this helps nobody, and takes the editor longer to draw than to search. */
const MOST_RECORDS = 5000;
const MOST_DETAIL = 80;

/**
 * The outline: one entry for each run of records at an owner, its records by type below it. An editor refuses the whole where
 * a name is empty.
 */
export function documentSymbols(document: RecordDocument): DocumentSymbol[] {
  const symbols: DocumentSymbol[] = [];
  let run: DnsRecord[] = [];
  let count = 0;
  for (const record of document instanceof ZoneDocument ? document.ownRecords() : document.records()) {
    if (++count > MOST_RECORDS) break;
    const [first] = run;
    if (first !== undefined && (first.owner !== record.owner || first.owner === undefined)) {
      symbols.push(ownerSymbol(document, run));
      run = [];
    }
    run.push(record);
  }
  if (run.length > 0) symbols.push(ownerSymbol(document, run));
  return symbols;
}

function ownerSymbol(document: RecordDocument, run: readonly DnsRecord[]): DocumentSymbol {
  const [first] = run;
  const last = run.at(-1);
  const start = first?.span.start ?? 0;
  const range = rangeOf(document, { start, end: Math.max(start, last?.span.end ?? start) });
  const own =
    first !== undefined && first.ownerSpan.uri === undefined && first.ownerSpan.end > first.ownerSpan.start;
  return {
    name: shownName(first),
    detail: [...new Set(run.map(({ type }) => type))].join(", "),
    kind: run.some(({ type }) => type === "SOA") ? SymbolKind.Namespace : SymbolKind.Module,
    range,
    selectionRange:
      own && document.language === "zone"
        ? rangeOf(document, first.ownerSpan)
        : { start: range.start, end: range.start },
    children: run.map((record) => recordSymbol(document, record)),
  };
}

function shownName(record: DnsRecord | undefined): string {
  const name = record?.owner?.replace(/(.)\.$/, "$1") ?? record?.name ?? "";
  return name === "" ? "(owner not known here)" : name;
}

function recordSymbol(document: RecordDocument, record: DnsRecord): DocumentSymbol {
  const { rdataSpan, span, typeSpan } = record;
  const inside = typeSpan.start >= span.start && typeSpan.end <= span.end;
  const text = document.slice(rdataSpan.start, Math.min(rdataSpan.end, rdataSpan.start + MOST_DETAIL));
  return {
    name: record.type === "" ? "(type not known here)" : record.type,
    detail: text.replace(/\s+/g, " ").trim(),
    kind: SymbolKind.Field,
    range: rangeOf(document, span),
    selectionRange: rangeOf(document, inside ? typeSpan : { start: span.start, end: span.start }),
  };
}
