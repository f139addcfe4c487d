import { attributeOf } from "./declared.ts";
import { collected, pairsOf } from "./eval/access.ts";
import { evaluate, originOf } from "./eval/evaluate.ts";
import { bind, type Scope } from "./eval/scope.ts";
import type { Origin } from "./eval/text.ts";
import {
  type Entry,
  numberOf,
  ofEntries,
  ofList,
  ofNumber,
  ofString,
  plainOf,
  unknown,
  type Value,
} from "./eval/value.ts";
import type { Block, Body, Expression } from "./hcl/ast.ts";

/** One of the objects that a block makes. */
export interface Instance {
  readonly scope: Scope;
  /** `each.key` or `count.index`; undefined where there is but one, or it is not known which. */
  readonly key: Value | undefined;
  /** Whether it may not exist: nothing may be concluded from its standing beside another. */
  readonly isConditional: boolean;
}

/** More instances of one block than these are not looked at. */
const MOST = 2_000;

/** The instances that `count` or `for_each` make of a block; one of which nothing is known where that cannot be told. */
export function instancesOf(block: Block, scope: Scope): readonly Instance[] {
  const attribute = attributeOf(block, "for_each") ?? attributeOf(block, "count");
  if (attribute === undefined) return [{ scope, key: undefined, isConditional: false }];
  const at = originOf(attribute.value, scope);
  const value = collected(evaluate(attribute.value, scope), at);
  return attribute.name === "count" ? counted(value, scope, at) : forEach(value, scope, at);
}

function counted(value: Value, scope: Scope, at: Origin): readonly Instance[] {
  const withIndex = (index: Value) => bind(scope, [["count", objectOf([["index", index]], at)]]);
  const count = numberOf(value);
  if (count === undefined) return [{ scope: withIndex(unknown(at)), key: undefined, isConditional: true }];
  return Array.from({ length: Math.max(0, Math.min(Math.floor(count), MOST)) }, (_, i) => {
    const key = ofNumber(i, at);
    return { scope: withIndex(key), key, isConditional: false };
  });
}

function forEach(value: Value, scope: Scope, at: Origin): readonly Instance[] {
  const withEach = (key: Value, item: Value) =>
    bind(scope, [
      [
        "each",
        objectOf(
          [
            ["key", key],
            ["value", item],
          ],
          at,
        ),
      ],
    ]);
  const symbolic: Instance = {
    scope: withEach(unknown(at), unknown(at)),
    key: undefined,
    isConditional: true,
  };
  const pairs = pairsOf(value);
  if (pairs === undefined) return [symbolic];
  const instances = pairs.slice(0, MOST).map(([key, item]): Instance => {
    // The elements of a set are their own keys.
    const own = value.kind === "list" ? item : key;
    const isKnownKey = plainOf(own) !== undefined;
    return { scope: withEach(own, item), key: isKnownKey ? own : undefined, isConditional: !isKnownKey };
  });
  return instances.length === 0 && value.kind === "object" && value.isOpen ? [symbolic] : instances;
}

/** A body as a value: its attributes, and its nested blocks as lists of objects, dynamic ones expanded. */
export function bodyValue(body: Body, scope: Scope, at: Origin): Value {
  const entries = new Map<string, Entry>();
  for (const { name, value } of body.attributes) {
    if (name === "for_each" || name === "count") continue;
    entries.set(name, { key: keyOf(name), value: placed(evaluate(value, scope), value, scope) });
  }
  if (body.blocks.length === 0) return ofEntries(entries, at);
  const blocks = new Map<string, Value[]>();
  const add = (type: string, values: readonly Value[]) => {
    const list = blocks.get(type);
    if (list === undefined) blocks.set(type, [...values]);
    else list.push(...values);
  };
  for (const block of body.blocks) {
    const place = originOf(block.header, scope);
    if (block.type === "dynamic") add(block.labels[0] ?? "", dynamicValues(block, scope));
    else if (block.type !== "lifecycle" && block.type !== "provisioner") {
      add(block.type, [bodyValue(block.body, scope, place)]);
    }
  }
  for (const [type, values] of blocks) {
    entries.set(type, { key: keyOf(type), value: ofList(values, values[0]?.at ?? at) });
  }
  return ofEntries(entries, at);
}

