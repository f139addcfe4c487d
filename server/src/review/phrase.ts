import { decimalEscape } from "../dns/octets.ts";
import { HOLE } from "../text/mappedText.ts";

/** A sentence in which what comes from records is kept apart, so that Markdown can put it where it cannot break out. */
export type Phrase = readonly (string | { readonly code: string })[];

/** Longer texts are cut: a key of 4096 bits tells nobody more than its beginning. */
const LONGEST = 200;

/** A sentence: numbers and phrases are spliced in, every other value is text of records. */
export function say(words: TemplateStringsArray, ...values: readonly (string | number | Phrase)[]): Phrase {
  const phrase: (string | { readonly code: string })[] = [];
  for (const [i, word] of words.entries()) {
    if (word !== "") phrase.push(word);
    const value = values[i];
    if (value === undefined) continue;
    if (typeof value === "number") phrase.push(value.toLocaleString("en"));
    else if (typeof value === "string") phrase.push({ code: shownText(value) });
    else phrase.push(...value);
  }
  return phrase;
}

/** Several phrases with `between` between them. */
export function joinPhrases(phrases: readonly Phrase[], between: string): Phrase {
  return phrases.flatMap((phrase, i) => (i === 0 ? phrase : [between, ...phrase]));
}

/** Values of records, with commas between them: the first few, and how many more there are. */
export function listed(values: readonly string[], most = 4): Phrase {
  const shown = joinPhrases(
    values.slice(0, most).map((value) => say`${value}`),
    ", ",
  );
  return values.length > most ? [...shown, ` and ${values.length - most} more`] : shown;
}

export function plainText(phrase: Phrase): string {
  return phrase.map((part) => (typeof part === "string" ? part : part.code)).join("");
}

/** A part of a name that is not known, as a name holds its octets: U+FFFC in UTF-8. */
export const HOLE_IN_NAME = "\\239\\191\\188";

/** Octets of a record as people can read them: anything but printable ASCII as `\DDD`, an unknown part as "…". */
export function shownText(text: string, longest = LONGEST): string {
  const whole = text.replaceAll(HOLE_IN_NAME, "…");
  const cut = whole.length > longest ? `${whole.slice(0, longest)}…` : whole;
  return cut.replace(/[^\x20-\x7e]/g, (char) => {
    if (char === HOLE || char === "…") return "…";
    const code = char.charCodeAt(0);
    return code < 256 ? decimalEscape(code) : "?";
  });
}

/** A name as people write it: without its final dot. */
export function plainName(name: string): string {
  return name.replace(/(.)\.$/, "$1");
}
