import type { Lookup } from "../dns/record.ts";

const KEPT = new WeakMap<Lookup, Map<string, unknown>>();

/** Marks a lookup that answers alike for as long as it lives, so that what is worked out from it can be kept. */
export function steady(lookup: Lookup): Lookup {
  KEPT.set(lookup, new Map());
  return lookup;
}

/** `work`, done once for each steady lookup and name; no other user may have the same topic. */
export function keptByName<T>(
  topic: string,
  work: (name: string, lookup: Lookup) => T,
): (name: string, lookup: Lookup) => T {
  return (name, lookup) => {
    const topics = KEPT.get(lookup);
    if (topics === undefined) return work(name, lookup);
    let byName = topics.get(topic) as Map<string, { readonly made: T }> | undefined;
    if (byName === undefined) {
      byName = new Map();
      topics.set(topic, byName);
    }
    let known = byName.get(name);
    if (known === undefined) {
      known = { made: work(name, lookup) };
      byName.set(name, known);
    }
    return known.made;
  };
}

/**
 * `work`, done once for each thing as long as no other is asked about: rule after rule asks about the same. A map with weak
 * keys would do, but costs much where things are many and short-lived.
 */
export function keptForLast<K extends object, T>(work: (key: K) => T): (key: K) => T {
  let last: { readonly key: K; readonly made: T } | undefined;
  return (key) => {
    if (last?.key !== key) last = { key, made: work(key) };
    return last.made;
  };
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
