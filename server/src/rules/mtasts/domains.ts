import { isBelow, parentOf } from "../../dns/names.ts";
import type { DnsRecord } from "../../dns/record.ts";
import { isStranger } from "../../mail/classify.ts";
import { deliveryOf, hasAddress } from "../../mail/facts.ts";
import { undoubled } from "../mail/doubled.ts";
import { inserted, insertedText, lastOf, placeFor, shown } from "../mail/edits.ts";
import type { DomainRule, DomainView } from "../rule.ts";
import { UNSIGNED_ZONE, WHOLE_ZONE } from "../spf/zone.ts";

const MAIL = '@ 3600 MX 10 mx.example.net.\n@ 3600 TXT "v=spf1 mx -all"\n';
const RECORD = '_mta-sts 3600 TXT "v=STSv1; id=1"\n';
const HOST = "mta-sts 3600 A 192.0.2.50\n";
const REPORTS = '_smtp._tls 3600 TXT "v=TLSRPTv1; rua=mailto:tls@reports.example.net"\n';
const GOOD = `${WHOLE_ZONE}${MAIL}${RECORD}${HOST}${REPORTS}`;

const mtastsHostMissing: DomainRule = {
  id: "mtasts-host-missing",
  severity: "warning",
  scope: "domain",
  on: ["mtasts"],
  docs: {
    summary: "The record is there, the host of the policy is not.",
    why: "Senders fetch the policy from `https://mta-sts.<domain>/`. Without an address they find none, and do not insist on encryption.",
    bad: `${WHOLE_ZONE}${MAIL}${RECORD}${REPORTS}`,
    good: GOOD,
    refs: ["RFC 8461 3.3"],
  },
  check(domain, report) {
    const own = ownPolicy(domain);
    if (own === undefined) return;
    const host = `mta-sts.${own.policy}`;
    const after = placeFor(domain, own.policy);
    for (const type of ["A", "AAAA", "CNAME"]) if (domain.lookup(host, type)?.length !== 0) return;
    const message = `${shown(host)} has no address: senders cannot fetch the policy`;
    // An alias of a name without an address leads nowhere.
    if (after === undefined || hasAddress(own.policy, domain.lookup) !== true)
      report({ record: own.record, part: "owner" }, message);
    else {
      report({ record: own.record, part: "owner" }, message, {
        title: `Add \`mta-sts CNAME ${shown(own.policy)}\`, if the web server there serves the policy`,
        safe: false,
        edits: [inserted(after, host, "CNAME", own.policy)],
      });
    }
  },
};

const mtastsHostWithoutTxt: DomainRule = {
  id: "mtasts-host-without-txt",
  severity: "warning",
  scope: "domain",
  on: ["apex", "mx"],
  docs: {
    summary: "The host of the policy is there, the record is not.",
    why: "Senders look at `_mta-sts.<domain>` first: without it they never ask for the policy.",
    bad: `${WHOLE_ZONE}${MAIL}${HOST}${REPORTS}`,
    good: GOOD,
    refs: ["RFC 8461 3.1"],
  },
  check(domain, report) {
    if (!domain.complete || domain.name.startsWith("*.")) return;
    const host = domain.at(`mta-sts.${domain.name}`);
    const address = host?.records.find(({ type }) => type === "A" || type === "AAAA" || type === "CNAME");
    if (address === undefined || !lacksRecord(domain, domain.name)) return;
    if (deliveryOf(domain.name, domain.lookup).kind !== "hosts") return;
    const owner = `_mta-sts.${domain.name}`;
    report(
      { record: address, part: "owner" },
      `${shown(owner)} is missing: senders never ask ${shown(`mta-sts.${domain.name}`)} for the policy`,
      {
        title: `Add \`_mta-sts TXT "v=STSv1; id=1"\``,
        safe: false,
        edits: [insertedText(address, owner, "v=STSv1; id=1")],
      },
    );
  },
};

const mtastsWithoutTlsrpt: DomainRule = {
  id: "mtasts-without-tlsrpt",
  severity: "info",
  scope: "domain",
  on: ["mtasts"],
  docs: {
    summary: "MTA-STS without reports.",
    why: "When the policy keeps mail away, only a TLS-RPT record makes senders say so.",
    bad: `${WHOLE_ZONE}${MAIL}${RECORD}${HOST}`,
    good: GOOD,
    refs: ["RFC 8460 1", "RFC 8461 2"],
  },
  check(domain, report) {
    const own = ownPolicy(domain);
    if (own === undefined) return;
    const owner = `_smtp._tls.${own.policy}`;
    if (["TXT", "CNAME"].some((type) => domain.lookup(owner, type)?.length !== 0)) return;
    if (domain.isMentioned("tlsrpt", owner)) return;
    report(
      { record: own.record, part: "owner" },
      `Nobody tells ${shown(own.policy)} when the policy keeps mail away: it has no TLS-RPT record`,
      {
        title: "Add a TLS-RPT record",
        safe: false,
        edits: [insertedText(own.record, owner, `v=TLSRPTv1; rua=mailto:tls-reports@${shown(own.policy)}`)],
      },
    );
  },
};

