import { RE2JS } from "re2js";
import { STRING, type Type } from "../type.ts";

/** Where a match or a group of it stands in the text; UTF-16 units. */
type Place = readonly [start: number, end: number];

/** A match of a regular expression. */
export interface Match {
  readonly place: Place;
  /** The groups in their order; undefined where one took no part. */
  readonly groups: readonly (Place | undefined)[];
  /** The number of each group with a name, from 0. */
  readonly names: ReadonlyMap<string, number>;
}

/** What a replacement is made of: its own text, and groups by number or name. */
export type Expansion = readonly (
  | { readonly start: number; readonly end: number }
  | { readonly group: string }
)[];

/**
 * The matches of a pattern of Go's RE2 in a text, in order, as `regex`, `regexall` and `replace` find them; undefined where it
 * is no pattern.
 */
export function matchesOf(source: string, text: string): Iterable<Match> | undefined {
  let pattern: RE2JS;
  try {
    pattern = RE2JS.compile(source);
  } catch {
    return undefined;
  }
  return matches(pattern, text);
}

/** The type of what a pattern finds: text, or its groups. */
export function foundType(source: string): Type {
  const pattern = RE2JS.compile(source);
  const names = Object.keys(pattern.namedGroups());
  if (names.length > 0) return { kind: "object", attributes: new Map(names.map((name) => [name, STRING])) };
  const count = pattern.groupCount();
  return count === 0 ? STRING : { kind: "tuple", items: Array.from({ length: count }, () => STRING) };
}

function* matches(pattern: RE2JS, text: string): Iterable<Match> {
  const names = new Map(Object.entries(pattern.namedGroups()).map(([name, group]) => [name, group - 1]));
  const matcher = pattern.matcher(text);
  let last = -1;
  while (matcher.find()) {
    const place: Place = [matcher.start(), matcher.end()];
    // Go takes no empty match right behind another one.
    if (place[0] === place[1] && place[0] === last) continue;
    last = place[1];
    const groups = Array.from({ length: matcher.groupCount() }, (_, i): Place | undefined => {
      const start = matcher.start(i + 1);
      return start < 0 ? undefined : [start, matcher.end(i + 1)];
    });
    yield { place, groups, names };
  }
}

/** The place of what `$1` or `${name}` stands for; 0 is the match itself. */
export function groupOf({ place, groups, names }: Match, group: string): Place | undefined {
  if (group === "0") return place;
  return groups[/^[0-9]+$/.test(group) ? Number(group) - 1 : (names.get(group) ?? -1)];
}

/** `$1`, `${name}` and `$$` in a replacement, as Go's `Expand` reads them. */
export function expansionOf(replacement: string): Expansion {
  const parts: ({ readonly start: number; readonly end: number } | { readonly group: string })[] = [];
  let from = 0;
  for (const match of replacement.matchAll(/\$(?:(\$)|\{(\w+)\}|(\w+))/g)) {
    parts.push({ start: from, end: match.index });
    from = match.index + match[0].length;
    if (match[1] !== undefined) parts.push({ start: match.index, end: match.index + 1 });
    else parts.push({ group: match[2] ?? match[3] ?? "" });
  }
  parts.push({ start: from, end: replacement.length });
  return parts;
}
