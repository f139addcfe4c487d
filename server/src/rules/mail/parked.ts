import { isBelow, parentOf } from "../../dns/names.ts";
import type { DnsRecord } from "../../dns/record.ts";
import { walkTree } from "../../mail/dmarcPolicy.ts";
import { deliveryOf, hasLiveKey, isParked, sendsNothing, spfAt } from "../../mail/facts.ts";
import { isPublicSuffix } from "../../mail/publicSuffix.ts";
import { namesNobody } from "../nowhere.ts";
import type { DomainRule, DomainView, Edit } from "../rule.ts";
import { BARE_ZONE, UNSIGNED_ZONE, WHOLE_ZONE } from "../spf/zone.ts";
import { inserted, insertedText, lastOf, shown } from "./edits.ts";

const PARKED = '@ 3600 MX 0 .\n@ 3600 TXT "v=spf1 -all"\n';
const REJECT = '_dmarc 3600 TXT "v=DMARC1; p=reject"\n';
const REVOKED = '*._domainkey 3600 TXT "v=DKIM1; p="\n';

const parkedIncomplete: DomainRule = {
  id: "parked-incomplete",
  severity: "info",
  absence: true,
  scope: "domain",
  on: ["apex"],
  docs: {
    summary: "A domain seems to send and receive no mail, but does not say so.",
    why: "Forgers like such domains: receivers cannot tell that no mail of theirs is real. Four records say it: a null MX, `v=spf1 -all`, DMARC `p=reject`, and an empty DKIM key for every selector.",
    bad: `${BARE_ZONE}www 3600 A 192.0.2.80`,
    good: `${BARE_ZONE}${PARKED}${REJECT}${REVOKED}`,
    refs: ["RFC 7505 3", "RFC 7208 10.1.2", "RFC 9989 4.7"],
  },
  check(domain, report) {
    const { name, own } = domain;
    const above = parentOf(name);
    if (!domain.complete || name !== domain.apex || isBelow(name, "arpa.")) return;
    if (above === undefined || !isPublicSuffix(above) || isPublicSuffix(name)) return;
    if (PRIVATE.test(name)) return;
    // Also one that cannot be used was meant for mail.
    if (
      domain
        .selectors()
        .some(({ records, dkim }) => isAliased(records) || dkim.some(({ node }) => !node.revoked))
    )
      return;
    const servers = own.records.filter(({ type }) => type === "NS");
    if (servers.length > 0 && servers.every(namesNobody)) return;
    const missing = missingIn(domain);
    const after = lastOf(own);
    const soa = own.records.find(({ type }) => type === "SOA");
    if (missing === undefined || missing.length === 0 || after === undefined || soa === undefined) return;
    const adding: Readonly<Record<keyof typeof WHAT, Edit>> = {
      mx: inserted(after, name, "MX", "0 ."),
      spf: insertedText(after, name, "v=spf1 -all"),
      dmarc: insertedText(after, `_dmarc.${name}`, "v=DMARC1; p=reject"),
      dkim: insertedText(after, `*._domainkey.${name}`, "v=DKIM1; p="),
    };
    const edits = missing.map((what) => adding[what]);
    const said = missing.filter((what) => what !== "dkim").map((what) => WHAT[what]);
    report(
      { record: soa, part: "owner" },
      `${shown(name)} has no mail here, but does not say so: ${said.join(", ")} missing`,
      {
        title: "If it has no mail, say so: null MX, `v=spf1 -all`, DMARC `p=reject`, empty DKIM key",
        safe: false,
        edits,
      },
    );
  },
};

// What the root does not delegate (RFC 6762 section 3 and appendix G, RFC 7686, RFC 9476): no receiver meets mail from there.
const PRIVATE = /\.(?:internal|intranet|private|corp|home|lan|local|localdomain|onion|alt)\.$/;

function isAliased(records: readonly DnsRecord[]): boolean {
  return records.some(({ type }) => type === "CNAME");
}

const WHAT = {
  mx: "null MX",
  spf: "`v=spf1 -all`",
  dmarc: "DMARC `p=reject`",
  dkim: "empty DKIM key",
} as const;

/** What a domain without mail still has to say; undefined where it has mail, or that is not known. */
function missingIn(domain: DomainView): readonly (keyof typeof WHAT)[] | undefined {
  const { name, lookup } = domain;
  const mx = lookup(name, "MX");
  const spf = spfAt(name, lookup);
  if (mx === undefined || (mx.length > 0 && deliveryOf(name, lookup).kind !== "null")) return undefined;
  if (spf.kind === "record" ? !sendsNothing(name, lookup) : spf.kind !== "none") return undefined;
  const { policy } = walkTree(name, lookup);
  if (policy.kind === "unknown") return undefined;
  const missing: (keyof typeof WHAT)[] = [];
  if (mx.length === 0) missing.push("mx");
  if (spf.kind === "none") missing.push("spf");
  // A record that says something else has rules of its own.
  if (policy.kind === "none" && lookup(`_dmarc.${name}`, "TXT")?.length === 0) missing.push("dmarc");
  if (missing.length > 0 && domain.at(`*._domainkey.${name}`)?.records.length === 0) missing.push("dkim");
  return missing;
}

const parkedContradiction: DomainRule = {
  id: "parked-contradiction",
  severity: "warning",
  scope: "domain",
  on: ["mx"],
  docs: {
    summary: "A domain says that it has no mail, yet has DKIM keys.",
    why: "Whoever holds the private key can still sign mail as the domain, and such mail passes DMARC. Either the domain sends, or the key should go.",
    bad: `${WHOLE_ZONE}${PARKED}`,
    good: `${UNSIGNED_ZONE}${PARKED}`,
    refs: ["RFC 7505 4", "RFC 6376 3.6.1"],
  },
  check(domain, report) {
    const mx = domain.own.records.find(({ type }) => type === "MX");
    if (mx === undefined || !isParked(domain.name, domain.lookup)) return;
    const live = domain.selectors().filter(({ records }) => hasLiveKey(records));
    const key = live[0]?.records.find(({ type }) => type === "TXT" || type === "CNAME");
    if (key === undefined) return;
    report(
      { record: mx, part: "rdata" },
      `${shown(domain.name)} says that it has no mail, yet mail signed with its DKIM keys passes`,
      { place: { record: key, part: "owner" }, message: "A key is published here" },
    );
  },
};

/** Domains without mail. */
export const PARKED_RULES: readonly DomainRule[] = [parkedIncomplete, parkedContradiction];
