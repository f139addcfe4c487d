import { HOLE } from "../../text/mappedText.ts";
import type { Span } from "../../text/span.ts";
import { type Expression, type ForExpression, ITEM, type Part, type Template } from "../hcl/ast.ts";
import { call } from "./functions.ts";
import { binary, unary } from "./operators.ts";
import { bind, boundTo, type Scope } from "./scope.ts";
import { EMPTY, joined, LONGEST, madeText, type Origin, type Run, type Text } from "./text.ts";
import {
  boolOf,
  type Entry,
  failed,
  isKnown,
  manyUnknown,
  numberOf,
  ofEntries,
  ofList,
  ofText,
  plainOf,
  type StringValue,
  sortedEntries,
  textOf,
  unknown,
  type Value,
} from "./value.ts";

/** What the expression is worth where it stands. It never throws; what cannot be told is unknown. */
export function evaluate(expression: Expression, scope: Scope): Value {
  const at = originOf(expression, scope);
  if (scope.budget.steps-- <= 0) return unknown(at);
  switch (expression.kind) {
    case "literal": {
      const { value } = expression;
      if (value === null) return { kind: "null", at };
      return typeof value === "number" ? { kind: "number", value, at } : { kind: "bool", value, at };
    }
    case "template":
      return template(expression, scope, at);
    case "variable":
      return boundTo(scope, expression.name) ?? scope.root(expression.name, at);
    case "attribute":
      return attribute(evaluate(expression.of, scope), expression.name, at);
    case "index":
      return indexed(evaluate(expression.of, scope), evaluate(expression.key, scope), at);
    case "splat":
      return splat(evaluate(expression.of, scope), expression.each, scope, at);
    case "call":
      return called(expression, scope, at);
    case "tuple":
      return ofList(
        expression.items.map((item) => evaluate(item, scope)),
        at,
      );
    case "object":
      return objectOf(expression.items, scope, at);
    case "for":
      return forValue(expression, scope, at);
    case "conditional":
      return conditional(
        evaluate(expression.condition, scope),
        evaluate(expression.yes, scope),
        evaluate(expression.no, scope),
        at,
      );
    case "binary":
      return binary(
        expression.operator,
        evaluate(expression.left, scope),
        evaluate(expression.right, scope),
        at,
      );
    case "unary":
      return unary(expression.operator, evaluate(expression.of, scope), at);
    case "missing":
      return unknown(at);
  }
}

/** Where the expression stands. */
export function originOf({ start, end }: Span, { uri }: { readonly uri: string }): Origin {
  return { uri, start, end };
}

function template(expression: Template, scope: Scope, at: Origin): Value {
  const [only] = expression.parts;
  // `"${x}"` is x itself, whatever it is.
  if (expression.parts.length === 1 && only?.kind === "interpolation") {
    const value = evaluate(only.expression, scope);
    return value.kind === "unknown" || value.kind === "namespace" ? value : { ...value, at };
  }
  const texts = textsOf(expression.parts, expression, scope);
  return texts === undefined ? failed(at) : ofText(joined(texts), at);
}

// Undefined where something stands in the template that is no text.
function textsOf(parts: readonly Part[], literal: Template, scope: Scope): readonly Text[] | undefined {
  const texts: Text[] = [];
  let length = 0;
  for (const part of parts) {
    const at = originOf(part, scope);
    if (part.kind === "text") texts.push(literalText(part.text, at, literal));
    else if (part.kind === "interpolation") {
      const value = evaluate(part.expression, scope);
      const text = textOf(value);
      if (text !== undefined) texts.push(text);
      else if (value.kind === "unknown" || value.kind === "namespace") texts.push(madeText(HOLE, at));
      else return undefined;
    } else {
      const inner = directiveTexts(part, literal, scope, at);
      if (inner === undefined) return undefined;
      texts.push(...inner);
    }
    length += texts.at(-1)?.text.length ?? 0;
    if (length > LONGEST) return [madeText(HOLE, at)];
  }
  return texts;
}

function directiveTexts(
  part: Exclude<Part, { kind: "text" | "interpolation" }>,
  literal: Template,
  scope: Scope,
  at: Origin,
): readonly Text[] | undefined {
  if (part.kind === "if") {
    const condition = boolOf(evaluate(part.condition, scope));
    if (condition === undefined) return [madeText(HOLE, at)];
    return textsOf(condition ? part.yes : part.no, literal, scope);
  }
  const collection = evaluate(part.collection, scope);
  const pairs = pairsOf(collection);
  if (pairs === undefined) return [madeText(HOLE, at)];
  const texts: Text[] = [];
  for (const [key, value] of pairs) {
    const names: (readonly [string, Value])[] = [[part.value, value]];
    if (part.key !== undefined) names.push([part.key, key]);
    const inner = textsOf(part.body, literal, bind(scope, names));
    if (inner === undefined) return undefined;
    texts.push(...inner);
    if (texts.length > LONGEST || scope.budget.steps <= 0) return [madeText(HOLE, at)];
  }
  return texts;
}

function literalText(text: string, at: Origin, literal: Template): Text {
  if (text === "") return EMPTY;
  const run: Run = { ...at, length: text.length, exact: text.length === at.end - at.start, literal };
  return { text, runs: [run] };
}

/** `of.name`. */
function attribute(of: Value, name: string, at: Origin): Value {
  if (of.kind === "namespace") return of.get(name, at);
  if (of.kind === "unknown") return { ...of, at };
  if (of.kind !== "object") return failed(at);
  const entry = of.entries.get(name);
  return entry?.value ?? (of.isOpen ? unknown(at) : failed(at));
}

