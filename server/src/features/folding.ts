import type { FoldingRange } from "vscode-languageserver";
import type { RecordDocument } from "../dns/document.ts";

/** Records over several lines can be folded. */
export function foldingRanges(document: RecordDocument): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  for (const record of document.records()) {
    const startLine = document.positionAt(record.span.start).line;
    const endLine = document.positionAt(record.span.end).line;
    if (endLine > startLine) ranges.push({ startLine, endLine });
  }
  return ranges;
}
