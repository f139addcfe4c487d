import type { Position, Range } from "vscode-languageserver";
import type { Span } from "../text/span.ts";

/** What turns offsets into lines and characters and back. */
export interface Lines {
  positionAt(offset: number): Position;
  offsetAt(position: Position): number;
}

/** Lines and characters of a span. */
export function rangeOf(document: Lines, span: Span): Range {
  return { start: document.positionAt(span.start), end: document.positionAt(span.end) };
}

/** Offsets of a range. */
export function spanOfRange(document: Lines, range: Range): Span {
  const start = document.offsetAt(range.start);
  return { start, end: Math.max(start, document.offsetAt(range.end)) };
}

/** Offsets of one line, its break left out. */
export function lineSpan(document: Lines, line: number): Span {
  const start = document.offsetAt({ line, character: 0 });
  return { start, end: document.offsetAt({ line, character: Number.MAX_SAFE_INTEGER }) };
}
