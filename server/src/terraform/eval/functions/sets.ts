import { convert, unified } from "../convert.ts";
import type { Origin } from "../text.ts";
import { DYNAMIC, type Type } from "../type.ts";
import {
  hasKnownLength,
  isKnown,
  keyOf,
  type ListValue,
  ofList,
  ofSet,
  unknown,
  type Value,
} from "../value.ts";
import type { TerraformFunction } from "./types.ts";

/** What works on sets. */
export const SETS: Readonly<Record<string, TerraformFunction>> = {
  setunion: (values, at) => {
    const sets = setsOf(values);
    return (
      sets &&
      ofSet(
        sets.lists.flatMap(({ items }) => items),
        at,
        sets.of,
      )
    );
  },
  setintersection: combining((items, others) =>
    items.filter((item) => others.every((keys) => keys.has(keyOf(item)))),
  ),
  setsubtract: combining((items, others) =>
    items.filter((item) => !others.some((keys) => keys.has(keyOf(item)))),
  ),
  setproduct: (values, at) => {
    if (values.length < 2) return undefined;
    const lists: ListValue[] = [];
    const isSet = values.some((value) => value.kind === "list" && value.shape === "set");
    for (const value of values) {
      const list = value.kind === "list" ? convert(value, { kind: "list", of: DYNAMIC }) : undefined;
      if (list?.kind !== "list" || !hasKnownLength(list)) return undefined;
      lists.push(list);
    }
    if (lists.reduce((product, { items }) => product * items.length, 1) > MOST) return unknown(at);
    const rows = lists.reduce<readonly (readonly Value[])[]>(
      (before, list) => before.flatMap((row) => list.items.map((item) => [...row, item])),
      [[]],
    );
    const of: Type = { kind: "tuple", items: lists.map((list) => list.of) };
    const made = rows.map((row) => ofList(row, at));
    return isSet ? ofSet(made, at, of) : ofList(made, at, of);
  },
};

/** More combinations than these are not followed. */
const MOST = 10_000;

function combining(
  apply: (items: readonly Value[], others: readonly ReadonlySet<string>[]) => readonly Value[],
): TerraformFunction {
  return (values: readonly Value[], at: Origin) => {
    const sets = setsOf(values);
    if (sets === undefined || !sets.lists.every(isKnown)) return undefined;
    const [first, ...others] = sets.lists;
    if (first === undefined) return undefined;
    const keys = others.map(({ items }) => new Set(items.map(keyOf)));
    return ofSet(apply(first.items, keys), at, sets.of);
  };
}

// All of the same type.
function setsOf(
  values: readonly Value[],
): { readonly lists: readonly ListValue[]; readonly of: Type } | undefined {
  const made: Value[] = [];
  for (const value of values) {
    const set = value.kind === "list" ? convert(value, { kind: "set", of: DYNAMIC }) : undefined;
    if (set === undefined) return undefined;
    made.push(set);
  }
  const lists = (unified(made)?.values ?? []).filter((value) => value.kind === "list");
  const [first] = lists;
  return first === undefined ? undefined : { lists, of: first.of };
}
