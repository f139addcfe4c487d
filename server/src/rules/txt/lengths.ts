import { familyOf } from "../../mail/classify.ts";
import type { NameRule, NameView, TxtRule } from "../rule.ts";
import { overlongStrings } from "./strings.ts";

const LONG = "x".repeat(260);
const TOKENS = Array.from({ length: 16 }, (_, i) => `@ TXT "verification=${String(i).padStart(24, "0")}"`);

const txtStringOver255: TxtRule = {
  id: "txt-string-over-255",
  severity: "error",
  scope: "txt",
  docs: {
    summary: "One character-string is longer than 255 octets.",
    why: "DNS cannot carry it: name servers refuse the zone, or cut the string. A record may hold several strings; programs join them.",
    bad: `@ TXT "${LONG}"`,
    good: `@ TXT "${LONG.slice(0, 255)}" "${LONG.slice(255)}"`,
    refs: ["RFC 1035 3.3"],
  },
  check(record, report, { owner }) {
    const { text } = record;
    if (text === undefined || text.text.length <= 255) return;
    // SPF and DKIM have rules of their own for the same.
    const family = familyOf(text.text, owner);
    if (family === "spf" || family === "dkim") return;
    const [first] = overlongStrings(text);
    if (first === undefined) return;
    report(first, `${first.end - first.start} octets in one string: DNS carries at most 255`, {
      title: "Split into strings of at most 255 octets",
      safe: true,
      edits: [{ kind: "reprint" }],
    });
  },
};

/** The most that a plain UDP answer holds (RFC 1035 section 2.3.4), and what name servers agree on today. */
const PLAIN = 512;
const EXTENDED = 1232;
/** What the length of rdata can say (RFC 1035 section 3.2.1). */
const MOST_OCTETS = 65_535;

const txtRrsetOver512: NameRule = {
  id: "txt-rrset-over-512",
  severity: "info",
  scope: "name",
  on: ["txt"],
  docs: {
    summary: "The TXT records of one name together have more than 512 octets.",
    why: "Whoever asks for one of them gets all. The answer does not fit a plain UDP packet, and above 1232 octets none at all: resolvers behind poor networks fail to read the SPF record, too. Delete verification records that have done their work.",
    bad: TOKENS.join("\n"),
    good: TOKENS.slice(0, 4).join("\n"),
    refs: ["RFC 7208 3.4", "RFC 6891 6.2.5"],
  },
  check(name, report) {
    const records = name.records.filter(({ type }) => type === "TXT");
    const [first] = records;
    const octets = octetsOf(name);
    const tooLong = records.find(({ text }) => (text?.text.length ?? 0) > MOST_OCTETS);
    if (tooLong !== undefined) {
      const message = `${tooLong.text?.text.length} octets: a record holds ${MOST_OCTETS} at most, and name servers refuse the zone`;
      report({ record: tooLong, part: "rdata" }, message, { severity: "error" });
      return;
    }
    if (first === undefined || octets <= PLAIN || hasRuleOfItsOwn(name, records.length)) return;
    report(
      { record: first, part: "owner" },
      octets > EXTENDED
        ? `${octets} octets in ${records.length} TXT records: more than the ${EXTENDED} that an answer over UDP holds today`
        : `${octets} octets in ${records.length} TXT records: more than the ${PLAIN} of a plain UDP answer`,
    );
  },
};

/** Octets of all TXT records at a name. */
export function octetsOf({ records }: NameView): number {
  let octets = 0;
  for (const { type, text } of records) if (type === "TXT") octets += text?.text.length ?? 0;
  return octets;
}

// Keys are long, and a second one is a mistake of its own; SPF records have limits of their own.
function hasRuleOfItsOwn(name: NameView, count: number): boolean {
  if (name.dkim.length === count) return true;
  return name.spf.some(({ node }) => name.owner.length + node.source.text.length > 450);
}

export const TXT_LENGTH_RULES: readonly (TxtRule | NameRule)[] = [txtStringOver255, txtRrsetOver512];
