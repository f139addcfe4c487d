import { textSpan } from "../../text/span.ts";
import type { SpfGap, SpfTerm } from "../spf.ts";
import { commentAt, joinedTerm } from "./causes.ts";
import { SP, TAB } from "./octets.ts";
import { parseTerm } from "./term.ts";

/**
 * Reads the terms of text[from, end of text). A TAB parts terms here, so that one of them costs one finding, though receivers
 * see a syntax error. What a writer parted by mistake (`- all`, `include: x`, a comment) is one term with one problem.
 */
export function parseTerms(text: string, from: number): { terms: SpfTerm[]; gaps: SpfGap[] } {
  const terms: SpfTerm[] = [];
  const gaps: SpfGap[] = [];
  let start = endOfGap(text, from, terms.length === 0, gaps);
  while (start < text.length) {
    let end = endOfToken(text, start);
    let term = parseTerm(text, start, end);
    if (term.problems.length > 0) {
      const repaired = commentAt(text, term) ?? joinedTerm(text, term, nextToken(text, end));
      if (repaired !== undefined) {
        term = repaired;
        end = repaired.span.end;
      }
    }
    terms.push(term);
    start = endOfGap(text, end, false, gaps);
  }
  return { terms, gaps };
}

/** End of the run of octets up to the next SP or TAB. */
function endOfToken(text: string, start: number): number {
  let at = start + 1;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === SP || code === TAB) break;
  }
  return at;
}

/** Passes over a separator, keeping it unless it is one SP. */
function endOfGap(text: string, from: number, first: boolean, gaps: SpfGap[]): number {
  let at = from;
  let tab = false;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === TAB) tab = true;
    else if (code !== SP) break;
  }
  const length = at - from;
  if (length === 0 || (length === 1 && !tab && at < text.length)) return at;
  if (first && !tab && length === 1) return at;
  gaps.push({ kind: tab ? "tab" : at === text.length ? "trailing" : "spaces", span: textSpan(from, at) });
  return at;
}

function nextToken(text: string, from: number): { start: number; end: number } | undefined {
  let start = from;
  while (start < text.length && (text.charCodeAt(start) === SP || text.charCodeAt(start) === TAB)) start++;
  return start < text.length ? { start, end: endOfToken(text, start) } : undefined;
}
