import { HOLE } from "../../text/mappedText.ts";
import {
  compare,
  fromDouble,
  generalText,
  isFarNumber,
  type Num,
  numText,
  parseNum,
  toDouble,
  whole,
} from "./number.ts";
import { composed, madeText, type Origin, type Text } from "./text.ts";
import { ANY, DYNAMIC, type Type } from "./type.ts";

/** What an expression is worth, as far as that can be told offline. `at` is where the value was written. */
export type Value =
  | StringValue
  | NumberValue
  | BoolValue
  | NullValue
  | ListValue
  | ObjectValue
  | UnknownValue
  | NamespaceValue;

export interface StringValue {
  readonly kind: "string";
  readonly text: Text;
  readonly at: Origin;
}

export interface NumberValue {
  readonly kind: "number";
  readonly value: Num;
  readonly at: Origin;
}

export interface BoolValue {
  readonly kind: "bool";
  readonly value: boolean;
  readonly at: Origin;
}

export interface NullValue {
  readonly kind: "null";
  readonly type: Type;
  readonly at: Origin;
}

/** A tuple, a list or a set. An item that is unknown and `many` stands for any number of items. */
export interface ListValue {
  readonly kind: "list";
  readonly items: readonly Value[];
  /** `any`: a tuple or a list. */
  readonly shape: "tuple" | "list" | "set" | "any";
  /** The type of the elements of a list or a set. */
  readonly of: Type;
  readonly at: Origin;
}

/** An object or a map; `isOpen`: it may have more entries than these. */
export interface ObjectValue {
  readonly kind: "object";
  readonly entries: ReadonlyMap<string, Entry>;
  readonly isOpen: boolean;
  /** The type of the elements of a map; undefined for an object. */
  readonly of: Type | undefined;
  readonly at: Origin;
}

export interface Entry {
  readonly key: StringValue;
  readonly value: Value;
}

export interface UnknownValue {
  readonly kind: "unknown";
  /** Terraform would refuse to evaluate it. */
  readonly failed: boolean;
  /** In a list: any number of items. */
  readonly many: boolean;
  readonly type: Type;
  /** The resource or data source whose attribute it is: "aws_route53_zone.main", "data.aws_route53_zone.main". */
  readonly resource: ResourceValue | undefined;
  readonly at: Origin;
}

/** Something with names below it that are evaluated when somebody asks: `local`, `var`, a resource. */
export interface NamespaceValue {
  readonly kind: "namespace";
  readonly get: (name: string, at: Origin) => Value;
  /** For a resource with `count` or `for_each`: one of its instances. */
  readonly pick: ((key: Value, at: Origin) => Value) | undefined;
  /** For a module or a resource with `count` or `for_each`: all of its instances; undefined where they are not known. */
  readonly all?: (at: Origin) => Value | undefined;
  readonly resource: ResourceValue | undefined;
  readonly at: Origin;
}

/** A block that a reference leads to, in one of its instances. */
export interface ResourceValue {
  /** "aws_route53_zone.main", "module.mail.data.aws_route53_zone.main[0]". */
  readonly address: string;
  readonly type: string;
  readonly isData: boolean;
  /** The provider that it is made with, where one is named; "" otherwise. */
  readonly account: string;
  /** The value of one of its arguments; undefined where it has none of that name. */
  readonly argument: (name: string) => Value | undefined;
}

export function unknown(at: Origin, type = ANY): UnknownValue {
  return { kind: "unknown", failed: false, many: false, type, resource: undefined, at };
}

export function failed(at: Origin): UnknownValue {
  return { kind: "unknown", failed: true, many: false, type: ANY, resource: undefined, at };
}

/** Any number of items of a list that is not known. */
export function manyUnknown(at: Origin, type = ANY): UnknownValue {
  return { kind: "unknown", failed: false, many: true, type, resource: undefined, at };
}

export function ofNull(at: Origin, type = DYNAMIC): NullValue {
  return { kind: "null", type, at };
}

/** Terraform composes the characters of every string (NFC). */
export function ofText(text: Text, at: Origin): StringValue {
  return { kind: "string", text: composed(text), at };
}

export function ofString(text: string, at: Origin, call?: string): StringValue {
  return ofText(madeText(text, at, call), at);
}

/** A number that was counted; unknown where there is none that can be told. */
export function ofNumber(value: number, at: Origin): Value {
  return ofNum(Number.isSafeInteger(value) ? whole(value) : fromDouble(value), at);
}

export function ofNum(value: Num | undefined, at: Origin): Value {
  return value === undefined ? unknown(at) : { kind: "number", value, at };
}

export function ofBool(value: boolean, at: Origin): Value {
  return { kind: "bool", value, at };
}

/** A tuple; a list where its elements are of one type. */
export function ofList(items: readonly Value[], at: Origin, of?: Type): ListValue {
  return { kind: "list", items, shape: of === undefined ? "tuple" : "list", of: of ?? ANY, at };
}

/** A set of items of that type: in the order in which Terraform goes through them, without doubles. */
export function ofSet(items: readonly Value[], at: Origin, of: Type): ListValue {
  const kept = new Map<string, Value>();
  for (const item of items) {
    if (isKnown(item) && !kept.has(keyOf(item))) kept.set(keyOf(item), item);
  }
  const sorted = [...kept.values()].sort(inOrder);
  return {
    kind: "list",
    items: [...sorted, ...items.filter((item) => !isKnown(item))],
    shape: "set",
    of,
    at,
  };
}

