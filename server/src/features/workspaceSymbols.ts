import { SymbolKind, type WorkspaceSymbol } from "vscode-languageserver";
import { FLAG } from "../zone/block.ts";
import type { ZoneDocument } from "../zone/document.ts";
import { rangeOf } from "./positions.ts";

const MOST = 500;

/** The names of the workspace's zones that contain the query, and where they first stand. */
export function workspaceSymbols(documents: readonly ZoneDocument[], query: string): WorkspaceSymbol[] {
  const wanted = query.trim().toLowerCase();
  const symbols: WorkspaceSymbol[] = [];
  for (const document of documents) {
    const seen = new Set<string>();
    for (const block of document.blocks) {
      const { flags } = block.columns;
      for (let row = 0; row < block.rows; row++) {
        if (symbols.length >= MOST) return symbols;
        if (((flags[row] ?? 0) & FLAG.ownerStated) === 0 || ((flags[row] ?? 0) & FLAG.broken) !== 0) continue;
        const record = document.recordOf(block, row);
        const { owner } = record;
        if (owner === undefined || !owner.includes(wanted) || seen.has(owner)) continue;
        seen.add(owner);
        symbols.push({
          name: owner.replace(/(.)\.$/, "$1"),
          kind: record.type === "SOA" ? SymbolKind.Namespace : SymbolKind.Field,
          containerName: document.origin?.replace(/(.)\.$/, "$1") ?? "",
          location: { uri: document.uri, range: rangeOf(document, record.ownerSpan) },
        });
      }
    }
  }
  return symbols;
}
