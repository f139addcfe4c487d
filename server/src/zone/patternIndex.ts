// Which patterns of a zone make a name. A name is held against kinds of patterns, not against each.

import type { Pattern } from "./block.ts";
import { numbersInRange, numbersOf } from "./generate.ts";

/** Patterns that differ at most in their ranges and in what they make at a name. */
interface Alike<Place> {
  readonly first: Pattern;
  readonly places: Place[];
}

/** How many characters of all the names that a pattern makes are known at their beginning, and at their end. */
interface Shape {
  readonly before: number;
  readonly behind: number;
}

/** The patterns of a zone by the owners that they make. */
export class PatternIndex<Place extends { readonly pattern: Pattern }> {
  readonly #shapes = new Map<string, Shape>();
  readonly #byEnds = new Map<string, Map<string, Alike<Place>>>();

  constructor(places: readonly Place[]) {
    for (const place of places) {
      const { generate, origin } = place.pattern;
      const { raw } = generate.words.owner;
      const [begin, end] = endsOf(raw, origin);
      const shape = { before: begin.length, behind: end.length };
      this.#shapes.set(`${shape.before} ${shape.behind}`, shape);
      const key = keyOf(begin, end);
      const groups = this.#byEnds.get(key) ?? new Map<string, Alike<Place>>();
      this.#byEnds.set(key, groups);
      // Where the end is not plain, neither is the origin that the key would hold.
      const kind = `${raw} ${origin}`;
      const alike = groups.get(kind) ?? { first: place.pattern, places: [] };
      groups.set(kind, alike);
      alike.places.push(place);
    }
  }

  /** The patterns that make an absolute canonical name, and the numbers that they make it from. */
  *at(name: string): Iterable<{ readonly place: Place; readonly numbers: readonly number[] }> {
    for (const { before, behind } of this.#shapes.values()) {
      const key = keyOf(name.slice(0, before), behind === 0 ? "" : name.slice(-behind));
      for (const { first, places } of this.#byEnds.get(key)?.values() ?? []) {
        const making = numbersOf(first.generate, name, first.origin);
        if (making.length === 0) continue;
        const [lowest, highest] = making === "all" ? [0, Number.POSITIVE_INFINITY] : endsIn(making);
        for (const place of places) {
          const { start, stop } = place.pattern.generate;
          if (highest < start || lowest > stop) continue;
          const numbers = numbersInRange(place.pattern.generate, making);
          if (numbers.length > 0) yield { place, numbers };
        }
      }
    }
  }
}

// Of numbers in order.
function endsIn(numbers: readonly number[]): readonly [number, number] {
  return [numbers[0] ?? 0, numbers.at(-1) ?? 0];
}

function keyOf(begin: string, end: string): string {
  return `${begin} ${end}`;
}

// What the canonical names made from an owner begin and end with, as far as it is plain.
function endsOf(raw: string, origin: string | undefined): readonly [string, string] {
  const begin = /^[a-z0-9_-][a-z0-9._-]*/i.exec(raw)?.[0].toLowerCase() ?? "";
  // An escape may take plain characters in, nibbles may end in the dot that makes a name absolute, and `@` is the origin.
  if (raw.includes("\\") || raw === "@" || /\$\{[^}]*n\}$/i.test(raw)) return [begin, ""];
  const own = /[a-z0-9._-]*$/i.exec(raw)?.[0].toLowerCase() ?? "";
  if (own.endsWith(".")) return [begin, own];
  return [begin, origin === undefined ? "" : `${own}.${origin === "." ? "" : origin}`];
}
