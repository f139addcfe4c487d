import { decimalEscape } from "../dns/octets.ts";
import { isGenericForm, scanTokens } from "../dns/tokens.ts";
import { type Block, FLAG } from "../zone/block.ts";
import { targetItem } from "../zone/targets.ts";
import type { Feature } from "./dialect.ts";

/** What Knot takes in a name without a backslash, besides dots and escapes. */
const STRANGE = /[^A-Za-z0-9_.*/\\-]/;

/** How names and values are spelt that BIND reads, and another name server does not. */
export function* inText(block: Block, row: number): Iterable<Feature> {
  const { columns, text } = block;
  const flags = columns.flags[row] ?? 0;
  const start = columns.start[row] ?? 0;
  const ownerEnd = columns.ownerEnd[row] ?? start;
  if ((flags & FLAG.ownerStated) !== 0) {
    yield* parentheses(text, start, ownerEnd);
    if (text[start] !== '"') yield* strangeIn(text.slice(start, ownerEnd), start);
  }
  const from = columns.rdataStart[row] ?? 0;
  const rdata = text.slice(from, columns.rdataEnd[row]);
  const tokens = () => scanTokens(rdata, 0, rdata.length, from);
  const item = targetItem(columns.type[row] ?? 0);
  const target = item < 0 ? undefined : tokens()[item];
  if (target !== undefined && !target.quoted) yield* strangeIn(target.raw, target.start);
  if ((flags & FLAG.escaped) !== 0) {
    const line = /\\\r?\n/.exec(rdata);
    if (line !== null)
      yield { ...at(from + line.index, 1), not: ["knot"], said: "takes no line break behind a backslash" };
    if (isGenericForm(tokens())) {
      const odd = tokens().find(({ raw }, i) => i > 1 && raw.length % 2 === 1);
      const said = "wants whole octets: two digits, or four, or more, between two blanks";
      if (odd !== undefined) yield { start: odd.start, end: odd.end, not: ["knot"], said };
    }
  }
  const control = /[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]/.exec(rdata);
  if (control !== null)
    yield escaped(from + control.index, decimalEscape(control[0].charCodeAt(0)), "control characters");
}

function* parentheses(text: string, start: number, ownerEnd: number): Iterable<Feature> {
  let before = start - 1;
  while (before >= 0 && /\s/.test(text[before] ?? "")) before--;
  if (text[before] === "(" && isAlone(text, before)) {
    const isApart = /[\r\n]/.test(text.slice(before, start));
    yield isApart
      ? { ...at(before, 1), not: ["nsd"], said: "takes no parenthesis before the owner" }
      : { ...at(before, 1), not: ["nsd", "knot"], said: "take no parenthesis before the owner" };
  }
  if (text[ownerEnd] === "(")
    yield { ...at(ownerEnd, 1), not: ["nsd"], said: "wants a blank between a name and a parenthesis" };
}

// Whether nothing stands before a parenthesis in its line, which otherwise is part of a comment.
function isAlone(text: string, at: number): boolean {
  let start = at;
  while (start > 0 && /[\s()]/.test(text[start - 1] ?? "") && !/[\r\n]/.test(text[start - 1] ?? "")) start--;
  return start === 0 || /[\r\n]/.test(text[start - 1] ?? "");
}

/** An octet in a name that Knot wants escaped. */
export function* strangeIn(name: string, start: number): Iterable<Feature> {
  if (name === "@") return;
  const plain = name.replace(/\\[\s\S]/g, "__");
  const found = STRANGE.exec(plain);
  if (found === null || found[0].charCodeAt(0) > 126) return;
  const feature = escaped(start + found.index, `\\${found[0]}`, `\`${found[0]}\` in names`);
  // An `@` in a longer name was meant for the origin: escaped it would stay what it is.
  const { fix: _, ...bare } = feature;
  yield found[0] === "@" ? bare : feature;
}

function escaped(start: number, text: string, what: string): Feature {
  return {
    ...at(start, 1),
    not: ["knot"],
    said: `takes no ${what}: write \`${text}\``,
    fix: { title: `Write \`${text}\``, safe: true, edits: [{ ...at(start, 1), text }] },
  };
}

function at(start: number, length: number) {
  return { start, end: start + length };
}