/** An object; a map where its elements are of one type. */
export function ofEntries(
  entries: ReadonlyMap<string, Entry>,
  at: Origin,
  isOpen = false,
  of?: Type,
): ObjectValue {
  return { kind: "object", entries, isOpen, of, at };
}

/** The items in their order. Of a set of which not all is known, anything may stand between those that are. */
export function itemsOf(list: ListValue): readonly Value[] {
  if (list.shape !== "set" || isKnown(list)) return list.items;
  return amongUnknown(list.items.filter(isKnown), list.at);
}

/** Items in an order that holds, with any number of unknown ones among them. */
export function amongUnknown(items: readonly Value[], at: Origin): readonly Value[] {
  return [manyUnknown(at), ...items.flatMap((item) => [item, manyUnknown(at)])];
}

/** The entries in the order in which Terraform goes through them: by key, as octets. */
export function sortedEntries({ entries }: ObjectValue): readonly Entry[] {
  return [...entries].sort(([a], [b]) => compareText(a, b)).map(([, entry]) => entry);
}

/** Whether nothing in the value is unknown. */
export function isKnown(value: Value): boolean {
  switch (value.kind) {
    case "string":
      return !value.text.text.includes(HOLE);
    case "list":
      return value.items.every(isKnown);
    case "object":
      return !value.isOpen && [...value.entries.values()].every((entry) => isKnown(entry.value));
    case "unknown":
    case "namespace":
      return false;
    default:
      return true;
  }
}

/** Whether it is known what a function or an operator makes of the value: where it does not take it, it fails. */
export function isSettled(value: Value): boolean {
  return isKnown(value) && !(value.kind === "string" && isFarNumber(value.text.text));
}

/** Whether the number of items is known. */
export function hasKnownLength(list: ListValue): boolean {
  if (list.shape === "set") return isKnown(list);
  return !list.items.some(isMany);
}

/** Whether the value stands for any number of items. */
export function isMany(value: Value): boolean {
  return value.kind === "unknown" && value.many;
}

/** The text of a string, number or bool, as Terraform converts it; undefined for everything else. */
export function textOf(value: Value): Text | undefined {
  switch (value.kind) {
    case "string":
      return value.text;
    case "number":
      return madeText(numText(value.value), value.at);
    case "bool":
      return madeText(String(value.value), value.at);
    default:
      return undefined;
  }
}

/** The string that a value is or converts to, without holes; undefined for everything else. */
export function plainOf(value: Value | undefined): string | undefined {
  if (value === undefined) return undefined;
  const text = textOf(value)?.text;
  return text === undefined || text.includes(HOLE) ? undefined : text;
}

/** The number that a value is or converts to. */
export function numOf(value: Value | undefined): Num | undefined {
  if (value?.kind === "number") return value.value;
  return value?.kind === "string" ? parseNum(value.text.text) : undefined;
}

/** The same, as the nearest number of JavaScript. */
export function numberOf(value: Value | undefined): number | undefined {
  const number = numOf(value);
  return number === undefined ? undefined : toDouble(number);
}

/** The bool that a value is or converts to. */
export function boolOf(value: Value | undefined): boolean | undefined {
  if (value?.kind === "bool") return value.value;
  if (value?.kind !== "string") return undefined;
  const { text } = value.text;
  return text === "true" || text === "1" ? true : text === "false" || text === "0" ? false : undefined;
}

/** A text that is equal for equal values and for no others. */
export function keyOf(value: Value): string {
  switch (value.kind) {
    case "string":
      return JSON.stringify(value.text.text);
    case "number":
      return `${value.value.mantissa}p${value.value.exponent}`;
    case "bool":
      return String(value.value);
    case "list":
      return `[${value.items.map(keyOf).join(",")}]`;
    case "object":
      return `{${sortedEntries(value)
        .map(({ key, value: inner }) => `${JSON.stringify(key.text.text)}:${keyOf(inner)}`)
        .join(",")}}`;
    default:
      return "null";
  }
}

/** By code points, as Go compares UTF-8. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const left = [...a];
  const right = [...b];
  for (let i = 0; i < left.length && i < right.length; i++) {
    const difference = (left[i]?.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

// By value where they are of a simple type; other elements by the texts of which Terraform makes their hashes.
function inOrder(a: Value, b: Value): number {
  if (a.kind === "null" || b.kind === "null") return Number(a.kind === "null") - Number(b.kind === "null");
  if (a.kind === "number" && b.kind === "number") return compare(a.value, b.value);
  if (a.kind === "string" && b.kind === "string") return compareText(a.text.text, b.text.text);
  if (a.kind === "bool" && b.kind === "bool") return Number(a.value) - Number(b.value);
  return compareText(hashText(a), hashText(b));
}

function hashText(value: Value): string {
  switch (value.kind) {
    case "string":
      return JSON.stringify(value.text.text);
    case "number":
      return generalText(value.value, 10);
    case "bool":
      return value.value ? "T" : "F";
    case "list": {
      const items = value.items.map((item) => `${hashText(item)};`).join("");
      return value.shape === "tuple" ? `<${items}>` : `[${items}]`;
    }
    case "object": {
      const entries = sortedEntries(value);
      if (value.of === undefined) return `<${entries.map((entry) => `${hashText(entry.value)};`).join("")}>`;
      return `{${entries.map((entry) => `${hashText(entry.key)}:${hashText(entry.value)};`).join("")}}`;
    }
    default:
      return "~";
  }
}
