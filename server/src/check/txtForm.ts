import type { SyntaxProblem } from "../dns/document.ts";
import { decodeStep, encodeOctets, octetsOf, stepEnd } from "../dns/octets.ts";
import type { RdataToken } from "../dns/rdata.ts";
import { isGenericForm, scanTokens } from "../dns/tokens.ts";
import { familyOfText } from "../mail/classify.ts";
import type { Span } from "../text/span.ts";
import { type Block, FLAG } from "../zone/block.ts";
import { cutParameters, cutValue } from "../zone/cut.ts";
import { splitStrings, withoutApostrophes } from "../zone/strings.ts";

/** How a TXT value is written, where that is not how it was meant. */
export interface TxtForm {
  readonly problem: SyntaxProblem;
  /** What is published is not the text that was meant: rules about the text would only tell the same again. */
  readonly alone: boolean;
}

const SUSPECT = FLAG.escaped | FLAG.nonAscii | FLAG.commented;
const TYPOGRAPHIC = /[“”„‟«»‘’‚‛″]/g;

/** What is wrong with how a TXT record's value is written (RFC 1035 section 5.1); undefined for most records. */
export function txtForm(block: Block, row: number): TxtForm | undefined {
  const flags = block.columns.flags[row] ?? 0;
  const start = block.columns.rdataStart[row] ?? 0;
  const end = block.columns.rdataEnd[row] ?? 0;
  const isQuoted = (flags & FLAG.quoted) !== 0;
  if (isQuoted && (flags & SUSPECT) === 0 && endsInQuotes(block.text, start, end)) return undefined;
  const tokens = scanTokens(block.text, start, end, 0);
  if (isGenericForm(tokens)) return undefined;
  const alone =
    ((flags & FLAG.nonAscii) !== 0 ? typographic(block, tokens, start, end) : undefined) ??
    cutValue(block, row) ??
    ((flags & FLAG.escaped) !== 0 ? badEscape(tokens) : undefined) ??
    unquoted(block.text, tokens, start, end);
  if (alone !== undefined) return { problem: alone, alone: true };
  const problem = (flags & FLAG.escaped) !== 0 ? escapedSemicolons(tokens) : undefined;
  return problem === undefined ? undefined : { problem, alone: false };
}

/** What is wrong with how a CAA record's value is written; undefined for most records. */
export function caaForm(block: Block, row: number): TxtForm | undefined {
  const problem = cutParameters(block, row);
  return problem === undefined ? undefined : { problem, alone: false };
}

const TYPE_TXT = 16;

/**
 * What the reader says about a block, with the cause where a TXT value shows it: an unclosed parenthesis or quote may
 * come from a `;` that swallowed the end, from typographic quotes, or from a backslash in front of the quote.
 */
export function causesOf(block: Block): readonly SyntaxProblem[] {
  const { problems, columns } = block;
  if (!problems.some(({ rule }) => UNCLOSED.includes(rule))) return problems;
  let causes = problems;
  for (let row = 0; row < block.rows; row++) {
    if (columns.type[row] !== TYPE_TXT || ((columns.flags[row] ?? 0) & FLAG.broken) === 0) continue;
    const end = endOfLine(block.text, columns.end[row] ?? 0);
    const start = columns.start[row] ?? 0;
    causes = causes.map((problem) => {
      const isHere = UNCLOSED.includes(problem.rule) && problem.start >= start && problem.start <= end;
      return isHere ? causeOf(block, row, problem, end) : problem;
    });
  }
  return causes;
}

const UNCLOSED: readonly string[] = ["zone-parenthesis-unclosed", "txt-unbalanced-quote"];

function causeOf(block: Block, row: number, problem: SyntaxProblem, lineEnd: number): SyntaxProblem {
  const start = block.columns.rdataStart[row] ?? 0;
  const end = block.columns.rdataEnd[row] ?? 0;
  const isAscii = ((block.columns.flags[row] ?? 0) & FLAG.nonAscii) === 0;
  const quotes = isAscii ? undefined : typographic(block, scanTokens(block.text, start, end, 0), start, end);
  const cause = quotes ?? cutValue(block, row);
  if (cause !== undefined) return cause;
  // The mail rules have one name for both (a TXT value that is never closed).
  if (problem.rule === "zone-parenthesis-unclosed") return { ...problem, rule: "txt-unbalanced-quote" };
  const value = block.text.slice(problem.start, lineEnd).trimEnd();
  const backslash = /\\"?$/.exec(value);
  if (backslash === null || value.length < 3) return problem;
  const at = problem.start + backslash.index;
  return {
    rule: "txt-escape-invalid",
    message:
      "The backslash takes the quotation mark for a part of the value, so that the string is never closed: name servers refuse the zone",
    start: at,
    end: problem.start + value.length,
    fixes: [],
  };
}

function endOfLine(text: string, from: number): number {
  return from + (/[\r\n]|$/.exec(text.slice(from))?.index ?? 0);
}