// Names of attributes are the same few all over, and nobody asks where they stand.
const KEYS = new Map<string, Entry["key"]>();

function keyOf(name: string): Entry["key"] {
  const known = KEYS.get(name);
  if (known !== undefined) return known;
  const key = ofString(name, { uri: "", start: 0, end: 0 });
  if (KEYS.size < 1000) KEYS.set(name, key);
  return key;
}

// A value stands where the block names it, wherever its text was written.
function placed(value: Value, expression: Expression, scope: Scope): Value {
  const { at: own } = value;
  const isThere = own.start === expression.start && own.end === expression.end && own.uri === scope.uri;
  if (value.kind === "list") {
    if (expression.kind !== "tuple" || expression.items.length !== value.items.length) return value;
    const items = placedItems(value.items, expression.items, scope);
    return isThere && items === value.items ? value : { ...value, items, at: originOf(expression, scope) };
  }
  if (isThere && value.kind !== "object") return value;
  const at = originOf(expression, scope);
  if (value.kind === "object") {
    if (expression.kind !== "object") return value;
    const entries = new Map<string, Entry>();
    for (const [name, { key, value: inner }] of value.entries) {
      const own = expression.items.find((item) => isKey(item.key, name))?.value;
      entries.set(name, { key, value: own === undefined ? inner : placed(inner, own, scope) });
    }
    return { ...value, entries, at };
  }
  return { ...value, at };
}

// The very list where nothing changes.
function placedItems(
  items: readonly Value[],
  expressions: readonly Expression[],
  scope: Scope,
): readonly Value[] {
  let made: Value[] | undefined;
  for (const [index, item] of items.entries()) {
    const expression = expressions[index];
    const own = expression === undefined ? item : placed(item, expression, scope);
    if (own !== item) made ??= items.slice();
    if (made !== undefined) made[index] = own;
  }
  return made ?? items;
}

function isKey(key: Expression, name: string): boolean {
  const part = key.kind === "template" && key.parts.length === 1 ? key.parts[0] : undefined;
  return part?.kind === "text" && part.text === name;
}

// A word, which JSON writes as a string.
function iteratorName(iterator: Expression): string | undefined {
  if (iterator.kind === "variable") return iterator.name;
  const part = iterator.kind === "template" && iterator.parts.length === 1 ? iterator.parts[0] : undefined;
  return part?.kind === "text" ? part.text : undefined;
}

function dynamicValues(block: Block, scope: Scope): readonly Value[] {
  const content = block.body.blocks.find(({ type }) => type === "content");
  if (content === undefined) return [];
  const find = (name: string): Expression | undefined =>
    block.body.attributes.find((attribute) => attribute.name === name)?.value;
  const iterator = find("iterator");
  const name = (iterator && iteratorName(iterator)) ?? block.labels[0] ?? "";
  const forEachExpression = find("for_each");
  const at = originOf(block.header, scope);
  const collection =
    forEachExpression === undefined ? unknown(at) : collected(evaluate(forEachExpression, scope), at);
  const pairs = pairsOf(collection) ?? [[unknown(at), unknown(at)] as const];
  return pairs.slice(0, MOST).map(([key, value]) => {
    const bound = objectOf(
      [
        ["key", key],
        ["value", value],
      ],
      at,
    );
    return bodyValue(content.body, bind(scope, [[name, bound]]), originOf(content.header, scope));
  });
}

function objectOf(pairs: readonly (readonly [string, Value])[], at: Origin): Value {
  return ofEntries(new Map(pairs.map(([name, value]) => [name, { key: ofString(name, at), value }])), at);
}
