import { isWithin } from "../../text/distance.ts";
/** The mechanisms of RFC 7208 section 5 and the modifiers of section 6. */
export type MechanismName = "all" | "include" | "a" | "mx" | "ptr" | "ip4" | "ip6" | "exists";
export type ModifierName = "redirect" | "exp";
export type Keyword = MechanismName | ModifierName;

export const MECHANISMS: readonly MechanismName[] = [
  "all",
  "include",
  "a",
  "mx",
  "ptr",
  "ip4",
  "ip6",
  "exists",
];
export const MODIFIERS: readonly ModifierName[] = ["redirect", "exp"];

const BY_LENGTH: readonly (readonly Keyword[])[] = [
  [],
  ["a"],
  ["mx"],
  ["ip4", "all", "ip6", "ptr", "exp"],
  [],
  [],
  ["exists"],
  ["include"],
  ["redirect"],
];

/** The keyword that text[start, end) is, in any case. Compared in place: every term of every record comes through here. */
export function keywordAt(text: string, start: number, end: number): Keyword | undefined {
  const candidates = BY_LENGTH[end - start];
  if (candidates === undefined) return undefined;
  for (let i = 0; i < candidates.length; i++) {
    const keyword = candidates[i];
    if (keyword !== undefined && isWordAt(text, start, keyword)) return keyword;
  }
  return undefined;
}

/** Whether the lower-case `word` stands at `at`, in any case. */
export function isWordAt(text: string, at: number, word: string): boolean {
  for (let i = 0; i < word.length; i++) {
    const code = text.charCodeAt(at + i);
    if (code < 0x30 || (code | 32) !== word.charCodeAt(i)) return false;
  }
  return true;
}

// Names that people write for a mechanism (seen in published records).
const ALIASES: ReadonlyMap<string, Keyword> = new Map([
  ["ip", "ip4"],
  ["ipv4", "ip4"],
  ["ipv6", "ip6"],
  ["host", "a"],
  ["aaaa", "a"],
  ["mxs", "mx"],
  ["mx.", "mx"],
  ["mx-", "mx"],
  ["a-", "a"],
  ["al", "all"],
]);

const LONGEST_NAME = 12;
/** Keywords long enough for a slip to leave them recognizable. */
const MISSPELT: readonly Keyword[] = [...MECHANISMS, ...MODIFIERS].filter(({ length }) => length > 2);

/** The keyword that a lower-case word was probably meant to be: an alias, or one or two slips away. */
export function nearestKeyword(word: string): Keyword | undefined {
  const alias = ALIASES.get(word);
  if (alias !== undefined) return alias;
  if (word.length < 2 || word.length > LONGEST_NAME) return undefined;
  for (const keyword of MISSPELT) {
    if (isWithin(word, keyword, keyword.length > 4 ? 2 : 1)) return keyword;
  }
  return undefined;
}
