// Which patterns of a zone make a name. A name is held against kinds of patterns, not against each.

import { countWhile } from "../text/halving.ts";
import type { Pattern } from "./block.ts";
import { numbersInRange, numbersOf } from "./generate.ts";

/** A pattern, and what it makes first and last of the values that stand in its names: numbers with its offset. */
interface Ranged<Place> {
  readonly place: Place;
  readonly offset: number;
  readonly lowest: number;
  readonly highest: number;
}

/** Patterns that make the same names from the same values. */
interface Alike<Place> {
  readonly first: Pattern;
  /** Of the first one. */
  readonly offset: number;
  /** Once all are known, by their lowest value. */
  readonly ranges: Ranged<Place>[];
  /** The highest value of each range and those before it. */
  readonly reach: number[];
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
      const { offset, kind } = kindOf(place.pattern);
      const alike = groups.get(kind) ?? { first: place.pattern, offset, ranges: [], reach: [] };
      groups.set(kind, alike);
      const { start, stop } = generate;
      alike.ranges.push({ place, offset, lowest: start + offset, highest: stop + offset });
    }
    for (const groups of this.#byEnds.values()) for (const alike of groups.values()) settle(alike);
  }

  /** The patterns that make an absolute canonical name, and the numbers that they make it from. */
  *at(name: string): Iterable<{ readonly place: Place; readonly numbers: readonly number[] }> {
    for (const { before, behind } of this.#shapes.values()) {
      const key = keyOf(name.slice(0, before), behind === 0 ? "" : name.slice(-behind));
      for (const { first, offset, ranges, reach } of this.#byEnds.get(key)?.values() ?? []) {
        const making = numbersOf(first.generate, name, first.origin);
        if (making.length === 0) continue;
        const all = making === "all";
        const values = all ? [] : making.map((number) => number + offset);
        const [lowest, highest] = all ? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] : endsIn(values);
        for (let i = countUpTo(ranges, highest) - 1; (reach[i] ?? Number.NEGATIVE_INFINITY) >= lowest; i--) {
          const range = ranges[i];
          if (range === undefined) break;
          const { place, offset: other } = range;
          const own = all ? "all" : values.map((value) => value - other);
          const numbers = numbersInRange(place.pattern.generate, own);
          if (numbers.length > 0) yield { place, numbers };
        }
      }
    }
  }
}

function settle<Place>({ ranges, reach }: Alike<Place>): void {
  ranges.sort((a, b) => a.lowest - b.lowest);
  let highest = Number.NEGATIVE_INFINITY;
  for (const range of ranges) {
    highest = Math.max(highest, range.highest);
    reach.push(highest);
  }
}

// How many ranges begin at a value or before it.
function countUpTo<Place>(ranges: readonly Ranged<Place>[], value: number): number {
  return countWhile(ranges.length, (i) => (ranges[i]?.lowest ?? 0) <= value);
}

// The first offset of an owner, and what the names have in common that are made from one value.
function kindOf({ generate: { owner }, origin }: Pattern) {
  const [first] = owner.filter((part) => typeof part !== "string");
  const offset = first?.offset ?? 0;
  const parts = owner.map((part) =>
    typeof part === "string" ? part : [part.offset - offset, part.width, part.base],
  );
  return { offset, kind: JSON.stringify([parts, origin]) };
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
  if (raw === "@") return [begin, origin ?? ""];
  // Nibbles may end in the dot that makes a name absolute, where their width has room for one.
  if (/\$\{[^}]*[02468],n\}$/i.test(raw)) return [begin, ""];
  const [plain = ""] = /[a-z0-9._-]*$/i.exec(raw) ?? [];
  // An escape takes in up to three of the plain characters behind it.
  const isEscaped = plain !== "" && raw.charAt(raw.length - plain.length - 1) === "\\";
  const own = (isEscaped ? plain.slice(3) : plain).toLowerCase();
  if (isEscaped && own === "") return [begin, ""];
  if (own.endsWith(".")) return [begin, own];
  return [begin, origin === undefined ? "" : `${own}.${origin === "." ? "" : origin}`];
}
