import { textSpan } from "../../text/span.ts";
import type { SpfProblem } from "../spf.ts";
import { suspicionOf } from "./suspicion.ts";
import { parseTerm } from "./term.ts";

/**
 * Whether text[start, end) is several terms that a writer put into one character-string each without a space between them
 * (receivers join strings with nothing, RFC 7208 section 3.3).
 */
export function boundaryProblem(
  text: string,
  breaks: readonly number[],
  start: number,
  end: number,
): SpfProblem | undefined {
  const inside = breaksWithin(breaks, start, end);
  const first = inside[0];
  const last = inside[inside.length - 1];
  if (first === undefined || last === undefined) return undefined;
  const spaced: string[] = [];
  for (let i = 0; i <= inside.length; i++) {
    const from = inside[i - 1] ?? start;
    const to = inside[i] ?? end;
    const term = parseTerm(text, from, to);
    if (term.problems.length > 0 || suspicionOf(text, term) !== undefined) return undefined;
    if (i > 0 && i < inside.length) spaced.push(text.slice(from, to));
  }
  const between = spaced.length === 0 ? " " : ` ${spaced.join(" ")} `;
  return {
    kind: "string-boundary",
    span: textSpan(first - 1, first + 1),
    repairs: [{ span: textSpan(first, last), text: between }],
  };
}

/** The boundaries strictly inside (start, end): found by halving, for a record may have many of both. */
export function breaksWithin(breaks: readonly number[], start: number, end: number): readonly number[] {
  let low = 0;
  let high = breaks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((breaks[middle] ?? 0) <= start) low = middle + 1;
    else high = middle;
  }
  const inside: number[] = [];
  for (let i = low; i < breaks.length; i++) {
    const at = breaks[i];
    if (at === undefined || at >= end) break;
    if (at !== inside[inside.length - 1]) inside.push(at);
  }
  return inside;
}
