import type { Origin } from "../text.ts";
import {
  boolOf,
  compareText,
  type Entry,
  hasKnownLength,
  isKnown,
  keyOf,
  type ListValue,
  manyUnknown,
  numberOf,
  ofBool,
  ofEntries,
  ofList,
  ofNumber,
  ofSet,
  ofString,
  ofText,
  plainOf,
  sortedEntries,
  textOf,
  unknown,
  type Value,
} from "../value.ts";
import { clustersOf } from "./strings.ts";
import type { TerraformFunction } from "./types.ts";

/** What works on lists and maps. */
export const COLLECTIONS: Readonly<Record<string, TerraformFunction>> = {
  concat: (lists, at) => {
    const items = lists.flatMap((list) => itemsOf(list));
    return lists.some(({ kind }) => kind !== "list" && kind !== "unknown") ? undefined : ofList(items, at);
  },
  flatten: ([list], at) => (list?.kind === "list" ? ofList(flat(list), at) : undefined),
  compact: ([list], at) => {
    if (list?.kind !== "list") return undefined;
    return ofList(
      list.items.filter((item) => item.kind !== "null" && plainOf(item) !== ""),
      at,
    );
  },
  distinct: ([list], at) => {
    if (list?.kind !== "list") return undefined;
    const seen = new Set<string>();
    const isNew = (item: Value) =>
      !isKnown(item) || (!seen.has(keyOf(item)) && seen.add(keyOf(item)) !== undefined);
    return ofList(list.items.filter(isNew), at);
  },
  toset: ([list], at) => (list?.kind === "list" ? ofSet(list.items, at) : undefined),
  tolist: ([list], at) => (list?.kind === "list" ? ofList(list.items, at) : undefined),
  tomap: ([map]) => (map?.kind === "object" ? map : undefined),
  tonumber: ([value], at) => {
    if (value?.kind === "null") return value;
    const number = numberOf(value);
    return number === undefined ? undefined : ofNumber(number, at);
  },
  tobool: ([value], at) => {
    if (value?.kind === "null") return value;
    const bool = boolOf(value);
    return bool === undefined ? undefined : ofBool(bool, at);
  },
  merge: (maps, at) => {
    const entries = new Map<string, Entry>();
    let isOpen = false;
    for (const map of maps) {
      if (map.kind === "unknown") isOpen = true;
      else if (map.kind === "object") {
        isOpen ||= map.isOpen;
        for (const [key, entry] of map.entries) entries.set(key, entry);
      } else if (map.kind !== "null") return undefined;
    }
    return ofEntries(entries, at, isOpen);
  },
  lookup: ([map, key, otherwise], at) => {
    const name = plainOf(key);
    if (map?.kind !== "object" || name === undefined) return map?.kind === "object" ? unknown(at) : undefined;
    const entry = map.entries.get(name);
    if (entry !== undefined) return entry.value;
    return map.isOpen ? unknown(at) : otherwise;
  },
  element: ([list, index], at) => {
    const i = numberOf(index);
    if (list?.kind !== "list" || i === undefined) return undefined;
    if (!hasKnownLength(list)) return unknown(at);
    const { length } = list.items;
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
  keys: ([map], at) => entriesList(map, at, ({ key }) => key),
  values: ([map], at) => entriesList(map, at, ({ value }) => value),
  range: (values, at) => {
    const numbers = values.map(numberOf);
    if (numbers.some((number) => number === undefined)) return undefined;
    const [first = 0, second, third] = numbers;
    const start = second === undefined ? 0 : first;
    const end = second ?? first;
    const step = third ?? (start <= end ? 1 : -1);
    if (step === 0 || Math.abs((end - start) / step) > 1024) return undefined;
    const items: Value[] = [];
    for (let i = start; step > 0 ? i < end : i > end; i += step) items.push(ofNumber(i, at));
    return ofList(items, at);
  },
  chunklist: ([list, size], at) => {
    const count = numberOf(size);
    if (list?.kind !== "list" || count === undefined) return undefined;
    if (!hasKnownLength(list)) return ofList([manyUnknown(at)], at);
    const chunks: Value[] = [];
    const step = count <= 0 ? list.items.length : count;
    for (let i = 0; i < list.items.length; i += step) chunks.push(ofList(list.items.slice(i, i + step), at));
    return ofList(chunks, at);
  },
  slice: ([list, from, to], at) => {
    const start = numberOf(from);
    const end = numberOf(to);
    if (list?.kind !== "list" || start === undefined || end === undefined) return undefined;
    if (!hasKnownLength(list)) return ofList([manyUnknown(at)], at);
    return start < 0 || end > list.items.length || start > end
      ? undefined
      : ofList(list.items.slice(start, end), at);
  },
  reverse: ([list], at) => (list?.kind === "list" ? ofList([...list.items].reverse(), at) : undefined),
  sort: ([list], at) => {
    if (list?.kind !== "list") return undefined;
    if (!isKnown(list)) return unknown(at);
    return ofList(
      [...list.items].sort((a, b) => compareText(plainOf(a) ?? "", plainOf(b) ?? "")),
      at,
    );
  },
  contains: ([list, value], at) => {
    if (list?.kind !== "list" || value === undefined || !isKnown(value)) return undefined;
    if (list.items.some((item) => isKnown(item) && sameKind(item, value))) return ofBool(true, at);
    return isKnown(list) ? ofBool(false, at) : unknown(at);
  },
  index: ([list, value], at) => {
    if (list?.kind !== "list" || value === undefined || !isKnown(list)) return undefined;
    const found = list.items.findIndex((item) => sameKind(item, value));
    return found < 0 ? undefined : ofNumber(found, at);
  },
  zipmap: ([keys, values], at) => {
    if (keys?.kind !== "list" || values?.kind !== "list" || keys.items.length !== values.items.length)
      return undefined;
    const entries = new Map<string, Entry>();
    let isOpen = false;
    for (const [index, key] of keys.items.entries()) {
      const name = plainOf(key);
      const value = values.items[index];
      if (name === undefined || value === undefined) isOpen = true;
      else entries.set(name, { key: ofText(textOf(key) ?? { text: name, runs: [] }, at), value });
    }
    return ofEntries(entries, at, isOpen);
  },
  coalesce: (values) => {
    for (const value of values) {
      if (value.kind === "unknown") return value;
      if (value.kind !== "null" && plainOf(value) !== "") return value;
    }
    return undefined;
  },
  coalescelist: (lists) =>
    lists.find((list) => list.kind === "unknown" || (list.kind === "list" && list.items.length > 0)),
  one: ([list], at) => {
    if (list?.kind !== "list" || !hasKnownLength(list))
      return list?.kind === "list" ? unknown(at) : undefined;
    if (list.items.length > 1) return undefined;
    return list.items[0] ?? { kind: "null", at };
  },
  alltrue: ([list], at) => (list?.kind === "list" ? allOf(list, true, at) : undefined),
  anytrue: ([list], at) => (list?.kind === "list" ? allOf(list, false, at) : undefined),
  setunion: (sets, at) =>
    ofSet(
      sets.flatMap((set) => itemsOf(set)),
      at,
    ),
  setintersection: ([first, ...others], at) =>
    withSets([first, ...others], at, (items) =>
      items.filter((item) => others.every((set) => holds(set, item))),
    ),
  setsubtract: ([first, ...others], at) =>
    withSets([first, ...others], at, (items) =>
      items.filter((item) => !others.some((set) => holds(set, item))),
    ),
  setproduct: (sets, at) => {
    if (!sets.every((set) => set.kind === "list" && hasKnownLength(set))) return undefined;
    const lists = sets.map((set) => itemsOf(set));
    if (lists.reduce((product, list) => product * list.length, 1) > 10_000) return unknown(at);
    const rows = lists.reduce<readonly (readonly Value[])[]>(
      (before, list) => before.flatMap((row) => list.map((item) => [...row, item])),
      [[]],
    );
    return ofList(
      rows.map((row) => ofList(row, at)),
      at,
    );
  },
  transpose: ([map], at) => {
    if (map?.kind !== "object" || !isKnown(map)) return undefined;
    const entries = new Map<string, Entry>();
    for (const { key, value } of sortedEntries(map)) {
      for (const item of itemsOf(value)) {
        const name = plainOf(item) ?? "";
        const before = entries.get(name)?.value;
        const items = before?.kind === "list" ? before.items : [];
        entries.set(name, { key: ofString(name, at), value: ofList([...items, key], at) });
      }
    }
    return ofEntries(entries, at);
  },
  matchkeys: ([values, keys, wanted], at) => {
    if (values?.kind !== "list" || keys?.kind !== "list" || wanted?.kind !== "list" || !isKnown(keys))
      return undefined;
    return ofList(
      values.items.filter((_, index) => {
        const key = keys.items[index];
        return key !== undefined && holds(wanted, key);
      }),
      at,
    );
  },
};

function itemsOf(list: Value): readonly Value[] {
  return list.kind === "list" ? list.items : [manyUnknown(list.at)];
}

function flat(list: ListValue): readonly Value[] {
  return list.items.flatMap((item) => (item.kind === "list" ? flat(item) : [item]));
}

function entriesList(map: Value | undefined, at: Origin, pick: (entry: Entry) => Value): Value | undefined {
  if (map?.kind !== "object") return undefined;
  const items: Value[] = sortedEntries(map).map(pick);
  return ofList(map.isOpen ? [...items, manyUnknown(at)] : items, at);
}

function allOf(list: ListValue, wanted: boolean, at: Origin): Value {
  const bools = list.items.map(boolOf);
  if (bools.includes(!wanted)) return ofBool(!wanted, at);
  return bools.includes(undefined) ? unknown(at) : ofBool(wanted, at);
}

function sameKind(a: Value, b: Value): boolean {
  return a.kind === b.kind && keyOf(a) === keyOf(b);
}

function holds(set: Value | undefined, item: Value): boolean {
  return set?.kind === "list" && set.items.some((one) => sameKind(one, item));
}

function withSets(
  sets: readonly (Value | undefined)[],
  at: Origin,
  apply: (items: readonly Value[]) => readonly Value[],
): Value | undefined {
  if (!sets.every((set) => set?.kind === "list" && isKnown(set))) return undefined;
  const [first] = sets;
  return first?.kind === "list" ? ofSet(apply(first.items), at) : undefined;
}
