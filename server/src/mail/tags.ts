import { countWhile } from "../text/halving.ts";
import { HOLE, type MappedText } from "../text/mappedText.ts";
import { type TextSpan, textSpan } from "../text/span.ts";

/** What stands between two semicolons. Every octet of the text lies in exactly one `span`, `separator` or `tail`. */
interface SegmentPlace {
  /** Everything between the semicolons, white space included. */
  readonly span: TextSpan;
  /** The same without the white space around it; empty at the segment's start where there is nothing else. */
  readonly trimmed: TextSpan;
  /** The semicolon behind it. */
  readonly separator: TextSpan | undefined;
}

/** `name=value`, however odd the name or the value. */
export interface Tag extends SegmentPlace {
  readonly kind: "tag";
  /** As written, without the white space around it; "" where nothing stands before the `=`. */
  readonly name: string;
  /** As written, without the white space around it; HOLE in it means that it is known in part only. */
  readonly value: string;
  readonly nameSpan: TextSpan;
  readonly equals: TextSpan;
  readonly valueSpan: TextSpan;
  /** From behind the `=` to the segment's end, white space included. */
  readonly rawValueSpan: TextSpan;
}

/** Text without an `=`. */
export interface Fragment extends SegmentPlace {
  readonly kind: "fragment";
  readonly text: string;
}

/**
 * Nothing but white space before a semicolon, or in the whole text. Semicolons that follow one another with nothing between
 * them are one mistake and one such segment, whose `separator` is the last of them.
 */
export interface Empty extends SegmentPlace {
  readonly kind: "empty";
}

export type Segment = Tag | Fragment | Empty;

/** A list of `tag=value` separated by semicolons (RFC 6376 section 3.2 and the lists modelled on it). */
export interface TagRecord {
  readonly source: MappedText;
  /** Everything between semicolons, in order; a final `;` opens no segment. */
  readonly segments: readonly Segment[];
  /** The segments that have an `=`, in order. */
  readonly tags: readonly Tag[];
  /** White space behind the final semicolon; empty at the text's end where there is none. */
  readonly tail: TextSpan;
  /** Octets that no such list may hold, those that follow each other together: controls and all beyond ASCII; no HOLE. */
  readonly junk: readonly TextSpan[];
}

/**
 * Splits a text at its semicolons and each part at its first `=`, losing nothing. Which white space, names and values
 * are legal is left to the caller: the lists of DKIM, DMARC, TLS-RPT, MTA-STS and BIMI differ in that.
 * A text with holes may hold tags that are not listed here: conclude nothing from an absent one then.
 */
export function scanTags(source: MappedText): TagRecord {
  const { text } = source;
  const segments: Segment[] = [];
  const tags: Tag[] = [];
  let start = 0;
  for (;;) {
    const semicolon = text.indexOf(";", start);
    let end = semicolon === -1 ? text.length : semicolon;
    const isEmpty = skipBlanks(text, start, end) === end;
    if (isEmpty && semicolon === -1 && segments.length > 0) break;
    if (isEmpty) end = endOfEmpty(text, end);
    const segment = isEmpty ? emptySegment(text, start, end) : scanSegment(text, start, end);
    segments.push(segment);
    if (segment.kind === "tag") tags.push(segment);
    if (semicolon === -1) {
      start = text.length;
      break;
    }
    start = end + 1;
  }
  return { source, segments, tags, tail: textSpan(start, text.length), junk: findJunk(text) };
}

/** Tags whose name an earlier tag has already, compared by case; names known in part are left out. */
export function duplicateTags(record: TagRecord): readonly Tag[] {
  const seen = new Set<string>();
  return record.tags.filter((tag) => {
    if (tag.name === "" || tag.name.includes(HOLE)) return false;
    if (seen.has(tag.name)) return true;
    seen.add(tag.name);
    return false;
  });
}

/**
 * The span to delete so that a segment goes with one of its semicolons and the rest of the list stays as it is.
 */
export function removalSpan(record: TagRecord, segment: Segment): TextSpan {
  const index = placeOf(record, segment);
  const next = record.segments[index + 1];
  if (index > 0 && next !== undefined && segment.kind === "empty")
    return textSpan(segment.span.start, next.span.start);
  if (next !== undefined) return textSpan(segment.trimmed.start, next.trimmed.start);
  const before = record.segments[index - 1];
  return textSpan(before?.trimmed.end ?? segment.span.start, segment.span.end);
}

/** Which segment of its record one is. Halved: a list of ten thousand may have as many questions for a place. */
export function placeOf({ segments }: TagRecord, segment: Segment): number {
  const place = countWhile(segments.length, (i) => (segments[i]?.span.end ?? 0) < segment.span.end);
  return segments[place] === segment ? place : segments.indexOf(segment);
}

/** The last semicolon of those from `semicolon` on between which nothing stands; the text's end where that is given. */
function endOfEmpty(text: string, semicolon: number): number {
  let last = semicolon;
  for (let at = last; text.charCodeAt(at) === 0x3b; at = skipBlanks(text, at + 1, text.length)) last = at;
  return last;
}

function emptySegment(text: string, start: number, end: number): Empty {
  const separator = end < text.length ? textSpan(end, end + 1) : undefined;
  return { kind: "empty", span: textSpan(start, end), trimmed: textSpan(start, start), separator };
}

function scanSegment(text: string, start: number, end: number): Tag | Fragment {
  const from = skipBlanks(text, start, end);
  const to = skipBlanksBack(text, from, end);
  const span = textSpan(start, end);
  const separator = end < text.length ? textSpan(end, end + 1) : undefined;
  const trimmed = textSpan(from, to);
  const equals = indexOfEquals(text, from, to);
  if (equals === -1) {
    return { kind: "fragment", span, trimmed, separator, text: text.slice(from, to) };
  }
  const nameEnd = skipBlanksBack(text, from, equals);
  const valueStart = skipBlanks(text, equals + 1, to);
  return {
    kind: "tag",
    span,
    trimmed,
    separator,
    name: text.slice(from, nameEnd),
    value: text.slice(valueStart, to),
    nameSpan: textSpan(from, nameEnd),
    equals: textSpan(equals, equals + 1),
    valueSpan: textSpan(valueStart, to),
    rawValueSpan: textSpan(equals + 1, end),
  };
}

// Not `indexOf`, which would look past the segment: a text of semicolons alone would cost its length squared.
function indexOfEquals(text: string, start: number, end: number): number {
  for (let i = start; i < end; i++) if (text.charCodeAt(i) === 0x3d) return i;
  return -1;
}

function skipBlanks(text: string, start: number, end: number): number {
  let i = start;
  while (i < end && isBlank(text.charCodeAt(i))) i++;
  return i;
}

function skipBlanksBack(text: string, start: number, end: number): number {
  let i = end;
  while (i > start && isBlank(text.charCodeAt(i - 1))) i--;
  return i;
}

/** SP, TAB, CR and LF: what folding white space is made of (RFC 5322 section 3.2.2). */
function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0d || code === 0x0a;
}

const NO_JUNK: readonly TextSpan[] = [];

const JUNK = /[^\t\n\r\x20-\x7e\ufffc]/;
const JUNK_RUNS = /[^\t\n\r\x20-\x7e\ufffc]+/g;

function findJunk(text: string): readonly TextSpan[] {
  if (!JUNK.test(text)) return NO_JUNK;
  return Array.from(text.matchAll(JUNK_RUNS), ({ index, 0: run }) => textSpan(index, index + run.length));
}
