import type { MappedText } from "../../text/mappedText.ts";
import { textSpan } from "../../text/span.ts";
import type { SpfGap, SpfProblem, SpfTerm } from "../spf.ts";
import { boundaryProblem, gluedTerms } from "./boundary.ts";
import { isQualifier, SP, TAB } from "./octets.ts";
import { suspicionOf } from "./suspicion.ts";
import { parseTerm } from "./term.ts";

interface Terms {
  readonly terms: SpfTerm[];
  readonly faults: readonly SpfProblem[];
  readonly gaps: readonly SpfGap[];
}

/**
 * Reads the terms of the text from `from` on. A TAB parts terms here, so that one of them costs one finding, though receivers
 * see a syntax error. What a writer parted by mistake (`- all`, `include: x`, a comment) is one term with one problem.
 */
export function parseTerms(source: MappedText, from: number): Terms {
  const { text, breaks } = source;
  const terms: SpfTerm[] = [];
  const gaps: SpfGap[] = [];
  let faults: SpfProblem[] | undefined;
  let start = endOfGap(text, from, true, gaps);
  let networks = 0;
  while (start < text.length) {
    if ((faults !== undefined && faults.length >= MOST_FAULTS) || terms.length - networks >= MOST_OTHERS) {
      terms.push(unread(text, start));
      break;
    }
    const end = endOfToken(text, start);
    const read = parseTerm(text, start, end);
    const sound = read.problems.length === 0;
    let fault = sound ? suspicionOf(text, read) : read.problems[0];
    let term = read;
    const isTold = fault === undefined || (faults?.length ?? 0) > MOST_TORN;
    const torn = isTold ? undefined : tornTerm(text, terms.at(-1), start, end);
    if (torn !== undefined) {
      const last = terms.pop();
      if (last?.kind === "ip4" || last?.kind === "ip6") networks--;
      if (gaps.at(-1)?.span.end === start) gaps.pop();
      faults ??= [];
      if (faults.length > 0 && faults.at(-1) === last?.problems[0]) faults.pop();
      faults.push(...torn.problems);
      term = torn;
    } else if (fault !== undefined) {
      const glued =
        (breaks.length === 0 ? undefined : boundaryProblem(text, breaks, start, end)) ??
        gluedTerms(text, start, end);
      fault = glued ?? fault;
      // `include= x` is a modifier without a value before it is a mistake.
      const isCut = !sound && glued !== undefined;
      if (isCut) term = withProblem(read, end, glued);
      else if (!sound || fault.kind === "equals") term = mended(text, read, fault);
      faults ??= [];
      faults.push(term.problems[0] ?? fault);
    }
    terms.push(term);
    if (term.kind === "ip4" || term.kind === "ip6") networks++;
    start = endOfGap(text, term.span.end, false, gaps);
  }
  return { terms, faults: faults ?? SOUND, gaps };
}

const SOUND: readonly SpfProblem[] = [];
/** Behind so many faults a record is read no further: receivers discard it whatever follows. */
const MOST_FAULTS = 512;
/** Nor behind so many terms that are no networks: lookups, of which ten are allowed, and modifiers that nobody knows. */
const MOST_OTHERS = 1_024;

function unread(text: string, start: number): SpfTerm {
  const span = textSpan(start, text.length);
  return { kind: "unknown", span, name: textSpan(start, start), problems: SOUND, keyword: undefined };
}

function withProblem(term: SpfTerm, end: number, problem: SpfProblem): SpfTerm {
  return { kind: "invalid", span: textSpan(term.span.start, end), name: term.name, problems: [problem] };
}

