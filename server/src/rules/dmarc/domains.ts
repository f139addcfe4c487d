import { isBelow, parentOf } from "../../dns/names.ts";
import { isPassedOver, psdOf, walkTree } from "../../mail/dmarcPolicy.ts";
import { deliveryOf, spfAt } from "../../mail/facts.ts";
import { isPublicSuffix } from "../../mail/publicSuffix.ts";
import { textSpan } from "../../text/span.ts";
import { insertedText, lastOf, shown } from "../mail/edits.ts";
import type { DomainRule, DomainView } from "../rule.ts";
import { UNGUARDED_ZONE, WHOLE_ZONE } from "../spf/zone.ts";
import { domainsAbovePolicy, policyAt } from "./below.ts";
import { isMeant } from "./coverage.ts";
import { deletion, GOOD, replace } from "./examples.ts";

const dmarcSpNpOnSubdomain: DomainRule = {
  id: "dmarc-sp-np-on-subdomain",
  severity: "warning",
  scope: "domain",
  on: ["dmarc"],
  docs: {
    summary: "`sp` or `np` stands in the record of a subdomain.",
    why: "Receivers look for them at the Organizational Domain only: names below this one get the policy of the record there.",
    bad: `${GOOD}\n_dmarc.mail TXT "v=DMARC1; p=quarantine; sp=reject; rua=mailto:dmarc@example.com"`,
    good: `${GOOD}\n_dmarc.mail TXT "v=DMARC1; p=quarantine; rua=mailto:dmarc@example.com"`,
    refs: ["RFC 9989 4.7", "RFC 9989 4.10.1"],
  },
  check(domain, report) {
    const own = ownRecord(domain);
    if (own === undefined || psdOf(own.node) !== "u") return;
    const above = organizationAbove(own.domain, domain);
    if (above === undefined) return;
    for (const tag of ["sp", "np"].map((name) => own.node.tags.get(name))) {
      if (tag === undefined) continue;
      report(
        { record: own.record, text: tag.trimmed },
        `\`${tag.name}\` counts only at ${shown(above)}: receivers ignore it here`,
        deletion(own.node, tag, `Delete \`${tag.name}\``),
      );
    }
  },
};

const dmarcNpSuggest: DomainRule = {
  id: "dmarc-np-suggest",
  severity: "hint",
  scope: "domain",
  on: ["dmarc"],
  docs: {
    summary: "The record does not ask receivers to reject mail from names that do not exist.",
    why: "Nobody sends from a name that is not in the DNS, except forgers. `np=reject` costs nothing, also while `p=none` only watches.",
    bad: '_dmarc TXT "v=DMARC1; p=quarantine; rua=mailto:dmarc@example.com"',
    good: '_dmarc TXT "v=DMARC1; p=quarantine; np=reject; rua=mailto:dmarc@example.com"',
    refs: ["RFC 9989 4.7", "RFC 9989 3.2.13"],
  },
  check(domain, report) {
    const own = ownRecord(domain);
    if (own === undefined || own.node.applies !== "policy" || own.node.tags.has("np")) return;
    if ((own.node.sp ?? own.node.p) === "reject" || !isOrganization(own.domain, domain)) return;
    const p = own.node.tags.get("p");
    if (p === undefined) return;
    const at = textSpan(p.trimmed.end, p.trimmed.end);
    report(
      { record: own.record, text: p.trimmed },
      "Mail from names that do not exist could be rejected at once: nobody sends from them",
      replace("Insert `np=reject`", at, "; np=reject"),
    );
  },
};

