import { changedNames, isOfInterest, namesByPart, namesOfInterest } from "./check/changes.ts";
import { dialectFindings } from "./check/dialect.ts";
import { documentIn, emptyState, type FileState, holds, hostsIn, isPartOf } from "./check/fileState.ts";
import { Knowledge } from "./check/knowledge.ts";
import { markedLive } from "./check/live.ts";
import { mentionsOf } from "./check/mentions.ts";
import { nameView, rulesBySubjects, subjectsOf } from "./check/names.ts";
import { checkPart, findingOf } from "./check/records.ts";
import { adjusted, type CheckSettings, distinct } from "./check/settings.ts";
import { applySuppressions } from "./check/suppress.ts";
import { aboutName } from "./check/terraform.ts";
import { isOfWorkspace } from "./check/uris.ts";
import { type Surroundings, ZoneChecks } from "./check/zoneChecks.ts";
import type { Part, RecordDocument } from "./dns/document.ts";
import { isAtOrBelow, parentOf } from "./dns/names.ts";
import type { DnsRecord, Lookup } from "./dns/record.ts";
import { steady } from "./mail/kept.ts";
import type { AskLive, LiveAnswer } from "./mail/live.ts";
import { lookupLive } from "./mail/liveRecords.ts";
import type { PolicyFiles } from "./mail/mtaSts.ts";
import type { Finding } from "./rules/finding.ts";
import { anchorsOf, spanOf } from "./rules/finding.ts";
import { RULES } from "./rules/index.ts";
import type { DomainRule, DomainView, NameView } from "./rules/rule.ts";
import { reporterOf } from "./rules/run.ts";
import { ZoneDocument } from "./zone/document.ts";

const nameRulesOn = rulesBySubjects(RULES.filter((rule) => rule.scope === "name"));
const domainRulesOn = rulesBySubjects(RULES.filter((rule) => rule.scope === "domain"));

/** Many documents as one view of names and domains, and what the rules say about each. */
export class Workspace {
  readonly #files = new Map<string, FileState>();
  readonly #known = new Knowledge(this.#files);
  /** By the URI of an included file, the files that include it. */
  readonly #parts = new Map<string, Set<FileState>>();
  /** By name: the names whose findings were told something about it. */
  readonly #dependents = new Map<string, Set<string>>();
  readonly #live: AskLive | undefined;
  #remembers = true;
  readonly #zones: ZoneChecks;
  /** What the names of one file ask, and for how many more of them what it answered is kept. */
  #shared: { readonly file: FileState; readonly lookup: Lookup; left: number } | undefined;
  #policies: PolicyFiles = new Map();

  /**
   * @param live what the DNS says where the files do not know; without it nothing outside them is ever known
   * @param around the clock, and what files held before
   */
  constructor(live?: AskLive, around: Surroundings = {}) {
    this.#live = live;
    this.#zones = new ZoneChecks(around);
  }

  /**
   * Takes in the MTA-STS policy files beside the zones. Documents that were taken in before are asked again about `domains`.
   * Returns the URIs of the files whose findings may have changed.
   */
  setPolicyFiles(files: PolicyFiles, domains: Iterable<string> = []): readonly string[] {
    this.#policies = files;
    const touched = new Set<string>();
    for (const domain of domains) {
      const name = `_mta-sts.${domain}`;
      for (const file of this.#files.values()) {
        if (!holds(file.document, name)) continue;
        this.#checkName(file, name);
        touched.add(file.document.uri);
      }
    }
    return [...touched];
  }

