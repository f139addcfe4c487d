/**
 * Sets of IP addresses. IPv4 addresses are numbers, IPv6 addresses bigints; the sets below hold both as bigint, by family.
 * The scanners are hand-written because every SPF record of a zone passes through them.
 */

/** Reads text[start, end) as a dotted quad (RFC 7208 section 12, ip4-network: no leading zeros, nothing left out); -1 where it is none. */
export function scanIp4(text: string, start: number, end: number): number {
  let value = 0;
  let at = start;
  for (let i = 0; i < 4; i++) {
    if (i > 0 && text.charCodeAt(at++) !== DOT) return -1;
    const first = at;
    let octet = 0;
    while (at < end && at - first < 3) {
      const digit = text.charCodeAt(at) - ZERO;
      if (digit < 0 || digit > 9) break;
      octet = octet * 10 + digit;
      at++;
    }
    const digits = at - first;
    if (digits === 0 || octet > 255 || (digits > 1 && text.charCodeAt(first) === ZERO)) return -1;
    value = value * 256 + octet;
  }
  return at === end ? value : -1;
}

const DOT = 0x2e;
const COLON = 0x3a;
const ZERO = 0x30;

const groups = new Uint16Array(8);
const halves = new DataView(new ArrayBuffer(16));

/** Reads text[start, end) as an IPv6 address (RFC 4291 section 2.2, an embedded dotted quad included); undefined where it is none. */
export function scanIp6(text: string, start: number, end: number): bigint | undefined {
  let at = start;
  let count = 0;
  let gap = -1;
  if (text.charCodeAt(at) === COLON) {
    if (text.charCodeAt(at + 1) !== COLON) return undefined;
    gap = 0;
    at += 2;
  }
  while (at < end) {
    if (count === 8) return undefined;
    const first = at;
    let group = 0;
    while (at < end && at - first < 4) {
      const digit = hexDigit(text.charCodeAt(at));
      if (digit < 0) break;
      group = group * 16 + digit;
      at++;
    }
    const next = at < end ? text.charCodeAt(at) : COLON;
    if (next === DOT) {
      const quad = scanIp4(text, first, end);
      if (quad < 0 || count > 6) return undefined;
      groups[count++] = Math.floor(quad / 65536);
      groups[count++] = quad % 65536;
      at = end;
      break;
    }
    if (at === first || next !== COLON) return undefined;
    groups[count++] = group;
    if (at === end) break;
    at++;
    if (at === end) return undefined;
    if (text.charCodeAt(at) === COLON) {
      if (gap >= 0) return undefined;
      gap = count;
      at++;
    }
  }
  if (gap < 0 ? count !== 8 : count > 7) return undefined;
  const skipped = 8 - count;
  for (let i = 0; i < 8; i++) {
    const from = gap < 0 || i < gap ? i : i < gap + skipped ? -1 : i - skipped;
    halves.setUint16(i * 2, from < 0 ? 0 : (groups[from] ?? 0));
  }
  return (halves.getBigUint64(0) << 64n) | halves.getBigUint64(8);
}

function hexDigit(code: number): number {
  if (code >= ZERO && code <= 0x39) return code - ZERO;
  const lower = code | 32;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
