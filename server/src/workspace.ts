import { type Changed, concernedBy, namesBelow } from "./check/affected.ts";
import { Backlog } from "./check/backlog.ts";
import type { Shown } from "./check/board.ts";
import { changesBetween, namesByPart, namesOfInterest } from "./check/changes.ts";
import { noteFacts } from "./check/facts.ts";
import {
  documentIn,
  emptyState,
  type FileState,
  holds,
  readPart,
  stir,
  takeParts,
} from "./check/fileState.ts";
import { Knowledge } from "./check/knowledge.ts";
import { Links } from "./check/links.ts";
import { HOSTS, NameChecks } from "./check/nameChecks.ts";
import { forgetPart } from "./check/said.ts";
import type { CheckSettings } from "./check/settings.ts";
import { Told } from "./check/told.ts";
import { ZoneChecks } from "./check/zoneChecks.ts";
import type { Surroundings } from "./check/zoneViews.ts";
import { includedBy, type Part, type RecordDocument } from "./dns/document.ts";
import { isAtOrBelow } from "./dns/names.ts";
import type { Lookup } from "./dns/record.ts";
import type { AskLive } from "./mail/live.ts";
import type { PolicyFiles } from "./mail/mtaSts.ts";
import type { Finding } from "./rules/finding.ts";
import { ZoneDocument } from "./zone/document.ts";

/** Many documents as one view of names and domains, and what the rules say about each. */
export class Workspace {
  readonly #files = new Map<string, FileState>();
  readonly #known = new Knowledge(this.#files);
  readonly #inclusions = new Links();
  readonly #pointers = new Links();
  readonly #names: NameChecks;
  readonly #zones: ZoneChecks;
  readonly #told: Told;
  readonly #backlog: Backlog;
  /** Terraform that was entered and is not evaluated yet. */
  readonly #unread = new Set<RecordDocument>();

