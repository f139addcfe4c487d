import type { RecordDocument } from "../dns/document.ts";
import { isBelowOneOf } from "../dns/names.ts";
import type { Anchor } from "../dns/record.ts";
import type { Finding } from "../rules/finding.ts";
import { RULES } from "../rules/index.ts";
import type { OwnerView } from "../rules/rule.ts";
import { reporterOf } from "../rules/run.ts";
import type { Block } from "../zone/block.ts";
import type { ZoneDocument } from "../zone/document.ts";
import { hashName } from "../zone/hash.ts";
import { changesBetween } from "./changes.ts";
import { Dependents } from "./dependents.ts";
import { type Exchange, exchange } from "./parts.ts";
import { forgetPart, keepSaid, saidIn } from "./said.ts";
import { ZoneFacts } from "./zoneFacts.ts";
import { addAll, apexesOf, first, movedCuts, ownersOf, type Unfinished, type ZoneFile } from "./zoneFile.ts";
import { type Surroundings, ZoneViews } from "./zoneViews.ts";

const TYPE_TXT = 16;

/** NSEC3 and NSEC3PARAM: the top of the zone says how all its names are hashed. */
const HASHED: readonly number[] = [50, 51];

const ZONE_RULES = RULES.filter((rule) => rule.scope === "zone");

type Stir = (uri: string, before: readonly Finding[], now: readonly Finding[]) => void;

/**
 * What the rules say about how the records of zones stand together. A whole zone is searched by its columns for the names
 * worth asking about; after an edit those are asked that it touched, and those that point to them.
 */
export class ZoneChecks {
  readonly #files = new Map<string, ZoneFile>();
  readonly #dependents = new Dependents();
  readonly #around: Surroundings;
  readonly #stir: Stir;
  readonly #views: ZoneViews;
  /** What sliced updates put off, one step behind the other: blocks to read, files to search, names to ask about. */
  readonly #unread = new Set<ZoneFile>();
  readonly #unfinished = new Map<ZoneFile, Unfinished>();
  readonly #unsearched = new Set<ZoneFile>();
  readonly #unasked = new Set<ZoneFile>();
  /** By the one half of the hash of each apex, the other. */
  #apexes: ReadonlyMap<number, number> = new Map();

  /** @param stir hears of findings in a file that gave way to others */
  constructor(around: Surroundings, stir: Stir) {
    this.#around = around;
    this.#stir = stir;
    this.#views = new ZoneViews(this.#files, around);
  }

