import { type Node, type ParseError, parseTree } from "jsonc-parser";
import { tooDeepAt } from "../../text/nesting.ts";
import type { Span } from "../../text/span.ts";
import type { Block, Body, BodyAttribute, Expression, HclFile, HclProblem } from "./ast.ts";
import { numberLiteral, readExpression } from "./expression.ts";
import { type OffsetMap, Reader } from "./reader.ts";
import { readBare, readPlain } from "./template.ts";

/** How many keys name a block of each kind before its body begins; everything else at the top is no block. */
const LABELS: Readonly<Record<string, number>> = {
  resource: 2,
  data: 2,
  module: 1,
  variable: 1,
  output: 1,
  provider: 1,
  locals: 0,
  terraform: 0,
};

/**
 * Reads Terraform's JSON syntax into the nodes of the native one. It never throws. Strings are templates, but for what may
 * refer to nothing: the blocks of variables, and files of their values.
 *
 * @param ofValues the file gives values to variables (`.tfvars.json`)
 */
export function parseJson(text: string, ofValues = false): HclFile {
  const problems: HclProblem[] = [];
  const tooDeep = tooDeepAt(text);
  if (tooDeep !== undefined) {
    const message = "the nesting is too deep to be read";
    problems.push({ kind: "syntax", message, start: tooDeep, end: tooDeep + 1 });
    return { body: { attributes: [], blocks: [] }, problems };
  }
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  for (const { offset, length } of errors) {
    problems.push({
      kind: "syntax",
      message: "no JSON",
      start: offset,
      end: Math.min(offset + length, text.length),
    });
  }
  const context = { text, problems, isPlain: ofValues };
  const attributes: BodyAttribute[] = [];
  const blocks: Block[] = [];
  for (const { key, name, value } of propertiesOf(root)) {
    const labels = LABELS[name];
    const within = name === "variable" ? { ...context, isPlain: true } : context;
    if (labels === undefined) attributes.push(attributeOf(context, key, name, value));
    else for (const block of blocksOf(within, name, [], key, value, labels)) blocks.push(block);
  }
  return { body: { attributes, blocks }, problems };
}

interface Context {
  readonly text: string;
  readonly problems: HclProblem[];
  /** Strings are what they say, and no templates. */
  readonly isPlain: boolean;
}

interface Property {
  readonly key: Node;
  readonly name: string;
  readonly value: Node;
}

// A list holds several blocks of the same kind, at any level. Within one, what makes blocks is one itself; all else reads alike
// whether it is a block or an attribute.
function blocksOf(
  context: Context,
  type: string,
  labels: readonly string[],
  key: Node,
  value: Node,
  wanted: number,
): readonly Block[] {
  if (value.type === "array") {
    return (value.children ?? []).flatMap((child) => blocksOf(context, type, labels, key, child, wanted));
  }
  if (wanted > 0) {
    return propertiesOf(value).flatMap((inner) =>
      blocksOf(context, type, [...labels, inner.name], inner.key, inner.value, wanted - 1),
    );
  }
  const attributes: BodyAttribute[] = [];
  const blocks: Block[] = [];
  for (const inner of propertiesOf(value)) {
    const depth =
      type === "dynamic" && inner.name === "content" ? 0 : inner.name === "dynamic" ? 1 : undefined;
    if (depth === undefined) attributes.push(attributeOf(context, inner.key, inner.name, inner.value));
    else
      for (const block of blocksOf(context, inner.name, [], inner.key, inner.value, depth))
        blocks.push(block);
  }
  const body: Body = { attributes, blocks };
  return [{ type, labels, header: spanOf(key), body, start: key.offset, end: spanOf(value).end }];
}

function attributeOf(context: Context, key: Node, name: string, value: Node): BodyAttribute {
  return { name, value: expressionOf(context, value), start: key.offset, end: spanOf(value).end };
}

function expressionOf(context: Context, node: Node): Expression {
  const span = spanOf(node);
  switch (node.type) {
    case "string":
      return {
        kind: "template",
        style: context.isPlain ? "json-plain" : "json",
        parts: partsOf(context, span),
        ...span,
      };
    case "number":
      return numberLiteral(context.text.slice(span.start, span.end), span);
    case "boolean":
    case "null":
      return { kind: "literal", value: node.value === null ? null : node.value === true, ...span };
    case "array":
      return {
        kind: "tuple",
        items: (node.children ?? []).map((child) => expressionOf(context, child)),
        ...span,
      };
    case "object":
      return {
        kind: "object",
        items: propertiesOf(node).map(({ key, value }) => ({
          key: expressionOf(context, key),
          value: expressionOf(context, value),
        })),
        ...span,
      };
    default:
      return { kind: "missing", ...span };
  }
}

// What stands inside a string. Where JSON's escapes stand in it, it is read from the decoded text and mapped back.
function partsOf({ text, problems, isPlain }: Context, { start, end }: Span) {
  const read = isPlain ? readPlain : (reader: Reader) => readBare(reader, readExpression);
  const from = start + 1;
  const to = text.charAt(end - 1) === '"' && end - 1 > start ? end - 1 : end;
  if (!text.slice(from, to).includes("\\")) return read(new Reader(text, from, to, problems));
  const { decoded, map } = decode(text, from, to);
  return read(new Reader(decoded, 0, decoded.length, problems, map));
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

function decode(
  text: string,
  from: number,
  to: number,
): { readonly decoded: string; readonly map: OffsetMap } {
  let decoded = "";
  const starts: number[] = [];
  const ends: number[] = [];
  for (let at = from; at < to; ) {
    const isEscape = text.charAt(at) === "\\";
    const next = text.charAt(at + 1);
    const length = !isEscape ? 1 : next === "u" ? 6 : 2;
    const unit = Number.parseInt(text.slice(at + 2, at + 6), 16);
    if (!isEscape) decoded += text.charAt(at);
    else if (next === "u") decoded += Number.isNaN(unit) ? "\uFFFD" : String.fromCharCode(unit);
    else decoded += ESCAPES[next] ?? next;
    if (decoded.length > starts.length) {
      starts.push(at);
      ends.push(Math.min(at + length, to));
    }
    at += length;
  }
  return { decoded, map: { starts, ends } };
}

function propertiesOf(node: Node | undefined): readonly Property[] {
  if (node?.type !== "object") return [];
  return (node.children ?? []).flatMap(({ children }) => {
    const [key, value] = children ?? [];
    return key === undefined || value === undefined ? [] : [{ key, name: String(key.value), value }];
  });
}

function spanOf({ offset, length }: Node): Span {
  return { start: offset, end: offset + length };
}
