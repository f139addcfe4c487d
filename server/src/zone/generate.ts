// BIND's `$GENERATE`, kept as a pattern: it is never written out beyond what a question needs.

import { classCode, typeCode } from "../dns/mnemonics.ts";
import { absoluteName } from "../dns/names.ts";
import type { Span } from "../text/span.ts";
import type { Argument } from "./block.ts";
import { parseTtl } from "./ttl.ts";

/** `$` or `${offset,width,base}`: the number with the offset added, padded with zeros to the width. */
interface Modifier {
  readonly offset: number;
  readonly width: number;
  /** d decimal, o octal, x and X hexadecimal, n and N nibbles from the lowest on, each with a dot. */
  readonly base: string;
}

type Template = readonly (string | Modifier)[];

/** A `$GENERATE` that name servers would write out. */
export interface Generate {
  readonly start: number;
  readonly stop: number;
  readonly step: number;
  /** How many records it makes. */
  readonly count: number;
  readonly owner: Template;
  /** Seconds; undefined where it states none. */
  readonly ttl: number | undefined;
  /** -1 where it states none. */
  readonly klass: number;
  readonly type: number;
  readonly rdata: Template;
  readonly words: {
    readonly range: Argument;
    readonly owner: Argument;
    readonly type: Argument;
    readonly rdata: Argument;
  };
}

/** Why a `$GENERATE` is none; `at` is the word at fault, `whole` the value where it lacks its quotes. */
export interface GenerateProblem {
  readonly rule: "zone-generate-invalid" | "zone-trailing-text" | "zone-type-unknown";
  readonly message: string;
  readonly at: Span | undefined;
  readonly whole?: Span;
}

const MOST = 0x7fffffff;
// OPT, TKEY, TSIG and the questions IXFR to ANY are no records (RFC 6895 section 3.1).
const META: ReadonlySet<number> = new Set([0, 41, 249, 250, 251, 252, 253, 254, 255]);

/** Reads the words behind `$GENERATE`: range, owner, TTL and class where stated, type, value. */
export function readGenerate(args: readonly Argument[]): Generate | GenerateProblem {
  const [rangeWord, ownerWord] = args;
  if (rangeWord === undefined || ownerWord === undefined)
    return missing("a range, a name, a type and a value");
  const range = readRange(rangeWord.raw);
  if (typeof range === "string") return invalid(range, rangeWord);
  let next = 2;
  let ttl: number | undefined;
  let klass = -1;
  for (let arg = args[next]; arg !== undefined; arg = args[++next]) {
    const { raw } = arg;
    const seconds = ttl === undefined ? parseTtl(raw, 0, raw.length) : -1;
    const code = klass < 0 ? classCode(raw, 0, raw.length) : -1;
    if (seconds >= 0) ttl = Math.min(seconds, MOST);
    else if (code >= 0) klass = code;
    else break;
  }
  const typeWord = args[next];
  const rdataWord = args[next + 1];
  const extra = args[next + 2];
  if (typeWord === undefined) return missing("a type and a value");
  const type = typeCode(typeWord.raw, 0, typeWord.raw.length);
  if (type < 0)
    return {
      rule: "zone-type-unknown",
      message: `\`${typeWord.raw.slice(0, 40)}\` is not a record type`,
      at: typeWord,
    };
  if (META.has(type)) return invalid(`\`${typeWord.raw}\` is a type of questions, not of records`, typeWord);
  if (rdataWord === undefined) return missing("a value");
  if (extra !== undefined) {
    const last = args.at(-1) ?? extra;
    return {
      rule: "zone-trailing-text",
      message: "`$GENERATE` takes one word as its value; put the whole value in quotes",
      at: { start: extra.start, end: last.end },
      whole: { start: rdataWord.start, end: last.end },
    };
  }
  const owner = readTemplate(ownerWord.raw);
  if (owner === undefined) return invalid(NO_MODIFIER, ownerWord);
  const rdata = readTemplate(rdataWord.quoted ? withQuotes(rdataWord.raw) : rdataWord.raw);
  if (rdata === undefined) return invalid(NO_MODIFIER, rdataWord);
  const over = [owner, rdata].findIndex((template) => isOver(template, range.start, lastOf(range)));
  if (over >= 0)
    return invalid(`with its offset the number exceeds ${MOST}`, over === 0 ? ownerWord : rdataWord);
  const words = { range: rangeWord, owner: ownerWord, type: typeWord, rdata: rdataWord };
  const generate = { ...range, owner, ttl, klass, type, rdata, words };
  for (const each of [range.start, lastOf(generate)]) {
    const name = expand(owner, each);
    if (absoluteName(name, ".") === undefined)
      return invalid(`\`${name.slice(0, 80)}\`, which it makes, is no domain name`, ownerWord);
  }
  return generate;
}

