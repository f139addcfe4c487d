import type { RdataToken } from "./rdata.ts";

/**
 * The items of text[start, end): white space, parentheses and comments fall away (RFC 1035 section 5.1). Offsets of the
 * tokens are moved by `base`.
 */
export function scanTokens(text: string, start: number, end: number, base: number): RdataToken[] {
  const tokens: RdataToken[] = [];
  let at = start;
  while (at < end) {
    const c = text.charCodeAt(at);
    if (c === 0x3b) {
      while (at < end && text.charCodeAt(at) !== 0x0a && text.charCodeAt(at) !== 0x0d) at++;
      continue;
    }
    if (c === 0x20 || c === 0x09 || c === 0x0a || c === 0x0d || c === 0x28 || c === 0x29) {
      at++;
      continue;
    }
    const from = at;
    if (c === 0x22) {
      at++;
      do {
        PLAIN.lastIndex = at;
        PLAIN.test(text);
        at = PLAIN.lastIndex;
        if (text.charCodeAt(at) !== 0x5c) break;
        do at += 2;
        while (at < end && text.charCodeAt(at) === 0x5c);
      } while (at < end);
      const close = Math.min(at, end);
      const closed = close < end && text.charCodeAt(close) === 0x22;
      at = closed ? close + 1 : close;
      tokens.push({ raw: text.slice(from + 1, close), quoted: true, start: from + base, end: at + base });
      continue;
    }
    while (at < end && !isBorder(text.charCodeAt(at))) at += text.charCodeAt(at) === 0x5c ? 2 : 1;
    at = Math.min(at, end);
    tokens.push({ raw: text.slice(from, at), quoted: false, start: from + base, end: at + base });
  }
  return tokens;
}

/** Whether tokens are rdata in the generic form, `\# length hexadecimal` (RFC 3597 section 5). */
export function isGenericForm([first, second]: readonly RdataToken[]): boolean {
  return first?.raw === "\\#" && !first.quoted && /^[0-9]+$/.test(second?.raw ?? "");
}

// What strings are made of: a key has hundreds of characters, and a pattern runs faster over them than a loop.
const PLAIN = /[^"\\\n]*/y;

function isBorder(c: number): boolean {
  return c <= 0x20
    ? c === 0x20 || c === 0x09 || c === 0x0a || c === 0x0d
    : c === 0x22 || c === 0x28 || c === 0x29 || c === 0x3b;
}