function endsInQuotes(text: string, start: number, end: number): boolean {
  const last = text[end - 1];
  return (text[start] === '"' || text[start] === "(") && (last === '"' || last === ")");
}

function typographic(
  block: Block,
  tokens: readonly RdataToken[],
  start: number,
  end: number,
): SyntaxProblem | undefined {
  const first = tokens.find(({ raw, quoted }) => !quoted && raw.search(TYPOGRAPHIC) >= 0);
  if (first === undefined) return undefined;
  const at = first.start + first.raw.search(TYPOGRAPHIC);
  // A `;` between such quotes begins a comment, so that the closing one stands in it.
  const region = block.text.slice(start, endOfLine(block.text, end));
  const edits = [...region.matchAll(TYPOGRAPHIC)].map(({ index }) => ({
    start: start + index,
    end: start + index + 1,
    text: '"',
  }));
  const isOdd = (edits.length + region.split('"').length - 1) % 2 === 1;
  return {
    rule: "txt-curly-quotes",
    message: `\`${block.text[at]}\` is no quotation mark to name servers: it becomes part of the value, and spaces and \`;\` end what they were to enclose`,
    start: at,
    end: at + 1,
    fixes: isOdd ? [] : [{ title: 'Write `"`', safe: false, edits }],
  };
}

function badEscape(tokens: readonly RdataToken[]): SyntaxProblem | undefined {
  for (const { raw, quoted, start } of tokens) {
    const base = start + (quoted ? 1 : 0);
    for (let at = raw.indexOf("\\"); at >= 0 && at < raw.length; ) {
      const end = stepEnd(raw, at);
      // A line break has an escape in quotes alone.
      const isBreak = !quoted && /^\\[\r\n]/.test(raw.slice(at, end));
      if (isBreak || decodeStep(raw, at, end) === undefined) {
        return {
          rule: "txt-escape-invalid",
          message: `\`${raw.slice(at, end).trimEnd()}\` is no escape (\`\\\` and three digits up to 255, or \`\\\` and one character): name servers refuse the zone`,
          start: base + at,
          end: base + end,
          fixes: [],
        };
      }
      at = raw.indexOf("\\", end);
    }
  }
  return undefined;
}

// Several words without quotes are several strings, and strings are joined with nothing between them.
function unquoted(
  source: string,
  tokens: readonly RdataToken[],
  start: number,
  end: number,
): SyntaxProblem | undefined {
  if (tokens.length < 2 || tokens.every(({ quoted }) => quoted)) return undefined;
  const words = tokens.map(({ raw }) => octetsOf(raw));
  const meant = words.join(" ");
  // Other texts may be meant as several strings.
  const isMail = familyOfText(meant) !== undefined;
  const text = splitStrings(withoutApostrophes(meant))
    .map((piece) => `"${encodeOctets(piece)}"`)
    .join(" ");
  const shown = words.join("").slice(0, 40);
  const place = placeFor(source, tokens, { start, end });
  return {
    rule: "txt-unquoted-spaces",
    message: `Without quotes each word is a string of its own, and receivers join them to \`${shown}\` without spaces`,
    start,
    end,
    fixes:
      place === undefined
        ? []
        : [{ title: "Put the whole value in quotes", safe: false, edits: [{ ...place, text }] }],
    ...(isMail ? {} : { severity: "hint" }),
  };
}

// The whole value with its parentheses, but for those that hold comments; undefined where a comment stands between two words.
function placeFor(source: string, tokens: readonly RdataToken[], whole: Span): Span | undefined {
  const edges = [...tokens.flatMap(({ start, end }) => [start, end]), whole.end];
  let at = whole.start;
  const gaps: string[] = [];
  for (let i = 0; i < edges.length; i += 2) {
    gaps.push(source.slice(at, edges[i]));
    at = edges[i + 1] ?? whole.end;
  }
  if (!gaps.some((gap) => gap.includes(";"))) return whole;
  if (gaps.slice(1, -1).some((gap) => gap.includes(";"))) return undefined;
  return { start: edges[0] ?? whole.start, end: edges.at(-2) ?? whole.end };
}

function escapedSemicolons(tokens: readonly RdataToken[]): SyntaxProblem | undefined {
  const found: number[] = [];
  for (const { raw, quoted, start } of tokens) {
    if (!quoted || !raw.includes("\\;")) continue;
    for (let at = raw.indexOf("\\"); at >= 0; at = raw.indexOf("\\", stepEnd(raw, at))) {
      if (raw[at + 1] === ";") found.push(start + 1 + at);
    }
  }
  const [first] = found;
  if (first === undefined) return undefined;
  return {
    rule: "txt-escaped-semicolon-hint",
    message:
      "Inside quotes a `;` needs no backslash; copied to a provider's form, the backslash becomes part of the value",
    start: first,
    end: first + 2,
    fixes: [
      {
        title: "Delete the backslashes before `;`",
        safe: true,
        edits: found.map((at) => ({ start: at, end: at + 1, text: "" })),
      },
    ],
  };
}
