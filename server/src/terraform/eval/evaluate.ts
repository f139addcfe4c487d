import { HOLE } from "../../text/mappedText.ts";
import type { Span } from "../../text/span.ts";
import {
  type Conditional,
  type Expression,
  type ForExpression,
  ITEM,
  type Part,
  type Template,
  type TextPart,
} from "../hcl/ast.ts";
import { attribute, collected, conditional, indexed, orderedPairsOf } from "./access.ts";
import { typeOf } from "./convert.ts";
import { Entries } from "./entries.ts";
import { call } from "./functions.ts";
import { parseNum, WRITTEN, whole } from "./number.ts";
import { binary, unary } from "./operators.ts";
import { bind, boundTo, type Scope } from "./scope.ts";
import { FROM_TEXT } from "./templates.ts";
import { LONGEST, madeText, type Origin, type Run, type Text } from "./text.ts";
import { BOOL } from "./type.ts";
import {
  boolOf,
  failed,
  isKnown,
  isMany,
  itemsOf,
  manyUnknown,
  ofBool,
  ofEntries,
  ofList,
  ofNull,
  ofNum,
  ofText,
  plainOf,
  textOf,
  unknown,
  type Value,
} from "./value.ts";

/** Expressions that hang on one another further than this are not followed: the stack ends, and nobody writes it. */
const DEEPEST = 150;

/** What the expression is worth where it stands. It never throws; what cannot be told is unknown. */
export function evaluate(expression: Expression, scope: Scope): Value {
  const at = originOf(expression, scope);
  const { budget } = scope;
  if (budget.steps-- <= 0 || budget.depth >= DEEPEST) return unknown(at);
  budget.depth++;
  const value = evaluated(expression, scope, at);
  budget.depth--;
  if (value.kind === "unknown" && value.failed) budget.failures++;
  return value;
}

function evaluated(expression: Expression, scope: Scope, at: Origin): Value {
  switch (expression.kind) {
    case "literal": {
      const { value, digits } = expression;
      if (value === null) return ofNull(at);
      if (typeof value === "boolean") return ofBool(value, at);
      return ofNum(digits === undefined ? whole(value, WRITTEN) : parseNum(digits), at);
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
      return splat(collected(evaluate(expression.of, scope), at), expression.each, scope, at);
    case "call":
      return called(expression, scope, at);
    case "tuple":
      return ofList(evaluatedAll(expression.items, scope), at);
    case "object":
      return objectOf(expression.items, scope, at);
    case "for":
      return forValue(expression, scope, at);
    case "conditional":
      return chosen(expression, scope, at);
    case "binary":
      return binary(
        expression.operator,
        evaluate(expression.left, scope),
        evaluate(expression.right, scope),
        at,
      );
    case "unary":
      return unary(expression.operator, evaluate(expression.of, scope), at);
    case "elsewhere":
      return evaluate(expression.of, { ...scope, uri: expression.uri });
    case "missing":
      return unknown(at);
  }
}

// A function of its own: one that made another within it would pay for that with every expression.
function evaluatedAll(items: readonly Expression[], scope: Scope): readonly Value[] {
  return items.map((item) => evaluate(item, scope));
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
  const text = new Joining();
  if (!addParts(expression.parts, expression, scope, text)) return failed(at);
  return ofText(text.isTooLong ? madeText(HOLE, at) : text, at);
}

/** A text that grows at its end, up to the longest that is followed. */
class Joining implements Text {
  text = "";
  readonly runs: Run[] = [];
  isTooLong = false;

  add({ text, runs }: Text): void {
    for (const run of runs) this.runs.push(run);
    this.#grow(text);
  }

  addLiteral({ text, start, end }: TextPart, uri: string, literal: Template): void {
    if (text === "") return;
    const exact = text.length === end - start;
    this.runs.push({ length: text.length, uri, start, end, exact, literal });
    this.#grow(text);
  }

  #grow(text: string): void {
    this.text += text;
    this.isTooLong ||= this.text.length > LONGEST;
  }
}

// False where something stands in the template that is no text.
function addParts(parts: readonly Part[], literal: Template, scope: Scope, to: Joining): boolean {
  for (const part of parts) {
    if (to.isTooLong) return true;
    if (part.kind === "text") {
      to.addLiteral(part, scope.uri, literal);
      continue;
    }
    const at = originOf(part, scope);
    if (part.kind === "interpolation") {
      const value = evaluate(part.expression, scope);
      const text = textOf(value);
      if (text !== undefined) to.add(text);
      else if (value.kind === "unknown" || value.kind === "namespace") to.add(madeText(HOLE, at));
      else return false;
    } else if (!addDirective(part, literal, scope, at, to)) return false;
  }
  return true;
}

function addDirective(
  part: Exclude<Part, { kind: "text" | "interpolation" }>,
  literal: Template,
  scope: Scope,
  at: Origin,
  to: Joining,
): boolean {
  const addHole = (): true => {
    to.add(madeText(HOLE, at));
    return true;
  };
  if (part.kind === "if") {
    const value = evaluate(part.condition, scope);
    const condition = boolOf(value);
    if (condition === undefined) return !isKnown(value) && addHole();
    return addParts(condition ? part.yes : part.no, literal, scope, to);
  }
  const collection = evaluate(part.collection, scope);
  const pairs = orderedPairsOf(collection);
  if (pairs === undefined) return !isKnown(collection) && addHole();
  for (const [key, value] of pairs) {
    if (to.isTooLong || scope.budget.steps <= 0) return addHole();
    if (isMany(value)) {
      addHole();
      continue;
    }
    const names: (readonly [string, Value])[] = [[part.value, value]];
    if (part.key !== undefined) names.push([part.key, key]);
    if (!addParts(part.body, literal, bind(scope, names), to)) return false;
  }
  return true;
}

