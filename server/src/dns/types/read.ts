import { across } from "../../text/span.ts";
import type { Rdata, RdataProblem, RdataToken } from "../rdata.ts";
import { isGenericForm, scanTokens } from "../tokens.ts";
import { noteDialect } from "./dialect.ts";
import { KINDS } from "./kinds.ts";
import { HOLE, type RdataContext, Reading, shown } from "./reading.ts";
import { recordTypeIn } from "./table.ts";
import type { Field, RecordType } from "./type.ts";
import { hexOf, octetsOfHex, Wire } from "./wire.ts";

/**
 * Reads the rdata of a record field by field: its canonical form, its fields with their places, and what is wrong with it.
 * Takes the generic form of RFC 3597 (`\# length hex`) for every type. Never throws.
 */
export function readRdata(code: number, tokens: readonly RdataToken[], context: RdataContext): Rdata {
  const row = recordTypeIn(code, context.klass);
  const reading = new Reading(tokens, context);
  if (code === 0 || row?.meta === true) return notInZone(row, reading);
  if (row?.refused !== undefined) refuse(row, row.refused, reading);
  if (row !== undefined && context.isNumbered !== true) noteDialect(row, reading, context.span);
  const isOctets = isGeneric(row, tokens);
  if (isOctets || row === undefined || row.generic === true) {
    if (tokens.some(isHole)) return { canonical: undefined, fields: [], problems: reading.problems };
    return isOctets ? readGeneric(row, reading) : withoutForm(row, reading);
  }
  readFields(row, reading);
  const isList = row.fields.some(({ repeat }) => repeat !== undefined);
  if (reading.problems.length > 0 && !isList && !isFlat(row, tokens)) dropUnsure(reading);
  return result(row, reading);
}

// A text may begin with `\#` itself: then no number follows.
function isGeneric(row: RecordType | undefined, tokens: readonly RdataToken[]): boolean {
  const [first] = tokens;
  return row?.name === "TXT" ? isGenericForm(tokens) : first?.raw === "\\#" && !first.quoted;
}

function readFields(row: RecordType, reading: Reading): void {
  const flat = isFlat(row, reading.tokens);
  for (const field of row.fields) {
    if (reading.problems.length > 0 && reading.failed && !flat) return;
    if (field.repeat !== undefined) {
      if (reading.left === 0 && field.repeat === "some") missing(field, reading);
      while (reading.left > 0) readField(field, reading);
      continue;
    }
    if (reading.left === 0 && KINDS[field.kind].mayBeEmpty !== true) {
      if (field.optional !== true) missing(field, reading);
      return;
    }
    readField(field, reading);
  }
  const rest = reading.tokens.slice(reading.at);
  if (rest.length > 0 && !reading.failed) trailing(row, rest, reading);
  if (!reading.failed) row.check?.(reading);
}

// Where each field has its own token, one that is bad says nothing about the others.
function isFlat({ fields, print }: RecordType, tokens: readonly RdataToken[]): boolean {
  return fields.length === tokens.length && print === undefined;
}

function readField(field: Field, reading: Reading): void {
  const { at } = reading;
  const hole = reading.next?.raw.includes(HOLE) === true;
  const kind: (typeof KINDS)[keyof typeof KINDS] = KINDS[field.kind];
  const before = reading.problems.length;
  const item = hole ? undefined : kind.read(reading, field);
  if (hole) reading.take();
  const taken = reading.tokens.slice(at, reading.at);
  // Data in several tokens is known where all of them are.
  const isKnown = !taken.some(isHole);
  if (!isKnown) reading.problems.splice(before);
  if (item === undefined || !isKnown) reading.failed = true;
  const none = { start: reading.end.end, end: reading.end.end };
  const { start, end } = across(taken[0] ?? none, taken.at(-1) ?? none);
  reading.fields.push({
    name: field.name,
    kind: field.kind,
    text: item?.text ?? taken.map((token) => token.raw).join(" "),
    start,
    end,
    ...(item?.target === undefined ? {} : { target: item.target }),
  });
}

