// Hot: once per record of a zone. What is amiss, and what begins with `$`, is left to other files.

import { type Block, FLAG, type Follow, type ZoneState } from "./block.ts";
import { emptyColumns, keptColumns, resizedColumns } from "./columns.ts";
import { complainOfTtl, isOddTtl, readDirective } from "./directives.ts";
import { complainOfBom, complainOfEnd } from "./ends.ts";
import { complainOfStatement } from "./faults.ts";
import { hashAbsolute, hashName, hashRelative, lastHash, type NameHash } from "./hash.ts";
import { goesOn, isAwaited } from "./orphans.ts";
import { complainOfMoved, complainOfOwner, mayBeOutside, outsideFlag, readOddOwner } from "./owners.ts";
import { inheritedFlags, type Reading, startReading, stateOf } from "./reading.ts";
import { readSoa, settleClass } from "./soa.ts";
import { afterEol, emptyStatement, type Statement, scanStatement } from "./statement.ts";
import { TTL_MAX } from "./ttl.ts";
import { complainOfOrder, hasTooManyWords } from "./typos.ts";

/** Characters after which a block is closed at the next statement border: of short ones an edit reads and checks less. */
export const BLOCK_SIZE = 8_192;
/** The same for documents that are read once and not edited: long ones are read and checked sooner as a whole. */
export const LONG_BLOCK = 65_536;

const TYPE_SOA = 6;
/** Read by name servers alone, and written with a TTL of 0 by those that sign (RFC 5155 section 4). */
const TYPE_NSEC3PARAM = 51;
const CLASS_IN = 1;
/** A name this long, with its origin, is measured. */
const LONG = 250;

/** A parsed block, and whether its last statement was still open where the text ended. */
export interface ParsedBlock {
  readonly block: Block;
  /** Offset in `text` just past the block. */
  readonly end: number;
  /** Parentheses or quotes are open at the end of the text: what follows may belong to the block. */
  readonly open: boolean;
  /** Lines behind may have been meant to go on with its last record. */
  readonly awaits: boolean;
}

/**
 * Reads whole statements of `text` from `from` on, until `size` characters are passed or the text ends. Never throws;
 * what cannot be read is a problem and costs one statement (RFC 1035 section 5.1, RFC 2308 section 4).
 */
export function parseBlock(
  uri: string,
  text: string,
  from: number,
  entry: ZoneState,
  follow?: Follow,
  size = BLOCK_SIZE,
): ParsedBlock {
  const length = text.length;
  const limit = from + size;
  const statement = emptyStatement();
  const reading = startReading(text, from, entry, emptyColumns());
  const entryHash = hashName(entry.owner ?? "");
  let lines = 0;
  let pos = from;
  if (!entry.begun && text.charCodeAt(pos) === 0xfeff) {
    complainOfBom(reading);
    pos++;
  }
  while (pos < length && (pos < limit || (isAwaited(reading, pos) && goesOn(text, pos)))) {
    const first = text.charCodeAt(pos);
    // Blank lines cost nothing.
    if (first === 0x0a || first === 0x0d) {
      pos = afterEol(text, pos);
      lines++;
      continue;
    }
    scanStatement(text, pos, statement);
    pos = statement.next;
    lines += statement.lines;
    if (statement.isDirective) {
      readDirective(reading, statement, follow);
      continue;
    }
    let flags = statement.flags;
    if (isAmiss(statement)) {
      if (!complainOfStatement(reading, statement)) continue;
      flags |= FLAG.broken;
      if (statement.type < 0 && (flags & FLAG.ownerStated) === 0) continue;
    } else if (hasTooManyWords(statement) && complainOfOrder(reading, statement)) flags |= FLAG.broken;
    if (reading.rows === reading.columns.start.length)
      reading.columns = resizedColumns(reading.columns, 2 * reading.rows);
    const row = reading.rows++;
    place(reading, statement, row);
    flags |=
      (flags & FLAG.ownerStated) !== 0
        ? takeOwner(reading, statement, row, flags)
        : inheritOwner(reading, statement, row, entryHash);
    if ((flags & FLAG.broken) === 0) {
      if (statement.klass >= 0 && statement.klass !== reading.klass) flags |= settleClass(reading, statement);
      settleTtl(reading, statement, row);
    }
    const { columns } = reading;
    columns.klass[row] = statement.klass >= 0 ? statement.klass : reading.klass || CLASS_IN;
    columns.ttl[row] = reading.ttl;
    columns.flags[row] = flags;
  }
  if (pos >= length && length > from) complainOfEnd(reading);
  const awaits = isAwaited(reading, pos);
  const block: Block = {
    uri,
    text: text.slice(from, pos),
    entry,
    exit: stateOf(reading),
    rows: reading.rows,
    columns: keptColumns(reading.columns, reading.rows),
    origins: reading.origins,
    directives: reading.directives,
    patterns: reading.patterns,
    includes: reading.directives.some(({ kind }) => kind === "$INCLUDE"),
    problems: reading.problems,
    lines,
    start: from,
    line: 0,
    slot: -1,
  };
  return { block, end: pos, open: statement.open, awaits };
}

