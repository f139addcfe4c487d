import type { Span } from "../../text/span.ts";
import { type Expression, ITEM, type Literal } from "./ast.ts";
import { LEVELS, operatorAt } from "./operators.ts";
import type { Reader } from "./reader.ts";
import { readHeredoc, readQuoted } from "./template.ts";

/** Open brackets, operators and templates one inside another; far more than anybody writes, far less than the stack holds. */
const DEEPEST = 200;

const LITERALS: ReadonlyMap<string, boolean | null> = new Map([
  ["true", true],
  ["false", false],
  ["null", null],
]);

/** Reads one expression, and the space behind it. What cannot be read is `missing`, and reported. */
export function readExpression(reader: Reader): Expression {
  if (reader.depth >= DEEPEST) return missing(reader, "the nesting is too deep to be read");
  reader.depth++;
  const expression = readConditional(reader);
  reader.depth--;
  return expression;
}

function readConditional(reader: Reader): Expression {
  const condition = readBinary(reader, 0);
  if (!reader.take("?")) return condition;
  const yes = readExpression(reader);
  if (!reader.take(":")) {
    reader.report("syntax", reader.at, reader.at, "`:` is missing");
    return { kind: "missing", start: condition.start, end: yes.end };
  }
  const no = readExpression(reader);
  return { kind: "conditional", condition, yes, no, start: condition.start, end: no.end };
}

// Precedence climbing: one call for each operand, not one for each level.
function readBinary(reader: Reader, weakest: number): Expression {
  let left = readUnary(reader);
  while (true) {
    const operator = operatorAt(reader);
    if (operator === undefined) return left;
    const level = LEVELS[operator];
    if (level < weakest) return left;
    reader.at += operator.length;
    const right = readBinary(reader, level + 1);
    left = { kind: "binary", operator, left, right, start: left.start, end: right.end };
  }
}

function readUnary(reader: Reader): Expression {
  reader.skipSpace();
  const start = reader.at;
  const code = reader.code();
  if (code !== 0x2d && code !== 0x21) return readTraversals(reader);
  if (reader.depth >= DEEPEST) return missing(reader, "the nesting is too deep to be read");
  reader.at++;
  reader.depth++;
  const of = readUnary(reader);
  reader.depth--;
  return {
    kind: "unary",
    operator: code === 0x2d ? "-" : "!",
    of,
    ...around(reader.span(start, start + 1), of),
  };
}

function readTraversals(reader: Reader): Expression {
  let of = readTerm(reader);
  while (true) {
    if (reader.code() === 0x5b) {
      of = readIndex(reader, of);
    } else if (reader.code() === 0x2e && reader.code(1) !== 0x2e) {
      const next = readAttribute(reader, of);
      if (next === undefined) return of;
      of = next;
    } else {
      const at = reader.at;
      reader.skipSpace();
      const isNext = reader.code() === 0x2e && reader.code(1) !== 0x2e;
      if (at === reader.at || !(isNext || reader.code() === 0x5b)) return of;
    }
  }
}

// `[key]`, or `[*]` and everything behind it.
function readIndex(reader: Reader, of: Expression): Expression {
  reader.at++;
  const { loose } = reader;
  reader.loose = true;
  reader.skipSpace();
  if (reader.code() === 0x2a) {
    reader.at++;
    reader.skipSpace();
    reader.loose = loose;
    close(reader, "]");
    return readSplat(reader, of, true);
  }
  const key = readExpression(reader);
  reader.skipSpace();
  reader.loose = loose;
  close(reader, "]");
  return { kind: "index", of, key, start: of.start, end: reader.span(reader.at - 1, reader.at).end };
}

// `.name`, `.0`, or `.*` and the names behind it.
function readAttribute(reader: Reader, of: Expression): Expression | undefined {
  const dot = reader.at;
  reader.at++;
  reader.skipSpace();
  if (reader.code() === 0x2a) {
    reader.at++;
    return readSplat(reader, of, false);
  }
  const start = reader.at;
  const name = reader.name();
  if (name !== undefined) {
    return { kind: "attribute", of, name, start: of.start, end: reader.span(start, reader.at).end };
  }
  while (isDigit(reader.code())) reader.at++;
  const digits = reader.text.slice(start, reader.at);
  if (digits === "") {
    reader.report("syntax", dot, reader.at, "a name is missing behind the dot");
    return { kind: "missing", start: of.start, end: reader.span(dot, dot + 1).end };
  }
  const at = reader.span(start, reader.at);
  return {
    kind: "index",
    of,
    key: { kind: "literal", value: Number(digits), ...at },
    start: of.start,
    end: at.end,
  };
}

