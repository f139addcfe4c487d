import type { LinePosition, RecordDocument, SyntaxProblem } from "../dns/document.ts";
import { typeCode } from "../dns/mnemonics.ts";
import type { DnsRecord } from "../dns/record.ts";
import type { Span } from "../text/span.ts";
import {
  type Block,
  type Directive,
  FLAG,
  firstState,
  type Pattern,
  sameState,
  type TimesAfter,
  type ZoneState,
} from "./block.ts";
import { lastOf, numbersOf } from "./generate.ts";
import { generatedRecord } from "./generated.ts";
import { hashName } from "./hash.ts";
import { problemOfInclude } from "./includeProblems.ts";
import { type FileSource, INCLUDE_MOST, type Include, type IncludePlace, Includes } from "./includes.ts";
import { NameIndex } from "./index.ts";
import { originOf } from "./origin.ts";
import { parseBlock } from "./parseBlock.ts";
import { blockAt, offsetIn, positionIn } from "./positions.ts";
import { type Neighbours, ownerOf, ZoneRecord } from "./record.ts";
import { afterEol } from "./statement.ts";
import { type Located, walk } from "./walk.ts";

/** What a zone file does not say itself. */
export interface ZoneOptions {
  /** Absolute; overrides what the SOA or the file name says. */
  readonly origin?: string;
  /** Finds the files that it includes; without one they are not known. */
  readonly source?: FileSource;
}

/** What a file that another one includes begins with. */
interface PartOfZone {
  readonly entry: ZoneState;
  readonly place: IncludePlace;
}

/** What zone files hold on the average, to begin with an index of about the right size. */
const CHARACTERS_PER_NAME = 60;

/** Names whose records are kept for the next question. */
const MOST_RECENT = 256;
const MOST_MADE = 4;

/** A zone file as a list of blocks. An edit parses its block again and walks on until what follows reads alike. */
export class ZoneDocument implements RecordDocument, Neighbours {
  readonly language = "zone";
  readonly uri: string;
  readonly origin: string | undefined;
  #blocks: Block[] = [];
  #length = 0;
  #lines = 0;
  /** The blocks with a `$GENERATE`. */
  #patterned: readonly Block[] = [];
  /** Whether there is one here or in a file that this one includes. */
  #hasPatterns = false;
  readonly #index: NameIndex;
  readonly #entry: ZoneState;
  readonly #options: ZoneOptions;
  readonly #part: PartOfZone | undefined;
  readonly #above: readonly string[];
  readonly #files: Includes<ZoneDocument> | undefined;
  readonly #budget = { left: INCLUDE_MOST };
  #includes: readonly Include<ZoneDocument>[] = [];
  /** The blocks of included files. */
  #foreign: ReadonlySet<Block> = new Set();
  /** What was asked for since the last edit: rule after rule asks for the same names. */
  readonly #recent = new Map<string, readonly DnsRecord[]>();
  /** The records of a few blocks: who checks a block and then its names meets the same ones. */
  readonly #made = new Map<Block, { readonly home: ZoneDocument; readonly records: ZoneRecord[] }>();

