/** One DER value (X.690 section 8.1): offsets in the octets it was read from. */
export interface DerItem {
  /** The identifier octet: class, constructed bit and number. */
  readonly tag: number;
  readonly start: number;
  readonly content: number;
  /** Where its length says that it ends; may lie beyond the octets present. */
  readonly end: number;
}

export const DER = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  sequence: 0x30,
  version: 0xa0,
} as const;

/**
 * The value whose identifier stands at `at`. `undefined` where its header is not DER (an indefinite length, a length
 * longer than needed, a tag above 30; X.690 section 10.1) or is itself cut off at `limit`.
 */
export function readDer(bytes: Uint8Array, at: number, limit: number): DerItem | undefined {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined || at + 2 > limit || (tag & 0x1f) === 0x1f) return undefined;
  if (first < 0x80) return { tag, start: at, content: at + 2, end: at + 2 + first };
  const count = first & 0x7f;
  const content = at + 2 + count;
  if (count === 0 || count > 4 || content > limit || bytes[at + 2] === 0) return undefined;
  let length = 0;
  for (let i = at + 2; i < content; i++) length = length * 256 + (bytes[i] ?? 0);
  return length < 0x80 ? undefined : { tag, start: at, content, end: content + length };
}

/** The same, only where it has that tag and ends within `limit`. */
export function readWhole(bytes: Uint8Array, at: number, limit: number, tag: number): DerItem | undefined {
  const item = readDer(bytes, at, limit);
  return item !== undefined && item.tag === tag && item.end <= limit ? item : undefined;
}

/** A value of that tag with that content, its length in the shortest form. */
export function encodeDer(tag: number, ...content: readonly Uint8Array[]): Uint8Array {
  const length = content.reduce((sum, part) => sum + part.length, 0);
  const header = length < 0x80 ? [tag, length] : [tag, 0x80 | octetsOf(length).length, ...octetsOf(length)];
  return joined([Uint8Array.from(header), ...content]);
}

/** The octets of an object identifier, as hexadecimal digits. */
export function hexOf(bytes: Uint8Array, start: number, end: number): string {
  let hex = "";
  for (let i = start; i < end; i++) hex += (bytes[i] ?? 0).toString(16).padStart(2, "0");
  return hex;
}

/** The octets that hexadecimal digits stand for. */
export function fromHex(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) =>
    Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16),
  );
}

function octetsOf(length: number): number[] {
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return octets;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
