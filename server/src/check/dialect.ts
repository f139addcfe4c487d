import type { Part, RecordDocument, SyntaxFix } from "../dns/document.ts";
import { className } from "../dns/mnemonics.ts";
import { scanTokens } from "../dns/tokens.ts";
import type { Finding } from "../rules/finding.ts";
import { type Argument, type Block, type Directive, FLAG } from "../zone/block.ts";
import { ZoneDocument } from "../zone/document.ts";
import { inRdata, isSpelt, mnemonicAt } from "./dialectRdata.ts";
import { inText } from "./dialectText.ts";
import { isBlock } from "./parts.ts";
import { findingOf } from "./records.ts";

/** The name server that loads the files. */
export type Dialect = "bind" | "nsd" | "knot" | "powerdns";

export const DIALECTS: readonly Dialect[] = ["bind", "nsd", "knot", "powerdns"];

const NAMES: Readonly<Record<Dialect, string>> = {
  bind: "BIND",
  nsd: "NSD",
  knot: "Knot",
  powerdns: "PowerDNS",
};

/** Something of a zone file that not every name server reads as it is meant. */
export interface Feature {
  /** Those that do not. */
  readonly not: readonly Dialect[];
  /** What they do not do, behind their names. */
  readonly said: string;
  readonly start: number;
  readonly end: number;
  readonly fix?: SyntaxFix;
}

/** What in a zone file the name server of that dialect does not read, or reads otherwise than BIND. */
export function dialectFindings(document: RecordDocument, dialect: Dialect): readonly Finding[] {
  if (dialect === "bind" || document.language !== "zone") return [];
  const found: Finding[] = [];
  const add = (part: Part, feature: Feature, rule: string) => {
    const { not, said, start, end, fix } = feature;
    if (!not.includes(dialect)) return;
    const message = `${listed(not.map((one) => NAMES[one]))} ${said}`;
    const finding = findingOf(part, { rule, message, start, end, fixes: fix === undefined ? [] : [fix] });
    if (finding !== undefined) found.push(finding);
  };
  for (const part of document.parts) {
    if (part.uri !== document.uri || !isBlock(part)) continue;
    for (const directive of part.directives)
      for (const one of inDirective(part, directive)) add(part, one, "zone-dialect");
    for (let row = 0; row < part.rows; row++) {
      if (((part.columns.flags[row] ?? 0) & FLAG.broken) !== 0) continue;
      for (const one of inRow(part, row)) add(part, one, "zone-dialect");
      for (const one of inFields(document, part, row)) add(part, one, "zone-dialect");
    }
  }
  const [first] = document.parts;
  const end = /\r\n?/.exec(first?.text ?? "");
  if (first !== undefined && end !== null) {
    const said =
      end[0].length === 2
        ? "refuses line ends of two characters (CRLF): save the file with those of Unix (LF)"
        : "refuses carriage returns: save the file with the line ends of Unix (LF)";
    add(first, { not: ["knot"], said, start: end.index, end: end.index + end[0].length }, "zone-crlf");
  }
  return found;
}

function* inDirective({ text }: Block, { kind, start, args }: Directive): Iterable<Feature> {
  const word = { start, end: start + kind.length };
  const [first, second] = args;
  if (kind === "$GENERATE")
    yield { ...word, not: ["nsd", "knot"], said: "do not know `$GENERATE`: they refuse the zone" };
  if (kind === "$DATE")
    yield { ...word, not: ["nsd", "knot", "powerdns"], said: "do not know `$DATE`: they refuse the zone" };
  if (kind === "$TTL" && first !== undefined && /^(?:[0-9]+[a-z]){2,}$/i.test(first.raw)) {
    const said = `reads the last unit of \`${first.raw}\` alone: write the sum in seconds`;
    yield { start: first.start, end: first.end, not: ["powerdns"], said };
  }
  const origin = kind === "$ORIGIN" ? first : kind === "$INCLUDE" ? second : undefined;
  if (origin !== undefined && !origin.raw.endsWith(".")) {
    yield {
      start: origin.start,
      end: origin.end,
      ...(origin.raw === "@" && kind === "$ORIGIN"
        ? { not: ["knot"], said: "takes no `@` behind `$ORIGIN`: write the name in full, with its final dot" }
        : {
            not: ["nsd", "knot"],
            said: `take no relative name behind \`${kind}\`: write it in full, with its final dot`,
          }),
    };
  }
  if (kind === "$INCLUDE" && first?.quoted === true) {
    const unquoted = {
      title: "Delete the quotes",
      safe: false,
      edits: [{ start: first.start, end: first.end, text: first.raw }],
    };
    yield {
      start: first.start,
      end: first.end,
      not: ["nsd"],
      said: "takes no quotes around the file's name",
      ...(/\s/.test(text.slice(first.start, first.end)) ? {} : { fix: unquoted }),
    };
  }
}