// Where tokens are not fields, nobody knows what stands behind one that is not known.
function dropUnsure({ tokens, problems }: Reading): void {
  const unknown = tokens.find(isHole);
  const sure = unknown === undefined ? problems : problems.filter(({ end }) => end <= unknown.start);
  problems.splice(0, problems.length, ...sure);
}

function isHole({ raw }: RdataToken): boolean {
  return raw.includes(HOLE);
}

function missing(field: Field, reading: Reading): void {
  if (reading.failed) return;
  reading.fail(
    "zone-rdata-field-missing",
    reading.tokens.length === 0
      ? `The record has no ${field.name}: name servers refuse it`
      : `The record ends before its ${field.name}: name servers refuse it`,
    reading.end,
  );
}

function trailing(row: RecordType, rest: readonly RdataToken[], reading: Reading): void {
  const [first] = rest;
  const last = rest.at(-1);
  if (first === undefined || last === undefined) return;
  // What is not known may turn out to be nothing.
  if (rest.some(isHole)) {
    reading.failed = true;
    return;
  }
  reading.fail(
    "zone-rdata-trailing",
    `${shown(first.raw)} is one item too many for ${/^[AEFHILMNORSX]/.test(row.name) ? "an" : "a"} ${row.name} record: name servers refuse it`,
    across(first, last),
    // Parameters of an authority are no comment.
    row.name === "CAA" && rest.some(({ raw }) => raw.includes("="))
      ? undefined
      : restFix(rest, reading.context.mayComment === true),
  );
}

function restFix(rest: readonly RdataToken[], mayComment: boolean): RdataProblem["fix"] {
  const written = rest.map(({ raw, quoted }) => (quoted ? `"${raw}"` : raw)).join(" ");
  if (mayComment) return { title: `Make it a comment (${shown(`; ${written}`)})`, text: `; ${written}` };
  return rest.length === 1 ? { title: `Delete ${shown(written)}`, text: "" } : undefined;
}

function result(row: RecordType, { fields, problems, failed }: Reading): Rdata {
  if (failed) return { canonical: undefined, fields, problems };
  const { order } = row;
  const sorted =
    order === undefined ? fields : [...fields].sort((a, b) => position(a, order) - position(b, order));
  const texts = sorted.filter(({ text }) => text !== "");
  return {
    printed: texts.map(({ text }) => text).join(" "),
    canonical: texts.map(({ text, target }) => target ?? text).join(" "),
    fields,
    problems,
  };
}

function position({ name, text }: Rdata["fields"][number], order: (text: string) => number): number {
  return name === "parameter" ? order(text) : -1;
}

function notInZone(row: RecordType | undefined, reading: Reading): Rdata {
  const { span } = reading.context;
  const what = row === undefined ? "Type 0 is reserved" : `${row.name} exists in questions and messages only`;
  reading.fail("zone-type-not-in-zone", `${what}: name servers refuse it`, span);
  return result(UNKNOWN, reading);
}

function refuse({ name }: RecordType, instead: string, reading: Reading): void {
  const { span } = reading.context;
  reading.warn("zone-type-obsolete", `${name} is obsolete: name servers refuse it`, span, {
    title: `Write \`${instead}\``,
    text: instead,
  });
}

// A type without a presentation form of its own.
function withoutForm(row: RecordType | undefined, reading: Reading): Rdata {
  const [first] = reading.tokens;
  const what = row === undefined ? "a type that has no form of its own here" : `the type ${row.name}`;
  reading.fail(
    "zone-rdata-generic",
    `Data of ${what} is written \`\\# length hexadecimal\`: name servers refuse it`,
    first ?? reading.end,
  );
  return result(UNKNOWN, reading);
}

const UNKNOWN: RecordType = { name: "TYPE", code: 0, ref: "RFC 3597", does: "", fields: [] };

