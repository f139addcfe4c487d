import { parentOf } from "../../dns/names.ts";
import type { DnsRecord } from "../../dns/record.ts";
import { typed } from "../../dns/typed.ts";
import { type DmarcRecord, isUnrelated, strengthOf } from "../../mail/dmarc.ts";
import { type DmarcPolicy, walkTree } from "../../mail/dmarcPolicy.ts";
import { deliveryOf, isParked, sendsNothing, spfAt } from "../../mail/facts.ts";
import { isPublicSuffix } from "../../mail/publicSuffix.ts";
import { textSpan } from "../../text/span.ts";
import { insertedText, lastOf, shown } from "../mail/edits.ts";
import { hasKeys, lacksKeys } from "../mail/keys.ts";
import type { DomainRule, DomainView, Fix, Place } from "../rule.ts";
import { UNGUARDED_ZONE, UNSIGNED_ZONE, WHOLE_ZONE } from "../spf/zone.ts";
import { GOOD } from "./examples.ts";
import { domainAt } from "./meant.ts";
import { addRua, broken } from "./policy.ts";

const MX = "@ 3600 MX 10 mx.example.net.\n";
const SPF = '@ 3600 TXT "v=spf1 ip4:192.0.2.1 -all"\n';
const PARKED = '@ MX 0 .\n@ TXT "v=spf1 -all"\n';

const dmarcMissing: DomainRule = {
  id: "dmarc-missing",
  severity: "warning",
  absence: true,
  scope: "domain",
  on: ["mx", "spf"],
  docs: {
    summary: "A domain with mail has no DMARC record.",
    why: "Anybody can write its name into the From line: receivers have nothing to go by, and nobody is told. Large mailbox providers want a record from every domain that sends in bulk.",
    bad: `${UNGUARDED_ZONE}${MX}${SPF}`,
    good: `${WHOLE_ZONE}${MX}${SPF}`,
    refs: ["RFC 9989 5.1.4"],
  },
  check(domain, report) {
    if (!domain.complete || isHelperName(domain.name) || !hasMail(domain)) return;
    if (!lacksPolicy(domain, domain.name)) return;
    const owner = `_dmarc.${domain.name}`;
    if (isMeant(domain, owner)) return;
    // The domain above is told already, and its record covers this name too.
    if (domain.name !== domain.apex && hasOwnMail(domain, domain.apex)) return;
    // It is told at the record of a subdomain, with the addresses that take reports there.
    if (domain.isMentioned("policy", domain.apex)) return;
    // Beside a text at the very name the new record has that one's TTL (RFC 2181 section 5.2).
    const after = domain.at(owner)?.records.at(-1) ?? lastOf(domain.own);
    const first = domain.own.records.find(({ type }) => type === "MX") ?? domain.own.spf[0]?.record;
    if (after === undefined || first === undefined) return;
    const name = shown(domain.name);
    const add = (title: string, text: string): Fix => ({
      title,
      safe: false,
      edits: [insertedText(after, owner, text)],
    });
    const watch = add(
      "Add a DMARC record that watches (`p=none`)",
      `v=DMARC1; p=none; rua=mailto:dmarc@${name}`,
    );
    // Reports to an address that takes no mail are lost: whoever has no MX has to name another one.
    const { kind } = deliveryOf(domain.name, domain.lookup);
    const takesMail = kind !== "nowhere" && kind !== "null";
    const reject = add("Add a DMARC record that rejects (`p=reject`)", "v=DMARC1; p=reject");
    report(
      { record: first, part: "record" },
      `${name} has no DMARC record: anybody can put it into the From line of mail, unnoticed`,
      ...(isParked(domain.name, domain.lookup) ? [reject] : takesMail ? [watch] : []),
    );
  },
};

