import type { FoldingRange } from "vscode-languageserver";
import type { ZoneDocument } from "../zone/document.ts";

/** Records over several lines can be folded. */
export function foldingRanges(document: ZoneDocument): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  for (const record of document.records()) {
    const startLine = document.positionAt(record.span.start).line;
    const endLine = document.positionAt(record.span.end).line;
    if (endLine > startLine) ranges.push({ startLine, endLine });
  }
  return ranges;
}
