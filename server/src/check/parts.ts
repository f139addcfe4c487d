import type { Part, RecordPart } from "../dns/document.ts";
import type { Block } from "../zone/block.ts";

/** Whether a part is a block of a zone file, whose records are rows of columns. */
export function isBlock(part: Part): part is Block {
  return "columns" in part;
}

/** What gave way to what between two states of a document. */
export interface Exchange<One> {
  readonly gone: readonly One[];
  readonly come: readonly One[];
}

/**
 * The parts of one state that are not in the other, each once and in document order. What both begin and end with costs next to
 * nothing. A part may stand in a document twice: a file that is included twice.
 */
export function exchange<One>(before: readonly One[], after: readonly One[]): Exchange<One> {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  const old = new Set(before.slice(start, before.length - end));
  const now = new Set(after.slice(start, after.length - end));
  return { gone: without(old, after), come: without(now, before) };
}

function without<One>(some: ReadonlySet<One>, others: readonly One[]): readonly One[] {
  if (some.size <= FEW) return [...some].filter((part) => !others.includes(part));
  const among = new Set(others);
  return [...some].filter((part) => !among.has(part));
}

/** So many are looked for one by one sooner than a set of all others is made. */
const FEW = 8;

/** Whether a part holds its records ready made. */
export function isRecordPart(part: Part): part is RecordPart {
  return "records" in part;
}