const dmarcRuaMissing: DomainRule = {
  id: "dmarc-rua-missing",
  severity: "warning",
  scope: "domain",
  on: ["dmarc"],
  docs: {
    summary: "The record names no address for reports.",
    why: "Nobody learns which mail passes and which is refused, so that a mistake goes unseen. A domain that has no mail, and says so, needs none.",
    bad: '_dmarc TXT "v=DMARC1; p=reject"',
    good: GOOD,
    refs: ["RFC 9989 4.7", "RFC 9989 5.1.3"],
  },
  check(domain, report) {
    if (!domain.name.startsWith("_dmarc.")) return;
    if (isParked(domain.name.slice("_dmarc.".length), domain.lookup)) return;
    for (const { record, node } of domain.own.dmarc) {
      const policyDomain = domainAt(domain.name, record.origin);
      // A record that nobody finds has worse to be told.
      if (policyDomain === undefined) continue;
      const p = node.tags.get("p");
      if (node.applies !== "policy" || node.p === "none" || p === undefined || node.tags.has("rua")) continue;
      if (broken(node)) continue;
      report(
        { record, text: p.trimmed },
        "No `rua`: nobody is told which mail is refused",
        ...addRua(policyDomain, p.trimmed.end),
      );
    }
  },
};

const dmarcRejectWithoutDkim: DomainRule = {
  id: "dmarc-reject-without-dkim",
  severity: "warning",
  scope: "domain",
  on: ["spf"],
  docs: {
    summary: "`p=reject`, and no DKIM key that works is published for the domain.",
    why: "SPF breaks whenever mail is forwarded. Without a DKIM signature receivers reject such mail, lists and forwarding addresses included.",
    bad: `${UNSIGNED_ZONE}${SPF}`,
    good: `${WHOLE_ZONE}${SPF}`,
    refs: ["RFC 9989 7.4", "RFC 9989 8"],
  },
  check(domain, report) {
    const own = ownPolicy(domain);
    if (own?.request !== "reject" || !lacksKeys(domain)) return;
    const spf = spfAt(domain.name, domain.lookup);
    if (spf.kind !== "record" || sendsNothing(domain.name, domain.lookup)) return;
    report(
      own.place,
      !hasKeys(domain)
        ? `No DKIM key is published for ${shown(domain.name)}: forwarded mail fails SPF, and is rejected`
        : `No DKIM key of ${shown(domain.name)} can be used: forwarded mail fails SPF, and is rejected`,
    );
  },
};

const dmarcEnforceWithoutAuth: DomainRule = {
  id: "dmarc-enforce-without-auth",
  severity: "warning",
  scope: "domain",
  on: ["mx"],
  docs: {
    summary: "The policy asks receivers to act, but the domain has neither SPF nor DKIM.",
    why: "No mail of the domain can pass: what it sends itself goes to the junk folder or is rejected.",
    bad: `; dnslens-ignore-file spf-missing-for-mail-name\n${UNSIGNED_ZONE}${MX}`,
    good: `${WHOLE_ZONE}${MX}${SPF}`,
    refs: ["RFC 9989 8"],
  },
  check(domain, report) {
    const own = ownPolicy(domain);
    if (own === undefined || own.request === "none" || !lacksKeys(domain)) return;
    if (spfAt(domain.name, domain.lookup).kind !== "none") return;
    if (deliveryOf(domain.name, domain.lookup).kind !== "hosts") return;
    const effect = own.request === "reject" ? "is rejected" : "goes to the junk folder";
    const lacks =
      domain.own.spf.length > 0 || hasKeys(domain)
        ? "no SPF and no DKIM key that can be used"
        : "neither SPF nor DKIM";
    report(own.place, `${shown(domain.name)} has ${lacks}: all mail it sends ${effect}`);
  },
};

