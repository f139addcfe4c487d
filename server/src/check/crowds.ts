// Hot: asked for every name with more than one record. Most are sound; what is not is looked at again, record by record.
import { type Block, FLAG } from "../zone/block.ts";
import { lastHash } from "../zone/hash.ts";
import { hashTarget, targetItem } from "../zone/targets.ts";

const TYPE_NS = 2;
const TYPE_CNAME = 5;
const TYPE_RRSIG = 46;
const TYPE_AAAA = 28;
const TYPE_SVCB = 64;
const TYPE_HTTPS = 65;

/** What may stand beside a CNAME, and beside the NS records of a delegation, by type code. */
const BESIDE_CNAME: ReadonlySet<number> = new Set([TYPE_CNAME, 24, 25, 30, TYPE_RRSIG, 47]);
const BESIDE_NS: ReadonlySet<number> = new Set([TYPE_NS, 43, TYPE_RRSIG, 47, 50]);

/** A name has one of these at most: CNAME, SOA, DNAME. */
const SINGLE: ReadonlySet<number> = new Set([TYPE_CNAME, 6, 39]);

/** Whether the records of one name may be wrong together: a CNAME with others, different TTLs, the same record twice. */
export function isCrowdSuspect(blocks: readonly Block[], rows: readonly number[]): boolean {
  const count = rows.length;
  let cname = false;
  let ns = false;
  let others = false;
  let hidden = false;
  let services = 0;
  for (let i = 0; i < count; i++) {
    const code = typeAt(blocks, rows, i);
    if (code === TYPE_CNAME) cname = true;
    if (code === TYPE_NS) ns = true;
    if (code === TYPE_SVCB || code === TYPE_HTTPS) services++;
    if (!BESIDE_CNAME.has(code)) others = true;
    if (!BESIDE_NS.has(code)) hidden = true;
  }
  if (services > 1 || (cname && others) || (ns && hidden)) return true;
  return count <= FEW ? isPairSuspect(blocks, rows) : isManySuspect(blocks, rows);
}

/** Up to here every pair is compared. */
const FEW = 8;

function isPairSuspect(blocks: readonly Block[], rows: readonly number[]): boolean {
  for (let i = 1; i < rows.length; i++) {
    const code = typeAt(blocks, rows, i);
    for (let j = 0; j < i; j++) {
      if (typeAt(blocks, rows, j) !== code) continue;
      if (SINGLE.has(code) || (code !== TYPE_RRSIG && ttlAt(blocks, rows, i) !== ttlAt(blocks, rows, j)))
        return true;
      const one = rdataHash(blocks[i], rows[i] ?? 0);
      const other = rdataHash(blocks[j], rows[j] ?? 0);
      if (one === other || one === 0 || other === 0) return true;
    }
  }
  return false;
}

function isManySuspect(blocks: readonly Block[], rows: readonly number[]): boolean {
  const ttls = new Map<number, number>();
  const seen = new Set<number>();
  for (let i = 0; i < rows.length; i++) {
    const code = typeAt(blocks, rows, i);
    const hash = rdataHash(blocks[i], rows[i] ?? 0);
    const key = code * 0x1_0000_0000 + (hash >>> 0);
    const ttl = ttlAt(blocks, rows, i);
    const before = ttls.get(code);
    if (before !== undefined && SINGLE.has(code)) return true;
    if (hash === 0 || seen.has(key) || (code !== TYPE_RRSIG && before !== undefined && before !== ttl))
      return true;
    seen.add(key);
    ttls.set(code, ttl);
  }
  return false;
}

function typeAt(blocks: readonly Block[], rows: readonly number[], i: number): number {
  return blocks[i]?.columns.type[rows[i] ?? 0] ?? 0;
}

function ttlAt(blocks: readonly Block[], rows: readonly number[], i: number): number {
  return blocks[i]?.columns.ttl[rows[i] ?? 0] ?? 0;
}

/**
 * The same for rdata that says the same; 0 where only reading it can tell. White space, parentheses, quotes and the case
 * of letters do not count, and of a record that points to a name that name alone does.
 */
function rdataHash(block: Block | undefined, row: number): number {
  if (block === undefined) return 0;
  const { type, flags, rdataStart, rdataEnd } = block.columns;
  const bits = flags[row] ?? 0;
  if ((bits & (FLAG.escaped | FLAG.nonAscii)) !== 0) return 0;
  // A comment behind the rdata is none of it; one inside parentheses is.
  if ((bits & FLAG.grouped) !== 0 && (bits & FLAG.commented) !== 0) return 0;
  const code = type[row] ?? 0;
  if (targetItem(code) >= 0) return hashTarget(block, row) ? lastHash.hi ^ lastHash.lo || 1 : 0;
  const start = rdataStart[row] ?? 0;
  const end = rdataEnd[row] ?? 0;
  if (code === TYPE_AAAA) return groupsHash(block.text, start, end);
  return textHash(block.text, start, end);
}

function textHash(text: string, start: number, end: number): number {
  let hash = 17;
  for (let at = start; at < end; at++) {
    const c = text.charCodeAt(at);
    if (c > 0x22 && c !== 0x28 && c !== 0x29) hash = (Math.imul(hash, 31) + (c | 0x20)) | 0;
  }
  return hash || 1;
}

const groups = new Int32Array(8);

// An IPv6 address has many spellings: its eight groups count. 0 for one that ends like IPv4, or is none.
function groupsHash(text: string, start: number, end: number): number {
  let count = 0;
  let gap = -1;
  let value = 0;
  let digits = 0;
  for (let at = start; at <= end; at++) {
    const c = at < end ? text.charCodeAt(at) : 0x3a;
    if (c === 0x3a) {
      if (digits > 0) {
        if (count === 8) return 0;
        groups[count++] = value;
      } else if (at > start && at < end && text.charCodeAt(at - 1) === 0x3a) gap = count;
      value = 0;
      digits = 0;
      continue;
    }
    const digit = hexDigit(c);
    if (digit < 0) return 0;
    value = (value << 4) | digit;
    digits++;
  }
  let hash = 17;
  for (let i = 0; i < count; i++) {
    const place = gap >= 0 && i >= gap ? i + 8 - count : i;
    if (groups[i] !== 0) hash = (Math.imul(hash, 31) + Math.imul(groups[i] ?? 0, 2 * place + 1)) | 0;
  }
  return hash || 1;
}

function hexDigit(c: number): number {
  if (c >= 0x30 && c <= 0x39) return c - 0x30;
  const lower = c | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
