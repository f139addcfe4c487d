import { labelsOf } from "../../dns/names.ts";
import type { DnsRecord } from "../../dns/record.ts";
import { type Family, familyOfOwner, familyOfText } from "../../mail/classify.ts";
import { exchangerOf } from "../../mail/facts.ts";
import type { Fix, NameRule } from "../rule.ts";
import { undoubled } from "./doubled.ts";
import { shown } from "./edits.ts";

const ownerMissingTrailingDot: NameRule = {
  id: "owner-missing-trailing-dot",
  severity: "error",
  scope: "name",
  docs: {
    summary: "A name ends with the zone's name, but has no final dot.",
    why: "The zone's name is appended once more: nobody looks for the record there.",
    bad: '_smtp._tls.example.com TXT "v=TLSRPTv1; rua=mailto:tls@reports.example.net"',
    good: '_smtp._tls.example.com. TXT "v=TLSRPTv1; rua=mailto:tls@reports.example.net"',
    refs: ["RFC 1035 5.1"],
  },
  check({ owner, records }, report) {
    const record = records.find(({ name, type }) => name !== "" && SUBJECTS.has(type));
    const meant = record === undefined ? undefined : undoubled(owner, record.origin);
    if (record !== undefined && meant !== undefined && !hasOwnRule(owner)) {
      report(
        { record, part: "owner" },
        `Without a final dot this is ${shown(owner)}: nobody looks for the record there`,
        renaming(record, meant),
      );
    }
    for (const one of records) {
      const mx = one.type === "MX" ? exchangerOf(one) : undefined;
      const host = mx?.host === undefined ? undefined : undoubled(mx.host, one.origin);
      if (mx === undefined || host === undefined) continue;
      report(
        { record: one, source: mx.hostSpan },
        `Without a final dot this is ${shown(mx.host ?? "")}: there is no such host`,
        {
          title: `Write \`${host}\``,
          safe: false,
          edits: [{ kind: "field", record: one, at: mx.hostSpan, text: host }],
        },
      );
    }
  },
};

// Whose doubled owner is looked at here: mail's records. Zone files have a rule for all others.
const SUBJECTS: ReadonlySet<string> = new Set(["TXT", "MX"]);

const dmarcOwnerDoubledZone: NameRule = {
  id: "dmarc-owner-doubled-zone",
  severity: "error",
  scope: "name",
  docs: {
    summary: "The owner of a DMARC record holds the zone's name twice.",
    why: "`_dmarc.example.com` without a final dot is relative: the zone's name is appended once more. The domain is as if it had no DMARC at all.",
    bad: '_dmarc.example.com TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com"',
    good: '_dmarc.example.com. TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com"',
    refs: ["RFC 1035 5.1"],
  },
  check({ owner, records }, report) {
    const record = records.find(({ name }) => name !== "");
    const meant = record === undefined ? undefined : undoubled(owner, record.origin);
    if (record === undefined || meant === undefined || !owner.startsWith("_dmarc.")) return;
    report(
      { record, part: "owner" },
      `Without a final dot this is ${shown(owner)}: receivers do not find the record`,
      renaming(record, meant),
    );
  },
};

const mailTxtWrongFamily: NameRule = {
  id: "mail-txt-wrong-family",
  severity: "error",
  scope: "name",
  docs: {
    summary: "A record stands at the name of another kind of record.",
    why: "Receivers look for each kind at its own name. They do not find this one, and find something they cannot read instead.",
    bad: '_mta-sts TXT "v=TLSRPTv1; rua=mailto:tls@reports.example.net"',
    good: '_smtp._tls TXT "v=TLSRPTv1; rua=mailto:tls@reports.example.net"',
    refs: ["RFC 8552 1"],
  },
  check({ owner, records }, report) {
    const wanted = familyOfOwner(owner);
    if (wanted === undefined) return;
    for (const record of records) {
      if (record.type !== "TXT" || record.text === undefined) continue;
      const family = familyOfText(record.text.text);
      // SPF at such a name has a rule of its own.
      if (family === undefined || family === "spf" || family === wanted) continue;
      if (family === "dmarc" && wanted === "dmarcReport") continue;
      const right = RIGHT[family]?.(domainOf(owner));
      report(
        { record, part: "owner" },
        `A ${TITLES[family]} record at the name of ${TITLES[wanted]}: receivers of neither can use it`,
        ...(right === undefined ? [] : [renaming(record, right)]),
      );
    }
  },
};

/** Names that records stand at by mistake. */
export const PLACE_RULES: readonly NameRule[] = [
  ownerMissingTrailingDot,
  dmarcOwnerDoubledZone,
  mailTxtWrongFamily,
];

const TITLES: Readonly<Record<Family, string>> = {
  spf: "SPF",
  dkim: "DKIM",
  dmarc: "DMARC",
  dmarcReport: "DMARC report",
  tlsrpt: "TLS-RPT",
  mtasts: "MTA-STS",
  bimi: "BIMI",
};

// Where each kind belongs; a DKIM key needs a selector that nobody but its signer knows.
const RIGHT: Readonly<Partial<Record<Family, (domain: string) => string>>> = {
  dmarc: (domain) => `_dmarc.${domain}`,
  tlsrpt: (domain) => `_smtp._tls.${domain}`,
  mtasts: (domain) => `_mta-sts.${domain}`,
  bimi: (domain) => `default._bimi.${domain}`,
};

/** The domain that a service name speaks of: what follows its last label with an underscore. */
function domainOf(owner: string): string {
  const labels = labelsOf(owner);
  const last = labels.findLastIndex((label) => label.startsWith("_"));
  return `${labels.slice(last + 1).join(".")}.`;
}

// DMARC and DKIM speak of their own doubled names.
function hasOwnRule(owner: string): boolean {
  return owner.startsWith("_dmarc.") || owner.includes("_domainkey.");
}

function renaming(record: DnsRecord, owner: string): Fix {
  return {
    title: `Rename it to \`${shown(owner)}\``,
    safe: false,
    edits: [{ kind: "rename", record, owner }],
  };
}
