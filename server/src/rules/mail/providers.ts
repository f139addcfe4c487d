import { labelsOf } from "../../dns/names.ts";
import type { PolicyTerm } from "../../mail/authorize/tree.ts";
import { sendsNothing } from "../../mail/facts.ts";
import { HABITS, includesOf, isSameService, letsChooseSelector, signingOf } from "../../mail/habits.ts";
import { targetOf } from "../../mail/resolver.ts";
import { senderOfDkimTarget, senderOfMx, senderOfSelector } from "../../mail/senders.ts";
import { textSpan } from "../../text/span.ts";
import type { DomainRule, NameView, Rule, SpfRule } from "../rule.ts";
import { isSound, reachedTerms, shortened, withoutTerm, wordAt } from "../spf/edits.ts";
import { eachNode, exchangesOf, type Policy, placeOf, policyOf } from "../spf/tree.ts";
import { UNSIGNED_ZONE, WHOLE_ZONE } from "../spf/zone.ts";
import { shown } from "./edits.ts";
import { signingSelectors } from "./keys.ts";

// That a record is included from elsewhere is a hint of its own.
const ASIDE = "; dnslens-ignore spf-lookups-lower-bound\n";
const GOOGLE_KEY = "google._domainkey 3600 CNAME google.dkim.example.net.\n";

const providerSpfWithoutDkim: DomainRule = {
  id: "provider-spf-without-dkim",
  severity: "info",
  scope: "domain",
  on: ["spf"],
  docs: {
    summary: "A service may send as the domain, but none of its DKIM keys is published.",
    why: "What it sends passes SPF only, and that breaks when mail is forwarded. The service's setup pages name the records for DKIM.",
    bad: `${WHOLE_ZONE}${ASIDE}@ 3600 TXT "v=spf1 include:_spf.google.com -all"`,
    good: `${UNSIGNED_ZONE}${GOOGLE_KEY}${ASIDE}@ 3600 TXT "v=spf1 include:_spf.google.com -all"`,
    refs: ["RFC 9989 8"],
  },
  check(domain, report) {
    const policy = policyOf(domain);
    const selectors = signingSelectors(domain);
    if (policy === undefined || selectors === undefined) return;
    const told = new Set<string>();
    for (const part of policy.tree.terms) {
      const { sender } = part;
      if (part.term.kind !== "include" || sender === undefined || told.has(sender.provider)) continue;
      const names = signingOf(sender.provider);
      if (names.length === 0 || selectors.some((view) => signsFor(view, sender.provider))) continue;
      told.add(sender.provider);
      report(
        placeOf(policy, part),
        `${sender.shown} may send, but no DKIM key of it is here (usually ${names.slice(0, 3).join(", ")})`,
      );
    }
  },
};

const providerSpfUnneeded: SpfRule = {
  id: "provider-spf-unneeded",
  severity: "hint",
  tag: "unnecessary",
  scope: "spf",
  docs: {
    summary: "The record includes a service that sends with a return path of its own.",
    why: "SPF is checked for the return path. Mail of this service has the service's own there, or a subdomain set up for it: the `include` only spends lookups.",
    bad: `${ASIDE}@ TXT "v=spf1 mx include:spf.mtasv.net include:_spf.example.net -all"`,
    good: '@ TXT "v=spf1 mx -all"',
    refs: ["RFC 7208 2.4"],
  },
  check(spf, report) {
    if (!isSound(spf)) return;
    for (const term of reachedTerms(spf)) {
      if (term.kind !== "include" || term.domain?.literal === undefined) continue;
      const habit = HABITS.find(
        ({ include }) => include === term.domain?.literal?.toLowerCase().replace(/\.$/, ""),
      );
      if (habit === undefined) continue;
      report(term.span, `${habit.provider} sends with its own return path: this term only spends lookups`, {
        title: `Delete \`${shortened(wordAt(spf, term.span))}\``,
        safe: false,
        edits: [withoutTerm(spf, term.span)],
      });
    }
  },
};

