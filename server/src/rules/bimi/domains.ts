import { labelsOf } from "../../dns/names.ts";
import { logoObstacle } from "../../mail/bimiPolicy.ts";
import { isStranger } from "../../mail/classify.ts";
import { insertedText, shown } from "../mail/edits.ts";
import type { DomainRule } from "../rule.ts";
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
    const why = logoObstacle(policyDomain, domain.lookup);
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
    const bimi = domain.own.bimi.find(({ node }) => !isStranger("bimi", node.source));
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
