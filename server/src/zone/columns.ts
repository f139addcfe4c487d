import type { Columns } from "./block.ts";

/** Octets of one row. */
const ROW = 52;

/** More rows than most blocks have. */
const ROOM = 512;

/** Columns to fill for one block after the other; undefined while a block fills them, which may include others. */
let spare: Columns | undefined;

/** Columns of zeros with some room. */
export function emptyColumns(): Columns {
  const columns = spare ?? makeColumns(ROOM);
  spare = undefined;
  return columns;
}

/** What was filled of such columns, in no more memory than it needs; they themselves are used again. */
export function keptColumns(filled: Columns, rows: number): Columns {
  const kept = resizedColumns(filled, rows);
  new Uint8Array(filled.start.buffer).fill(0);
  spare = filled;
  return kept;
}

// In one buffer: a repository of small files has as many sets of columns as files.
function makeColumns(n: number): Columns {
  const buffer = new ArrayBuffer(n * ROW);
  let at = 0;
  const next = (octets: number) => {
    at += n * octets;
    return at - n * octets;
  };
  const wide = () => new Uint32Array(buffer, next(4), n);
  const signed = () => new Int32Array(buffer, next(4), n);
  const narrow = () => new Uint16Array(buffer, next(2), n);
  return {
    start: wide(),
    end: wide(),
    ownerEnd: wide(),
    ttlStart: wide(),
    typeStart: wide(),
    rdataStart: wide(),
    rdataEnd: wide(),
    ttl: signed(),
    ownerRow: signed(),
    hashHi: signed(),
    hashLo: signed(),
    type: narrow(),
    klass: narrow(),
    flags: narrow(),
    origin: narrow(),
  };
}

/** The first rows of `old` in columns that hold `n`. */
export function resizedColumns(old: Columns, n: number): Columns {
  const made = makeColumns(n);
  made.start.set(old.start.subarray(0, n));
  made.end.set(old.end.subarray(0, n));
  made.ownerEnd.set(old.ownerEnd.subarray(0, n));
  made.ttlStart.set(old.ttlStart.subarray(0, n));
  made.typeStart.set(old.typeStart.subarray(0, n));
  made.rdataStart.set(old.rdataStart.subarray(0, n));
  made.rdataEnd.set(old.rdataEnd.subarray(0, n));
  made.ttl.set(old.ttl.subarray(0, n));
  made.type.set(old.type.subarray(0, n));
  made.klass.set(old.klass.subarray(0, n));
  made.flags.set(old.flags.subarray(0, n));
  made.origin.set(old.origin.subarray(0, n));
  made.ownerRow.set(old.ownerRow.subarray(0, n));
  made.hashHi.set(old.hashHi.subarray(0, n));
  made.hashLo.set(old.hashLo.subarray(0, n));
  return made;
}