const providerMxWithoutSpf: DomainRule = {
  id: "provider-mx-without-spf",
  severity: "warning",
  scope: "domain",
  on: ["spf"],
  docs: {
    summary: "A mailbox provider takes the domain's mail, but may not send for it.",
    why: "What people write at that provider fails SPF at the receivers.",
    bad: '@ MX 1 aspmx.l.google.com.\n@ TXT "v=spf1 ip4:192.0.2.1 -all"',
    good: `@ MX 1 aspmx.l.google.com.\n${ASIDE}@ TXT "v=spf1 ip4:192.0.2.1 include:_spf.google.com -all"`,
    refs: ["RFC 7208 2.4"],
  },
  check(domain, report) {
    const policy = policyOf(domain);
    if (policy === undefined || sendsNothing(domain.name, domain.lookup) || mayIncludeMore(policy)) return;
    const exchanges = exchangesOf(policy, domain.name) ?? [];
    const provider = exchanges.map((host) => senderOfMx(host)).find((one) => one !== undefined);
    if (provider === undefined) return;
    const includes = includesOf(provider.provider);
    const [include] = includes;
    if (include === undefined || isIncluded(policy, provider.provider)) return;
    const mx = domain.own.records.find(({ type }) => type === "MX");
    const at = endSpan(policy);
    report(
      { record: policy.record, text: at },
      `${provider.shown} takes the mail of ${shown(domain.name)}, but may not send for it: what people write there fails SPF`,
      ...(mx === undefined
        ? []
        : [{ place: { record: mx, part: "rdata" as const }, message: `Mail goes to ${provider.shown}` }]),
      {
        title: `Add \`include:${include}\``,
        safe: false,
        edits: [{ record: policy.record, at: textSpan(at.start, at.start), text: `include:${include} ` }],
      },
    );
  },
};

/** Known services, and what a domain publishes for them. */
export const PROVIDER_RULES: readonly Rule[] = [
  providerSpfWithoutDkim,
  providerSpfUnneeded,
  providerMxWithoutSpf,
];

/** Whether a key is the service's, as far as that can be told, or may be. */
function signsFor({ owner, records }: NameView, provider: string): boolean {
  const named = senderOfSelector(labelsOf(owner)[0] ?? "");
  const isKey = records.some(({ type }) => type === "TXT");
  if (named === undefined && isKey && letsChooseSelector(provider)) return true;
  const found = [named];
  for (const record of records) {
    const target = record.type === "CNAME" ? targetOf(record) : undefined;
    if (target !== undefined) found.push(senderOfDkimTarget(target));
  }
  return found.some((sender) => sender !== undefined && isSameService(sender.provider, provider));
}

function isIncluded(policy: Policy, provider: string): boolean {
  let found = false;
  eachNode(policy.tree, ({ terms }) => {
    if (terms.some(({ sender }) => sender !== undefined && isSameService(sender.provider, provider)))
      found = true;
  });
  return found;
}

// What a record elsewhere includes is not known: it may be the provider.
function mayIncludeMore(policy: Policy): boolean {
  let more = false;
  eachNode(policy.tree, ({ terms }) => {
    if (terms.some(isUnknownReference)) more = true;
  });
  return more;
}

function isUnknownReference({ term, child, sender }: PolicyTerm): boolean {
  if (term.kind === "unknown" || term.kind === "exists") return true;
  if (term.kind !== "include" && term.kind !== "redirect") return false;
  return sender === undefined && (child === undefined || child.status === "unknown");
}

// In front of `all`; where there is none, behind the last mechanism is in front of nothing.
function endSpan({ spf }: Policy) {
  const all = spf.terms.find(({ kind }) => kind === "all" || kind === "redirect");
  const last = spf.terms.at(-1)?.span ?? spf.version.span;
  return all?.span ?? last;
}
