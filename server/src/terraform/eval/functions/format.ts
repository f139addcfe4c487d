import { HOLE } from "../../../text/mappedText.ts";
import {
  type Digits,
  digitsOf,
  exponentText,
  generalText,
  isWhole,
  type Num,
  plainDigits,
  roundedDigits,
  truncated,
} from "../number.ts";
import { joined, madeText, type Origin, sliced, type Text } from "../text.ts";
import { boolOf, isKnown, numOf, textOf, type Value } from "../value.ts";
import { clustersOf } from "./clusters.ts";
import { jsonOf, jsonString } from "./json.ts";

const VERB = /%(?:%|([-+# 0]*)([0-9]*)(?:\.([0-9]*))?(?:\[([0-9]+)\])?([a-zA-Z]))/g;

interface Verb {
  readonly verb: string;
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
}

/** `format`'s text; arguments and the literal text between them keep their places. Undefined where a verb does not fit. */
export function formatted(pattern: Text, values: readonly Value[], at: Origin): Text | undefined {
  const pieces: Text[] = [];
  let from = 0;
  let next = 0;
  let highest = 0;
  for (const match of pattern.text.matchAll(VERB)) {
    pieces.push(sliced(pattern, from, match.index));
    from = match.index + match[0].length;
    const [all, flags = "", width = "", precision, position, verb = ""] = match;
    if (all === "%%") {
      pieces.push(sliced(pattern, match.index, match.index + 1));
      continue;
    }
    const index = position === undefined ? next : Number(position) - 1;
    next = index + 1;
    highest = Math.max(highest, next);
    const value = values[index];
    if (value === undefined) return undefined;
    const how = {
      verb,
      flags,
      width: Number(width),
      precision: precision === undefined ? undefined : Number(precision),
    };
    const text = isKnown(value) ? verbText(value, how, at) : holed(value, how, at);
    if (text === undefined) return undefined;
    pieces.push(text);
  }
  pieces.push(sliced(pattern, from));
  const literal = pattern.text.replace(VERB, "");
  return literal.includes("%") || highest < values.length ? undefined : joined(pieces);
}

// How long a text is must be known for it to be padded or cut.
function holed(value: Value, { verb, width, precision }: Verb, at: Origin): Text {
  const isPlain = value.kind === "string" && (verb === "s" || verb === "v") && width === 0;
  return isPlain && precision === undefined ? value.text : madeText(HOLE, at, "format");
}

function verbText(value: Value, how: Verb, at: Origin): Text | undefined {
  const { verb, flags, precision } = how;
  if (value.kind === "null" && verb !== "v") return undefined;
  const made = (text: string) => madeText(text, at, "format");
  switch (verb) {
    case "s":
    case "q": {
      const text = textOf(value);
      if (text === undefined) return undefined;
      const cut = sliced(text, 0, clustersOf(text.text)[precision ?? -1] ?? text.text.length);
      return padded(verb === "s" ? cut : quoted(cut, at), how, at);
    }
    case "v":
      if (flags.includes("#")) return padded(made(jsonOf(value)), how, at);
      if (value.kind === "number") return padded(made(generalText(value.value, precision)), how, at);
      return padded(textOf(value) ?? made(jsonOf(value)), how, at);
    case "t":
      return boolOf(value) === undefined ? undefined : made(String(boolOf(value)));
    default: {
      const number = numOf(value);
      const text = number === undefined ? undefined : numberText(number, how);
      return text === undefined ? undefined : padded(made(text), how, at);
    }
  }
}

function quoted(text: Text, at: Origin): Text {
  const json = jsonString(text.text).slice(1, -1);
  const quote = madeText('"', at, "format");
  return joined([quote, json === text.text ? text : madeText(json, at, "format"), quote]);
}

const RADIXES: Readonly<Record<string, readonly [radix: number, prefix: string]>> = {
  b: [2, "0b"],
  o: [8, "0"],
  d: [10, ""],
  x: [16, "0x"],
};

function numberText(number: Num, { verb, flags, precision }: Verb): string | undefined {
  const lower = verb.toLowerCase();
  const isNegative = number.mantissa < 0n;
  const sign = isNegative ? "-" : flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
  const body =
    RADIXES[lower] === undefined
      ? fraction(number, lower, precision)
      : integer(number, lower, flags, precision);
  if (body === undefined) return undefined;
  const text = sign + body;
  return verb === lower ? text : text.toUpperCase();
}

function integer(
  number: Num,
  verb: string,
  flags: string,
  precision: number | undefined,
): string | undefined {
  const [radix, prefix] = RADIXES[verb] ?? [10, ""];
  if (!isWhole(number)) return undefined;
  const value = truncated(number);
  const digits = (value < 0n ? -value : value).toString(radix).padStart(precision ?? 0, "0");
  return (flags.includes("#") ? prefix : "") + digits;
}

function fraction(number: Num, verb: string, precision: number | undefined): string | undefined {
  const exact: Digits = digitsOf(number);
  const places = Math.min(precision ?? 6, 1000);
  switch (verb) {
    case "f":
      return plainDigits(roundedDigits(exact, exact.point + places), places);
    case "e":
      return exponentText(roundedDigits(exact, places + 1), places);
    case "g":
      return generalText(
        { ...number, mantissa: number.mantissa < 0n ? -number.mantissa : number.mantissa },
        precision,
      );
    default:
      return undefined;
  }
}

function padded(text: Text, { flags, width, verb, precision }: Verb, at: Origin): Text {
  const missing = Math.min(width, 1000) - (clustersOf(text.text).length - 1);
  if (missing <= 0) return text;
  if (flags.includes("-")) return joined([text, madeText(" ".repeat(missing), at, "format")]);
  // Whole numbers with a precision are filled up with spaces.
  const isZero = flags.includes("0") && !(precision !== undefined && /[bodxX]/.test(verb));
  if (!isZero) return joined([madeText(" ".repeat(missing), at, "format"), text]);
  const sign = /^[bodxXeEfFgG]$/.test(verb) ? (/^[-+ ]?(?:0[bxX])?/.exec(text.text)?.[0].length ?? 0) : 0;
  return joined([sliced(text, 0, sign), madeText("0".repeat(missing), at, "format"), sliced(text, sign)]);
}
