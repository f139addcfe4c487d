// Open addressing over typed arrays: a million names must not be a million objects.
import type { Block } from "./block.ts";
import { FLAG } from "./block.ts";
import type { NameHash } from "./hash.ts";

const ROW_BITS = 14;
const ROW_MASK = (1 << ROW_BITS) - 1;

/** What stands at a name, in one octet: enough to tell most names that no rule has anything to say about. */
export const AT_NAME = {
  address: 1,
  cname: 2,
  ns: 4,
  dname: 8,
  soa: 16,
  many: 32,
  other: 64,
  nsec: 128,
} as const;

const BIT_OF_TYPE: Readonly<Record<number, number>> = {
  1: AT_NAME.address,
  2: AT_NAME.ns,
  5: AT_NAME.cname,
  6: AT_NAME.soa,
  28: AT_NAME.address,
  39: AT_NAME.dname,
  47: AT_NAME.nsec,
};
const TYPE_BITS = new Uint8Array(64).map((_, code) => BIT_OF_TYPE[code] ?? AT_NAME.other);

/** Rows by the hash of their owner. A row is known by its block's slot and its number in the block. */
export class NameIndex {
  #size: number;
  #used = 0;
  #hi: Int32Array;
  #lo: Int32Array;
  /** First row of the chain plus one; 0 a slot never used. */
  #head: Float64Array;
  /** Bits of AT_NAME. */
  #bits: Uint8Array;
  readonly #blocks: (Block | undefined)[] = [];
  readonly #next: (Float64Array | undefined)[] = [];
  readonly #free: number[] = [];

  /** @param names about how many there will be */
  constructor(names = 0) {
    this.#size = 1 << Math.max(6, Math.ceil(Math.log2(names * 1.5 + 1)));
    this.#hi = new Int32Array(this.#size);
    this.#lo = new Int32Array(this.#size);
    this.#head = new Float64Array(this.#size);
    this.#bits = new Uint8Array(this.#size);
  }

