// Hot: one pass over the columns of a whole zone for the few names that a rule may have something to say about. A name
// that is left out here is one about which no rule of rules/zone speaks; a test compares with asking about every name.
import { isAtOrBelow } from "../dns/names.ts";
import type { Signing } from "../rules/rule.ts";
import { type Block, FLAG } from "../zone/block.ts";
import type { ZoneDocument } from "../zone/document.ts";
import { hashAncestors, hashKey, hashName } from "../zone/hash.ts";
import { AT_NAME } from "../zone/index.ts";
import { ownerOf } from "../zone/record.ts";
import { isCrowdSuspect } from "./crowds.ts";
import type { Digest } from "./digest.ts";
import { isUnsignedSuspect } from "./signed.ts";

const TYPE_CNAME = 5;
const TYPE_NS = 2;
const TYPE_DNAME = 39;
const TYPE_DS = 43;

/** Types whose target must have an address, or at least exist. */
const ASKED: ReadonlySet<number> = new Set([TYPE_NS, TYPE_CNAME, 18, 33, 36, 64, 65]);

/** What the search knows about the zone. */
export interface Survey {
  readonly document: ZoneDocument;
  readonly digests: ReadonlyMap<Block, Digest>;
  /** Where the zone begins: its SOA, otherwise the origin of the file. */
  readonly top: string | undefined;
  /** Where its SOA says so; only then anything lies outside. */
  readonly apex: string | undefined;
  /** "no" also where not all of the zone is here. */
  readonly signed: Signing;
  /** Seconds since 1970; undefined where nobody knows. */
  readonly now: number | undefined;
  /** The names worth asking about that patterns make. */
  readonly namesMade: ReadonlySet<string>;
  /** The delegations and DNAMEs that patterns make, by `hashKey`. */
  readonly madeCuts: ReadonlySet<number>;
  isNameServer(hi: number, lo: number): boolean;
  /** Whether some zone of the workspace begins at the name of this hash. */
  isApex(hi: number, lo: number): boolean;
}

/** The names of a zone that rules must be asked about; all others are sound. */
export function suspects(survey: Survey): Set<string> {
  const names = new Set<string>();
  const { document, digests, top, madeCuts } = survey;
  for (const name of survey.namesMade) names.add(name);
  if (top !== undefined) names.add(top);
  const put = (block: Block, row: number) => {
    const owner = ownerOf(block, row);
    if (owner !== undefined) names.add(owner);
  };
  const isUnsigned = (blocks: readonly Block[], rows: readonly number[]) =>
    survey.signed !== "no" && isUnsignedSuspect(blocks, rows, survey.signed === "nsec", document.names);
  document.names.crowds((blocks, rows) => {
    if (isCrowdSuspect(blocks, rows) || isUnsigned(blocks, rows)) put(blocks[0] as Block, rows[0] as number);
  });
  const topHash = hashName(top ?? "");
  let cuts = madeCuts.size;
  let hasDname = false;
  for (const [block, found] of digests) {
    for (const row of found.odd) put(block, row);
    const { hashHi, hashLo, type } = block.columns;
    for (const row of found.cuts) {
      if (type[row] !== TYPE_NS || hashHi[row] !== topHash.hi || hashLo[row] !== topHash.lo) cuts++;
      if (type[row] === TYPE_DNAME) hasDname = true;
    }
    putTargets(survey, block, found, put);
    putLonely(survey, block, put);
    if (survey.now !== undefined) {
      for (const row of found.signatures) if (!isInTime(block, row, survey.now)) put(block, row);
    }
  }
  for (const [block, found] of digests) {
    if (survey.apex !== undefined) putOutside(survey.apex, block, found, put);
    if (cuts > 0) putHidden(survey, block, found, put, hasDname ? NEVER : isGlue);
  }
  return names;
}

type Put = (block: Block, row: number) => void;

// Whoever points to an alias, to a host without an address, or to nothing that is stated here.
function putTargets(survey: Survey, block: Block, found: Digest, put: Put): void {
  const { targetRows, targetHi, targetLo } = found;
  const { type } = block.columns;
  for (let i = 0; i < targetRows.length; i++) {
    const row = targetRows[i] ?? 0;
    const code = type[row] ?? 0;
    if (!ASKED.has(code)) continue;
    const bits = survey.document.names.bitsOf(targetHi[i] ?? 0, targetLo[i] ?? 0);
    // Where only lines stand that are no records, there is no name.
    const isAbsent = bits < 0 || (bits & ~AT_NAME.many) === 0;
    const isSound = isAbsent
      ? !isInZones(survey, block, found, i)
      : (bits & AT_NAME.cname) === 0 && (code === TYPE_CNAME || (bits & AT_NAME.address) !== 0);
    if (!isSound) put(block, row);
  }
}

// Whether a target lies in a zone of the workspace, so that its absence may mean something.
function isInZones(survey: Survey, block: Block, found: Digest, i: number): boolean {
  const start = found.targetStart[i] ?? 0;
  const end = found.targetEnd[i] ?? 0;
  if (end === start) return true;
  if (end - start === 1 && block.text.charCodeAt(start) === 0x2e) return false;
  const row = found.targetRows[i] ?? 0;
  const origin = block.origins[block.columns.origin[row] ?? 0] ?? "";
  const base = block.text.charCodeAt(end - 1) === 0x2e ? "" : origin;
  if (survey.isApex(found.targetHi[i] ?? 0, found.targetLo[i] ?? 0)) return true;
  return hashAncestors(block.text, start, end, base, (hi, lo) => survey.isApex(hi, lo));
}

