import { classCode, typeCode } from "../dns/mnemonics.ts";

const BITMAP_TYPES = new Set([24, 30, 46, 47, 50, 62]);

/**
 * Whether the line at `at`, met inside an open parenthesis, is the start of another statement, so that a forgotten `)`
 * costs one record: an owner in column 0 followed by a type and rdata, or a directive. `openType` is the type of the
 * statement that is open; type bitmaps name types themselves (RFC 4034 section 4), so there only a class or TTL tells.
 */
export function looksLikeRecord(text: string, at: number, openType: number): boolean {
  const first = text.charCodeAt(at);
  if (
    Number.isNaN(first) ||
    first <= 0x20 ||
    first === 0x22 ||
    first === 0x28 ||
    first === 0x29 ||
    first === 0x3b
  ) {
    return false;
  }
  const words: [number, number][] = [];
  let pos = at;
  while (words.length < 5 && pos < text.length) {
    const start = pos;
    while (pos < text.length && text.charCodeAt(pos) > 0x20 && !'"();'.includes(text[pos] ?? "")) pos++;
    if (pos > start) words.push([start, pos]);
    while (text.charCodeAt(pos) === 0x20 || text.charCodeAt(pos) === 0x09) pos++;
    const c = text[pos];
    if (c === undefined || c === "\n" || c === "\r" || c === ";") break;
    if (c === '"' || c === "(") {
      words.push([pos, pos + 1]);
      break;
    }
    // A control character belongs to no word: no record reads so.
    if (c === ")" || pos === start) return false;
  }
  const head = words[0];
  if (head === undefined) return false;
  if (first === 0x24) return /^\$(?:ORIGIN|TTL|INCLUDE|GENERATE)$/i.test(text.slice(head[0], head[1]));
  let certain = false;
  for (const [index, [start, end]] of words.entries()) {
    if (index === 0) continue;
    if (classCode(text, start, end) >= 0) {
      certain = true;
      continue;
    }
    const digit = text.charCodeAt(start);
    if (index < 3 && digit >= 0x30 && digit <= 0x39) continue;
    if (typeCode(text, start, end) < 0) return false;
    return index + 1 < words.length && (certain || !BITMAP_TYPES.has(openType));
  }
  return false;
}
