// What a line that is no record was probably meant to be. Only asked for lines that name servers refuse.

import type { SyntaxFix } from "../dns/document.ts";
import { classCode, TYPE_MNEMONICS, typeCode, typeName } from "../dns/mnemonics.ts";
import { readName } from "../dns/names.ts";
import type { Span } from "../text/span.ts";
import { joinAbove } from "./orphans.ts";
import { complain, fix, insert, type Reading, replace, shown, unquoted } from "./reading.ts";
import type { Statement } from "./statement.ts";
import { parseTtl, TTL_SHORT } from "./ttl.ts";

const DIRECTIVES = ["$ORIGIN", "$TTL", "$INCLUDE", "$GENERATE"];
const REFUSED = "name servers refuse the zone";

/** What providers, their programs and Windows write where a type belongs, and what the word becomes where that loses nothing. */
const FOREIGN: readonly { readonly pattern: RegExp; readonly what: string; readonly meant?: string }[] = [
  { pattern: /^\[AGE:[0-9]+\]$/i, what: "a note of Windows DNS on the age of a record; other", meant: "" },
  { pattern: /^WINS(?:-?R)?$/i, what: "a record type of Windows DNS alone; other" },
  { pattern: /^AWS$/, what: "how cli53 marks what Route 53 alone has; other" },
  { pattern: /^(?:DKIM|DMARC|BIMI)$/i, what: "no record type, the record is a TXT;", meant: "TXT" },
  {
    pattern: /^(?:URL|URL30[127]|REDIRECT|FORWARD|FRAME)$/i,
    what: "a service of providers that redirects browsers, and no record type;",
  },
];

/** Types whose rdata is so many words: with more, one of them may be a TTL or class that slipped behind the type. */
const WORDS = new Uint8Array(64);
/** So many of the words, the first ones, are numbers. */
const NUMBERS = new Uint8Array(64);
for (const one of ["A", "NS", "CNAME", "PTR", "AAAA", "DNAME", "MB", "MG", "MR"])
  WORDS[typeCode(one, 0, one.length)] = 1;
for (const [one, words, numbers] of [
  ["MX", 2, 1],
  ["KX", 2, 1],
  ["AFSDB", 2, 1],
  ["SRV", 4, 3],
  ["SOA", 7, 0],
] as const) {
  WORDS[typeCode(one, 0, one.length)] = words;
  NUMBERS[typeCode(one, 0, one.length)] = numbers;
}

/** Whether the rdata has more words than its type takes, so that `complainOfOrder` should look at it. */
export function hasTooManyWords({ type, items }: Statement): boolean {
  const words = type < 64 ? (WORDS[type] ?? 0) : 0;
  return words !== 0 && items > words;
}

