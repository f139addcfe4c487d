import { literalAddress } from "./addresses.ts";
import { keywordAt } from "./keywords.ts";
import { isQualifier } from "./octets.ts";

/** A term and, behind it, what commas part that has no keyword of its own. */
interface Listed {
  /** With its qualifier and its mark, `+ip4:`; "" where the term has no argument. */
  readonly key: string;
  readonly items: string[];
}

/**
 * What was meant by terms that commas or semicolons part: `ip4:a,b` is a list of one mechanism, unless the comma stands for a
 * dot; undefined where it is neither.
 */
export function unseparated(word: string): string | undefined {
  const lists: Listed[] = [];
  for (const piece of word.split(/[,;]+/)) {
    if (piece === "") continue;
    const key = keyOf(piece);
    const last = lists.at(-1);
    if (key !== undefined) lists.push({ key, items: [piece.slice(key.length)] });
    else if (last !== undefined && last.key !== "") last.items.push(piece);
    else if (literalAddress(piece) !== undefined) lists.push({ key: "", items: [piece] });
    else return unbroken(word);
  }
  const terms = lists.map(termsOf);
  return terms.includes(undefined) ? undefined : terms.join(" ");
}

/** The one term that is left without the marks: `inclu,de:a.example`. */
function unbroken(word: string): string | undefined {
  const whole = word.replace(/[,;]+/g, "");
  const key = keyOf(whole);
  return key === undefined ? undefined : termsOf({ key, items: [whole.slice(key.length)] });
}

/** What a piece begins with before its argument, "" for a term without one; undefined where it begins with no keyword. */
function keyOf(piece: string): string | undefined {
  const own = /^[+\-~?]?[a-z0-9]+[:=]?/i.exec(piece)?.[0] ?? "";
  const isMarked = /[:=]$/.test(own);
  const isWhole = isMarked || own.length === piece.length || piece.charAt(own.length) === "/";
  const signed = isQualifier(own.charCodeAt(0)) ? 1 : 0;
  const isNamed = keywordAt(own, signed, isMarked ? own.length - 1 : own.length) !== undefined;
  return isWhole && isNamed ? (isMarked ? own : "") : undefined;
}

function termsOf({ key, items: all }: Listed): string | undefined {
  const items = all.filter((item) => item !== "");
  if (key === "") return items.map((item) => literalAddress(item) ?? item).join(" ");
  for (const listed of [items, [items.join(".").replace(/\.{2,}/g, ".")]]) {
    const terms = listed.map((item) => termOf(key, item));
    if (!terms.includes(undefined)) return terms.join(" ");
  }
  return undefined;
}

/** A term with an argument that may be one; the address says which family it is of. */
function termOf(key: string, item: string): string | undefined {
  const [, sign = "", kind = ""] = /^([+\-~?]?)([a-z0-9]+)/i.exec(key) ?? [];
  if (!/^ip[46]$/i.test(kind)) return DOMAIN.test(item) ? `${key}${item}` : undefined;
  const address = literalAddress(item);
  if (address === undefined) return undefined;
  return address.startsWith(kind.toLowerCase()) ? `${key}${item}` : `${sign}${address}`;
}

/** A name of two labels or with a macro, and prefix lengths behind it. */
const DOMAIN = /^[^/]*(?:[^./]\.[^./]|%\{)[^/]*(?:\/{1,2}\d+)*$/;
