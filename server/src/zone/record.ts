import { className, typeName } from "../dns/mnemonics.ts";
import { absoluteName, relativeTo } from "../dns/names.ts";
import { encodeOctets } from "../dns/octets.ts";
import type { Rdata, RdataToken } from "../dns/rdata.ts";
import type { Anchor, DnsRecord, NewRecord, RecordEditor, SourceEdit } from "../dns/record.ts";
import { isGenericForm, scanTokens } from "../dns/tokens.ts";
import { readPlain } from "../dns/types/plain.ts";
import { readRdata } from "../dns/types/read.ts";
import type { MappedText } from "../text/mappedText.ts";
import type { Span, TextSpan } from "../text/span.ts";
import { type Block, FLAG } from "./block.ts";
import { decodeForeign, decodeStrings, MAX_STRING, splitStrings } from "./strings.ts";

const CLASS_IN = 1;
const TEXT_TYPES = new Set(["TXT", "SPF", "AVC", "NINFO", "RESINFO", "WALLET", "CLA"]);

/** What a record needs from its document to write an edit. */
export interface Neighbours {
  /** The record behind this one, where it inherits its owner. */
  heir(block: Block, row: number): { readonly block: Block; readonly row: number } | undefined;
  /** Text of the document, for the line break style and the end of a statement's line. */
  readonly eol: string;
}

/** The record in one row of a block: a view, made when somebody asks and thrown away. */
export class ZoneRecord implements DnsRecord, RecordEditor {
  readonly block: Block;
  readonly row: number;
  readonly #near: Neighbours;
  #text: { readonly start: number; readonly mapped: MappedText | undefined } | undefined;
  #rdata: { readonly start: number; readonly read: Rdata } | undefined;

  constructor(block: Block, row: number, near: Neighbours) {
    this.block = block;
    this.row = row;
    this.#near = near;
  }

  get uri(): string {
    return this.block.uri;
  }
  get anchor(): Anchor {
    return this.block;
  }
  get edit(): RecordEditor {
    return this;
  }
  get flags(): number {
    return this.block.columns.flags[this.row] ?? 0;
  }
  get owner(): string | undefined {
    return ownerOf(this.block, this.row);
  }
  get name(): string {
    const { ownerSpan } = this;
    return this.#slice(ownerSpan);
  }
  get origin(): string | undefined {
    return this.block.origins[this.block.columns.origin[this.row] ?? 0];
  }
  get ttl(): number | undefined {
    const ttl = this.block.columns.ttl[this.row] ?? -1;
    return ttl < 0 ? undefined : ttl;
  }
  get ttlStated(): boolean {
    return (this.flags & FLAG.ttlStated) !== 0;
  }
  get class(): string {
    return className(this.block.columns.klass[this.row] ?? 1);
  }
  get type(): string {
    return typeName(this.typeCode);
  }
  get typeCode(): number {
    return this.block.columns.type[this.row] ?? 0;
  }
  get span(): Span {
    return this.#span(this.block.columns.start, this.block.columns.end);
  }
  get ownerSpan(): Span {
    return this.#span(this.block.columns.start, this.block.columns.ownerEnd);
  }
  get ttlSpan(): Span | undefined {
    if (!this.ttlStated) return undefined;
    const start = this.block.columns.ttlStart[this.row] ?? 0;
    let end = start;
    while (isWord(this.block.text.charCodeAt(end))) end++;
    return { start: this.block.start + start, end: this.block.start + end };
  }
  get typeSpan(): Span {
    const start = this.block.columns.typeStart[this.row] ?? 0;
    let end = start;
    while (isWord(this.block.text.charCodeAt(end))) end++;
    return { start: this.block.start + start, end: this.block.start + end };
  }
  get rdataSpan(): Span {
    return this.#span(this.block.columns.rdataStart, this.block.columns.rdataEnd);
  }

  /** Document offsets. */
  get tokens(): readonly RdataToken[] {
    const { rdataStart, rdataEnd } = this.block.columns;
    return scanTokens(this.block.text, rdataStart[this.row] ?? 0, rdataEnd[this.row] ?? 0, this.block.start);
  }

