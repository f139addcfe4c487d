// Open addressing over typed arrays: a million names must not be a million objects.
import type { Block } from "./block.ts";
import { FLAG } from "./block.ts";
import type { NameHash } from "./hash.ts";

const ROW_BITS = 14;
const ROW_MASK = (1 << ROW_BITS) - 1;

/** Rows by the hash of their owner. A row is known by its block's slot and its number in the block. */
export class NameIndex {
  #size = 1 << 6;
  #used = 0;
  #hi = new Int32Array(this.#size);
  #lo = new Int32Array(this.#size);
  /** First row of the chain plus one; 0 a slot never used. */
  #head = new Float64Array(this.#size);
  readonly #blocks: (Block | undefined)[] = [];
  readonly #next: (Float64Array | undefined)[] = [];
  readonly #free: number[] = [];

  add(block: Block): void {
    const slot = this.#free.pop() ?? this.#blocks.length;
    block.slot = slot;
    this.#blocks[slot] = block;
    const next = new Float64Array(block.rows);
    this.#next[slot] = next;
    const { hashHi, hashLo, flags } = block.columns;
    for (let row = 0; row < block.rows; row++) {
      if (((flags[row] ?? 0) & FLAG.nameless) !== 0) continue;
      const place = this.#place(hashHi[row] ?? 0, hashLo[row] ?? 0);
      next[row] = this.#head[place] ?? 0;
      this.#head[place] = rowId(slot, row) + 1;
    }
  }

  remove(block: Block): void {
    const { hashHi, hashLo, flags } = block.columns;
    for (let row = 0; row < block.rows; row++) {
      if (((flags[row] ?? 0) & FLAG.nameless) !== 0) continue;
      this.#unlink(hashHi[row] ?? 0, hashLo[row] ?? 0, block.slot);
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

  /** Calls `visit` with the first row of each name. */
  names(visit: (block: Block, row: number, more: boolean) => void): void {
    for (let place = 0; place < this.#size; place++) {
      const id = this.#head[place] ?? 0;
      if (id <= 0) continue;
      const block = this.#blocks[slotOf(id - 1)];
      if (block !== undefined) visit(block, (id - 1) & ROW_MASK, this.#nextOf(id) > 0);
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
    const [hi, lo, head, size] = [this.#hi, this.#lo, this.#head, this.#size];
    this.#size *= 4;
    this.#used = 0;
    this.#hi = new Int32Array(this.#size);
    this.#lo = new Int32Array(this.#size);
    this.#head = new Float64Array(this.#size);
    for (let place = 0; place < size; place++) {
      const id = head[place] ?? 0;
      if (id <= 0) continue;
      this.#head[this.#place(hi[place] ?? 0, lo[place] ?? 0)] = id;
    }
  }
}

function rowId(slot: number, row: number): number {
  return slot * (ROW_MASK + 1) + row;
}

function slotOf(id: number): number {
  return Math.floor(id / (ROW_MASK + 1));
}