const dmarcNpDefeatedByWildcard: DomainRule = {
  id: "dmarc-np-defeated-by-wildcard",
  severity: "warning",
  scope: "domain",
  on: ["dmarc"],
  docs: {
    summary: "`np` has nothing to act on: a wildcard makes every name exist.",
    why: "`np` is for names that do not exist. With a wildcard the DNS never says so of a name below the domain: such names get `sp` instead.",
    bad: '_dmarc TXT "v=DMARC1; p=quarantine; np=reject; rua=mailto:dmarc@example.com"\n* A 192.0.2.1',
    good: '_dmarc TXT "v=DMARC1; p=quarantine; np=reject; rua=mailto:dmarc@example.com"\nwww A 192.0.2.1',
    refs: ["RFC 9989 3.2.13", "RFC 8020"],
  },
  check(domain, report) {
    const own = ownRecord(domain);
    const np = own?.node.tags.get("np");
    if (own === undefined || np === undefined || own.node.np === undefined) return;
    if (own.node.applies !== "policy" || own.node.np === (own.node.sp ?? own.node.p)) return;
    if (!isOrganization(own.domain, domain)) return;
    const instead = own.node.sp ?? own.node.p;
    const wildcard = wildcardBelow(own.domain, domain);
    if (wildcard !== undefined) {
      const { record, above } = wildcard;
      report(
        { record: own.record, text: np.trimmed },
        `\`*.${shown(above)}\` makes every name below ${shown(above)} exist: they get \`${instead}\`, never \`np\``,
        { place: { record, part: "owner" }, message: "The wildcard stands here" },
      );
      return;
    }
    const empty = emptyBelow(own.domain, domain);
    if (empty === undefined) return;
    report(
      { record: own.record, text: np.trimmed },
      `${shown(empty)} exists, for there are names below it, though it has no record: it gets \`${instead}\`, not \`np\``,
    );
  },
};

const dmarcStrictAlignmentNote: DomainRule = {
  id: "dmarc-strict-alignment-note",
  severity: "hint",
  scope: "domain",
  on: ["dmarc"],
  docs: {
    summary: "`aspf=s` beside a service that sends with a subdomain as its return path.",
    why: "With strict alignment the return path must be the domain itself. SPF never counts for mail of such a service; it needs a DKIM signature of the domain.",
    bad: '_dmarc TXT "v=DMARC1; p=reject; aspf=s; rua=mailto:dmarc@example.com"\npm-bounces CNAME pm.mtasv.net.',
    good: `${GOOD}\npm-bounces CNAME pm.mtasv.net.`,
    refs: ["RFC 9989 4.4"],
  },
  check(domain, report) {
    const own = ownRecord(domain);
    const tag = own?.node.tags.get("aspf");
    if (own === undefined || tag === undefined || !own.node.strictSpf) return;
    for (const label of RETURN_PATHS) {
      const name = `${label}.${own.domain}`;
      const alias = domain.lookup(name, "CNAME")?.[0] ?? domain.lookup(name, "MX")?.[0];
      if (alias === undefined) continue;
      report(
        { record: own.record, text: tag.trimmed },
        `SPF of mail with the return path ${shown(name)} does not count under \`aspf=s\``,
        { place: { record: alias, part: "record" }, message: "The return path stands here" },
        deletion(own.node, tag, "Delete `aspf=s`: the return path may be a subdomain"),
      );
      return;
    }
  },
};

/** A wildcard at or below a domain. */
function wildcardBelow(name: string, domain: DomainView) {
  const names = [
    `*.${name}`,
    ...domain.hosts().filter((host) => host.startsWith("*.") && isBelow(host, name)),
  ];
  for (const one of names) {
    const record = domain.at(one)?.records[0];
    const above = parentOf(one);
    if (record !== undefined && above !== undefined) return { record, above };
  }
  return undefined;
}

/** A name below a domain that exists only because names below it do (RFC 8020): none of those for services. */
function emptyBelow(name: string, domain: DomainView): string | undefined {
  for (const host of domain.hosts()) {
    if (!isBelow(host, name)) continue;
    for (let at = parentOf(host); at !== undefined && isBelow(at, name); at = parentOf(at)) {
      if (!at.startsWith("_") && domain.at(at)?.records.length === 0) return at;
    }
  }
  return undefined;
}

// What services that send for others have their customers call the return path.
const RETURN_PATHS = [
  "pm-bounces",
  "bounces",
  "bounce",
  "return",
  "em",
  "mailbounce",
  "mg",
  "send",
  "spmailtechn",
];

