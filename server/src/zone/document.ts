import type { LinePosition, RecordDocument, SyntaxProblem } from "../dns/document.ts";
import { Recent } from "../dns/recent.ts";
import type { DnsRecord } from "../dns/record.ts";
import { typed } from "../dns/typed.ts";
import { lastUpTo } from "../text/halving.ts";
import type { Span } from "../text/span.ts";
import { type Block, FLAG, firstState, type Pattern, type TimesAfter, type ZoneState } from "./block.ts";
import { BlockList, type Exchange } from "./blockList.ts";
import { generatedFrom } from "./generated.ts";
import { hashName } from "./hash.ts";
import { problemOfInclude } from "./includeProblems.ts";
import { type FileSource, INCLUDE_MOST, type Include, type IncludePlace, Includes } from "./includes.ts";
import { NameIndex } from "./index.ts";
import { originOf } from "./origin.ts";
import { PatternIndex } from "./patternIndex.ts";
import { type Neighbours, ownerOf, ZoneRecord } from "./record.ts";
import { type Located, walk } from "./walk.ts";

/** What a zone file does not say itself. */
export interface ZoneOptions {
  /** Absolute; overrides what the SOA or the file name says. */
  readonly origin?: string;
  /** Finds the files that it includes; without one they are not known. */
  readonly source?: FileSource;
  /** Characters of a block; as is best for a document that is edited, where it is left out. */
  readonly blockSize?: number;
}

/** What a file that another one includes begins with. */
interface PartOfZone {
  readonly entry: ZoneState;
  readonly place: IncludePlace;
}

/** A `$GENERATE` and where it stands. */
interface PlacedPattern {
  readonly document: ZoneDocument;
  readonly block: Block;
  readonly pattern: Pattern;
}

/** What zone files hold on the average, to begin with an index of about the right size. */
const CHARACTERS_PER_NAME = 60;

/** Names whose records are kept for the next question. */
const MOST_RECENT = 128;
const MOST_MADE = 4;

