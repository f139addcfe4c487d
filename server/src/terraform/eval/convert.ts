import {
  ANY,
  BOOL,
  DYNAMIC,
  isConvertible,
  isOpenType,
  isSame,
  listOf,
  NUMBER,
  STRING,
  type Type,
  unify,
} from "./type.ts";
import {
  boolOf,
  compareText,
  type Entry,
  isMany,
  itemsOf,
  keyOf,
  type ListValue,
  numOf,
  type ObjectValue,
  ofBool,
  ofEntries,
  ofList,
  ofNum,
  ofSet,
  ofText,
  plainOf,
  textOf,
  unknown,
  type Value,
} from "./value.ts";

/** The type of a value. A tuple of which the length is not known is taken for a list of what its elements have in common. */
export function typeOf(value: Value): Type {
  switch (value.kind) {
    case "string":
      return STRING;
    case "number":
      return NUMBER;
    case "bool":
      return BOOL;
    case "namespace":
      return ANY;
    case "list":
      if (value.shape === "any") return ANY;
      if (value.shape !== "tuple") return { kind: value.shape, of: value.of };
      if (value.items.some(isMany)) return listOf(unify([...value.items.map(typeOf), ANY]) ?? ANY);
      return { kind: "tuple", items: value.items.map(typeOf) };
    case "object":
      if (value.of !== undefined) return { kind: "map", of: value.of };
      if (value.isOpen) return ANY;
      return {
        kind: "object",
        attributes: new Map([...value.entries].map(([name, entry]) => [name, typeOf(entry.value)])),
      };
    default:
      return value.type;
  }
}

/** The values as ones of the same type; undefined where there is no such type, or one of them is not of it. */
export function unified(
  values: readonly Value[],
): { readonly values: readonly Value[]; readonly type: Type } | undefined {
  const type = values.length === 0 ? DYNAMIC : unify(values.map(typeOf));
  if (type === undefined) return undefined;
  const made: Value[] = [];
  for (const value of values) {
    const one = convert(value, type);
    if (one === undefined) return undefined;
    made.push(one);
  }
  // Of a type that Terraform leaves open, all must be alike all the same.
  const first = made[0] === undefined ? DYNAMIC : typeOf(made[0]);
  if (type.kind === "dynamic" && !made.every((value) => isSame(typeOf(value), first))) return undefined;
  return { values: made, type };
}

/** The value as one of the type; undefined where Terraform would refuse to convert it. */
export function convert(value: Value, type: Type): Value | undefined {
  if (type.kind === "dynamic") return value;
  if (value.kind === "unknown") return { ...value, type };
  if (value.kind === "null") return isConvertible(value.type, type) ? { ...value, type } : undefined;
  if (value.kind === "namespace") return type.kind === "any" ? value : unknown(value.at, type);
  switch (type.kind) {
    case "any":
      return guessed(value);
    case "string": {
      const text = textOf(value);
      return value.kind === "string" ? value : text && ofText(text, value.at);
    }
    case "number":
      if (value.kind === "number" || value.kind === "bool")
        return value.kind === "number" ? value : undefined;
      if (value.kind === "string" && plainOf(value) === undefined) return unknown(value.at, NUMBER);
      return numOf(value) && ofNum(numOf(value), value.at);
    case "bool": {
      const bool = boolOf(value);
      if (value.kind === "string" && plainOf(value) === undefined) return unknown(value.at, BOOL);
      return bool === undefined ? undefined : ofBool(bool, value.at);
    }
    case "list":
    case "set":
      return value.kind === "list" ? toCollection(value, type.kind, type.of) : undefined;
    case "tuple": {
      if (value.kind !== "list") return undefined;
      const items = everyOf(value.items, (item, i) => convert(item, type.items[i] ?? ANY));
      return items === undefined || items.length !== type.items.length ? undefined : ofList(items, value.at);
    }
    case "map":
      return value.kind === "object" ? toMap(value, type.of) : undefined;
    case "object":
      return value.kind === "object" ? toObject(value, type.attributes) : undefined;
  }
}

