import { HOLE } from "../../../text/mappedText.ts";
import { joined, LONGEST, madeText, type Origin, recased, sliced, type Text } from "../text.ts";
import {
  manyUnknown,
  numberOf,
  ofBool,
  ofEntries,
  ofList,
  ofString,
  ofText,
  plainOf,
  textOf,
  unknown,
  type Value,
} from "../value.ts";
import { formatted } from "./format.ts";
import { type Expansion, expansionOf, groupOf, type Match, matchesOf } from "./regex.ts";
import type { TerraformFunction } from "./types.ts";

/** What works on text. Every character that goes through keeps its place. */
export const STRINGS: Readonly<Record<string, TerraformFunction>> = {
  join: ([separator, ...lists], at) => {
    const between = separator === undefined ? undefined : textOf(separator);
    const items = lists.flatMap((list) => (list.kind === "list" ? list.items : [list]));
    if (between === undefined || lists.some(({ kind }) => kind !== "list" && kind !== "unknown"))
      return undefined;
    const made = { ...between, runs: between.runs.map((run) => ({ ...run, call: "join" })) };
    const texts: Text[] = [];
    for (const [index, item] of items.entries()) {
      if (index > 0) texts.push(made);
      const text = textOf(item) ?? (item.kind === "unknown" ? madeText(HOLE, item.at) : undefined);
      if (text === undefined) return undefined;
      texts.push(text);
    }
    return ofText(joined(texts), at);
  },
  split: ([separator, whole], at) => {
    const by = plainOf(separator);
    const text = whole === undefined ? undefined : textOf(whole);
    if (by === undefined || text === undefined) return undefined;
    if (text.text.includes(HOLE)) return ofList([manyUnknown(at)], at);
    return ofList(
      piecesOf(text, by).map((piece) => ofText(piece, at)),
      at,
    );
  },
  replace: ([whole, what, by], at) =>
    replaced(whole, plainOf(what), by === undefined ? undefined : textOf(by), at),
  regex: ([pattern, whole], at) => {
    const { matches, text } = matching(pattern, whole);
    if (matches === undefined || text === undefined) return undefined;
    const [match] = matches;
    return match === undefined ? undefined : matchValue(match, text, at);
  },
  regexall: ([pattern, whole], at) => {
    const { matches, text } = matching(pattern, whole);
    if (text === undefined && whole?.kind === "string") return ofList([manyUnknown(at)], at);
    if (matches === undefined || text === undefined) return undefined;
    return ofList(
      Array.from(matches, (match) => matchValue(match, text, at)),
      at,
    );
  },
  substr: ([whole, offset, length], at) => {
    const text = known(whole);
    const from = numberOf(offset);
    const count = numberOf(length);
    if (text === undefined || from === undefined || count === undefined) return holeOf(whole, at);
    const clusters = clustersOf(text.text);
    const start = from < 0 ? Math.max(0, clusters.length - 1 + from) : Math.min(from, clusters.length - 1);
    const end = count < 0 ? clusters.length - 1 : Math.min(start + count, clusters.length - 1);
    return ofText(sliced(text, clusters[start] ?? 0, clusters[end] ?? text.text.length), at);
  },
  trimspace: trimming((text) => [text.length - text.trimStart().length, text.trimEnd().length]),
  chomp: trimming((text) => [0, text.replace(/(?:\r?\n|\r)+$/, "").length]),
  trim: cutting((text, set) => [countOf(text, set), text.length - countOf(reversed(text), set)]),
  trimprefix: cutting((text, prefix) => [text.startsWith(prefix) ? prefix.length : 0, text.length]),
  trimsuffix: cutting((text, suffix) => [
    0,
    text.endsWith(suffix) ? text.length - suffix.length : text.length,
  ]),
  lower: casing((text) => text.toLowerCase()),
  upper: casing((text) => text.toUpperCase()),
  title: casing((text) =>
    text.replace(/(^|[^\p{L}\p{N}_'])(\p{L})/gu, (_, before, letter) => `${before}${letter.toUpperCase()}`),
  ),
  strrev: ([whole], at) => {
    const text = known(whole);
    if (text === undefined) return holeOf(whole, at);
    const borders = clustersOf(text.text);
    const pieces = borders.slice(0, -1).map((start, index) => sliced(text, start, borders[index + 1]));
    return ofText(joined(pieces.reverse()), at);
  },
  indent: ([spaces, whole], at) => {
    const count = numberOf(spaces);
    const text = whole === undefined ? undefined : textOf(whole);
    if (count === undefined || text === undefined) return undefined;
    return ofText(indented(text, madeText(" ".repeat(Math.min(count, 1000)), at, "indent")), at);
  },
  startswith: comparing((text, what) => text.startsWith(what)),
  endswith: comparing((text, what) => text.endsWith(what)),
  strcontains: comparing((text, what) => text.includes(what)),
  format: ([pattern, ...values], at) => {
    const text = pattern === undefined ? undefined : textOf(pattern);
    const result = text === undefined || text.text.includes(HOLE) ? undefined : formatted(text, values, at);
    return result === undefined ? undefined : ofText(result, at);
  },
  formatlist: ([pattern, ...values], at) => {
    const text = pattern === undefined ? undefined : textOf(pattern);
    if (text === undefined || values.some(({ kind }) => kind === "unknown")) return undefined;
    const lengths = values.flatMap((value) => (value.kind === "list" ? [value.items.length] : []));
    const count = lengths[0] ?? 1;
    if (lengths.some((length) => length !== count)) return undefined;
    const items: Value[] = [];
    for (let i = 0; i < count; i++) {
      const row = values.map((value) => (value.kind === "list" ? (value.items[i] ?? unknown(at)) : value));
      if (row.some((value) => value.kind === "unknown" && value.many)) items.push(manyUnknown(at));
      else {
        const result = formatted(text, row, at);
        if (result === undefined) return undefined;
        items.push(ofText(result, at));
      }
    }
    return ofList(items, at);
  },
  tostring: ([value], at) => {
    if (value === undefined || value.kind === "null") return value;
    const text = textOf(value);
    return text === undefined ? undefined : ofText(text, at);
  },
  // A TXT record's text as quoted strings of at most 255 octets, as the hcloud provider writes them.
  "provider::hcloud::txt_record": ([whole], at) => {
    const text = known(whole);
    if (text === undefined) return holeOf(whole, at);
    const quote = madeText('"', at, "txt_record");
    const pieces: Text[] = [];
    for (let start = 0; start === 0 || start < text.text.length; start += 255) {
      if (start > 0) pieces.push(madeText(" ", at, "txt_record"));
      pieces.push(
        quote,
        escapedQuotes(sliced(text, start, Math.min(start + 255, text.text.length)), at),
        quote,
      );
    }
    return ofText(joined(pieces), at);
  },
};

// Terraform's `join` and templates take a value that holds holes; what looks into the text does not.
function known(value: Value | undefined): Text | undefined {
  const text = value === undefined ? undefined : textOf(value);
  return text?.text.includes(HOLE) ? undefined : text;
}

// What a function makes of a text that is known in part: a text of which nothing is known.
function holeOf(value: Value | undefined, at: Origin): Value | undefined {
  return value?.kind === "string" && value.text.text.includes(HOLE) ? ofString(HOLE, at) : undefined;
}

function trimming(borders: (text: string) => readonly [number, number]): TerraformFunction {
  return ([whole], at) => {
    const text = whole === undefined ? undefined : textOf(whole);
    if (text === undefined) return undefined;
    const [start, end] = borders(text.text);
    return ofText(sliced(text, start, Math.max(start, end)), at);
  };
}

function cutting(borders: (text: string, what: string) => readonly [number, number]): TerraformFunction {
  return ([whole, what], at) => {
    const plain = plainOf(what);
    return plain === undefined
      ? undefined
      : trimming((text) => borders(text, plain))(whole === undefined ? [] : [whole], at);
  };
}

function casing(apply: (text: string) => string): TerraformFunction {
  return ([whole], at) => {
    const text = whole === undefined ? undefined : textOf(whole);
    return text === undefined
      ? undefined
      : ofText(text.text === "" ? text : recased(text, apply(text.text)), at);
  };
}

function comparing(holds: (text: string, what: string) => boolean): TerraformFunction {
  return ([whole, what], at) => {
    const text = plainOf(whole);
    const plain = plainOf(what);
    return text === undefined || plain === undefined ? undefined : ofBool(holds(text, plain), at);
  };
}

function countOf(text: string, set: string): number {
  let count = 0;
  for (const char of text) {
    if (!set.includes(char)) break;
    count += char.length;
  }
  return count;
}

function reversed(text: string): string {
  return [...text].reverse().join("");
}

/** A text between a separator; between its characters where that is empty. */
function piecesOf(text: Text, by: string): readonly Text[] {
  if (by === "") {
    const borders = clustersOf(text.text);
    return borders.slice(0, -1).map((start, index) => sliced(text, start, borders[index + 1]));
  }
  const pieces: Text[] = [];
  let at = 0;
  for (let next = text.text.indexOf(by); next >= 0; next = text.text.indexOf(by, at)) {
    pieces.push(sliced(text, at, next));
    at = next + by.length;
  }
  pieces.push(sliced(text, at));
  return pieces;
}

/** Where the characters that a person would count begin, and where the last one ends. */
export function clustersOf(text: string): readonly number[] {
  const borders: number[] = [];
  if (/^[\x20-\x7e]*$/.test(text)) for (let i = 0; i < text.length; i++) borders.push(i);
  else for (const { index } of new Intl.Segmenter().segment(text)) borders.push(index);
  borders.push(text.length);
  return borders;
}

function replaced(
  whole: Value | undefined,
  what: string | undefined,
  by: Text | undefined,
  at: Origin,
): Value | undefined {
  const text = whole === undefined ? undefined : textOf(whole);
  if (text === undefined || what === undefined || by === undefined) return undefined;
  const isPattern = what.length > 1 && what.startsWith("/") && what.endsWith("/");
  if (!isPattern) {
    const pieces = what === "" ? [text] : piecesOf(text, what);
    if (pieces.length * by.text.length > LONGEST) return unknown(at);
    return ofText(joined(pieces.flatMap((piece, index) => (index === 0 ? [piece] : [by, piece]))), at);
  }
  if (text.text.includes(HOLE)) return unknown(at);
  const matches = matchesOf(what.slice(1, -1), text.text);
  if (matches === undefined) return unknown(at);
  const expansion = expansionOf(by.text);
  const pieces: Text[] = [];
  let from = 0;
  let length = 0;
  for (const match of matches) {
    const made = expanded(expansion, match, text, by);
    length += made.reduce((sum, piece) => sum + piece.text.length, 0);
    if (length > LONGEST) return unknown(at);
    pieces.push(sliced(text, from, match.place[0]), ...made);
    from = match.place[1];
  }
  pieces.push(sliced(text, from));
  return ofText(joined(pieces), at);
}

// What stands for a match: groups keep their places in the text, the rest its places in the replacement.
function expanded(expansion: Expansion, match: Match, text: Text, by: Text): readonly Text[] {
  return expansion.map((part) => {
    if (!("group" in part)) return sliced(by, part.start, part.end);
    const span = groupOf(match, part.group);
    return span === undefined ? { text: "", runs: [] } : sliced(text, span[0], span[1]);
  });
}

function matching(pattern: Value | undefined, whole: Value | undefined) {
  const source = plainOf(pattern);
  const text = known(whole);
  const matches = source === undefined || text === undefined ? undefined : matchesOf(source, text.text);
  return { matches, text };
}

// The match itself, or its groups: by their names where they have some.
function matchValue({ place, groups, names }: Match, text: Text, at: Origin): Value {
  const group = (span: readonly [number, number] | undefined): Value =>
    span === undefined ? { kind: "null", at } : ofText(sliced(text, span[0], span[1]), at);
  if (names.size > 0) {
    const entries = [...names].map(
      ([name, index]) => [name, { key: ofString(name, at), value: group(groups[index]) }] as const,
    );
    return ofEntries(new Map(entries), at);
  }
  return groups.length === 0 ? group(place) : ofList(groups.map(group), at);
}

function indented(text: Text, spaces: Text): Text {
  const pieces: Text[] = [];
  let from = 0;
  for (let at = text.text.indexOf("\n"); at >= 0; at = text.text.indexOf("\n", at + 1)) {
    pieces.push(sliced(text, from, at + 1), spaces);
    from = at + 1;
  }
  pieces.push(sliced(text, from));
  return joined(pieces);
}

function escapedQuotes(text: Text, at: Origin): Text {
  const pieces = piecesOf(text, '"');
  const slash = madeText('\\"', at, "txt_record");
  return joined(pieces.flatMap((piece, index) => (index === 0 ? [piece] : [slash, piece])));
}
