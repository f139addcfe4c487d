// The hot loop of DNS Lens: one pass over char codes into typed arrays, no object per record.

import type { SyntaxProblem } from "../dns/document.ts";
import { classCode, typeCode } from "../dns/mnemonics.ts";
import { absoluteName } from "../dns/names.ts";
import { type Block, type Columns, type Directive, FLAG, type ZoneState } from "./block.ts";
import { hashAbsolute, hashName, hashRelative, lastHash, type NameHash } from "./hash.ts";
import { looksLikeRecord } from "./recovery.ts";
import { parseTtl } from "./ttl.ts";

/** Characters after which a block is closed at the next statement border. */
export const BLOCK_SIZE = 16_384;

const TYPE_SOA = 6;
const CLASS_IN = 1;

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

/** A parsed block, and whether its last statement was still open where the text ended. */
export interface ParsedBlock {
  readonly block: Block;
  /** Offset in `text` just past the block. */
  readonly end: number;
  /** An open parenthesis at the end of the text: what follows may belong to the block. */
  readonly open: boolean;
}

/**
 * Reads whole statements of `text` from `from` on, until BLOCK_SIZE characters are passed or the text ends. Never throws;
 * what cannot be read is a problem and costs one statement (RFC 1035 section 5.1, RFC 2308 section 4).
 */
