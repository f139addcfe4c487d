import type { LinePosition, RecordDocument } from "../dns/document.ts";
import { typeCode } from "../dns/mnemonics.ts";
import type { DnsRecord } from "../dns/record.ts";
import type { Span } from "../text/span.ts";
import { type Block, FLAG, sameState, type ZoneState } from "./block.ts";
import { hashName } from "./hash.ts";
import { NameIndex } from "./index.ts";
import { lineAt, lineStartsOf } from "./lines.ts";
import { originOf } from "./origin.ts";
import { afterEol, parseBlock } from "./parseBlock.ts";
import { type Neighbours, ownerOf, ZoneRecord } from "./record.ts";

/** What a zone file does not say itself. */
export interface ZoneOptions {
  /** Absolute; overrides what the SOA or the file name says. */
  readonly origin?: string;
}

/** What zone files hold on the average, to begin with an index of about the right size. */
const CHARACTERS_PER_NAME = 60;

/** A zone file as a list of blocks. An edit parses its block again and walks on until what follows reads alike. */
export class ZoneDocument implements RecordDocument, Neighbours {
  readonly language = "zone";
  readonly uri: string;
  readonly origin: string | undefined;
  #blocks: Block[] = [];
  #length = 0;
  #lines = 0;
  readonly #index: NameIndex;
  readonly #entry: ZoneState;
  readonly #options: ZoneOptions;

  constructor(uri: string, text: string, options: ZoneOptions = {}) {
    this.uri = uri;
    this.#options = options;
    this.#index = new NameIndex(text.length / CHARACTERS_PER_NAME);
    this.origin = options.origin ?? originOf(uri, text);
    this.#entry = { origin: this.origin, owner: undefined, ttl: -1, defaultTtl: -1 };
    this.#blocks = this.#parse(text, this.#entry);
    for (const block of this.#blocks) this.#index.add(block);
    this.#settle(0);
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
  get parts(): readonly Block[] {
    return this.#blocks;
  }
  /** Whether it has no `$INCLUDE`. */
  get isWhole(): boolean {
    return !this.#blocks.some(({ directives }) => directives.some(({ kind }) => kind === "$INCLUDE"));
  }
  get recordCount(): number {
    let count = 0;
    for (const block of this.#blocks) count += block.rows;
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
    return new ZoneDocument(this.uri, text, this.#options);
  }

  positionAt(offset: number): LinePosition {
    const at = Math.max(0, Math.min(offset, this.#length));
    const block = this.#blocks[this.#blockAt(at)];
    if (block === undefined) return { line: 0, character: 0 };
    const lines = lineStartsOf(block);
    const line = lineAt(lines, at - block.start);
    return { line: block.line + line, character: at - block.start - (lines[line] ?? 0) };
  }

  offsetAt(position: LinePosition): number {
    const block = this.#blocks[this.#blockOfLine(position.line)];
    if (block === undefined) return 0;
    const { text } = block;
    const lines = lineStartsOf(block);
    const within = position.line - block.line;
    const at = within < lines.length ? (lines[Math.max(0, within)] ?? 0) : text.length;
    let end = at;
    while (end < text.length && end - at < position.character) {
      const c = text.charCodeAt(end);
      if (c === 0x0a || c === 0x0d) break;
      end++;
    }
    return block.start + end;
  }

  /** Replaces a span, as an editor does. */
  replace(span: Span, text: string): void {
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
      const parsed = parseBlock(this.uri, changed, at, entry);
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

  /** In document order; `$GENERATE` is not expanded, statements that could not be read are left out. */
  *records(): Iterable<ZoneRecord> {
    for (const block of this.#blocks) {
      for (let row = 0; row < block.rows; row++) {
        if (((block.columns.flags[row] ?? 0) & FLAG.broken) === 0) yield new ZoneRecord(block, row, this);
      }
    }
  }

  /** The record in one row of one of the document's blocks. */
  recordOf(block: Block, row: number): ZoneRecord {
    return new ZoneRecord(block, row, this);
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
    return new ZoneRecord(block, low, this);
  }

  /** The records at an absolute lower-case name, in document order; of one type, where one is given. */
  recordsAt(owner: string, type?: string): readonly ZoneRecord[] {
    const wanted = type === undefined ? -1 : typeCode(type, 0, type.length);
    const found: ZoneRecord[] = [];
    this.#index.rowsOf(hashName(owner), (block, row) => {
      if (wanted >= 0 && block.columns.type[row] !== wanted) return;
      if (((block.columns.flags[row] ?? 0) & FLAG.broken) !== 0) return;
      if (ownerOf(block, row) === owner) found.push(new ZoneRecord(block, row, this));
    });
    return found.sort((a, b) => a.span.start - b.span.start);
  }

  /** The origin that was given; undefined where it was left to the file. */
  get givenOrigin(): string | undefined {
    return this.#options.origin;
  }

  /** The rows of the document by their names. */
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
      const { block, end } = parseBlock(this.uri, text, at, state);
      blocks.push(block);
      state = block.exit;
      at = end;
    }
    return blocks;
  }

  #settle(from: number): void {
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
  }

  #startsBlock(offset: number): boolean {
    return this.#blocks[this.#blockAt(offset)]?.start === offset;
  }

  // The block that covers the offset; the last one at the very end.
  #blockAt(offset: number): number {
    return lastWhere(this.#blocks, (block) => block.start <= offset);
  }

  #blockOfLine(line: number): number {
    return lastWhere(this.#blocks, (block) => block.line <= line);
  }
}

function endsLine(text: string): boolean {
  const last = text.charCodeAt(text.length - 1);
  return last === 0x0a || last === 0x0d;
}

function lastWhere(blocks: readonly Block[], holds: (block: Block) => boolean): number {
  let low = 0;
  let high = blocks.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const block = blocks[middle];
    if (block !== undefined && holds(block)) low = middle;
    else high = middle - 1;
  }
  return low;
}