function readSplat(reader: Reader, of: Expression, full: boolean): Expression {
  const at = reader.span(reader.at - 1, reader.at);
  let each: Expression = { kind: "variable", name: ITEM, ...at };
  while (true) {
    if (reader.code() === 0x2e && reader.code(1) !== 0x2e) {
      const next = readAttribute(reader, each);
      if (next === undefined) break;
      each = next;
    } else if (full && reader.code() === 0x5b) each = readIndex(reader, each);
    else break;
  }
  return { kind: "splat", of, each, start: of.start, end: Math.max(at.end, each.end) };
}

function readTerm(reader: Reader): Expression {
  reader.skipSpace();
  const code = reader.code();
  switch (code) {
    case 0x22:
      return readQuoted(reader, readExpression);
    case 0x28:
      return readParentheses(reader);
    case 0x5b:
      return readTuple(reader);
    case 0x7b:
      return readObject(reader);
    case 0x3c:
      return readHeredoc(reader, readExpression) ?? missing(reader, "an expression is missing");
    default:
      return isDigit(code) ? readNumber(reader) : readNamed(reader);
  }
}

function readNumber(reader: Reader): Expression {
  const start = reader.at;
  while (isDigit(reader.code())) reader.at++;
  if (reader.code() === 0x2e && isDigit(reader.code(1))) {
    reader.at++;
    while (isDigit(reader.code())) reader.at++;
  }
  if ((reader.code() | 0x20) === 0x65)
    reader.at += /^[eE][+-]?[0-9]+/.exec(reader.text.slice(reader.at, reader.at + 24))?.[0].length ?? 0;
  return numberLiteral(reader.text.slice(start, reader.at), reader.span(start, reader.at));
}

/** What stands for a number of those digits. */
export function numberLiteral(digits: string, { start, end }: Span): Literal {
  const value = Number(digits);
  const isExact = /^[0-9]{1,15}$/.test(digits);
  return isExact ? { kind: "literal", value, start, end } : { kind: "literal", value, digits, start, end };
}

function readNamed(reader: Reader): Expression {
  const start = reader.at;
  let name = reader.name();
  if (name === undefined) return missing(reader, "an expression is missing");
  while (reader.startsWith("::")) {
    reader.at += 2;
    name += `::${reader.name() ?? ""}`;
  }
  const span = reader.span(start, reader.at);
  const at = reader.at;
  if (reader.code() !== 0x28) {
    reader.skipSpace();
    if (reader.code() !== 0x28) {
      reader.at = at;
      const value = LITERALS.get(name);
      const { start: from, end } = span;
      return value === undefined
        ? { kind: "variable", name, start: from, end }
        : { kind: "literal", value, start: from, end };
    }
  }
  return readCall(reader, name, span);
}

function readCall(reader: Reader, name: string, span: Span): Expression {
  reader.at++;
  const args: Expression[] = [];
  let spread = false;
  const { loose } = reader;
  reader.loose = true;
  reader.skipSpace();
  while (!isClosing(reader, 0x29)) {
    const at = reader.at;
    args.push(readExpression(reader));
    reader.skipSpace();
    if (reader.take("...")) {
      spread = true;
      reader.skipSpace();
    }
    if (!reader.take(",") || reader.at === at) break;
    reader.skipSpace();
  }
  reader.loose = loose;
  close(reader, ")");
  return { kind: "call", name, arguments: args, spread, start: span.start, end: endOf(reader, span) };
}

function readParentheses(reader: Reader): Expression {
  const start = reader.at++;
  const { loose } = reader;
  reader.loose = true;
  const inner = readExpression(reader);
  reader.skipSpace();
  reader.loose = loose;
  close(reader, ")");
  // The same expression, as wide as its parentheses.
  return { ...inner, ...reader.span(start, reader.at) };
}