function isAmiss({ type, bad, unclosed, unopened, quote }: Statement): boolean {
  return type < 0 || bad >= 0 || unclosed >= 0 || unopened >= 0 || quote >= 0;
}

function place({ columns, from, origins }: Reading, statement: Statement, row: number): void {
  const { start, end, ownerEnd, ttlStart, typeStart, rdataStart } = statement;
  columns.start[row] = start - from;
  columns.end[row] = end - from;
  columns.ownerEnd[row] = ownerEnd - from;
  columns.ttlStart[row] = ttlStart < 0 ? 0 : ttlStart - from;
  columns.typeStart[row] = typeStart < 0 ? end - from : typeStart - from;
  columns.rdataStart[row] = (rdataStart < 0 ? end : rdataStart) - from;
  columns.rdataEnd[row] = end - from;
  columns.type[row] = Math.max(0, statement.type);
  columns.origin[row] = origins.length - 1;
}

// Fills in the hash of a stated owner. Returns the flags of one that cannot be told, or lies outside the zone.
function takeOwner(reading: Reading, statement: Statement, row: number, flags: number): number {
  const { text, columns, origin } = reading;
  const { start, ownerEnd } = statement;
  reading.ownerRow = row;
  reading.moved = false;
  columns.ownerRow[row] = row;
  const broken = (flags & FLAG.broken) !== 0;
  let more = 0;
  if (statement.isOwnerOdd || ownerEnd - start + (origin?.length ?? 0) > LONG)
    more = readOddOwner(reading, statement, broken);
  else if (text.charCodeAt(ownerEnd - 1) === 0x2e) hashAbsolute(text, start, ownerEnd);
  else if (origin === undefined) more = FLAG.nameless;
  else if (ownerEnd - start === 1 && text.charCodeAt(start) === 0x40) {
    lastHash.hi = reading.originHash.hi;
    lastHash.lo = reading.originHash.lo;
  } else hashRelative(text, start, ownerEnd, reading.originHash, origin === ".");
  columns.hashHi[row] = lastHash.hi;
  columns.hashLo[row] = lastHash.lo;
  if (more === 0 && !broken && statement.type !== TYPE_SOA && mayBeOutside(reading, statement))
    more = outsideFlag(reading, row);
  return more;
}

// Returns the flags of the owner that is inherited.
function inheritOwner(reading: Reading, statement: Statement, row: number, entry: NameHash): number {
  const { columns, ownerRow } = reading;
  columns.ownerRow[row] = ownerRow;
  if (ownerRow === -2) {
    // The next ones inherit the same want, which is said once.
    reading.ownerRow = row;
    complainOfOwner(reading, statement);
    return FLAG.nameless | FLAG.broken;
  }
  if (reading.moved) {
    complainOfMoved(reading, statement);
    reading.moved = false;
  }
  const isEntry = ownerRow === -1;
  columns.hashHi[row] = isEntry ? entry.hi : (columns.hashHi[ownerRow] ?? 0);
  columns.hashLo[row] = isEntry ? entry.lo : (columns.hashLo[ownerRow] ?? 0);
  return inheritedFlags(reading, ownerRow);
}

// The TTL in effect: a stated one, `$TTL`, the SOA's minimum, the last one (RFC 2308 section 4).
function settleTtl(reading: Reading, statement: Statement, row: number): void {
  const { ttl, type, ttlStart } = statement;
  if (ttl >= 0) {
    if (ttl !== reading.ttl && isOddTtl(ttl) && type !== TYPE_NSEC3PARAM)
      complainOfTtl(reading, ttl, ttlStart, ttlStart + ttlLength(reading.text, ttlStart));
    reading.ttl = ttl > TTL_MAX ? 0 : ttl;
  } else if (reading.defaultTtl >= 0) reading.ttl = reading.defaultTtl;
  if (type === TYPE_SOA) readSoa(reading, statement, row);
}

function ttlLength(text: string, start: number): number {
  let at = start;
  while (/[0-9a-z]/i.test(text[at] ?? "")) at++;
  return at - start;
}