/** A zone file: its blocks, the records in them by their owners, and the files that it includes. */
export class ZoneDocument implements RecordDocument, Neighbours {
  readonly language = "zone";
  readonly uri: string;
  readonly origin: string | undefined;
  readonly #list: BlockList;
  /** The blocks with a `$GENERATE`. */
  #patterned: readonly Block[] = [];
  /** Whether there is one here or in a file that this one includes. */
  #hasPatterns = false;
  /** Those patterns by what they make; undefined as long as nobody has asked. */
  #patternIndex: PatternIndex<PlacedPattern> | undefined;
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
  readonly #recent = new Recent<string, readonly DnsRecord[]>(MOST_RECENT);
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
            (file, content, entry, below) =>
              new ZoneDocument(file, content, sizeOf(options), { entry, place: below }),
          );
    this.#list = new BlockList(uri, text, this.#entry, this.#files?.follow, options.blockSize);
    // The blocks of an included file are in the index of the outermost one.
    if (part === undefined) for (const block of this.blocks) this.#index.add(block);
    this.#settle();
  }

  /** The origin that was given, whatever the file says. */
  get givenOrigin(): string | undefined {
    return this.#options.origin;
  }
  get length(): number {
    return this.#list.length;
  }
  get lineCount(): number {
    return this.#list.lines + 1;
  }
  get blocks(): readonly Block[] {
    return this.#list.all;
  }
  /** Its `$INCLUDE`s, in document order. */
  get includes(): readonly Include<ZoneDocument>[] {
    return this.#includes;
  }
  /** Its own blocks and those of the files that it includes. */
  get parts(): readonly Block[] {
    if (this.#includes.length === 0) return this.blocks;
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
    return this.#files !== undefined || !this.blocks.some(({ includes }) => includes);
  }
  get exit(): TimesAfter {
    return this.blocks.at(-1)?.exit ?? this.#entry;
  }
  /** Whether not one line of it is a record, a directive or a comment. */
  get isForeign(): boolean {
    return (
      this.recordCount === 0 &&
      this.blocks.some(({ problems }) => problems.length > 0) &&
      !this.blocks.some(({ directives }) => directives.length > 0)
    );
  }

  /** Those of the files that it, or a file that it includes, names in an `$INCLUDE`. */
  asked(uris: { has(uri: string): boolean }): readonly string[] {
    return this.#includes.flatMap(({ uri, document }) => [
      ...(uris.has(uri) ? [uri] : []),
      ...(document?.asked(uris) ?? []),
    ]);
  }

  /** Reads the files that it includes again. */
  refresh(): void {
    this.#files?.forget();
    for (const block of this.blocks.filter(({ includes }) => includes).reverse()) {
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
    for (const { rows, columns, patterns } of this.blocks) {
      for (let row = 0; row < rows; row++) if (((columns.flags[row] ?? 0) & FLAG.broken) === 0) count++;
      for (const { generate } of patterns) count += generate.count;
    }
    return count;
  }
  get eol(): string {
    return this.#list.eol;
  }

  text(): string {
    return this.#list.text();
  }

  slice(start: number, end: number): string {
    return this.#list.slice(start, end);
  }

  withText(text: string): ZoneDocument {
    return new ZoneDocument(this.uri, text, this.#options, this.#part);
  }

  positionAt(offset: number): LinePosition {
    return this.#list.positionAt(offset);
  }

  offsetAt(position: LinePosition): number {
    return this.#list.offsetAt(position);
  }

  /**
   * Replaces a span, as an editor does.
   *
   * @param most about so many blocks are read again at once; what else the edit changed is left for `catchUp`, and says until then
   *   what it said before
   */
  replace(span: Span, text: string, most = Number.POSITIVE_INFINITY): void {
    this.#budget.left = INCLUDE_MOST;
    this.#exchange(this.#list.replace(span, text, most));
  }

  /** Whether something is still read as it was before an edit above it. */
  get isBehind(): boolean {
    return this.#list.isBehind;
  }

  /** Reads on behind an edit. @param most about so many blocks */
  catchUp(most = Number.POSITIVE_INFINITY): void {
    while (this.isBehind) {
      this.#exchange(this.#list.catchUp(most));
      if (most !== Number.POSITIVE_INFINITY) return;
    }
  }

  #exchange({ gone, made }: Exchange): void {
    for (const block of gone) this.#index.remove(block);
    for (const block of made) this.#index.add(block);
    this.#settle();
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
    for (const block of this.blocks) {
      for (let row = 0; row < block.rows; row++) {
        if (((block.columns.flags[row] ?? 0) & FLAG.broken) === 0) yield new ZoneRecord(block, row, this);
      }
    }
  }

  /** As `records`, each with the file it stands in, and with all that `$GENERATE` makes. */
  located(): Iterable<Located<ZoneDocument>> {
    return walk<ZoneDocument>(this, true);
  }

  /** Whether there is a `$GENERATE` in this file or in one it includes. */
  get hasPatterns(): boolean {
    return this.#hasPatterns;
  }

  /** The patterns of `$GENERATE` in this file and the ones it includes. */
  get patterns(): readonly PlacedPattern[] {
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
    return this.included.find((document) => document.#list.blockAt(block.start) === block) ?? this;
  }

  /** The record whose statement covers the offset. */
  recordAt(offset: number): DnsRecord | undefined {
    const block = this.#list.blockAt(offset);
    if (block === undefined) return undefined;
    const at = offset - block.start;
    const { start, end } = block.columns;
    const row = lastUpTo(start, at, block.rows);
    if (block.rows === 0 || at < (start[row] ?? 0) || at > (end[row] ?? 0)) return undefined;
    // A line that names no type is no record.
    if (block.columns.type[row] === 0 && ((block.columns.flags[row] ?? 0) & FLAG.broken) !== 0)
      return undefined;
    return new ZoneRecord(block, row, this);
  }

  /** The records at an absolute lower-case name, in document order; of one type, where one is given. */
  recordsAt(owner: string, type?: string): readonly DnsRecord[] {
    let found = this.#recent.get(owner);
    if (found === undefined) {
      found = this.#readRecords(owner);
      this.#recent.set(owner, found);
    }
    return type === undefined || found.length === 0 ? found : typed(found, type);
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
      this.#patternIndex ??= new PatternIndex(this.patterns);
      for (const { place, numbers } of this.#patternIndex.at(owner))
        found.push(...generatedFrom(place.block, place.pattern, numbers, place.document));
    }
    return found.length > 1 ? this.#inOrder(found) : found;
  }

  #inOrder(records: readonly DnsRecord[]): readonly DnsRecord[] {
    if (this.#foreign.size === 0) return records.toSorted((a, b) => a.span.start - b.span.start);
    const order = new Map<object, number>(this.parts.map((part, index) => [part, index]));
    const rank = ({ anchor }: DnsRecord) => order.get(anchor) ?? 0;
    return [...records].sort((a, b) => rank(a) - rank(b) || a.span.start - b.span.start);
  }

  /** The rows of the zone by their names. */
  get names(): NameIndex {
    return this.#index;
  }

  heir(block: Block, row: number): { readonly block: Block; readonly row: number } | undefined {
    let next = block;
    let at = row + 1;
    if (at >= block.rows) {
      let i = this.#list.indexAt(block.start) + 1;
      while ((this.blocks[i]?.rows ?? 1) === 0) i++;
      const following = this.blocks[i];
      if (following === undefined) return undefined;
      next = following;
      at = 0;
    }
    const stated = ((next.columns.flags[at] ?? 0) & FLAG.ownerStated) !== 0;
    return stated ? undefined : { block: next, row: at };
  }

  #settle(): void {
    this.#recent.clear();
    this.#made.clear();
    this.#patterned = this.blocks.filter(({ patterns }) => patterns.length > 0);
    this.#includes = this.#files?.settle(this.blocks) ?? [];
    this.#hasPatterns = [this, ...this.included].some((document) => document.#patterned.length > 0);
    this.#patternIndex = undefined;
    if (this.#part === undefined) this.#indexIncluded();
  }

  #indexIncluded(): void {
    const blocks = this.included.flatMap((document) => document.blocks);
    const kept = new Set(blocks);
    for (const block of this.#foreign) if (!kept.has(block)) this.#index.remove(block);
    for (const block of blocks) if (!this.#foreign.has(block)) this.#index.add(block);
    this.#foreign = kept;
  }
}

// What a part of a zone has in common with it.
function sizeOf({ blockSize }: ZoneOptions): ZoneOptions {
  return blockSize === undefined ? {} : { blockSize };
}
