import { countWhile } from "../../text/halving.ts";

/**
 * Sets of IP addresses of one family, kept as sorted boundaries: [start, end, start, end, ...], each end one past its last
 * address. Boundaries are numbers for IPv4 and bigints for IPv6, so that the sets of ordinary records stay cheap;
 * everything here only compares them.
 */
export type Family = 4 | 6;
export type Bound = number | bigint;

export interface IpSet {
  readonly family: Family;
  /** Strictly ascending, even in number. */
  readonly bounds: readonly Bound[];
}

/** One address. IPv4-mapped IPv6 addresses count as IPv4 (RFC 7208 section 5). */
export type IpAddress =
  | { readonly family: 4; readonly value: number }
  | { readonly family: 6; readonly value: bigint };

export function emptySet(family: Family): IpSet {
  return family === 4 ? EMPTY_4 : EMPTY_6;
}

/** Every address of the family. */
export function wholeSet(family: Family): IpSet {
  return family === 4 ? WHOLE_4 : WHOLE_6;
}

/** The IPv4 network of `prefix` bits around an address; host bits are dropped. */
export function network4(address: number, prefix: number): IpSet {
  const size = 2 ** (32 - prefix);
  const start = address - (address % size);
  return { family: 4, bounds: [start, start + size] };
}

/** The IPv6 network of `prefix` bits around an address; host bits are dropped. */
export function network6(address: bigint, prefix: number): IpSet {
  const bits = BigInt(128 - prefix);
  const start = (address >> bits) << bits;
  return { family: 6, bounds: [start, start + (1n << bits)] };
}

/** The network of `prefix` bits around an address. */
export function networkAround(address: IpAddress, prefix: number): IpSet {
  return address.family === 4 ? network4(address.value, prefix) : network6(address.value, prefix);
}

export function isEmpty(set: IpSet): boolean {
  return set.bounds.length === 0;
}

export function contains(set: IpSet, address: IpAddress): boolean {
  return set.family === address.family && atOrBelow(set.bounds, address.value) % 2 === 1;
}

/** Whether both sets hold the same addresses. */
export function sameSet(a: IpSet, b: IpSet): boolean {
  if (a.family !== b.family || a.bounds.length !== b.bounds.length) return false;
  return a.bounds.every((bound, i) => bound === b.bounds[i]);
}

export function union(a: IpSet, b: IpSet): IpSet {
  if (isEmpty(a)) return b;
  return isEmpty(b) ? a : combine(a, b, (inA, inB) => inA || inB);
}

export function intersect(a: IpSet, b: IpSet): IpSet {
  if (isEmpty(a)) return a;
  return isEmpty(b) ? b : combine(a, b, (inA, inB) => inA && inB);
}

/** The addresses of `a` that are not in `b`. */
export function subtract(a: IpSet, b: IpSet): IpSet {
  return isEmpty(a) || isEmpty(b) ? a : combine(a, b, (inA, inB) => inA && !inB);
}

/** The union of any number of sets, in one sort. */
export function unionOf(family: Family, sets: readonly IpSet[]): IpSet {
  const [first] = sets;
  if (first !== undefined && sets.length === 1) return first;
  const ranges = rangesOf(sets).sort((a, b) => compare(a.start, b.start));
  const bounds: Bound[] = [];
  let end: Bound | undefined;
  for (const range of ranges) {
    if (end !== undefined && range.start <= end) {
      if (range.end > end) end = range.end;
      continue;
    }
    if (end !== undefined) bounds.push(end);
    bounds.push(range.start);
    end = range.end;
  }
  if (end !== undefined) bounds.push(end);
  return bounds.length === 0 ? emptySet(family) : { family, bounds };
}

/**
 * First match wins: what each set holds that none before it does. The results are disjoint and together make the union.
 * One sort and one pass, so that ten thousand networks cost what their sorting costs.
 */
