import { looseOctet } from "../text/loose.ts";

/** Offset just past the character or escape that begins at `at`. */
export function stepEnd(raw: string, at: number): number {
  const code = raw.charCodeAt(at);
  if (code !== 0x5c) return at + charLength(raw, at);
  if (at + 1 >= raw.length) return at + 1;
  if (!isDigit(raw.charCodeAt(at + 1))) return at + 1 + charLength(raw, at + 1);
  let end = at + 2;
  while (end < at + 4 && end < raw.length && isDigit(raw.charCodeAt(end))) end++;
  return end;
}

/** Octets of the one character or escape [at, end) that `stepEnd` found; undefined for a bad escape. */
export function decodeStep(raw: string, at: number, end: number): string | undefined {
  const code = raw.charCodeAt(at);
  if (code !== 0x5c) return code < 0x80 ? (raw[at] ?? "") : octetsAt(raw, at);
  if (end - at === 1) return undefined;
  const next = raw.charCodeAt(at + 1);
  if (!isDigit(next)) return octetsAt(raw, at + 1);
  if (end - at !== 4) return undefined;
  const value = Number(raw.slice(at + 1, end));
  return value > 255 ? undefined : String.fromCharCode(value);
}

/** Whether a backslash and one character of ASCII behind it, which is no digit, stand at `at`: the character itself. */
export function isSingle(raw: string, at: number): boolean {
  const next = raw.charCodeAt(at + 1);
  return raw.charCodeAt(at) === 0x5c && next < 0x80 && !isDigit(next);
}

/** The octets of raw presentation text; a bad escape stands for the characters behind its backslash. */
export function octetsOf(raw: string): string {
  if (isPlain(raw)) return raw;
  let octets = "";
  for (let at = 0; at < raw.length; ) {
    if (isSingle(raw, at)) {
      octets += raw.charAt(at + 1);
      at += 2;
      continue;
    }
    const end = stepEnd(raw, at);
    octets += decodeStep(raw, at, end) ?? "";
    at = end;
  }
  return octets;
}

/** Presentation text of octets inside quotes: `"` and `\` escaped, everything that does not print as `\DDD`. */
export function encodeOctets(octets: string): string {
  let out = "";
  for (const char of octets) {
    const code = char.charCodeAt(0);
    if (char === '"' || char === "\\") out += `\\${char}`;
    else if (code >= 0x20 && code < 0x7f) out += char;
    else out += `\\${String(code).padStart(3, "0")}`;
  }
  return out;
}

/** A piece of a text for a message: octets that are no UTF-8 as `\DDD`. */
export function printable(text: string): string {
  return text.replace(/[\u{dc80}-\u{dcff}]/gu, (char) => encodeOctets(looseOctet(char.charCodeAt(0)) ?? ""));
}

/** The UTF-8 octets of a code point, one character per octet; half a surrogate pair counts as U+FFFD. */
export function utf8Octets(point: number): string {
  if (point < 0x80) return String.fromCharCode(point);
  if (point < 0x800) return String.fromCharCode(0xc0 | (point >> 6), 0x80 | (point & 0x3f));
  if (point >= 0xd800 && point < 0xe000) return "\xef\xbf\xbd";
  if (point < 0x10000) {
    return String.fromCharCode(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 0x3f), 0x80 | (point & 0x3f));
  }
  return String.fromCharCode(
    0xf0 | (point >> 18),
    0x80 | ((point >> 12) & 0x3f),
    0x80 | ((point >> 6) & 0x3f),
    0x80 | (point & 0x3f),
  );
}

/** `\DDD` for one octet. */
export function decimalEscape(octet: number): string {
  return `\\${String(octet).padStart(3, "0")}`;
}

/** Whether the text holds neither a `\\` nor a character beyond ASCII. */
export function isPlain(raw: string): boolean {
  return !ODD.test(raw);
}

const ODD = /[\\\x80-\uffff]/;

function octetsAt(raw: string, at: number): string {
  const point = raw.codePointAt(at) ?? 0;
  return looseOctet(point) ?? utf8Octets(point);
}

function charLength(raw: string, at: number): number {
  return (raw.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
