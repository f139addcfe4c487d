import { labelsOf } from "../../dns/names.ts";
import { strengthOf } from "../../mail/dmarc.ts";
import { walkTree } from "../../mail/dmarcPolicy.ts";
import { insertedText, shown } from "../mail/edits.ts";
import type { DomainRule, DomainView } from "../rule.ts";
import { WHOLE_ZONE } from "../spf/zone.ts";
import { BIMI_DRAFT, BIMI_GOOD } from "./records.ts";

const RECORD = `default._bimi 3600 TXT "${BIMI_GOOD}"`;

const bimiDmarcNotEnforced: DomainRule = {
  id: "bimi-dmarc-not-enforced",
  severity: "error",
  scope: "domain",
  on: ["bimi"],
  docs: {
    summary: "The domain shows a logo, but its DMARC policy does not enforce anything.",
    why: "Receivers show logos only for domains with `p=quarantine` or `p=reject` for all mail, subdomains included.",
    bad: `; dnslens-ignore-file dmarc-p-none\n_dmarc TXT "v=DMARC1; p=none; np=reject; rua=mailto:dmarc@example.com"\n${RECORD}`,
    good: `_dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com"\n${RECORD}`,
    refs: [BIMI_DRAFT],
  },
  check(domain, report) {
    const policyDomain = domainOf(domain.name);
    const bimi = domain.own.bimi.find(({ node }) => /^v\s*=\s*BIMI1\b/.test(node.source.text));
    if (policyDomain === undefined || bimi === undefined || declines(bimi.node.source.text)) return;
    const why = weakness(policyDomain, domain);
    if (why === undefined) return;
    report({ record: bimi.record, part: "rdata" }, `No logo is shown: ${why}`);
  },
};

const bimiSelectorNotDefault: DomainRule = {
  id: "bimi-selector-not-default",
  severity: "hint",
  scope: "domain",
  on: ["bimi"],
  docs: {
    summary: "There is a BIMI selector, but no `default`.",
    why: "Receivers look at `default._bimi` unless a message names another selector: other mail shows no logo.",
    bad: `${WHOLE_ZONE}brand2._bimi 3600 TXT "${BIMI_GOOD}"`,
    good: `${WHOLE_ZONE}${RECORD}`,
    refs: [BIMI_DRAFT],
  },
  check(domain, report) {
    const policyDomain = domainOf(domain.name);
    const [bimi] = domain.own.bimi;
    if (policyDomain === undefined || bimi === undefined || domain.name.startsWith("default.")) return;
    const owner = `default._bimi.${policyDomain}`;
    if (["TXT", "CNAME"].some((type) => domain.lookup(owner, type)?.length !== 0)) return;
    report(
      { record: bimi.record, part: "owner" },
      `Mail that names no selector shows no logo: ${shown(owner)} is missing`,
      {
        title: "Add the same record at `default._bimi`",
        safe: false,
        edits: [insertedText(bimi.record, owner, bimi.node.source.text)],
      },
    );
  },
};

/** BIMI beside what else the zones say. */
export const BIMI_DOMAIN_RULES: readonly DomainRule[] = [bimiDmarcNotEnforced, bimiSelectorNotDefault];

function domainOf(owner: string): string | undefined {
  const labels = labelsOf(owner);
  return labels[1] === "_bimi" ? `${labels.slice(2).join(".")}.` : undefined;
}

function declines(text: string): boolean {
  return /(?:^|;)\s*l\s*=\s*(?:;|$)/.test(text);
}

/** Why a domain's DMARC is not enough for a logo; undefined where it is, or is not known. */
function weakness(name: string, domain: DomainView): string | undefined {
  const { policy } = walkTree(name, domain.lookup);
  switch (policy.kind) {
    case "unknown":
      return undefined;
    case "none":
    case "inert":
      return `${shown(name)} has no DMARC policy`;
    case "policy": {
      const { dmarc } = policy.source;
      if (dmarc.applies !== "policy") return "the DMARC record asks for nothing more than reports";
      if (strengthOf(policy.existing.stated) === 0) return "the DMARC policy is `none`";
      if (dmarc.testing) return "the DMARC policy is in testing (`t=y`)";
      if (dmarc.sp === "none") return "the DMARC policy of subdomains is `none`";
      const percent = dmarc.tags.get("pct")?.value;
      return percent !== undefined && percent !== "100"
        ? `the DMARC policy is for part of the mail only (\`pct=${percent}\`)`
        : undefined;
    }
  }
}