function readTuple(reader: Reader): Expression {
  const start = reader.at++;
  const { loose } = reader;
  reader.loose = true;
  reader.skipSpace();
  if (isFor(reader)) return readFor(reader, start, "]", loose);
  const items: Expression[] = [];
  while (!isClosing(reader, 0x5d)) {
    const at = reader.at;
    items.push(readExpression(reader));
    reader.skipSpace();
    if (!reader.take(",") || reader.at === at) break;
    reader.skipSpace();
  }
  reader.loose = loose;
  close(reader, "]");
  const at = reader.span(start, reader.at);
  return { kind: "tuple", items, start: at.start, end: at.end };
}

function readObject(reader: Reader): Expression {
  const start = reader.at++;
  const { loose } = reader;
  reader.loose = true;
  reader.skipSpace();
  if (isFor(reader)) return readFor(reader, start, "}", loose);
  reader.loose = false;
  const items: { readonly key: Expression; readonly value: Expression }[] = [];
  reader.skipLines();
  while (!isClosing(reader, 0x7d) && !(reader.code() === 0x0a)) {
    const at = reader.at;
    const key = readKey(reader);
    reader.skipSpace();
    if (!reader.take("=") && !reader.take(":")) {
      reader.report("syntax", at, Math.max(reader.at, at + 1), "a key and `=` are missing");
      reader.skipJunk();
    } else items.push({ key, value: readExpression(reader) });
    reader.skipSpace();
    if (!reader.take(",") && reader.code() !== 0x0a) break;
    reader.skipLines();
  }
  reader.loose = loose;
  close(reader, "}");
  return { kind: "object", items, ...reader.span(start, reader.at) };
}

// A bare name is its own text; anything else is an expression.
function readKey(reader: Reader): Expression {
  const start = reader.at;
  const name = reader.name();
  if (name !== undefined) {
    const end = reader.at;
    reader.skipSpace();
    const isName = reader.code() === 0x3d || (reader.code() === 0x3a && reader.code(1) !== 0x3a);
    if (isName && reader.code(1) !== 0x3d) {
      const span = reader.span(start, end);
      return { kind: "template", style: "quoted", parts: [{ kind: "text", text: name, ...span }], ...span };
    }
    reader.at = start;
  }
  return readExpression(reader);
}

function isFor(reader: Reader): boolean {
  return reader.startsWith("for") && /^for[\s#/]/.test(reader.text.slice(reader.at, reader.at + 4));
}

function readFor(reader: Reader, start: number, closer: "]" | "}", loose: boolean): Expression {
  reader.at += 3;
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
  if (!takeWord(reader, "in")) reader.report("syntax", reader.at, reader.at, "`in` is missing");
  const collection = readExpression(reader);
  reader.skipSpace();
  if (!reader.take(":")) reader.report("syntax", reader.at, reader.at, "`:` is missing");
  let result = readExpression(reader);
  let resultKey: Expression | undefined;
  reader.skipSpace();
  if (closer === "}") {
    if (reader.take("=>")) {
      resultKey = result;
      result = readExpression(reader);
      reader.skipSpace();
    } else reader.report("syntax", reader.at, reader.at, "`=>` is missing");
  }
  const groups = reader.take("...");
  if (groups) reader.skipSpace();
  let condition: Expression | undefined;
  if (takeWord(reader, "if")) {
    condition = readExpression(reader);
    reader.skipSpace();
  }
  reader.loose = loose;
  close(reader, closer);
  const span = reader.span(start, reader.at);
  return { kind: "for", key, value, collection, resultKey, result, condition, groups, ...span };
}

function takeWord(reader: Reader, word: string): boolean {
  const at = reader.at;
  if (reader.name() === word) return true;
  reader.at = at;
  return false;
}

function isClosing(reader: Reader, closer: number): boolean {
  const code = reader.code();
  return code === closer || code < 0 || (code === 0x0a && reader.loose);
}

function close(reader: Reader, closer: string): void {
  if (!reader.take(closer)) {
    reader.report("syntax", reader.at, Math.min(reader.at + 1, reader.end), `\`${closer}\` is missing`);
  }
}

function missing(reader: Reader, message: string): Expression {
  reader.report("syntax", reader.at, Math.min(reader.at + 1, reader.end), message);
  return { kind: "missing", ...reader.span(reader.at, reader.at) };
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function around(first: Span, last: Span): Span {
  return { start: first.start, end: last.end };
}

function endOf(reader: Reader, span: Span): number {
  return Math.max(span.end, reader.span(reader.at - 1, reader.at).end);
}
