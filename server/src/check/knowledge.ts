import type { Part } from "../dns/document.ts";
import { isBelow, parentOf } from "../dns/names.ts";
import { Recent } from "../dns/recent.ts";
import type { DnsRecord } from "../dns/record.ts";
import { typed } from "../dns/typed.ts";
import type { NameView } from "../rules/rule.ts";
import type { FileState } from "./fileState.ts";
import { nameView } from "./names.ts";
import { type Exchange, isRecordPart } from "./parts.ts";
import { isOfWorkspace } from "./uris.ts";

/** What is known about a name, as one file sees it. */
interface Known {
  readonly name: string;
  readonly parent: Known | undefined;
  readonly apex: string | undefined;
  records: readonly DnsRecord[] | undefined;
  complete: boolean | undefined;
  renamed: boolean | undefined;
  view: NameView | undefined;
}

type Answers = Recent<string, Known>;

interface Asker {
  readonly from: FileState | undefined;
  readonly answers: Answers;
}

/** Files that do not say which zone they are a part of. */
interface Fragments {
  readonly zones: readonly FileState[];
  /** Where each of them stands among all, those of Terraform included. */
  readonly rank: ReadonlyMap<FileState, number>;
}

/** More answers than these are not kept: names are asked about in the order of the file, and neighbours ask alike. */
const MOST_KNOWN = 512;

/**
 * What the files of a workspace say about names. Each file sees its own records first: another one with the same names is
 * another version of the zone (an earlier commit, another view).
 */
export class Knowledge {
  readonly #files: ReadonlyMap<string, FileState>;
  /** Apex of each complete zone, and the files of the workspace that state its SOA. */
  readonly #apexes = new Map<string, Set<string>>();
  /** By the URI of a file, the apexes of the zones that it states. */
  readonly #zones = new Map<string, Set<string>>();
  /** The files that state none. */
  #fragments: Fragments | undefined;
  /** The Terraform files with a record at a name: a workspace may have thousands, and none of them states its zone. */
  readonly #stating = new Map<string, Set<FileState>>();
  /** What was asked since something changed last, by file: rule after rule asks the same. */
  readonly #byFile = new Map<FileState | undefined, Answers>();
  #last: Asker | undefined;

  constructor(files: ReadonlyMap<string, FileState>) {
    this.#files = files;
  }

  /** Something changed: what was worked out holds no longer. */
  forget(): void {
    this.#byFile.clear();
    this.#last = undefined;
    this.#fragments = undefined;
  }