  /** Takes in documents that are all new, each knowing of all others: much cheaper than one after the other. */
  open(documents: readonly RecordDocument[]): void {
    this.#zones.open(documents.filter((document) => document instanceof ZoneDocument));
    const files = documents.map((document) => this.#enter(document));
    const names = files.map(({ document }) => namesByPart(document.parts));
    for (const [i, file] of files.entries()) {
      for (const some of names[i]?.values() ?? []) for (const name of some) this.#noteFacts(file, name);
    }
    this.#known.forget();
    // Part by part, so that the records which the one check made are those of the other.
    for (const [i, file] of files.entries()) {
      for (const part of file.parts) {
        file.byPart.set(part, checkPart(file.document, part));
        for (const name of names[i]?.get(part) ?? []) this.#checkName(file, name);
      }
    }
  }

  /** Like `open`, of documents that will not change: what hangs on what is not written down. */
  openForGood(documents: readonly RecordDocument[]): void {
    this.#remembers = false;
    this.open(documents);
    this.#shared = undefined;
  }

  #enter(document: RecordDocument): FileState {
    const file = { ...emptyState(document), parts: new Set(document.parts), isWhole: document.isWhole };
    this.#files.set(document.uri, file);
    this.#noteIncluded(file, document.included ?? []);
    return file;
  }

