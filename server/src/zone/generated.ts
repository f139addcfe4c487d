import { className, typeName } from "../dns/mnemonics.ts";
import type { Rdata } from "../dns/rdata.ts";
import type { Anchor, DnsRecord, RecordEditor } from "../dns/record.ts";
import { MappedText } from "../text/mappedText.ts";
import { type Span, shifted } from "../text/span.ts";
import { type Block, FLAG, type Pattern } from "./block.ts";
import { expand, lastOf } from "./generate.ts";
import { parseBlock } from "./parseBlock.ts";
import { type Neighbours, ZoneRecord } from "./record.ts";

/** The records of a pattern, from the first to the last. */
export function* allGenerated(block: Block, pattern: Pattern, near: Neighbours): Iterable<DnsRecord> {
  const { start, step, count } = pattern.generate;
  for (let i = 0; i < count; i++) yield* generated(block, pattern, start + i * step, near);
}

/** The first and the last record of a pattern, which its other ones lie between. */
export function generatedEnds(block: Block, pattern: Pattern, near: Neighbours): readonly DnsRecord[] {
  const { start } = pattern.generate;
  return [...new Set([start, lastOf(pattern.generate)])].flatMap((number) =>
    generated(block, pattern, number, near),
  );
}

/** The records that a pattern makes from some of its numbers. */
export function generatedFrom(
  block: Block,
  pattern: Pattern,
  numbers: readonly number[],
  near: Neighbours,
): readonly DnsRecord[] {
  return numbers.flatMap((number) => generated(block, pattern, number, near));
}

/** Whether a record is made by a pattern and stands nowhere itself. */
export function isGenerated(record: DnsRecord): boolean {
  return record instanceof GeneratedRecord;
}

/** The first records of the pattern that made a record; the record alone where none did. */
export function generatedAlike(record: DnsRecord, most: number): readonly DnsRecord[] {
  return record instanceof GeneratedRecord ? record.alike(most) : [record];
}

// The record that a `$GENERATE` makes for one number; none where that is none.
function generated(block: Block, pattern: Pattern, number: number, near: Neighbours): readonly DnsRecord[] {
  const made = lineFrom(block, pattern, number);
  const flags = made.columns.flags[0] ?? FLAG.broken;
  if (made.rows !== 1 || (flags & FLAG.broken) !== 0) return [];
  return [new GeneratedRecord(new ZoneRecord(made, 0, near), block, pattern, near)];
}

/** What name servers read for one number of a pattern: the line that it makes, as a block of its own. */
export function lineFrom(block: Block, pattern: Pattern, number: number): Block {
  const { generate, ttl, klass, origin, state } = pattern;
  const { owner, rdata, type } = generate;
  const name = expand(owner, number);
  // What begins with a dollar sign would be a directive.
  const line = `${name.startsWith("$") ? "\\" : ""}${name} ${ttl < 0 ? "" : ttl} ${className(klass)} ${typeName(type)} ${expand(rdata, number)}\n`;
  return parseBlock(block.uri, line, 0, { ...state, origin }).block;
}

/** A record that stands nowhere: all its places are those of its pattern, and it cannot be edited by itself. */
class GeneratedRecord implements DnsRecord {
  readonly #made: ZoneRecord;
  readonly #block: Block;
  readonly #pattern: Pattern;
  readonly #near: Neighbours;
  readonly edit: RecordEditor = UNEDITABLE;

  constructor(made: ZoneRecord, block: Block, pattern: Pattern, near: Neighbours) {
    this.#made = made;
    this.#block = block;
    this.#pattern = pattern;
    this.#near = near;
  }

  /** The first records of its pattern. */
  alike(most: number): readonly DnsRecord[] {
    const { start, step, count } = this.#pattern.generate;
    const numbers = Array.from({ length: Math.min(count, most) }, (_, i) => start + i * step);
    return generatedFrom(this.#block, this.#pattern, numbers, this.#near);
  }

  get uri(): string {
    return this.#block.uri;
  }
  get anchor(): Anchor {
    return this.#block;
  }
  get owner(): string | undefined {
    return this.#made.owner;
  }
  get name(): string {
    return this.#made.name;
  }
  get origin(): string | undefined {
    return this.#made.origin;
  }
  get ttl(): number | undefined {
    return this.#made.ttl;
  }
  get ttlStated(): boolean {
    return this.#pattern.generate.ttl !== undefined;
  }
  get class(): string {
    return this.#made.class;
  }
  get type(): string {
    return this.#made.type;
  }
  get typeCode(): number {
    return this.#made.typeCode;
  }
  get span(): Span {
    return this.#placed(this.#pattern);
  }
  get ownerSpan(): Span {
    return this.#placed(this.#pattern.generate.words.owner);
  }
  get ttlSpan(): Span | undefined {
    return undefined;
  }
  get typeSpan(): Span {
    return this.#placed(this.#pattern.generate.words.type);
  }
  get rdataSpan(): Span {
    return this.#placed(this.#pattern.generate.words.rdata);
  }
  get text(): MappedText | undefined {
    const text = this.#made.text;
    if (text === undefined) return undefined;
    const { start, end } = this.rdataSpan;
    return new MappedText(text.text, text.breaks, { start, end }, () => ({
      starts: new Uint32Array(text.text.length).fill(start),
      ends: new Uint32Array(text.text.length).fill(end),
    }));
  }
  get rdata(): Rdata {
    const { fields, problems, ...rest } = this.#made.rdata;
    const { start, end } = this.rdataSpan;
    return {
      ...rest,
      fields: fields.map((field) => ({ ...field, start, end })),
      problems: problems.map(({ fix: _, ...problem }) => ({ ...problem, start, end })),
    };
  }

  #placed(span: Span): Span {
    return shifted({ start: span.start, end: span.end }, this.#block.start);
  }
}

const none = () => undefined;

const UNEDITABLE: RecordEditor = {
  replaceText: none,
  reprint: none,
  field: none,
  remove: none,
  rename: none,
  retype: none,
  insertAfter: none,
};
