// The scanner is the hot part: plain loops over character codes, no tokens are made.
import type { Span } from "../../text/span.ts";
import type { HclProblem } from "./ast.ts";

// A block that can only stand at the top of a file; at column 0 it ends whatever is still open above it.
const TOP_BLOCK =
  /(?:(?:resource|data|ephemeral)[ \t]+"[^"\n]*"[ \t]+"[^"\n]*"[ \t]*\{|(?:module|variable|output|provider|check)[ \t]+"[^"\n]*"[ \t]*\{|(?:locals|terraform|inputs)[ \t]*(?:\{|=[ \t]*\{))/y;
const PLAIN_NAME = /[A-Za-z_][\w-]*/y;
const NAME_START = /[\p{ID_Start}_]/u;
const NAME_PART = /[\p{ID_Continue}-]/u;

/** Where offsets in a text that was decoded from a file lie in that file. */
export interface OffsetMap {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** A text and how far it has been read. Invariant: `at` never goes back behind what a caller has taken. */
export class Reader {
  readonly text: string;
  readonly end: number;
  readonly problems: HclProblem[];
  at: number;
  /** Whether line breaks are mere space: inside parentheses, brackets and interpolations. */
  loose = false;
  /** How many expressions and blocks are open: hostile nesting ends at a limit instead of the stack's. */
  depth = 0;
  readonly #map: OffsetMap | undefined;

  constructor(text: string, from: number, end: number, problems: HclProblem[], map?: OffsetMap) {
    this.text = text;
    this.at = from;
    this.end = end;
    this.problems = problems;
    this.#map = map;
  }

  /** Whether characters of this text are not characters of the file. */
  get isDecoded(): boolean {
    return this.#map !== undefined;
  }

  /** A reader of a part of the same text that reports to the same place. */
  within(from: number, end: number): Reader {
    const inner = new Reader(this.text, from, end, this.problems, this.#map);
    inner.depth = this.depth;
    return inner;
  }

  /** The code at `at`, or one further on; -1 at the end. */
  code(ahead = 0): number {
    const at = this.at + ahead;
    return at < this.end ? this.text.charCodeAt(at) : -1;
  }

  startsWith(what: string): boolean {
    return this.text.startsWith(what, this.at) && this.at + what.length <= this.end;
  }

  /** Takes `what` if it stands here. */
  take(what: string): boolean {
    if (!this.startsWith(what)) return false;
    this.at += what.length;
    return true;
  }

  /** The file's span of [start, end) of the text. */
  span(start: number, end: number): Span {
    if (this.#map === undefined) return { start, end };
    const { starts, ends } = this.#map;
    const from = starts[start] ?? ends.at(-1) ?? 0;
    return { start: from, end: end > start ? (ends[end - 1] ?? from) : from };
  }

  report(kind: HclProblem["kind"], start: number, end: number, message: string): void {
    this.problems.push({ kind, message, ...this.span(start, Math.min(end, this.end)) });
  }

  /** Skips space and comments; line breaks too where they are mere space. */
  skipSpace(): void {
    const { text, end } = this;
    while (this.at < end) {
      const code = text.charCodeAt(this.at);
      if (code === 0x20 || code === 0x09 || (code === 0x0d && text.charCodeAt(this.at + 1) === 0x0a))
        this.at++;
      else if (code === 0x0a) {
        if (!this.loose || this.isTopBlock(this.at + 1)) return;
        this.at++;
      } else if (code === 0x23) this.#skipLine();
      else if (code === 0x2f && text.charCodeAt(this.at + 1) === 0x2f) this.#skipLine();
      else if (code === 0x2f && text.charCodeAt(this.at + 1) === 0x2a) this.#skipComment();
      else return;
    }
  }

  /** Skips space, comments and line breaks, as between the items of a body. Stops in front of a block at column 0. */
  skipLines(): void {
    while (true) {
      this.skipSpace();
      if (this.code() !== 0x0a || this.isTopBlock(this.at + 1)) return;
      this.at++;
    }
  }

  /** Goes to the end of the line, past anything. */
  skipJunk(): void {
    this.#skipLine();
  }

  /** Whether a block of the file's top level stands at the offset, at the start of a line. */
  isTopBlock(at: number): boolean {
    const code = at < this.end ? this.text.charCodeAt(at) : 0;
    if (code < 0x61 || code > 0x7a) return false;
    TOP_BLOCK.lastIndex = at;
    return TOP_BLOCK.test(this.text);
  }

  /** The name that stands here, taken; undefined where there is none. */
  name(): string | undefined {
    const start = this.at;
    PLAIN_NAME.lastIndex = start;
    let at = PLAIN_NAME.test(this.text) ? Math.min(PLAIN_NAME.lastIndex, this.end) : start;
    while (at < this.end) {
      const code = this.text.charCodeAt(at);
      const isLetter = (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f;
      const isInner = at > start && ((code >= 0x30 && code <= 0x39) || code === 0x2d);
      if (isLetter || isInner) at++;
      else if (code < 0x80) break;
      else {
        const char = String.fromCodePoint(this.text.codePointAt(at) ?? 0);
        if (!(at > start ? NAME_PART : NAME_START).test(char)) break;
        at += char.length;
      }
    }
    if (at === start) return undefined;
    this.at = at;
    return this.text.slice(start, at);
  }

  #skipLine(): void {
    const next = this.text.indexOf("\n", this.at);
    this.at = next < 0 || next > this.end ? this.end : next;
  }

  #skipComment(): void {
    const close = this.text.indexOf("*/", this.at + 2);
    if (close < 0 || close + 2 > this.end) {
      this.report("syntax", this.at, this.end, "the comment is not closed");
      this.at = this.end;
    } else this.at = close + 2;
  }
}
