// Hot: asked for a quarter of the records of a zone. Plain loops over char codes; objects only for odd spellings.
import { absoluteName } from "../dns/names.ts";
import { scanTokens } from "../dns/tokens.ts";
import { type Block, FLAG } from "./block.ts";
import { hashAbsolute, hashName, hashRelative, lastHash } from "./hash.ts";

/** Which item of the rdata names another name, by type code; -1 none. */
const ITEM_OF_TYPE: Readonly<Record<number, number>> = {
  2: 0, // NS
  5: 0, // CNAME
  6: 0, // SOA
  12: 0, // PTR
  15: 1, // MX
  18: 1, // AFSDB
  33: 3, // SRV
  36: 1, // KX
  39: 0, // DNAME
  64: 1, // SVCB
  65: 1, // HTTPS
};
const ITEMS = new Int8Array(128).map((_, code) => ITEM_OF_TYPE[code] ?? -1);

/** The index of the rdata item that names another name; -1 for types without one. */
export function targetItem(type: number): number {
  return type < 128 ? (ITEMS[type] ?? -1) : -1;
}

/** Where the last target found stands, relative to its block; empty where it is spelt oddly. */
export const lastTarget = { start: 0, end: 0 };

const ODD = FLAG.quoted | FLAG.escaped | FLAG.nonAscii | FLAG.grouped;

/**
 * Leaves in `lastHash` the hash of the name that a row points to, and in `lastTarget` where it stands. False where the row
 * points to no name that can be told.
 */
export function hashTarget(block: Block, row: number): boolean {
  const { type, flags, rdataStart, rdataEnd, origin } = block.columns;
  const item = targetItem(type[row] ?? 0);
  if (item < 0) return false;
  const { text } = block;
  const from = block.origins[origin[row] ?? 0];
  let start = rdataStart[row] ?? 0;
  let end = rdataEnd[row] ?? 0;
  if (((flags[row] ?? 0) & ODD) !== 0) return hashOddTarget(text, start, end, item, from);
  for (let skip = item; skip > 0; skip--) {
    while (start < end && text.charCodeAt(start) > 0x20) start++;
    while (start < end && text.charCodeAt(start) <= 0x20) start++;
  }
  let at = start;
  while (at < end && text.charCodeAt(at) > 0x20) at++;
  end = at;
  // A control character is no blank but an octet of the name.
  if (isControl(text.charCodeAt(at)) || isControl(text.charCodeAt(start - 1)))
    return hashOddTarget(text, rdataStart[row] ?? 0, rdataEnd[row] ?? 0, item, from);
  if (end === start) return false;
  lastTarget.start = start;
  lastTarget.end = end;
  if (text.charCodeAt(end - 1) === 0x2e) {
    hashAbsolute(text, start, end);
    return true;
  }
  if (from === undefined) return false;
  const base = hashOfOrigin(from);
  if (end - start === 1 && text.charCodeAt(start) === 0x40) {
    lastHash.hi = base.hi;
    lastHash.lo = base.lo;
  } else hashRelative(text, start, end, base, from === ".");
  return true;
}

function isControl(c: number): boolean {
  return c < 0x20 && c !== 0x09 && c !== 0x0a && c !== 0x0d;
}

function hashOddTarget(
  text: string,
  start: number,
  end: number,
  item: number,
  origin: string | undefined,
): boolean {
  const token = scanTokens(text, start, end, 0)[item];
  const name = token === undefined ? undefined : absoluteName(token.raw, origin);
  if (name === undefined) return false;
  const { hi, lo } = hashName(name);
  lastHash.hi = hi;
  lastHash.lo = lo;
  lastTarget.start = 0;
  lastTarget.end = 0;
  return true;
}

let knownOrigin: string | undefined;
let knownHash = hashName("");

// Row after row has the same origin.
function hashOfOrigin(origin: string) {
  if (origin !== knownOrigin) {
    knownOrigin = origin;
    knownHash = hashName(origin);
  }
  return knownHash;
}