/** The last number of the range that is used. */
export function lastOf({ start, step, count }: Pick<Generate, "start" | "step" | "count">): number {
  return start + (count - 1) * step;
}

// BIND adds the offset in 32 bits, and refuses what does not fit.
function isOver(template: Template, first: number, last: number): boolean {
  return template.some(
    (part) => typeof part !== "string" && Math.max(first + part.offset, last + part.offset) > MOST,
  );
}

/** The text of a template for one number. */
export function expand(template: Template, number: number): string {
  let out = "";
  for (const part of template) out += typeof part === "string" ? part : format(part, number);
  return out;
}

/** So many records of one pattern are looked at where they all stand at one name. */
const MOST_AT_NAME = 256;

/**
 * The numbers, of any range, whose owner is this absolute canonical name; where it has no `$`, all of them are: "all".
 */
export function numbersOf(
  { owner, start }: Generate,
  name: string,
  origin: string | undefined,
): readonly number[] | "all" {
  const first = owner.findIndex((part) => typeof part !== "string");
  const modifier = owner[first];
  const makes = (number: number) => absoluteName(expand(owner, number), origin) === name;
  if (modifier === undefined || typeof modifier === "string") return makes(start) ? "all" : [];
  const prefix = absoluteName(`${owner.slice(0, first).join("")}0`, ".")?.slice(0, -2);
  if (prefix === undefined || !name.startsWith(prefix)) return [];
  const found = new Set<number>();
  for (const candidate of candidates(modifier, name.slice(prefix.length))) {
    const number = candidate - modifier.offset;
    if (makes(number)) found.add(number);
  }
  return [...found].sort((a, b) => a - b);
}

/** Those of the numbers that a `$GENERATE` goes through: one mostly, its first ones where all make the name. */
export function numbersInRange(
  { rdata, start, stop, step, count }: Generate,
  numbers: readonly number[] | "all",
): readonly number[] {
  if (numbers !== "all")
    return numbers.filter((number) => number >= start && number <= stop && (number - start) % step === 0);
  // The same record each time is one.
  const length = rdata.every((part) => typeof part === "string") ? 1 : Math.min(count, MOST_AT_NAME);
  return Array.from({ length }, (_, i) => start + i * step);
}

const NO_MODIFIER =
  "what stands in braces behind `$` is an offset, a width and one of `d`, `o`, `x`, `X`, `n`, `N`";

function missing(what: string): GenerateProblem {
  return { rule: "zone-generate-invalid", message: `\`$GENERATE\` needs ${what}`, at: undefined };
}

function invalid(message: string, { start, end }: Span): GenerateProblem {
  return {
    rule: "zone-generate-invalid",
    message: `${message[0]?.toUpperCase()}${message.slice(1)}`,
    at: { start, end },
  };
}

function readRange(raw: string): string | Pick<Generate, "start" | "stop" | "step" | "count"> {
  const match = /^([0-9]+)-([0-9]+)(?:(\/)([0-9]*))?/.exec(raw);
  const start = Number(match?.[1]);
  const stop = Number(match?.[2]);
  const step = match?.[3] === undefined ? 1 : Number(match[4] ?? "");
  if (match === null || !(stop <= MOST) || !(start <= MOST) || !(step <= MOST))
    return `\`${raw.slice(0, 40)}\` is no range: write \`1-10\`, or \`1-10/2\` for every second one`;
  if (start > stop) return `the range \`${raw.slice(0, 40)}\` runs backwards`;
  if (step === 0) return `the range \`${raw.slice(0, 40)}\` has a step of 0`;
  return { start, stop, step, count: Math.floor((stop - start) / step) + 1 };
}

