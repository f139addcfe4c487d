import { areEqual, convert, typeOf, unified } from "../convert.ts";
import { Entries } from "../entries.ts";
import { add } from "../number.ts";
import type { Origin } from "../text.ts";
import { ANY, BOOL, DYNAMIC, isSame, listOf, STRING, type Type, unify } from "../type.ts";
import {
  boolOf,
  compareText,
  type Entry,
  failed,
  hasKnownLength,
  isKnown,
  isMany,
  itemsOf,
  keyOf,
  type ListValue,
  manyUnknown,
  numOf,
  ofBool,
  ofList,
  ofNull,
  ofNum,
  ofNumber,
  plainOf,
  sortedEntries,
  unknown,
  type Value,
} from "../value.ts";
import { clustersOf } from "./clusters.ts";
import { type TerraformFunction, wholeOf } from "./types.ts";

/** What works on lists and maps. */
export const COLLECTIONS: Readonly<Record<string, TerraformFunction>> = {
  concat: (lists, at) => {
    if (lists.length === 0) return failed(at);
    const items = lists.flatMap((list) => (list.kind === "list" ? itemsOf(list) : [manyUnknown(at)]));
    if (lists.some((list) => list.kind === "list" && list.shape === "set")) return failed(at);
    if (lists.some(({ kind }) => kind !== "list" && kind !== "unknown")) return undefined;
    const types = lists.map(typeOf);
    const type =
      types.every(({ kind }) => kind === "list") && lists.every(isListed) ? unify(types) : undefined;
    if (type?.kind !== "list") return ofList(items, at);
    return convert(ofList(items, at), type);
  },
  flatten: ([list], at) => (list?.kind === "list" ? ofList(flat(list), at) : undefined),
  compact: ([value], at) => {
    const list = listFrom(value, STRING);
    if (list === undefined) return undefined;
    const kept = list.items.filter((item) => item.kind !== "null" && plainOf(item) !== "");
    const items = kept.map((item) => (isMaybeEmpty(item) ? manyUnknown(at, STRING) : item));
    return ofList(items, at, STRING);
  },
  distinct: ([value], at) => {
    const list = listFrom(value, DYNAMIC);
    if (list === undefined) return undefined;
    const seen = new Set<string>();
    const items = list.items.flatMap((item) => {
      if (!isKnown(item)) return [manyUnknown(at, list.of)];
      const key = keyOf(item);
      if (seen.has(key)) return [];
      seen.add(key);
      return [item];
    });
    return ofList(items, at, list.of);
  },
  toset: ([list]) => list && convert(list, { kind: "set", of: DYNAMIC }),
  tolist: ([list]) => list && convert(list, { kind: "list", of: DYNAMIC }),
  tomap: ([map]) => map && convert(map, { kind: "map", of: DYNAMIC }),
  merge: (maps, at) => {
    const given = maps.filter(({ kind }) => kind !== "null");
    const entries = new Entries();
    for (const map of given) {
      if (map.kind === "unknown") entries.setUnknown();
      else if (map.kind === "object") entries.setAll(map);
      else return undefined;
    }
    const types = given.map(typeOf);
    const [type] = types;
    const isMap = type?.kind === "map" && types.every((one) => isSame(one, type));
    return entries.value(at, isMap ? type.of : undefined);
  },
  lookup: ([map, key, otherwise], at) => {
    const name = plainOf(key);
    if (map?.kind !== "object") return undefined;
    if (name === undefined) return key !== undefined && isKnown(key) ? failed(at) : unknown(at, map.of);
    const standard = map.of === undefined || otherwise === undefined ? otherwise : convert(otherwise, map.of);
    if (otherwise !== undefined && standard === undefined) return failed(at);
    return map.entries.get(name)?.value ?? (map.isOpen ? unknown(at, map.of) : (standard ?? failed(at)));
  },
  element: ([list, index], at) => {
    const i = wholeOf(index);
    if (list?.kind !== "list" || i === undefined) return undefined;
    if (list.shape === "set") return failed(at);
    if (!hasKnownLength(list)) return unknown(at, list.of);
    const { length } = list.items;
    // From the end, of a list; of a tuple that fails.
    if (length === 0 || (list.shape === "tuple" && i % length < 0)) return failed(at);
    return list.items[((i % length) + length) % length];
  },
  length: ([value], at) => {
    if (value?.kind === "list") return hasKnownLength(value) ? ofNumber(value.items.length, at) : unknown(at);
    if (value?.kind === "object") return value.isOpen ? unknown(at) : ofNumber(value.entries.size, at);
    const text = plainOf(value);
    return text === undefined || value?.kind !== "string"
      ? undefined
      : ofNumber(clustersOf(text).length - 1, at);
  },
  keys: ([map], at) => entriesList(map, at, ({ key }) => key, STRING),
  values: ([map], at) =>
    entriesList(map, at, ({ value }) => value, map?.kind === "object" ? map.of : undefined),
  chunklist: ([value, size], at) => {
    const count = wholeOf(size);
    const list = listFrom(value, DYNAMIC);
    if (list === undefined || count === undefined) return undefined;
    if (count < 0) return failed(at);
    const of = listOf(list.of);
    if (!hasKnownLength(list)) return ofList([manyUnknown(at, of)], at, of);
    const chunks: Value[] = [];
    const step = count === 0 ? list.items.length : count;
    for (let i = 0; i < list.items.length; i += step)
      chunks.push(ofList(list.items.slice(i, i + step), at, list.of));
    return ofList(chunks, at, of);
  },
  slice: ([list, from, to], at) => {
    const start = wholeOf(from);
    const end = wholeOf(to);
    if (list?.kind !== "list" || start === undefined || end === undefined) return undefined;
    if (list.shape === "set") return failed(at);
    if (!hasKnownLength(list)) return { ...list, items: [manyUnknown(at)], at };
    if (start < 0 || end > list.items.length || start > end) return failed(at);
    return { ...list, items: list.items.slice(start, end), at };
  },
  reverse: ([list], at) => {
    if (list?.kind !== "list") return undefined;
    return {
      ...list,
      items: [...itemsOf(list)].reverse(),
      shape: list.shape === "set" ? "list" : list.shape,
      at,
    };
  },
  sort: ([value], at) => {
    const list = listFrom(value, STRING);
    if (list === undefined) return undefined;
    if (!isKnown(list)) return unknown(at, listOf(STRING));
    if (list.items.some(({ kind }) => kind === "null")) return failed(at);
    const texts = [...list.items].sort((a, b) => compareText(plainOf(a) ?? "", plainOf(b) ?? ""));
    return ofList(texts, at, STRING);
  },
  contains: ([list, value], at) => {
    if (list?.kind !== "list" || value === undefined) return undefined;
    if (hasKnownLength(list) && list.items.length === 0) return ofBool(false, at);
    if (!isKnown(value)) return undefined;
    const found = list.items.map((item) => (isKnown(item) ? areEqual(value, item) : undefined));
    if (found.includes(true)) return ofBool(true, at);
    return found.includes(undefined) ? unknown(at) : ofBool(false, at);
  },
  index: ([list, value], at) => {
    if (list?.kind !== "list" || value === undefined || !isKnown(list) || !isKnown(value)) return undefined;
    if (list.shape === "set") return failed(at);
    const equal = list.items.map((item) => areEqual(item, value));
    const found = equal.findIndex((one) => one !== false);
    if (found < 0) return failed(at);
    return equal[found] === true ? ofNumber(found, at) : unknown(at);
  },
  zipmap: ([keys, values], at) => {
    const names = listFrom(keys, STRING);
    if (names === undefined || values?.kind !== "list") return undefined;
    if (values.shape === "set") return failed(at);
    if (!hasKnownLength(names) || !hasKnownLength(values)) return unknown(at);
    if (names.items.length !== values.items.length || names.items.some(({ kind }) => kind === "null"))
      return failed(at);
    const entries = new Entries();
    for (const [i, key] of names.items.entries()) entries.set(key, values.items[i] ?? unknown(at));
    return entries.value(at, values.shape === "list" ? values.of : undefined);
  },
  coalesce: (values, at) => {
    const isLeftOpen = unify(values.map(typeOf))?.kind === "dynamic";
    const same = isLeftOpen ? { values, type: ANY } : unified(values);
    if (same === undefined) return values.every(isKnown) ? failed(at) : unknown(at);
    for (const [index, value] of same.values.entries()) {
      // The last one is the result, or there is none.
      if (value.kind === "unknown" && index === values.length - 1) return value;
      if (value.kind === "unknown" || value.kind === "namespace" || isMaybeEmpty(value))
        return unknown(at, same.type);
      if (value.kind !== "null" && plainOf(value) !== "") return value;
    }
    return failed(at);
  },
  coalescelist: (lists, at) => {
    for (const list of lists) if (list.kind !== "unknown" && !isListed(list)) return failed(at);
    if (lists.some(({ kind }) => kind === "unknown")) return unknown(at);
    for (const list of lists) {
      if (list.kind !== "list" || !hasKnownLength(list)) return unknown(at);
      if (list.items.length > 0) return list;
    }
    return failed(at);
  },
  one: ([list], at) => {
    if (list?.kind !== "list") return undefined;
    if (!hasKnownLength(list))
      return list.items.filter((item) => !isMany(item)).length > 1 ? failed(at) : unknown(at);
    if (list.items.length > 1) return failed(at);
    return list.items[0] ?? ofNull(at, list.shape === "tuple" ? DYNAMIC : list.of);
  },
  alltrue: ([list], at) => allOf(list, true, at),
  anytrue: ([list], at) => allOf(list, false, at),
  sum: ([list], at) => {
    if (list?.kind !== "list") return undefined;
    if (!isKnown(list)) return unknown(at);
    const numbers = list.items.map(numOf);
    let [sum] = numbers;
    if (numbers.includes(undefined) || sum === undefined) return failed(at);
    for (const number of numbers.slice(1)) sum = sum && number && add(sum, number);
    return ofNum(sum, at);
  },
  transpose: ([value], at) => {
    const map = value && convert(value, { kind: "map", of: listOf(STRING) });
    if (map?.kind !== "object" || !isKnown(map)) return undefined;
    if ([...map.entries.values()].some((entry) => entry.value.kind === "null")) return failed(at);
    const entries = new Entries();
    for (const { key, value: list } of sortedEntries(map)) {
      for (const item of list.kind === "list" ? list.items : []) {
        const before = entries.get(plainOf(item) ?? "");
        entries.set(item, ofList([...(before?.kind === "list" ? before.items : []), key], at, STRING));
      }
    }
    return entries.value(at, listOf(STRING));
  },
  matchkeys: ([values, keys, wanted], at) => {
    if (values?.kind !== "list" || keys?.kind !== "list" || wanted?.kind !== "list") return undefined;
    const kept = listFrom(values, DYNAMIC);
    const same = unified([keys, wanted].map((list) => convert(list, { kind: "list", of: DYNAMIC }) ?? list));
    const [names, searched] = same?.values ?? [];
    if (kept === undefined || names?.kind !== "list" || searched?.kind !== "list") return undefined;
    if (!isKnown(names) || !isKnown(searched) || !hasKnownLength(kept)) return unknown(at, listOf(kept.of));
    if (names.items.length !== kept.items.length) return failed(at);
    const known = new Set(searched.items.map(keyOf));
    return ofList(
      kept.items.filter((_, i) => known.has(keyOf(names.items[i] ?? failed(at)))),
      at,
      kept.of,
    );
  },
};