// `\# length hex` (RFC 3597 section 5), decoded where the type is known.
function readGeneric(row: RecordType | undefined, reading: Reading): Rdata {
  const octets = genericOctets(row, reading);
  if (octets === undefined) return result(UNKNOWN, reading);
  const [first] = reading.tokens;
  const last = reading.tokens.at(-1);
  const place = across(first ?? reading.end, last ?? reading.end);
  if (!hasForm(row, octets)) {
    const text = octets === "" ? "\\# 0" : `\\# ${octets.length} ${hexOf(octets)}`;
    reading.fields.push({ name: "data", kind: "generic", text, ...place });
    return result(UNKNOWN, reading);
  }
  const native = nativeOf(row, octets, reading.context);
  if (native === undefined) {
    reading.fail(
      "zone-rdata-generic",
      `These octets are not the data of ${row.name}: name servers refuse it`,
      place,
    );
    return result(UNKNOWN, reading);
  }
  reading.fields.push(...native.fields.map((field) => ({ ...field, ...place })));
  return result(row, reading);
}

// Whether octets of a type have a presentation form besides the generic one.
function hasForm(row: RecordType | undefined, octets: string): row is RecordType {
  return row !== undefined && row.generic !== true && !isPrivate(row.code) && row.isOpaque?.(octets) !== true;
}

// Numbers for private use mean what whoever writes them wants (RFC 6895 section 3.1).
function isPrivate(code: number): boolean {
  return code >= 65_280;
}

// Octets read as the data of a type; undefined where they are not.
function nativeOf(row: RecordType, octets: string, context: RdataContext): Reading | undefined {
  const text = printWire(row, octets);
  if (text === undefined) return undefined;
  const native = new Reading(scanTokens(text, 0, text.length, 0), { ...context, origin: "." });
  readFields(row, native);
  return native.failed || !isInOrder(row, native.fields) ? undefined : native;
}

/** On the wire fields have one order, whatever the text may do (RFC 9460 section 2.2). */
function isInOrder({ order }: RecordType, fields: Rdata["fields"]): boolean {
  if (order === undefined) return true;
  const places = fields.map((field) => position(field, order));
  return places.every((place, i) => place === -1 || place > (places[i - 1] ?? -1));
}

function genericOctets(row: RecordType | undefined, reading: Reading): string | undefined {
  const [mark, size, ...digits] = reading.tokens;
  if (size === undefined || size.quoted || !/^[0-9]+$/.test(size.raw)) {
    return reading.fail(
      "zone-rdata-generic",
      "Behind `\\#` stands how many octets follow",
      size ?? mark ?? reading.end,
    );
  }
  const bad = digits.find(({ raw, quoted }) => quoted || !/^[0-9a-f]+$/i.test(raw));
  if (bad !== undefined) {
    return reading.fail(
      "zone-rdata-hex",
      `${shown(bad.raw)} is not hexadecimal: digits and the letters a to f`,
      bad,
    );
  }
  const text = digits.map(({ raw }) => raw).join("");
  if (text.length === Number(size.raw) * 2) return octetsOfHex(text);
  const octets = text.length / 2;
  const here = octetsOfHex(text);
  const isData = !hasForm(row, here) || nativeOf(row, here, reading.context) !== undefined;
  return reading.fail(
    "zone-rdata-generic",
    `${size.raw} octets are announced, ${octets} are here: name servers refuse it`,
    size,
    Number.isInteger(octets) && octets > 0 && isData
      ? { title: `Write \`${octets}\``, text: String(octets) }
      : undefined,
  );
}

/** The presentation form of rdata on the wire; undefined where the octets do not fit the type. */
function printWire(row: RecordType, octets: string): string | undefined {
  const wire = new Wire(octets);
  if (row.print !== undefined) {
    const text = row.print(wire);
    return wire.left === 0 ? text : undefined;
  }
  const seen: string[] = [];
  for (const field of row.fields) {
    const kind: (typeof KINDS)[keyof typeof KINDS] = KINDS[field.kind];
    if (field.optional === true && wire.left === 0) break;
    if (field.repeat === "any" && wire.left === 0) break;
    do {
      const text = kind.print(wire, field, seen);
      if (text === undefined) return undefined;
      seen.push(text);
    } while (field.repeat !== undefined && wire.left > 0);
  }
  return wire.left === 0 ? seen.join(" ") : undefined;
}
