import type { Span } from "../../text/span.ts";
import type { Expression, Part, Template, TextPart } from "./ast.ts";
import { type Directive, lost, nested, type Piece } from "./directives.ts";
import { dedented } from "./heredoc.ts";
import type { Reader } from "./reader.ts";

/** Reads one expression where the reader stands; handed in, since templates and expressions hold each other. */
export type ReadExpression = (reader: Reader) => Expression;

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const BACKSLASH = 0x5c;
const DOLLAR = 0x24;
const PERCENT = 0x25;
const BRACE = 0x7b;
const TILDE = 0x7e;

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };
const DIRECTIVE = /[ \t]*(?:if|else|endif|for|endfor)(?![\p{ID_Continue}-])/uy;
const NO_DIRECTIVE = /%\{[^"\n{}]{0,13}\}/y;
const HEREDOC = /<<(-?)([\p{ID_Start}_][\p{ID_Continue}-]*)(\r?\n)/uy;

// A pattern runs at full speed from the first file on, a loop only when it has been compiled.
const PLAIN_QUOTED = /[^"\\\n$%]*/y;
const PLAIN_HEREDOC = /[^$%]*/y;

/** The quoted string that begins at the reader's `"`. Without its closing quote it ends with its line. */
export function readQuoted(reader: Reader, expression: ReadExpression): Template {
  const start = reader.at++;
  const plainEnd = endOf(PLAIN_QUOTED, reader);
  if (!reader.isDecoded && plainEnd < reader.end && reader.text.charCodeAt(plainEnd) === QUOTE) {
    const from = start + 1;
    reader.at = plainEnd + 1;
    const parts: readonly Part[] =
      from === plainEnd
        ? []
        : [{ kind: "text", text: reader.text.slice(from, plainEnd), start: from, end: plainEnd }];
    return { kind: "template", style: "quoted", parts, start, end: reader.at };
  }
  const pieces = readPieces(reader, expression, "quoted");
  if (!reader.take('"')) {
    reader.report("syntax", start, reader.at, "the string is not closed on its line");
    const { start: from, end } = reader.span(reader.at, reader.at);
    pieces.push(lost(from, end));
  }
  const parts = nested(pieces, reader.problems);
  const span = reader.span(start, reader.at);
  return { kind: "template", style: "quoted", parts, start: span.start, end: span.end };
}

/** The heredoc that begins at the reader's `<<`; undefined where none does. */
export function readHeredoc(reader: Reader, expression: ReadExpression): Template | undefined {
  HEREDOC.lastIndex = reader.at;
  const match = HEREDOC.exec(reader.text);
  if (match === null) return undefined;
  const start = reader.at;
  const from = start + match[0].length;
  const closing = closingLine(reader, from, match[2] ?? "");
  if (!closing.found) {
    reader.report("syntax", start, from - 1, `the heredoc is never closed by a line \`${match[2]}\``);
  }
  const inner = reader.within(from, closing.from);
  const pieces = readPieces(inner, expression, "heredoc");
  const parts = nested(match[1] === "-" ? dedented(pieces) : pieces, reader.problems);
  reader.at = closing.to;
  return { kind: "template", style: "heredoc", parts, ...reader.span(start, closing.to) };
}

/** The whole of a reader's text as a template, as in a string of JSON. */
export function readBare(reader: Reader, expression: ReadExpression): readonly Part[] {
  return nested(readPieces(reader, expression, "heredoc"), reader.problems);
}

/** The whole of a reader's text as it stands, `${` and `%{` included. */
export function readPlain(reader: Reader): readonly Part[] {
  const pieces: Piece[] = [];
  if (reader.end > reader.at) addText(pieces, reader, reader.at, reader.end, "heredoc");
  return nested(pieces, reader.problems);
}

// The line that holds nothing but the marker. Without one the heredoc ends where the next block of the file begins.
function closingLine(reader: Reader, from: number, marker: string) {
  let fallback = -1;
  for (let at = from; at < reader.end; ) {
    const next = reader.text.indexOf("\n", at);
    const end = next < 0 || next > reader.end ? reader.end : next;
    if (reader.text.slice(at, end).trim() === marker) return { found: true, from: at, to: end };
    if (fallback < 0 && reader.isTopBlock(at)) fallback = at;
    at = end + 1;
  }
  const to = fallback < 0 ? reader.end : fallback - 1;
  return { found: false, from: Math.max(from, to), to: Math.max(from, to) };
}

/** Where the characters end that a pattern passes over. */
function endOf(plain: RegExp, reader: Reader): number {
  plain.lastIndex = reader.at;
  plain.test(reader.text);
  return Math.min(plain.lastIndex, reader.end);
}

function readPieces(reader: Reader, expression: ReadExpression, style: "quoted" | "heredoc"): Piece[] {
  const pieces: Piece[] = [];
  let start = reader.at;
  let trimNext = false;
  const flush = (end: number) => {
    if (end > start) addText(pieces, reader, start, end, style);
  };
  const trim = () => {
    if (trimNext) trimStart(pieces, textFrom, style);
    trimNext = false;
  };
  let textFrom = 0;
  const plain = style === "quoted" ? PLAIN_QUOTED : PLAIN_HEREDOC;
  while (reader.at < reader.end) {
    reader.at = endOf(plain, reader);
    const code = reader.code();
    if (code < 0) break;
    if (style === "quoted") {
      if (code === QUOTE || code === LINE_FEED) break;
      if (code === BACKSLASH) {
        flush(reader.at);
        pieces.push(readEscape(reader));
        start = reader.at;
        continue;
      }
    }
    if ((code !== DOLLAR && code !== PERCENT) || !isMarker(reader, code)) {
      reader.at++;
      continue;
    }
    if (reader.code(1) === code) {
      flush(reader.at);
      const text = `${String.fromCharCode(code)}{`;
      pieces.push({ kind: "text", text, ...reader.span(reader.at, reader.at + 3) });
      reader.at += 3;
      start = reader.at;
      continue;
    }
    if (code === PERCENT && !isDirective(reader)) {
      NO_DIRECTIVE.lastIndex = reader.at;
      const [written = "%{"] = NO_DIRECTIVE.exec(reader.text) ?? [];
      const end = Math.min(reader.at + written.length, reader.end);
      reader.report("directive", reader.at, end, written);
      // No macro of SPF has a space.
      if (/\s/.test(written)) {
        const span = reader.span(reader.at, end);
        flush(reader.at);
        pieces.push(lost(span.start, span.end));
        reader.at = end;
        start = end;
      } else reader.at += 2;
      continue;
    }
    flush(reader.at);
    trim();
    if (reader.code(2) === TILDE) trimEnd(pieces, textFrom, style);
    const { piece, trims } = readSequence(reader, expression, code);
    pieces.push(piece);
    textFrom = pieces.length;
    trimNext = trims;
    start = reader.at;
  }
  flush(reader.at);
  trim();
  return pieces;
}

// `${`, `%{`, or one of them escaped as `$${` and `%%{`.
function isMarker(reader: Reader, code: number): boolean {
  const next = reader.code(1);
  return next === BRACE || (next === code && reader.code(2) === BRACE);
}

function isDirective(reader: Reader): boolean {
  DIRECTIVE.lastIndex = reader.at + (reader.code(2) === TILDE ? 3 : 2);
  return DIRECTIVE.test(reader.text);
}

// Literal text: by lines in a heredoc; where the text was decoded from JSON, by characters, as each has its own place.
function addText(
  pieces: Piece[],
  reader: Reader,
  start: number,
  end: number,
  style: "quoted" | "heredoc",
): void {
  if (style === "quoted" && !reader.isDecoded) {
    pieces.push({ kind: "text", text: reader.text.slice(start, end), start, end });
    return;
  }
  for (let at = start; at < end; ) {
    const line = style === "quoted" ? -1 : reader.text.indexOf("\n", at) + 1;
    const next = reader.isDecoded ? at + 1 : line > 0 && line < end ? line : end;
    pieces.push({ kind: "text", text: reader.text.slice(at, next), ...reader.span(at, next) });
    at = next;
  }
}

function readEscape(reader: Reader): TextPart {
  const start = reader.at;
  const next = reader.text.charAt(start + 1);
  const known = ESCAPES[next];
  const isOpen = start + 1 >= reader.end || next === "\n" || next === "\r";
  if (known !== undefined && !isOpen) {
    reader.at += 2;
    return { kind: "text", text: known, ...reader.span(start, reader.at) };
  }
  const digits = next === "u" ? 4 : next === "U" ? 8 : 0;
  const hex = reader.text.slice(start + 2, start + 2 + digits);
  const point =
    digits > 0 && /^[0-9a-f]+$/i.test(hex) && hex.length === digits ? Number.parseInt(hex, 16) : -1;
  if (point >= 0 && point <= 0x10ffff) {
    reader.at += 2 + digits;
    return { kind: "text", text: String.fromCodePoint(point), ...reader.span(start, reader.at) };
  }
  const length = isOpen ? 1 : 1 + String.fromCodePoint(reader.text.codePointAt(start + 1) ?? 0).length;
  reader.at += length;
  const text = reader.text.slice(start, reader.at);
  reader.report("escape", start, reader.at, text);
  return { kind: "text", text, ...reader.span(start, reader.at) };
}

function readSequence(
  reader: Reader,
  expression: ReadExpression,
  code: number,
): { readonly piece: Piece; readonly trims: boolean } {
  const start = reader.at;
  reader.at += reader.code(2) === TILDE ? 3 : 2;
  const { loose } = reader;
  reader.loose = true;
  reader.depth++;
  if (code === DOLLAR) {
    const inner = expression(reader);
    const { trims, start: from, end } = closeSequence(reader, start, loose);
    return { piece: { kind: "interpolation", expression: inner, start: from, end }, trims };
  }
  const directive = readDirective(reader, expression);
  const { trims, start: from, end } = closeSequence(reader, start, loose);
  return { piece: { kind: "directive", directive, start: from, end }, trims };
}

function closeSequence(reader: Reader, from: number, loose: boolean): Span & { readonly trims: boolean } {
  reader.skipSpace();
  reader.loose = loose;
  reader.depth--;
  const trims = reader.take("~");
  if (!reader.take("}")) skipSequence(reader, from);
  const { start, end } = reader.span(from, reader.at);
  return { start, end, trims };
}

// Junk in an interpolation costs the interpolation: up to its brace, or the end of its line.
function skipSequence(reader: Reader, start: number): void {
  let at = reader.at;
  while (at < reader.end) {
    const code = reader.text.charCodeAt(at);
    if (code === LINE_FEED || code === QUOTE) break;
    at++;
    if (code === 0x7d) break;
  }
  reader.at = at;
  reader.report("syntax", start, at, "the interpolation is not closed");
}

function readDirective(reader: Reader, expression: ReadExpression): Directive {
  reader.skipSpace();
  const word = reader.name();
  if (word === "if") return { kind: "if", condition: expression(reader) };
  if (word === "else" || word === "endif" || word === "endfor") return { kind: word };
  reader.skipSpace();
  let key: string | undefined;
  let value = reader.name() ?? "";
  reader.skipSpace();
  if (reader.take(",")) {
    reader.skipSpace();
    key = value;
    value = reader.name() ?? "";
    reader.skipSpace();
  }
  const at = reader.at;
  if (reader.name() !== "in") {
    reader.at = at;
    reader.report("syntax", at, at + 1, "`in` is missing");
  }
  return { kind: "for", key, value, collection: expression(reader) };
}

// HCL makes one token of each line of a heredoc, so that `~` reaches no further than the line beside it.
function trimEnd(pieces: Piece[], from: number, style: "quoted" | "heredoc"): void {
  let isFirst = true;
  while (pieces.length > from) {
    const piece = pieces.at(-1);
    if (piece?.kind !== "text" || (style === "heredoc" && !isFirst && piece.text.endsWith("\n"))) return;
    isFirst = false;
    pieces.pop();
    const text = piece.text.trimEnd();
    if (text === "") continue;
    pieces.push(cut(piece, 0, text.length));
    return;
  }
}

function trimStart(pieces: Piece[], from: number, style: "quoted" | "heredoc"): void {
  while (pieces.length > from) {
    const piece = pieces[from];
    if (piece?.kind !== "text") return;
    pieces.splice(from, 1);
    const text = piece.text.trimStart();
    if (text !== "") {
      pieces.splice(from, 0, cut(piece, piece.text.length - text.length, piece.text.length));
      return;
    }
    if (style === "heredoc" && piece.text.endsWith("\n")) return;
  }
}

// Only what stands character for character can be cut exactly.
function cut(piece: TextPart, from: number, to: number): TextPart {
  if (piece.text.length !== piece.end - piece.start) return { ...piece, text: piece.text.slice(from, to) };
  return {
    kind: "text",
    text: piece.text.slice(from, to),
    start: piece.start + from,
    end: piece.start + to,
  };
}