export function parseBlock(uri: string, text: string, from: number, entry: ZoneState): ParsedBlock {
  const length = text.length;
  let capacity = 128;
  let columns = makeColumns(capacity);
  let rows = 0;
  let lines = 0;
  const origins: (string | undefined)[] = [entry.origin];
  const directives: Directive[] = [];
  const problems: SyntaxProblem[] = [];
  let origin = entry.origin;
  let originHash: NameHash = hashName(origin ?? "");
  let ttl = entry.ttl;
  let defaultTtl = entry.defaultTtl;
  // The row whose owner blank-owner statements inherit: -1 the entry's, -2 nobody's.
  let ownerRow = entry.owner === undefined ? -2 : -1;
  const entryHash = entry.owner === undefined ? undefined : hashName(entry.owner);
  let open = false;
  let pos = from;
  const limit = from + BLOCK_SIZE;

  const problem = (
    rule: string,
    message: string,
    start: number,
    end: number,
    fixes: SyntaxProblem["fixes"] = [],
  ) => {
    problems.push({ rule, message, start: start - from, end: end - from, fixes });
  };
  const ownerName = (row: number): string | undefined => {
    if (row === -1) return entry.owner;
    if (row < 0) return undefined;
    const start = from + (columns.start[row] ?? 0);
    const raw = text.slice(start, from + (columns.ownerEnd[row] ?? 0));
    return absoluteName(unquoted(raw), origins[columns.origin[row] ?? 0]);
  };

  while (pos < length && pos < limit) {
    const first = text.charCodeAt(pos);
    const statement = pos;
    // Blank and comment lines cost nothing.
    if (first === 0x0a || first === 0x0d) {
      pos = afterEol(text, pos);
      lines++;
      continue;
    }
    if (pos === 0 && first === 0xfeff) {
      problem(
        "zone-bom",
        "A byte order mark stands before the first line; name servers read it as part of the first name",
        0,
        1,
        [{ title: "Delete the byte order mark", safe: true, edits: [{ start: 0, end: 1, text: "" }] }],
      );
      pos++;
      continue;
    }

    let at = pos;
    let depth = 0;
    let depthStart = 0;
    let flags = 0;
    let ownerEnd = at;
    const kindOf = first < 128 ? KIND[first] : 0;
    if (kindOf !== SPACE && kindOf !== COMMENT && kindOf !== OPEN && kindOf !== CLOSE) {
      flags = FLAG.ownerStated;
      if (kindOf === QUOTE) {
        at++;
        while (at < length) {
          const c = text.charCodeAt(at);
          if (c === 0x5c) at += 2;
          else if (c === 0x22 || c === 0x0a || c === 0x0d) break;
          else at++;
        }
        if (text.charCodeAt(at) === 0x22) at++;
      } else {
        while (at < length) {
          const c = text.charCodeAt(at);
          if (c >= 128) flags |= FLAG.nonAscii;
          else if (c === 0x5c) {
            flags |= FLAG.escaped;
            at++;
          } else {
            const k = KIND[c];
            if (k !== 0 && k !== undefined) break;
          }
          at++;
        }
      }
      if (at > length) at = length;
      ownerEnd = at;
    }

    // Everything up to the type, then the rdata to the end of the statement, in one loop over tokens.
    let type = -1;
    let klass = -1;
    let ttlHere = -1;
    let ttlStart = 0;
    let typeStart = -1;
    let rdataStart = -1;
    let rdataEnd = at;
    let badToken = -1;
    let badTokenEnd = -1;
    let rest = 0;
    const directive = first === 0x24;
    let done = false;
    while (!done) {
      if (at >= length) {
        if (depth > 0) open = true;
        break;
      }
      const c = text.charCodeAt(at);
      const k = c < 128 ? KIND[c] : 0;
      if (k === SPACE) {
        at++;
        continue;
      }
      if (k === EOL) {
        if (depth === 0) break;
        const next = afterEol(text, at);
        lines++;
        if (looksLikeRecord(text, next, type)) {
          at = next;
          lines--;
          done = true;
          rest = 1;
          break;
        }
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
      if (k === OPEN) {
        if (depth === 0) depthStart = at;
        depth++;
        flags |= FLAG.grouped;
        if (type >= 0 && rdataStart < 0) rdataStart = at;
        at++;
        if (type >= 0) rdataEnd = at;
        continue;
      }
      if (k === CLOSE) {
        if (depth === 0) {
          problem(
            "zone-parenthesis-unopened",
            "This `)` closes nothing; name servers refuse the zone",
            at,
            at + 1,
            [
              {
                title: "Delete `)`",
                safe: false,
                edits: [{ start: at - from, end: at + 1 - from, text: "" }],
              },
            ],
          );
          flags |= FLAG.broken;
        } else depth--;
        flags |= FLAG.grouped;
        if (type >= 0 && rdataStart < 0) rdataStart = at;
        at++;
        if (type >= 0) rdataEnd = at;
        continue;
      }
      // A token.
      const start = at;
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
            at += e === 0x0a || e === 0x0d ? 1 : 2;
            continue;
          }
          if (d === 0x0a || d === 0x0d) break;
          if (d >= 128) flags |= FLAG.nonAscii;
          at++;
        }
        if (at > length) at = length;
        if (!closed) {
          flags |= FLAG.broken;
          problem(
            "txt-unbalanced-quote",
            "This string is never closed: name servers refuse the zone",
            start,
            at,
            [
              {
                title: 'Close the string with `"`',
                safe: false,
                edits: [{ start: at - from, end: at - from, text: '"' }],
              },
            ],
          );
        }
      } else {
        while (at < length) {
          const d = text.charCodeAt(at);
          if (d >= 128) flags |= FLAG.nonAscii;
          else if (d === 0x5c) {
            flags |= FLAG.escaped;
            at++;
          } else {
            const dk = KIND[d];
            if (dk !== 0) break;
          }
          hash = (hash * 31 + (d | 0x20)) | 0; // as `hashOf` does
          at++;
        }
        if (at > length) at = length;
      }
      if (type >= 0) {
        if (rdataStart < 0) rdataStart = start;
        rdataEnd = at;
        continue;
      }
      if (directive) continue;
      if (k !== QUOTE) {
        if (c >= 0x30 && c <= 0x39) {
          const value = ttlHere < 0 ? parseTtl(text, start, at) : -1;
          if (value !== -1) {
            ttlHere = value;
            ttlStart = start;
            flags |= FLAG.ttlStated;
            continue;
          }
        } else {
          if (klass < 0) {
            const code = classCode(text, start, at);
            if (code >= 0) {
              klass = code;
              flags |= FLAG.classStated;
              continue;
            }
          }
          const code = typeCode(text, start, at, hash);
          if (code >= 0) {
            type = code;
            typeStart = start;
            rdataEnd = at;
            continue;
          }
        }
      }
      if (badToken < 0) {
        badToken = start;
        badTokenEnd = at;
      }
      rdataEnd = at;
    }
    const end = rdataEnd;
    if (depth > 0 && !open) {
      flags |= FLAG.broken;
      problem(
        "zone-parenthesis-unclosed",
        "This `(` is never closed: the lines below it are read as one record",
        depthStart,
        depthStart + 1,
        [
          {
            title: "Close it with `)`",
            safe: false,
            edits: [{ start: end - from, end: end - from, text: " )" }],
          },
        ],
      );
    } else if (depth > 0) {
      flags |= FLAG.broken;
      problem(
        "zone-parenthesis-unclosed",
        "This `(` is never closed: name servers refuse the zone",
        depthStart,
        depthStart + 1,
        [
          {
            title: "Close it with `)`",
            safe: false,
            edits: [{ start: end - from, end: end - from, text: " )" }],
          },
        ],
      );
    }
    if (rest === 1) lines++;
    pos = rest === 1 ? at : at < length ? afterEol(text, at) : length;
    if (rest === 0 && at < length) lines++;

    if (directive) {
      const found = readDirective(text, statement, at);
      directives.push({
        ...found,
        start: found.start - from,
        end: found.end - from,
        args: found.args.map((a) => ({ ...a, start: a.start - from, end: a.end - from })),
      });
      const arg = found.args[0];
      if (found.kind === "$ORIGIN") {
        const name = arg === undefined ? undefined : absoluteName(arg.raw, origin);
        if (arg === undefined)
          problem("zone-directive-argument", "`$ORIGIN` needs a name", found.start, found.end);
        else if (name === undefined && origin !== undefined)
          problem(
            "zone-name-invalid",
            `\`${arg.raw.slice(0, 80)}\` is not a domain name`,
            arg.start,
            arg.end,
          );
        if (name !== undefined) {
          origin = name;
          originHash = hashName(origin);
          origins.push(origin);
        }
      } else if (found.kind === "$TTL") {
        const value = arg === undefined ? -1 : parseTtl(text, arg.start, arg.end);
        if (value < 0)
          problem("zone-ttl-invalid", "`$TTL` needs a time such as `3600` or `1h`", found.start, found.end);
        else defaultTtl = value;
      } else if (found.kind !== "$INCLUDE" && found.kind !== "$GENERATE") {
        problem(
          "zone-directive-unknown",
          `\`${found.kind.slice(0, 40)}\` is not a directive; name servers refuse the zone`,
          found.start,
          found.start + found.kind.length,
        );
      }
      continue;
    }
    if (type < 0) {
      if (ownerEnd > statement || badToken >= 0 || ttlHere >= 0 || klass >= 0) {
        const [s, e] = badToken >= 0 ? [badToken, badTokenEnd] : [statement, Math.max(ownerEnd, rdataEnd)];
        const message =
          badToken >= 0
            ? `\`${text.slice(s, Math.min(e, s + 40))}\` is not a record type`
            : "This line names no record type";
        problem("zone-type-unknown", `${message}; name servers refuse the zone`, s, e);
      }
      if (ownerEnd > statement) ownerRow = -2;
      continue;
    }
    if (badToken >= 0) {
      flags |= FLAG.broken;
      problem(
        "zone-type-unknown",
        `\`${text.slice(badToken, Math.min(badTokenEnd, badToken + 40))}\` is neither a TTL nor a class nor a record type; name servers refuse the zone`,
        badToken,
        badTokenEnd,
      );
    }

    if (rows === capacity) {
      capacity *= 2;
      columns = grownColumns(columns, capacity);
    }
    const row = rows++;
    if (ttlHere >= 0) ttl = ttlHere;
    else if (defaultTtl >= 0) ttl = defaultTtl;
    else if (ttl < 0 && type === TYPE_SOA) {
      ttl = soaMinimum(text, rdataStart, rdataEnd);
      defaultTtl = ttl;
    }
    columns.start[row] = statement - from;
    columns.end[row] = end - from;
    columns.ownerEnd[row] = ownerEnd - from;
    columns.ttlStart[row] = ttlStart === 0 ? 0 : ttlStart - from;
    columns.typeStart[row] = typeStart - from;
    columns.rdataStart[row] = (rdataStart < 0 ? end : rdataStart) - from;
    columns.rdataEnd[row] = end - from;
    columns.ttl[row] = ttl;
    columns.type[row] = type;
    columns.klass[row] = klass < 0 ? CLASS_IN : klass;
    columns.origin[row] = origins.length - 1;

    if ((flags & FLAG.ownerStated) !== 0) {
      columns.ownerRow[row] = row;
      ownerRow = row;
      if (
        (flags & FLAG.nonAscii) !== 0 ||
        text.charCodeAt(statement) === 0x22 ||
        hasEscape(text, statement, ownerEnd)
      ) {
        const name = ownerName(row);
        if (name === undefined) flags |= FLAG.nameless;
        else {
          const hash = hashName(name);
          columns.hashHi[row] = hash.hi;
          columns.hashLo[row] = hash.lo;
        }
      } else if (ownerEnd - statement === 1 && first === 0x40) {
        columns.hashHi[row] = originHash.hi;
        columns.hashLo[row] = originHash.lo;
        if (origin === undefined) flags |= FLAG.nameless;
      } else if (text.charCodeAt(ownerEnd - 1) === 0x2e) {
        hashAbsolute(text, statement, ownerEnd);
        columns.hashHi[row] = lastHash.hi;
        columns.hashLo[row] = lastHash.lo;
      } else if (origin === undefined) flags |= FLAG.nameless;
      else {
        hashRelative(text, statement, ownerEnd, originHash, origin === ".");
        columns.hashHi[row] = lastHash.hi;
        columns.hashLo[row] = lastHash.lo;
      }
    } else {
      columns.ownerRow[row] = ownerRow;
      if (ownerRow >= 0) {
        columns.hashHi[row] = columns.hashHi[ownerRow] ?? 0;
        columns.hashLo[row] = columns.hashLo[ownerRow] ?? 0;
        flags |= (columns.flags[ownerRow] ?? 0) & FLAG.nameless;
      } else if (ownerRow === -1 && entryHash !== undefined) {
        columns.hashHi[row] = entryHash.hi;
        columns.hashLo[row] = entryHash.lo;
      } else {
        flags |= FLAG.nameless;
        problem(
          "zone-owner-missing",
          "This record has no owner, and there is none above it to inherit",
          typeStart,
          typeStart + 1,
        );
      }
    }
    columns.flags[row] = flags;
  }

  const exit: ZoneState = { origin, owner: ownerName(ownerRow), ttl, defaultTtl };
  const block: Block = {
    uri,
    text: text.slice(from, pos),
    entry,
    exit,
    rows,
    columns: rows * 2 < capacity ? grownColumns(columns, rows) : columns,
    origins,
    directives,
    problems,
    lines,
    start: from,
    line: 0,
    slot: -1,
  };
  return { block, end: pos, open };
}