// The type and the fields; records are made of those rows alone that may hold something.
function* inFields(document: RecordDocument, block: Block, row: number): Iterable<Feature> {
  const { columns, text } = block;
  const typeStart = columns.typeStart[row] ?? 0;
  const unknown = mnemonicAt(columns.type[row] ?? 0, text, typeStart);
  if (unknown !== undefined) yield unknown;
  const rdata = text.slice(columns.rdataStart[row], columns.rdataEnd[row]);
  if (isSpelt(columns.type[row] ?? 0, rdata) && document instanceof ZoneDocument)
    for (const one of inRdata(document.homeOf(block).madeRecord(block, row), block))
      yield { ...one, not: one.not.filter((dialect) => unknown?.not.includes(dialect) !== true) };
}

function* inRow(block: Block, row: number): Iterable<Feature> {
  const { columns, text } = block;
  const flags = columns.flags[row] ?? 0;
  yield* inText(block, row);
  const start = columns.start[row] ?? 0;
  const ownerEnd = columns.ownerEnd[row] ?? start;
  const typeStart = columns.typeStart[row] ?? ownerEnd;
  const end = columns.end[row] ?? start;
  if (text[start] === '"' && (flags & FLAG.ownerStated) !== 0)
    yield { start, end: ownerEnd, not: ["knot"], said: "takes no quotes around a name" };
  const klass = columns.klass[row] ?? 1;
  if (klass !== 1 && (flags & FLAG.classStated) !== 0) {
    yield {
      start: ownerEnd,
      end: typeStart,
      not: ["nsd", "knot", "powerdns"],
      said: `serve the class IN alone, not ${className(klass)}`,
    };
  } else if ((flags & FLAG.classStated) !== 0) {
    const generic = /CLASS0*1(?![0-9])/i.exec(text.slice(ownerEnd, typeStart));
    const at = ownerEnd + (generic?.index ?? 0);
    if (generic !== null)
      yield {
        start: at,
        end: at + generic[0].length,
        not: ["knot"],
        said: "does not know `CLASS1`: write `IN`",
        fix: {
          title: "Write `IN`",
          safe: true,
          edits: [{ start: at, end: at + generic[0].length, text: "IN" }],
        },
      };
  }
  if ((flags & FLAG.ttlStated) !== 0) {
    const at = columns.ttlStart[row] ?? 0;
    const units = /^(?:[0-9]+[a-z]){2,}/i.exec(text.slice(at, at + 64))?.[0];
    if (units !== undefined)
      yield {
        start: at,
        end: at + units.length,
        not: ["powerdns"],
        said: `reads the last unit of \`${units}\` alone: write the sum in seconds`,
      };
  }
  if ((flags & FLAG.nonAscii) !== 0) {
    const at = text.slice(start, end).search(/[^\0-\x7f]/);
    if (at >= 0)
      yield {
        start: start + at,
        end: start + at + 1,
        not: ["knot"],
        said: "takes ASCII alone: write other octets as `\\DDD`",
      };
  }
  if ((flags & FLAG.grouped) !== 0) {
    const nested = nestedParenthesis(text, start, end);
    if (nested >= 0)
      yield {
        start: nested,
        end: nested + 1,
        not: ["nsd", "knot"],
        said: "take no parenthesis inside another one",
      };
  }
  if ((flags & FLAG.quoted) !== 0) {
    const from = columns.rdataStart[row] ?? end;
    const tokens = scanTokens(text, from, end, 0);
    // The value of a service parameter belongs to its key.
    const isKey = (token: Argument) =>
      SVC.has(columns.type[row] ?? 0) && !token.quoted && token.raw.endsWith("=");
    const close = tokens.find((token, i) => token.end === tokens[i + 1]?.start && !isKey(token));
    if (close !== undefined)
      yield {
        start: close.end - 1,
        end: close.end + 1,
        ...(GLUED_BY_BIND.has(columns.type[row] ?? 0)
          ? { not: ["nsd", "knot"], said: "want a blank between two items" }
          : { not: ["knot"], said: "wants a blank between two strings" }),
        fix: {
          title: "Part them by a blank",
          safe: true,
          edits: [{ start: close.end, end: close.end, text: " " }],
        },
      };
  }
}

/** SVCB, HTTPS and CAA: NSD parts by quotes what is text alone. */
const GLUED_BY_BIND: ReadonlySet<number> = new Set([64, 65, 257]);

/** SVCB and HTTPS. */
const SVC: ReadonlySet<number> = new Set([64, 65]);

function nestedParenthesis(text: string, start: number, end: number): number {
  let depth = 0;
  for (const match of text.slice(start, end).matchAll(/"(?:\\[\s\S]|[^"\\])*"?|\\[\s\S]|;[^\r\n]*|[()]/g)) {
    if (match[0] === ")") depth--;
    if (match[0] === "(" && ++depth > 1) return start + match.index;
  }
  return -1;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