const dmarcDeepNameUnreachable: DomainRule = {
  id: "dmarc-deep-name-unreachable",
  severity: "warning",
  scope: "domain",
  on: ["dmarc"],
  docs: {
    summary: "A record stands at a name of eight labels or more.",
    why: "Receivers find it for mail from that very name. For names below it they begin at the last seven labels, and pass it over.",
    bad: '_dmarc.b.c.d.e.f.g TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com"',
    good: '_dmarc.d.e.f.g TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com"',
    refs: ["RFC 9989 4.10", "RFC 9989 5.1.8"],
  },
  check(domain, report) {
    const own = ownRecord(domain);
    if (own === undefined || !isPassedOver(own.domain)) return;
    // A name that sends for itself is asked for directly.
    if (deliveryOf(own.domain, domain.lookup).kind === "hosts") return;
    if (spfAt(own.domain, domain.lookup).kind === "record") return;
    report(
      { record: own.record, part: "owner" },
      `Receivers find this for mail from ${shown(own.domain)} itself only, never for names below it`,
    );
  },
};

const dmarcOrgRecordMissing: DomainRule = {
  id: "dmarc-org-record-missing",
  severity: "warning",
  scope: "domain",
  on: ["dmarc"],
  docs: {
    summary: "A subdomain has a DMARC record, the domain above it has none.",
    why: "The domain itself and all its other subdomains are open to forged mail.",
    bad: `${UNGUARDED_ZONE}_dmarc.mail 3600 TXT "v=DMARC1; p=reject; rua=mailto:dmarc@mail.example.com"\nmail 3600 A 192.0.2.25`,
    good: `${WHOLE_ZONE}_dmarc.mail 3600 TXT "v=DMARC1; p=reject; rua=mailto:dmarc@mail.example.com"\nmail 3600 A 192.0.2.25`,
    refs: ["RFC 9989 8", "RFC 9989 5.1.4"],
  },
  check(domain, report) {
    const own = ownRecord(domain);
    const registered = domainsAbovePolicy(domain.name, domain.own.records).at(-1);
    if (own === undefined || registered === undefined) return;
    // It is told once, however many subdomains have a policy of their own.
    const [first] = domain.mentioning("policy", registered);
    if (first !== domain.name) return;
    const { policy } = walkTree(registered, domain.lookup);
    const top = domain.at(registered);
    const after = top === undefined ? undefined : lastOf(top);
    if (policy.kind !== "none" || after === undefined) return;
    if (isMeant(domain, `_dmarc.${registered}`)) return;
    const rua = own.node.rua.find(({ valid }) => valid)?.text ?? `mailto:dmarc@${shown(registered)}`;
    report(
      { record: own.record, part: "owner" },
      `${shown(registered)} itself has no DMARC record: the one of ${shown(own.domain)} does not cover it`,
      {
        title: `Add a record for ${shown(registered)} that watches (\`p=none\`)`,
        safe: false,
        edits: [insertedText(after, `_dmarc.${registered}`, `v=DMARC1; p=none; rua=${rua}`)],
      },
    );
  },
};

/** What a record means where it stands. */
export const DMARC_DOMAIN_RULES: readonly DomainRule[] = [
  dmarcSpNpOnSubdomain,
  dmarcNpSuggest,
  dmarcNpDefeatedByWildcard,
  dmarcStrictAlignmentNote,
  dmarcDeepNameUnreachable,
  dmarcOrgRecordMissing,
];

/** The one record at the name that receivers take, and the domain. */
function ownRecord({ name, own }: DomainView) {
  return policyAt(name, own.records);
}

/** The Organizational Domain above a name that has a record, as far as the zones tell. */
function organizationAbove(name: string, view: DomainView): string | undefined {
  const { organizational } = walkTree(name, view.lookup);
  if (organizational !== undefined && organizational !== name) return organizational;
  // By RFC 7489 the domain that was registered is the organization, whether it has a record or not.
  const parent = parentOf(view.apex);
  const isRegistered = view.complete && parent !== undefined && isPublicSuffix(parent);
  return isRegistered && isBelow(name, view.apex) ? view.apex : undefined;
}

function isOrganization(name: string, view: DomainView): boolean {
  const { organizational } = walkTree(name, view.lookup);
  if (organizational !== undefined) return organizational === name;
  const parent = parentOf(name);
  return parent !== undefined && isPublicSuffix(parent);
}
