import { HOLE } from "../../text/mappedText.ts";
import { madeText, type Origin, type Text } from "./text.ts";

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
  readonly value: number;
  readonly at: Origin;
}

export interface BoolValue {
  readonly kind: "bool";
  readonly value: boolean;
  readonly at: Origin;
}

export interface NullValue {
  readonly kind: "null";
  readonly at: Origin;
}

/** A tuple, a list or a set. An item that is unknown and `many` stands for any number of items. */
export interface ListValue {
  readonly kind: "list";
  readonly items: readonly Value[];
  /** A set: without order and doubles. */
  readonly isSet: boolean;
  readonly at: Origin;
}

/** An object or a map; `isOpen`: it may have more entries than these. */
export interface ObjectValue {
  readonly kind: "object";
  readonly entries: ReadonlyMap<string, Entry>;
  readonly isOpen: boolean;
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
  readonly resource: ResourceValue | undefined;
  readonly at: Origin;
}

/** A block that a reference leads to, in one of its instances. */
export interface ResourceValue {
  /** "aws_route53_zone.main", "data.aws_route53_zone.main". */
  readonly address: string;
  readonly type: string;
  readonly isData: boolean;
  /** The value of one of its arguments; undefined where it has none of that name. */
  readonly argument: (name: string) => Value | undefined;
}

export function unknown(at: Origin): UnknownValue {
  return { kind: "unknown", failed: false, many: false, resource: undefined, at };
}

export function failed(at: Origin): UnknownValue {
  return { kind: "unknown", failed: true, many: false, resource: undefined, at };
}

/** Any number of items of a list that is not known. */
export function manyUnknown(at: Origin): UnknownValue {
  return { kind: "unknown", failed: false, many: true, resource: undefined, at };
}

export function ofText(text: Text, at: Origin): StringValue {
  return { kind: "string", text, at };
}

export function ofString(text: string, at: Origin, call?: string): StringValue {
  return { kind: "string", text: madeText(text, at, call), at };
}

export function ofNumber(value: number, at: Origin): Value {
  return Number.isFinite(value) ? { kind: "number", value, at } : failed(at);
}

export function ofBool(value: boolean, at: Origin): Value {
  return { kind: "bool", value, at };
}

export function ofList(items: readonly Value[], at: Origin): ListValue {
  return { kind: "list", items, isSet: false, at };
}

/** A set of the items: sorted as Terraform sorts strings, without doubles. */
export function ofSet(items: readonly Value[], at: Origin): ListValue {
  const kept: Value[] = [];
  const seen = new Set<string>();
  for (const item of items) {
    const key = isKnown(item) ? keyOf(item) : undefined;
    if (key !== undefined && seen.has(key)) continue;
    if (key !== undefined) seen.add(key);
    kept.push(item);
  }
  return { kind: "list", items: kept.sort(inOrder), isSet: true, at };
}

export function ofEntries(entries: ReadonlyMap<string, Entry>, at: Origin, isOpen = false): ObjectValue {
  return { kind: "object", entries, isOpen, at };
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

/** Whether the number of items is known. */
export function hasKnownLength({ items }: ListValue): boolean {
  return !items.some((item) => item.kind === "unknown" && item.many);
}

/** The text of a string, number or bool, as Terraform converts it; undefined for everything else. */
export function textOf(value: Value): Text | undefined {
  switch (value.kind) {
    case "string":
      return value.text;
    case "number":
      return madeText(numberText(value.value), value.at);
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
export function numberOf(value: Value | undefined): number | undefined {
  if (value?.kind === "number") return value.value;
  const text = value?.kind === "string" ? value.text.text.trim() : "";
  return /^[+-]?[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?$/i.test(text) ? Number(text) : undefined;
}

/** The bool that a value is or converts to. */
export function boolOf(value: Value | undefined): boolean | undefined {
  if (value?.kind === "bool") return value.value;
  if (value?.kind !== "string") return undefined;
  const { text } = value.text;
  return text === "true" || text === "1" ? true : text === "false" || text === "0" ? false : undefined;
}

/** Digits as Terraform prints them: never with an exponent. */
export function numberText(value: number): string {
  const text = String(value);
  if (!text.includes("e")) return text;
  return Number.isInteger(value) ? BigInt(value).toString() : value.toFixed(20).replace(/0+$/, "");
}

/** A text that is equal for equal values and for no others. */
export function keyOf(value: Value): string {
  switch (value.kind) {
    case "string":
      return JSON.stringify(value.text.text);
    case "number":
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

function inOrder(a: Value, b: Value): number {
  if (a.kind === "number" && b.kind === "number") return a.value - b.value;
  if (a.kind === "string" && b.kind === "string") return compareText(a.text.text, b.text.text);
  return 0;
}