/** Whether two values are equal, as `==` says; undefined where that is not known. Both are known. */
export function areEqual(a: Value, b: Value): boolean | undefined {
  if (a.kind === "null" || b.kind === "null") return a.kind === b.kind;
  const left = typeOf(a);
  const right = typeOf(b);
  if (isOpenType(left) || isOpenType(right)) return undefined;
  return isSame(left, right) && keyOf(a) === keyOf(b);
}

function toCollection(value: ListValue, kind: "list" | "set", of: Type): Value | undefined {
  const own = itemsOf(value);
  // What the elements would be counts where there are none, too.
  if ((value.shape === "list" || value.shape === "set") && !isConvertible(value.of, of)) return undefined;
  const items =
    of.kind === "dynamic"
      ? value.shape === "tuple"
        ? unified(own)
        : { values: own, type: value.of }
      : { values: everyOf(own, (item) => convert(item, of)), type: of };
  if (items?.values === undefined) return undefined;
  return kind === "list"
    ? ofList(items.values, value.at, items.type)
    : ofSet(items.values, value.at, items.type);
}

function toMap(value: ObjectValue, of: Type): Value | undefined {
  if (of.kind === "dynamic" && value.of !== undefined) return value;
  if (value.of !== undefined && !isConvertible(value.of, of)) return undefined;
  const entries = [...value.entries];
  const inner = entries.map(([, entry]) => entry.value);
  const own = value.isOpen && of.kind === "dynamic" ? [...inner, unknown(value.at)] : inner;
  const made =
    of.kind === "dynamic" ? unified(own) : { values: everyOf(own, (item) => convert(item, of)), type: of };
  const { values, type } = made ?? {};
  if (values === undefined || type === undefined) return undefined;
  const pairs = entries.map(([name, { key }], i): [string, Entry] => [
    name,
    { key, value: values[i] ?? unknown(value.at) },
  ]);
  return ofEntries(new Map(pairs), value.at, value.isOpen, type);
}

function toObject(value: ObjectValue, attributes: ReadonlyMap<string, Type>): Value | undefined {
  const entries = new Map<string, Entry>();
  for (const [name, type] of attributes) {
    const own = value.entries.get(name);
    if (own === undefined && !value.isOpen) return undefined;
    const made = own === undefined ? unknown(value.at, type) : convert(own.value, type);
    if (made === undefined) return undefined;
    if (own !== undefined) entries.set(name, { key: own.key, value: made });
  }
  return ofEntries(entries, value.at, value.isOpen && entries.size < attributes.size);
}

// What stays as it is whatever type it is converted to: text does, a number may become text, a list a set.
function guessed(value: Exclude<Value, { kind: "unknown" | "null" | "namespace" }>): Value {
  switch (value.kind) {
    case "string":
      return value;
    case "list": {
      const items = value.items.map((item) => convert(item, ANY) ?? unknown(item.at));
      const texts = items.map(plainOf);
      const isSorted = texts.every((text, i) => {
        const before = texts[i - 1] ?? "";
        return text !== undefined && (i === 0 || compareText(before, text) < 0);
      });
      return isSorted || items.length < 2 ? { ...value, items, shape: "any" } : unknown(value.at);
    }
    case "object": {
      const pairs = [...value.entries].map(([name, entry]): [string, Entry] => [
        name,
        { key: entry.key, value: convert(entry.value, ANY) ?? unknown(entry.value.at) },
      ]);
      return ofEntries(new Map(pairs), value.at, value.isOpen, value.of && ANY);
    }
    default:
      return unknown(value.at);
  }
}

function everyOf(
  items: readonly Value[],
  convertOne: (item: Value, index: number) => Value | undefined,
): readonly Value[] | undefined {
  const made: Value[] = [];
  for (const [index, item] of items.entries()) {
    const one = convertOne(item, index);
    if (one === undefined) return undefined;
    made.push(one);
  }
  return made;
}
