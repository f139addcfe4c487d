import { type Entry, sortedEntries, unknown, type Value } from "../eval/value.ts";

/** Everything that a path leads to; lists on the way are gone through. What is not known is one unknown. */
export function valuesAt(value: Value, path: string): readonly Value[] {
  if (value.kind === "object" && !path.includes(".")) {
    const found = value.entries.get(path)?.value;
    if (found !== undefined) return found.kind === "null" ? NONE : [found];
    return value.isOpen ? [unknown(value.at)] : NONE;
  }
  let at: readonly Value[] = [value];
  for (const name of path.split(".")) at = at.flatMap((one) => step(one, name));
  return at.filter(({ kind }) => kind !== "null");
}

/** The first that a path leads to. */
export function firstAt(value: Value, path: string): Value | undefined {
  const found = value.kind === "object" ? value.entries.get(path)?.value : undefined;
  return found === undefined || found.kind === "null" ? valuesAt(value, path)[0] : found;
}

/** What a path leads to, with lists taken apart. */
export function leavesAt(value: Value, path: string): readonly Value[] {
  const found = valuesAt(value, path);
  return found.some(({ kind }) => kind === "list") ? found.flatMap(leaves) : found;
}

/** An object that holds one record, with its key where it stands in a map. */
export interface Keyed {
  readonly key: Entry["key"] | undefined;
  readonly value: Value;
}

/** The objects of a list, or of blocks of one kind. */
export function objectsAt(value: Value, path: string): readonly Keyed[] {
  return leavesAt(value, path).map((one) => ({ key: undefined, value: one }));
}

/** The objects of a map or of a list, those of a map with their keys. */
export function entriesAt(value: Value, path: string): readonly Keyed[] {
  return valuesAt(value, path).flatMap((found): readonly Keyed[] => {
    if (found.kind === "object") return sortedEntries(found);
    return leaves(found).map((one) => ({ key: undefined, value: one }));
  });
}

const NONE: readonly Value[] = [];

function step(value: Value, name: string): readonly Value[] {
  switch (value.kind) {
    case "object": {
      const entry = value.entries.get(name);
      if (entry !== undefined) return [entry.value];
      return value.isOpen ? [unknown(value.at)] : [];
    }
    case "list":
      return value.items.flatMap((item) => step(item, name));
    case "unknown":
    case "namespace":
      return [unknown(value.at)];
    default:
      return [];
  }
}

function leaves(value: Value): readonly Value[] {
  if (value.kind !== "list") return [value];
  return value.items.some(({ kind }) => kind === "list") ? value.items.flatMap(leaves) : value.items;
}
