import type { LinePosition } from "../dns/document.ts";
import type { Span } from "../text/span.ts";
import { type Block, type Follow, sameState, type ZoneState } from "./block.ts";
import { goesOn } from "./orphans.ts";
import { parseBlock } from "./parseBlock.ts";
import { blockAt, offsetIn, positionIn } from "./positions.ts";
import { afterEol } from "./statement.ts";

/** What an edit changed: the blocks that it took out, and those that stand in their place. */
export interface Exchange {
  readonly gone: readonly Block[];
  readonly made: readonly Block[];
}

/** The text of a file as a list of blocks. An edit parses its block again and walks on until what follows reads alike. */
export class BlockList {
  readonly #uri: string;
  readonly #entry: ZoneState;
  readonly #follow: Follow | undefined;
  readonly #size: number | undefined;
  #blocks: Block[] = [];
  #length = 0;
  #lines = 0;
  /** The first block that may be read from another state than the one before it leaves; undefined where all are in step. */
  #behind: number | undefined;

  /**
   * @param entry how the file begins
   * @param follow reads the files that it includes
   * @param size of a block, in characters
   */
  constructor(uri: string, text: string, entry: ZoneState, follow: Follow | undefined, size?: number) {
    this.#uri = uri;
    this.#entry = entry;
    this.#follow = follow;
    this.#size = size;
    let state = entry;
    for (let at = 0; at < text.length; ) {
      const { block, end } = parseBlock(uri, text, at, state, follow, size);
      this.#blocks.push(block);
      state = block.exit;
      at = end;
    }
    this.#settle(0);
  }

  /** In document order. */
  get all(): readonly Block[] {
    return this.#blocks;
  }

  /** In UTF-16 units. */
  get length(): number {
    return this.#length;
  }

  /** Line breaks. */
  get lines(): number {
    return this.#lines;
  }

  /** The line break that the file uses. */
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
    for (let i = this.indexAt(start); i < this.#blocks.length; i++) {
      const block = this.#blocks[i];
      if (block === undefined || block.start >= end) break;
      out += block.text.slice(Math.max(0, start - block.start), Math.max(0, end - block.start));
    }
    return out;
  }

  positionAt(offset: number): LinePosition {
    return positionIn(this.#blocks, Math.max(0, Math.min(offset, this.#length)));
  }

  offsetAt(position: LinePosition): number {
    return offsetIn(this.#blocks, position);
  }

  /** The number of the block that an offset lies in. */
  indexAt(offset: number): number {
    return blockAt(this.#blocks, offset);
  }

  /** The block that an offset lies in. */
  blockAt(offset: number): Block | undefined {
    return this.#blocks[this.indexAt(offset)];
  }

  /** Whether blocks may still be read as they were before an edit above them. */
  get isBehind(): boolean {
    return this.#behind !== undefined;
  }

  /** Reads some more of the blocks that an edit above them changed. @param most about so many */
  catchUp(most: number): Exchange {
    for (let i = this.#behind ?? this.#blocks.length; i < this.#blocks.length; i++) {
      const block = this.#blocks[i];
      if (block === undefined || this.#isInStep(i)) continue;
      const changed = this.#readAgain(i, i, block.text, this.#entryOf(i), most);
      this.#behind = i + changed.made.length;
      return changed;
    }
    this.#behind = undefined;
    return { gone: [], made: [] };
  }

  // The state that the blocks before one leave.
  #entryOf(index: number): ZoneState {
    return this.#blocks[index - 1]?.exit ?? this.#entry;
  }

  #isInStep(index: number): boolean {
    const block = this.#blocks[index];
    return block === undefined || sameState(this.#entryOf(index), block.entry);
  }

  /**
   * Replaces a span.
   *
   * @param most about so many blocks are read again at once; the others are left for `catchUp`, and read until then as they were
   */
  replace(span: Span, text: string, most: number): Exchange {
    const first = Math.max(0, this.indexAt(span.start) - (this.#beginsBlock(span.start) ? 1 : 0));
    let last = this.indexAt(Math.max(span.start, span.end));
    if (this.#blocks.length === 0) last = -1;
    const from = this.#blocks[first]?.start ?? 0;
    const old = this.#blocks
      .slice(first, last + 1)
      .map((block) => block.text)
      .join("");
    const changed = old.slice(0, span.start - from) + text + old.slice(span.end - from);
    const entry = this.#blocks[first]?.entry ?? this.#entry;
    const exchanged = this.#readAgain(first, last, changed, entry, most);
    const next = first + exchanged.made.length;
    if (this.#behind !== undefined || !this.#isInStep(next))
      this.#behind = Math.min(this.#behind ?? next, next);
    return exchanged;
  }

  // What stands in place of the blocks from `first` to `last`, and as many behind them as it changes.
  #readAgain(first: number, end: number, text: string, state: ZoneState, most: number): Exchange {
    const made: Block[] = [];
    let [changed, last, entry] = [text, end, state];
    let at = 0;
    while (true) {
      const next = this.#blocks[last + 1];
      if (at >= changed.length) {
        if (next === undefined || sameState(entry, next.entry) || made.length >= most) break;
        changed = next.text;
        at = 0;
        last++;
        continue;
      }
      const parsed = parseBlock(this.#uri, changed, at, entry, this.#follow, this.#size);
      const atEnd = parsed.end >= changed.length;
      const isSplit = parsed.open || !endsLine(changed) || (parsed.awaits && goesOn(next?.text ?? "", 0));
      if (atEnd && next !== undefined && isSplit) {
        changed = changed.slice(at) + next.text;
        at = 0;
        last++;
        continue;
      }
      made.push(parsed.block);
      entry = parsed.block.exit;
      at = parsed.end;
    }
    const gone = this.#blocks.splice(first, last + 1 - first, ...made);
    this.#settle(first);
    return { gone, made };
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

  // Whether an offset lies in the first line of a block, which may belong to the one above.
  #beginsBlock(offset: number): boolean {
    const block = this.blockAt(offset);
    return block !== undefined && !/[\r\n]/.test(block.text.slice(0, offset - block.start));
  }
}

function endsLine(text: string): boolean {
  const last = text.charCodeAt(text.length - 1);
  return last === 0x0a || last === 0x0d;
}
