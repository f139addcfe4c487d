import { isAtOrBelow } from "../../dns/names.ts";
import type { DnsRecord } from "../../dns/record.ts";
import { walkTree } from "../../mail/dmarcPolicy.ts";
import { deliveryOf } from "../../mail/facts.ts";
import { sendingTerms } from "../../mail/habits.ts";
import { MOST_LOOKUPS, MOST_VOIDS } from "../../mail/host/evaluate.ts";
import { targetOf } from "../../mail/resolver.ts";
import { senderOfInclude, senderOfMx } from "../../mail/senders.ts";
import { parseMacroString } from "../../mail/spf/domainSpec.ts";
import type { SpfProblem } from "../../mail/spf.ts";
import { HOLE } from "../../text/mappedText.ts";
import { textSpan } from "../../text/span.ts";
import { shown } from "../mail/edits.ts";
import { MOST_SELECTORS } from "../mail/keys.ts";
import type { DomainRule, DomainView } from "../rule.ts";
import { deleting } from "./edits.ts";
import { voidsOf, voidTerms } from "./lookups.ts";
import { exchangesOf, hasNothing, nameOf, type Policy, placeOf, policyOf } from "./tree.ts";
import { UNGUARDED_ZONE, WHOLE_ZONE } from "./zone.ts";

const GOOGLE = "; dnslens-ignore spf-lookups-lower-bound\n";
const NULL_MX = "RFC 7505 3";

const spfMxNullMx: DomainRule = {
  id: "spf-mx-null-mx",
  severity: "error",
  scope: "domain",
  on: ["spf"],
  docs: {
    summary: "`mx` names a domain that says it receives no mail (null MX).",
    why: "There is no mail exchanger to match: the term matches nobody and costs one of ten lookups.",
    bad: '@ TXT "v=spf1 ip4:192.0.2.1 mx:m.example.com -all"\nm MX 0 .',
    good: '@ TXT "v=spf1 ip4:192.0.2.1 -all"\nm MX 0 .',
    refs: [NULL_MX, "RFC 7208 5.4"],
  },
  check(domain, report) {
    for (const { policy, term, name } of hostTerms(domain, "mx")) {
      const exchanges = exchangesOf(policy, name);
      if (exchanges === undefined || exchanges.some((host) => host !== ".")) continue;
      report(
        placeOf(policy, term),
        `${shown(name)} receives no mail (null MX): this term matches nobody`,
        deleting(policy.spf, term.term.span, isInVain(domain, policy)),
      );
    }
  },
};

const spfAVoid: DomainRule = {
  id: "spf-a-void",
  severity: "warning",
  scope: "domain",
  on: ["spf"],
  docs: {
    summary: "`a` names a host without an address.",
    why: "The term matches nobody, and is one of the two lookups in vain that receivers put up with.",
    bad: `${WHOLE_ZONE}@ 3600 TXT "v=spf1 ip4:192.0.2.1 a:mail.example.com -all"`,
    good: `${WHOLE_ZONE}@ 3600 TXT "v=spf1 ip4:192.0.2.1 -all"`,
    refs: ["RFC 7208 5.3", "RFC 7208 4.6.4"],
  },
  check(domain, report) {
    for (const { policy, term, name } of hostTerms(domain, "a")) {
      if (!hasNothing(policy, name, "a") || voidTerms(policy).length > MOST_VOIDS) continue;
      report(
        placeOf(policy, term),
        `${shown(name)} has no address: this term matches nobody`,
        deleting(policy.spf, term.term.span, isInVain(domain, policy)),
      );
    }
  },
};

