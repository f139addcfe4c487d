import { encodeOctets } from "../../octets.ts";
import type { Kind } from "../kind.ts";
import { readOctets } from "./strings.ts";

/** The substitution of a NAPTR record: delimiter, expression, replacement, flags (RFC 3402 section 3.2), or empty. */
export const regexp: Kind = {
  read(reading) {
    const token = reading.take();
    const octets = readOctets(reading, token);
    if (octets === undefined) return undefined;
    if (octets.length > 255) {
      return reading.fail(
        "zone-rdata-string-too-long",
        `This string has ${octets.length} octets; one holds 255`,
        token,
      );
    }
    const fault = octets === "" ? undefined : substitutionFault(octets);
    if (fault === undefined) return { text: `"${encodeOctets(octets)}"` };
    const closed = `${octets}${octets.slice(0, 1)}`;
    const isUnclosed = octets.length < 255 && substitutionFault(closed) === undefined;
    const fix = { title: "Close it with its delimiter", text: `"${encodeOctets(closed)}"` };
    return reading.fail(
      "zone-naptr-regexp",
      `This is not a substitution expression: ${fault}`,
      token,
      isUnclosed ? fix : undefined,
    );
  },
  print(wire) {
    const octets = wire.counted();
    if (octets === undefined || (octets !== "" && substitutionFault(octets) !== undefined)) return undefined;
    return `"${encodeOctets(octets)}"`;
  },
};

function substitutionFault(text: string): string | undefined {
  const delimiter = text[0] ?? "";
  if (/[0-9\\i\0]/.test(delimiter)) return `\`${delimiter}\` cannot be the delimiter`;
  const parts = [""];
  for (let at = 1; at < text.length; at++) {
    const char = text[at] ?? "";
    if (char === delimiter) parts.push("");
    else if (char === "\\" && parts.length < 3) {
      if (at + 1 === text.length) return "a backslash stands at its end";
      parts.push(`${parts.pop() ?? ""}${char}${text[++at] ?? ""}`);
    } else parts.push((parts.pop() ?? "") + char);
  }
  const [expression = "", replacement, flags] = parts;
  if (replacement === undefined || flags === undefined) return `it has to have three \`${delimiter}\``;
  if (parts.length > 3) return `it has more than three \`${delimiter}\``;
  if (!/^i*$/.test(flags)) return `\`${flags}\` is no flag; there is only \`i\``;
  const groups = groupsOf(expression);
  if (typeof groups === "string") return groups;
  const used = Math.max(0, ...[...replacement.matchAll(/\\([0-9])/g)].map(([, digit]) => Number(digit)));
  if (/\\0/.test(replacement)) return "`\\0` refers to no group";
  return used > groups ? `\`\\${used}\` refers to a group that is not there` : undefined;
}

const CLASSES = "alnum alpha blank cntrl digit graph lower print punct space upper xdigit".split(" ");

// How many groups a POSIX extended regular expression has, or what is wrong with it.
function groupsOf(expression: string): number | string {
  const open: number[] = [];
  let groups = 0;
  // What stands before: nothing yet in this branch, something that a quantifier can repeat, or a quantifier.
  let before: "nothing" | "anchor" | "atom" | "quantifier" = "nothing";
  for (let at = 0; at < expression.length; at++) {
    const char = expression[at] ?? "";
    const [count] = char === "{" ? (/^\{[0-9]+(?:,[0-9]*)?\}?/.exec(expression.slice(at)) ?? []) : [];
    if (char === "\\") {
      const digit = Number(expression[++at]);
      if (digit > groups) return `\`\\${digit}\` refers to a group that is not there`;
      before = "atom";
    } else if (char === "(") {
      open.push(++groups);
      before = "nothing";
    } else if (char === ")" && open.length > 0) {
      if (before === "nothing" && expression[at - 1] !== "(") return "a branch of `|` is empty";
      open.pop();
      before = "atom";
    } else if (char === "|") {
      if (before === "nothing") return "a branch of `|` is empty";
      before = "nothing";
    } else if (char === "[") {
      const end = bracketEnd(expression, at);
      if (typeof end === "string") return end;
      at = end;
      before = "atom";
    } else if (/[*+?]/.test(char) || count !== undefined) {
      if (before !== "atom") return `\`${char}\` repeats nothing`;
      const fault = count === undefined ? undefined : countFault(count);
      if (fault !== undefined) return fault;
      at += (count?.length ?? 1) - 1;
      before = "quantifier";
    } else before = char === "^" || char === "$" ? "anchor" : "atom";
  }
  if (open.length > 0) return "a `(` is never closed";
  return before === "nothing" ? "it, or a branch of it, is empty" : groups;
}

function countFault(count: string): string | undefined {
  const [, least = "", most] = /^\{([0-9]+),?([0-9]*)\}$/.exec(count) ?? [];
  if (least === "") return "a `{` is never closed";
  if (Number(least) > 255 || Number(most) > 255) return `\`${count}\` repeats more than 255 times`;
  return most !== undefined && most !== "" && Number(most) < Number(least)
    ? `\`${count}\` is backwards`
    : undefined;
}

// Offset of the `]` that closes the set beginning at `start`, or what is wrong with it.
function bracketEnd(expression: string, start: number): number | string {
  let at = start + 1;
  if (expression[at] === "^") at++;
  for (let first = true; at < expression.length && (first || expression[at] !== "]"); first = false) {
    const open = expression[at] === "[" ? (expression[at + 1] ?? "") : "";
    if (/[.:=]/.test(open)) {
      const close = expression.indexOf(`${open}]`, at + 2);
      if (close < 0) return "a `[` is never closed";
      const name = expression.slice(at + 2, close);
      if (open === ":" && !CLASSES.includes(name)) return `\`[:${name}:]\` is no class of characters`;
      at = close + 2;
      continue;
    }
    const last = expression[at + 1] === "-" && expression[at + 2] !== "]" ? expression[at + 2] : undefined;
    if (last !== undefined && last < (expression[at] ?? ""))
      return `the range \`${expression.slice(at, at + 3)}\` is backwards`;
    at += last === undefined ? 1 : 3;
  }
  return at < expression.length ? at : "a `[` is never closed";
}
