import type { FormattingOptions, Range, TextEdit } from "vscode-languageserver";
import type { Span } from "../text/span.ts";
import { FLAG } from "../zone/block.ts";
import { ZoneDocument } from "../zone/document.ts";
import type { ZoneRecord } from "../zone/record.ts";
import { originAt } from "./completion.ts";
import { recordsIn } from "./inlayHints.ts";
import { lineSpan, rangeOf } from "./positions.ts";

/** How columns are parted. */
export type FormatStyle = Pick<FormattingOptions, "tabSize" | "insertSpaces">;

/** Owners longer than this do not push the columns of the others away. */
const MOST_OWNER = 32;
/** Comments are lined up where no line is longer than this. */
const MOST_LINE = 100;
/** A paragraph is measured so many lines beyond the range that is formatted. */
const MOST_AROUND = 500;

/**
 * Lines up owners, TTLs, classes, types and rdata, paragraph by paragraph (a blank line or a directive ends one). Comments, strings
 * and what stands in parentheses over several lines are left as they are. Gives no edits where the records, read again, would
 * differ in anything.
 */
export function formatting(document: ZoneDocument, style: FormatStyle): TextEdit[] {
  return formatLines(document, 0, document.lineCount - 1, style);
}

/** The same for the lines that a range touches. */
export function rangeFormatting(document: ZoneDocument, range: Range, style: FormatStyle): TextEdit[] {
  const last =
    range.end.character === 0 && range.end.line > range.start.line ? range.end.line - 1 : range.end.line;
  return formatLines(document, range.start.line, Math.min(last, document.lineCount - 1), style);
}

function formatLines(document: ZoneDocument, first: number, last: number, style: FormatStyle): TextEdit[] {
  const from = paragraphEdge(document, first, -1);
  const to = paragraphEdge(document, last, 1);
  const region: Span = { start: lineSpan(document, from).start, end: lineSpan(document, to).end };
  const edits: { readonly at: Span; readonly text: string }[] = [];
  for (const paragraph of paragraphs(document, from, to, region)) {
    const widths = widthsOf(paragraph.rows);
    for (const row of paragraph.rows) {
      if (row.line >= first && row.line <= last) edits.push(...rowEdits(document, row, widths, style));
    }
  }
  const changed = edits
    .concat(trimmed(document, region, first, last))
    .filter(({ at, text }) => document.slice(at.start, at.end) !== text)
    .sort((a, b) => a.at.start - b.at.start);
  if (changed.length === 0 || !readsAlike(document, region, changed)) return [];
  return changed.map(({ at, text }) => ({ range: rangeOf(document, at), newText: text }));
}

/** The columns of one record's first line. */
interface Row {
  readonly line: number;
  readonly owner: string;
  readonly ttl: string;
  readonly class: string;
  readonly type: string;
  /** Undefined where the rdata goes over lines or stands in parentheses: then it is left alone. */
  readonly rdata: string | undefined;
  readonly comment: string;
  readonly head: Span;
  /** From the rdata to the end of the line. */
  readonly tail: Span;
}

interface Widths {
  readonly owner: number;
  readonly ttl: number;
  readonly class: number;
  readonly type: number;
  /** Of rdata in front of a comment; 0 where comments are not lined up. */
  readonly rdata: number;
}

function* paragraphs(document: ZoneDocument, from: number, to: number, region: Span) {
  const byLine = new Map<number, ZoneRecord>();
  for (const record of recordsIn(document, region)) {
    const line = document.positionAt(record.span.start).line;
    // Two statements never share a line, so each line has its own columns.
    byLine.set(line, record as ZoneRecord);
  }
  let rows: Row[] = [];
  for (let line = from; line <= to; line++) {
    const record = byLine.get(line);
    if (record !== undefined) {
      const row = rowOf(document, record, line);
      if (row !== undefined) rows.push(row);
      line = Math.max(line, document.positionAt(record.span.end).line);
    } else if (isEdge(document, line) && rows.length > 0) {
      yield { rows };
      rows = [];
    }
  }
  if (rows.length > 0) yield { rows };
}

