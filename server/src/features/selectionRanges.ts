import type { Position, SelectionRange } from "vscode-languageserver";
import type { Span } from "../text/span.ts";
import type { ZoneDocument } from "../zone/document.ts";
import { lineSpan, rangeOf } from "./positions.ts";

/** What an expanding selection takes in turn: word, string or field, rdata, record, the records of the owner, everything. */
export function selectionRanges(document: ZoneDocument, positions: readonly Position[]): SelectionRange[] {
  return positions.map((position) => {
    const offset = document.offsetAt(position);
    const spans = spansAround(document, offset);
    let range: SelectionRange | undefined;
    for (const span of spans.reverse()) {
      range =
        range === undefined
          ? { range: rangeOf(document, span) }
          : { range: rangeOf(document, span), parent: range };
    }
    return range ?? { range: rangeOf(document, { start: offset, end: offset }) };
  });
}

// From the narrowest to the widest, each inside the next.
function spansAround(document: ZoneDocument, offset: number): Span[] {
  const line = lineSpan(document, document.positionAt(offset).line);
  const record = document.recordAt(offset);
  const spans: Span[] = [wordAt(document, offset, line)];
  if (record !== undefined) {
    const fields = [record.ownerSpan, record.ttlSpan, record.typeSpan, ...record.rdata.fields];
    for (const span of fields) if (span !== undefined) spans.push({ start: span.start, end: span.end });
    spans.push(record.rdataSpan, record.span);
    const { owner } = record;
    const same =
      owner === undefined ? [] : document.recordsAt(owner).filter(({ uri }) => uri === document.uri);
    const [first, last] = [same[0], same.at(-1)];
    // Only where they stand together: a selection has no gaps.
    if (first !== undefined && last !== undefined && isRun(document, first.span.start, last.span.end, owner))
      spans.push({ start: first.span.start, end: last.span.end });
  }
  spans.push(line, { start: 0, end: document.length });
  const around = spans.filter((span) => span.start <= offset && offset <= span.end && span.end > span.start);
  around.sort((a, b) => a.end - a.start - (b.end - b.start));
  const nested: Span[] = [];
  for (const span of around) {
    const inner = nested.at(-1);
    if (inner === undefined || (span.start <= inner.start && inner.end <= span.end && !same(inner, span)))
      nested.push(span);
  }
  return nested;
}

const MOST_ROWS = 100;

function isRun(document: ZoneDocument, start: number, end: number, owner: string | undefined): boolean {
  let at = start;
  for (let rows = 0; rows < MOST_ROWS && at < end; rows++) {
    const record = document.recordAt(at);
    if (record === undefined) at++;
    else if (record.owner !== owner) return false;
    else at = record.span.end + 1;
  }
  return at >= end;
}

function same(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end;
}

function wordAt(document: ZoneDocument, offset: number, line: Span): Span {
  const text = document.slice(line.start, line.end);
  const isBorder = (at: number) => /[\s;"()=:]/.test(text[at] ?? " ");
  let start = offset - line.start;
  let end = start;
  while (start > 0 && !isBorder(start - 1)) start--;
  while (end < text.length && !isBorder(end)) end++;
  return { start: line.start + start, end: line.start + end };
}
