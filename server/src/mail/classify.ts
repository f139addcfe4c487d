import { isWithin } from "../text/distance.ts";
import type { MappedText } from "../text/mappedText.ts";

/** The kinds of mail records, by what their text or their owner says. */
export type Family = "spf" | "dkim" | "dmarc" | "dmarcReport" | "tlsrpt" | "mtasts" | "bimi";

// What a text begins with once junk that people put in front is passed over; misspelt versions count, so that they can be reported.
const CONTENT: readonly (readonly [Family, RegExp])[] = [
  ["spf", /^(?:v\s*[=:]\s*(?:spf|sfp|sp[bfg]?\s*[12]\b|sfp)|spf\s*[12]|v-spf)/i],
  ["dmarc", /^v\s*[=:]?\s*d-?(?:marc|mrac|amrc|ma?rc|marck)/i],
  ["dkim", /^(?:v\s*[=:]?\s*d-?kim|[kh]\s*=[^;]*;[^=]*\bp\s*=|p\s*=\s*MI[GIH][A-Za-z0-9+/]{20})/i],
  ["tlsrpt", /^v\s*[=:]?\s*tls-?\s?rpt/i],
  ["mtasts", /^v\s*[=:]?\s*(?:mta-?)?sts/i],
  ["bimi", /^v\s*[=:]?\s*bimi/i],
];

// A term that only SPF has, behind a first word that is nearly its version.
const SPF_TERM = /\s[+\-~?]?(?:all|mx|(?:include|a|mx|ip[46]|exists|ptr):\S+|redirect=\S+)(?=\s|$)/i;

/** How long the misspelt `v=spf1` is that a text begins with; 0 where it begins with something else. */
export function nearSpfVersion(text: string, at: number): number {
  const word = /^\S{4,16}(?=\s)/.exec(text.slice(at, at + 17))?.[0];
  // Quotes and what is not ASCII may stand between its letters.
  const letters = word?.replace(/["'\x80-\xff]+/g, "").toLowerCase();
  if (word === undefined || letters === undefined || letters.length > 8) return 0;
  if (!isWithin(letters, "v=spf1", 2) && !/^spf[=:]1$/.test(letters)) return 0;
  return SPF_TERM.test(text.slice(at, at + 300)) ? word.length : 0;
}

/** The family a TXT text names itself, misspellings included; undefined where it names none. */
export function familyOfText(text: string): Family | undefined {
  for (const [family, version] of VERSIONS) if (text.startsWith(version)) return family;
  const start = text.search(/[^\s"'\u0080-\u009f\u00a0\u00c2\u00e2\u00ef\u00bb\u00bf]/);
  const head = text.slice(Math.max(start, 0), Math.max(start, 0) + 64);
  const named = CONTENT.find(([, pattern]) => pattern.test(head))?.[0];
  if (named !== undefined || start < 0) return named;
  return nearSpfVersion(text, start) > 0 ? "spf" : undefined;
}

// As nearly every record begins; patterns are for the others.
const VERSIONS: readonly (readonly [Family, string])[] = [
  ["spf", "v=spf1 "],
  ["dkim", "v=DKIM1;"],
  ["dmarc", "v=DMARC1;"],
];

const OWNERS: readonly (readonly [Family, RegExp])[] = [
  ["dmarcReport", /\._report\._dmarc\./],
  ["dmarc", /^_dmarc\./],
  ["dkim", /(?:^|\.)_domainkey\./],
  ["tlsrpt", /^_smtp\._tls\./],
  ["mtasts", /^_mta-sts\./],
  ["bimi", /\._bimi\./],
];

/** The family whose receivers look at this owner (absolute, lower-case); undefined for every other name. */
export function familyOfOwner(owner: string): Family | undefined {
  return OWNERS.find(([, pattern]) => pattern.test(owner))?.[0];
}

// What a text has that was meant as a record of the family, however badly it is written.
const MARKS: Readonly<Record<"tlsrpt" | "mtasts" | "bimi", RegExp>> = {
  tlsrpt: /(?:^|;)\s*(?:v|rua)\s*[=:]|mailto:|tls-?rpt/i,
  mtasts: /(?:^|;)\s*(?:v|id|mode|mx|max_age)\s*[=:]|sts/i,
  bimi: /(?:^|;)\s*[vla]\s*=|bimi/i,
};

/**
 * Whether a text at a family's own name was never meant as a record of it: whoever looks there discards it, and takes the
 * other records of the name (RFC 8460 section 3, RFC 8461 section 3.1).
 */
export function isStranger(family: keyof typeof MARKS, { text, hasHoles }: MappedText): boolean {
  return !hasHoles && familyOfText(text) === undefined && !MARKS[family].test(text);
}

/** The family a TXT record is checked as: what its text says, otherwise what its owner promises. */
export function familyOf(text: string, owner: string | undefined): Family | undefined {
  const byText = familyOfText(text);
  // Only the owner tells a permission to send reports from a policy.
  if (byText === "dmarc") return owner?.includes("._report._dmarc.") ? "dmarcReport" : byText;
  if (byText !== undefined) return byText;
  return owner === undefined ? undefined : familyOfOwner(owner);
}
