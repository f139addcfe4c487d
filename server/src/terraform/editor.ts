import type { NewRecord, RecordEditor, SourceEdit } from "../dns/record.ts";
import type { Span, TextSpan } from "../text/span.ts";
import { attributeOf, isOverridden } from "./declared.ts";
import { inLiteral, type Kept, literalOf, partFor, valueFor } from "./encode.ts";
import { joined, type Run, type Text } from "./eval/text.ts";
import type { RecordFacts } from "./facts.ts";
import type { Expression, Template } from "./hcl/ast.ts";
import { copiedBlock, nameFor } from "./newBlock.ts";
import { runAt } from "./records/octets.ts";

const MAX_STRING = 255;

/**
 * Writes fixes into a Terraform file in the quoting of the record's provider. An edit stays inside one string literal that is
 * used once; where it cannot, there is none.
 */
export class TerraformEditor implements RecordEditor {
  readonly #facts: RecordFacts;

  constructor(facts: RecordFacts) {
    this.#facts = facts;
  }

  replaceText(
    edits: readonly { readonly at: TextSpan; readonly text: string }[],
  ): readonly SourceEdit[] | undefined {
    const { txt } = this.#facts;
    if (txt === undefined) return undefined;
    const inPlace = txt.fault === undefined ? this.#inPlace(txt.meant, edits) : undefined;
    if (inPlace !== undefined) return inPlace;
    // Without its last line break the value of a heredoc is another one, which is what the fix for that is for.
    if (this.#facts.content?.runs[0]?.literal?.style === "heredoc") return undefined;
    let text = joined(txt.meant).text;
    for (const { at, text: replacement } of [...edits].reverse()) {
      text = text.slice(0, at.start) + replacement + text.slice(at.end);
    }
    return this.#printed(text);
  }

  reprint(): readonly SourceEdit[] | undefined {
    const { txt } = this.#facts;
    return txt === undefined ? undefined : this.#printed(joined(txt.meant).text);
  }

  field(at: Span, presentation: string): readonly SourceEdit[] | undefined {
    const { content } = this.#facts;
    if (content === undefined) return undefined;
    const { uri } = this.#facts.anchor;
    // What stands between fields that are put together has the place of the whole content.
    const over = content.runs.filter((one) => one.uri === uri && one.start <= at.start && at.end <= one.end);
    const run = over.find(({ literal }) => literal !== undefined) ?? over[0];
    if (run === undefined) return undefined;
    if (run.literal !== undefined) {
      if (this.#isShared(run.literal) || !run.exact) return undefined;
      return [{ uri, at, text: inLiteral(presentation, run.literal.style) }];
    }
    // A number that stands as an attribute of its own.
    const isNumber = run.start === at.start && run.end === at.end && /^[0-9]+$/.test(this.#source(at));
    return isNumber && /^[0-9]+$/.test(presentation) ? [{ uri, at, text: presentation }] : undefined;
  }

  remove(): readonly SourceEdit[] | undefined {
    const { declared, spans, row } = this.#facts;
    const { block, file } = declared;
    if (row === undefined || isRepeated(block.body.attributes)) return undefined;
    const tuple = tupleWith(block.body.attributes, spans.content);
    const { uri } = this.#facts.anchor;
    if (tuple !== undefined && tuple.items.length > 1) {
      return [{ uri, at: withComma(tuple.items, spans.content), text: "" }];
    }
    if (row.each !== undefined || isOverridden(block)) return undefined;
    const before = file.text.lastIndexOf("\n", block.start - 1) + 1;
    const after = file.text.indexOf("\n", block.end);
    const isAlone = file.text.slice(before, block.start).trim() === "" && !file.uri.endsWith(".json");
    return isAlone
      ? [{ uri, at: { start: before, end: after < 0 ? block.end : after + 1 }, text: "" }]
      : undefined;
  }

  rename(owner: string): readonly SourceEdit[] | undefined {
    const { declared, row, zone, name, owner: before, isOnly } = this.#facts;
    // Others that the block makes would move too: right only where its name says the zone twice.
    if (!isOnly && before !== `${owner}${zone ?? ""}`) return undefined;
    const path = row?.owner[0] ?? "";
    const attribute = path.includes(".") ? undefined : attributeOf(declared.block, path);
    const literal = attribute?.value;
    if (row === undefined || literal?.kind !== "template" || !isPlain(literal) || this.#isShared(literal))
      return undefined;
    const text = nameFor(owner, zone, row.form, name, row.apex[0]);
    return text === undefined ? undefined : [this.#replaced(literal, text)];
  }

  retype(type: string): readonly SourceEdit[] | undefined {
    const { declared, row } = this.#facts;
    const [path = ""] = row !== undefined && "at" in row.recordType ? row.recordType.at : [];
    const literal = path.includes(".") ? undefined : attributeOf(declared.block, path)?.value;
    if (literal?.kind !== "template" || !isPlain(literal) || this.#isShared(literal)) return undefined;
    // An address of the other family may stand beside some that are right.
    const isAddress = type === "A" || type === "AAAA";
    return isAddress && !this.#isAlone ? undefined : [this.#replaced(literal, type)];
  }

  // Whether the block makes this record and no other.
  get #isAlone(): boolean {
    const { attributes } = this.#facts.declared.block.body;
    if (isRepeated(attributes)) return false;
    const content = attributes.find(({ name }) => this.#facts.row?.content.includes(name))?.value;
    return content?.kind === "template" || (content?.kind === "tuple" && content.items.length === 1);
  }

  insertAfter(record: NewRecord): readonly SourceEdit[] | undefined {
    const { declared, owner, row, type } = this.#facts;
    // Where one resource owns all records of a name, another one for it would take its place.
    if (row?.ownsName === true && record.owner === owner)
      return type === record.type ? this.#element(record) : undefined;
    const block = copiedBlock(this.#facts, record);
    const { text } = declared.file;
    if (block === undefined) return undefined;
    const eol = text.includes("\r\n") ? "\r\n" : "\n";
    const at = { start: declared.block.end, end: declared.block.end };
    return [{ uri: this.#facts.anchor.uri, at, text: `${eol}${eol}${block}` }];
  }

  // Another element of the list that the record is one of.
  #element(record: NewRecord): readonly SourceEdit[] | undefined {
    const { declared, spans, row } = this.#facts;
    const tuple = tupleWith(declared.block.body.attributes, spans.content);
    const value =
      "text" in record.rdata ? valueFor(record.rdata.text, row, this.#kept) : record.rdata.presentation;
    if (tuple === undefined || value === undefined) return undefined;
    const at = { start: spans.content.end, end: spans.content.end };
    return [{ uri: this.#facts.anchor.uri, at, text: `, ${literalOf(value, "quoted")}` }];
  }

  // One edit after another, each inside one literal; undefined where that cannot be.
  #inPlace(
    strings: readonly Text[],
    edits: readonly { readonly at: TextSpan; readonly text: string }[],
  ): readonly SourceEdit[] | undefined {
    const { row } = this.#facts;
    const whole = joined(strings);
    const growth = new Map<number, number>();
    const out: SourceEdit[] = [];
    for (const { at, text } of edits) {
      const index = stringOf(strings, at);
      const place = placeOf(whole, at);
      if (index === undefined || place === undefined || this.#isShared(place.literal)) return undefined;
      if (this.#cutsEscape(place)) return undefined;
      const size =
        (growth.get(index) ?? strings[index]?.text.length ?? 0) + text.length - (at.end - at.start);
      growth.set(index, size);
      const isOne = row?.text === "raw" || row?.text === "json" || row?.text === "inner";
      if (size > MAX_STRING && !isOne) return undefined;
      const encoded = inLiteral(partFor(text, row, this.#kept), place.literal.style);
      out.push({ uri: place.uri, at: { start: place.start, end: place.end }, text: encoded });
    }
    return out;
  }

  // The whole value anew: only where it is one literal, with nothing but text in it.
  #printed(octets: string): readonly SourceEdit[] | undefined {
    const { content, row } = this.#facts;
    const literal = content?.runs[0]?.literal;
    if (content === undefined || literal === undefined || content.runs.some((run) => run.literal !== literal))
      return undefined;
    if (!isPlain(literal) || this.#isShared(literal)) return undefined;
    const text = literal.parts.map((part) => (part.kind === "text" ? part.text : "")).join("");
    if (content.text.trim() !== text.trim()) return undefined;
    const value = valueFor(octets, row, this.#kept);
    const uri = content.runs[0]?.uri;
    return value === undefined || uri === undefined
      ? undefined
      : [{ ...this.#replaced(literal, value), uri }];
  }

  get #kept(): Kept {
    return this.#facts.content?.text.trimStart().startsWith('"') === true ? "quoted" : "raw";
  }

  #replaced(literal: Template, text: string): SourceEdit {
    const { start, end } = literal;
    return { uri: this.#facts.anchor.uri, at: { start, end }, text: literalOf(text, literal.style) };
  }

  #isShared(literal: Template): boolean {
    return this.#facts.sharing.isShared(literal, this.#facts.files);
  }

  // Whether what a backslash stands before would be parted from it.
  #cutsEscape({ literal, uri, start, end }: LiteralPlace): boolean {
    const { files } = this.#facts;
    const text = files.find((file) => file.uri === uri)?.text;
    if (literal.style === "heredoc") return false;
    return text === undefined || [start, end].some((at) => isEscaped(text, at));
  }

  #source({ start, end }: Span): string {
    return this.#facts.declared.file.text.slice(start, end);
  }
}

// Which character-string an edit lies in; undefined where it reaches over the end of one.
function stringOf(strings: readonly Text[], at: TextSpan): number | undefined {
  let start = 0;
  for (const [index, { text }] of strings.entries()) {
    const end = start + text.length;
    const isLast = index === strings.length - 1;
    if (start <= at.start && at.end <= end && (at.start < end || isLast || at.start === at.end)) return index;
    start = end;
  }
  return undefined;
}

interface LiteralPlace {
  readonly literal: Template;
  readonly uri: string;
  readonly start: number;
  readonly end: number;
}

// The source of decoded text; undefined where it is not all in one literal.
function placeOf(whole: Text, at: TextSpan): LiteralPlace | undefined {
  if (at.start === at.end) return insertionPlace(whole, at.start);
  const first = runAt(whole, at.start);
  const last = runAt(whole, at.end - 1);
  const literal = first?.run.literal;
  if (first === undefined || last === undefined || literal === undefined) return undefined;
  const { touched, others } = runsAround(whole, at);
  if (touched.some((run) => run.literal !== literal) || !standTogether(touched, others)) return undefined;
  const isCut = ({ run, into }: { run: Run; into: number }, edge: number) => !run.exact && into !== edge;
  if (isCut(first, 0) || isCut(last, last.run.length - 1)) return undefined;
  const start = startOf(first.run, first.into);
  const end = endOf(last.run, last.into);
  return start > end ? undefined : { literal, uri: first.run.uri, start, end };
}

function runsAround({ runs }: Text, at: TextSpan) {
  const touched: Run[] = [];
  const others: Run[] = [];
  let offset = 0;
  for (const run of runs) {
    const isTouched = offset < at.end && offset + run.length > at.start;
    (isTouched ? touched : others).push(run);
    offset += run.length;
  }
  return { touched, others };
}

// Whether runs are one stretch of the source, without a directive in between, and nothing else of the text comes from there
// (the separator of a `join`, the body of a `for`).
function standTogether(touched: readonly Run[], others: readonly Run[]): boolean {
  const isOne = touched.every(
    (run, i) => i === 0 || (run.start === touched[i - 1]?.end && run.uri === touched[i - 1]?.uri),
  );
  return isOne && !others.some((other) => touched.some((run) => isSameSource(run, other)));
}

function isSameSource(a: Run, b: Run): boolean {
  return a.literal === b.literal && a.uri === b.uri && a.start < b.end && b.start < a.end;
}

// Behind the character before, otherwise in front of the one that follows.
function insertionPlace(whole: Text, offset: number): LiteralPlace | undefined {
  const before = offset > 0 ? runAt(whole, offset - 1) : undefined;
  if (before?.run.literal !== undefined)
    return insertionIn(whole, before.run, endOf(before.run, before.into));
  const after = runAt(whole, offset);
  return after === undefined ? undefined : insertionIn(whole, after.run, startOf(after.run, after.into));
}

function insertionIn({ runs }: Text, run: Run, at: number): LiteralPlace | undefined {
  const { literal, uri } = run;
  const others = runs.filter((other) => other !== run);
  if (literal === undefined || !standTogether([run], others)) return undefined;
  return { literal, uri, start: at, end: at };
}

// Whether an odd number of backslashes stands before a place.
function isEscaped(text: string, at: number): boolean {
  let before = at;
  while (text.charCodeAt(before - 1) === 0x5c) before--;
  return (at - before) % 2 === 1;
}

function startOf(run: Run, into: number): number {
  return run.exact ? run.start + into : run.start;
}

function endOf(run: Run, into: number): number {
  return run.exact ? run.start + into + 1 : run.end;
}

function isPlain({ parts }: Template): boolean {
  return parts.every(({ kind }) => kind === "text");
}

function isRepeated(attributes: readonly { readonly name: string }[]): boolean {
  return attributes.some(({ name }) => name === "count" || name === "for_each");
}

// The list, written in the block itself, of which the span is an element.
function tupleWith(attributes: readonly { readonly value: Expression }[], element: Span) {
  for (const { value } of attributes) {
    if (
      value.kind === "tuple" &&
      value.items.some(({ start, end }) => start === element.start && end === element.end)
    ) {
      return value;
    }
  }
  return undefined;
}

// An element and the comma that parts it from its neighbour.
function withComma(items: readonly Expression[], element: Span): Span {
  const index = items.findIndex(({ start }) => start === element.start);
  const next = items[index + 1];
  if (next !== undefined) return { start: element.start, end: next.start };
  const before = items[index - 1];
  return { start: before?.end ?? element.start, end: element.end };
}
