// Lines that were meant to go on with the record above, but stand outside its parentheses.

import type { SyntaxFix } from "../dns/document.ts";
import { FLAG } from "./block.ts";
import { fix, insert, type Reading, replace } from "./reading.ts";
import type { Statement } from "./statement.ts";

const TYPE_SOA = 6;
const TYPE_TXT = 16;
const TYPE_SPF = 99;

const STRINGS = /^[ \t]+(?:"(?:[^"\\\r\n]|\\.)*"[ \t]*)+(?:;.*)?$/;
const NUMBERS = /^[ \t]+[0-9][0-9a-z]*(?:[ \t]+[0-9][0-9a-z]*)*[ \t]*(?:;.*)?$/i;

/** By type, the lines that can go on with its rdata and with nothing else. */
const GOES_ON: ReadonlyMap<number, RegExp> = new Map([
  [TYPE_TXT, STRINGS],
  [TYPE_SPF, STRINGS],
  [TYPE_SOA, NUMBERS],
]);

/** So many characters and lines above a line are looked at: no key and no SOA is longer, and each line costs little. */
const REACH = 4096;
const MOST_LINES = 64;

/** Whether lines at `at` may have been meant to go on with the last record: no block ends between the two. */
export function isAwaited({ from, columns, rows }: Reading, at: number): boolean {
  const row = rows - 1;
  return (
    row >= 0 && GOES_ON.has(columns.type[row] ?? -1) && at - from - (columns.rdataEnd[row] ?? 0) <= REACH
  );
}

/** Whether the line at `at` is of the kind that goes on with a record above. */
export function goesOn(text: string, at: number): boolean {
  let first = at;
  while (text[first] === " " || text[first] === "\t") first++;
  return first > at && /["0-9]/.test(text[first] ?? "");
}

/**
 * The fix that takes a line without a type into the record above it (RFC 1035 section 5.1: only parentheses carry a record over
 * the end of a line); undefined where it cannot have been meant to belong there.
 */
export function joinAbove(reading: Reading, statement: Statement): SyntaxFix | undefined {
  const { text, from, columns, rows } = reading;
  const { start, ownerEnd, end, unopened } = statement;
  const row = rows - 1;
  const pattern = GOES_ON.get(columns.type[row] ?? -1);
  if (row < 0 || pattern === undefined || ownerEnd > start || statement.type >= 0) return undefined;
  const above = from + (columns.rdataEnd[row] ?? 0);
  if (!isAwaited(reading, start)) return undefined;
  const closes = unopened >= 0 && unopened === end - 1;
  const own = text.slice(start, closes ? unopened : end);
  const [rest = "", ...between] = text.slice(above, start).split(/\r\n|[\r\n]/);
  // The last piece is what stands before the line itself: nothing.
  if (between.pop() !== "" || between.length > MOST_LINES || !/^[ \t]*(?:;.*)?$/.test(rest)) return undefined;
  if (![...between, own].every((line) => pattern.test(line))) return undefined;
  const close = closes ? [] : [insert(end, " )")];
  if (text[above - 1] === ")" && ((columns.flags[row] ?? 0) & FLAG.grouped) !== 0)
    return fix("Take it into the parentheses above", replace(above - 1, above, ""), ...close);
  const rdata = from + (columns.rdataStart[row] ?? 0);
  return fix(
    closes ? "Open it with `(` in the record above" : "Join it to the record above with `(` and `)`",
    insert(rdata, "( "),
    ...close,
  );
}