function indexed(of: Value, key: Value, at: Origin): Value {
  if (of.kind === "namespace") {
    const name = plainOf(key);
    if (of.pick !== undefined) return of.pick(key, at);
    return name === undefined ? unknown(at) : of.get(name, at);
  }
  if (of.kind === "unknown") return { ...of, at };
  if (!isKnown(key)) return unknown(at);
  if (of.kind === "object") return attribute(of, plainOf(key) ?? "", at);
  const index = numberOf(key);
  if (of.kind !== "list" || index === undefined) return failed(at);
  for (const [i, item] of of.items.entries()) {
    if (item.kind === "unknown" && item.many) return unknown(at);
    if (i === index) return item;
  }
  return failed(at);
}

// Null is no element, anything else that is no list is the only one.
function splat(of: Value, each: Expression, scope: Scope, at: Origin): Value {
  if (of.kind === "unknown") return ofList([manyUnknown(at)], at);
  if (of.kind === "namespace") return ofList([manyUnknown(at)], at);
  if (of.kind === "null") return ofList([], at);
  const items = of.kind === "list" ? of.items : [of];
  return ofList(
    items.map((item) =>
      item.kind === "unknown" && item.many ? item : evaluate(each, bind(scope, [[ITEM, item]])),
    ),
    at,
  );
}

function called(expression: Extract<Expression, { kind: "call" }>, scope: Scope, at: Origin): Value {
  const { name } = expression;
  if (name === "try" || name === "can") {
    const tried = firstThatWorks(expression.arguments, scope, at);
    if (name === "try" || tried.kind !== "unknown") {
      return name === "try" ? tried : { kind: "bool", value: true, at };
    }
    return tried.failed ? { kind: "bool", value: false, at } : unknown(at);
  }
  const values = expression.arguments.map((argument) => evaluate(argument, scope));
  if (expression.spread) {
    const last = values.pop();
    if (last?.kind !== "list") return unknown(at);
    values.push(...last.items);
  }
  return call(name, values, at, scope.budget);
}

function firstThatWorks(args: readonly Expression[], scope: Scope, at: Origin): Value {
  for (const argument of args) {
    const value = evaluate(argument, scope);
    if (value.kind !== "unknown" || !value.failed) return value;
  }
  return failed(at);
}

function objectOf(items: Extract<Expression, { kind: "object" }>["items"], scope: Scope, at: Origin): Value {
  const entries = new Map<string, Entry>();
  let isOpen = false;
  for (const item of items) {
    const key = evaluate(item.key, scope);
    const name = plainOf(key);
    const value = evaluate(item.value, scope);
    if (name === undefined) isOpen = true;
    else entries.set(name, { key: keyValue(key, name), value });
  }
  return ofEntries(entries, at, isOpen);
}

function keyValue(key: Value, name: string): StringValue {
  return key.kind === "string" ? key : ofText(madeText(name, key.at), key.at);
}

function forValue(expression: ForExpression, scope: Scope, at: Origin): Value {
  const collection = evaluate(expression.collection, scope);
  const pairs = pairsOf(collection);
  const isObject = expression.resultKey !== undefined;
  if (pairs === undefined) {
    if (collection.kind !== "unknown" && collection.kind !== "namespace") return failed(at);
    return isObject ? ofEntries(new Map(), at, true) : ofList([manyUnknown(at)], at);
  }
  const items: Value[] = [];
  const entries = new Map<string, Entry>();
  let isOpen = collection.kind === "object" && collection.isOpen;
  for (const [key, value] of pairs) {
    if (scope.budget.steps <= 0) return unknown(at);
    const names: (readonly [string, Value])[] = [[expression.value, value]];
    if (expression.key !== undefined) names.push([expression.key, key]);
    const inner = bind(scope, names);
    const wanted = expression.condition === undefined ? true : boolOf(evaluate(expression.condition, inner));
    if (wanted === false) continue;
    const isMany = wanted === undefined || (value.kind === "unknown" && value.many);
    if (expression.resultKey === undefined) {
      items.push(isMany ? manyUnknown(at) : evaluate(expression.result, inner));
      continue;
    }
    const resultKey = evaluate(expression.resultKey, inner);
    const name = plainOf(resultKey);
    if (isMany || name === undefined) isOpen = true;
    else addEntry(entries, keyValue(resultKey, name), evaluate(expression.result, inner), expression.groups);
  }
  if (isObject) return ofEntries(entries, at, isOpen);
  if (isOpen) items.push(manyUnknown(at));
  return ofList(items, at);
}

function addEntry(entries: Map<string, Entry>, key: StringValue, value: Value, groups: boolean): void {
  const name = key.text.text;
  const before = entries.get(name)?.value;
  if (!groups) entries.set(name, { key, value });
  else
    entries.set(name, {
      key,
      value: ofList([...(before?.kind === "list" ? before.items : []), value], value.at),
    });
}

/** What `for` and `for_each` go through: keys and values; undefined where that cannot be told. */
export function pairsOf(collection: Value): readonly (readonly [Value, Value])[] | undefined {
  if (collection.kind === "object")
    return sortedEntries(collection).map(({ key, value }) => [key, value] as const);
  if (collection.kind !== "list") return undefined;
  return collection.items.map((item, index) => {
    const { at } = item;
    const key: Value = collection.isSet ? item : { kind: "number", value: index, at };
    return [key, item] as const;
  });
}

function conditional(condition: Value, yes: Value, no: Value, at: Origin): Value {
  const wanted = boolOf(condition);
  if (wanted === undefined) return isKnown(condition) ? failed(at) : unknown(at);
  const chosen = wanted ? yes : no;
  const other = wanted ? no : yes;
  if (other.kind !== "string" || (chosen.kind !== "number" && chosen.kind !== "bool")) return chosen;
  const text = textOf(chosen);
  return text === undefined ? chosen : ofText(text, chosen.at);
}