/** The known word that differs from `word` in one letter, or two where it is long; undefined where none does. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const wanted = word.toUpperCase();
  let best: string | undefined;
  const most = wanted.length > 5 ? 3 : 2;
  let least = most;
  for (const one of known) {
    if (Math.abs(one.length - wanted.length) >= most) continue;
    // A letter that was left out at the end is likelier than a wrong one.
    const distance = distanceOf(wanted, one) - (one.startsWith(wanted) ? 0.5 : 0);
    if (distance >= Math.min(least, Math.max(wanted.length, one.length))) continue;
    best = one;
    least = distance;
  }
  return best;
}

/** Says why a statement with a word out of place, or without a type, is no record, and what it may have been. */
export function complainOfLine(reading: Reading, statement: Statement): void {
  const { text } = reading;
  const { start, ownerEnd, end, bad, badEnd, type } = statement;
  if (bad < 0) {
    if (type >= 0) return;
    const what = statement.ttl >= 0 || statement.klass >= 0 ? "no record type" : "only a name";
    if (
      !complainOfMark(reading, statement, "zone-type-missing", { start, end }) &&
      !complainOfOrphan(reading, statement, start)
    )
      complain(reading, "zone-type-missing", `This line has ${what}; ${REFUSED}`, start, end);
    return;
  }
  const isMark = complainOfMark(reading, statement, "zone-type-unknown", { start: bad, end: badEnd });
  if (isMark || complainOfOrphan(reading, statement, bad)) return;
  const word = text.slice(bad, Math.min(badEnd, bad + 256));
  const owner = text.slice(start, Math.min(ownerEnd, start + 16));
  const meant = directiveOf(owner);
  if (meant !== undefined && type < 0) {
    const title = `Write \`${meant}\``;
    complain(
      reading,
      "zone-type-unknown",
      `\`${owner}\` is read as a name here: the directive is \`${meant}\`; ${REFUSED}`,
      start,
      ownerEnd,
      fix(title, replace(start, ownerEnd, meant)),
    );
    return;
  }
  if (word.startsWith("$")) {
    const known = nearest(word, DIRECTIVES);
    const fixes =
      known === undefined
        ? []
        : [fix(`Begin the line with \`${known}\``, replace(lineStart(reading, bad), badEnd, known))];
    complain(
      reading,
      "zone-directive-unknown",
      `${shown(text, bad, badEnd)} is no directive here: a directive begins its line; ${REFUSED}`,
      bad,
      badEnd,
      ...fixes,
    );
    return;
  }
  if (word.startsWith('"') && isKeyword(unquoted(word))) {
    const plain = unquoted(word);
    complain(
      reading,
      "zone-type-unknown",
      `${shown(text, bad, badEnd)} stands in quotes, where BIND and Knot take none; ${REFUSED}`,
      bad,
      badEnd,
      fix(`Write \`${plain}\` without quotes`, replace(bad, badEnd, plain)),
    );
    return;
  }
  if (type >= 0 && isSecond(statement, word)) {
    complain(
      reading,
      "zone-type-unknown",
      `${shown(text, bad, badEnd)} is a second TTL or class, where the type is expected; ${REFUSED}`,
      bad,
      badEnd,
      fix(`Delete ${shown(text, bad, badEnd)}`, replace(bad, afterBlanks(text, badEnd), "")),
    );
    return;
  }
  const foreign = FOREIGN.find(({ pattern }) => pattern.test(word));
  if (foreign !== undefined) {
    complain(
      reading,
      "zone-type-unknown",
      `${shown(text, bad, badEnd)} is ${foreign.what} ${REFUSED}`,
      bad,
      badEnd,
      ...foreignFixes(text, bad, badEnd, foreign.meant),
    );
    return;
  }
  const type2 = typeOfValue(word);
  if (type2 !== undefined && type >= 0 && statement.items === 0) {
    const name = text.slice(statement.typeStart, statement.typeEnd);
    complain(
      reading,
      "zone-type-missing",
      `The type stands before its value, here \`${name}\` stands behind it; ${REFUSED}`,
      bad,
      statement.typeEnd,
      fix(`Write \`${name} ${word}\``, replace(bad, statement.typeEnd, `${name} ${word}`)),
    );
    return;
  }
  if (type2 !== undefined) {
    complain(
      reading,
      "zone-type-missing",
      `The record type is missing before ${shown(text, bad, badEnd)}; ${REFUSED}`,
      bad,
      badEnd,
      ...missingType(reading, statement, type2),
    );
    return;
  }
  complain(
    reading,
    "zone-type-unknown",
    unknownType(text, bad, badEnd, type >= 0),
    bad,
    badEnd,
    ...typoFixes(word, reading, statement),
  );
}