  /**
   * @param live what the DNS says where the files do not know; without it nothing outside them is ever known
   * @param around the clock, and what files held before
   */
  constructor(live?: AskLive, around: Surroundings = {}) {
    this.#names = new NameChecks(
      this.#known,
      (uri) => this.#inclusions.first(uri) ?? this.#files.get(uri),
      live,
    );
    this.#backlog = new Backlog(this.#files, this.#known, this.#names);
    this.#zones = new ZoneChecks(around, (uri, before, now) => {
      const file = this.#files.get(uri);
      if (file !== undefined) stir(file, before, now);
    });
    this.#told = new Told(this.#files, this.#zones, this.#inclusions, this.#pointers);
  }

  /**
   * Takes in the MTA-STS policy files beside the zones. Documents that were taken in before are asked again about `domains`.
   * Returns the URIs of the files whose findings may have changed.
   */
  setPolicyFiles(files: PolicyFiles, domains: Iterable<string> = []): readonly string[] {
    this.#names.policies = files;
    const touched = new Set<string>();
    for (const domain of domains) {
      const name = `_mta-sts.${domain}`;
      for (const file of this.#files.values()) {
        if (!holds(file.document, name)) continue;
        this.#names.check(file, name);
        touched.add(file.document.uri);
      }
    }
    return [...touched];
  }

  /**
   * Takes in documents that are all new, each knowing of all others: much cheaper than one after the other.
   *
   * @param checked those of them that are to be checked
   */
  open(documents: readonly RecordDocument[], checked = documents): void {
    const wanted = new Set(checked);
    this.#zones.open(
      documents.filter((document) => document instanceof ZoneDocument),
      wanted,
    );
    const files = documents.map((document) => this.#enter(document));
    const names = files.map(({ document }) => namesByPart(document.parts));
    for (const [i, file] of files.entries()) {
      for (const some of names[i]?.values() ?? []) for (const name of some) this.#noteFacts(file, name);
    }
    this.#known.forget();
    // Part by part, so that the records which the one check made are those of the other.
    for (const [i, file] of files.entries()) {
      if (!wanted.has(file.document)) continue;
      for (const part of file.parts) {
        readPart(file, part);
        for (const name of names[i]?.get(part) ?? []) this.#names.check(file, name);
      }
    }
  }

  /** Like `open`, of documents that will not change: what hangs on what is not written down. */
  openForGood(documents: readonly RecordDocument[], checked = documents): void {
    this.#names.forGood(() => this.open(documents, checked));
  }

  #enter(document: RecordDocument): FileState {
    const file = emptyState(document, this.#pointers);
    file.isWhole = document.isWhole;
    this.#known.noteParts(file, takeParts(file));
    this.#files.set(document.uri, file);
    this.#inclusions.set(file, includedBy(file.document));
    return file;
  }

  /**
   * Takes in a document that is new: what a zone says is known at once, all else is left to `catchUp`. Many of them are taken in
   * much sooner than by `update`, which tells each of the others of every one, and evaluates a Terraform folder for each of its
   * files.
   */
  enter(document: RecordDocument): void {
    const { uri } = document;
    const known = this.#files.get(uri);
    if (known !== undefined) {
      this.#drop(known);
      this.#leave(known);
    }
    if (!(document instanceof ZoneDocument)) {
      this.#files.set(uri, emptyState(document, this.#pointers));
      this.#unread.add(document);
      return;
    }
    const file = this.#enter(document);
    for (const name of namesOfInterest(file.parts)) this.#noteFacts(file, name);
    this.#backlog.begin(file, []);
    this.#zones.enter(document);
  }

  /**
   * Takes in a document as it is now. Returns the URIs of the files whose findings may have changed.
   *
   * @param sliced does at once what an edit touches and the beginning of the rest, and leaves what would take long to `catchUp`
   */
  update(document: RecordDocument, sliced = false): readonly string[] {
    const changed = this.#staleWith(document).flatMap((one) => this.#take(one, sliced) ?? []);
    const uris = new Set([document.uri, ...this.#recheck(changed, sliced)]);
    if (document instanceof ZoneDocument)
      for (const uri of this.#zones.update(document, sliced)) uris.add(uri);
    return [...uris];
  }

  // What an edit here means may stand in other files of the same folder, and its findings too.
  #staleWith(document: RecordDocument): readonly RecordDocument[] {
    const stale = [document];
    for (const uri of document.related?.keys() ?? []) {
      const other = this.#files.get(uri);
      if (other === undefined || uri === document.uri) continue;
      if (other.document.parts.some((part) => !other.holding.has(part))) stale.push(other.document);
    }
    for (const one of stale) this.#unread.delete(one);
    return stale;
  }

  // Undefined where all that follows is put off.
  #take(document: RecordDocument, sliced: boolean): Changed | undefined {
    let file = this.#files.get(document.uri);
    if (file?.document !== document) {
      if (file !== undefined) this.#remove(file, sliced);
      file = emptyState(document, this.#pointers);
      this.#files.set(document.uri, file);
    }
    const changed = takeParts(file);
    const { gone, come } = changed;
    this.#known.noteParts(file, changed);
    this.#inclusions.set(file, includedBy(file.document));
    // What stands in place of something that is not known yet is not known either.
    const isDue = gone.some((part) => file.dueParts.has(part));
    const unsupported = new Set<string>();
    for (const part of gone) {
      file.byPart.delete(part);
      file.stirred.add(part);
      file.dueParts.delete(part);
      for (const name of file.anchored.get(part) ?? []) unsupported.add(name);
      forgetPart(file, part);
    }
    // What they say points nowhere now, even if they are asked again a little later.
    for (const name of unsupported) {
      stir(file, file.byName.get(name) ?? [], []);
      file.byName.delete(name);
    }
    const { isWhole } = document;
    const isEdit = gone.length > 0 && isWhole === file.isWhole;
    file.isWhole = isWhole;
    const isLong = isEdit ? come.length + gone.length > MOST_CHANGED : file.parts.length > MOST_PARTS;
    if (sliced && document instanceof ZoneDocument && come.length > 0 && isLong) {
      this.#forgetFacts(file);
      this.#backlog.begin(file, come.slice(0, MOST_PARTS));
      return undefined;
    }
    for (const [i, part] of come.entries()) {
      file.stirred.add(part);
      const isLater = sliced && i >= MOST_PARTS;
      if (isDue || isLater) file.dueParts.add(part);
      if (!isLater) readPart(file, part);
    }
    const { names, types } = changesBetween(gone, come);
    if (!isEdit && come.length > 0)
      for (const name of this.#namesOfNew(document, document.parts)) names.add(name);
    for (const name of unsupported) names.add(name);
    return { file, names, types };
  }

  #forgetFacts(file: FileState): void {
    this.#known.dropApexes(file.document.uri);
    this.#names.forgetMentions(file);
    file.borders.clear();
    file.hosts = undefined;
  }

  /** Whether updates put something off. */
  get isBehind(): boolean {
    return this.#unread.size > 0 || !this.#backlog.isEmpty || this.#zones.isBehind;
  }

  /** Does a little of what sliced updates put off. Returns the URIs of the files whose findings may have changed. */
  catchUp(): readonly string[] {
    const [unread] = this.#unread;
    if (unread !== undefined) return this.update(unread, true);
    return this.#backlog.isEmpty ? [...this.#zones.catchUp()] : this.#backlog.catchUp();
  }

  /**
   * Evaluates the Terraform that was entered: until then a literal says nothing by itself any more, and nor do the files that use
   * it. Returns the URIs of the files whose findings may have changed.
   */
  readEntered(): readonly string[] {
    const touched: string[] = [];
    for (const document of this.#unread) touched.push(...this.update(document, true));
    return touched;
  }

  /** What a zone was before is known now, or something else than it was. */
  baseChanged(uri: string): void {
    this.#zones.headChanged(uri);
  }

  /** Forgets a document. Returns the URIs of the other files whose findings may have changed. */
  remove(uri: string, sliced = false): readonly string[] {
    const file = this.#files.get(uri);
    if (file === undefined) return [];
    return [...new Set([...this.#remove(file, sliced), ...this.#zones.remove(uri)])];
  }

  #remove(file: FileState, sliced: boolean): readonly string[] {
    const { uri } = file.document;
    this.#drop(file);
    if (sliced && file.parts.length > MOST_PARTS) return this.#leave(file);
    const { names, types } = changesBetween(file.parts, []);
    return this.#recheck([{ file, names, types }], sliced).filter((other) => other !== uri);
  }

  #drop(file: FileState): void {
    this.#unread.delete(file.document);
    this.#files.delete(file.document.uri);
    this.#known.noteParts(file, { gone: file.parts, come: [] });
    this.#backlog.drop(file);
    this.#inclusions.drop(file);
    this.#pointers.drop(file);
  }

  // Whoever was told something of a file that is gone is asked again later.
  #leave(file: FileState): readonly string[] {
    this.#forgetFacts(file);
    this.#backlog.gone(file);
    return [...this.#files.keys()];
  }

  /** Everything the rules say about a file, in document order; about an included one, by the files that include it. */
  findings(uri: string, settings: CheckSettings = { rules: {} }): readonly Finding[] {
    const file = this.#files.get(uri) ?? this.#inclusions.first(uri);
    const document = file === undefined ? undefined : documentIn(file, uri);
    return document === undefined ? [] : this.findingsIn(document, settings);
  }

  /** The same for a document that may stand outside: what the files in here say about literals of theirs in it. */
  findingsIn(document: RecordDocument, settings: CheckSettings = { rules: {} }): readonly Finding[] {
    return this.#told.findingsIn(document, settings);
  }

  /**
   * What an editor can show of a document: the worst findings where there are too many, without reading all of them again.
   *
   * @param most so many at the most
   */
  shown(document: RecordDocument, settings: CheckSettings, most: number): Shown {
    return this.#told.shown(document, settings, most);
  }

  /** A file as the first one that includes it reads it; undefined where none does. */
  partOf(uri: string): RecordDocument | undefined {
    const file = this.#inclusions.first(uri);
    return file === undefined ? undefined : documentIn(file, uri);
  }

  /**
   * All records of a type at a name, as a file sees it; undefined where they cannot be known offline. The file itself
   * comes first: another one with the same names is another version of the zone (an earlier commit, another view). Below a
   * delegation it is the child's zone that answers, where it is here.
   */
  lookupFrom(uri: string): Lookup {
    return this.#names.lookup(uri);
  }

  /** The apexes of the zones that the workspace holds whole. */
  get apexes(): readonly string[] {
    return this.#known.apexes;
  }

  // A new document: names nobody asks about are left out, names that others asked about in vain are not.
  #namesOfNew(document: RecordDocument, parts: readonly Part[]): Set<string> {
    const names = namesOfInterest(parts);
    const apexes = [...names].filter((name) => document.recordsAt(name, "SOA").length > 0);
    for (const asked of this.#names.dependents.asked) {
      if (apexes.some((apex) => isAtOrBelow(asked, apex)) || document.recordsAt(asked).length > 0)
        names.add(asked);
    }
    return names;
  }

  #recheck(changed: readonly Changed[], sliced: boolean): readonly string[] {
    this.#known.forget();
    const moved = changed.flatMap(({ file, names }) =>
      [...names].filter((name) => this.#noteFacts(file, name)),
    );
    this.#known.forget();
    const files = [...new Set([...changed.map(({ file }) => file), ...this.#files.values()])].filter(
      ({ document }) => this.#files.has(document.uri),
    );
    const affected = new Set(changed.flatMap(({ names }) => [...names]));
    if (moved.length > 0) {
      const isLong = files.reduce((count, { parts }) => count + parts.length, 0) > MOST_PARTS;
      if (sliced && isLong) for (const file of files) this.#backlog.begin(file, []);
      else for (const name of namesBelow(moved, this.#names.dependents.asked, files)) affected.add(name);
    }
    const asked = [...affected];
    const withAddresses = changed.filter(({ types }) => ADDRESSES.some((code) => types.has(code)));
    for (const { file } of withAddresses) file.hosts = undefined;
    if (withAddresses.length > 0) asked.push(HOSTS);
    for (const name of asked) {
      const dependents = this.#names.dependents.of(name);
      if (sliced && dependents.size > MOST_NAMES) this.#backlog.addDependents(name, dependents.values());
      else for (const dependent of dependents) affected.add(dependent);
    }
    const touched = new Set(changed.map(({ file }) => file.document.uri));
    let left = sliced ? MOST_NAMES : Number.POSITIVE_INFINITY;
    for (const [file, names] of concernedBy(affected, changed, files, this.#known)) {
      for (const name of names) {
        if (left-- > 0) this.#names.check(file, name);
        // As long as not all of a file is known, what was said at once is provisional.
        if (left < 0 || file.dueParts.size > 0) file.dueNames.add(name);
      }
      if (names.size > 0) touched.add(file.document.uri);
      if (file.dueNames.size > 0 || file.dueParts.size > 0) this.#backlog.add(file);
    }
    return [...touched];
  }

  #noteFacts(file: FileState, name: string): boolean {
    return noteFacts(file, name, this.#files.has(file.document.uri), this.#known, this.#names);
  }

  /** The owners of the DKIM records with a key, as a file sees it. @param key base64 without spaces */
  ownersOfKey(uri: string, key: string): readonly string[] {
    return this.#names.mentioning(uri, `key ${key}`);
  }
}

/** The codes of A and AAAA. */
const ADDRESSES: readonly number[] = [1, 28];

// What a sliced update does at once: some ten milliseconds at the most.
const MOST_PARTS = 2;
const MOST_CHANGED = 32;
const MOST_NAMES = 8;

/** Everything the rules say about one zone by itself, each file in document order, those that it includes behind it. */
export function findingsOf(document: RecordDocument, settings?: CheckSettings): readonly Finding[] {
  const workspace = new Workspace();
  workspace.update(document);
  const uris = new Set([document, ...(document.included ?? [])].map(({ uri }) => uri));
  return [...uris].flatMap((uri) => workspace.findings(uri, settings));
}
