import { countWhile } from "../../text/halving.ts";
import { textSpan } from "../../text/span.ts";
import type { SpfProblem, SpfRepair } from "../spf.ts";
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
  const repair = spacedAt(text, inside, start, end);
  if (first === undefined || repair === undefined) return undefined;
  return { kind: "string-boundary", span: textSpan(first - 1, first + 1), repairs: [repair] };
}

// `a:` and `ptr:` may end a name.
const BEGINNING = /[+\-~?]?(?:include:|exists:|mx:|ip[46]:|redirect=|exp=)/gi;
/** So much of a term is looked through, which keeps reading linear. */
const GLUED_MOST = 512;

/** Whether text[start, end) is several terms without a space between them: `ip4:192.0.2.1include:example.net`. */
export function gluedTerms(text: string, start: number, end: number): SpfProblem | undefined {
  const found = text.slice(start, Math.min(end, start + GLUED_MOST)).matchAll(BEGINNING);
  const inside = [...found].map(({ index }) => start + index).filter((at) => at > start);
  const first = inside[0];
  const repair = spacedAt(text, inside, start, end);
  if (first === undefined || repair === undefined) return undefined;
  return { kind: "glued-all", span: textSpan(first, inside[1] ?? end), repairs: [repair] };
}

/** Spaces at some places in text[start, end); undefined where the pieces are not all sound terms. */
function spacedAt(
  text: string,
  inside: readonly number[],
  start: number,
  end: number,
): SpfRepair | undefined {
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
  return {
    span: textSpan(first, last),
    text: spaced.length === 0 ? " " : ` ${spaced.join(" ")} `,
  };
}

/** The boundaries strictly inside (start, end): found by halving, for a record may have many of both. */
export function breaksWithin(breaks: readonly number[], start: number, end: number): readonly number[] {
  const first = countWhile(breaks.length, (i) => (breaks[i] ?? 0) <= start);
  const inside: number[] = [];
  for (let i = first; i < breaks.length; i++) {
    const at = breaks[i];
    if (at === undefined || at >= end) break;
    if (at !== inside[inside.length - 1]) inside.push(at);
  }
  return inside;
}
