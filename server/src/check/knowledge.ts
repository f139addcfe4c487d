import { typeCode } from "../dns/mnemonics.ts";
import { isBelow, parentOf } from "../dns/names.ts";
import type { DnsRecord } from "../dns/record.ts";
import type { NameView } from "../rules/rule.ts";
import type { FileState } from "./fileState.ts";
import { nameView } from "./names.ts";
import { isOfWorkspace } from "./uris.ts";

const TYPE_NS = 2;

/** What is known about a name, as one file sees it. */
interface Known {
  readonly name: string;
  readonly parent: Known | undefined;
  readonly apex: string | undefined;
  records: readonly DnsRecord[] | undefined;
  complete: boolean | undefined;
  view: NameView | undefined;
}

type Answers = Map<string, Known>;

/** More answers than these are not kept: names are asked about in the order of the file, and neighbours ask alike. */
const MOST_KNOWN = 1024;

/**
 * What the files of a workspace say about names. Each file sees its own records first: another one with the same names is
 * another version of the zone (an earlier commit, another view).
 */
export class Knowledge {
  readonly #files: ReadonlyMap<string, FileState>;
  /** Apex of each complete zone, and the files that state its SOA. */
  readonly #apexes = new Map<string, Set<string>>();
  /** What was asked since something changed last, by file: rule after rule asks the same. */
  readonly #byFile = new Map<FileState | undefined, Answers>();
  #last: { readonly from: FileState | undefined; readonly answers: Answers } | undefined;

  constructor(files: ReadonlyMap<string, FileState>) {
    this.#files = files;
  }

  /** Something changed: what was worked out holds no longer. */
  forget(): void {
    this.#byFile.clear();
    this.#last = undefined;
  }

  /** Notes whether a file states a complete zone at a name; `forget` makes it count. */
  noteApex(name: string, uri: string, isApex: boolean): void {
    const uris = this.#apexes.get(name);
    if (isApex) this.#apexes.set(name, (uris ?? new Set()).add(uri));
    else uris?.delete(uri);
  }

  /** The file states no zone any more. */
  dropApexes(uri: string): void {
    for (const uris of this.#apexes.values()) uris.delete(uri);
  }

  /** The apexes of the zones that the workspace holds whole. */
  get apexes(): readonly string[] {
    return [...this.#apexes].filter(([, uris]) => uris.size > 0).map(([apex]) => apex);
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
    const records = this.#records(from, known);
    const found = records.length === 0 ? records : ofType(records, type);
    return found.length > 0 || this.#isComplete(from, known) ? found : undefined;
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
    return this.#askIn(this.#last.answers, name);
  }

  #of(from: FileState | undefined): Answers {
    let answers = this.#byFile.get(from);
    if (answers === undefined) {
      answers = new Map();
      this.#byFile.set(from, answers);
    }
    return answers;
  }

  #askIn(answers: Answers, name: string): Known {
    const found = answers.get(name);
    if (found !== undefined) return found;
    if (answers.size >= MOST_KNOWN) answers.clear();
    const above = parentOf(name);
    const parent = above === undefined ? undefined : this.#askIn(answers, above);
    const isApex = (this.#apexes.get(name)?.size ?? 0) > 0;
    const known: Known = {
      name,
      parent,
      apex: isApex ? name : parent?.apex,
      records: undefined,
      complete: undefined,
      view: undefined,
    };
    answers.set(name, known);
    return known;
  }

  #records(from: FileState | undefined, known: Known): readonly DnsRecord[] {
    known.records ??= this.#readRecords(from, known);
    return known.records;
  }

  #readRecords(from: FileState | undefined, { name, apex }: Known): readonly DnsRecord[] {
    const own = from?.document.recordsAt(name) ?? [];
    if (own.length > 0) return own;
    if (from !== undefined && apex !== undefined && this.#apexes.get(apex)?.has(from.document.uri))
      return own;
    for (const file of this.#files.values()) {
      if (file === from) continue;
      const records = file.document.recordsAt(name);
      if (records.length > 0 && isOfWorkspace(file.document.uri)) return records;
    }
    return own;
  }

  // Whether absence at the name means anything: its zone is here as a whole, and does not delegate the name away.
  #isComplete(from: FileState | undefined, known: Known): boolean {
    known.complete ??= this.#readComplete(from, known);
    return known.complete;
  }

  #readComplete(from: FileState | undefined, known: Known): boolean {
    const { name, apex, parent } = known;
    if (apex === undefined) return false;
    if (name === apex) return true;
    if (this.#records(from, known).some(({ typeCode }) => typeCode === TYPE_NS)) return false;
    return parent === undefined || !isBelow(name, apex) || this.#isComplete(from, parent);
  }
}

const CODES = new Map<string, number>();

function ofType(records: readonly DnsRecord[], type: string): readonly DnsRecord[] {
  let code = CODES.get(type);
  if (code === undefined) {
    code = typeCode(type, 0, type.length);
    CODES.set(type, code);
  }
  for (const record of records) {
    if (record.typeCode !== code) return records.filter(({ typeCode }) => typeCode === code);
  }
  return records;
}
