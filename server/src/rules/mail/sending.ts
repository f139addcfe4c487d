import { isBelow } from "../../dns/names.ts";
import { walkTree } from "../../mail/dmarcPolicy.ts";
import { deliveryOf, sendsNothing, spfAt } from "../../mail/facts.ts";
import { isMeant } from "../dmarc/coverage.ts";
import type { DomainRule } from "../rule.ts";
import { UNGUARDED_ZONE, UNSIGNED_ZONE, WHOLE_ZONE } from "../spf/zone.ts";
import { insertedText, lastOf, shown } from "./edits.ts";
import { exchangersAt } from "./exchangers.ts";
import { hasKeys, lacksKeys } from "./keys.ts";

const MX = "@ 3600 MX 10 mx.example.net.\n";
const SPF = '@ 3600 TXT "v=spf1 ip4:192.0.2.1 -all"\n';

const mailAuthIncompleteBulk: DomainRule = {
  id: "mail-auth-incomplete-bulk",
  severity: "info",
  absence: true,
  scope: "domain",
  on: ["mx", "apex"],
  docs: {
    summary: "A domain that sends mail lacks SPF, DKIM or DMARC.",
    why: "Gmail, Yahoo and Outlook want all three from domains that send more than 5,000 messages a day to them. Outlook rejects the others (550 5.7.515), Gmail and Yahoo delay or reject.",
    bad: `; dnslens-ignore-file dmarc-reject-without-dkim\n${UNSIGNED_ZONE}${MX}${SPF}`,
    good: `${WHOLE_ZONE}${MX}${SPF}`,
    refs: ["RFC 9989 8"],
  },
  check(domain, report) {
    const { name, lookup, own } = domain;
    if (!domain.complete || /(?:^|\.)[_*]/.test(name)) return;
    const spf = spfAt(name, lookup);
    const sends = spf.kind === "record" && !sendsNothing(name, lookup);
    if (!sends && deliveryOf(name, lookup).kind !== "hosts") return;
    if (spf.kind === "record" && !sends) return;
    const missing: string[] = [];
    // What is there and broken is told as that.
    if (spf.kind === "none" && own.spf.length === 0) missing.push("SPF");
    if (lacksKeys(domain) && !hasKeys(domain)) missing.push("DKIM");
    const { policy } = walkTree(name, lookup);
    if (policy.kind === "none" && !isMeant(domain, `_dmarc.${name}`)) missing.push("DMARC");
    const record = own.spf[0]?.record ?? own.records.find(({ type }) => type === "MX");
    if (missing.length === 0 || record === undefined) return;
    report(
      { record, part: "owner" },
      `${shown(name)} lacks ${missing.join(", ").replace(/, ([^,]*)$/, " and $1")}: Gmail, Yahoo and Outlook want SPF, DKIM and DMARC from bulk senders`,
    );
  },
};

const heloSpfMissing: DomainRule = {
  id: "helo-spf-missing",
  severity: "hint",
  absence: true,
  scope: "domain",
  on: ["mx"],
  docs: {
    summary: "A mail host has no SPF record of its own.",
    why: "A host greets others with its name, and bounces have no other sender: receivers check SPF for that name then. Without a record anybody can greet as it.",
    bad: `${WHOLE_ZONE}@ 3600 MX 10 mail\n${SPF}mail 3600 A 192.0.2.1`,
    good: `${WHOLE_ZONE}@ 3600 MX 10 mail\n${SPF}mail 3600 A 192.0.2.1\nmail 3600 TXT "v=spf1 a -all"`,
    refs: ["RFC 7208 2.3"],
  },
  check(domain, report) {
    const told = new Set<string>();
    for (const { mx } of exchangersAt(domain.own)) {
      const { host } = mx;
      if (host === undefined || host === "." || told.has(host)) continue;
      told.add(host);
      const view = domain.at(host);
      const address = view?.records.find(({ type }) => type === "A" || type === "AAAA");
      if (view === undefined || address === undefined || domain.lookup(host, "TXT") === undefined) continue;
      // A name that takes mail itself has a rule of its own.
      if (view.spf.length > 0 || view.records.some(({ type }) => type === "MX")) continue;
      const after = lastOf(view) ?? address;
      report(
        { record: address, part: "owner" },
        `${shown(host)} has no SPF record: anybody can greet other mail hosts with its name`,
        {
          title: 'Add `TXT "v=spf1 a -all"`',
          safe: false,
          edits: [insertedText(after, host, "v=spf1 a -all")],
        },
      );
    }
  },
};

const subdomainSpoofable: DomainRule = {
  id: "subdomain-spoofable",
  severity: "info",
  absence: true,
  scope: "domain",
  on: ["apex", "mx"],
  docs: {
    summary: "A subdomain has neither SPF nor a DMARC policy that protects it.",
    why: "Mail in its name passes as nothing and fails as nothing: receivers deliver it like any other. `sp=reject` at the domain, or `v=spf1 -all` at the name, ends that.",
    bad: `; dnslens-ignore-file dmarc-sp-weaker\n${UNGUARDED_ZONE}_dmarc 3600 TXT "v=DMARC1; p=reject; sp=none; np=reject; rua=mailto:dmarc@reports.example.com"\nreports 3600 A 192.0.2.30`,
    good: WHOLE_ZONE,
    refs: ["RFC 9989 4.7"],
  },
  check(domain, report) {
    if (!domain.complete) return;
    const { policy } = walkTree(`x.${domain.apex}`, domain.lookup);
    if (policy.kind !== "policy" || policy.source.domain !== domain.apex) return;
    if (policy.existing.stated !== "none") return;
    const names = domain.name === domain.apex ? domain.hosts() : [domain.name];
    for (const name of names) {
      if (!isBelow(name, domain.apex) || /(?:^|\.)[_*]/.test(name)) continue;
      const view = domain.at(name);
      const record = view?.records.find(({ type }) => type === "A" || type === "AAAA" || type === "MX");
      if (view === undefined || record === undefined || domain.lookup(name, "TXT") === undefined) continue;
      if (domain.name === domain.apex && view.records.some(({ type }) => type === "MX")) continue;
      if (view.spf.length > 0 || walkTree(name, domain.lookup).policy.kind !== "policy") continue;
      if (walkTree(name, domain.lookup).found[0]?.domain !== domain.apex) continue;
      report(
        { record, part: "owner" },
        `${shown(name)} has no SPF, and the DMARC policy for it is \`none\`: forged mail in its name is delivered`,
      );
    }
  },
};

/** What a domain that sends mail lacks. */
export const SENDING_RULES: readonly DomainRule[] = [
  mailAuthIncompleteBulk,
  heloSpfMissing,
  subdomainSpoofable,
];