const spfMxVoid: DomainRule = {
  id: "spf-mx-void",
  severity: "warning",
  scope: "domain",
  on: ["spf"],
  docs: {
    summary: "`mx` names a domain without MX records.",
    why: "Here the domain's own address is no substitute: the term matches nobody, and is one of the two lookups in vain that receivers put up with.",
    bad: `${WHOLE_ZONE}@ 3600 TXT "v=spf1 ip4:192.0.2.1 mx -all"`,
    good: `${WHOLE_ZONE}@ 3600 TXT "v=spf1 ip4:192.0.2.1 -all"`,
    refs: ["RFC 7208 5.4", "RFC 7208 4.6.4"],
  },
  check(domain, report) {
    for (const { policy, term, name } of hostTerms(domain, "mx")) {
      if (!hasNothing(policy, name, "mx") || voidTerms(policy).length > MOST_VOIDS) continue;
      report(
        placeOf(policy, term),
        `${shown(name)} has no MX records: this term matches nobody`,
        deleting(policy.spf, term.term.span, isInVain(domain, policy)),
      );
    }
  },
};

const spfMxMechanismUnneeded: DomainRule = {
  id: "spf-mx-mechanism-unneeded",
  severity: "hint",
  scope: "domain",
  on: ["spf"],
  tag: "unnecessary",
  docs: {
    summary: "`mx` lists the mail exchangers of a provider whose `include` is there too.",
    why: "The provider's `include` names the hosts that send. Its mail exchangers only receive: `mx` spends lookups on nothing.",
    bad: `${GOOGLE}@ TXT "v=spf1 mx include:_spf.google.com -all"\n@ MX 1 aspmx.l.google.com.`,
    good: `${GOOGLE}@ TXT "v=spf1 include:_spf.google.com -all"\n@ MX 1 aspmx.l.google.com.`,
    refs: ["RFC 7208 5.4"],
  },
  check(domain, report) {
    const terms = hostTerms(domain, "mx");
    const included = new Set<string>();
    for (const { term, target } of terms[0]?.policy.tree.terms ?? []) {
      const sender = term.kind === "include" ? senderOfInclude(target ?? "") : undefined;
      if (sender !== undefined) included.add(sender.provider);
    }
    for (const { policy, term, name } of terms) {
      const exchanges = exchangesOf(policy, name) ?? [];
      const providers = exchanges.map((host) => senderOfMx(host)?.provider);
      if (providers.length === 0 || !providers.every((one) => one !== undefined)) continue;
      const isIncluded = providers.every((one) => included.has(one ?? ""));
      const message = isIncluded
        ? `The mail exchangers are those of ${providers[0]}, whose senders the record includes already`
        : `The mail exchangers are those of ${providers[0]}, which only receive: \`mx\` lists no host that sends`;
      report(placeOf(policy, term), message, deleting(policy.spf, term.term.span, false));
    }
  },
};

const spfMissingForMailName: DomainRule = {
  id: "spf-missing-for-mail-name",
  severity: "warning",
  absence: true,
  scope: "domain",
  on: ["mx"],
  docs: {
    summary: "A name that receives mail has no SPF record.",
    why: "Receivers cannot tell who may send as this domain: forged mail passes as easily as real mail.",
    bad: `${WHOLE_ZONE}@ 3600 MX 10 mx.example.net.`,
    good: `${WHOLE_ZONE}@ 3600 MX 10 mx.example.net.\n@ 3600 TXT "v=spf1 mx -all"`,
    refs: ["RFC 7208 2.3", "RFC 7208 2.4"],
  },
  check(domain, report) {
    if (domain.own.spf.length > 0 || domain.name.startsWith("*.")) return;
    const exchanges = domain.own.records.filter(({ type }) => type === "MX");
    const [first] = exchanges;
    const real = exchanges.some(
      ({ rdata }) => rdata.canonical !== undefined && !/ \.$/.test(rdata.canonical),
    );
    if (first === undefined || !real || domain.lookup(domain.name, "TXT") === undefined) return;
    if (domain.own.records.some(({ type }) => type === "SPF" || type === "CNAME")) return;
    const after = exchanges.at(-1) ?? first;
    const delivery = deliveryOf(domain.name, domain.lookup);
    const keys = domain
      .selectors(domain.name, MOST_SELECTORS)
      .flatMap(({ records }) => records.flatMap(aliasOf));
    const terms = sendingTerms(delivery.kind === "hosts" ? delivery.hosts : [], keys).join(" ");
    const adding = (text: string) => ({
      title: `Add \`${text}\``,
      safe: false,
      edits: [{ kind: "insert" as const, after, new: { owner: domain.name, type: "TXT", rdata: { text } } }],
    });
    report(
      { record: first, part: "record" },
      `${shown(domain.name)} receives mail but has no SPF record: anybody may send as it`,
      adding(`v=spf1 ${terms} -all`),
      adding(`v=spf1 ${terms} ~all`),
    );
  },
};

