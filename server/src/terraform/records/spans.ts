import type { SourceSpan, Span } from "../../text/span.ts";
import { attributeOf, type Declared } from "../declared.ts";
import type { Origin, Text } from "../eval/text.ts";
import type { Value } from "../eval/value.ts";
import type { Block, Body, Expression } from "../hcl/ast.ts";
import type { ProviderRow } from "../providers/row.ts";

/** Where the content is written: in the block itself, otherwise the attribute that leads elsewhere, or the block's header. */
export function elementSpan(content: Value | undefined, { block, file }: Declared, row: ProviderRow): Span {
  const at: Origin | undefined = content?.at;
  const isInside =
    at?.uri === file.uri && at.start >= block.start && at.end <= block.end && at.start !== block.start;
  if (at !== undefined && isInside) return { start: at.start, end: at.end };
  return attributeSpan(block, [...row.content, row.each ?? ""]) ?? block.header;
}

/** Where the first of these attributes, given by their paths, has its value. */
export function attributeSpan(block: Block, paths: readonly string[]): Span | undefined {
  for (const path of paths) {
    const found =
      path === ""
        ? undefined
        : path.includes(".")
          ? attributeIn(block.body, path.split("."))
          : attributeOf(block, path)?.value;
    if (found !== undefined) return { start: found.start, end: found.end };
  }
  return undefined;
}

function attributeIn(body: Body, [first = "", ...rest]: readonly string[]): Expression | undefined {
  const own = body.attributes.find(({ name }) => name === first);
  if (own !== undefined) return rest.length === 0 ? own.value : valueIn(own.value, rest.at(-1) ?? "");
  for (const { type, labels, body: inner } of body.blocks) {
    if (type !== first && !(type === "dynamic" && labels[0] === first)) continue;
    const content =
      type === "dynamic" ? (inner.blocks.find((one) => one.type === "content")?.body ?? inner) : inner;
    const found = rest.length === 0 ? undefined : attributeIn(content, rest);
    if (found !== undefined) return found;
  }
  return undefined;
}

// A key of an object that is written out.
function valueIn(value: Expression, name: string): Expression | undefined {
  const object = value.kind === "tuple" && value.items.length === 1 ? value.items[0] : value;
  if (object?.kind !== "object") return undefined;
  return object.items.find(
    ({ key }) =>
      key.kind === "template" &&
      key.parts.length === 1 &&
      key.parts[0]?.kind === "text" &&
      key.parts[0].text === name,
  )?.value;
}

/** The span inside the literal that holds the whole of a text; undefined where several do, or none. */
export function literalSpan({ runs }: Text, uri: string): SourceSpan | undefined {
  const [first] = runs;
  const last = runs.at(-1);
  if (
    first?.literal === undefined ||
    last === undefined ||
    runs.some(({ literal }) => literal !== first.literal)
  )
    return undefined;
  const span = { start: first.start, end: Math.max(first.start, last.end) };
  return first.uri === uri ? span : { ...span, uri: first.uri };
}