/** Offset just past the line break at `at`. */
export function afterEol(text: string, at: number): number {
  return text.charCodeAt(at) === 0x0d && text.charCodeAt(at + 1) === 0x0a ? at + 2 : at + 1;
}

function unquoted(raw: string): string {
  return raw.startsWith('"') ? raw.slice(1, raw.endsWith('"') ? -1 : undefined) : raw;
}

function hasEscape(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (text.charCodeAt(i) === 0x5c) return true;
  return false;
}

// The last of the SOA's numbers; only asked for where a zone states no TTL at all.
function soaMinimum(text: string, start: number, end: number): number {
  const words = text
    .slice(start, end)
    .replace(/;[^\r\n]*/g, " ")
    .split(/[\s()]+/)
    .filter((word) => word !== "");
  const last = words[6] ?? "";
  return parseTtl(last, 0, last.length);
}

function readDirective(text: string, start: number, end: number): Directive {
  const args: { raw: string; start: number; end: number }[] = [];
  const pattern = /"(?:\\.|[^"\\\r\n])*"?|(?:\\.|[^\s;"()\\])+|;[^\r\n]*/gy;
  pattern.lastIndex = start;
  let last = start;
  while (pattern.lastIndex < end) {
    const from = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null) {
      pattern.lastIndex = from + 1;
      continue;
    }
    if (match[0].startsWith(";")) break;
    args.push({ raw: unquoted(match[0]), start: from, end: from + match[0].length });
    last = from + match[0].length;
  }
  const [kind, ...others] = args;
  return { kind: (kind?.raw ?? "$").toUpperCase(), start, end: Math.max(last, start + 1), args: others };
}