function aliasOf(record: DnsRecord): readonly string[] {
  const target = record.type === "CNAME" ? targetOf(record) : undefined;
  return target === undefined ? [] : [target];
}

const spfAllSoftfail: DomainRule = {
  id: "spf-all-softfail",
  severity: "info",
  scope: "domain",
  on: ["spf"],
  docs: {
    summary: "The record ends in `~all`, and no DMARC policy asks receivers to act on it.",
    why: "Receivers accept mail from unlisted hosts, at most with a mark. With DMARC at `p=quarantine` or `p=reject` that is all it needs; without, `-all` says more.",
    bad: `${UNGUARDED_ZONE}@ 3600 TXT "v=spf1 ip4:192.0.2.1 ~all"`,
    good: `${WHOLE_ZONE}@ 3600 TXT "v=spf1 ip4:192.0.2.1 ~all"`,
    refs: ["RFC 7208 8.5", "RFC 9989 7.1"],
  },
  check(domain, report) {
    const all = lastAll(domain);
    if (all?.term.qualifier !== "~") return;
    const dmarc = dmarcPolicy(domain);
    if (dmarc === "enforced") return;
    report(
      { record: all.policy.record, text: all.term.span },
      dmarc === "none"
        ? "Receivers accept mail from unlisted hosts, and DMARC does not ask for more"
        : "Receivers accept mail from unlisted hosts, unless a DMARC policy that is not known here asks for more",
      {
        title: "Reject unlisted hosts (`-all`)",
        safe: false,
        edits: [{ record: all.policy.record, at: all.term.span, text: "-all" }],
      },
    );
  },
};

const spfAllHardfailWithDmarc: DomainRule = {
  id: "spf-all-hardfail-with-dmarc",
  severity: "hint",
  scope: "domain",
  on: ["spf"],
  off: true,
  docs: {
    summary: "The record ends in `-all` on a domain with a DMARC policy.",
    why: "Some receivers reject on `-all` before they look at DKIM: mail that DMARC would pass is lost and missing from reports.",
    bad: `${WHOLE_ZONE}@ 3600 TXT "v=spf1 ip4:192.0.2.1 -all"`,
    good: `${WHOLE_ZONE}@ 3600 TXT "v=spf1 ip4:192.0.2.1 ~all"`,
    refs: ["RFC 9989 7.1"],
  },
  check(domain, report) {
    const all = lastAll(domain);
    if (all?.term.qualifier !== "-" || all.policy.tree.terms.length === 1) return;
    if (dmarcPolicy(domain) !== "enforced") return;
    report(
      { record: all.policy.record, text: all.term.span },
      "Some receivers reject on `-all` before DKIM and DMARC are looked at",
    );
  },
};

function lastAll(domain: DomainView) {
  const policy = policyOf(domain);
  const term = policy?.tree.terms.at(-1)?.term;
  return policy === undefined || term?.kind !== "all" ? undefined : { policy, term };
}

/** Whether DMARC makes receivers act on mail of the name that fails (RFC 9989 section 4.10.1); undefined where that is not known. */
function dmarcPolicy({ name, lookup }: DomainView): "enforced" | "none" | undefined {
  const { policy } = walkTree(name, lookup);
  if (policy.kind === "unknown") return undefined;
  return policy.kind === "policy" && policy.existing.applied !== "none" ? "enforced" : "none";
}