/** The value as a list of that type. */
function listFrom(value: Value | undefined, of: Type): ListValue | undefined {
  const list = value?.kind === "list" ? convert(value, { kind: "list", of }) : undefined;
  return list?.kind === "list" ? list : undefined;
}

function isListed(value: Value): boolean {
  return value.kind === "list" && value.shape !== "set";
}

// Text of which nothing is known may be empty; numbers and bools are not known only as values.
function isMaybeEmpty(value: Value): boolean {
  return value.kind === "unknown" || (value.kind === "string" && /^\ufffc+$/.test(value.text.text));
}

// What is not known may be a list itself.
function flat(list: ListValue): readonly Value[] {
  return itemsOf(list).flatMap((item) => {
    if (item.kind === "list") return flat(item);
    const isScalar = item.kind !== "unknown" || ["string", "number", "bool"].includes(item.type.kind);
    return [isScalar ? item : manyUnknown(item.at)];
  });
}

function entriesList(
  map: Value | undefined,
  at: Origin,
  pick: (entry: Entry) => Value,
  of: Type | undefined,
): Value | undefined {
  if (map?.kind !== "object") return undefined;
  const items: Value[] = sortedEntries(map).map(pick);
  const all = map.isOpen ? [manyUnknown(at), ...items.flatMap((item) => [item, manyUnknown(at)])] : items;
  return ofList(all, at, map.of === undefined ? undefined : (of ?? ANY));
}

function allOf(value: Value | undefined, wanted: boolean, at: Origin): Value | undefined {
  const list = listFrom(value, BOOL);
  if (list === undefined) return undefined;
  const bools = list.items.map((item) => (item.kind === "null" ? false : boolOf(item)));
  if (bools.includes(!wanted)) return ofBool(!wanted, at);
  return bools.includes(undefined) ? unknown(at) : ofBool(wanted, at);
}
