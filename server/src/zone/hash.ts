// Hot: one call per record of a zone. Plain loops over char codes, no allocation.

/** 64 bits of hash of a case-folded name, in two halves. */
export interface NameHash {
  readonly hi: number;
  readonly lo: number;
}

/** The two halves of a hash as one number: as many of their bits as it holds exactly. */
export function hashKey(hi: number, lo: number): number {
  return (hi >>> 0) * 2 ** 21 + (lo >>> 11);
}

const SEED_HI = 0x811c9dc5 | 0;
const SEED_LO = 0x2545f491 | 0;

/** The halves of the last `hashRelative`: two numbers out of a hot function without an object. */
export const lastHash = { hi: 0, lo: 0 };

/**
 * Hash of a canonical absolute name. Names are hashed from right to left, so that a relative name goes on from the
 * hash of its origin.
 */
export function hashName(name: string): NameHash {
  hashFrom(name, 0, name.length, SEED_HI, SEED_LO);
  return { hi: lastHash.hi, lo: lastHash.lo };
}

/** Leaves in `lastHash` the hash of the absolute ASCII name text[start, end), which ends in a dot and has no escapes. */
export function hashAbsolute(text: string, start: number, end: number): void {
  hashFrom(text, start, end, SEED_HI, SEED_LO);
}

/** Leaves in `lastHash` the hash of the relative ASCII name text[start, end), without escapes, below `origin`. */
export function hashRelative(
  text: string,
  start: number,
  end: number,
  origin: NameHash,
  originIsRoot: boolean,
): void {
  let { hi, lo } = origin;
  if (!originIsRoot) {
    hi = stepHi(hi, 0x2e);
    lo = stepLo(lo, 0x2e);
  }
  hashFrom(text, start, end, hi, lo);
}

/**
 * Calls `visit` with the hash of each name strictly above text[start, end), the nearest last, down to but without the root,
 * until it answers true. Escaped dots count as dots: no such name exists, so that nothing is found there.
 *
 * @param origin absolute canonical, for a relative name; "" for one that ends in a dot
 */
export function hashAncestors(
  text: string,
  start: number,
  end: number,
  origin: string,
  visit: (hi: number, lo: number) => boolean,
): boolean {
  let hi = SEED_HI;
  let lo = SEED_LO;
  for (let at = origin.length - 1; at >= 0; at--) {
    const c = origin.charCodeAt(at);
    if (c === 0x2e && at < origin.length - 1 && visit(hi, lo)) return true;
    hi = stepHi(hi, c);
    lo = stepLo(lo, c);
  }
  const isRelative = origin !== "";
  if (isRelative) {
    if (visit(hi, lo)) return true;
    if (origin !== ".") {
      hi = stepHi(hi, 0x2e);
      lo = stepLo(lo, 0x2e);
    }
  }
  for (let at = end - 1; at >= start; at--) {
    let c = text.charCodeAt(at);
    if (c >= 0x41 && c <= 0x5a) c |= 0x20;
    if (c === 0x2e && (isRelative || at < end - 1) && visit(hi, lo)) return true;
    hi = stepHi(hi, c);
    lo = stepLo(lo, c);
  }
  return false;
}

function hashFrom(text: string, start: number, end: number, hiSeed: number, loSeed: number): void {
  let hi = hiSeed;
  let lo = loSeed;
  for (let i = end - 1; i >= start; i--) {
    let c = text.charCodeAt(i);
    if (c >= 0x41 && c <= 0x5a) c |= 0x20;
    hi = stepHi(hi, c);
    lo = stepLo(lo, c);
  }
  lastHash.hi = hi;
  lastHash.lo = lo;
}

function stepHi(hash: number, c: number): number {
  return Math.imul(hash ^ c, 0x01000193);
}

function stepLo(hash: number, c: number): number {
  const mixed = Math.imul(hash + c, 0x5bd1e995);
  return mixed ^ (mixed >>> 15);
}
