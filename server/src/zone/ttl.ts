const UNITS: Readonly<Record<string, number>> = { w: 604_800, d: 86_400, h: 3600, m: 60, s: 1 };

/** The longest TTL (RFC 2181 section 8). */
export const TTL_MAX = 0x7fffffff;

/** Beyond these a TTL is hardly what was meant: RFC 8767 section 4 has resolvers cap a week. */
export const TTL_LONG = 604_800;
export const TTL_SHORT = 30;

/**
 * Seconds of a TTL in text[start, end): a number, or a sum of numbers that all have one of the units w d h m s (BIND, Knot).
 * -1 where it is no TTL at all; a value past TTL_MAX is told as it is.
 */
export function parseTtl(text: string, start: number, end: number): number {
  let total = 0;
  let value = -1;
  for (let i = start; i < end; i++) {
    const c = text.charCodeAt(i);
    if (c >= 0x30 && c <= 0x39) {
      value = Math.max(value, 0) * 10 + (c - 0x30);
      continue;
    }
    const unit = UNITS[String.fromCharCode(c | 0x20)];
    if (unit === undefined || value < 0) return -1;
    total += value * unit;
    value = -1;
    if (i + 1 === end) return total;
  }
  // A number without a unit stands alone.
  return value < 0 || total > 0 ? -1 : value;
}
