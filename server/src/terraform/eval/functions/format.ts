import { HOLE } from "../../../text/mappedText.ts";
import { joined, madeText, type Origin, sliced, type Text } from "../text.ts";
import { boolOf, isKnown, numberOf, numberText, textOf, type Value } from "../value.ts";
import { jsonOf, jsonString } from "./json.ts";

const VERB = /%(?:%|([-+# 0]*)([0-9]*)(?:\.([0-9]*))?(?:\[([0-9]+)\])?([a-zA-Z]))/g;

/** `format`'s text; arguments and the literal text between them keep their places. Undefined where a verb does not fit. */
export function formatted(pattern: Text, values: readonly Value[], at: Origin): Text | undefined {
  const pieces: Text[] = [];
  let from = 0;
  let next = 0;
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
    const value = values[index];
    if (value === undefined) return undefined;
    const text = isKnown(value) ? verbText(value, verb, flags, precision, at) : holed(value, at);
    if (text === undefined) return undefined;
    pieces.push(padded(text, flags, Number(width), verb, at));
  }
  pieces.push(sliced(pattern, from));
  const literal = pattern.text.replace(VERB, "");
  return literal.includes("%") || (next < values.length && !/%\[/.test(pattern.text))
    ? undefined
    : joined(pieces);
}

function holed(value: Value, at: Origin): Text {
  return value.kind === "string" ? value.text : madeText(HOLE, at, "format");
}

function verbText(
  value: Value,
  verb: string,
  flags: string,
  precision: string | undefined,
  at: Origin,
): Text | undefined {
  const made = (text: string) => madeText(text, at, "format");
  if (verb === "s" || (verb === "v" && !flags.includes("#"))) {
    const text = textOf(value);
    if (text === undefined) return verb === "v" ? made(jsonOf(value)) : undefined;
    return precision === undefined ? text : sliced(text, 0, Number(precision));
  }
  if (verb === "v") return made(jsonOf(value));
  if (verb === "q") {
    const text = textOf(value);
    return text === undefined
      ? undefined
      : joined(
          [made('"'), text, made('"')].map((piece, i) =>
            i === 1 && jsonString(text.text) !== `"${text.text}"`
              ? made(jsonString(text.text).slice(1, -1))
              : piece,
          ),
        );
  }
  if (verb === "t") return boolOf(value) === undefined ? undefined : made(String(boolOf(value)));
  const number = numberOf(value);
  const text = number === undefined ? undefined : numberVerb(number, verb, precision);
  if (text === undefined) return undefined;
  const sign = (number ?? 0) >= 0 ? (flags.includes("+") ? "+" : flags.includes(" ") ? " " : "") : "";
  return made(sign + text);
}

function numberVerb(value: number, verb: string, precision: string | undefined): string | undefined {
  const places = precision === undefined ? 6 : Number(precision);
  switch (verb) {
    case "d":
      return numberText(Math.trunc(value));
    case "b":
      return Math.trunc(value).toString(2);
    case "o":
      return Math.trunc(value).toString(8);
    case "x":
      return Math.trunc(value).toString(16);
    case "X":
      return Math.trunc(value).toString(16).toUpperCase();
    case "f":
    case "F":
      return value.toFixed(Math.min(places, 100));
    case "e":
      return value.toExponential(Math.min(places, 100)).replace(/e([+-])([0-9])$/, "e$10$2");
    case "g":
      return precision === undefined
        ? numberText(value)
        : String(Number(value.toPrecision(Math.max(1, places))));
    default:
      return undefined;
  }
}

function padded(text: Text, flags: string, width: number, verb: string, at: Origin): Text {
  const missing = Math.min(width, 1000) - [...text.text].length;
  if (missing <= 0) return text;
  if (flags.includes("-")) return joined([text, madeText(" ".repeat(missing), at, "format")]);
  const zero = flags.includes("0") && verb !== "s" && verb !== "q" && verb !== "v";
  if (!zero) return joined([madeText(" ".repeat(missing), at, "format"), text]);
  const sign = /^[+-]/.test(text.text) ? 1 : 0;
  return joined([sliced(text, 0, sign), madeText("0".repeat(missing), at, "format"), sliced(text, sign)]);
}
