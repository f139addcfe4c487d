// Hot: one pass over the rows of a block, once for as long as the block lives. What it keeps lets whole zones be searched
// without looking at their text again.
import { hashing } from "../dns/nsec3.ts";
import { endsInTld } from "../dns/tlds.ts";
import { type Block, FLAG } from "../zone/block.ts";
import { lastHash } from "../zone/hash.ts";
import { hashTarget, lastTarget, targetItem } from "../zone/targets.ts";

/** What rules across names want to know about a block. */
export interface Digest {
  /** Rows that point to another name, and the hash of that name. */
  readonly targetRows: Uint16Array;
  readonly targetHi: Int32Array;
  readonly targetLo: Int32Array;
  /** Where it stands in the block; empty where it is spelt oddly. */
  readonly targetStart: Uint32Array;
  readonly targetEnd: Uint32Array;
  readonly soas: readonly number[];
  /** Whether there is one that cannot be read. */
  readonly unreadSoa: boolean;
  /** NS and DNAME: where the zone may end. */
  readonly cuts: readonly number[];
  /** Rows that are worth a look by themselves: an owner or a target spelt like no host name, a type with a place of its own. */
  readonly odd: readonly number[];
  /** Rows whose owner is stated and may have a delegation above it: absolute, or of several labels. */
  readonly deep: readonly number[];
  readonly signatures: readonly number[];
  /** How NSEC3 records hash names (`hashing`), each with a row that says so. */
  readonly hashings: ReadonlyMap<string, number>;
  /** States a default TTL or an origin. */
  readonly headed: boolean;
}

const TYPE_NS = 2;
const TYPE_SOA = 6;
const TYPE_PTR = 12;
const TYPE_MX = 15;
const TYPE_SRV = 33;
const TYPE_DNAME = 39;
const TYPE_RRSIG = 46;
const TYPE_NSEC3 = 50;

/** Types whose owner must be a host name, types whose target must be one, and types that are looked at one by one. */
const HOSTS: ReadonlySet<number> = new Set([1, 28, TYPE_MX]);
const POINTERS: ReadonlySet<number> = new Set([TYPE_NS, TYPE_SOA, TYPE_PTR, TYPE_MX, TYPE_SRV, 64, 65]);
/** Types that are looked at wherever they stand, and those that end in a name, where that is relative (NAPTR, LP). */
const ALWAYS = 1;
const RELATIVE = 2;
const LOOKED_AT = new Uint8Array(65_536);
for (const code of [TYPE_SOA, 17, 45, 48, 51, 59, 60, 62, 63]) LOOKED_AT[code] = ALWAYS;
for (const code of [35, 107]) LOOKED_AT[code] = RELATIVE;

const LETTER = 1;
const HYPHEN = 2;
const DOT = 3;
const STAR = 4;
const KIND = new Uint8Array(128);
for (const char of "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
  KIND[char.charCodeAt(0)] = LETTER;
KIND[0x2d] = HYPHEN;
KIND[0x2e] = DOT;
KIND[0x2a] = STAR;

/** Bits of what `spelling` saw; `star`: a label `*` behind the first, `wild`: anywhere. */
const SEEN = { strange: 1, dot: 2, star: 4, absolute: 8, wild: 16 } as const;
/** What no name of a host has that a record points to. */
const UNLIKE_HOST = SEEN.strange | SEEN.wild;

/** Reads a block once. */
export function digest(block: Block): Digest {
  const { type, flags, start, ownerEnd, ownerRow, origin, rdataEnd } = block.columns;
  const { text, rows } = block;
  const targetRows: number[] = [];
  const targetHi: number[] = [];
  const targetLo: number[] = [];
  const targetStart: number[] = [];
  const targetEnd: number[] = [];
  const soas: number[] = [];
  let unreadSoa = false;
  const cuts: number[] = [];
  const odd: number[] = [];
  const deep: number[] = [];
  const signatures: number[] = [];
  const hashings = new Map<string, number>();
  let spelt = block.entry.owner === undefined ? 0 : spelling(block.entry.owner, 0, block.entry.owner.length);
  // What is written below such an origin is no host name either.
  const strange = block.origins.map(
    (name) => name !== undefined && (spelling(name, 0, name.length) & UNLIKE_HOST) !== 0,
  );
  for (let row = 0; row < rows; row++) {
    const bits = flags[row] ?? 0;
    const code = type[row] ?? 0;
    const look = LOOKED_AT[code];
    let isOdd = look === ALWAYS || (look === RELATIVE && text.charCodeAt((rdataEnd[row] ?? 0) - 1) !== 0x2e);
    if ((bits & FLAG.ownerStated) !== 0) {
      const from = start[row] ?? 0;
      const to = ownerEnd[row] ?? 0;
      spelt = to - from === 1 && text.charCodeAt(from) === 0x40 ? 0 : spelling(text, from, to);
      if ((spelt & SEEN.absolute) === 0 && strange[origin[row] ?? 0] === true) spelt |= SEEN.strange;
      if ((spelt & (SEEN.dot | SEEN.absolute)) !== 0) deep.push(row);
      if ((spelt & SEEN.star) !== 0) isOdd = true;
      else if ((spelt & SEEN.dot) !== 0 && isSuspect(block, row, from, to)) isOdd = true;
    } else if (row === 0 && ownerRow[0] === -1) deep.push(row);
    if ((bits & (FLAG.broken | FLAG.nameless)) !== 0) {
      if (code === TYPE_SOA) unreadSoa = true;
      continue;
    }
    if ((spelt & SEEN.strange) !== 0 && HOSTS.has(code)) isOdd = true;
    if (code === TYPE_SOA) soas.push(row);
    else if (code === TYPE_RRSIG) signatures.push(row);
    else if (code === TYPE_NSEC3) noteHashing(block, row, hashings);
    else if (code === TYPE_NS || code === TYPE_DNAME) {
      cuts.push(row);
      if (text.charCodeAt(start[ownerRow[row] ?? 0] ?? 0) === 0x2a) isOdd = true;
    }
    if (targetItem(code) >= 0 && hashTarget(block, row)) {
      targetRows.push(row);
      targetHi.push(lastHash.hi);
      targetLo.push(lastHash.lo);
      targetStart.push(lastTarget.start);
      targetEnd.push(lastTarget.end);
      if (!isOdd) isOdd = isOddTarget(block, row, code, strange[origin[row] ?? 0] === true);
    }
    if (isOdd) odd.push(row);
  }
  return {
    targetRows: Uint16Array.from(targetRows),
    targetHi: Int32Array.from(targetHi),
    targetLo: Int32Array.from(targetLo),
    targetStart: Uint32Array.from(targetStart),
    targetEnd: Uint32Array.from(targetEnd),
    soas,
    unreadSoa,
    cuts,
    odd,
    deep,
    signatures,
    hashings,
    headed: block.directives.some(({ kind }) => kind === "$TTL" || kind === "$ORIGIN"),
  };
}

function noteHashing(block: Block, row: number, hashings: Map<string, number>): void {
  const { rdataStart, rdataEnd } = block.columns;
  const words = HASHING.exec(block.text.slice(rdataStart[row], rdataEnd[row]));
  if (words === null) return;
  const [, algorithm = "", iterations = "", salt = ""] = words;
  const said = hashing(algorithm, iterations, salt);
  if (!hashings.has(said)) hashings.set(said, row);
}

// Between the fields may stand parentheses and, on lines of their own, comments.
const HASHING =
  /^(?:[\s()]|;.*[\r\n])*(\d+)(?:[\s()]|;.*[\r\n])+\d+(?:[\s()]|;.*[\r\n])+(\d+)(?:[\s()]|;.*[\r\n])+([0-9A-Fa-f]+|-)[\s);]/;