/** What begins comments elsewhere. */
const MARK = /(?:#|\/\/)/y;

// Whether the line was meant to be a comment; then it is said.
function complainOfMark(
  reading: Reading,
  { start, ownerEnd, bad }: Statement,
  rule: string,
  at: Span,
): boolean {
  MARK.lastIndex = ownerEnd > start || bad < 0 ? start : bad;
  const mark = MARK.exec(reading.text)?.[0];
  if (mark === undefined) return false;
  const from = MARK.lastIndex - mark.length;
  complain(
    reading,
    rule,
    `A comment begins with \`;\`, not with \`${mark}\`: this line is read as a record; ${REFUSED}`,
    at.start,
    at.end,
    fix("Make it a comment", replace(from, MARK.lastIndex, ";")),
  );
  return true;
}

// Whether the line was meant to go on with the record above; then it is said.
function complainOfOrphan(reading: Reading, statement: Statement, from: number): boolean {
  const join = joinAbove(reading, statement);
  if (join === undefined) return false;
  complain(
    reading,
    "zone-type-missing",
    `This line belongs to no record: the one above goes on here only inside \`(\` and \`)\`; ${REFUSED}`,
    from,
    statement.end,
    join,
  );
  return true;
}

/**
 * Says that a TTL or a class stands behind the type, where rdata has more words than its type takes; whether it does.
 */
export function complainOfOrder(reading: Reading, statement: Statement): boolean {
  const { text } = reading;
  const { typeStart, typeEnd, rdataStart, end, items, type } = statement;
  const words = WORDS[type] ?? 0;
  const pattern = /[^\s;"()]+/y;
  const found: string[] = [];
  let at = rdataStart;
  let last = rdataStart;
  while (found.length < items - words) {
    pattern.lastIndex = at;
    const word = pattern.exec(text)?.[0];
    if (word === undefined) return false;
    const isClass = classCode(word, 0, word.length) >= 0;
    if (!isClass && parseTtl(word, 0, word.length) < 0) return false;
    found.push(word);
    last = at + word.length;
    at = afterBlanks(text, last);
  }
  const isValue = new RegExp(`^(?:[0-9]+\\s+){${NUMBERS[type] ?? 0}}\\S`).test(text.slice(at, end));
  if (found.length === 0 || !isValue) return false;
  const moved = found.join(" ");
  const name = text.slice(typeStart, typeEnd);
  // Seconds of which nobody has so few: a preference, one too many.
  const isTime = !/^[0-9]+$/.test(moved) || Number(moved) >= TTL_SHORT;
  complain(
    reading,
    "zone-field-order",
    isTime
      ? `\`${moved}\` stands behind the type \`${name}\`, so that it is read as part of the value; ${REFUSED}`
      : `The value of \`${name}\` does not begin with \`${moved}\`: a number too many, or a TTL behind the type; ${REFUSED}`,
    rdataStart,
    last,
    isTime
      ? fix(`Write \`${moved} ${name}\``, replace(typeStart, last, `${moved} ${name}`))
      : fix(`Delete \`${moved}\``, replace(rdataStart, at, "")),
  );
  return true;
}

/** The directive that a misspelt one was probably meant to be, with the argument that stands glued to it. */
export function nearestDirective(word: string): string | undefined {
  const upper = word.toUpperCase();
  const glued = DIRECTIVES.find((one) => upper.startsWith(one) && /^[0-9]|[./]/.test(word.slice(one.length)));
  return glued === undefined ? nearest(word, DIRECTIVES) : `${glued} ${word.slice(glued.length)}`;
}

function unknownType(text: string, bad: number, badEnd: number, hasType: boolean): string {
  const word = text.slice(bad, badEnd).toUpperCase();
  const what = hasType ? "neither a TTL nor a class nor a record type" : "not a record type";
  const hint = /^[0-9]+[WDHMS]([0-9]+[WDHMS])*[0-9]+$/.test(word)
    ? ": every number of a TTL needs its unit"
    : "";
  return `${shown(text, bad, badEnd)} is ${what}${hint}; ${REFUSED}`;
}

function foreignFixes(
  text: string,
  bad: number,
  badEnd: number,
  meant: string | undefined,
): readonly SyntaxFix[] {
  if (meant === undefined) return [];
  if (meant !== "") return [fix(`Write \`${meant}\``, replace(bad, badEnd, meant))];
  return [fix(`Delete ${shown(text, bad, badEnd)}`, replace(bad, afterBlanks(text, badEnd), ""))];
}

function typoFixes(word: string, reading: Reading, statement: Statement): readonly SyntaxFix[] {
  const { text } = reading;
  const { bad, badEnd, klass, type, typeStart } = statement;
  // In front of a type stands a class, and a TTL that is none is no word.
  const isBeforeType = klass < 0 && typeStart >= badEnd && afterBlanks(text, badEnd) === typeStart;
  const meantClass = isBeforeType ? nearest(word, ["IN", "CH", "HS"]) : undefined;
  const line = lineStart(reading, bad);
  const isName = type >= 0 && line < bad && readName(unquoted(word), ".").problems.length === 0;
  if (meantClass === undefined && isName)
    return [fix("Delete the blanks before it, so that it is the owner", replace(line, bad, ""))];
  const meant = meantClass ?? nearest(word, TYPE_MNEMONICS);
  return meant === undefined ? [] : [fix(`Write \`${meant}\``, replace(bad, badEnd, meant))];
}

function missingType(
  { text }: Reading,
  { start, ownerEnd, bad, ttl, klass }: Statement,
  type: string,
): readonly SyntaxFix[] {
  const owner = text.slice(start, ownerEnd).toUpperCase();
  // `A 192.0.2.1` in column 0: the type is taken for a name.
  if (owner === type && ttl < 0 && klass < 0)
    return [fix("Put a blank before the type, so that the owner above is inherited", insert(start, " "))];
  // A quote inside the owner: the string that it begins is none.
  if (bad === ownerEnd) return [];
  return [fix(`Write the type \`${type}\` before it`, insert(bad, `${type} `))];
}

function typeOfValue(word: string): string | undefined {
  if (/^[0-9]{1,3}(?:\.[0-9]{1,3}){3}$/.test(word)) return typeName(1);
  if (/^[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}$/i.test(word)) return typeName(28);
  if (word.startsWith('"')) return typeName(16);
  return undefined;
}

function directiveOf(owner: string): string | undefined {
  const upper = owner.toUpperCase();
  return DIRECTIVES.find((one) => one === `$${upper}`);
}

function isKeyword(word: string): boolean {
  const { length } = word;
  return typeCode(word, 0, length) >= 0 || classCode(word, 0, length) >= 0 || parseTtl(word, 0, length) >= 0;
}

function isSecond({ ttl, klass }: Statement, word: string): boolean {
  const { length } = word;
  return (klass >= 0 && classCode(word, 0, length) >= 0) || (ttl >= 0 && parseTtl(word, 0, length) >= 0);
}

function lineStart({ text, from }: Reading, at: number): number {
  let start = at;
  while (start > from && text[start - 1] !== "\n" && text[start - 1] !== "\r") start--;
  return text.slice(start, at).trim() === "" ? start : at;
}

function afterBlanks(text: string, from: number): number {
  let at = from;
  while (text[at] === " " || text[at] === "\t") at++;
  return at;
}

/** Letters added, left out, changed or swapped between two words. */
function distanceOf(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (before[j - 2] ?? 0) + 1);
      next.push(least);
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