// One buffer for all columns: a repository of small files has as many sets of columns as files.
function makeColumns(n: number): Columns {
  const buffer = new ArrayBuffer(n * 52);
  let at = 0;
  const next = (octets: number) => {
    at += n * octets;
    return at - n * octets;
  };
  const wide = () => new Uint32Array(buffer, next(4), n);
  const signed = () => new Int32Array(buffer, next(4), n);
  const narrow = () => new Uint16Array(buffer, next(2), n);
  return {
    start: wide(),
    end: wide(),
    ownerEnd: wide(),
    ttlStart: wide(),
    typeStart: wide(),
    rdataStart: wide(),
    rdataEnd: wide(),
    ttl: signed(),
    ownerRow: signed(),
    hashHi: signed(),
    hashLo: signed(),
    type: narrow(),
    klass: narrow(),
    flags: narrow(),
    origin: narrow(),
  };
}

function grownColumns(old: Columns, n: number): Columns {
  const grown = makeColumns(n);
  grown.start.set(old.start.subarray(0, n));
  grown.end.set(old.end.subarray(0, n));
  grown.ownerEnd.set(old.ownerEnd.subarray(0, n));
  grown.ttlStart.set(old.ttlStart.subarray(0, n));
  grown.typeStart.set(old.typeStart.subarray(0, n));
  grown.rdataStart.set(old.rdataStart.subarray(0, n));
  grown.rdataEnd.set(old.rdataEnd.subarray(0, n));
  grown.ttl.set(old.ttl.subarray(0, n));
  grown.type.set(old.type.subarray(0, n));
  grown.klass.set(old.klass.subarray(0, n));
  grown.flags.set(old.flags.subarray(0, n));
  grown.origin.set(old.origin.subarray(0, n));
  grown.ownerRow.set(old.ownerRow.subarray(0, n));
  grown.hashHi.set(old.hashHi.subarray(0, n));
  grown.hashLo.set(old.hashLo.subarray(0, n));
  return grown;
}
