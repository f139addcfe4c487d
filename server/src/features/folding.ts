import { type FoldingRange, FoldingRangeKind } from "vscode-languageserver";
import type { RecordDocument } from "../dns/document.ts";
import { FLAG } from "../zone/block.ts";
import { ZoneDocument } from "../zone/document.ts";
import { lineAt, lineStartsOf } from "../zone/lines.ts";

const MOST = 5000;

/** What can be folded: records over several lines, the records below one owner, and runs of comment lines. */
export function foldingRanges(document: RecordDocument): FoldingRange[] {
  if (!(document instanceof ZoneDocument)) return [];
  const ranges: FoldingRange[] = [...records(document), ...comments(document)];
  return ranges.sort((a, b) => a.startLine - b.startLine);
}

function records(document: ZoneDocument): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  const folded = new Set<number>();
  let ownerLine = -1;
  let lastLine = -1;
  const closeOwner = () => {
    // An editor has one fold a line: that of the parentheses is the one people look for.
    if (ownerLine < 0 || lastLine <= ownerLine || folded.has(ownerLine)) return;
    ranges.push({ startLine: ownerLine, endLine: lastLine });
  };
  for (const block of document.blocks) {
    if (ranges.length >= MOST) break;
    const { start, end, flags } = block.columns;
    const lines = lineStartsOf(block);
    for (let row = 0; row < block.rows; row++) {
      const startLine = block.line + lineAt(lines, start[row] ?? 0);
      const endLine = block.line + lineAt(lines, end[row] ?? 0);
      // Records that inherit the owner fold below the one that states it.
      if (((flags[row] ?? 0) & FLAG.ownerStated) !== 0) {
        closeOwner();
        ownerLine = startLine;
      }
      lastLine = endLine;
      if (endLine <= startLine) continue;
      folded.add(startLine);
      ranges.push({ startLine, endLine });
    }
  }
  closeOwner();
  return ranges;
}

function comments(document: RecordDocument): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  for (const part of document.parts) {
    for (const { index, 0: run } of part.text.matchAll(
      /(?<=^|[\r\n])[ \t]*;[^\r\n]*(?:(?:\r\n|\r|\n)[ \t]*;[^\r\n]*)+/g,
    )) {
      if (ranges.length >= MOST) return ranges;
      const startLine = document.positionAt(part.start + index).line;
      const endLine = document.positionAt(part.start + index + run.length).line;
      ranges.push({ startLine, endLine, kind: FoldingRangeKind.Comment });
    }
  }
  return ranges;
}
