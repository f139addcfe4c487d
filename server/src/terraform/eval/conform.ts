import type { Expression } from "../hcl/ast.ts";
import { evaluate } from "./evaluate.ts";
import type { Scope } from "./scope.ts";
import {
  boolOf,
  type Entry,
  numberOf,
  ofBool,
  ofEntries,
  ofList,
  ofNumber,
  ofSet,
  ofString,
  ofText,
  plainOf,
  textOf,
  type Value,
} from "./value.ts";

/** The value as a variable of that type holds it: optional attributes filled in, scalars and collections converted. */
export function conformed(value: Value, type: Expression | undefined, scope: Scope): Value {
  if (type === undefined || value.kind === "unknown" || value.kind === "null") return value;
  if (type.kind === "variable") return scalar(value, type.name);
  if (type.kind !== "call") return value;
  const [inner] = type.arguments;
  const each = (one: Value) => conformed(one, inner, scope);
  switch (type.name) {
    case "list":
      return value.kind === "list" ? ofList(value.items.map(each), value.at) : value;
    case "set":
      return value.kind === "list" ? ofSet(value.items.map(each), value.at) : value;
    case "map":
      return value.kind === "object" ? ofEntries(mapped(value.entries, each), value.at, value.isOpen) : value;
    case "object":
      return inner?.kind === "object" ? objectOf(value, inner.items, scope) : value;
    case "optional":
      return each(value);
    default:
      return value;
  }
}

function scalar(value: Value, type: string): Value {
  if (type === "string" && (value.kind === "number" || value.kind === "bool")) {
    const text = textOf(value);
    return text === undefined ? value : ofText(text, value.at);
  }
  if (type === "number" && value.kind === "string") {
    const number = numberOf(value);
    return number === undefined ? value : ofNumber(number, value.at);
  }
  if (type === "bool" && value.kind === "string") {
    const bool = boolOf(value);
    return bool === undefined ? value : ofBool(bool, value.at);
  }
  return value;
}

function objectOf(
  value: Value,
  items: Extract<Expression, { kind: "object" }>["items"],
  scope: Scope,
): Value {
  if (value.kind !== "object") return value;
  const entries = new Map<string, Entry>();
  for (const item of items) {
    const name = plainOf(evaluate(item.key, scope));
    if (name === undefined) return value;
    const own = value.entries.get(name);
    const isNull = own === undefined || own.value.kind === "null";
    if (own !== undefined && !isNull) {
      entries.set(name, { key: own.key, value: conformed(own.value, item.value, scope) });
    } else if (!value.isOpen || own !== undefined) {
      entries.set(name, {
        key: own?.key ?? ofString(name, value.at),
        value: otherwise(item.value, value, scope),
      });
    }
  }
  return ofEntries(entries, value.at, value.isOpen);
}

// `optional(type, default)`; without a default it is null.
function otherwise(type: Expression, { at }: Value, scope: Scope): Value {
  const isOptional = type.kind === "call" && type.name === "optional";
  const standard = isOptional ? type.arguments[1] : undefined;
  if (standard === undefined) return { kind: "null", at };
  return conformed(evaluate(standard, scope), isOptional ? type.arguments[0] : undefined, scope);
}

function mapped(
  entries: ReadonlyMap<string, Entry>,
  each: (value: Value) => Value,
): ReadonlyMap<string, Entry> {
  return new Map([...entries].map(([name, { key, value }]) => [name, { key, value: each(value) }]));
}
