import { type TextSpan, textSpan } from "../../text/span.ts";
import type { DomainSpec, MacroPart, SpfProblem, SpfProblemKind, SpfRepair } from "../spf.ts";
import {
  CLOSE_BRACE,
  DOT,
  isAlpha,
  isAlphanumeric,
  isDigit,
  MINUS,
  OPEN_BRACE,
  PERCENT,
  UNDERSCORE,
} from "./octets.ts";

/** Reads text[start, end) as a macro-string (RFC 7208 section 7.1); its macros' errors go to `problems`. */
export function parseMacroString(
  text: string,
  start: number,
  end: number,
  problems: SpfProblem[],
): DomainSpec {
  const span = textSpan(start, end);
  const literal = text.slice(start, end);
  if (!literal.includes("%")) {
    const parts: readonly MacroPart[] = start === end ? [] : [{ kind: "literal", span, text: literal }];
    return { span, literal, parts };
  }
  const parts: MacroPart[] = [];
  let at = start;
  while (at < end) {
    if (problems.length === MOST_PROBLEMS) {
      parts.push({ kind: "invalid", span: textSpan(at, end) });
      break;
    }
    let next = text.indexOf("%", at);
    if (next < 0 || next > end) next = end;
    if (next > at) parts.push({ kind: "literal", span: textSpan(at, next), text: text.slice(at, next) });
    at = next < end ? parsePercent(text, next, end, parts, problems) : end;
  }
  return { span, literal: undefined, parts };
}

/** Behind so many mistakes a macro-string is read no further: it is an error whatever follows. */
const MOST_PROBLEMS = 64;

/** Whether a macro-string is also a domain-spec: it ends in a macro, or in a dot and a top label (section 7.1). */
export function endsLikeDomain(text: string, spec: DomainSpec): boolean {
  const last = spec.parts[spec.parts.length - 1];
  if (last === undefined) return false;
  if (last.kind !== "literal") return true;
  let { end } = last.span;
  if (text.charCodeAt(end - 1) === DOT) end--;
  return endsInTopLabel(text, last.span.start, end);
}

/** Whether text[start, end) ends in a dot and a toplabel: letters, digits and inner hyphens, not digits alone. */
export function endsInTopLabel(text: string, start: number, end: number): boolean {
  let at = end;
  let digitsOnly = true;
  for (; at > start; at--) {
    const code = text.charCodeAt(at - 1);
    if (code === DOT) break;
    if (!isDigit(code)) digitsOnly = false;
    if (!isAlphanumeric(code) && code !== MINUS) return false;
  }
  if (at === start || at === end || digitsOnly) return false;
  return text.charCodeAt(at) !== MINUS && text.charCodeAt(end - 1) !== MINUS;
}

const MACRO_MOST = 12;

const ESCAPES = new Map<number, "%" | " " | "%20">([
  [PERCENT, "%"],
  [UNDERSCORE, " "],
  [MINUS, "%20"],
]);

/** Reads what starts with the `%` at `at`; gives the offset behind it. */
function parsePercent(
  text: string,
  at: number,
  end: number,
  parts: MacroPart[],
  problems: SpfProblem[],
): number {
  const next = at + 1 < end ? text.charCodeAt(at + 1) : 0;
  const standsFor = ESCAPES.get(next);
  if (standsFor !== undefined) {
    parts.push({ kind: "escape", span: textSpan(at, at + 2), text: standsFor });
    return at + 2;
  }
  if (next !== OPEN_BRACE) {
    const meant = /^%[([<]?([slodipvh]\d*r?)[)\]>]?/i.exec(text.slice(at, Math.min(end, at + MACRO_MOST)));
    const bracketed = meant !== null && /[)\]>]$/.test(meant[0]) ? meant : null;
    const span = textSpan(at, at + (bracketed?.[0].length ?? 1));
    parts.push({ kind: "invalid", span });
    problems.push({ kind: "macro-syntax", span, repairs: repairsOfPercent(text, span, end, meant) });
    return span.end;
  }
  return parseMacro(text, at, end, parts, problems);
}