  get text(): MappedText | undefined {
    if (!TEXT_TYPES.has(this.type)) return undefined;
    // A record with many findings is asked for its text by each; its spans hold until the block moves.
    const { start } = this.block;
    if (this.#text?.start !== start) {
      const { tokens } = this;
      const isPlain = ((this.block.columns.flags[this.row] ?? 0) & (FLAG.escaped | FLAG.nonAscii)) === 0;
      const mapped = isGenericForm(tokens)
        ? this.#genericText()
        : decodeStrings(tokens, this.rdataSpan, isPlain);
      this.#text = { start, mapped };
    }
    return this.#text.mapped;
  }

  #genericText(): MappedText | undefined {
    const { printed } = this.rdata;
    return printed === undefined
      ? undefined
      : decodeForeign(scanTokens(printed, 0, printed.length, 0), this.rdataSpan);
  }

  get rdata(): Rdata {
    const { start } = this.block;
    if (this.#rdata?.start !== start) this.#rdata = { start, read: this.#readPlain() ?? this.#readRdata() };
    return this.#rdata.read;
  }

  #readPlain(): Rdata | undefined {
    const { columns, text, start } = this.block;
    if (columns.klass[this.row] !== CLASS_IN) return undefined;
    const from = columns.rdataStart[this.row] ?? 0;
    const to = columns.rdataEnd[this.row] ?? 0;
    return readPlain(this.typeCode, text, from, to, { base: start, origin: this.origin });
  }

  #readRdata(): Rdata {
    const klass = this.block.columns.klass[this.row] ?? CLASS_IN;
    const mayComment = (this.flags & FLAG.grouped) === 0;
    const { typeSpan } = this;
    const isNumbered = /^TYPE[0-9]/i.test(this.#slice(typeSpan));
    const context = { origin: this.origin, klass, span: typeSpan, mayComment, isNumbered };
    return readRdata(this.typeCode, this.tokens, context);
  }

  replaceText(
    edits: readonly { readonly at: TextSpan; readonly text: string }[],
  ): readonly SourceEdit[] | undefined {
    const { text } = this;
    if (text === undefined) return undefined;
    const inPlace = this.#inPlace(text, edits);
    if (inPlace !== undefined) return inPlace;
    let changed = text.text;
    for (const edit of [...edits].reverse()) {
      changed = changed.slice(0, edit.at.start) + edit.text + changed.slice(edit.at.end);
    }
    return this.#printed(changed);
  }

  // One edit after another, each inside one quoted string that stays legal; undefined where that cannot be.
  #inPlace(text: MappedText, edits: readonly { readonly at: TextSpan; readonly text: string }[]) {
    const tokens = this.tokens;
    const borders = [0, ...text.breaks, text.text.length];
    const growth = new Map<number, number>();
    const out: SourceEdit[] = [];
    for (const { at, text: replacement } of edits) {
      const index = borders.findIndex((border, i) => {
        const next = borders[i + 1];
        return next !== undefined && border <= at.start && at.end <= next;
      });
      const token = tokens[index];
      if (token === undefined || !token.quoted) return undefined;
      const size = (borders[index + 1] ?? 0) - (borders[index] ?? 0);
      const grown = (growth.get(index) ?? size) + replacement.length - (at.end - at.start);
      growth.set(index, grown);
      if (grown > MAX_STRING) return undefined;
      const isStart = at.start === at.end && at.start === borders[index];
      const span = isStart ? { start: token.start + 1, end: token.start + 1 } : text.sourceOf(at);
      out.push({ uri: this.uri, at: { start: span.start, end: span.end }, text: encodeOctets(replacement) });
    }
    return out;
  }

  reprint(): readonly SourceEdit[] | undefined {
    const { text } = this;
    return text === undefined ? undefined : this.#printed(text.text);
  }

  #printed(text: string): readonly SourceEdit[] | undefined {
    const rdata = this.#slice(this.rdataSpan);
    // A comment between the strings would be lost.
    if ((this.flags & FLAG.grouped) !== 0 && /;/.test(rdata.replace(/"(?:\\.|[^"\\])*"/g, "")))
      return undefined;
    const strings = splitStrings(text).map((piece) => `"${encodeOctets(piece)}"`);
    const printed = /[\r\n]/.test(rdata)
      ? `(${strings.map((piece) => `${this.#near.eol}\t${piece}`).join("")}${this.#near.eol}\t)`
      : strings.join(" ");
    return [{ uri: this.uri, at: this.rdataSpan, text: printed }];
  }

  field(at: Span, presentation: string): readonly SourceEdit[] {
    return [{ uri: this.uri, at, text: presentation }];
  }

  retype(type: string): readonly SourceEdit[] {
    return [{ uri: this.uri, at: this.typeSpan, text: type }];
  }

  remove(): readonly SourceEdit[] {
    const { span } = this;
    const edits: SourceEdit[] = [
      { uri: this.uri, at: { start: span.start, end: this.#lineEnd(span.end, true) }, text: "" },
    ];
    return [...edits, ...this.#bequeath()];
  }

  rename(owner: string): readonly SourceEdit[] {
    const name = this.origin === undefined ? owner : relativeTo(owner, this.origin);
    return [{ uri: this.uri, at: this.ownerSpan, text: name }, ...this.#bequeath()];
  }

  insertAfter(...records: readonly NewRecord[]): readonly SourceEdit[] {
    const { eol } = this.#near;
    const end = this.#lineEnd(this.span.end, true);
    const before = /[\r\n]$/.test(this.block.text.slice(0, end - this.block.start)) ? "" : eol;
    const lines = before + records.map((record) => this.#lineOf(record)).join("");
    const [heir] = this.#bequeath();
    if (heir !== undefined && heir.at.start === end)
      return [{ uri: this.uri, at: { start: end, end }, text: lines + heir.text }];
    return [{ uri: this.uri, at: { start: end, end }, text: lines }, ...(heir === undefined ? [] : [heir])];
  }

  #lineOf(record: NewRecord): string {
    const name = this.origin === undefined ? record.owner : relativeTo(record.owner, this.origin);
    const ttl = record.ttl === undefined ? "" : `\t${record.ttl}`;
    const rdata =
      "presentation" in record.rdata
        ? record.rdata.presentation
        : splitStrings(record.rdata.text)
            .map((piece) => `"${encodeOctets(piece)}"`)
            .join(" ");
    return `${name}${ttl}\tIN\t${record.type}\t${rdata}${this.#near.eol}`;
  }

  // The record below that inherits this one's owner gets it written out.
  #bequeath(): readonly SourceEdit[] {
    const heir = this.#near.heir(this.block, this.row);
    const owner = this.owner;
    if (heir === undefined || owner === undefined) return [];
    const at = heir.block.start + (heir.block.columns.start[heir.row] ?? 0);
    const origin = heir.block.origins[heir.block.columns.origin[heir.row] ?? 0];
    return [
      {
        uri: this.uri,
        at: { start: at, end: at },
        text: origin === undefined ? owner : relativeTo(owner, origin),
      },
    ];
  }

  #lineEnd(from: number, withBreak: boolean): number {
    const { text, start } = this.block;
    let at = from - start;
    while (at < text.length && text[at] !== "\n" && text[at] !== "\r") at++;
    if (withBreak && at < text.length) at += text[at] === "\r" && text[at + 1] === "\n" ? 2 : 1;
    return at + start;
  }

  #span(from: Uint32Array, to: Uint32Array): Span {
    return { start: this.block.start + (from[this.row] ?? 0), end: this.block.start + (to[this.row] ?? 0) };
  }

  #slice(span: Span): string {
    return this.block.text.slice(span.start - this.block.start, span.end - this.block.start);
  }
}

// Of TTLs and types: letters, digits and hyphens.
function isWord(c: number): boolean {
  const lower = c | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || (c >= 0x30 && c <= 0x39) || c === 0x2d;
}

/** Absolute canonical owner of a row; undefined where it cannot be told. */
export function ownerOf(block: Block, row: number): string | undefined {
  const from = block.columns.ownerRow[row] ?? -2;
  if (from === -1) return block.entry.owner;
  if (from < 0) return undefined;
  const start = block.columns.start[from] ?? 0;
  const raw = block.text.slice(start, block.columns.ownerEnd[from] ?? start);
  const name = raw.startsWith('"') ? raw.replace(/^"|"$/g, "") : raw;
  return absoluteName(name, block.origins[block.columns.origin[from] ?? 0]);
}
