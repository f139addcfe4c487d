import type { DnsRecord, Lookup } from "../dns/record.ts";
import { steady } from "../mail/kept.ts";
import type { AskLive, LiveAnswer } from "../mail/live.ts";
import { lookupLive } from "../mail/liveRecords.ts";
import type { PolicyFiles } from "../mail/mtaSts.ts";
import type { Finding } from "../rules/finding.ts";
import { RULES } from "../rules/index.ts";
import type { DomainRule, DomainView, NameView } from "../rules/rule.ts";
import { reporterOf } from "../rules/run.ts";
import { isOfInterest } from "./changes.ts";
import { Dependents } from "./dependents.ts";
import { type FileState, hostsOf, takeSaid } from "./fileState.ts";
import type { Knowledge } from "./knowledge.ts";
import { markedLive } from "./live.ts";
import { Mentions, selectorOf } from "./mentions.ts";
import { nameView, rulesBySubjects, subjectsOf } from "./names.ts";
import { aboutCompleted, aboutName, aboutTogether, withOwner } from "./terraform.ts";
import { isOfWorkspace } from "./uris.ts";

const nameRulesOn = rulesBySubjects(RULES.filter((rule) => rule.scope === "name"));
const domainRulesOn = rulesBySubjects(RULES.filter((rule) => rule.scope === "domain"));

/**
 * How the rules about names and domains are asked, and who has to be asked again: what a rule was told about another name is
 * remembered with the name that it spoke of.
 */
export class NameChecks {
  readonly #known: Knowledge;
  readonly #readBy: (uri: string) => FileState | undefined;
  readonly #live: AskLive | undefined;
  readonly dependents = new Dependents();
  /** The files that mention something, the eldest first. */
  readonly #mentioning = new Map<string, readonly FileState[]>();
  /** The names that mention what many do, by the file that asks and the mention: thousands may ask one after the other. */
  readonly #mentioned = new Map<string, readonly string[]>();
  #remembers = true;
  /** What the names of one file ask, and for how many more of them what it answered is kept. */
  #shared: { readonly file: FileState; readonly lookup: Lookup; left: number } | undefined;
  /** The MTA-STS policy files beside the zones. */
  policies: PolicyFiles = new Map();

  /**
   * @param readBy the file by which one is read: the first that includes it, otherwise itself
   * @param live what the DNS says where the files do not know
   */
  constructor(known: Knowledge, readBy: (uri: string) => FileState | undefined, live: AskLive | undefined) {
    this.#known = known;
    this.#readBy = readBy;
    this.#live = live;
  }

  /** Runs checks of documents that will not change: what hangs on what is not written down. */
  forGood(checks: () => void): void {
    this.#remembers = false;
    checks();
    this.#shared = undefined;
  }

  /** Asks the rules about one name of a file, and keeps what they say with the file. */
  check(file: FileState, name: string): void {
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
    const found = first === undefined ? all : this.#toldOf(file, name, all, first);
    takeSaid(file, name, found);
  }

  #toldOf(file: FileState, name: string, all: readonly Finding[], first: DnsRecord): readonly Finding[] {
    const { document } = file;
    if (document.language !== "terraform") return all;
    const records = document.recordsAt(name);
    const at = (other: string) => {
      if (this.#remembers) this.dependents.add(other, name);
      return document.recordsAt(other);
    };
    const found = [
      ...aboutName(all, first),
      ...aboutTogether(name, records),
      ...aboutCompleted(name, records, at),
    ];
    return found.map((finding) => withOwner(finding, records));
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
      if (this.#remembers) this.dependents.add(name, owner);
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
      selectors: (domain = owner, most = Number.POSITIVE_INFINITY) => {
        const mention = selectorOf(domain);
        asks(mention);
        const names = this.mentioning(file.document.uri, mention);
        return names.slice(0, most).map((name) => {
          asks(name);
          return this.#known.ownView(file, name);
        });
      },
      policyFile: (domain) => this.policies.get(domain),
      hosts: () => {
        asks(HOSTS);
        return hostsOf(file);
      },
      mentioning: (kind, what) => {
        const mention = `${kind} ${what}`;
        asks(mention);
        return this.mentioning(file.document.uri, mention);
      },
      isMentioned: (kind, what) => {
        const mention = `${kind} ${what}`;
        asks(mention);
        return this.#filesWith(mention, file.document.uri).length > 0;
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
    const lookup = this.lookup(
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
      const records = lookup(name, type);
      // A wildcard that comes or goes changes what is not there, and so does a name between.
      if ((records?.length ?? 0) === 0)
        for (const above of this.#known.namesOver(this.#readBy(uri), name)) asks(above);
      return records;
    });
  }

  /** What a file knows about names, and the DNS where that is given. */
  lookup(uri: string, live = this.#live): Lookup {
    const inFiles: Lookup = (name, type) => this.#known.recordsOf(this.#readBy(uri), name, type);
    return live === undefined ? inFiles : lookupLive(inFiles, live);
  }

  /**
   * The names that mention something, as a file sees them, sorted.
   *
   * @param mention its kind, a space and the thing itself
   */
  mentioning(uri: string, mention: string): readonly string[] {
    const files = this.#filesWith(mention, uri);
    if (files.length === 0) return NO_NAMES;
    const key = `${uri} ${mention}`;
    const kept = this.#mentioned.get(key);
    if (kept !== undefined) return kept;
    const names = files.flatMap(({ mentions }) => mentions.names(mention));
    const sorted = [...new Set(names)].sort();
    if (sorted.length > MANY) this.#mentioned.set(key, sorted);
    return sorted;
  }

  // A file itself and those of the workspace: not the old sides of comparisons.
  #filesWith(mention: string, uri: string): readonly FileState[] {
    const files = this.#mentioning.get(mention) ?? NO_FILES;
    return files.filter(({ document }) => document.uri === uri || isOfWorkspace(document.uri));
  }

  /** Takes in what a name of a file mentions now; those who asked about it are told of changes at the name. */
  noteMentions(file: FileState, name: string, mentions: readonly string[]): void {
    for (const mention of file.mentions.set(name, mentions)) {
      this.#mentioned.clear();
      this.#noteFile(mention, file);
      for (const dependent of this.dependents.of(mention)) this.dependents.add(name, dependent);
    }
  }

  /** Nothing is known any more of what the file mentions. */
  forgetMentions(file: FileState): void {
    const { all } = file.mentions;
    file.mentions = new Mentions();
    this.#mentioned.clear();
    for (const mention of all) this.#noteFile(mention, file);
  }

  // In the order in which the files came, whichever of them changed last.
  #noteFile(mention: string, file: FileState): void {
    const files = this.#mentioning.get(mention) ?? NO_FILES;
    const has = file.mentions.has(mention);
    if (files.includes(file) === has) return;
    const others = files.filter((other) => other !== file);
    const now = has ? withFile(others, file) : others;
    if (now.length === 0) this.#mentioning.delete(mention);
    else this.#mentioning.set(mention, now);
  }

  #sharedLookup(uri: string): Lookup {
    const file = this.#readBy(uri);
    return steady((name, type) => this.#known.recordsOf(file, name, type));
  }
}

/** More names than these are kept in their order. */
const MANY = 32;

/** So many names in a row share answers. */
const MOST_SHARING = 128;

/** Stands for the names with addresses among what a rule asked for. */
export const HOSTS = "hosts";

const NO_NAMES: readonly string[] = [];
const NO_FILES: readonly FileState[] = [];

function withFile(others: readonly FileState[], file: FileState): readonly FileState[] {
  return others.length === 0 ? file.alone : [...others, file].sort((a, b) => a.number - b.number);
}
