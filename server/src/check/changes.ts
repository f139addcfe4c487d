import type { Part, RecordPart } from "../dns/document.ts";
import { type Block, FLAG } from "../zone/block.ts";
import { ownerOf } from "../zone/record.ts";
import { isBlock, isRecordPart } from "./parts.ts";

const TYPE_NS = 2;
const TYPE_CNAME = 5;
const TYPE_SOA = 6;
const TYPE_MX = 15;
const TYPE_TXT = 16;
const TYPE_SPF = 99;
const UNDERSCORE = 0x5f;

interface Row {
  readonly block: Block;
  readonly row: number;
}

/** What is different after some parts of a document gave way to others. */
export interface Changes {
  /** The names whose records differ. */
  readonly names: Set<string>;
  /** The codes of the types of those records. */
  readonly types: Set<number>;
  /** Whether the same records stand at the same names as before and say something else: nothing came, went or moved. */
  readonly isReworded: boolean;
}

/** What differs between some parts of a document and those that took their place, both in document order. */
export function changesBetween(gone: readonly Part[], come: readonly Part[]): Changes {
  const others = [...gone, ...come].filter(isRecordPart);
  const inRows = changedRows(gone.filter(isBlock), come.filter(isBlock));
  const changes = { ...inRows, isReworded: inRows.isReworded && others.length === 0 };
  for (const { records } of others) {
    for (const { owner, typeCode } of records) {
      changes.types.add(typeCode);
      if (owner !== undefined) changes.names.add(owner);
    }
  }
  return changes;
}

function changedRows(gone: readonly Block[], come: readonly Block[]): Changes {
  const before = rowsOf(gone);
  const after = rowsOf(come);
  let start = 0;
  while (start < before.length && start < after.length && sameRow(before[start], after[start])) start++;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && sameRow(before[before.length - 1 - end], after[after.length - 1 - end])) end++;
  const names = new Set<string>();
  const types = new Set<number>();
  const [old, now] = [before.slice(start, before.length - end), after.slice(start, after.length - end)];
  for (const rows of [old, now]) {
    for (const { block, row } of rows) {
      types.add(block.columns.type[row] ?? 0);
      const owner = ownerOf(block, row);
      if (owner !== undefined) names.add(owner);
    }
  }
  const isReworded = old.length === now.length && old.every((one, i) => sameSubject(one, now[i]));
  return { names, types, isReworded };
}

function sameSubject(a: Row, b: Row | undefined): boolean {
  if (b === undefined) return false;
  const one = a.block.columns;
  const other = b.block.columns;
  return (
    one.hashHi[a.row] === other.hashHi[b.row] &&
    one.hashLo[a.row] === other.hashLo[b.row] &&
    one.type[a.row] === other.type[b.row] &&
    ((one.flags[a.row] ?? 0) & FLAG.broken) === ((other.flags[b.row] ?? 0) & FLAG.broken)
  );
}

/** The names in some parts that rules about names ask about at all: most names of a big zone are mere addresses. */
export function namesOfInterest(parts: Iterable<Part>): Set<string> {
  const names = new Set<string>();
  for (const part of parts) addNames(part, names);
  return names;
}

/** The same, each name with the first part that states it. */
export function namesByPart(parts: Iterable<Part>): ReadonlyMap<Part, readonly string[]> {
  const byPart = new Map<Part, readonly string[]>();
  const seen = new Set<string>();
  for (const part of parts) {
    const names = new Set<string>();
    addNames(part, names);
    const first = [...names].filter((name) => !seen.has(name));
    for (const name of first) seen.add(name);
    byPart.set(part, first);
  }
  return byPart;
}

function addNames(part: Part, names: Set<string>): void {
  if (isBlock(part)) addRows(part, names);
  else if (isRecordPart(part)) addRecords(part, names);
}

function addRecords({ records }: RecordPart, names: Set<string>): void {
  for (const record of records) {
    if (record.owner !== undefined) names.add(record.owner);
  }
}

function addRows(block: Block, names: Set<string>): void {
  const { type } = block.columns;
  for (let row = 0; row < block.rows; row++) {
    const code = type[row];
    if (code === undefined || !INTERESTING.has(code)) continue;
    if ((code === TYPE_CNAME || code === TYPE_NS) && !startsUnderscored(block, row)) continue;
    const owner = ownerOf(block, row);
    if (owner !== undefined) names.add(owner);
  }
}

/** Types at whose names rules about names have something to say; CNAME and NS only at service names. */
const INTERESTING: ReadonlySet<number> = new Set([
  TYPE_NS,
  TYPE_CNAME,
  TYPE_SOA,
  TYPE_MX,
  TYPE_TXT,
  TYPE_SPF,
]);

/** Whether rules about names have anything to ask about these records of one name. */
export function isOfInterest(owner: string, records: readonly { readonly typeCode: number }[]): boolean {
  return records.some(({ typeCode }) =>
    typeCode === TYPE_CNAME || typeCode === TYPE_NS ? owner.includes("_") : INTERESTING.has(typeCode),
  );
}

// The owner as written decides; where it is inherited the row before it was asked already.
function startsUnderscored(block: Block, row: number): boolean {
  const { start, ownerEnd } = block.columns;
  const end = ownerEnd[row] ?? 0;
  for (let at = start[row] ?? 0; at < end; at++) if (block.text.charCodeAt(at) === UNDERSCORE) return true;
  return false;
}

function rowsOf(blocks: readonly Block[]): readonly Row[] {
  return blocks.flatMap((block) => Array.from({ length: block.rows }, (_, row) => ({ block, row })));
}

function sameRow(a: Row | undefined, b: Row | undefined): boolean {
  if (a === undefined || b === undefined || !sameSubject(a, b)) return false;
  const one = a.block.columns;
  const other = b.block.columns;
  return (
    one.ttl[a.row] === other.ttl[b.row] &&
    a.block.text.slice(one.start[a.row], one.end[a.row]) ===
      b.block.text.slice(other.start[b.row], other.end[b.row])
  );
}
