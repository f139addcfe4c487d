// Hot: asked for every record of a zone. Says yes to what is plainly right, without making a string or an object; whatever
// it does not recognize is read field by field.

const SLOW = 0;
const PLAIN = 1;
const DIGIT = 2;
const DOT = 3;

/** What a character is in a name; SLOW for everything that needs a closer look. */
const IN_NAME = new Uint8Array(128);
for (const c of "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_*/") IN_NAME[c.charCodeAt(0)] = PLAIN;
for (const c of "0123456789") IN_NAME[c.charCodeAt(0)] = DIGIT;
IN_NAME[0x2e] = DOT;

const LABEL_MAX = 63;
const NAME_MAX = 255;
const STRING_MAX = 255;

const A = 1;
const NS = 2;
const CNAME = 5;
const PTR = 12;
const MX = 15;
const TXT = 16;
const AAAA = 28;
const SRV = 33;

/**
 * Whether the rdata in text[start, end) of a record of class IN is surely right. `false` says nothing.
 *
 * @param origin characters of the origin, for the length of relative names
 */
export function acceptsRdata(
  code: number,
  text: string,
  start: number,
  end: number,
  origin: number,
): boolean {
  switch (code) {
    case A:
      return quadEnd(text, start, end) === end;
    case AAAA:
      return isPlainIpv6(text, start, end);
    case NS:
    case CNAME:
    case PTR:
      return nameEnd(text, start, end, origin) === end;
    case MX:
      return nameEnd(text, pastNumber(text, start, end), end, origin) === end;
    case SRV: {
      const weight = pastNumber(text, start, end);
      const port = pastNumber(text, weight, end);
      return nameEnd(text, pastNumber(text, port, end), end, origin) === end;
    }
    case TXT:
      return areStrings(text, start, end);
    default:
      return false;
  }
}

// Every function below takes -1 for `at` as a no from the one before it, and answers it with -1.

function quadEnd(text: string, start: number, end: number): number {
  let at = start;
  for (let part = 0; part < 4; part++) {
    if (part > 0 && text.charCodeAt(at++) !== 0x2e) return -1;
    const first = at;
    let value = 0;
    while (at < end) {
      const digit = text.charCodeAt(at) - 0x30;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
      at++;
    }
    const size = at - first;
    if (size === 0 || size > 3 || value > 255 || (size > 1 && text.charCodeAt(first) === 0x30)) return -1;
  }
  return at;
}

// Groups of one to four digits with at most one `::`; a dotted quad at the end is left to others.
function isPlainIpv6(text: string, start: number, end: number): boolean {
  let groups = 0;
  let size = 0;
  let gap = false;
  for (let at = start; at < end; at++) {
    const c = text.charCodeAt(at);
    if (c === 0x3a) {
      if (text.charCodeAt(at + 1) === 0x3a) {
        if (gap || at + 2 > end) return false;
        gap = true;
        at++;
      } else if (size === 0 || at + 1 === end) return false;
      size = 0;
      continue;
    }
    const lower = c | 0x20;
    if (!((c >= 0x30 && c <= 0x39) || (lower >= 0x61 && lower <= 0x66))) return false;
    if (++size > 4) return false;
    if (size === 1) groups++;
  }
  return gap ? groups < 8 : groups === 8;
}

// Offset behind a number of 16 bits and the white space that follows.
function pastNumber(text: string, start: number, end: number): number {
  if (start < 0) return -1;
  let at = start;
  let value = 0;
  while (at < end) {
    const digit = text.charCodeAt(at) - 0x30;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
    at++;
  }
  if (at === start || at - start > 5 || value > 65_535) return -1;
  const gap = at;
  while (at < end && (text.charCodeAt(at) === 0x20 || text.charCodeAt(at) === 0x09)) at++;
  return at === gap ? -1 : at;
}

// Offset behind a name that is one beyond doubt; a name of digits and dots alone may be an address.
function nameEnd(text: string, start: number, end: number, origin: number): number {
  if (start < 0 || start >= end) return -1;
  if (end - start === 1 && (text.charCodeAt(start) === 0x40 || text.charCodeAt(start) === 0x2e)) return end;
  let label = 0;
  let letters = false;
  let at = start;
  for (; at < end; at++) {
    const c = text.charCodeAt(at);
    const kind = c < 128 ? (IN_NAME[c] ?? SLOW) : SLOW;
    if (kind === SLOW) return -1;
    if (kind === DOT) {
      if (label === 0) return -1;
      label = 0;
      continue;
    }
    if (kind === PLAIN) letters = true;
    if (++label > LABEL_MAX) return -1;
  }
  const length = at - start + (label === 0 ? 1 : origin + 2);
  return letters && length <= NAME_MAX ? at : -1;
}

function areStrings(text: string, start: number, end: number): boolean {
  let at = start;
  let any = false;
  while (at < end) {
    const c = text.charCodeAt(at);
    if (c === 0x20 || c === 0x09 || c === 0x0a || c === 0x0d || c === 0x28 || c === 0x29) {
      at++;
      continue;
    }
    if (c === 0x3b) {
      while (at < end && text.charCodeAt(at) !== 0x0a && text.charCodeAt(at) !== 0x0d) at++;
      continue;
    }
    at = c === 0x22 ? quotedEnd(text, at + 1, end) : bareEnd(text, at, end);
    if (at < 0) return false;
    any = true;
  }
  return any;
}

function quotedEnd(text: string, start: number, end: number): number {
  let octets = 0;
  for (let at = start; at < end; at++) {
    const c = text.charCodeAt(at);
    if (c === 0x22) return octets <= STRING_MAX ? at + 1 : -1;
    if (c >= 128 || c === 0x0a || c === 0x0d) return -1;
    if (c === 0x5c) at += escapeLength(text, at, end);
    octets++;
  }
  return -1;
}

// A string without quotes and escapes.
function bareEnd(text: string, start: number, end: number): number {
  let at = start;
  for (; at < end; at++) {
    const c = text.charCodeAt(at);
    if (c <= 0x20 || c === 0x22 || c === 0x28 || c === 0x29 || c === 0x3b) break;
    if (c >= 128 || c === 0x5c) return -1;
  }
  // A control character is left to those who read slowly.
  return at > start && at - start <= STRING_MAX ? at : -1;
}

// Characters of the escape behind its backslash; past everything where it is none.
function escapeLength(text: string, at: number, end: number): number {
  const c = text.charCodeAt(at + 1);
  if (c < 0x30 || c > 0x39) return c >= 0x20 && c < 128 ? 1 : end;
  const tens = text.charCodeAt(at + 2) - 0x30;
  const ones = text.charCodeAt(at + 3) - 0x30;
  if (!(tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9)) return end;
  return (c - 0x30) * 100 + tens * 10 + ones <= 255 ? 3 : end;
}
