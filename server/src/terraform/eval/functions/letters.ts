import { HOLE } from "../../../text/mappedText.ts";
import { recased } from "../text.ts";
import { ofText, textOf } from "../value.ts";
import type { TerraformFunction } from "./types.ts";

/** `lower` and its like. Go maps each code point by itself, and to one. */
export const LETTERS: Readonly<Record<string, TerraformFunction>> = {
  lower: casing((text) => mapped(text, lower)),
  upper: casing((text) => mapped(text, upper)),
  title: casing(titled),
};

function casing(apply: (text: string) => string): TerraformFunction {
  return ([whole], at) => {
    const text = whole === undefined ? undefined : textOf(whole);
    return text === undefined
      ? undefined
      : ofText(text.text === "" ? text : recased(text, apply(text.text)), at);
  };
}

function mapped(text: string, map: (char: string) => string): string {
  let made = "";
  for (const char of text) made += LATER.test(char) ? char : map(char);
  return made;
}

/** Letters that have had another case since Unicode 16: Terraform goes by Unicode 15. */
const LATER =
  /[\u019b\u0264\u1c89\u1c8a\ua7cb-\ua7cf\ua7d2-\ua7d5\ua7da-\ua7dc\u{10d50}-\u{10d85}\u{16ea0}-\u{16ed3}]/u;

function lower(char: string): string {
  const made = char.toLowerCase();
  return char === "\u0130" ? "i" : isOne(made) ? made : char;
}

function upper(char: string): string {
  const made = char.toUpperCase();
  if (isOne(made)) return made;
  // Of Greek letters with an iota below there are capitals of one code point.
  const code = char.charCodeAt(0);
  if ((code >= 0x1f80 && code < 0x1fb0 && code % 16 < 8) || GREEK.has(code)) {
    return String.fromCharCode(code + (code < 0x1fb0 ? 8 : 9));
  }
  return char;
}

const GREEK: ReadonlySet<number> = new Set([0x1fb3, 0x1fc3, 0x1ff3]);

// The two letters that are one code point, and Georgian, which has no capitals at the beginning of words.
function title(char: string): string {
  const code = char.charCodeAt(0);
  if (code >= 0x1c4 && code <= 0x1cc) return String.fromCharCode(0x1c5 + 3 * Math.floor((code - 0x1c4) / 3));
  if (code >= 0x1f1 && code <= 0x1f3) return "\u01f2";
  return code >= 0x10d0 && code <= 0x10ff ? char : upper(char);
}

function isOne(text: string): boolean {
  return text.length === 1 || (text.length === 2 && text.codePointAt(0) !== text.charCodeAt(0));
}

function titled(text: string): string {
  let made = "";
  let before = " ";
  for (const char of text) {
    // Whether it begins a word hangs on what is not known.
    if (before === HOLE) made += title(char) === char ? char : "";
    else made += SEPARATOR.test(before) && !LATER.test(char) ? title(char) : char;
    before = char;
  }
  return made;
}

/** What Go takes for the space between words: of ASCII all but letters, digits and `_`. */
const SEPARATOR = /^(?:[\x00-/:-@[-^`{-\x7f]|[^\x00-\x7f\p{L}\p{Nd}](?<=\p{White_Space}))$/u;