  /** Takes in a document as it is now. Returns the URIs of the files whose findings may have changed. */
  update(document: RecordDocument): readonly string[] {
    const uris = new Set(this.#update(document));
    // What an edit here means may stand in other files of the same folder, and its findings too.
    for (const { uri } of document.related ?? []) {
      const other = this.#files.get(uri);
      if (other === undefined || other.document.parts.every((part) => other.parts.has(part))) continue;
      for (const one of this.#update(other.document)) uris.add(one);
    }
    if (document instanceof ZoneDocument) for (const uri of this.#zones.update(document)) uris.add(uri);
    return [...uris];
  }

  #update(document: RecordDocument): readonly string[] {
    let file = this.#files.get(document.uri);
    if (file?.document !== document) {
      if (file !== undefined) this.#remove(file);
      file = emptyState(document);
      this.#files.set(document.uri, file);
    }
    const before = file.parts;
    const after = new Set(document.parts);
    const gone = [...before].filter((part) => !after.has(part));
    const come = [...after].filter((part) => !before.has(part));
    file.parts = after;
    this.#noteIncluded(file, document.included ?? []);
    for (const part of come) file.byPart.set(part, checkPart(document, part));
    const { isWhole } = document;
    const onlyRecords = gone.length > 0 && isWhole === file.isWhole;
    file.isWhole = isWhole;
    const names = onlyRecords ? changedNames(gone, come) : this.#namesOfNew(document, document.parts);
    if (gone.length > 0 && !onlyRecords) for (const name of changedNames(gone, come)) names.add(name);
    for (const part of gone) {
      file.byPart.delete(part);
      for (const name of file.anchored.get(part) ?? []) names.add(name);
      file.anchored.delete(part);
    }
    return this.#recheck(file, names);
  }

  /** What a zone was before is known now, or something else than it was. */
  baseChanged(uri: string): void {
    this.#zones.headChanged(uri);
  }

  /** Forgets a document. Returns the URIs of the other files whose findings may have changed. */
  remove(uri: string): readonly string[] {
    const file = this.#files.get(uri);
    if (file === undefined) return [];
    return [...new Set([...this.#remove(file), ...this.#zones.remove(uri)])];
  }

  #remove(file: FileState): readonly string[] {
    const { uri } = file.document;
    this.#files.delete(uri);
    this.#noteIncluded(file, []);
    const names = changedNames([...file.parts], []);
    this.#known.dropApexes(uri);
    return this.#recheck(file, names).filter((other) => other !== uri);
  }

  /** Everything the rules say about a file, in document order; about an included one, by the files that include it. */
  findings(uri: string, settings: CheckSettings = { rules: {} }): readonly Finding[] {
    const file = this.#files.get(uri) ?? this.#including(uri)[0];
    const document = file === undefined ? undefined : documentIn(file, uri);
    return document === undefined ? [] : this.findingsIn(document, settings);
  }

  /** The same for a document that may stand outside: what the files in here say about literals of theirs in it. */
  findingsIn(document: RecordDocument, settings: CheckSettings = { rules: {} }): readonly Finding[] {
    const { uri } = document;
    const including = this.#including(uri);
    const own = [document, ...(document.related ?? [])].flatMap((one) => this.#files.get(one.uri) ?? []);
    // The files that include it know what it is part of.
    const files = including.length > 0 ? including : own;
    const all = files.flatMap((file) => this.#said(file, uri));
    const isAlone = files.length === 1 && files[0]?.document === document && document.related === undefined;
    const said = isAlone ? all : distinct(all);
    const kept = applySuppressions(document, [
      ...said,
      ...dialectFindings(document, settings.dialect ?? "bind"),
    ]);
    return adjusted(kept, settings).sort((a, b) => spanOf(a.at).start - spanOf(b.at).start);
  }

  /** A file as the first one that includes it reads it; undefined where none does. */
  partOf(uri: string): RecordDocument | undefined {
    const [file] = this.#including(uri);
    return file === undefined ? undefined : documentIn(file, uri);
  }

  /** What one file of the workspace says about itself or another one that it is read with. */
  #said({ document, byPart, byName }: FileState, uri: string): readonly Finding[] {
    const all: Finding[] = [];
    const add = (findings: Iterable<Finding>) => {
      for (const one of findings) if (one.at.anchor.uri === uri) all.push(one);
    };
    for (const part of document.parts) add(byPart.get(part) ?? []);
    for (const found of byName.values()) add(found);
    for (const found of this.#zones.findings(document.uri)) add(found);
    for (const { part, problem } of document.includeProblems ?? []) {
      const finding = part.uri === uri ? findingOf(part, problem) : undefined;
      if (finding !== undefined) all.push(finding);
    }
    return all;
  }

  #including(uri: string): readonly FileState[] {
    return [...(this.#parts.get(uri) ?? [])];
  }

  #noteIncluded(file: FileState, included: readonly RecordDocument[]): void {
    for (const uri of file.included) this.#parts.get(uri)?.delete(file);
    file.included = new Set(included.map(({ uri }) => uri));
    for (const uri of file.included) this.#parts.set(uri, (this.#parts.get(uri) ?? new Set()).add(file));
  }

  /**
   * All records of a type at a name, as a file sees it; undefined where they cannot be known offline. The file itself
   * comes first: another one with the same names is another version of the zone (an earlier commit, another view).
   */
  lookupFrom(uri: string): Lookup {
    return this.#lookup(uri, this.#live);
  }

  #lookup(uri: string, live: AskLive | undefined): Lookup {
    const inFiles: Lookup = (name, type) => this.#known.recordsOf(this.#reading(uri), name, type);
    return live === undefined ? inFiles : lookupLive(inFiles, live);
  }

  // The file by which one is read: the first that includes it, otherwise itself.
  #reading(uri: string): FileState | undefined {
    const including = this.#parts.get(uri);
    if (including !== undefined) for (const file of including) return file;
    return this.#files.get(uri);
  }

  /** The apexes of the zones that the workspace holds whole. */
  get apexes(): readonly string[] {
    return this.#known.apexes;
  }

  // A new document: names nobody asks about are left out, names that others asked about in vain are not.
  #namesOfNew(document: RecordDocument, parts: readonly Part[]): Set<string> {
    const names = namesOfInterest(parts);
    const apexes = [...names].filter((name) => document.recordsAt(name, "SOA").length > 0);
    for (const asked of this.#dependents.keys()) {
      if (apexes.some((apex) => isAtOrBelow(asked, apex)) || document.recordsAt(asked).length > 0)
        names.add(asked);
    }
    return names;
  }

  #recheck(changed: FileState, names: Set<string>): readonly string[] {
    this.#known.forget();
    const moved = [...names].filter((name) => this.#noteFacts(changed, name));
    this.#known.forget();
    const affected = new Set(names);
    if (moved.length > 0) for (const name of this.#namesBelow(new Set(moved))) affected.add(name);
    for (const name of [...affected, HOSTS]) {
      for (const dependent of this.#dependents.get(name) ?? []) affected.add(dependent);
    }
    const touched = new Set([changed.document.uri]);
    for (const file of this.#files.values()) {
      for (const name of affected) {
        if (file !== changed && !file.byName.has(name) && !holds(file.document, name)) continue;
        this.#checkName(file, name);
        touched.add(file.document.uri);
      }
    }
    return [...touched];
  }

  // Everything that a rule was told about, or has something to say about, at or below some names.
  #namesBelow(borders: ReadonlySet<string>): readonly string[] {
    const names = [...this.#dependents.keys()];
    for (const { document } of this.#files.values()) names.push(...namesOfInterest(document.parts));
    return names.filter((name) => {
      let at: string | undefined = name;
      while (at !== undefined && !borders.has(at)) at = parentOf(at);
      return at !== undefined;
    });
  }

  // What other names ask about this one: whether it is an apex, and which selectors a domain has. Says whether a zone
  // begins or ends here that did not before, or the other way round.
  #noteFacts(file: FileState, name: string): boolean {
    const here = this.#files.has(file.document.uri);
    const records = here ? file.document.recordsAt(name) : [];
    const isApex = file.isWhole && records.some(({ typeCode }) => typeCode === TYPE_SOA);
    this.#known.noteApex(name, file.document.uri, isApex);
    this.#noteSelector(file, name, here);
    for (const mention of file.mentions.set(name, mentionsOf(name, records))) this.#follow(mention, name);
    const isCut = records.some(({ typeCode }) => typeCode === TYPE_NS);
    const border = `${isApex ? "SOA" : ""}${isCut ? "NS" : ""}`;
    const before = file.borders.get(name) ?? "";
    if (border === "") file.borders.delete(name);
    else file.borders.set(name, border);
    return border !== before;
  }

  #noteSelector(file: FileState, name: string, here: boolean): void {
    const at = name.indexOf("._domainkey.");
    if (at < 0) return;
    const domain = name.slice(at + "._domainkey.".length);
    const owners = file.selectors.get(domain) ?? new Set();
    if (here && file.document.recordsAt(name).length > 0) owners.add(name);
    else owners.delete(name);
    file.selectors.set(domain, owners);
    this.#follow(`._domainkey.${domain}`, name);
  }

  // Whoever asked about `subject` is told of a change at `name`.
  #follow(subject: string, name: string): void {
    for (const dependent of this.#dependents.get(subject) ?? []) {
      const names = this.#dependents.get(name) ?? new Set();
      this.#dependents.set(name, names.add(dependent));
    }
  }

  #checkName(file: FileState, name: string): void {
    const records = file.document.recordsAt(name);
    const all: Finding[] = [];
    const [first] = records;
    if (first !== undefined && isOfInterest(name, records)) {
      const view = nameView(name, records);
      const subjects = subjectsOf(view);
      const rules = nameRulesOn(subjects);
      const [any] = rules;
      if (any !== undefined) {
        const reports = reporterOf(any, first, all, Number.POSITIVE_INFINITY);
        for (const rule of rules) {
          reports.rule = rule;
          rule.check(view, reports.report);
        }
      }
      this.#checkDomain(file, view, domainRulesOn(subjects), first, all);
    }
    const found = first === undefined ? all : aboutName(all, first);
    if (found.length === 0) {
      file.byName.delete(name);
      return;
    }
    file.byName.set(name, found);
    for (const finding of found) {
      for (const anchor of anchorsOf(finding)) {
        if (!isPartOf(file, anchor)) continue;
        const names = file.anchored.get(anchor) ?? new Set();
        file.anchored.set(anchor, names.add(name));
      }
    }
  }

  #checkDomain(
    file: FileState,
    view: NameView,
    rules: readonly DomainRule[],
    first: DnsRecord,
    found: Finding[],
  ): void {
    const [any] = rules;
    if (any === undefined) return;
    // What one rule asked another may know already, so that all answers so far count.
    const used: LiveAnswer[] = [];
    const domain = this.#domainView(file, view, used);
    const reports = reporterOf(any, first, found, Number.POSITIVE_INFINITY);
    for (const rule of rules) {
      const already = found.length;
      reports.rule = rule;
      rule.check(domain, reports.report);
      if (used.length > 0) found.push(...found.splice(already).map((finding) => markedLive(finding, used)));
    }
  }

  #domainView(file: FileState, own: NameView, used: LiveAnswer[]): DomainView {
    const { owner } = own;
    const apex = this.#known.apexOf(file, owner);
    const asks = (name: string) => {
      if (!this.#remembers) return;
      const names = this.#dependents.get(name) ?? new Set();
      this.#dependents.set(name, names.add(owner));
    };
    return {
      name: owner,
      apex: apex ?? owner,
      complete: apex !== undefined,
      own,
      lookup: this.#lookupOf(file, asks, used),
      at: (name) => {
        asks(name);
        return name === owner ? own : this.#known.viewAt(file, name);
      },
      selectors: (domain = owner) => {
        asks(`._domainkey.${domain}`);
        const names = new Set<string>();
        for (const { selectors } of this.#files.values()) {
          for (const name of selectors.get(domain) ?? []) names.add(name);
        }
        return [...names].map((name) => this.#known.ownView(file, name));
      },
      policyFile: (domain) => this.#policies.get(domain),
      hosts: () => {
        asks(HOSTS);
        return hostsIn(file.document);
      },
      mentioning: (kind, what) => {
        const mention = `${kind} ${what}`;
        asks(mention);
        return this.#mentioning(file.document.uri, mention);
      },
    };
  }

  #lookupOf(file: FileState, asks: (name: string) => void, used: LiveAnswer[]): Lookup {
    const { uri } = file.document;
    const live = this.#live;
    // Where nobody is told of changes, all names of a file can share what was worked out for one of them.
    if (live === undefined && !this.#remembers) {
      if (this.#shared?.file !== file || this.#shared.left-- === 0)
        this.#shared = { file, lookup: this.#sharedLookup(uri), left: MOST_SHARING };
      return this.#shared.lookup;
    }
    const lookup = this.#lookup(
      uri,
      live === undefined
        ? undefined
        : (name, type) => {
            const answer = live(name, type);
            if (answer !== undefined) used.push(answer);
            return answer;
          },
    );
    return steady((name, type) => {
      asks(name);
      return lookup(name, type);
    });
  }

  /** The owners of the DKIM records with a key, as a file sees it. @param key base64 without spaces */
  ownersOfKey(uri: string, key: string): readonly string[] {
    return this.#mentioning(uri, `key ${key}`);
  }

  #mentioning(uri: string, mention: string): readonly string[] {
    const names = new Set<string>();
    for (const { mentions, document } of this.#files.values()) {
      if (document.uri !== uri && !isOfWorkspace(document.uri)) continue;
      for (const name of mentions.names(mention)) names.add(name);
    }
    return [...names];
  }

  #sharedLookup(uri: string): Lookup {
    const file = this.#reading(uri);
    return steady((name, type) => this.#known.recordsOf(file, name, type));
  }
}

const TYPE_NS = 2;
const TYPE_SOA = 6;

/** So many names in a row share answers. */
const MOST_SHARING = 128;

/** Everything the rules say about one zone by itself, each file in document order, those that it includes behind it. */
export function findingsOf(document: RecordDocument, settings?: CheckSettings): readonly Finding[] {
  const workspace = new Workspace();
  workspace.update(document);
  const uris = new Set([document, ...(document.included ?? [])].map(({ uri }) => uri));
  return [...uris].flatMap((uri) => workspace.findings(uri, settings));
}

// Stands for the names with addresses among what a rule asked for.
const HOSTS = "hosts";