const spfExpTargetBad: DomainRule = {
  id: "spf-exp-target-bad",
  severity: "warning",
  scope: "domain",
  on: ["spf"],
  docs: {
    summary: "`exp=` names a text that receivers cannot use.",
    why: "The explanation needs exactly one TXT record in ASCII. Otherwise receivers drop it and show a text of their own.",
    bad: `${WHOLE_ZONE}@ 3600 TXT "v=spf1 ip4:192.0.2.1 -all exp=why.example.com"`,
    good: `${WHOLE_ZONE}@ 3600 TXT "v=spf1 ip4:192.0.2.1 -all exp=why.example.com"\nwhy 3600 TXT "%{i} may not send as %{d}"`,
    refs: ["RFC 7208 6.2"],
  },
  check(domain, report) {
    const policy = policyOf(domain);
    const exp = policy?.spf.terms.find(({ kind }) => kind === "exp");
    if (policy === undefined || exp?.kind !== "exp" || exp.domain?.literal === undefined) return;
    const name = `${exp.domain.literal.toLowerCase().replace(/\.$/, "")}.`;
    const answer = policy.resolve(name, "TXT");
    if (answer.kind === "unknown" || answer.kind === "timeout") return;
    const values = answer.kind === "records" ? answer.values : [];
    const fault = faultOfExplanation(values);
    if (fault === undefined) return;
    const text = "Mail from %{i} is not authorized by %{d}";
    const inserted = {
      kind: "insert" as const,
      after: policy.record,
      new: { owner: name, type: "TXT", rdata: { text } },
    };
    const create = { title: `Add an explanation at \`${name}\``, safe: false, edits: [inserted] };
    report(
      { record: policy.record, text: textSpan(exp.span.start, exp.span.end) },
      `${shown(name)} ${fault}: receivers drop the explanation`,
      ...(values.length === 0 && isAtOrBelow(name, domain.apex) ? [create] : []),
    );
  },
};

function faultOfExplanation(values: readonly string[]): string | undefined {
  const [text] = values;
  if (text === undefined) return "has no TXT record";
  if (values.length > 1) return `has ${values.length} TXT records instead of one`;
  if (text.includes(HOLE)) return undefined;
  if (/[^\x00-\x7f]/.test(text)) return "is not ASCII";
  const problems: SpfProblem[] = [];
  parseMacroString(text, 0, text.length, problems);
  // c, r and t are at home in explanations (RFC 7208 section 7.2).
  const bad = problems.find(({ kind }) => kind !== "macro-exp-only");
  return bad && `has a bad macro (\`${text.slice(bad.span.start, bad.span.end)}\`)`;
}

/** SPF and what else the zones say about mail. */
export const SPF_MAIL_NAME_RULES: readonly DomainRule[] = [
  spfMxNullMx,
  spfAVoid,
  spfMxVoid,
  spfMxMechanismUnneeded,
  spfMissingForMailName,
  spfAllSoftfail,
  spfAllHardfailWithDmarc,
  spfExpTargetBad,
];

/** Whether a term that matches nobody changes no result: receivers stop neither here nor, maybe, in a record that includes this one. */
function isInVain({ name, isMentioned }: DomainView, policy: Policy): boolean {
  const isWithin =
    policy.tree.lookups.count <= MOST_LOOKUPS &&
    ([4, 6] as const).every((family) => voidsOf(policy, family).length <= MOST_VOIDS);
  return isWithin && !isMentioned("spf", name) && !isMentioned("spf", "%");
}

/** The `a` or `mx` terms of the name's own record whose target is the same for every message. */
function hostTerms(domain: DomainView, kind: "a" | "mx") {
  const policy: Policy | undefined = policyOf(domain);
  if (policy === undefined) return [];
  return policy.tree.terms.flatMap((term) => {
    const name = term.term.kind === kind ? nameOf(term) : undefined;
    return name === undefined ? [] : [{ policy, term, name }];
  });
}
