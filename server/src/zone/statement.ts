// The hot loop of DNS Lens: one pass over char codes, no object per record.

import { classCode, typeCode } from "../dns/mnemonics.ts";
import { FLAG } from "./block.ts";
import { looksLikeRecord } from "./recovery.ts";
import { parseTtl } from "./ttl.ts";

const SPACE = 1;
const EOL = 2;
const COMMENT = 3;
const QUOTE = 4;
const OPEN = 5;
const CLOSE = 6;
const ESCAPE = 7;
const KIND = new Uint8Array(128);
KIND[0x20] = SPACE;
KIND[0x09] = SPACE;
KIND[0x0a] = EOL;
KIND[0x0d] = EOL;
KIND[0x3b] = COMMENT;
KIND[0x22] = QUOTE;
KIND[0x28] = OPEN;
KIND[0x29] = CLOSE;
KIND[0x5c] = ESCAPE;

const MAX_LABEL = 63;

/** What stands where in one statement; offsets in the text that was scanned, -1 for what is not there. */
export interface Statement {
  /** Where the owner begins: behind the parentheses that may stand before it. */
  start: number;
  ownerEnd: number;
  /** End of the last token or parenthesis. */
  end: number;
  /** Just past the line break. */
  next: number;
  /** Line breaks passed. */
  lines: number;
  flags: number;
  isDirective: boolean;
  /** The owner has an empty or long label, escapes, what needs one, or other than ASCII: it is read by `readName`. */
  isOwnerOdd: boolean;
  ttl: number;
  ttlStart: number;
  klass: number;
  type: number;
  typeStart: number;
  typeEnd: number;
  rdataStart: number;
  /** Tokens behind the type. */
  items: number;
  /** The first token before the type that is neither TTL nor class. */
  bad: number;
  badEnd: number;
  /** A `(` without `)`, a `)` without `(`, a `"` without another. */
  unclosed: number;
  unopened: number;
  quote: number;
  quoteEnd: number;
  /** The text ended inside parentheses or quotes: what follows may belong to the statement. */
  open: boolean;
}

/** A statement to be filled by `scanStatement`. */
export function emptyStatement(): Statement {
  return {
    start: 0,
    ownerEnd: 0,
    end: 0,
    next: 0,
    lines: 0,
    flags: 0,
    isDirective: false,
    isOwnerOdd: false,
    ttl: -1,
    ttlStart: -1,
    klass: -1,
    type: -1,
    typeStart: -1,
    typeEnd: -1,
    rdataStart: -1,
    items: 0,
    bad: -1,
    badEnd: -1,
    unclosed: -1,
    unopened: -1,
    quote: -1,
    quoteEnd: -1,
    open: false,
  };
}

/**
 * Reads the statement that begins at `from` into `into` (RFC 1035 section 5.1): owner, TTL and class in either order, type,
 * and where its rdata stands. A parenthesis that is never closed ends at the next line that looks like a record.
 */
