import { HOLE } from "../../text/mappedText.ts";
import { textSpan } from "../../text/span.ts";
import { nearSpfVersion } from "../classify.ts";
import type { SpfVersion, SpfVersionProblem } from "../spf.ts";

const SOUND: readonly SpfVersionProblem[] = [];

/** Finds the version section and what is wrong with it (RFC 7208 section 4.5). */
export function readVersion(text: string): SpfVersion {
  if (isVersionAt(text, 0)) {
    const next = text.length === VERSION_LENGTH ? SP : text.charCodeAt(VERSION_LENGTH);
    if (next === SP) return { span: textSpan(0, VERSION_LENGTH), problems: SOUND };
  }
  const start = endOfJunk(text);
  const problems: SpfVersionProblem[] = [];
  if (start > 0) {
    const kind = QUOTE.test(text.slice(0, start)) ? "quote" : "leading";
    problems.push({ kind, span: textSpan(0, start) });
  }
  if (!isVersionAt(text, start))
    return { span: textSpan(start, start + misspelt(text, start, problems)), problems };
  const end = start + VERSION_LENGTH;
  const glued = endOfGlue(text, end);
  if (end < text.length && text.charCodeAt(end) !== SP && text.charAt(end) !== HOLE) {
    problems.push({ kind: "unterminated", span: textSpan(end, glued) });
  }
  return { span: textSpan(start, end), problems };
}

const VERSION_LENGTH = 6;
const SP = 0x20;
const QUOTE = /["'\u201c\u201d]|\u00e2\u0080[\u0098-\u009f]/;

function isVersionAt(text: string, at: number): boolean {
  return (
    (text.charCodeAt(at) | 32) === 0x76 &&
    text.charCodeAt(at + 1) === 0x3d &&
    (text.charCodeAt(at + 2) | 32) === 0x73 &&
    (text.charCodeAt(at + 3) | 32) === 0x70 &&
    (text.charCodeAt(at + 4) | 32) === 0x66 &&
    text.charCodeAt(at + 5) === 0x31
  );
}

// White space, quotation marks, and UTF-8 octets of NBSP, typographic quotes, zero-width characters and the byte order mark.
const JUNK = /(?:[\s"'\\]|\u00c2\u00a0|\u00e2\u0080[\u0080-\u009f]|\u00ef\u00bb\u00bf)*/y;

function endOfJunk(text: string): number {
  JUNK.lastIndex = 0;
  JUNK.test(text);
  return JUNK.lastIndex;
}

// Digits and dots of a version that does not exist; marks that begin no term, white space and NBSP; marks that stand alone.
const GLUE =
  /(?:[./]?\d[\d.]{0,8}(?![\w:/])|(?:[\t!-*,./:->@[-`{-}]|\u00c2\u00a0|\u00e2\u0080[\u0080-\u008b\u0098-\u009f])+|[!-/:-@[-`{-~]{1,8}(?=[ \t]|$))(?:[ \t]|\u00c2\u00a0)*/y;

/** End of what stands in place of the space; the version's own end where a term is glued to it. */
function endOfGlue(text: string, end: number): number {
  GLUE.lastIndex = end;
  return GLUE.test(text) ? GLUE.lastIndex : end;
}

// `v=spf2.0` is meant for SPF, which has no version 2.
const SENDER_ID = /(?:v\s*=\s*)?spf2\.0\/[a-z,]*|spf2\.0/iy;
// v=spf, v= spf1, v=spf 1, v=spf2, spf1, v:spf1, V-SPF1, v=sfp1, v=sp1, v=spf-1, vspf1
const MISSPELT =
  /(?:v[ \t]{0,4}[=:-]?[ \t]{0,4})?s[ \t]?(?:pf|fp|p|f|pff|ppf|pg|pd)(?:[ \t\-_=:.,;]{0,4}[0-9][0-9.]{0,8}(?![a-z0-9.]{0,20}[:/])|[0-9]:(?=[ \t])|(?![a-z0-9:/=.]))/iy;

/** Reports a misspelt version at `at`, and says how long it is. */
function misspelt(text: string, at: number, problems: SpfVersionProblem[]): number {
  const senderId = lengthOf(SENDER_ID, text, at);
  if (senderId > 0) {
    problems.push({ kind: "sender-id", span: textSpan(at, at + senderId) });
    return senderId;
  }
  const length = Math.max(lengthOf(MISSPELT, text, at), nearSpfVersion(text, at));
  problems.push({ kind: length > 0 ? "malformed" : "missing", span: textSpan(at, at + length) });
  return length;
}

function lengthOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex - at : 0;
}
