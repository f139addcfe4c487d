import type { Lookup } from "../dns/record.ts";

const KEPT = new WeakMap<Lookup, Map<string, unknown>>();

/** Marks a lookup that answers alike for as long as it lives, so that what is worked out from it can be kept. */
export function steady(lookup: Lookup): Lookup {
  KEPT.set(lookup, new Map());
  return lookup;
}

/** What `work` gives, worked out once for each steady lookup and key; every time for any other lookup. */
export function kept<T>(lookup: Lookup, key: string, work: () => T): T {
  const known = KEPT.get(lookup);
  if (known === undefined) return work();
  // A key begins with the name of its only user, so that what is found has the type that was put in.
  if (known.has(key)) return known.get(key) as T;
  const made = work();
  known.set(key, made);
  return made;
}