// Terraform takes no harm from what fails where it is not chosen.
function chosen(expression: Conditional, scope: Scope, at: Origin): Value {
  const condition = evaluate(expression.condition, scope);
  const { budget } = scope;
  const before = budget.failures;
  const yes = evaluate(expression.yes, scope);
  const between = budget.failures;
  const no = evaluate(expression.no, scope);
  const wanted = boolOf(condition);
  if (wanted === true) budget.failures = between;
  else budget.failures = wanted === false ? before + budget.failures - between : before;
  return conditional(condition, yes, no, at);
}

// Null is no element, anything else that is no list is the only one.
function splat(of: Value, each: Expression, scope: Scope, at: Origin): Value {
  if (of.kind === "unknown" || of.kind === "namespace") {
    return of.kind === "unknown" && of.failed ? of : ofList([manyUnknown(at)], at);
  }
  if (of.kind === "null") return ofList([], at);
  const items = of.kind === "list" ? itemsOf(of) : [of];
  const made = items.map((item) => (isMany(item) ? item : evaluate(each, bind(scope, [[ITEM, item]]))));
  const isTuple = of.kind !== "list" || of.shape === "tuple" || of.shape === "any";
  const [first] = made;
  return ofList(made, at, isTuple ? undefined : first === undefined ? of.of : typeOf(first));
}

function called(expression: Extract<Expression, { kind: "call" }>, scope: Scope, at: Origin): Value {
  const { name } = expression;
  if (name === "try" || name === "can") {
    const tried = firstThatWorks(expression.arguments, scope, at);
    if (name === "try") return tried;
    if (tried.kind !== "unknown") return ofBool(true, at);
    return tried.failed ? ofBool(false, at) : unknown(at, BOOL);
  }
  const made = FROM_TEXT.get(name);
  if (made !== undefined && !expression.spread)
    return made({ args: expression.arguments, scope, at, evaluate });
  let values = expression.arguments.map((argument) => collected(evaluate(argument, scope), at));
  if (expression.spread) {
    const last = values.pop();
    if (last?.kind !== "list") return last !== undefined && isKnown(last) ? failed(at) : unknown(at);
    values = values.concat(itemsOf(last));
  }
  return values.some(isMany) ? unknown(at) : call(name, values, at, scope.budget);
}

// What fails anywhere within an expression fails all of it.
function firstThatWorks(args: readonly Expression[], scope: Scope, at: Origin): Value {
  const { budget } = scope;
  const before = budget.failures;
  for (const argument of args) {
    const value = evaluate(argument, scope);
    const isFailed = budget.failures > before;
    budget.failures = before;
    if (!isFailed) return value;
  }
  return failed(at);
}

function objectOf(items: Extract<Expression, { kind: "object" }>["items"], scope: Scope, at: Origin): Value {
  const entries = new Entries();
  for (const item of items) {
    const key = evaluate(item.key, scope);
    const value = evaluate(item.value, scope);
    if (isKnown(key) && plainOf(key) === undefined) return failed(at);
    entries.set(key, value);
  }
  return entries.value(at);
}

function forValue(expression: ForExpression, scope: Scope, at: Origin): Value {
  const collection = collected(evaluate(expression.collection, scope), at);
  const pairs = orderedPairsOf(collection);
  const isObject = expression.resultKey !== undefined;
  if (pairs === undefined) {
    if (isKnown(collection) || (collection.kind === "unknown" && collection.failed)) return failed(at);
    return isObject ? ofEntries(new Map(), at, true) : ofList([manyUnknown(at)], at);
  }
  const items: Value[] = [];
  const entries = new Entries();
  let isBlurred = false;
  for (const [key, value] of pairs) {
    if (scope.budget.steps <= 0) return unknown(at);
    const names: (readonly [string, Value])[] = [[expression.value, value]];
    if (expression.key !== undefined) names.push([expression.key, key]);
    const inner = bind(scope, names);
    const condition = expression.condition && evaluate(expression.condition, inner);
    const wanted = condition === undefined ? true : boolOf(condition);
    if (wanted === false) continue;
    if (wanted === undefined && condition !== undefined && isKnown(condition)) return failed(at);
    if (expression.resultKey === undefined) {
      const isSure = wanted === true && !isMany(value);
      items.push(isSure ? evaluate(expression.result, inner) : manyUnknown(at));
      continue;
    }
    const resultKey = evaluate(expression.resultKey, inner);
    const name = plainOf(resultKey);
    if (isMany(value) || wanted === undefined || name === undefined) {
      if (isKnown(resultKey) && name === undefined) return failed(at);
      // Two items of one key are an error, or an item more of its group.
      if (expression.groups) entries.setUnknown();
      else entries.open();
      isBlurred = true;
      continue;
    }
    const result = evaluate(expression.result, inner);
    if (!expression.groups) {
      if (entries.has(name)) return failed(at);
      entries.set(resultKey, result);
      continue;
    }
    const before = entries.get(name);
    const group = before?.kind === "list" ? before.items : [];
    entries.set(resultKey, isBlurred ? unknown(at) : ofList([...group, result], result.at));
  }
  return isObject ? entries.value(at) : ofList(items, at);
}
