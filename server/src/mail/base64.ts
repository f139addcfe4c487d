// Runs over every key of a zone, so it is a plain loop over character codes and one table: no regex, no substrings.

/** Base64 read strictly (RFC 4648 section 4), with where each fault stands. Offsets are those of the text read. */
export interface Base64 {
  /** What the digits decode to; digits before and behind a fault are joined as if it were not there. */
  readonly bytes: Uint8Array;
  /** Base64 digits read, padding not counted. */
  readonly digits: number;
  /** `=` signs at the end. */
  readonly padding: number;
  /** `=` signs the digits call for; undefined where one digit stands alone at the end, which encodes nothing. */
  readonly paddingDue: 0 | 1 | 2 | undefined;
  /** Just past the last digit. */
  readonly digitsEnd: number;
  /** Octets that are no digit: strange characters, `=` before further digits, line breaks that fold nothing. */
  readonly strange: readonly number[];
  /** Runs of white space, as [start, end) pairs one after the other. */
  readonly blanks: readonly number[];
}

/** Decodes [start, end) of `text`; folding white space (RFC 6376 section 2.8) is passed over, all else is noted. */
export function decodeBase64(text: string, start: number, end: number): Base64 {
  const buffer = octetsOf(((end - start) * 3) >> 2);
  let size = 0;
  let i = start;
  while (i + 4 <= end) {
    const a = DIGITS[text.charCodeAt(i)] ?? STRANGE;
    const b = DIGITS[text.charCodeAt(i + 1)] ?? STRANGE;
    const c = DIGITS[text.charCodeAt(i + 2)] ?? STRANGE;
    const d = DIGITS[text.charCodeAt(i + 3)] ?? STRANGE;
    if ((a | b | c | d) >= FIRST_ODD) break;
    buffer[size] = (a << 2) | (b >> 4);
    buffer[size + 1] = (b << 4) | (c >> 2);
    buffer[size + 2] = (c << 6) | d;
    size += 3;
    i += 4;
  }
  if (i === end) return plainResult(buffer.subarray(0, size), i - start, end);
  return decodeSlowly(text, { start: i, end }, buffer, { size, digits: i - start });
}

// A buffer for each key costs more than decoding it: many share one.
function octetsOf(length: number): Uint8Array {
  if (length > SHARED / 16) return new Uint8Array(length);
  if (used + length > SHARED) {
    shared = new Uint8Array(SHARED);
    used = 0;
  }
  used += length;
  return shared.subarray(used - length, used);
}

const SHARED = 16_384;
let shared = new Uint8Array(SHARED);
let used = 0;

/** Octets as base64, padded, in one line (RFC 4648 section 4). */
export function encodeBase64(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const word = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    for (let j = 0; j < 4; j++) text += i + j > bytes.length ? "=" : ALPHABET[(word >> (18 - 6 * j)) & 63];
  }
  return text;
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const FIRST_ODD = 64;
const BLANK = 64;
const PAD = 65;
const STRANGE = 66;
const DIGITS = digitTable();

function digitTable(): Uint8Array {
  const table = new Uint8Array(256).fill(STRANGE);
  for (let i = 0; i < 64; i++) table[ALPHABET.charCodeAt(i)] = i;
  for (const blank of " \t\r\n") table[blank.charCodeAt(0)] = BLANK;
  table[0x3d] = PAD;
  return table;
}

const NONE: readonly number[] = [];

function plainResult(bytes: Uint8Array, digits: number, end: number): Base64 {
  return { bytes, digits, padding: 0, paddingDue: 0, digitsEnd: end, strange: NONE, blanks: NONE };
}

function decodeSlowly(
  text: string,
  range: { readonly start: number; readonly end: number },
  buffer: Uint8Array,
  before: { readonly size: number; readonly digits: number },
): Base64 {
  let { size, digits } = before;
  let digitsEnd = range.start;
  let bits = 0;
  const strange: number[] = [];
  const blanks: number[] = [];
  let pads: number[] = [];
  for (let i = range.start; i < range.end; i++) {
    const value = DIGITS[text.charCodeAt(i)] ?? STRANGE;
    if (value < FIRST_ODD) {
      // `=` says that nothing follows; before a digit it is as strange as any other character.
      for (const pad of pads) strange.push(pad);
      pads = [];
      bits = (bits << 6) | value;
      digits++;
      digitsEnd = i + 1;
      if (digits % 4 !== 1) buffer[size++] = (bits >> (2 * (3 - ((digits + 3) % 4)))) & 255;
    } else if (value === PAD) {
      pads.push(i);
    } else if (value === BLANK && folds(text, i)) {
      if (blanks[blanks.length - 1] === i) blanks[blanks.length - 1] = i + 1;
      else blanks.push(i, i + 1);
    } else {
      strange.push(i);
    }
  }
  const left = digits % 4;
  return {
    bytes: buffer.subarray(0, size),
    digits,
    padding: pads.length,
    paddingDue: left === 0 ? 0 : left === 3 ? 1 : left === 2 ? 2 : undefined,
    digitsEnd,
    strange: strange.sort((a, b) => a - b),
    blanks,
  };
}

/** Whether a blank is folding white space: SP, TAB, or a CRLF with SP or TAB behind it (RFC 6376 section 2.8). */
function folds(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code === 0x0d) return text.charCodeAt(at + 1) === 0x0a && isSpaceOrTab(text.charCodeAt(at + 2));
  if (code === 0x0a) return text.charCodeAt(at - 1) === 0x0d && isSpaceOrTab(text.charCodeAt(at + 1));
  return true;
}

function isSpaceOrTab(code: number): boolean {
  return code === 0x20 || code === 0x09;
}
