import type { Span } from "../text/span.ts";
import type { ZoneDocument } from "../zone/document.ts";
import { lineSpan } from "./positions.ts";

/** One item of the statement before the cursor. */
export interface CursorToken {
  readonly raw: string;
  readonly quoted: boolean;
  readonly start: number;
  /** Just past it, or the cursor where it is being written. */
  readonly end: number;
}

/** Where the cursor stands in the grammar of a zone file (RFC 1035 section 5.1). */
export interface Cursor {
  readonly offset: number;
  readonly place:
    | { readonly kind: "comment" }
    /** The first word of a line. */
    | { readonly kind: "owner" }
    /** Before the type: what may still come. */
    | { readonly kind: "head"; readonly ttl: boolean; readonly class: boolean }
    /** In the rdata of a type, at its field number `index`. */
    | { readonly kind: "rdata"; readonly type: string; readonly index: number }
    | { readonly kind: "directive"; readonly name: string; readonly index: number };
  /** The word being written, empty between words; a whole string where it is quoted. */
  readonly word: CursorToken;
  /** Rdata items, or arguments of a directive, before the word. */
  readonly before: readonly CursorToken[];
  /** As written; undefined where the statement inherits its owner. */
  readonly owner: string | undefined;
  /** What stands behind the cursor and belongs to the word. */
  readonly rest: Span;
}

const MOST_LINES_BACK = 60;

/** Reads the statement up to an offset, however unfinished it is. */
export function cursorAt(document: ZoneDocument, offset: number): Cursor {
  const start = statementStart(document, offset);
  const { tokens, comment, blank } = scan(document.slice(start, offset), start);
  const last = tokens.at(-1);
  const writing = last !== undefined && last.end === offset && !last.closed;
  const word: CursorToken = writing ? last : { raw: "", quoted: false, start: offset, end: offset };
  const done = writing ? tokens.slice(0, -1) : tokens;
  const rest = { start: offset, end: wordEnd(document, offset, word.quoted) };
  const common = { offset, word, rest };
  if (comment) return { ...common, place: { kind: "comment" }, before: [], owner: undefined };
  const [first] = tokens;
  if (!blank && first !== undefined && first.raw.startsWith("$")) {
    const name = first.raw.toUpperCase();
    const before = done.slice(1);
    if (word === first) return { ...common, place: { kind: "owner" }, before, owner: undefined };
    return { ...common, place: { kind: "directive", name, index: before.length }, before, owner: undefined };
  }
  if (!blank && done.length === 0) {
    return { ...common, place: { kind: "owner" }, before: [], owner: undefined };
  }
  return { ...common, ...inRecord(blank ? done : done.slice(1)), owner: blank ? undefined : done[0]?.raw };
}

const CLASS = /^(?:IN|CH|CHAOS|HS|HESIOD|NONE|CLASS[0-9]{1,5})$/i;

function inRecord(tokens: readonly CursorToken[]): Pick<Cursor, "place" | "before"> {
  let ttl = false;
  let klass = false;
  for (const [i, token] of tokens.entries()) {
    if (!ttl && /^[0-9]/.test(token.raw)) ttl = true;
    else if (!klass && CLASS.test(token.raw)) klass = true;
    else {
      const before = tokens.slice(i + 1);
      return { place: { kind: "rdata", type: token.raw.toUpperCase(), index: before.length }, before };
    }
  }
  return { place: { kind: "head", ttl, class: klass }, before: [] };
}

// A record may go on over several lines: then it starts where its parenthesis was opened.
function statementStart(document: ZoneDocument, offset: number): number {
  const { line } = document.positionAt(offset);
  const own = lineSpan(document, line).start;
  const record = document.recordAt(offset);
  if (record !== undefined && record.span.start < own) return record.span.start;
  for (let back = 1; back <= Math.min(line, MOST_LINES_BACK); back++) {
    const at = lineSpan(document, line - back).start;
    const above = document.recordAt(at);
    if (above === undefined) continue;
    const start = above.span.start;
    return scan(document.slice(start, own), start).depth > 0 ? start : own;
  }
  return own;
}

interface Scanned {
  readonly tokens: readonly (CursorToken & { readonly closed: boolean })[];
  /** The text ends in a comment. */
  readonly comment: boolean;
  readonly depth: number;
  /** The first line begins with white space. */
  readonly blank: boolean;
}

function scan(text: string, base: number): Scanned {
  const tokens: (CursorToken & { closed: boolean })[] = [];
  const pattern = /[ \t\r\n]+|;[^\r\n]*|[()]|"((?:\\.|[^"\\\r\n])*)("?)|(?:\\[\s\S]?|[^\s;"()\\])+/g;
  let depth = 0;
  let comment = false;
  for (const { index, 0: hit, 1: inside, 2: close } of text.matchAll(pattern)) {
    comment = false;
    if (hit.startsWith(";")) comment = index + hit.length === text.length;
    else if (hit === "(") depth++;
    else if (hit === ")") depth = Math.max(0, depth - 1);
    else if (inside !== undefined) {
      tokens.push({
        raw: inside,
        quoted: true,
        start: base + index,
        end: base + index + hit.length,
        closed: close === '"',
      });
    } else if (/\S/.test(hit)) {
      tokens.push({
        raw: hit,
        quoted: false,
        start: base + index,
        end: base + index + hit.length,
        closed: false,
      });
    }
  }
  return { tokens, comment, depth, blank: /^[ \t]/.test(text) };
}

function wordEnd(document: ZoneDocument, offset: number, quoted: boolean): number {
  const line = lineSpan(document, document.positionAt(offset).line);
  const text = document.slice(offset, line.end);
  const length = (quoted ? /^[^\s;"]*/ : /^[^\s;"()]*/).exec(text)?.[0].length ?? 0;
  return offset + length;
}