// Of a value in quotes an escaped quote is one of the value's own: `"\"two words\""`.
function withQuotes(raw: string): string {
  return raw.replace(/\\([\s\S])/g, (pair, char: string) => (char === '"' ? char : pair));
}

function readTemplate(raw: string): Template | undefined {
  const parts: (string | Modifier)[] = [];
  // A `$` without braces goes on with the offset of the last one in its word, as BIND does it.
  let last = 0;
  const pattern = /\\[\s\S]?|\$\$|\$(?:\{([+-]?[0-9]+)(?:,([0-9]+)(?:,([doxXnN]))?)?\})?(\{)?|[^\\$]+/gy;
  for (const match of raw.matchAll(pattern)) {
    const [word, offset, width, base, open] = match;
    if (open !== undefined) return undefined;
    if (!word.startsWith("$")) parts.push(word);
    else if (word === "$$") parts.push("$");
    else {
      last = Number(offset ?? last);
      const modifier = { offset: last, width: Number(width ?? 0), base: base ?? "d" };
      if (modifier.width > WIDTH_MAX || modifier.offset > MOST || modifier.offset < -MOST - 1)
        return undefined;
      parts.push(modifier);
    }
  }
  return parts;
}

/** BIND has room for so many characters of one number. */
const WIDTH_MAX = 127;

function format({ offset, width, base }: Modifier, number: number): string {
  const value = number + offset;
  if (base === "n" || base === "N") {
    const text = nibbles(value >>> 0, width);
    return base === "n" ? text : text.toUpperCase();
  }
  if (base === "d") {
    const digits = String(Math.abs(value));
    return value < 0 ? `-${digits.padStart(width - 1, "0")}` : digits.padStart(width, "0");
  }
  const text = (value >>> 0).toString(base === "o" ? 8 : 16).padStart(width, "0");
  return base === "X" ? text.toUpperCase() : text;
}

// The width counts nibbles and dots; a dot stands between two nibbles, and last where the width has room for one more.
function nibbles(value: number, width: number): string {
  let rest = value;
  let room = width;
  let out = "";
  do {
    out += (rest % 16).toString(16);
    rest = Math.floor(rest / 16);
    if (room > 0) room--;
    if (room > 0 || rest !== 0) {
      out += ".";
      if (room > 0) room--;
    }
  } while (rest !== 0 || room > 0);
  return out;
}

// Values that the text may begin with, for the modifier's base; each is tried.
function candidates({ base }: Modifier, text: string): readonly number[] {
  if (base === "n" || base === "N") {
    const found: number[] = [];
    const digits = /^(?:[0-9a-f]\.?){1,64}/.exec(text)?.[0].replaceAll(".", "") ?? "";
    for (let length = 1; length <= digits.length; length++) {
      const value = Number.parseInt([...digits.slice(0, length)].reverse().join(""), 16);
      if (value <= 0xffffffff) found.push(value);
    }
    return found;
  }
  const digits = PATTERNS[base]?.exec(text)?.[0] ?? "";
  const radix = base === "d" ? 10 : base === "o" ? 8 : 16;
  const found: number[] = [];
  for (let length = 1; length <= digits.length; length++) {
    const value = Number.parseInt(digits.slice(0, length), radix);
    if (Number.isNaN(value)) continue;
    found.push(value);
    if (base !== "d" && value > MOST) found.push(value - 0x100000000);
  }
  return found;
}

const PATTERNS: Readonly<Record<string, RegExp>> = {
  d: /^-?[0-9]{1,160}/,
  o: /^[0-7]{1,160}/,
  x: /^[0-9a-f]{1,160}/,
  X: /^[0-9a-f]{1,160}/,
};