const dmarcParkedWeak: DomainRule = {
  id: "dmarc-parked-weak",
  severity: "warning",
  scope: "domain",
  on: ["mx"],
  docs: {
    summary: "A domain without mail does not ask receivers to reject mail in its name.",
    why: "It says that it neither sends nor receives mail. `p=reject` costs nothing then, and anything less lets forgeries through.",
    bad: `${PARKED}_dmarc TXT "v=DMARC1; p=quarantine; np=reject; rua=mailto:dmarc@mail.example.com"`,
    good: `${PARKED}_dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@mail.example.com"`,
    refs: ["RFC 7505 4", "RFC 9989 4.7"],
  },
  check(domain, report) {
    if (!isParked(domain.name, domain.lookup)) return;
    const { policy, organizational } = walkTree(domain.name, domain.lookup);
    if (policy.kind !== "policy" || policy.role !== "own") return;
    const { record, dmarc } = policy.source;
    if (dmarc.applies !== "policy") return;
    for (const name of organizational === domain.name ? (["p", "sp"] as const) : (["p"] as const)) {
      const tag = dmarc.tags.get(name);
      const value = dmarc[name];
      if (tag === undefined || value === undefined || strengthOf(value) === 2) continue;
      report(
        { record, text: tag.trimmed },
        `${shown(domain.name)} sends no mail, yet \`${name}=${value}\` lets forged mail through`,
        {
          title: "Reject all of it (`p=reject`)",
          safe: false,
          edits: rejecting(dmarc),
        },
      );
      return;
    }
  },
};

function rejecting(dmarc: DmarcRecord) {
  return (["p", "sp", "np"] as const).flatMap((name) => {
    const tag = dmarc.tags.get(name);
    return tag === undefined || tag.value === "reject"
      ? []
      : [{ at: textSpan(tag.valueSpan.start, tag.valueSpan.end), text: "reject" }];
  });
}

/** Domains that DMARC should cover, and what else it needs. */
export const DMARC_COVERAGE_RULES: readonly DomainRule[] = [
  dmarcMissing,
  dmarcRuaMissing,
  dmarcRejectWithoutDkim,
  dmarcEnforceWithoutAuth,
  dmarcParkedWeak,
];

/** Whether a DMARC record was meant for a name: several, a misspelt one, or one at a misspelt name. These are told of that. */
export function isMeant(domain: DomainView, owner: string): boolean {
  const here = domain.at(owner)?.dmarc.some(({ node }) => !isUnrelated(node)) ?? false;
  return here || domain.isMentioned("dmarc", owner);
}

/** Names of records that others include: nobody sends mail as them. */
function isHelperName(name: string): boolean {
  return /(?:^|\.)_/.test(name) || name.startsWith("*.") || /^spf[0-9a-z-]*\./.test(name);
}

/** Whether no DMARC record applies to mail from the name, as far as that can be known: up to a public suffix. */
function lacksPolicy(domain: DomainView, name: string): boolean {
  const { policy } = walkTree(name, domain.lookup);
  const above = parentOf(domain.apex);
  return policy.kind === "none" && above !== undefined && isPublicSuffix(above) && !isPublicSuffix(name);
}

/** The record of the name itself, where it asks for something. */
function ownPolicy(domain: DomainView) {
  if (!domain.complete) return undefined;
  const { policy } = walkTree(domain.name, domain.lookup);
  if (policy.kind !== "policy" || policy.role !== "own" || policy.source.dmarc.applies !== "policy") {
    return undefined;
  }
  return { request: policy.existing.stated, place: placeOf(policy) };
}

function placeOf({ source }: Extract<DmarcPolicy, { kind: "policy" }>): Place {
  const { record, dmarc } = source;
  const p = dmarc.tags.get("p");
  return p === undefined ? { record, part: "rdata" } : { record, text: p.trimmed };
}

function hasMail(domain: DomainView): boolean {
  return hasOwnMail(domain, domain.name);
}

function hasOwnMail(domain: DomainView, name: string): boolean {
  return isMailed(domain.at(name)?.records ?? []) || spfAt(name, domain.lookup).kind === "record";
}

function isMailed(records: readonly DnsRecord[]): boolean {
  return typed(records, "MX").some(({ rdata }) => rdata.fields.at(-1)?.text !== ".");
}