  constructor(uri: string, text: string, options: ZoneOptions = {}, part?: PartOfZone) {
    this.uri = uri;
    this.origin = part === undefined ? (options.origin ?? originOf(uri, text)) : part.entry.origin;
    this.#options = options;
    this.#index = new NameIndex(text.length / CHARACTERS_PER_NAME);
    this.#part = part;
    this.#entry = part?.entry ?? firstState(this.origin);
    const { source } = options;
    this.#above = part?.place.above ?? [];
    const place =
      part?.place ?? (source === undefined ? undefined : { source, above: [], budget: this.#budget });
    this.#files =
      place === undefined
        ? undefined
        : new Includes(
            uri,
            place,
            (file, content, entry, below) => new ZoneDocument(file, content, {}, { entry, place: below }),
          );
    this.#blocks = this.#parse(text, this.#entry);
    // The blocks of an included file are in the index of the outermost one.
    if (part === undefined) for (const block of this.#blocks) this.#index.add(block);
    this.#settle(0);
  }

  /** The origin that was given, whatever the file says. */
  get givenOrigin(): string | undefined {
    return this.#options.origin;
  }
  get length(): number {
    return this.#length;
  }
  get lineCount(): number {
    return this.#lines + 1;
  }
  get blocks(): readonly Block[] {
    return this.#blocks;
  }
  /** Its `$INCLUDE`s, in document order. */
  get includes(): readonly Include<ZoneDocument>[] {
    return this.#includes;
  }
  /** Its own blocks and those of the files that it includes. */
  get parts(): readonly Block[] {
    if (this.#includes.length === 0) return this.#blocks;
    return [this, ...this.included].flatMap(({ blocks }) => blocks);
  }
  /** Every file that it includes and that could be read, once for each `$INCLUDE`, those within them too. */
  get included(): readonly ZoneDocument[] {
    return this.#includes.flatMap(({ document }) =>
      document === undefined ? [] : [document, ...document.included],
    );
  }
  /** Whether every file that it includes is here. */
  get isWhole(): boolean {
    if (this.#includes.some(({ kind, document }) => kind !== "empty" && document?.isWhole !== true))
      return false;
    return this.#files !== undefined || !this.#blocks.some(({ directives }) => directives.some(isInclude));
  }
  get exit(): TimesAfter {
    return this.#blocks.at(-1)?.exit ?? this.#entry;
  }
  /** Whether not one line of it is a record, a directive or a comment. */
  get isForeign(): boolean {
    return (
      this.recordCount === 0 &&
      this.#blocks.some(({ problems }) => problems.length > 0) &&
      !this.#blocks.some(({ directives }) => directives.length > 0)
    );
  }

  /** Whether it, or a file that it includes, names this one in an `$INCLUDE`. */
  asksFor(uri: string): boolean {
    return this.#includes.some((one) => one.uri === uri || one.document?.asksFor(uri) === true);
  }

  /** Reads the files that it includes again. */
  refresh(): void {
    this.#files?.forget();
    for (const block of this.#blocks.filter(({ directives }) => directives.some(isInclude)).reverse()) {
      this.replace({ start: block.start, end: block.start }, "");
    }
  }

  /** What is wrong with the files that it includes, and where. */
  get includeProblems(): readonly { readonly part: Block; readonly problem: SyntaxProblem }[] {
    return [this, ...this.included].flatMap((document) => document.#ownIncludeProblems());
  }

  #ownIncludeProblems() {
    return this.#includes.flatMap((include) => {
      const problem = problemOfInclude(include, [...this.#above, this.uri]);
      return problem === undefined ? [] : [{ part: include.block, problem }];
    });
  }

  get recordCount(): number {
    let count = 0;
    for (const { rows, columns, patterns } of this.#blocks) {
      for (let row = 0; row < rows; row++) if (((columns.flags[row] ?? 0) & FLAG.broken) === 0) count++;
      for (const { generate } of patterns) count += generate.count;
    }
    return count;
  }
  get eol(): string {
    const text = this.#blocks[0]?.text ?? "";
    const at = text.search(/[\r\n]/);
    if (at < 0) return "\n";
    return text.slice(at, afterEol(text, at));
  }

  text(): string {
    return this.#blocks.map((block) => block.text).join("");
  }

  slice(start: number, end: number): string {
    let out = "";
    for (let i = this.#blockAt(start); i < this.#blocks.length; i++) {
      const block = this.#blocks[i];
      if (block === undefined || block.start >= end) break;
      out += block.text.slice(Math.max(0, start - block.start), Math.max(0, end - block.start));
    }
    return out;
  }

  withText(text: string): ZoneDocument {
    return new ZoneDocument(this.uri, text, this.#options, this.#part);
  }

  positionAt(offset: number): LinePosition {
    return positionIn(this.#blocks, Math.max(0, Math.min(offset, this.#length)));
  }

  offsetAt(position: LinePosition): number {
    return offsetIn(this.#blocks, position);
  }

  /** Replaces a span, as an editor does. */
  replace(span: Span, text: string): void {
    this.#budget.left = INCLUDE_MOST;
    const first = Math.max(0, this.#blockAt(span.start) - (this.#startsBlock(span.start) ? 1 : 0));
    let last = this.#blockAt(Math.max(span.start, span.end));
    if (this.#blocks.length === 0) last = -1;
    const from = this.#blocks[first]?.start ?? 0;
    const old = this.#blocks
      .slice(first, last + 1)
      .map((block) => block.text)
      .join("");
    let changed = old.slice(0, span.start - from) + text + old.slice(span.end - from);
    const made: Block[] = [];
    let entry = this.#blocks[first]?.entry ?? this.#entry;
    let at = 0;
    while (true) {
      const next = this.#blocks[last + 1];
      if (at >= changed.length) {
        if (next === undefined || sameState(entry, next.entry)) break;
        changed = next.text;
        at = 0;
        last++;
        continue;
      }
      const parsed = parseBlock(this.uri, changed, at, entry, this.#files?.follow);
      const atEnd = parsed.end >= changed.length;
      if (atEnd && next !== undefined && (parsed.open || !endsLine(changed))) {
        changed = changed.slice(at) + next.text;
        at = 0;
        last++;
        continue;
      }
      made.push(parsed.block);
      entry = parsed.block.exit;
      at = parsed.end;
    }
    for (const block of this.#blocks.slice(first, last + 1)) this.#index.remove(block);
    this.#blocks.splice(first, last + 1 - first, ...made);
    for (const block of made) this.#index.add(block);
    this.#settle(first);
  }

  /**
   * In document order, those of included files where they are included; `$GENERATE` is not expanded, statements that could
   * not be read are left out.
   */
  *records(): Iterable<DnsRecord> {
    for (const { record } of walk<ZoneDocument>(this, false)) yield record;
  }

  /** As `records`, without those of included files. */
  *ownRecords(): Iterable<ZoneRecord> {
    for (const block of this.#blocks) {
      for (let row = 0; row < block.rows; row++) {
        if (((block.columns.flags[row] ?? 0) & FLAG.broken) === 0) yield new ZoneRecord(block, row, this);
      }
    }
  }

  /** As `records`, each with the file it stands in, and with all that `$GENERATE` makes. */
  located(): Iterable<Located<ZoneDocument>> {
    return walk<ZoneDocument>(this, true);
  }

  /** The patterns of `$GENERATE` in this file and the ones it includes. */
  get patterns(): readonly {
    readonly document: ZoneDocument;
    readonly block: Block;
    readonly pattern: Pattern;
  }[] {
    return [this, ...this.included].flatMap((document) =>
      document.#patterned.flatMap((block) => block.patterns.map((pattern) => ({ document, block, pattern }))),
    );
  }

  /** The record in one row of one of the document's parts. */
  recordOf(block: Block, row: number): ZoneRecord {
    let made = this.#made.get(block);
    if (made === undefined) {
      if (this.#made.size >= MOST_MADE) this.#made.clear();
      made = { home: this.homeOf(block), records: [] };
      this.#made.set(block, made);
    }
    let record = made.records[row];
    if (record === undefined) {
      record = new ZoneRecord(block, row, made.home);
      made.records[row] = record;
    }
    return record;
  }

  /** The same in one of its own blocks, made anew and forgotten: for whoever goes through all of them. */
  madeRecord(block: Block, row: number): ZoneRecord {
    return new ZoneRecord(block, row, this);
  }

  /** The file of this zone that a block belongs to. */
  homeOf(block: Block): ZoneDocument {
    if (block.uri === this.uri) return this;
    return (
      this.included.find((document) => document.#blocks[document.#blockAt(block.start)] === block) ?? this
    );
  }

  /** The record whose statement covers the offset. */
  recordAt(offset: number): DnsRecord | undefined {
    const block = this.#blocks[this.#blockAt(offset)];
    if (block === undefined) return undefined;
    const at = offset - block.start;
    const { start, end } = block.columns;
    let low = 0;
    let high = block.rows - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((start[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    if (block.rows === 0 || at < (start[low] ?? 0) || at > (end[low] ?? 0)) return undefined;
    // A line that names no type is no record.
    if (block.columns.type[low] === 0 && ((block.columns.flags[low] ?? 0) & FLAG.broken) !== 0)
      return undefined;
    return new ZoneRecord(block, low, this);
  }

  /** The records at an absolute lower-case name, in document order; of one type, where one is given. */
  recordsAt(owner: string, type?: string): readonly DnsRecord[] {
    let found = this.#recent.get(owner);
    if (found === undefined) {
      if (this.#recent.size >= MOST_RECENT) this.#recent.clear();
      found = this.#readRecords(owner);
      this.#recent.set(owner, found);
    }
    if (type === undefined || found.length === 0) return found;
    const wanted = typeCode(type, 0, type.length);
    return found.filter((record) => record.typeCode === wanted);
  }

  #readRecords(owner: string): readonly DnsRecord[] {
    const found: DnsRecord[] = [];
    let asked: Block | undefined;
    let askedRow = -1;
    let isOwner = false;
    this.#index.rowsOf(hashName(owner), (block, row) => {
      const { flags, ownerRow } = block.columns;
      if (((flags[row] ?? 0) & FLAG.broken) !== 0) return;
      // The rows of one name mostly share the one that states it.
      if (block !== asked || ownerRow[row] !== askedRow) {
        asked = block;
        askedRow = ownerRow[row] ?? -1;
        isOwner = ownerOf(block, row) === owner;
      }
      if (isOwner) found.push(this.recordOf(block, row));
    });
    if (this.#hasPatterns) {
      for (const { document, block, pattern } of this.patterns)
        found.push(...document.#generatedAt(block, pattern, owner));
    }
    return found.length > 1 ? this.#inOrder(found) : found;
  }

  #inOrder(records: readonly DnsRecord[]): readonly DnsRecord[] {
    if (this.#foreign.size === 0) return records.toSorted((a, b) => a.span.start - b.span.start);
    const order = new Map<object, number>(this.parts.map((part, index) => [part, index]));
    const rank = ({ anchor }: DnsRecord) => order.get(anchor) ?? 0;
    return [...records].sort((a, b) => rank(a) - rank(b) || a.span.start - b.span.start);
  }

  /** The records of a pattern of one of the document's blocks, from the first to the last. */
  *generated(block: Block, pattern: Pattern): Iterable<DnsRecord> {
    const { start, step, count } = pattern.generate;
    for (let i = 0; i < count; i++) {
      const record = generatedRecord(block, pattern, start + i * step, this);
      if (record !== undefined) yield record;
    }
  }

  /** The first and the last record of a pattern, which its other ones lie between. */
  generatedEnds(block: Block, pattern: Pattern): readonly DnsRecord[] {
    const { start } = pattern.generate;
    return [...new Set([start, lastOf(pattern.generate)])].flatMap(
      (number) => generatedRecord(block, pattern, number, this) ?? [],
    );
  }

  *#generatedAt(block: Block, pattern: Pattern, owner: string): Iterable<DnsRecord> {
    for (const number of numbersOf(pattern.generate, owner, pattern.origin)) {
      const record = generatedRecord(block, pattern, number, this);
      if (record !== undefined) yield record;
    }
  }

  /** The rows of the zone by their names. */
  get names(): NameIndex {
    return this.#index;
  }

  heir(block: Block, row: number): { readonly block: Block; readonly row: number } | undefined {
    let next = block;
    let at = row + 1;
    if (at >= block.rows) {
      let i = this.#blockAt(block.start) + 1;
      while ((this.#blocks[i]?.rows ?? 1) === 0) i++;
      const following = this.#blocks[i];
      if (following === undefined) return undefined;
      next = following;
      at = 0;
    }
    const stated = ((next.columns.flags[at] ?? 0) & FLAG.ownerStated) !== 0;
    return stated ? undefined : { block: next, row: at };
  }

  #parse(text: string, entry: ZoneState): Block[] {
    const blocks: Block[] = [];
    let state = entry;
    for (let at = 0; at < text.length; ) {
      const { block, end } = parseBlock(this.uri, text, at, state, this.#files?.follow);
      blocks.push(block);
      state = block.exit;
      at = end;
    }
    return blocks;
  }

  #settle(from: number): void {
    this.#recent.clear();
    this.#made.clear();
    const before = this.#blocks[from - 1];
    let start = before === undefined ? 0 : before.start + before.text.length;
    let line = before === undefined ? 0 : before.line + before.lines;
    for (let i = from; i < this.#blocks.length; i++) {
      const block = this.#blocks[i];
      if (block === undefined) continue;
      block.start = start;
      block.line = line;
      start += block.text.length;
      line += block.lines;
    }
    this.#length = start;
    this.#lines = line;
    this.#patterned = this.#blocks.filter(({ patterns }) => patterns.length > 0);
    this.#includes = this.#files?.settle(this.#blocks) ?? [];
    this.#hasPatterns = this.patterns.length > 0;
    if (this.#part === undefined) this.#indexIncluded();
  }

  #indexIncluded(): void {
    const blocks = this.included.flatMap((document) => document.blocks);
    const kept = new Set(blocks);
    for (const block of this.#foreign) if (!kept.has(block)) this.#index.remove(block);
    for (const block of blocks) if (!this.#foreign.has(block)) this.#index.add(block);
    this.#foreign = kept;
  }

  #startsBlock(offset: number): boolean {
    return this.#blocks[this.#blockAt(offset)]?.start === offset;
  }

  #blockAt(offset: number): number {
    return blockAt(this.#blocks, offset);
  }
}

function isInclude({ kind }: Directive): boolean {
  return kind === "$INCLUDE";
}

function endsLine(text: string): boolean {
  const last = text.charCodeAt(text.length - 1);
  return last === 0x0a || last === 0x0d;
}
