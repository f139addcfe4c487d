import { outermost, type RecordDocument } from "../dns/document.ts";
import { lookupIn, type RecordSource } from "../dns/lookup.ts";
import { isAtOrBelow, parentOf } from "../dns/names.ts";
import type { DnsRecord, Lookup } from "../dns/record.ts";
import type { AggregateReport } from "../mail/reports/aggregate.ts";

/** A document on one side of a change. A document that did not change is the same object on both sides. */
export interface ReviewFile {
  /** Its path below the root of its side: what both sides call it. */
  readonly key: string;
  readonly document: RecordDocument;
}

/** One side of a change: all documents that are known there. */
export interface Snapshot {
  readonly files: readonly ReviewFile[];
}

const belongings = new WeakMap<readonly ReviewFile[], ReadonlyMap<string, ReviewFile>>();

/** The file that a document belongs to: itself, or the one that includes it. */
export function fileWith(files: readonly ReviewFile[], uri: string): ReviewFile | undefined {
  const known = belongings.get(files) ?? filesByUri(files);
  belongings.set(files, known);
  return known.get(uri);
}

function filesByUri(files: readonly ReviewFile[]): ReadonlyMap<string, ReviewFile> {
  const found = new Map<string, ReviewFile>();
  const add = (uri: string, file: ReviewFile) => {
    if (!found.has(uri)) found.set(uri, file);
  };
  for (const file of files) add(file.document.uri, file);
  for (const file of files) for (const { uri } of file.document.included ?? []) add(uri, file);
  return found;
}

/** The files that no other one includes; of those that include one another in a circle, the first. */
export function outermostFiles(files: readonly ReviewFile[]): readonly ReviewFile[] {
  const kept = new Set(outermost(files.map(({ document }) => document)));
  return files.filter(({ document }) => kept.has(document));
}

/** Patterns that make more records than this are not written out. */
const MOST_GENERATED = 200_000;

/** Every record of a document, those that patterns make included, as far as they can be looked at one by one. */
export function* allRecords(document: RecordDocument): Iterable<DnsRecord> {
  if (document.located === undefined || document.recordCount > MOST_GENERATED) {
    yield* document.records();
    return;
  }
  for (const { record } of document.located()) yield record;
}

/** What one side says about names, as one version of the zones sees it. */
export interface Side {
  /** The documents of this version that the other side does not have as they are. */
  readonly changed: readonly ReviewFile[];
  /** All documents of this version. */
  readonly files: readonly ReviewFile[];
  /** The records that are written at a name, absolute and lower-case. */
  at(name: string, type?: string): readonly DnsRecord[];
  /** The same as a name server would answer, wildcards included; undefined where that cannot be known. */
  readonly lookup: Lookup;
}

/** A version of the zones on both sides: two views of one zone are reviewed each by itself. */
export interface Scope {
  readonly base: Side;
  readonly head: Side;
  /** What receivers saw of the mail; evidence of who sends. */
  readonly reports: readonly AggregateReport[];
}

/** Sorts the documents of both sides into versions: a zone that several files hold whole is a version in each. */
export function scopesOf(
  base: Snapshot,
  head: Snapshot,
  reports: readonly AggregateReport[],
): readonly Scope[] {
  const shared = new Set<RecordDocument>();
  const before = new Set(base.files.map(({ document }) => document));
  for (const { document } of head.files) if (before.has(document)) shared.add(document);
  const apexes = { base: apexesIn(base), head: apexesIn(head) };
  const rivals = new Set([...rivalsIn(apexes.base), ...rivalsIn(apexes.head)]);
  const indexes = { base: indexOf(base.files), head: indexOf(head.files) };
  const sideOf = (side: "base" | "head", files: readonly ReviewFile[], own: readonly string[]) =>
    newSide(files, own, indexes[side], shared, rivals);
  const common = (snapshot: Snapshot) => snapshot.files.filter(({ key }) => !rivals.has(key));
  const scopes: Scope[] = [
    { base: sideOf("base", common(base), []), head: sideOf("head", common(head), []), reports },
  ];
  for (const [from, to] of pairs(base, head, rivals, apexes)) {
    const own = (file: ReviewFile | undefined, of: ApexMap) =>
      file === undefined ? [] : [...of].filter(([, keys]) => keys.has(file.key)).map(([apex]) => apex);
    scopes.push({
      base: sideOf("base", from === undefined ? [] : [from], own(from, apexes.base)),
      head: sideOf("head", to === undefined ? [] : [to], own(to, apexes.head)),
      reports,
    });
  }
  return scopes;
}

type ApexMap = ReadonlyMap<string, ReadonlySet<string>>;

/** By apex: the keys of the files that hold its SOA. */
function apexesIn({ files }: Snapshot): ApexMap {
  const apexes = new Map<string, Set<string>>();
  for (const { key, document } of files) {
    for (const apex of factsOf(document).apexes) {
      const keys = apexes.get(apex) ?? new Set();
      apexes.set(apex, keys.add(key));
    }
  }
  return apexes;
}

const TYPE_SOA = 6;

function rivalsIn(apexes: ApexMap): readonly string[] {
  return [...apexes.values()].filter((keys) => keys.size > 1).flatMap((keys) => [...keys]);
}

