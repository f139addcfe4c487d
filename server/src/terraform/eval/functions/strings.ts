import { HOLE } from "../../../text/mappedText.ts";
import { convert } from "../convert.ts";
import { EMPTY, joined, LONGEST, madeText, type Origin, sliced, type Text } from "../text.ts";
import { listOf, STRING } from "../type.ts";
import {
  failed,
  hasKnownLength,
  isMany,
  itemsOf,
  manyUnknown,
  ofBool,
  ofEntries,
  ofList,
  ofNull,
  ofString,
  ofText,
  plainOf,
  textOf,
  unknown,
  type Value,
} from "../value.ts";
import { clustersOf } from "./clusters.ts";
import { formatted } from "./format.ts";
import { type Expansion, expansionOf, foundType, groupOf, type Match, matchesOf } from "./regex.ts";
import { type TerraformFunction, wholeOf } from "./types.ts";

/** What works on text. Every character that goes through keeps its place. */
export const STRINGS: Readonly<Record<string, TerraformFunction>> = {
  join: ([separator, ...lists], at) => {
    const between = separator === undefined ? undefined : textOf(separator);
    if (between === undefined) return undefined;
    let items: readonly Value[] = [];
    for (const list of lists) {
      const strings = convert(list, listOf(STRING));
      if (strings === undefined) return undefined;
      items = items.concat(strings.kind === "list" ? itemsOf(strings) : [manyUnknown(at)]);
    }
    const [only] = items;
    // The id of a resource that is there once.
    if (items.length === 1 && only?.kind === "unknown" && !only.many) return only;
    const made = { ...between, runs: between.runs.map((run) => ({ ...run, call: "join" })) };
    const texts: Text[] = [];
    for (const [index, item] of items.entries()) {
      const before = items[index - 1];
      // Where there may be no item at all, there may be no separator either.
      if (before !== undefined && !isMany(item) && !isMany(before)) texts.push(made);
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
    if (text.text.includes(HOLE)) return ofList([manyUnknown(at, STRING)], at, STRING);
    return ofList(
      piecesOf(text, by).map((piece) => ofText(piece, at)),
      at,
      STRING,
    );
  },
  replace: ([whole, what, by], at) =>
    replaced(whole, plainOf(what), by === undefined ? undefined : textOf(by), at),
  regex: ([pattern, whole], at) => {
    const { matches, text } = matching(pattern, whole);
    if (matches === undefined || text === undefined) return undefined;
    const [match] = matches;
    return match === undefined ? failed(at) : matchValue(match, text, at);
  },
  regexall: ([pattern, whole], at) => {
    const { matches, text } = matching(pattern, whole);
    if (text === undefined && whole?.kind === "string") return ofList([manyUnknown(at)], at);
    if (matches === undefined || text === undefined) return undefined;
    const found = Array.from(matches, (match) => matchValue(match, text, at));
    return ofList(found, at, foundType(plainOf(pattern) ?? ""));
  },
  substr: ([whole, offset, length], at) => {
    const text = known(whole);
    const from = wholeOf(offset);
    const count = wholeOf(length);
    if (text === undefined || from === undefined || count === undefined) return holeOf(whole, at);
    const clusters = clustersOf(text.text);
    const start = from < 0 ? Math.max(0, clusters.length - 1 + from) : Math.min(from, clusters.length - 1);
    // Counted from the end, a length of 0 is none to Terraform.
    const isRest = count < 0 || (count === 0 && from < 0);
    const end = isRest ? clusters.length - 1 : Math.min(start + count, clusters.length - 1);
    return ofText(sliced(text, clusters[start] ?? 0, clusters[end] ?? text.text.length), at);
  },
  trimspace: trimming(() => WHITE),
  chomp: trimming(() => NEWLINES),
  trim: trimming((set) => {
    const chars = [...set].map((char) => char.replace(/[\\\]^-]/, "\\$&")).join("");
    return chars === ""
      ? NOTHING
      : { start: new RegExp(`^[${chars}]+`, "u"), end: new RegExp(`[${chars}]+$`, "u") };
  }),
  trimprefix: ([whole, what], at) => cutting(whole, what, at, false),
  trimsuffix: ([whole, what], at) => cutting(whole, what, at, true),
  strrev: ([whole], at) => {
    const text = known(whole);
    if (text === undefined) return holeOf(whole, at);
    const borders = clustersOf(text.text);
    const pieces = borders.slice(0, -1).map((start, index) => sliced(text, start, borders[index + 1]));
    return ofText(joined(pieces.reverse()), at);
  },
  indent: ([spaces, whole], at) => {
    const count = wholeOf(spaces);
    const text = whole === undefined ? undefined : textOf(whole);
    if (count === undefined || text === undefined) return undefined;
    return ofText(indented(text, madeText(" ".repeat(Math.min(count, 1000)), at, "indent")), at);
  },
  startswith: comparing((text, what) => text.startsWith(what)),
  endswith: comparing((text, what) => text.endsWith(what)),
  strcontains: comparing((text, what) => text.includes(what)),
  format: ([pattern, ...values], at) => {
    const text = pattern === undefined ? undefined : textOf(pattern);
    if (values.some(isBareNull)) return unknown(at, STRING);
    const result = text === undefined || text.text.includes(HOLE) ? undefined : formatted(text, values, at);
    return result === undefined ? undefined : ofText(result, at);
  },
  formatlist: ([pattern, ...given], at) => {
    const text = pattern === undefined ? undefined : textOf(pattern);
    const values = given.map((value) =>
      value.kind === "list" ? { ...value, items: itemsOf(value) } : value,
    );
    const isOpen =
      text?.text.includes(HOLE) || values.some((value) => value.kind === "unknown" || isBareNull(value));
    if (text === undefined || isOpen) return unknown(at, listOf(STRING));
    const lists = values.filter((value) => value.kind === "list");
    const count = lists[0]?.items.length ?? 1;
    if (lists.some(({ items }) => items.length !== count)) {
      return lists.every(hasKnownLength) ? failed(at) : unknown(at, listOf(STRING));
    }
    const items: Value[] = [];
    for (let i = 0; i < count; i++) {
      const row = values.map((value) => (value.kind === "list" ? (value.items[i] ?? unknown(at)) : value));
      if (row.some(isMany)) items.push(manyUnknown(at, STRING));
      else {
        const result = formatted(text, row, at);
        if (result === undefined) return undefined;
        items.push(ofText(result, at));
      }
    }
    return ofList(items, at, STRING);
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

// A null without a type is to `format` as if it were not known.
function isBareNull(value: Value): boolean {
  return value.kind === "null" && value.type.kind === "dynamic";
}

// What a function makes of a text that is known in part: a text of which nothing is known.
function holeOf(value: Value | undefined, at: Origin): Value | undefined {
  return value?.kind === "string" && value.text.text.includes(HOLE) ? ofString(HOLE, at) : undefined;
}

/** What is cut off at the start, and at the end. */
interface Ends {
  readonly start: RegExp;
  readonly end: RegExp;
}

const NOTHING: Ends = { start: /(?!)/, end: /(?!)/ };
const NEWLINES: Ends = { start: /(?!)/, end: /[\r\n]+$/ };
/** What Go takes for white space. */
const WHITE: Ends = { start: /^\p{White_Space}+/u, end: /\p{White_Space}+$/u };

// Beside what is not known, what would be cut may belong to it, and is not known either.
function trimming(endsOf: (what: string) => Ends): TerraformFunction {
  return ([whole, what], at) => {
    const text = whole === undefined ? undefined : textOf(whole);
    const plain = what === undefined ? "" : plainOf(what);
    if (text === undefined) return undefined;
    if (plain === undefined) return holeOf(whole, at) ?? holeOf(what, at);
    const { start, end } = endsOf(plain);
    const parts = piecesOf(text, HOLE);
    const withoutStart = (part: Text) => sliced(part, start.exec(part.text)?.[0].length ?? 0);
    const withoutEnd = (part: Text) => sliced(part, 0, end.exec(part.text)?.index ?? part.text.length);
    for (const [i, part] of parts.entries()) {
      parts[i] = withoutStart(part);
      if (parts[i]?.text !== "") break;
    }
    for (let i = parts.length - 1; i >= 0; i--) {
      parts[i] = withoutEnd(parts[i] ?? EMPTY);
      if (parts[i]?.text !== "") break;
    }
    const hole = madeText(HOLE, at);
    return ofText(joined(parts.flatMap((part, i) => (i === 0 ? [part] : [hole, part]))), at);
  };
}

// A text without what it begins or ends with.
function cutting(
  whole: Value | undefined,
  what: Value | undefined,
  at: Origin,
  atEnd: boolean,
): Value | undefined {
  const text = whole === undefined ? undefined : textOf(whole);
  const plain = plainOf(what);
  if (text === undefined || plain === undefined) return holeOf(whole, at) ?? holeOf(what, at);
  const { length } = text.text;
  const hole = atEnd ? text.text.lastIndexOf(HOLE) : text.text.indexOf(HOLE);
  const known = hole < 0 ? text.text : atEnd ? text.text.slice(hole + 1) : text.text.slice(0, hole);
  const isCut = atEnd ? known.endsWith(plain) : known.startsWith(plain);
  // What it begins with may go on in what is not known.
  if (!isCut && hole >= 0 && (atEnd ? plain.endsWith(known) : plain.startsWith(known)))
    return ofString(HOLE, at);
  if (!isCut) return ofText(text, at);
  return ofText(atEnd ? sliced(text, 0, length - plain.length) : sliced(text, plain.length), at);
}

function comparing(holds: (text: string, what: string) => boolean): TerraformFunction {
  return ([whole, what], at) => {
    const text = plainOf(whole);
    const plain = plainOf(what);
    return text === undefined || plain === undefined ? undefined : ofBool(holds(text, plain), at);
  };
}

/** A text between a separator; between its characters where that is empty. */
function piecesOf(text: Text, by: string): Text[] {
  const pieces: Text[] = [];
  if (by === "") {
    let start = 0;
    for (const char of text.text) {
      pieces.push(sliced(text, start, start + char.length));
      start += char.length;
    }
    return pieces;
  }
  let at = 0;
  for (let next = text.text.indexOf(by); next >= 0; next = text.text.indexOf(by, at)) {
    pieces.push(sliced(text, at, next));
    at = next + by.length;
  }
  pieces.push(sliced(text, at));
  return pieces;
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
    if (mayHideMatch(text.text, what)) return unknown(at, STRING);
    const chars = piecesOf(text, what);
    const pieces = what === "" ? [EMPTY, ...chars, EMPTY] : chars;
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

// Whether a match may begin or end in what is not known.
function mayHideMatch(text: string, what: string): boolean {
  const parts = text.split(HOLE);
  if (parts.length === 1) return false;
  if (what === "") return true;
  return parts.some((part, i) => {
    for (let cut = 1; cut < what.length; cut++) {
      if (i + 1 < parts.length && part.endsWith(what.slice(0, cut))) return true;
      if (i > 0 && part.startsWith(what.slice(cut))) return true;
    }
    return i > 0 && i + 1 < parts.length && part !== "" && part.length < what.length && what.includes(part);
  });
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
    span === undefined ? ofNull(at, STRING) : ofText(sliced(text, span[0], span[1]), at);
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