  /**
   * Takes in documents at once, all of them before the first is checked: much cheaper than one after the other.
   *
   * @param checked has those of them that are to be checked
   */
  open(documents: readonly ZoneDocument[], checked: ReadonlySet<RecordDocument>): void {
    const files = documents.map((document) => this.#enter(document));
    this.#noteApexes();
    for (const file of files) {
      if (checked.has(file.document)) for (const name of this.#suspects(file)) this.#checkName(file, name);
    }
  }

  /**
   * Takes in a document as it is now. Returns the URIs of the files whose findings may have changed.
   *
   * @param sliced leaves what would take long to `catchUp`
   */
  update(document: ZoneDocument, sliced = false): Set<string> {
    const { uri } = document;
    const known = this.#files.get(uri);
    const changed = known?.document === document ? exchange(known.blocks, document.parts) : undefined;
    const isLong =
      changed === undefined ? document.parts.length > MOST_BLOCKS : changed.come.length > MOST_CHANGED;
    if (sliced && known !== undefined && changed !== undefined && this.#unfinished.has(known)) {
      this.#swap(known, changed);
      return new Set([uri]);
    }
    if (sliced && isLong) {
      this.#begin(document, known);
      return new Set([uri]);
    }
    if (known === undefined || changed === undefined) {
      const file = this.#enter(document);
      this.#noteApexes();
      for (const name of this.#suspects(file)) this.#checkName(file, name);
      return this.#recheckOthers(new Set([file]), new Set(), new Set(apexesOf(known, file))).add(uri);
    }
    return this.#edit(known, changed, sliced).add(uri);
  }

  // All blocks are to be read again, and every name of interest asked about.
  #begin(document: ZoneDocument, known: ZoneFile | undefined): void {
    const before = [
      ...apexesOf(known),
      ...(known === undefined ? [] : (this.#unfinished.get(known)?.before ?? [])),
    ];
    const file = this.#empty(document);
    for (const block of file.blocks) file.dueBlocks.add(block);
    this.#unfinished.set(file, { before, headMoved: false });
    if (file.dueBlocks.size > 0) this.#unread.add(file);
  }

  // An edit while blocks are still to be read.
  #swap(file: ZoneFile, { gone, come }: Exchange<Block>): void {
    const { dueBlocks, facts, document } = file;
    file.blocks = [...document.parts];
    for (const block of gone) dueBlocks.delete(block);
    facts.change(gone, []);
    for (const block of come) dueBlocks.add(block);
    if (dueBlocks.size > 0) this.#unread.add(file);
    else this.#unread.delete(file);
  }

  /** Takes in a document that is new, and leaves all of it to `catchUp`. */
  enter(document: ZoneDocument): void {
    this.#begin(document, this.#files.get(document.uri));
  }

  /** Whether updates put something off. */
  get isBehind(): boolean {
    return this.#unread.size + this.#unfinished.size + this.#unsearched.size + this.#unasked.size > 0;
  }

  /** Does a little of what sliced updates put off. Returns the URIs of the files whose findings may have changed. */
  catchUp(): Set<string> {
    for (const file of this.#unread) return this.#readBlocks(file);
    if (this.#unfinished.size > 0) return this.#finish();
    for (const file of this.#unsearched) {
      this.#unsearched.delete(file);
      this.#put(file, this.#suspects(file));
      return new Set();
    }
    for (const file of this.#unasked) return this.#askNames(file);
    return new Set();
  }

  #readBlocks(file: ZoneFile): Set<string> {
    const some = [...first(file.dueBlocks, BLOCKS_IN_A_SLICE)];
    for (const block of some) file.dueBlocks.delete(block);
    file.facts.change([], some);
    if (file.dueBlocks.size === 0) this.#unread.delete(file);
    return new Set();
  }

  // All blocks are read: it is known where zones begin, and so which names are worth asking about.
  #finish(): Set<string> {
    const finished = new Set(this.#unfinished.keys());
    const apexes = new Set<string>();
    for (const [file, { before, headMoved }] of this.#unfinished) {
      file.shape = file.facts.shape;
      file.apex = file.facts.head.apex;
      for (const apex of [...before, ...apexesOf(file)]) apexes.add(apex);
      if (headMoved) this.#put(file, ownersOf(file.facts.soas));
      this.#unsearched.add(file);
    }
    this.#unfinished.clear();
    this.#noteApexes();
    const uris = this.#recheckOthers(finished, new Set(), apexes);
    for (const { document } of finished) uris.add(document.uri);
    return uris;
  }

  #askNames(file: ZoneFile): Set<string> {
    for (const name of [...first(file.dueNames, NAMES_IN_A_SLICE)]) {
      file.dueNames.delete(name);
      this.#checkName(file, name);
    }
    if (file.dueNames.size === 0) this.#unasked.delete(file);
    return new Set([file.document.uri]);
  }

  // Names of a file that are asked about later.
  #put(file: ZoneFile, names: Iterable<string>): void {
    addAll(file.dueNames, names);
    if (file.dueNames.size > 0) this.#unasked.add(file);
  }

  #forget(file: ZoneFile): void {
    for (const files of [this.#unread, this.#unfinished, this.#unsearched, this.#unasked]) files.delete(file);
  }

  /** Forgets a document. Returns the URIs of the other files whose findings may have changed. */
  remove(uri: string): Set<string> {
    const file = this.#files.get(uri);
    if (file === undefined) return new Set();
    this.#files.delete(uri);
    const before = this.#unfinished.get(file)?.before ?? [];
    this.#forget(file);
    this.#noteApexes();
    return this.#recheckOthers(new Set(), new Set(), new Set([...before, ...apexesOf(file)]));
  }

  /** Asks the rules about the head of a zone again: what it was before is known now. */
  headChanged(uri: string): void {
    const file = this.#files.get(uri);
    const unfinished = file === undefined ? undefined : this.#unfinished.get(file);
    if (unfinished !== undefined) unfinished.headMoved = true;
    else if (file !== undefined) for (const owner of ownersOf(file.facts.soas)) this.#checkName(file, owner);
  }

  /** What is said about the names of a file. */
  findings(uri: string): Iterable<readonly Finding[]> {
    return this.#files.get(uri)?.byName.values() ?? [];
  }

  /** What is said about names of a file that stands in one of its blocks. */
  findingsAt(uri: string, anchor: Anchor): readonly Finding[] {
    const file = this.#files.get(uri);
    return file === undefined ? [] : saidIn(file, anchor);
  }

  #enter(document: ZoneDocument): ZoneFile {
    const file = this.#empty(document);
    file.facts.change([], file.blocks);
    file.shape = file.facts.shape;
    file.apex = file.facts.head.apex;
    return file;
  }

  #empty(document: ZoneDocument): ZoneFile {
    const file: ZoneFile = {
      document,
      facts: new ZoneFacts(document),
      blocks: [...document.parts],
      byName: new Map(),
      anchored: new WeakMap(),
      standing: new WeakMap(),
      shape: "",
      apex: undefined,
      dueBlocks: new Set(),
      dueNames: new Set(),
    };
    const known = this.#files.get(document.uri);
    if (known !== undefined) this.#forget(known);
    for (const found of known?.byName.values() ?? []) this.#stir(document.uri, found, []);
    this.#files.set(document.uri, file);
    return file;
  }

  #edit(file: ZoneFile, { gone, come }: Exchange<Block>, sliced: boolean): Set<string> {
    const { document, facts } = file;
    file.blocks = [...document.parts];
    const { names, types, isReworded } = changesBetween(gone, come);
    const old = facts.cutsIn(gone, names);
    facts.change(gone, come);
    const { shape } = facts;
    const { apex } = facts.head;
    // What a pattern makes is in no column: only looking at every name tells what it changed.
    const isSame = shape === file.shape && ![...gone, ...come].some(({ patterns }) => patterns.length > 0);
    if (!isSame && sliced && file.blocks.length > MOST_BLOCKS) {
      this.#begin(document, file);
      return new Set();
    }
    const apexes = isSame ? [] : [file.apex, apex].filter((one) => one !== undefined);
    file.shape = shape;
    file.apex = apex;
    if (!isSame) this.#noteApexes();
    const touched = new Set(names);
    const now = facts.cutsIn(come, names);
    const cuts = movedCuts(old, now);
    if (cuts.length > 0) addAll(touched, facts.below(cuts));
    addAll(touched, old.servers);
    addAll(touched, now.servers);
    addAll(touched, this.#askedBelow(new Set([...cuts, ...apexes])));
    // Nothing that points to a name asks what is written there in a TXT record.
    const isText = isReworded && [...types].every((code) => code === TYPE_TXT);
    if (!isText) addAll(touched, facts.pointingTo(names));
    // Whether the serial is still the old one.
    if (this.#around.base !== undefined) addAll(touched, ownersOf(facts.soas));
    if (apex !== undefined && HASHED.some((code) => types.has(code))) touched.add(apex);
    // Whether the SOA is the first record.
    if (come.some((block) => block.start === 0)) addAll(touched, ownersOf(facts.soas));
    for (const block of gone) {
      const names = file.anchored.get(block) ?? [];
      addAll(touched, names);
      // What they say points nowhere now, even if they are asked again a little later.
      for (const name of names) {
        this.#stir(document.uri, file.byName.get(name) ?? [], []);
        file.byName.delete(name);
      }
      forgetPart(file, block);
    }
    if (!isSame) addAll(touched, [...file.byName.keys(), ...this.#suspects(file)]);
    this.#addDependents(touched);
    let left = sliced ? MOST_NAMES : Number.POSITIVE_INFINITY;
    for (const name of touched) {
      if (left-- > 0) this.#checkName(file, name);
      else this.#put(file, [name]);
    }
    return this.#recheckOthers(new Set([file]), touched, new Set(apexes));
  }

  // What other files say may hang on names of this one, and on whether a zone begins at its apexes.
  #recheckOthers(
    changed: ReadonlySet<ZoneFile>,
    names: ReadonlySet<string>,
    apexes: ReadonlySet<string>,
  ): Set<string> {
    const uris = new Set<string>();
    const affected = new Set(names);
    addAll(affected, this.#askedBelow(apexes));
    this.#addDependents(affected);
    for (const file of this.#files.values()) {
      if (changed.has(file)) continue;
      const { facts } = file;
      const touched = facts.pointingTo(names);
      addAll(touched, facts.pointingBelow(apexes));
      for (const name of affected) if (facts.stated(name).length > 0) touched.add(name);
      for (const name of touched) this.#checkName(file, name);
      if (touched.size > 0) uris.add(file.document.uri);
    }
    return uris;
  }

  #askedBelow(tops: ReadonlySet<string>): readonly string[] {
    if (tops.size === 0) return [];
    return [...this.#dependents.asked].filter((asked) => isBelowOneOf(asked, tops));
  }

  #addDependents(names: Set<string>): void {
    for (const name of [...names]) {
      for (const dependent of this.#dependents.of(name)) names.add(dependent);
    }
  }

  #noteApexes(): void {
    const apexes = new Map<number, number>();
    for (const { apex } of this.#files.values()) {
      if (apex === undefined) continue;
      const { hi, lo } = hashName(apex);
      apexes.set(lo, hi);
    }
    this.#apexes = apexes;
  }

  #suspects(file: ZoneFile): Set<string> {
    return file.facts.suspects((hi, lo) => this.#apexes.get(lo) === hi, this.#around.now?.());
  }

  #checkName(file: ZoneFile, owner: string): void {
    const records = file.facts.asked(owner);
    const found: Finding[] = [];
    const [first] = records;
    if (first !== undefined) {
      const view: OwnerView = {
        owner,
        records,
        cut: file.facts.cutAbove(owner),
        zone: this.#views.of(file, (name) => this.#dependents.add(name, owner)),
      };
      const [any] = ZONE_RULES;
      if (any === undefined) return;
      const reports = reporterOf(any, first, found, Number.POSITIVE_INFINITY);
      for (const rule of ZONE_RULES) {
        reports.rule = rule;
        rule.check(view, reports.report);
      }
    }
    this.#stir(file.document.uri, file.byName.get(owner) ?? [], found);
    keepSaid(file, owner, found);
  }
}

// What a sliced update does at once, and what one slice takes: each some ten milliseconds at the most.
const MOST_BLOCKS = 4;
const MOST_CHANGED = 32;
const MOST_NAMES = 64;
const BLOCKS_IN_A_SLICE = 8;
const NAMES_IN_A_SLICE = 16;
