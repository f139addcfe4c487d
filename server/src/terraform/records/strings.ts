import { HOLE } from "../../text/mappedText.ts";
import { EMPTY, joined, sliced, type Text } from "../eval/text.ts";
import { one } from "./octets.ts";

/** How a backslash and three digits are read: DNS servers take decimals (RFC 1035 section 5.1), Route 53 octal numbers. */
export type DigitEscapes = "decimal" | "octal";

/** Octets in presentation format, read. */
export interface Presentation {
  readonly strings: readonly Text[];
  /** Every string stands in quotes, and every quote is closed. */
  readonly isQuoted: boolean;
}

/** The character-strings of presentation format: in quotes, or words between spaces; escapes are taken off. */
export function readStrings(text: Text, digits: DigitEscapes): Presentation {
  const strings: Text[] = [];
  const { text: raw } = text;
  let isQuoted = true;
  for (let at = 0; at < raw.length; ) {
    if (isSpace(raw.charCodeAt(at))) {
      at++;
      continue;
    }
    const quoted = raw.charAt(at) === '"';
    const from = quoted ? at + 1 : at;
    const end = quoted ? closing(raw, from) : wordEnd(raw, from);
    strings.push(unescaped(sliced(text, from, Math.min(end, raw.length)), digits));
    if (!quoted || end >= raw.length) isQuoted = false;
    at = quoted ? end + 1 : end;
  }
  return { strings, isQuoted: isQuoted && strings.length > 0 };
}

/** What stands between quotes that somebody else puts around it: strings end and begin where a quote stands in it. */
export function readInner(text: Text, digits: DigitEscapes): Presentation {
  const { text: raw } = text;
  const strings: Text[] = [];
  let at = 0;
  while (true) {
    const end = closing(raw, at);
    strings.push(unescaped(sliced(text, at, Math.min(end, raw.length)), digits));
    if (end >= raw.length) return { strings, isQuoted: true };
    let next = end + 1;
    while (next < raw.length && isSpace(raw.charCodeAt(next))) next++;
    // A quote that closes must be followed by one that opens.
    if (raw.charAt(next) !== '"') return { strings: [text], isQuoted: false };
    at = next + 1;
  }
}

/** The text of a string of JSON without its quotes and escapes; undefined where it is none. */
export function readJsonString(text: Text): Text | undefined {
  const { text: raw } = text;
  if (!/^\s*"(?:[^"\\]|\\.)*"\s*$/.test(raw)) return undefined;
  const pieces: Text[] = [];
  const end = raw.lastIndexOf('"');
  for (let at = raw.indexOf('"') + 1; at < end; ) {
    const next = raw.indexOf("\\", at);
    if (next < 0 || next >= end) {
      pieces.push(sliced(text, at, end));
      break;
    }
    pieces.push(sliced(text, at, next));
    const length = raw.charAt(next + 1) === "u" ? 6 : 2;
    const decoded = decodedJson(raw.slice(next, next + length));
    pieces.push(one(sliced(text, next, next + length), decoded));
    at = next + length;
  }
  return joined(pieces);
}

/** Text cut into strings of at most so many octets. */
export function cutText(text: Text, most: number): readonly Text[] {
  if (text.text.length <= most) return [text];
  const strings: Text[] = [];
  for (let at = 0; at < text.text.length; at += most)
    strings.push(sliced(text, at, Math.min(at + most, text.text.length)));
  return strings;
}

/** Without white space at its ends. */
export function trimmed(text: Text): Text {
  const start = text.text.length - text.text.trimStart().length;
  const end = text.text.trimEnd().length;
  return start >= end ? EMPTY : sliced(text, start, end);
}

function decodedJson(escaped: string): string {
  try {
    const value: unknown = JSON.parse(`"${escaped}"`);
    return typeof value === "string" ? value : escaped;
  } catch {
    return escaped;
  }
}

function closing(raw: string, from: number): number {
  let at = from;
  while (at < raw.length && raw.charCodeAt(at) !== 0x22) at += raw.charCodeAt(at) === 0x5c ? 2 : 1;
  return at;
}

function wordEnd(raw: string, from: number): number {
  let at = from;
  while (at < raw.length && !isSpace(raw.charCodeAt(at))) at += raw.charCodeAt(at) === 0x5c ? 2 : 1;
  return Math.min(at, raw.length);
}

function unescaped(text: Text, digits: DigitEscapes): Text {
  const { text: raw } = text;
  if (!raw.includes("\\")) return text;
  const pieces: Text[] = [];
  let from = 0;
  for (let at = raw.indexOf("\\"); at >= 0 && at + 1 < raw.length; at = raw.indexOf("\\", from)) {
    pieces.push(sliced(text, from, at));
    const number = (digits === "octal" ? /^[0-3][0-7]{2}/ : /^[0-9]{3}/).exec(raw.slice(at + 1, at + 4))?.[0];
    const value = number === undefined ? undefined : Number.parseInt(number, digits === "octal" ? 8 : 10);
    const length = value === undefined ? 2 : 4;
    const decoded = value === undefined ? raw.charAt(at + 1) : String.fromCharCode(value & 0xff);
    pieces.push(
      decoded === HOLE ? sliced(text, at + 1, at + 2) : one(sliced(text, at, at + length), decoded),
    );
    from = at + length;
  }
  pieces.push(sliced(text, from));
  return joined(pieces);
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
}