export function scanStatement(text: string, from: number, into: Statement): void {
  const length = text.length;
  let at = from;
  let depth = 0;
  let unclosed = -1;
  let flags = 0;
  let first = text.charCodeAt(at);
  let lines = 0;
  if (first === 0x28) {
    at = behindParentheses(text, at);
    ({ depth, unclosed, lines } = before);
    flags |= FLAG.grouped;
    first = text.charCodeAt(at);
  }
  const start = at;
  const firstKind = first < 128 ? KIND[first] : 0;
  into.isOwnerOdd = firstKind === QUOTE;
  if (at < length && (firstKind === 0 || firstKind === QUOTE || firstKind === ESCAPE)) {
    flags |= FLAG.ownerStated;
    if (firstKind === QUOTE) at = closingQuote(text, at);
    else {
      at = ownerEnd(text, at, into);
      flags |= ownerFlags;
    }
  }
  into.ownerEnd = at;

  const isDirective = first === 0x24;
  let ttl = -1;
  let ttlStart = -1;
  let klass = -1;
  let type = -1;
  let typeStart = -1;
  let typeEnd = -1;
  let rdataStart = -1;
  let end = at;
  let items = 0;
  let bad = -1;
  let badEnd = -1;
  let unopened = -1;
  let quote = -1;
  let quoteEnd = -1;
  let open = false;
  let next = -1;
  while (true) {
    if (at >= length) {
      if (depth > 0) open = true;
      at = length;
      next = length;
      break;
    }
    const c = text.charCodeAt(at);
    const k = c < 128 ? KIND[c] : 0;
    if (k === SPACE) {
      at++;
      continue;
    }
    if (k === EOL) {
      next = afterEol(text, at);
      lines++;
      if (depth === 0 || looksLikeRecord(text, next, type)) break;
      at = next;
      continue;
    }
    if (k === COMMENT) {
      flags |= depth > 0 ? FLAG.grouped | FLAG.commented : FLAG.commented;
      while (at < length) {
        const d = text.charCodeAt(at);
        if (d === 0x0a || d === 0x0d) break;
        at++;
      }
      continue;
    }
    if (k === OPEN || k === CLOSE) {
      flags |= FLAG.grouped;
      if (k === OPEN) {
        if (depth === 0) unclosed = at;
        depth++;
      } else if (depth > 0) depth--;
      else if (unopened < 0) unopened = at;
      if (type >= 0 && rdataStart < 0) rdataStart = at;
      at++;
      end = at;
      continue;
    }
    // A token.
    const token = at;
    let hash = 0;
    if (k === QUOTE) {
      flags |= FLAG.quoted;
      at++;
      let closed = false;
      while (at < length) {
        const d = text.charCodeAt(at);
        if (d === 0x22) {
          closed = true;
          at++;
          break;
        }
        if (d === 0x5c) {
          flags |= FLAG.escaped;
          const e = text.charCodeAt(at + 1);
          // An escaped line break belongs to the string.
          if (e === 0x0a || e === 0x0d) {
            at = afterEol(text, at + 1);
            lines++;
          } else at += 2;
          continue;
        }
        if (d === 0x0a || (d === 0x0d && text.charCodeAt(at + 1) === 0x0a)) break;
        // Alone it is a character of the string, as BIND has it, and editors begin a line behind it.
        if (d === 0x0d) lines++;
        if (d >= 128) flags |= FLAG.nonAscii;
        at++;
      }
      if (at > length) at = length;
      if (!closed) {
        if (quote < 0) {
          quote = token;
          quoteEnd = at;
        }
        open = at >= length;
      }
    } else {
      while (at < length) {
        const d = text.charCodeAt(at);
        if (d >= 128) flags |= FLAG.nonAscii;
        else if (d === 0x5c) {
          flags |= FLAG.escaped;
          const e = text.charCodeAt(at + 1);
          if (e !== 0x0a && e !== 0x0d) at++;
        } else if (KIND[d] !== 0) break;
        hash = (hash * 31 + (d | 0x20)) | 0; // as `hashOf` does
        at++;
      }
      if (at > length) at = length;
    }
    end = at;
    if (type >= 0) {
      if (rdataStart < 0) rdataStart = token;
      items++;
      continue;
    }
    if (isDirective) continue;
    if (k !== QUOTE) {
      if (c >= 0x30 && c <= 0x39) {
        const value = ttl < 0 ? parseTtl(text, token, at) : -1;
        if (value !== -1) {
          ttl = value;
          ttlStart = token;
          flags |= FLAG.ttlStated;
          continue;
        }
      } else {
        if (klass < 0) {
          const code = classCode(text, token, at);
          if (code >= 0) {
            klass = code;
            flags |= FLAG.classStated;
            continue;
          }
        }
        const code = typeCode(text, token, at, hash);
        if (code >= 0) {
          type = code;
          typeStart = token;
          typeEnd = at;
          continue;
        }
      }
    }
    if (bad < 0) {
      bad = token;
      badEnd = at;
    }
  }
  into.start = start;
  into.end = end;
  into.next = next;
  into.lines = lines;
  into.flags = flags;
  into.isDirective = isDirective;
  into.ttl = ttl;
  into.ttlStart = ttlStart;
  into.klass = klass;
  into.type = type;
  into.typeStart = typeStart;
  into.typeEnd = typeEnd;
  into.rdataStart = rdataStart;
  into.items = items;
  into.bad = bad;
  into.badEnd = badEnd;
  into.unclosed = depth > 0 ? unclosed : -1;
  into.unopened = unopened;
  into.quote = quote;
  into.quoteEnd = quoteEnd;
  into.open = open;
}