// A DS record is sound beside NS records only; where its child zone is here, its keys decide.
function putLonely(survey: Survey, block: Block, put: Put): void {
  const { document, top, signed } = survey;
  const { type, hashHi, hashLo } = block.columns;
  for (let row = 0; row < block.rows; row++) {
    if (signed !== "no" && isAlone(survey, block, row) && !isCutAbove(survey, block, row)) put(block, row);
    if (type[row] !== TYPE_DS) continue;
    const bits = document.names.bitsOf(hashHi[row] ?? 0, hashLo[row] ?? 0);
    const isChild = survey.isApex(hashHi[row] ?? 0, hashLo[row] ?? 0);
    if ((bits & AT_NAME.ns) === 0 || top === undefined || isChild) put(block, row);
  }
}

// In a signed zone everything but glue has a signature beside it.
function isAlone({ document }: Survey, { columns }: Block, row: number): boolean {
  const bits = document.names.bitsOf(columns.hashHi[row] ?? 0, columns.hashLo[row] ?? 0);
  return (bits & AT_NAME.many) === 0;
}

// Whether a signature is valid now, at a glance: both times as fourteen digits, in order with now.
function isInTime(block: Block, row: number, now: number): boolean {
  const { rdataStart, rdataEnd } = block.columns;
  const words = block.text.slice(rdataStart[row], rdataEnd[row]).match(/[0-9]{14}/g);
  const clock = new Date(now * 1000).toISOString().replace(/\D/g, "").slice(0, 14);
  const [until = "", from = ""] = words ?? [];
  return until > clock && from !== "" && from <= clock;
}

function putOutside(apex: string, block: Block, found: Digest, put: Put): void {
  const inside = block.origins.map((origin) => origin !== undefined && isAtOrBelow(origin, apex));
  const { origin } = block.columns;
  if (inside.every((one) => one)) {
    // Relative names are inside; absolute ones mostly end like the apex.
    for (const row of found.deep) if (!endsLike(block, row, apex)) put(block, row);
    return;
  }
  for (let row = 0; row < block.rows; row++) {
    if (!inside[origin[row] ?? 0] || !endsLike(block, row, apex)) put(block, row);
  }
}

// False for absolute names that do not end in the apex; where it cannot be told at a glance, too.
function endsLike(block: Block, row: number, apex: string): boolean {
  const { start, ownerEnd, flags } = block.columns;
  if (((flags[row] ?? 0) & FLAG.ownerStated) === 0) return false;
  const end = ownerEnd[row] ?? 0;
  if (block.text.charCodeAt(end - 1) !== 0x2e || apex === ".") return true;
  const from = end - apex.length;
  if (from < (start[row] ?? 0)) return false;
  if (from > (start[row] ?? 0) && block.text.charCodeAt(from - 1) !== 0x2e) return false;
  return block.text.slice(from, end).toLowerCase() === apex;
}

const GLUE = AT_NAME.address | AT_NAME.many;

type IsGlue = (survey: Survey, block: Block, row: number) => boolean;

// Below a DNAME nothing is glue, and most zones have none.
const NEVER: IsGlue = () => false;

function isGlue(survey: Survey, { columns }: Block, row: number): boolean {
  const hi = columns.hashHi[row] ?? 0;
  const lo = columns.hashLo[row] ?? 0;
  const bits = survey.document.names.bitsOf(hi, lo);
  return (bits | AT_NAME.many) === GLUE && survey.isNameServer(hi, lo);
}

// Names below a delegation or a DNAME, but for the addresses of name servers.
function putHidden(survey: Survey, block: Block, found: Digest, put: Put, isLeftOut: IsGlue): void {
  const { top } = survey;
  if (top === undefined) return;
  const hidden = block.origins.map((origin) => origin !== undefined && isBelowCut(survey, origin, true));
  const { origin } = block.columns;
  if (hidden.includes(true)) {
    for (let row = 0; row < block.rows; row++)
      if (hidden[origin[row] ?? 0] && !isLeftOut(survey, block, row)) put(block, row);
  }
  for (const row of found.deep) {
    if (!hidden[origin[row] ?? 0] && !isLeftOut(survey, block, row) && isCutAbove(survey, block, row))
      put(block, row);
  }
}

function isCutAbove(survey: Survey, block: Block, row: number): boolean {
  const { start, ownerEnd, flags, origin } = block.columns;
  const bits = flags[row] ?? 0;
  if ((bits & (FLAG.ownerStated | FLAG.nonAscii)) !== FLAG.ownerStated) {
    const owner = ownerOf(block, row);
    return owner !== undefined && isBelowCut(survey, owner, false);
  }
  const end = ownerEnd[row] ?? 0;
  const from = start[row] ?? 0;
  const base = block.text.charCodeAt(end - 1) === 0x2e ? "" : (block.origins[origin[row] ?? 0] ?? "");
  return hashAncestors(block.text, from, end, base, (hi, lo) => isCut(survey, hi, lo));
}

function isBelowCut(survey: Survey, name: string, orAt: boolean): boolean {
  if (orAt) {
    const { hi, lo } = hashName(name);
    if (isCut(survey, hi, lo)) return true;
  }
  return hashAncestors(name, 0, name.length, "", (hi, lo) => isCut(survey, hi, lo));
}

function isCut({ document, top, madeCuts }: Survey, hi: number, lo: number): boolean {
  if (madeCuts.size > 0 && madeCuts.has(hashKey(hi, lo))) return true;
  const bits = document.names.bitsOf(hi, lo);
  if (bits < 0 || (bits & (AT_NAME.ns | AT_NAME.dname)) === 0) return false;
  if ((bits & AT_NAME.dname) !== 0) return true;
  const apex = hashName(top ?? "");
  return hi !== apex.hi || lo !== apex.lo;
}
