import { SymbolKind, type WorkspaceSymbol } from "vscode-languageserver";
import type { RecordDocument } from "../dns/document.ts";
import type { DnsRecord } from "../dns/record.ts";
import { FLAG } from "../zone/block.ts";
import { ZoneDocument } from "../zone/document.ts";
import { rangeOf } from "./positions.ts";

const MOST = 500;

/** The names of the workspace's zones that contain the query, and where they first stand. */
export function workspaceSymbols(documents: readonly RecordDocument[], query: string): WorkspaceSymbol[] {
  const wanted = query.trim().toLowerCase();
  const symbols: WorkspaceSymbol[] = [];
  for (const document of documents) {
    const seen = new Set<string>();
    for (const record of stated(document)) {
      if (symbols.length >= MOST) return symbols;
      const { owner, origin } = record;
      if (owner === undefined || !owner.includes(wanted) || seen.has(owner)) continue;
      seen.add(owner);
      const container = document instanceof ZoneDocument ? document.origin : origin;
      symbols.push({
        name: owner.replace(/(.)\.$/, "$1"),
        kind: record.type === "SOA" ? SymbolKind.Namespace : SymbolKind.Field,
        containerName: container?.replace(/(.)\.$/, "$1") ?? "",
        location: { uri: document.uri, range: rangeOf(document, record.ownerSpan) },
      });
    }
  }
  return symbols;
}

// The records that state an owner, in the document itself.
function* stated(document: RecordDocument): Iterable<DnsRecord> {
  if (!(document instanceof ZoneDocument)) {
    for (const record of document.records()) if (record.ownerSpan.uri === undefined) yield record;
    return;
  }
  for (const block of document.blocks) {
    const { flags } = block.columns;
    for (let row = 0; row < block.rows; row++) {
      if (((flags[row] ?? 0) & (FLAG.ownerStated | FLAG.broken)) === FLAG.ownerStated)
        yield document.recordOf(block, row);
    }
  }
}