/** An invalid term together with what follows it and belongs to the same mistake; the term itself where nothing does. */
function mended(text: string, term: SpfTerm, problem: SpfProblem): SpfTerm {
  const { start, end } = term.span;
  if (problem.kind === "comment") {
    const stop = endOfComment(text, problem.span.start, end);
    let from = problem.span.start;
    while (from > start && text.charCodeAt(from - 1) === SP) from--;
    const blank = from === start && text.charCodeAt(start - 1) === SP ? start - 1 : from;
    const span = textSpan(problem.span.start, stop);
    return withProblem(term, stop, {
      kind: "comment",
      span,
      repairs: [{ span: textSpan(blank, stop), text: "" }],
    });
  }
  const next = nextToken(text, end);
  const parted = next === undefined ? undefined : partedColon(text, term, next);
  if (parted !== undefined) return parted;
  const alone = end - start === 1 && isQualifier(text.charCodeAt(start));
  if (next === undefined || (!alone && !KEY.test(text.slice(start, Math.min(end, start + KEY_MOST))))) {
    return term;
  }
  const sound = parseTerm(text, next.start, next.end).problems.length === 0;
  // A colon waits for an argument, which alone is no term; a qualifier waits for a term.
  if (alone !== sound || isQualifier(text.charCodeAt(next.start))) return term;
  const span = textSpan(end, next.start);
  const gap = { span, text: "" };
  if (alone) return withProblem(term, next.end, { kind: "double-qualifier", span, repairs: [gap] });
  const meant = markOf(text.slice(start, end - 1));
  const repair = text.charAt(end - 1) === meant ? gap : { span: textSpan(end - 1, next.start), text: meant };
  return withProblem(term, next.end, { kind: "space-after-colon", span, repairs: [repair] });
}

/** `include :x` and `include : x`, with what the colon was parted from; undefined for anything else. */
function partedColon(
  text: string,
  term: SpfTerm,
  next: { readonly start: number; readonly end: number },
): SpfTerm | undefined {
  const { start, end } = term.span;
  const mark = text.charAt(next.start);
  if (end - start > KEY_MOST || !/[:=]/.test(mark) || !KEY.test(`${text.slice(start, end)}${mark}`))
    return undefined;
  const isAlone = next.end - next.start === 1;
  const last = isAlone ? nextToken(text, next.end) : next;
  if (last === undefined) return undefined;
  const span = textSpan(end, next.start);
  const repairs = [
    { span: textSpan(end, isAlone ? last.start : next.start + 1), text: markOf(text.slice(start, end)) },
  ];
  return withProblem(term, last.end, { kind: "space-after-colon", span, repairs });
}

/**
 * `include:_spf. example.net`, `ip4:192.0.2.0 /24` and `a:exam ple.net`: a term with white space in it, together with what
 * stands before that; undefined where the two are no sound term in one.
 */
function tornTerm(text: string, last: SpfTerm | undefined, start: number, end: number): SpfTerm | undefined {
  if (last === undefined || end - last.span.start > TORN_MOST) return undefined;
  const before = last.span.end;
  const isBorder = /[./]/.test(text.charAt(start)) || text.charAt(before - 1) === ".";
  if (!isBorder && last.problems.length === 0) return undefined;
  const whole = text.slice(last.span.start, before) + text.slice(start, end);
  const joined = parseTerm(whole, 0, whole.length);
  if (joined.problems.length > 0 || suspicionOf(whole, joined) !== undefined) return undefined;
  // Put together, a bare `all` would let everybody send.
  if (joined.kind === "all" && joined.qualifier === "+") return undefined;
  const span = textSpan(before, start);
  return withProblem(last, end, { kind: "space-after-colon", span, repairs: [{ span, text: "" }] });
}

/** The longest name, its mechanism and the white space in it. */
const TORN_MOST = 300;
/** Behind so many faults nobody looks for what belonged together: it costs as much as reading the terms again. */
const MOST_TORN = 32;

/** What parts a name from its argument (RFC 7208 section 4.6.1). */
function markOf(name: string): string {
  return /(?:redirect|exp)$/i.test(name) ? "=" : ":";
}

const KEY = /^[+\-~?]?(?:include|a|mx|ptr|ip4|ip6|exists|redirect|exp)[:=]$/i;
const KEY_MOST = 12;
const CLOSE_PARENTHESIS = ")";
/** A comment in parentheses is looked for so far, which keeps reading linear. */
const COMMENT_MOST = 512;

/** A comment goes on to its closing parenthesis, or up to the next token that can only be a term. */
function endOfComment(text: string, start: number, end: number): number {
  if (text.charAt(start) === "(") {
    const close = text.slice(start, start + COMMENT_MOST).indexOf(CLOSE_PARENTHESIS);
    if (close >= 0) return Math.max(start + close + 1, end);
  }
  let stop = end;
  for (let next = nextToken(text, end); next !== undefined; next = nextToken(text, stop)) {
    if (isPlainlyTerm(text, next.start, next.end)) break;
    stop = next.end;
  }
  return stop;
}

function isPlainlyTerm(text: string, start: number, end: number): boolean {
  const term = parseTerm(text, start, end);
  if (term.problems.length > 0 || term.kind === "modifier") return false;
  return term.name.end < end || term.name.start > start;
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
