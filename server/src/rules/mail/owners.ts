import { labelsOf } from "../../dns/names.ts";
import type { DnsRecord } from "../../dns/record.ts";
import { type Family, familyOfOwner, familyOfText } from "../../mail/classify.ts";
import type { Fix, NameRule } from "../rule.ts";
import { undoubled } from "./doubled.ts";
import { shown } from "./edits.ts";

const dmarcOwnerDoubledZone: NameRule = {
  id: "dmarc-owner-doubled-zone",
  severity: "error",
  scope: "name",
  on: ["service"],
  docs: {
    summary: "The owner of a DMARC record holds the zone's name twice.",
    why: "`_dmarc.example.com` without a final dot is relative: the zone's name is appended once more. The domain is as if it had no DMARC at all.",
    bad: '_dmarc.example.com TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com"',
    good: '_dmarc.example.com. TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com"',
    refs: ["RFC 1035 5.1"],
  },
  check({ owner, records }, report) {
    if (!owner.startsWith("_dmarc.")) return;
    const record = records.find(({ name }) => name !== "");
    const meant = record === undefined ? undefined : undoubled(owner, record.origin);
    if (record === undefined || meant === undefined) return;
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
  on: ["service"],
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
export const PLACE_RULES: readonly NameRule[] = [dmarcOwnerDoubledZone, mailTxtWrongFamily];

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

function renaming(record: DnsRecord, owner: string): Fix {
  return {
    title: `Rename it to \`${shown(owner)}\``,
    safe: false,
    edits: [{ kind: "rename", record, owner }],
  };
}