/** A macro without its braces, or with others; a percent sign. */
function repairsOfPercent(
  text: string,
  { start, end: stop }: TextSpan,
  end: number,
  meant: RegExpExecArray | null,
): readonly SpfRepair[] {
  const percent = { span: textSpan(start, start + 1), text: "%%" };
  if (meant === null) return [percent];
  const whole = textSpan(start, start + meant[0].length);
  const macro = { span: whole, text: `%{${meant[1]}}` };
  if (stop === whole.end && stop > start + 1) return [macro];
  const isWhole = whole.end === end || /[._-]/.test(text.charAt(whole.end));
  return isWhole && /^%[a-z]/i.test(meant[0]) ? [macro, percent] : [percent];
}

function parseMacro(
  text: string,
  at: number,
  end: number,
  parts: MacroPart[],
  problems: SpfProblem[],
): number {
  const close = endOfBody(text, at + 2, end);
  if (close === end || text.charCodeAt(close) !== CLOSE_BRACE || close === at + 2) {
    const span = textSpan(at, close === end ? end : close + 1);
    parts.push({ kind: "invalid", span });
    const open =
      isAlpha(text.charCodeAt(at + 2)) &&
      /^%\{[slodipvh]\d*r?(?=\.|%\{|$)/i.exec(text.slice(at, Math.min(end, at + MACRO_MOST)));
    const closed = open && { span: textSpan(at, at + open[0].length), text: `${open[0]}}` };
    problems.push({ kind: "macro-syntax", span, ...(closed && { repairs: [closed] }) });
    return span.end;
  }
  const span = textSpan(at, close + 1);
  const letterCode = text.charCodeAt(at + 2);
  let cursor = at + 3;
  const digits = cursor;
  while (isDigit(text.charCodeAt(cursor))) cursor++;
  const keep = cursor > digits ? Number(text.slice(digits, cursor)) : undefined;
  const reverse = (text.charCodeAt(cursor) | 32) === 0x72;
  if (reverse) cursor++;
  const delimiters = text.slice(cursor, close);
  const letter = text.charAt(at + 2).toLowerCase();
  const wrong = macroProblem(letter, keep, delimiters);
  if (wrong !== undefined) {
    const meant = meantMacro(wrong, text.slice(at, close + 1));
    problems.push(
      meant === undefined ? { kind: wrong, span } : { kind: wrong, span, repairs: [{ span, text: meant }] },
    );
  }
  parts.push({
    kind: "macro",
    span,
    letter,
    escaped: letterCode < 0x61 && isAlpha(letterCode),
    keep,
    reverse,
    delimiters,
  });
  return close + 1;
}

const LETTERS = "slodipvh";
const EXPLANATION_LETTERS = "crt";
const DELIMITERS = ".-+,/_=";

function macroProblem(
  letter: string,
  keep: number | undefined,
  delimiters: string,
): SpfProblemKind | undefined {
  if (EXPLANATION_LETTERS.includes(letter)) return "macro-exp-only";
  if (!LETTERS.includes(letter)) return "macro-letter";
  if (keep === 0) return "macro-zero";
  for (const char of delimiters) if (!DELIMITERS.includes(char)) return "macro-delimiter";
  return undefined;
}

/** The macro that was probably meant. */
function meantMacro(kind: SpfProblemKind, macro: string): string | undefined {
  if (kind === "macro-exp-only") return /^%\{c\}$/i.test(macro) ? "%{i}" : undefined;
  if (kind === "macro-zero") return macro.replace(/^(%\{.)0+/, "$1");
  const swapped = /^%\{([a-z])r(\d+)([.\-+,/_=]*)\}$/i.exec(macro);
  if (kind !== "macro-delimiter" || swapped === null) return undefined;
  return `%{${swapped[1]}${swapped[2]}r${swapped[3]}}`;
}

/** The `}` of a macro, or where its body breaks off: at `%`, at `{` or at the end. */
function endOfBody(text: string, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === CLOSE_BRACE) return at;
    if (code === PERCENT || code === OPEN_BRACE) return at - 1;
  }
  return end;
}
