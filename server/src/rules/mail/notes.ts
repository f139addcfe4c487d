import type { DnsRecord } from "../../dns/record.ts";
import { familyOfOwner, familyOfText } from "../../mail/classify.ts";
import type { NameRule } from "../rule.ts";

const DAY = 86_400;

const ttlVeryLong: NameRule = {
  id: "ttl-very-long",
  severity: "hint",
  scope: "name",
  on: ["txt"],
  docs: {
    summary: "A policy or a key may be remembered for more than a day.",
    why: "When it turns out wrong, receivers go on using it until the TTL is over.",
    bad: '@ 604800 TXT "v=spf1 mx -all"',
    good: '@ 3600 TXT "v=spf1 mx -all"',
    refs: ["RFC 1035 3.2.1"],
  },
  check({ owner, records }, report) {
    const slow = records.find((record) => (record.ttl ?? 0) > DAY && isPolicy(owner, record));
    const ttl = slow?.ttl;
    if (slow === undefined || ttl === undefined) return;
    const days = Math.round((ttl / DAY) * 10) / 10;
    const message = `Receivers may remember this for ${days} days: a mistake lasts as long`;
    const { ttlSpan } = slow;
    if (ttlSpan === undefined) report({ record: slow, part: "ttl" }, message);
    else {
      // The records of one name and type share a TTL (RFC 2181 section 5.2).
      const edits = records.flatMap((record) =>
        record.type === slow.type && record.ttlSpan !== undefined && (record.ttl ?? 0) > DAY
          ? [{ kind: "source" as const, record, at: record.ttlSpan, text: "3600" }]
          : [],
      );
      report({ record: slow, part: "ttl" }, message, {
        title: "Write `3600` (one hour)",
        safe: false,
        edits,
      });
    }
  },
};

const arcNote: NameRule = {
  id: "arc-note",
  severity: "hint",
  scope: "name",
  on: ["txt"],
  docs: {
    summary: "A record for ARC.",
    why: "ARC has no records of its own: its seals are verified with the domain's DKIM keys below `_domainkey`. It is being retired by the IETF.",
    bad: '_arc TXT "v=ARC1; p="',
    good: "www A 192.0.2.80",
    refs: ["RFC 8617 4.1.1"],
  },
  check({ owner, records }, report) {
    const texts = records.filter(({ type }) => type === "TXT");
    const [first] = texts;
    const about = texts.find(({ text }) => /^\s*v\s*=\s*ARC/i.test(text?.text ?? ""));
    const record = about ?? (/^(?:_arc|arc[-_]?[0-9a-z]*\._domainkey)\./.test(owner) ? first : undefined);
    if (record === undefined) return;
    report(
      { record, part: "owner" },
      "ARC needs no record of its own: its seals are verified with ordinary DKIM keys, and it is being retired",
    );
  },
};

/** Remarks. */
export const NOTE_RULES: readonly NameRule[] = [ttlVeryLong, arcNote];

function isPolicy(owner: string, { type, text }: DnsRecord): boolean {
  if (type !== "TXT" || text === undefined) return false;
  return familyOfText(text.text) !== undefined || familyOfOwner(owner) !== undefined;
}