function rowOf(document: ZoneDocument, record: ZoneRecord, line: number): Row | undefined {
  const { span, rdataSpan, ownerSpan } = record;
  const head = { start: span.start, end: rdataSpan.start };
  const text = document.slice(head.start, head.end);
  if ((record.flags & FLAG.broken) !== 0) return undefined;
  if (
    /[();"\r\n\\]/.test(text) ||
    rdataSpan.start >= rdataSpan.end ||
    span.start !== lineSpan(document, line).start
  )
    return undefined;
  const owner = document.slice(ownerSpan.start, ownerSpan.end);
  const words = text
    .slice(owner.length)
    .trim()
    .split(/[ \t]+/);
  const type = words.pop() ?? "";
  const ttl = words.find((word) => /^[0-9]/.test(word)) ?? "";
  const klass = words.find((word) => !/^[0-9]/.test(word)) ?? "";
  if (words.length !== (ttl === "" ? 0 : 1) + (klass === "" ? 0 : 1)) return undefined;
  const lineEnd = lineSpan(document, line).end;
  const rdata = document.slice(rdataSpan.start, rdataSpan.end);
  const tail = { start: rdataSpan.start, end: lineEnd };
  const columns = { line, owner, ttl, class: klass.toUpperCase(), type: type.toUpperCase(), head, tail };
  const rest = document.slice(rdataSpan.end, lineEnd);
  const plain = !/[()\r\n]/.test(rdata.replace(/"(?:\\.|[^"\\])*"|\\./g, "")) && /^[ \t]*(?:;|$)/.test(rest);
  if (!plain) return { ...columns, rdata: undefined, comment: "" };
  // What is written without a space between is one item to a name server: `alpn="h2,h3"`.
  const items = record.tokens.map(({ start, end }, i, all) =>
    (start === all[i - 1]?.end || i === 0 ? "" : " ").concat(document.slice(start, end)),
  );
  return { ...columns, rdata: items.join(""), comment: rest.trim() };
}

function widthsOf(rows: readonly Row[]): Widths {
  const widest = (texts: readonly string[]) => Math.max(0, ...texts.map((text) => text.length));
  const owners = rows.map(({ owner }) => owner).filter((owner) => owner.length <= MOST_OWNER);
  const noted = rows.filter(({ comment, rdata }) => comment !== "" && rdata !== undefined);
  const rdata = widest(noted.map((row) => row.rdata ?? ""));
  return {
    owner: widest(owners),
    ttl: widest(rows.map(({ ttl }) => ttl)),
    class: widest(rows.map((row) => row.class)),
    type: widest(rows.map(({ type }) => type)),
    rdata: rdata > MOST_LINE ? 0 : rdata,
  };
}

function rowEdits(document: ZoneDocument, row: Row, widths: Widths, style: FormatStyle) {
  let head = padded(row.owner, widths.owner, style);
  if (widths.ttl > 0) head += padded(row.ttl, widths.ttl, style);
  if (widths.class > 0) head += padded(row.class, widths.class, style);
  head += padded(row.type, widths.type, style);
  if (row.rdata === undefined) return [{ at: row.head, text: head }];
  const gap = row.comment === "" ? row.rdata : `${row.rdata.padEnd(widths.rdata)} ${row.comment}`;
  const at = { start: row.head.start, end: row.tail.end };
  return document.slice(at.start, at.end) === head + gap ? [] : [{ at, text: head + gap }];
}

// With tabs each column ends at a tab stop, so that the next begins at one.
function padded(text: string, width: number, { insertSpaces, tabSize }: FormatStyle): string {
  if (insertSpaces) return `${text.padEnd(width)} `;
  const stop = Math.ceil((width + 1) / tabSize) * tabSize;
  return text + "\t".repeat(Math.max(1, Math.ceil((stop - text.length) / tabSize)));
}

// White space at the end of lines that are part of no record.
function trimmed(document: ZoneDocument, region: Span, first: number, last: number) {
  const out: { at: Span; text: string }[] = [];
  const text = document.slice(region.start, region.end);
  for (const { index, 0: blanks } of text.matchAll(/[ \t]+(?=\r|\n|$)/g)) {
    const start = region.start + index;
    const { line } = document.positionAt(start);
    if (line < first || line > last || document.recordAt(lineSpan(document, line).start) !== undefined)
      continue;
    out.push({ at: { start, end: start + blanks.length }, text: "" });
  }
  return out;
}

function paragraphEdge(document: ZoneDocument, line: number, step: 1 | -1): number {
  let at = line;
  for (let i = 0; i < MOST_AROUND; i++) {
    const next = at + step;
    if (next < 0 || next >= document.lineCount) break;
    if (isEdge(document, next)) {
      // Inside the parentheses of a record a blank line means nothing.
      const record = document.recordAt(lineSpan(document, next).start);
      if (record === undefined || document.positionAt(record.span.start).line === next) break;
    }
    at = next;
  }
  return at;
}

function isEdge(document: ZoneDocument, line: number): boolean {
  const span = lineSpan(document, line);
  const text = document.slice(span.start, Math.min(span.end, span.start + 200));
  return text.trim() === "" || text.startsWith("$");
}

// Read before and after in the same surroundings: owners, TTLs, classes, types, rdata and faults must all be the same.
function readsAlike(
  document: ZoneDocument,
  region: Span,
  edits: readonly { readonly at: Span; readonly text: string }[],
): boolean {
  const before = document.slice(region.start, region.end);
  let after = "";
  let at = region.start;
  for (const edit of edits) {
    if (edit.at.start < at) return false;
    after += document.slice(at, edit.at.start) + edit.text;
    at = edit.at.end;
  }
  after += document.slice(at, region.end);
  const origin = originAt(document, region.start);
  const read = (text: string) => new ZoneDocument(document.uri, text, origin === undefined ? {} : { origin });
  return sameRecords(read(before), read(after));
}

function sameRecords(a: ZoneDocument, b: ZoneDocument): boolean {
  if (a.recordCount !== b.recordCount) return false;
  const others = b.ownRecords()[Symbol.iterator]();
  for (const one of a.ownRecords()) {
    const other: ZoneRecord | undefined = others.next().value;
    if (other === undefined || shown(one) !== shown(other)) return false;
  }
  return faultsOf(a) === faultsOf(b);
}

function shown({ owner, ttl, class: klass, type, tokens }: ZoneRecord): string {
  const items = tokens.map(({ raw, quoted, start }, i) => [raw, quoted, start === tokens[i - 1]?.end]);
  return JSON.stringify([owner, ttl, klass, type, items]);
}

function faultsOf(document: ZoneDocument): string {
  return document.blocks.flatMap(({ problems }) => problems.map(({ rule }) => rule)).join(" ");
}
