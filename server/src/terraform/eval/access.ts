import { convert, typeOf } from "./convert.ts";
import { isWhole, toDouble } from "./number.ts";
import type { Origin } from "./text.ts";
import { unify } from "./type.ts";
import {
  amongUnknown,
  boolOf,
  failed,
  isKnown,
  isMany,
  itemsOf,
  numOf,
  ofNumber,
  plainOf,
  sortedEntries,
  unknown,
  type Value,
} from "./value.ts";

/** A name of several instances as the collection that it stands for. */
export function collected(value: Value, at: Origin): Value {
  return (value.kind === "namespace" && value.all?.(at)) || value;
}

/** `of.name`. */
export function attribute(of: Value, name: string, at: Origin): Value {
  if (of.kind === "namespace") return of.get(name, at);
  if (of.kind === "unknown") return elementOf(of, name, at);
  if (of.kind !== "object") return failed(at);
  const entry = of.entries.get(name);
  return entry?.value ?? (of.isOpen ? unknown(at, of.of) : failed(at));
}

/** `of[key]`. */
export function indexed(of: Value, key: Value, at: Origin): Value {
  if (of.kind === "namespace") {
    const name = plainOf(key);
    if (of.pick !== undefined) return of.pick(key, at);
    return name === undefined ? unknown(at) : of.get(name, at);
  }
  if (of.kind === "unknown") return elementOf(of, plainOf(key), at);
  if (!isKnown(key)) return unknown(at);
  if (of.kind === "object") {
    const name = plainOf(key);
    return name === undefined ? failed(at) : attribute(of, name, at);
  }
  const index = numOf(key);
  if (of.kind !== "list" || of.shape === "set" || index === undefined || !isWhole(index)) return failed(at);
  const wanted = toDouble(index);
  for (const [i, item] of of.items.entries()) {
    if (isMany(item)) return unknown(at);
    if (i === wanted) return item;
  }
  return failed(at);
}

/** What `for` and `for_each` go through: keys and values; undefined where that cannot be told. */
export function pairsOf(collection: Value): readonly (readonly [Value, Value])[] | undefined {
  if (collection.kind === "object")
    return sortedEntries(collection).map(({ key, value }) => [key, value] as const);
  if (collection.kind !== "list") return undefined;
  return collection.items.map((item, index) => {
    const { at } = item;
    return [collection.shape === "set" ? item : ofNumber(index, at), item] as const;
  });
}

/** The same in the order in which `for` and templates meet them, with what may stand among them. */
export function orderedPairsOf(collection: Value): readonly (readonly [Value, Value])[] | undefined {
  if (collection.kind === "object" && collection.isOpen) {
    const values = sortedEntries(collection);
    return amongUnknown(
      values.map(({ value }) => value),
      collection.at,
    ).map((value, i) => [i % 2 === 0 ? value : (values[(i - 1) / 2]?.key ?? value), value] as const);
  }
  if (collection.kind !== "list") return pairsOf(collection);
  if (collection.shape === "set") return itemsOf(collection).map((item) => [item, item] as const);
  let isCounted = true;
  return collection.items.map((item, index) => {
    isCounted &&= !isMany(item);
    return [isCounted ? ofNumber(index, item.at) : unknown(item.at), item] as const;
  });
}

/** `condition ? yes : no`: what is chosen becomes of the type that both have. */
export function conditional(condition: Value, yes: Value, no: Value, at: Origin): Value {
  const hasFailed = (value: Value) => value.kind === "unknown" && value.failed;
  const wanted = boolOf(condition);
  if (wanted === undefined) return isKnown(condition) || hasFailed(condition) ? failed(at) : unknown(at);
  const chosen = wanted ? yes : no;
  const other = wanted ? no : yes;
  if (chosen.kind === "namespace" || hasFailed(chosen) || hasFailed(other)) return chosen;
  const types = [chosen, other].map(typeOf);
  const isBare = (value: Value) => value.kind === "null" && value.type.kind === "dynamic";
  const type = isBare(other) ? types[0] : isBare(chosen) ? types[1] : unify(types);
  return (type && convert(chosen, type)) ?? failed(at);
}

function elementOf(of: Extract<Value, { kind: "unknown" }>, name: string | undefined, at: Origin): Value {
  const { type } = of;
  const inner =
    type.kind === "list" || type.kind === "map"
      ? type.of
      : type.kind === "object" && name !== undefined
        ? type.attributes.get(name)
        : undefined;
  return { ...unknown(at, inner), failed: of.failed, many: of.many, resource: of.resource };
}