  add(block: Block): void {
    const slot = this.#free.pop() ?? this.#blocks.length;
    block.slot = slot;
    this.#blocks[slot] = block;
    const next = new Float64Array(block.rows);
    this.#next[slot] = next;
    const { hashHi, hashLo, flags, type } = block.columns;
    for (let row = 0; row < block.rows; row++) {
      if (((flags[row] ?? 0) & FLAG.nameless) !== 0) continue;
      const place = this.#place(hashHi[row] ?? 0, hashLo[row] ?? 0);
      const first = this.#head[place] ?? 0;
      next[row] = first;
      this.#head[place] = rowId(slot, row) + 1;
      this.#bits[place] =
        (this.#bits[place] ?? 0) | bitsOf(type[row], flags[row]) | (first > 0 ? AT_NAME.many : 0);
    }
  }

  remove(block: Block): void {
    const { hashHi, hashLo, flags } = block.columns;
    let last = -1;
    for (let row = 0; row < block.rows; row++) {
      if (((flags[row] ?? 0) & FLAG.nameless) !== 0) continue;
      // The rows of a name mostly stand together, and the first took all of them out.
      const isSame = last >= 0 && hashLo[row] === hashLo[last] && hashHi[row] === hashHi[last];
      last = row;
      if (!isSame) this.#unlink(hashHi[row] ?? 0, hashLo[row] ?? 0, block.slot);
    }
    this.#blocks[block.slot] = undefined;
    this.#next[block.slot] = undefined;
    this.#free.push(block.slot);
    block.slot = -1;
  }

  /** Calls `visit` for each row whose owner has this hash. */
  rowsOf(hash: NameHash, visit: (block: Block, row: number) => void): void {
    const place = this.#find(hash.hi, hash.lo);
    if (place < 0) return;
    for (let id = this.#head[place] ?? 0; id > 0; id = this.#nextOf(id)) {
      const block = this.#blocks[slotOf(id - 1)];
      if (block !== undefined) visit(block, (id - 1) & ROW_MASK);
    }
  }

  /** The bits of AT_NAME for the name of this hash; -1 where no row has it. */
  bitsOf(hi: number, lo: number): number {
    const place = this.#find(hi, lo);
    return place < 0 || (this.#head[place] ?? 0) <= 0 ? -1 : (this.#bits[place] ?? 0);
  }

  /** Calls `visit` for each name that has more than one row, with its rows; the two arrays are used again for the next. */
  crowds(visit: (blocks: readonly Block[], rows: readonly number[]) => void): void {
    const blocks: Block[] = [];
    const rows: number[] = [];
    for (let place = 0; place < this.#size; place++) {
      if (((this.#bits[place] ?? 0) & AT_NAME.many) === 0) continue;
      blocks.length = 0;
      rows.length = 0;
      for (let id = this.#head[place] ?? 0; id > 0; id = this.#nextOf(id)) {
        const block = this.#blocks[slotOf(id - 1)];
        if (block === undefined) continue;
        blocks.push(block);
        rows.push((id - 1) & ROW_MASK);
      }
      if (rows.length > 1) visit(blocks, rows);
    }
  }

  // Takes all rows of one block out of a chain; done for each of its rows, the later ones find nothing left.
  #unlink(hi: number, lo: number, slot: number): void {
    const place = this.#find(hi, lo);
    if (place < 0) return;
    let id = this.#head[place] ?? 0;
    while (id > 0 && slotOf(id - 1) === slot) id = this.#nextOf(id);
    this.#head[place] = id > 0 ? id : -1;
    while (id > 0) {
      let after = this.#nextOf(id);
      while (after > 0 && slotOf(after - 1) === slot) after = this.#nextOf(after);
      const next = this.#next[slotOf(id - 1)];
      if (next !== undefined) next[(id - 1) & ROW_MASK] = after;
      id = after;
    }
    this.#bits[place] = this.#bitsOfChain(place);
  }

  #bitsOfChain(place: number): number {
    let bits = 0;
    let count = 0;
    for (let id = this.#head[place] ?? 0; id > 0; id = this.#nextOf(id)) {
      const columns = this.#blocks[slotOf(id - 1)]?.columns;
      const row = (id - 1) & ROW_MASK;
      bits |= bitsOf(columns?.type[row], columns?.flags[row]);
      count++;
    }
    return count > 1 ? bits | AT_NAME.many : bits;
  }

  #nextOf(id: number): number {
    return this.#next[slotOf(id - 1)]?.[(id - 1) & ROW_MASK] ?? 0;
  }

  #find(hi: number, lo: number): number {
    const mask = this.#size - 1;
    for (let place = (hi ^ (lo >>> 7)) & mask; ; place = (place + 1) & mask) {
      if (this.#head[place] === 0) return -1;
      if (this.#hi[place] === hi && this.#lo[place] === lo) return place;
    }
  }

  #place(hi: number, lo: number): number {
    if (this.#used * 10 > this.#size * 7) this.#grow();
    const mask = this.#size - 1;
    let place = (hi ^ (lo >>> 7)) & mask;
    while (this.#head[place] !== 0) {
      if (this.#hi[place] === hi && this.#lo[place] === lo) {
        if (this.#head[place] === -1) this.#head[place] = 0;
        return place;
      }
      place = (place + 1) & mask;
    }
    this.#used++;
    this.#hi[place] = hi;
    this.#lo[place] = lo;
    return place;
  }

  #grow(): void {
    const [hi, lo, head, bits, size] = [this.#hi, this.#lo, this.#head, this.#bits, this.#size];
    this.#size *= size < 1 << 18 ? 4 : 2;
    this.#used = 0;
    this.#hi = new Int32Array(this.#size);
    this.#lo = new Int32Array(this.#size);
    this.#head = new Float64Array(this.#size);
    this.#bits = new Uint8Array(this.#size);
    for (let place = 0; place < size; place++) {
      const id = head[place] ?? 0;
      if (id <= 0) continue;
      const moved = this.#place(hi[place] ?? 0, lo[place] ?? 0);
      this.#head[moved] = id;
      this.#bits[moved] = bits[place] ?? 0;
    }
  }
}

// A row that cannot be used counts towards nothing.
function bitsOf(type: number | undefined, flags: number | undefined): number {
  if (type === undefined || ((flags ?? 0) & FLAG.broken) !== 0) return 0;
  return type < 64 ? (TYPE_BITS[type] ?? 0) : AT_NAME.other;
}

function rowId(slot: number, row: number): number {
  return slot * (ROW_MASK + 1) + row;
}

function slotOf(id: number): number {
  return Math.floor(id / (ROW_MASK + 1));
}
