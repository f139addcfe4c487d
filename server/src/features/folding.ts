import { type FoldingRange, FoldingRangeKind } from "vscode-languageserver";
import type { RecordDocument } from "../dns/document.ts";
import type { DnsRecord } from "../dns/record.ts";

const MOST = 5000;

/** What can be folded: records over several lines, the records below one owner, and runs of comment lines. */
export function foldingRanges(document: RecordDocument): FoldingRange[] {
  if (document.language !== "zone") return [];
  const ranges: FoldingRange[] = [...records(document), ...comments(document)];
  return ranges.sort((a, b) => a.startLine - b.startLine);
}

function records(document: RecordDocument): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  let owner: { readonly name: string | undefined; readonly line: number } | undefined;
  let lastLine = 0;
  const folded = new Set<number>();
  const closeOwner = () => {
    if (owner !== undefined && lastLine > owner.line)
      ranges.push({ startLine: owner.line, endLine: lastLine });
  };
  for (const record of document.records()) {
    if (ranges.length >= MOST) return ranges;
    const startLine = document.positionAt(record.span.start).line;
    const endLine = document.positionAt(record.span.end).line;
    // Records that inherit the owner fold below the one that states it.
    if (owner === undefined || isStated(record) || record.owner !== owner.name) {
      closeOwner();
      owner = { name: record.owner, line: startLine };
    }
    lastLine = endLine;
    if (endLine <= startLine) continue;
    folded.add(startLine);
    ranges.push({ startLine, endLine });
  }
  closeOwner();
  return ranges;
}

function isStated({ ownerSpan }: DnsRecord): boolean {
  return ownerSpan.end > ownerSpan.start;
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