function isOddTarget(block: Block, row: number, code: number, isBelowStrange: boolean): boolean {
  const { start, end } = lastTarget;
  if (end === start) return true;
  const spelt = spelling(block.text, start, end);
  if (isBelowStrange && (spelt & SEEN.absolute) === 0 && POINTERS.has(code)) return true;
  const isOrigin = end - start === 1 && block.text.charCodeAt(start) === 0x40;
  if ((spelt & UNLIKE_HOST) !== 0 && POINTERS.has(code) && !isOrigin) return true;
  return (spelt & SEEN.dot) !== 0 && isSuspect(block, row, start, end);
}

// Whether the zone's name may stand in a name twice: it ends in a label that it, or its origin, has already.
function isSuspect(block: Block, row: number, start: number, end: number): boolean {
  const { text } = block;
  if (text.charCodeAt(end - 1) === 0x2e) {
    const labels = text
      .slice(start, end - 1)
      .toLowerCase()
      .split(".");
    return labels.indexOf(labels.at(-1) ?? "") < labels.length - 1;
  }
  const origin = block.origins[block.columns.origin[row] ?? 0];
  if (origin === undefined || origin === ".") return false;
  const tail = origin.lastIndexOf(".", origin.length - 2) + 1;
  const label = origin.length - 1 - tail;
  return endsWithLabel(text, start, end, origin, tail, label) || endsInTld(text.slice(start, end));
}

function endsWithLabel(
  text: string,
  start: number,
  end: number,
  origin: string,
  tail: number,
  label: number,
): boolean {
  if (end - start < label || (end - start > label && text.charCodeAt(end - label - 1) !== 0x2e)) return false;
  for (let i = 0; i < label; i++) {
    let c = text.charCodeAt(end - label + i);
    if (c >= 0x41 && c <= 0x5a) c |= 0x20;
    if (c !== origin.charCodeAt(tail + i)) return false;
  }
  return true;
}

/** What stands in a name, as far as rules ask: see SEEN. */
function spelling(text: string, start: number, end: number): number {
  let seen = 0;
  let before = DOT;
  for (let at = start; at < end; at++) {
    const c = text.charCodeAt(at);
    const kind = c < 128 ? (KIND[c] ?? 0) : 0;
    if (kind === DOT) {
      seen |= at === end - 1 ? SEEN.absolute : SEEN.dot;
      if (before === HYPHEN) seen |= SEEN.strange;
    } else if (kind === STAR) {
      const next = text.charCodeAt(at + 1);
      const isLabel = before === DOT && (at + 1 === end || next === 0x2e);
      if (isLabel) seen |= at > start ? SEEN.star | SEEN.wild : SEEN.wild;
      else seen |= SEEN.strange;
    } else if (kind === 0 || (kind === HYPHEN && before === DOT)) seen |= SEEN.strange;
    before = kind;
  }
  return before === HYPHEN ? seen | SEEN.strange : seen;
}
