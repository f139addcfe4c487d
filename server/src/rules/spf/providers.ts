import { LONGEST_CHAIN } from "../../mail/resolver.ts";
import { RETIRED_INCLUDES } from "../../mail/senders/retired.ts";
import type { DomainRule, DomainView, SpfRule } from "../rule.ts";
import { isSound, writing } from "./edits.ts";
import { HELPER_NAME, OTHERS_OWNERS, publishedSpf } from "./names.ts";

const RETIRED = new Map(RETIRED_INCLUDES.map((entry) => [entry.target, entry]));

/** Whether a service has given up the record at an absolute name. */
export function isRetired(name: string): boolean {
  return RETIRED.has(name.slice(0, -1));
}

const spfIncludeDeadProvider: SpfRule = {
  id: "spf-include-dead-provider",
  severity: "warning",
  scope: "spf",
  tag: "deprecated",
  docs: {
    summary: "The record includes a name that its service has given up or renamed.",
    why: "The service announced another name. The old one may vanish, and then receivers discard the whole record (permerror); until then it may miss senders.",
    bad: '@ TXT "v=spf1 include:spf.sendinblue.com -all"',
    good: '; dnslens-ignore spf-lookups-lower-bound\n@ TXT "v=spf1 include:spf.brevo.com -all"',
    refs: ["RFC 7208 5.2"],
  },
  check(spf, report) {
    if (!isSound(spf)) return;
    for (const term of spf.terms) {
      if (term.kind !== "include" && term.kind !== "redirect") continue;
      const name = term.domain?.literal?.toLowerCase().replace(/\.$/, "");
      const retired = name === undefined ? undefined : RETIRED.get(name);
      if (retired === undefined || term.domain === undefined) continue;
      report(
        term.domain.span,
        `${retired.provider}: the name to use is \`${retired.successor}\``,
        writing(retired.successor, term.domain.span, false),
      );
    }
  },
};

const spfOrphanUnderscoreRecord: DomainRule = {
  id: "spf-orphan-underscore-record",
  severity: "hint",
  scope: "domain",
  on: ["spf"],
  tag: "unnecessary",
  docs: {
    summary: "No record includes this part of an SPF policy.",
    why: "A record at such a name counts only where another one includes or redirects to it. In these files none does: it may be left over, or the `include` was forgotten.",
    bad: '_spf2 TXT "v=spf1 ip4:198.51.100.1 -all"',
    good: '@ TXT "v=spf1 include:_spf2.example.com -all"\n_spf2 TXT "v=spf1 ip4:198.51.100.1"',
    refs: ["RFC 7208 5.2"],
  },
  check(domain, report) {
    if (!HELPER_NAME.test(domain.name) || OTHERS_OWNERS.test(domain.name)) return;
    const [spf] = publishedSpf(domain.own);
    // Whoever has an address or receives mail may send under this very name.
    if (spf === undefined || domain.own.records.some(({ type }) => type !== "TXT")) return;
    if (isReferred(domain, domain.name, new Set()) || domain.isMentioned("spf", "%")) return;
    report(
      { record: spf.record, part: "owner" },
      "Nothing in these files includes or redirects to this record, so that it counts for nobody",
    );
  },
};

/** Whether a term names it, or an alias of it: receivers follow CNAMEs (RFC 1034 section 3.6.2). */
function isReferred(domain: DomainView, name: string, seen: Set<string>): boolean {
  if (seen.has(name) || seen.size > LONGEST_CHAIN) return false;
  seen.add(name);
  if (domain.isMentioned("spf", name)) return true;
  return domain.mentioning("cname", name).some((alias) => isReferred(domain, alias, seen));
}

/** What includes lead to elsewhere, and what nothing leads to. */
export const SPF_PROVIDER_RULES: readonly (SpfRule | DomainRule)[] = [
  spfIncludeDeadProvider,
  spfOrphanUnderscoreRecord,
];
