import type { Expression } from "../hcl/ast.ts";
import { convert } from "./convert.ts";
import { evaluate } from "./evaluate.ts";
import type { Scope } from "./scope.ts";
import { ANY, BOOL, DYNAMIC, NUMBER, STRING, type Type } from "./type.ts";
import { type Entry, ofEntries, ofNull, ofString, plainOf, type Value } from "./value.ts";

/** The value as a variable of that type holds it: optional attributes filled in, everything converted. */
export function conformed(value: Value, expression: Expression | undefined, scope: Scope): Value {
  if (expression === undefined || value.kind === "namespace") return value;
  const type = typeFrom(expression, scope);
  // Whatever is not known of it, it may be known which zone it names.
  if (value.kind === "unknown")
    return value.failed ? value : { ...value, many: false, type: withoutDynamic(type) };
  return convert(filled(value, expression, scope), type) ?? value;
}

// `any` asks for whatever type the value has.
function typeFrom(expression: Expression | undefined, scope: Scope): Type {
  if (expression?.kind === "variable") return SIMPLE.get(expression.name) ?? DYNAMIC;
  if (expression?.kind !== "call") return DYNAMIC;
  const [inner] = expression.arguments;
  const { name } = expression;
  switch (name) {
    case "list":
    case "set":
    case "map":
      return { kind: name, of: typeFrom(inner, scope) };
    case "tuple":
      return {
        kind: "tuple",
        items: inner?.kind === "tuple" ? inner.items.map((item) => typeFrom(item, scope)) : [],
      };
    case "object": {
      const attributes = new Map<string, Type>();
      for (const item of inner?.kind === "object" ? inner.items : []) {
        const key = plainOf(evaluate(item.key, scope));
        if (key !== undefined) attributes.set(key, typeFrom(item.value, scope));
      }
      return { kind: "object", attributes };
    }
    case "optional":
      return typeFrom(inner, scope);
    default:
      return DYNAMIC;
  }
}

const SIMPLE: ReadonlyMap<string, Type> = new Map([
  ["string", STRING],
  ["number", NUMBER],
  ["bool", BOOL],
]);

// What is not known has a type that is not known where any is allowed.
function withoutDynamic(type: Type): Type {
  switch (type.kind) {
    case "dynamic":
      return ANY;
    case "list":
    case "set":
    case "map":
      return { kind: type.kind, of: withoutDynamic(type.of) };
    case "tuple":
      return { kind: "tuple", items: type.items.map(withoutDynamic) };
    case "object":
      return {
        kind: "object",
        attributes: new Map([...type.attributes].map(([name, one]) => [name, withoutDynamic(one)])),
      };
    default:
      return type;
  }
}

// The value with the optional attributes that it has not, anywhere in it.
function filled(value: Value, type: Expression | undefined, scope: Scope): Value {
  if (type?.kind !== "call") return value;
  const [inner] = type.arguments;
  if (type.name === "optional") return filled(value, inner, scope);
  if (value.kind === "list") {
    const itemType = (i: number) => (inner?.kind === "tuple" ? inner.items[i] : inner);
    return { ...value, items: value.items.map((item, i) => filled(item, itemType(i), scope)) };
  }
  if (value.kind !== "object") return value;
  if (type.name === "map") {
    const entries = [...value.entries].map(([name, { key, value: one }]): [string, Entry] => [
      name,
      { key, value: filled(one, inner, scope) },
    ]);
    return { ...value, entries: new Map(entries) };
  }
  return inner?.kind === "object" ? filledObject(value, inner.items, scope) : value;
}

function filledObject(
  value: Extract<Value, { kind: "object" }>,
  items: Extract<Expression, { kind: "object" }>["items"],
  scope: Scope,
): Value {
  const entries = new Map<string, Entry>();
  for (const item of items) {
    const name = plainOf(evaluate(item.key, scope));
    if (name === undefined) return value;
    const own = value.entries.get(name);
    const isNull = own === undefined || own.value.kind === "null";
    if (own !== undefined && !isNull) {
      entries.set(name, { key: own.key, value: filled(own.value, item.value, scope) });
    } else if (!value.isOpen || own !== undefined) {
      const made = otherwise(item.value, value, scope);
      // What is left out though it has to be there is missed when the value is converted.
      if (own === undefined && made === undefined) continue;
      entries.set(name, {
        key: own?.key ?? ofString(name, value.at),
        value: made ?? ofNull(value.at),
      });
    }
  }
  return ofEntries(entries, value.at, value.isOpen);
}

// `optional(type, default)`; without a default it is null.
function otherwise(type: Expression, { at }: Value, scope: Scope): Value | undefined {
  if (type.kind !== "call" || type.name !== "optional") return undefined;
  const [inner, standard] = type.arguments;
  return standard === undefined ? ofNull(at) : conformed(evaluate(standard, scope), inner, scope);
}
