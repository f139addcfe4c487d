import { Backlog } from "./check/backlog.ts";
import type { Shown } from "./check/board.ts";
import { type Changes, changesBetween, namesByPart, namesOfInterest } from "./check/changes.ts";
import { noteFacts } from "./check/facts.ts";
import { documentIn, emptyState, type FileState, holds, stir, takeParts } from "./check/fileState.ts";
import { Inclusions } from "./check/inclusions.ts";
import { Knowledge } from "./check/knowledge.ts";
import { HOSTS, NameChecks } from "./check/nameChecks.ts";
import { checkPart } from "./check/records.ts";
import { forgetPart } from "./check/said.ts";
import type { CheckSettings } from "./check/settings.ts";
import { Told } from "./check/told.ts";
import { ZoneChecks } from "./check/zoneChecks.ts";
import type { Surroundings } from "./check/zoneViews.ts";
import type { Part, RecordDocument } from "./dns/document.ts";
import { isAtOrBelow, parentOf } from "./dns/names.ts";
import type { Lookup } from "./dns/record.ts";
import type { AskLive } from "./mail/live.ts";
import type { PolicyFiles } from "./mail/mtaSts.ts";
import type { Finding } from "./rules/finding.ts";
import { ZoneDocument } from "./zone/document.ts";

/** Many documents as one view of names and domains, and what the rules say about each. */
export class Workspace {
  readonly #files = new Map<string, FileState>();
  readonly #known = new Knowledge(this.#files);
  readonly #inclusions = new Inclusions();
  readonly #names: NameChecks;
  readonly #zones: ZoneChecks;
  readonly #told: Told;
  readonly #backlog: Backlog;

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
    this.#told = new Told(this.#files, this.#zones, (uri) => this.#inclusions.of(uri));
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
        file.byPart.set(part, checkPart(file.document, part));
        for (const name of names[i]?.get(part) ?? []) this.#names.check(file, name);
      }
    }
  }

  /** Like `open`, of documents that will not change: what hangs on what is not written down. */
  openForGood(documents: readonly RecordDocument[], checked = documents): void {
    this.#names.forGood(() => this.open(documents, checked));
  }

  #enter(document: RecordDocument): FileState {
    const file = emptyState(document);
    file.isWhole = document.isWhole;
    this.#known.noteParts(file, takeParts(file));
    this.#files.set(document.uri, file);
    this.#inclusions.note(file);
    return file;
  }

  /**
   * Takes in a zone that is new: what it says is known at once, what the rules say about it is left to `catchUp`. Many of them are
   * taken in much sooner than by `update`, which tells each of the others of every one.
   */
  enter(document: ZoneDocument): void {
    const { uri } = document;
    const known = this.#files.get(uri);
    if (known !== undefined) {
      this.#drop(known);
      this.#leave(known);
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
    const uris = new Set(this.#update(document, sliced));
    // What an edit here means may stand in other files of the same folder, and its findings too.
    for (const { uri } of document.related ?? []) {
      const other = this.#files.get(uri);
      if (other === undefined || other.document.parts.every((part) => other.holding.has(part))) continue;
      for (const one of this.#update(other.document, sliced)) uris.add(one);
    }
    if (document instanceof ZoneDocument)
      for (const uri of this.#zones.update(document, sliced)) uris.add(uri);
    return [...uris];
  }

  #update(document: RecordDocument, sliced: boolean): readonly string[] {
    let file = this.#files.get(document.uri);
    if (file?.document !== document) {
      if (file !== undefined) this.#remove(file, sliced);
      file = emptyState(document);
      this.#files.set(document.uri, file);
    }
    const changed = takeParts(file);
    const { gone, come } = changed;
    this.#known.noteParts(file, changed);
    this.#inclusions.note(file);
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
      return [document.uri];
    }
    for (const [i, part] of come.entries()) {
      file.stirred.add(part);
      const isLater = sliced && i >= MOST_PARTS;
      if (isDue || isLater) file.dueParts.add(part);
      if (!isLater) file.byPart.set(part, checkPart(document, part));
    }
    const changes = changesBetween(gone, come);
    const { names } = changes;
    if (!isEdit && come.length > 0)
      for (const name of this.#namesOfNew(document, document.parts)) names.add(name);
    for (const name of unsupported) names.add(name);
    return this.#recheck(file, changes, sliced);
  }

  #forgetFacts(file: FileState): void {
    this.#known.dropApexes(file.document.uri);
    this.#names.forgetMentions(file);
    file.borders.clear();
    file.hosts = undefined;
  }

  /** Whether updates put something off. */
  get isBehind(): boolean {
    return !this.#backlog.isEmpty || this.#zones.isBehind;
  }

  /** Does a little of what sliced updates put off. Returns the URIs of the files whose findings may have changed. */
  catchUp(): readonly string[] {
    return this.#backlog.isEmpty ? [...this.#zones.catchUp()] : this.#backlog.catchUp();
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
    const changes = changesBetween(file.parts, []);
    return this.#recheck(file, changes, sliced).filter((other) => other !== uri);
  }

  #drop(file: FileState): void {
    this.#files.delete(file.document.uri);
    this.#known.noteParts(file, { gone: file.parts, come: [] });
    this.#backlog.drop(file);
    this.#inclusions.drop(file);
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

  #recheck(changed: FileState, { names, types }: Changes, sliced: boolean): readonly string[] {
    this.#known.forget();
    const moved = [...names].filter((name) => this.#noteFacts(changed, name));
    this.#known.forget();
    const files = [...new Set([changed, ...this.#files.values()])].filter(({ document }) =>
      this.#files.has(document.uri),
    );
    const affected = new Set(names);
    if (moved.length > 0) {
      const isLong = files.reduce((count, { parts }) => count + parts.length, 0) > MOST_PARTS;
      if (sliced && isLong) for (const file of files) this.#backlog.begin(file, []);
      else for (const name of this.#namesBelow(new Set(moved))) affected.add(name);
    }
    const asked = [...affected];
    if (ADDRESSES.some((code) => types.has(code))) {
      changed.hosts = undefined;
      asked.push(HOSTS);
    }
    for (const name of asked) {
      const dependents = this.#names.dependents.of(name);
      if (sliced && dependents.size > MOST_NAMES) this.#backlog.addDependents(name, dependents.values());
      else for (const dependent of dependents) affected.add(dependent);
    }
    const touched = new Set([changed.document.uri]);
    let left = sliced ? MOST_NAMES : Number.POSITIVE_INFINITY;
    for (const file of files) {
      for (const name of affected) {
        if (file !== changed && !file.byName.has(name) && !holds(file.document, name)) continue;
        if (left-- > 0) this.#names.check(file, name);
        // As long as not all of a file is known, what was said at once is provisional.
        if (left < 0 || file.dueParts.size > 0) file.dueNames.add(name);
        touched.add(file.document.uri);
      }
      if (file.dueNames.size > 0 || file.dueParts.size > 0) this.#backlog.add(file);
    }
    return [...touched];
  }

  // Everything that a rule was told about, or has something to say about, at or below some names.
  #namesBelow(borders: ReadonlySet<string>): readonly string[] {
    const names = [...this.#names.dependents.asked];
    for (const { document } of this.#files.values()) names.push(...namesOfInterest(document.parts));
    return names.filter((name) => {
      let at: string | undefined = name;
      while (at !== undefined && !borders.has(at)) at = parentOf(at);
      return at !== undefined;
    });
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