/** What `behindParentheses` passed last. */
const before = { depth: 0, unclosed: -1, lines: 0 };

// Parentheses may stand before the owner: behind the first one blanks, and inside also line ends, part nothing.
function behindParentheses(text: string, from: number): number {
  let at = from;
  let depth = 0;
  let unclosed = -1;
  let lines = 0;
  for (; at < text.length; at++) {
    const c = text.charCodeAt(at);
    if (c === 0x28) {
      if (depth === 0) unclosed = at;
      depth++;
    } else if (c === 0x29 && depth > 0) depth--;
    else if (depth > 0 && (c === 0x0a || c === 0x0d)) {
      lines++;
      at = afterEol(text, at) - 1;
    } else if (depth > 0 && c === 0x3b) {
      while (at + 1 < text.length && !isEol(text.charCodeAt(at + 1))) at++;
    } else if (c !== 0x20 && c !== 0x09) break;
  }
  before.depth = depth;
  before.unclosed = unclosed;
  before.lines = lines;
  return at;
}

function isEol(c: number): boolean {
  return c === 0x0a || c === 0x0d;
}

/** Offset just past the line break at `at`. */
export function afterEol(text: string, at: number): number {
  return text.charCodeAt(at) === 0x0d && text.charCodeAt(at + 1) === 0x0a ? at + 2 : at + 1;
}

/** Flags of the owner that `ownerEnd` read last: a number out of a hot function without an object. */
let ownerFlags = 0;

// Past the owner; watches the length of its labels, so that only a bad one is read again.
function ownerEnd(text: string, from: number, into: Statement): number {
  const length = text.length;
  let at = from;
  let label = from;
  let flags = 0;
  let isBad = false;
  let isStrange = false;
  while (at < length) {
    const c = text.charCodeAt(at);
    if (c === 0x2e) {
      if (at === label || at - label > MAX_LABEL) isBad = true;
      label = at + 1;
    } else if (c >= 128) flags |= FLAG.nonAscii;
    else if (c === 0x5c) {
      flags |= FLAG.escaped;
      const e = text.charCodeAt(at + 1);
      if (e !== 0x0a && e !== 0x0d) at++;
    } else if (KIND[c] !== 0) break;
    else if (ESCAPED[c] !== 0) isStrange = true;
    at++;
  }
  if (at > length) at = length;
  ownerFlags = flags;
  const isLong = at - from > 1;
  into.isOwnerOdd =
    (isBad && isLong) ||
    (isStrange && (isLong || text.charCodeAt(from) !== 0x40)) ||
    at - label > MAX_LABEL ||
    flags !== 0;
  return at;
}

/** What a name in canonical form has a backslash before, and may be written without one. */
const ESCAPED = new Uint8Array(128).map((_, c) =>
  c < 0x21 || c === 0x7f || c === 0x24 || c === 0x40 ? 1 : 0,
);

function closingQuote(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length) {
    const c = text.charCodeAt(at);
    if (c === 0x22) return at + 1;
    if (c === 0x0a || c === 0x0d) return at;
    at += c === 0x5c && text.charCodeAt(at + 1) > 0x1f ? 2 : 1;
  }
  return text.length;
}
