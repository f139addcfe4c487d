import type { Lookup } from "../dns/record.ts";

const SHELF = Symbol("what was worked out");

/** A lookup that keeps what was worked out from its answers: a map by name for each topic. */
type Steady = Lookup & { [SHELF]?: (Map<string, unknown> | undefined)[] };

/** Marks a lookup that answers alike for as long as it lives, so that what is worked out from it can be kept. */
export function steady(lookup: Lookup): Lookup {
  (lookup as Steady)[SHELF] = [];
  return lookup;
}

let topics = 0;

/** `work`, done once for each steady lookup and name; every time for any other lookup. */
export function keptByName<T>(
  work: (name: string, lookup: Lookup) => T,
): (name: string, lookup: Lookup) => T {
  const topic = topics++;
  return (name, lookup) => {
    const shelf = (lookup as Steady)[SHELF];
    if (shelf === undefined) return work(name, lookup);
    // Only this function puts anything here, so that what is found has the type that was put in.
    let known = shelf[topic] as Map<string, T | Absent> | undefined;
    if (known === undefined) {
      known = new Map();
      shelf[topic] = known;
    }
    const found = known.get(name);
    if (found !== undefined) return found === ABSENT ? (undefined as T) : (found as T);
    const made = work(name, lookup);
    known.set(name, made === undefined ? ABSENT : made);
    return made;
  };
}

const ABSENT = Symbol("known to be undefined");
type Absent = typeof ABSENT;

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
