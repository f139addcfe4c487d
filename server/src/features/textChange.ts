import type { TextEdit } from "vscode-languageserver";
import { type Lines, rangeOf } from "./positions.ts";

/** One edit that makes `after` of a document's text `before`: only what differs, so that cursors and folds stay where they are. */
export function changedPart(document: Lines, before: string, after: string): TextEdit {
  let start = 0;
  const most = Math.min(before.length, after.length);
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  // Neither a character pair nor a line break is cut in two.
  if (/[\udc00-\udfff\n]/.test(before[start] ?? "")) start = Math.max(0, start - 1);
  if (/[\udc00-\udfff\n]/.test(before[before.length - end] ?? "")) end = Math.max(0, end - 1);
  const range = rangeOf(document, { start, end: before.length - end });
  return { range, newText: after.slice(start, after.length - end) };
}