/** The files of one key on both sides; what was renamed finds its partner by the zone it holds. */
function pairs(
  base: Snapshot,
  head: Snapshot,
  rivals: ReadonlySet<string>,
  apexes: { readonly base: ApexMap; readonly head: ApexMap },
): readonly (readonly [ReviewFile | undefined, ReviewFile | undefined])[] {
  const pick = ({ files }: Snapshot) => files.filter(({ key }) => rivals.has(key));
  const from = pick(base);
  const to = pick(head);
  const lost = from.filter(({ key }) => !to.some((file) => file.key === key));
  const made: (readonly [ReviewFile | undefined, ReviewFile | undefined])[] = [];
  for (const file of to) {
    let other = from.find(({ key }) => key === file.key);
    if (other === undefined) {
      const zones = [...apexes.head].filter(([, keys]) => keys.has(file.key)).map(([apex]) => apex);
      other = lost.find(({ key }) => zones.some((apex) => apexes.base.get(apex)?.has(key)));
      if (other !== undefined) lost.splice(lost.indexOf(other), 1);
    }
    made.push([other, file]);
  }
  return [...made, ...lost.map((file) => [file, undefined] as const)];
}

/** Which files have records at a name. */
type FileIndex = (name: string) => readonly ReviewFile[];

// Few files are asked each for itself; of many, those whose zones lie at or above the name.
const FEW = 8;

function indexOf(files: readonly ReviewFile[]): FileIndex {
  if (files.length <= FEW) return () => files;
  const byZone = new Map<string, ReviewFile[]>();
  for (const file of files) {
    for (const zone of factsOf(file.document).zones) {
      const at = byZone.get(zone);
      if (at === undefined) byZone.set(zone, [file]);
      else at.push(file);
    }
  }
  return (name) => {
    let found: ReviewFile[] | undefined;
    for (let at: string | undefined = name; at !== undefined; at = parentOf(at)) {
      const here = byZone.get(at);
      if (here !== undefined) found = found === undefined ? here : [...new Set([...found, ...here])];
    }
    return found ?? NONE;
  };
}

/** What is asked of every document, and of one that both sides share only once. */
interface Facts {
  /** The owners of its SOA records. */
  readonly apexes: readonly string[];
  /** Every record's owner lies at or below one of these: origins, and owners written absolute. */
  readonly zones: ReadonlySet<string>;
}

const facts = new WeakMap<RecordDocument, Facts>();

function factsOf(document: RecordDocument): Facts {
  const known = facts.get(document);
  if (known !== undefined) return known;
  const apexes: string[] = [];
  const zones = new Set<string>();
  for (const record of document.records()) {
    const { name, origin } = record;
    const isRelative = origin !== undefined && name !== "" && !name.endsWith(".");
    if (isRelative) zones.add(origin);
    else if (record.owner !== undefined) zones.add(record.owner);
    if (record.typeCode === TYPE_SOA && record.owner !== undefined) apexes.push(record.owner);
  }
  const found = { apexes, zones };
  facts.set(document, found);
  return found;
}

const NONE: readonly ReviewFile[] = [];

function newSide(
  files: readonly ReviewFile[],
  apexes: readonly string[],
  index: FileIndex,
  shared: ReadonlySet<RecordDocument>,
  rivals: ReadonlySet<string>,
): Side {
  const own = new Set(files.map(({ document }) => document));
  const at = (name: string, type?: string) => {
    const candidates = index(name);
    const mine = recordsOf(
      candidates.filter(({ document }) => own.has(document)),
      name,
      type,
    );
    if (mine.length > 0 || apexes.some((apex) => isAtOrBelow(name, apex))) return mine;
    const others = candidates.filter(({ document }) => !own.has(document));
    const common = recordsOf(
      others.filter(({ key }) => !rivals.has(key)),
      name,
      type,
    );
    if (common.length > 0) return common;
    for (const other of others) {
      const records = recordsOf([other], name, type);
      if (records.length > 0) return records;
    }
    return [];
  };
  const changed = files.filter(({ document }) => !shared.has(document));
  return { files, changed, at, lookup: wholeLookup(files, at) };
}

function recordsOf(
  files: readonly ReviewFile[],
  name: string,
  type: string | undefined,
): readonly DnsRecord[] {
  const [first] = files;
  if (first !== undefined && files.length === 1) return first.document.recordsAt(name, type);
  return files.flatMap(({ document }) => document.recordsAt(name, type));
}

/** A zone with a part in a file that is not here may hold any name. */
function wholeLookup(files: readonly ReviewFile[], at: Side["at"]): Lookup {
  const source: RecordSource = { recordsAt: at, records: () => recordsIn(files) };
  const lookup = lookupIn([source]);
  const partial = files.filter(({ document }) => !document.isWhole);
  if (partial.length === 0) return lookup;
  return (name, type) => {
    const found = lookup(name, type);
    if (found === undefined || found.length > 0 || at(name).length > 0) return found;
    return partial.some(({ document }) => holdsZoneOf(document, name)) ? undefined : found;
  };
}

function holdsZoneOf(document: RecordDocument, name: string): boolean {
  for (const { type, owner } of document.records()) {
    if (type === "SOA" && owner !== undefined && isAtOrBelow(name, owner)) return true;
  }
  return false;
}

function* recordsIn(files: readonly ReviewFile[]): Iterable<DnsRecord> {
  for (const { document } of files) yield* document.records();
}