export function claims(family: Family, sets: readonly IpSet[]): readonly IpSet[] {
  if (sets.length < 2) return sets;
  const cells = sortedBounds(sets);
  const indexOf = (bound: Bound | undefined) => atOrBelow(cells, bound ?? 0) - 1;
  const next = Int32Array.from({ length: cells.length + 1 }, (_, i) => i);
  return sets.map((set) => {
    const won: number[] = [];
    for (let i = 0; i + 1 < set.bounds.length; i += 2) {
      const end = indexOf(set.bounds[i + 1]);
      let cell = unclaimed(next, indexOf(set.bounds[i]));
      while (cell < end) {
        won.push(cell);
        next[cell] = cell + 1;
        cell = unclaimed(next, cell);
      }
    }
    return joined(family, won, cells);
  });
}

/** How many addresses the set holds. */
export function countOf(set: IpSet): bigint {
  let count = 0n;
  for (const { start, end } of rangesOf([set])) count += BigInt(end) - BigInt(start);
  return count;
}

interface Range {
  readonly start: Bound;
  readonly end: Bound;
}

/** The ranges of the sets, one set after another, ends exclusive. */
export function rangesOf(sets: readonly IpSet[]): Range[] {
  const ranges: Range[] = [];
  for (const { bounds } of sets) {
    for (let i = 0; i + 1 < bounds.length; i += 2) {
      ranges.push({ start: bounds[i] ?? 0, end: bounds[i + 1] ?? 0 });
    }
  }
  return ranges;
}

const EMPTY_4: IpSet = { family: 4, bounds: [] };
const EMPTY_6: IpSet = { family: 6, bounds: [] };
const WHOLE_4: IpSet = { family: 4, bounds: [0, 2 ** 32] };
const WHOLE_6: IpSet = { family: 6, bounds: [0n, 1n << 128n] };

function compare(a: Bound, b: Bound): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Walks both boundary lists at once and keeps a boundary wherever `keeps` changes its mind. */
function combine(a: IpSet, b: IpSet, keeps: (inA: boolean, inB: boolean) => boolean): IpSet {
  const bounds: Bound[] = [];
  let i = 0;
  let j = 0;
  while (i < a.bounds.length || j < b.bounds.length) {
    const left = a.bounds[i];
    const right = b.bounds[j];
    const at = left === undefined || (right !== undefined && right < left) ? right : left;
    if (at === undefined) break;
    if (left === at) i++;
    if (right === at) j++;
    if (keeps(i % 2 === 1, j % 2 === 1) !== (bounds.length % 2 === 1)) bounds.push(at);
  }
  return { family: a.family, bounds };
}

/** Every boundary of the sets, once, ascending. No Set and no Map: they hash a bigint by its lowest bits, which networks share. */
function sortedBounds(sets: readonly IpSet[]): readonly Bound[] {
  const all = sets.flatMap((set) => set.bounds);
  const numbers = all.filter((bound) => typeof bound === "number");
  const sorted: readonly Bound[] =
    numbers.length < all.length ? all.sort(compare) : [...Float64Array.from(numbers).sort()];
  return sorted.filter((bound, i) => bound !== sorted[i - 1]);
}

/** How many boundaries lie at or below the value. */
function atOrBelow(bounds: readonly Bound[], value: Bound): number {
  return countWhile(bounds.length, (i) => (bounds[i] ?? 0) <= value);
}

/** The first cell at or behind `cell` that nobody has claimed; shortens the way for the next question. */
function unclaimed(next: Int32Array, cell: number): number {
  let root = cell;
  while (next[root] !== root) root = next[root] ?? root;
  for (let at = cell; at !== root; ) {
    const following = next[at] ?? root;
    next[at] = root;
    at = following;
  }
  return root;
}

/** The set made of cells, given in any order. */
function joined(family: Family, won: number[], cells: readonly Bound[]): IpSet {
  if (won.length === 0) return emptySet(family);
  won.sort((a, b) => a - b);
  const bounds: Bound[] = [];
  for (const [i, cell] of won.entries()) {
    if (won[i - 1] !== cell - 1) bounds.push(cells[cell] ?? 0);
    if (won[i + 1] !== cell + 1) bounds.push(cells[cell + 1] ?? 0);
  }
  return { family, bounds };
}