const mtastsSubdomainGap: DomainRule = {
  id: "mtasts-subdomain-gap",
  severity: "info",
  scope: "domain",
  on: ["mx"],
  docs: {
    summary: "A subdomain with mail of its own has no MTA-STS, the domain above it has.",
    why: "The policy of a domain does not hold for its subdomains: mail to them is sent without insisting on encryption.",
    bad: `${GOOD}news 3600 MX 10 mx.example.net.\nnews 3600 TXT "v=spf1 mx -all"`,
    good: GOOD,
    refs: ["RFC 8461 3.4"],
  },
  check(domain, report) {
    if (!domain.complete || !isBelow(domain.name, domain.apex) || domain.name.startsWith("*.")) return;
    const mx = domain.own.records.find(({ type }) => type === "MX");
    if (mx === undefined || deliveryOf(domain.name, domain.lookup).kind !== "hosts") return;
    if (!lacksRecord(domain, domain.name)) return;
    const above = recordAbove(domain);
    const after = lastOf(domain.own);
    if (above === undefined || after === undefined) return;
    const owner = `_mta-sts.${domain.name}`;
    report(
      { record: mx, part: "owner" },
      `The MTA-STS policy of ${shown(above)} does not hold here: ${shown(domain.name)} needs its own`,
      {
        title: `Add the record, its host and a TLS-RPT record for ${shown(domain.name)}`,
        safe: false,
        edits: [
          insertedText(after, owner, "v=STSv1; id=1"),
          inserted(after, `mta-sts.${domain.name}`, "CNAME", `mta-sts.${above}`),
          insertedText(
            after,
            `_smtp._tls.${domain.name}`,
            `v=TLSRPTv1; rua=mailto:tls-reports@${shown(above)}`,
          ),
        ],
      },
    );
  },
};

const mtastsNoMx: DomainRule = {
  id: "mtasts-no-mx",
  severity: "warning",
  scope: "domain",
  on: ["mtasts"],
  docs: {
    summary: "MTA-STS at a domain that takes no mail.",
    why: "The policy is about mail on its way to the domain. There is none: the record does nothing.",
    bad: `${UNSIGNED_ZONE}@ 3600 MX 0 .\n@ 3600 TXT "v=spf1 -all"\n${RECORD}${HOST}${REPORTS}`,
    good: GOOD,
    refs: ["RFC 8461 3"],
  },
  check(domain, report) {
    const own = ownPolicy(domain);
    if (own === undefined) return;
    const records = domain.lookup(own.policy, "MX");
    const isNull = deliveryOf(own.policy, domain.lookup).kind === "null";
    if (!isNull && (records?.length !== 0 || domain.lookup(own.policy, "CNAME")?.length !== 0)) return;
    const why = isNull ? "says that it takes no mail (null MX)" : "has no MX record";
    report(
      { record: own.record, part: "owner" },
      `${shown(own.policy)} ${why}: the policy has nothing to protect`,
      {
        title: "Delete the record",
        safe: false,
        edits: meantOf(domain).map(({ record }) => ({ kind: "remove" as const, record })),
      },
    );
  },
};

/** MTA-STS beside what else the zones say. */
export const MTASTS_DOMAIN_RULES: readonly DomainRule[] = [
  mtastsHostMissing,
  mtastsHostWithoutTxt,
  mtastsWithoutTlsrpt,
  mtastsSubdomainGap,
  mtastsNoMx,
];

function ownPolicy(domain: DomainView): { readonly policy: string; readonly record: DnsRecord } | undefined {
  const policy = domain.name.startsWith("_mta-sts.") ? parentOf(domain.name) : undefined;
  const record = meantOf(domain)[0]?.record;
  if (policy === undefined || record === undefined) return undefined;
  // A name without its final dot is told as that.
  return undoubled(domain.name, record.origin) === undefined ? { policy, record } : undefined;
}

/** What stands at the name as an MTA-STS record. */
function meantOf({ own }: DomainView) {
  return own.mtasts.filter(({ node }) => !isStranger("mtasts", node.source));
}

/** Whether it is known that a domain has no MTA-STS record. */
function lacksRecord(domain: DomainView, name: string): boolean {
  const owner = `_mta-sts.${name}`;
  // One at a misspelt name is told of that.
  if (domain.isMentioned("mtasts", owner)) return false;
  return ["TXT", "CNAME"].every((type) => domain.lookup(owner, type)?.length === 0);
}

function recordAbove(domain: DomainView): string | undefined {
  for (let at = parentOf(domain.name); at !== undefined; at = parentOf(at)) {
    if ((domain.at(`_mta-sts.${at}`)?.mtasts.length ?? 0) > 0) return at;
    if (at === domain.apex) return undefined;
  }
  return undefined;
}