  /** Takes in which parts of a file gave way to others. */
  noteParts(file: FileState, { gone, come }: Exchange<Part>): void {
    for (const { records } of gone.filter(isRecordPart)) {
      for (const { owner } of records) if (owner !== undefined) without(this.#stating, owner, file);
    }
    for (const { records } of come.filter(isRecordPart)) {
      for (const { owner } of records) {
        if (owner === undefined) continue;
        const files = this.#stating.get(owner);
        if (files === undefined) this.#stating.set(owner, new Set([file]));
        else files.add(file);
      }
    }
  }

  /** The Terraform files with a record at a name. */
  filesStating(name: string): Iterable<FileState> {
    return this.#stating.get(name) ?? [];
  }

  /** Notes whether a file states a complete zone at a name; `forget` makes it count. */
  noteApex(name: string, uri: string, isApex: boolean): void {
    if (isApex) {
      if (isOfWorkspace(uri)) this.#apexes.set(name, (this.#apexes.get(name) ?? new Set()).add(uri));
      this.#zones.set(uri, (this.#zones.get(uri) ?? new Set()).add(name));
    } else this.#dropApex(name, uri);
  }

  /** The file states no zone any more. */
  dropApexes(uri: string): void {
    for (const name of this.#zones.get(uri) ?? []) this.#dropApex(name, uri);
  }

  #dropApex(name: string, uri: string): void {
    without(this.#apexes, name, uri);
    without(this.#zones, uri, name);
  }

  /** The apexes of the zones that the workspace holds whole. */
  get apexes(): readonly string[] {
    return [...new Set([...this.#zones.values()].flatMap((apexes) => [...apexes]))];
  }

  /** The apex of the zone that a name lies in; undefined where the workspace does not hold it whole. */
  apexOf(from: FileState | undefined, name: string): string | undefined {
    return this.#ask(from, name).apex;
  }

  /** The records at a name: the file's own, otherwise those of the first file of the workspace that has any. */
  recordsAt(from: FileState | undefined, name: string): readonly DnsRecord[] {
    return this.#records(from, this.#ask(from, name));
  }

  /** Those of one type; undefined where they cannot be known. */
  recordsOf(from: FileState | undefined, name: string, type: string): readonly DnsRecord[] | undefined {
    const known = this.#ask(from, name);
    if (this.#isRenamed(from, known)) return undefined;
    const records = this.#records(from, known);
    const found = records.length === 0 ? records : typed(records, type);
    if (found.length > 0) return found;
    if (!this.#isComplete(from, known)) return undefined;
    return records.length === 0 && this.#mayBeMade(from, name, type) ? undefined : found;
  }

  /** The names that decide whether a wildcard of its zone may answer for a name: the wildcards, and what they hang below. */
  *namesOver(from: FileState | undefined, name: string): Iterable<string> {
    for (const at of this.#above(from, name)) {
      yield wildcardBelow(at.name);
      if (at.name !== at.apex) yield at.name;
    }
  }

  // Whether a wildcard may answer for a name that is not stated: none above the closest name that exists (RFC 4592 section
  // 3.3.1). Names exist without records too, if others stand below them; rather than look, that is taken for not so.
  #mayBeMade(from: FileState | undefined, name: string, type: string): boolean {
    for (const at of this.#above(from, name)) {
      const records = this.recordsAt(from, wildcardBelow(at.name));
      if (records.length > 0 && (typed(records, type).length > 0 || typed(records, "CNAME").length > 0))
        return true;
      if (records.length > 0 || this.#records(from, at).length > 0) return false;
    }
    return false;
  }

  /** The names above one, up to the apex of its zone. */
  *#above(from: FileState | undefined, name: string): Iterable<Known> {
    const { apex, parent } = this.#ask(from, name);
    if (apex === undefined || name === apex) return;
    for (let at = parent; at !== undefined; at = at.parent) {
      yield at;
      if (at.name === apex) return;
    }
  }

  /** What stands at a name; undefined where absence says nothing. */
  viewAt(from: FileState | undefined, name: string): NameView | undefined {
    const known = this.#ask(from, name);
    const records = this.#records(from, known);
    if (records.length === 0 && !this.#isComplete(from, known)) return undefined;
    known.view ??= nameView(name, records);
    return known.view;
  }

  /** What stands at a name, for the rules. */
  ownView(from: FileState, name: string): NameView {
    const known = this.#ask(from, name);
    known.view ??= nameView(name, this.#records(from, known));
    return known.view;
  }

  #ask(from: FileState | undefined, name: string): Known {
    if (this.#last === undefined || this.#last.from !== from) this.#last = { from, answers: this.#of(from) };
    return this.#askIn(this.#last, name);
  }

  #of(from: FileState | undefined): Answers {
    let answers = this.#byFile.get(from);
    if (answers === undefined) {
      answers = new Recent(MOST_KNOWN);
      this.#byFile.set(from, answers);
    }
    return answers;
  }

  #askIn(asker: Asker, name: string): Known {
    const { from, answers } = asker;
    const found = answers.get(name);
    if (found !== undefined) return found;
    const above = parentOf(name);
    const parent = above === undefined ? undefined : this.#askIn(asker, above);
    const isApex = this.#apexes.has(name) || this.#states(from, name);
    const known: Known = {
      name,
      parent,
      apex: isApex ? name : parent?.apex,
      records: undefined,
      complete: undefined,
      renamed: undefined,
      view: undefined,
    };
    answers.set(name, known);
    return known;
  }

  #records(from: FileState | undefined, known: Known): readonly DnsRecord[] {
    known.records ??= this.#readRecords(from, known);
    return known.records;
  }

  #readRecords(from: FileState | undefined, known: Known): readonly DnsRecord[] {
    const { name, apex } = known;
    const own = from?.document.recordsAt(name) ?? [];
    const isApart = apex !== undefined && !this.#states(from, apex);
    // What a zone holds below a delegation of its own counts no more than for a resolver: RFC 1034 section 4.2.1.
    const delegated =
      isApart && from !== undefined && this.#zones.has(from.document.uri) ? this.#filesOf(apex) : [];
    if (delegated.length > 0) return firstOf(delegated, name);
    if (own.length > 0 || (apex !== undefined && !isApart)) return own;
    return firstOf(this.#holders(known), name);
  }

  // The files that can hold a name: the zones that it lies in, the deepest first, and whatever does not say what it is a part of.
  *#holders(known: Known): Iterable<FileState> {
    for (let at: Known | undefined = known; at !== undefined; at = at.parent) yield* this.#filesOf(at.name);
    this.#fragments ??= this.#readFragments();
    const { zones, rank } = this.#fragments;
    const stating = [...(this.#stating.get(known.name) ?? [])].filter((file) => rank.has(file));
    if (stating.length === 0) yield* zones;
    else yield* [...zones, ...stating].sort((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0));
  }

  #readFragments(): Fragments {
    const files = [...this.#files.values()].filter(
      ({ document: { uri } }) => !this.#zones.has(uri) && isOfWorkspace(uri),
    );
    return {
      zones: files.filter(({ document }) => document.language === "zone"),
      rank: new Map(files.map((file, i) => [file, i])),
    };
  }

  #states(from: FileState | undefined, apex: string): boolean {
    return from !== undefined && this.#zones.get(from.document.uri)?.has(apex) === true;
  }

  // The files of the workspace that state the zone with this apex.
  #filesOf(apex: string): readonly FileState[] {
    return [...(this.#apexes.get(apex) ?? [])].flatMap((uri) => this.#files.get(uri) ?? []);
  }

  // Whether absence at the name means anything: its zone is here as a whole, and neither delegates nor renames it away.
  #isComplete(from: FileState | undefined, known: Known): boolean {
    known.complete ??= this.#readComplete(from, known);
    return known.complete;
  }

  #readComplete(from: FileState | undefined, known: Known): boolean {
    const { name, apex, parent } = known;
    if (apex === undefined) return false;
    if (name === apex) return true;
    if (typed(this.#records(from, known), "NS").length > 0) return false;
    if (this.#isRenamed(from, known)) return false;
    return parent === undefined || !isBelow(name, apex) || this.#isComplete(from, parent);
  }

  // All names below a DNAME are other names, whatever is written there (RFC 6672 section 2.2).
  #isRenamed(from: FileState | undefined, known: Known): boolean {
    const { name, apex, parent } = known;
    if (parent === undefined || name === apex) return false;
    known.renamed ??= typed(this.#records(from, parent), "DNAME").length > 0 || this.#isRenamed(from, parent);
    return known.renamed;
  }
}

function wildcardBelow(name: string): string {
  return name === "." ? "*." : `*.${name}`;
}

// Each file with the same names is another version: the first one counts.
function firstOf(files: Iterable<FileState>, name: string): readonly DnsRecord[] {
  for (const { document } of files) {
    const records = document.recordsAt(name);
    if (records.length > 0) return records;
  }
  return [];
}

function without<Member>(sets: Map<string, Set<Member>>, key: string, member: Member): void {
  const set = sets.get(key);
  if (set?.delete(member) === true && set.size === 0) sets.delete(key);
}
