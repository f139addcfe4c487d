import type { PolicyNode, PolicyTerm } from "../../mail/authorize/tree.ts";
import { keptForLast } from "../../mail/kept.ts";
import type { DomainRule, DomainView } from "../rule.ts";
import { deleting } from "./edits.ts";
import { eachNode, nameOf, type Policy, placeIn, placeOf, policyOf } from "./tree.ts";
import { WHOLE_ZONE } from "./zone.ts";

const INCLUDE = "RFC 7208 5.2";
const PERMERROR = "receivers answer permerror for the whole record";

const spfIncludeNone: DomainRule = {
  id: "spf-include-none",
  severity: "error",
  scope: "domain",
  on: ["spf"],
  docs: {
    summary: "`include` or `redirect` names a domain without an SPF record.",
    why: "Receivers answer permerror as soon as they get there: senders listed behind it fail.",
    bad: `${WHOLE_ZONE}@ 3600 TXT "v=spf1 include:_spf.example.com -all"`,
    good: `${WHOLE_ZONE}@ 3600 TXT "v=spf1 include:_spf.example.com -all"\n_spf 3600 TXT "v=spf1 ip4:192.0.2.1"`,
    refs: [INCLUDE, "RFC 7208 6.1"],
  },
  check(domain, report) {
    for (const { policy, term, child } of references(domain)) {
      if (child?.status !== "none" || isHost(policy, term)) continue;
      const message = `${term.target} has no SPF record: ${PERMERROR}`;
      report(placeOf(policy, term), message, deleting(policy.spf, term.term.span, false));
    }
  },
};

const spfIncludeOwnerConfusion: DomainRule = {
  id: "spf-include-owner-confusion",
  severity: "error",
  scope: "domain",
  on: ["spf"],
  docs: {
    summary: "`include` names a mail host, where `a` was meant.",
    why: "`include` needs a domain with an SPF record of its own. Without one receivers answer permerror.",
    bad: `${WHOLE_ZONE}@ 3600 TXT "v=spf1 include:mail.example.com -all"\nmail 3600 A 192.0.2.1`,
    good: `${WHOLE_ZONE}@ 3600 TXT "v=spf1 ip4:192.0.2.1 -all"\nmail 3600 A 192.0.2.1`,
    refs: [INCLUDE, "RFC 7208 5.3"],
  },
  check(domain, report) {
    for (const { policy, term, child } of references(domain)) {
      if (child?.status !== "none" || !isHost(policy, term)) continue;
      const name = nameOf(term) ?? "";
      const kind =
        policy.resolve(name, "A").kind === "records" || policy.resolve(name, "AAAA").kind === "records"
          ? "a"
          : "mx";
      report(placeOf(policy, term), `${term.target} is a host without an SPF record: ${PERMERROR}`, {
        title: `Write \`${kind}:\``,
        safe: false,
        edits: [{ record: policy.record, at: term.term.name, text: kind }],
      });
    }
  },
};

/** An include of a name that has hosts, but no SPF record. */
function isHost(policy: Policy, term: PolicyTerm): boolean {
  const name = nameOf(term);
  if (name === undefined || term.term.kind !== "include") return false;
  return (["A", "AAAA", "MX"] as const).some((type) => policy.resolve(name, type).kind === "records");
}

const spfIncludePermerror: DomainRule = {
  id: "spf-include-permerror",
  severity: "error",
  scope: "domain",
  on: ["spf"],
  docs: {
    summary: "An included record is itself broken.",
    why: "Its permerror becomes that of the record that includes it: receivers discard both.",
    bad: `@ TXT "v=spf1 include:_spf.example.com -all"\n; dnslens-ignore spf-unknown-mechanism\n_spf TXT "v=spf1 foo:bar -all"`,
    good: '@ TXT "v=spf1 include:_spf.example.com -all"\n_spf TXT "v=spf1 ip4:192.0.2.1"',
    refs: [INCLUDE],
  },
  check(domain, report) {
    for (const { policy, term, child } of references(domain)) {
      const cause = child === undefined ? undefined : brokenBelow(child, policy.tree);
      if (cause === undefined) continue;
      const message = `The SPF record of ${cause.domain} is broken: ${PERMERROR}`;
      if (cause.record === undefined) report(placeOf(policy, term), message);
      else {
        const place = { record: cause.record, part: "rdata" } as const;
        report(placeOf(policy, term), message, { place, message: "This record is broken" });
      }
    }
  },
};

/** The record below that makes every evaluation that comes to it a permerror. */
function brokenBelow(child: PolicyNode, own: PolicyNode): PolicyNode | undefined {
  let cause: PolicyNode | undefined;
  eachNode(child, (node) => {
    if (cause === undefined && node !== own && (node.status === "multiple" || node.spf?.permerror === true))
      cause = node;
  });
  return cause;
}

const spfIncludeSelf: DomainRule = {
  id: "spf-include-self",
  severity: "error",
  scope: "domain",
  on: ["spf"],
  docs: {
    summary: "A record includes itself.",
    why: "Receivers go round until they have looked up ten names, and answer permerror.",
    bad: '@ TXT "v=spf1 ip4:192.0.2.1 include:example.com -all"',
    good: '@ TXT "v=spf1 ip4:192.0.2.1 -all"',
    refs: ["RFC 7208 4.6.4"],
  },
  check(domain, report) {
    for (const { policy, term } of references(domain)) {
      if (nameOf(term) !== policy.name) continue;
      report(
        placeOf(policy, term),
        `The record names itself: ${PERMERROR}`,
        deleting(policy.spf, term.term.span, false),
      );
    }
  },
};

const spfIncludeLoop: DomainRule = {
  id: "spf-include-loop",
  severity: "error",
  scope: "domain",
  on: ["spf"],
  docs: {
    summary: "Records include each other in a circle.",
    why: "Receivers go round until they have looked up ten names, and answer permerror.",
    bad: '@ TXT "v=spf1 include:_spf.example.com -all"\n; dnslens-ignore spf-include-loop\n_spf TXT "v=spf1 include:example.com -all"',
    good: '@ TXT "v=spf1 include:_spf.example.com -all"\n_spf TXT "v=spf1 ip4:192.0.2.1"',
    refs: ["RFC 7208 4.6.4"],
  },
  check(domain, report) {
    for (const { policy, term, child } of references(domain)) {
      if (child === undefined) continue;
      const back = wayBack(child, policy.name);
      if (back === undefined) continue;
      const place = placeIn(back.node, back.term);
      report(
        placeOf(policy, term),
        `${term.target} leads back to this record: ${PERMERROR}`,
        deleting(policy.spf, term.term.span, false),
        ...(place === undefined ? [] : [{ place, message: "The circle closes here" }]),
      );
    }
  },
};

function wayBack(from: PolicyNode, name: string) {
  let found: { readonly node: PolicyNode; readonly term: PolicyTerm } | undefined;
  eachNode(from, (node) => {
    for (const term of node.terms) {
      const refers = term.term.kind === "include" || term.term.kind === "redirect";
      if (found === undefined && refers && nameOf(term) === name) found = { node, term };
    }
  });
  return found;
}

const spfIncludePlusAll: DomainRule = {
  id: "spf-include-plus-all",
  severity: "error",
  scope: "domain",
  on: ["spf"],
  docs: {
    summary: "An included record lets everybody send.",
    why: "The `include` matches every sender: whoever sends as this domain passes SPF.",
    bad: '@ TXT "v=spf1 include:_spf.example.com -all"\n; dnslens-ignore spf-all-plus\n_spf TXT "v=spf1 +all"',
    good: '@ TXT "v=spf1 include:_spf.example.com -all"\n_spf TXT "v=spf1 ip4:192.0.2.1"',
    refs: ["RFC 7208 5.1", INCLUDE],
  },
  check(domain, report) {
    for (const { policy, term, child } of references(domain)) {
      if (child === undefined || ("qualifier" in term.term && term.term.qualifier !== "+")) continue;
      const open = passesAll(child, new Set());
      if (open === undefined) continue;
      const place = open.record === undefined ? undefined : ({ record: open.record, part: "rdata" } as const);
      report(
        placeOf(policy, term),
        `${open.domain} ends in \`+all\`: every host on the Internet may send as this domain`,
        deleting(policy.spf, term.term.span, false),
        ...(place === undefined ? [] : [{ place, message: "The record that lets everybody send" }]),
      );
    }
  },
};

/** The record that makes every sender pass at this node: its own `+all`, or that of what it includes or redirects to. */
function passesAll(node: PolicyNode, seen: Set<PolicyNode>): PolicyNode | undefined {
  if (seen.has(node) || node.spf?.permerror === true) return undefined;
  seen.add(node);
  for (const { term, child } of node.terms) {
    const passes = "qualifier" in term ? term.qualifier === "+" : term.kind === "redirect";
    if (!passes) continue;
    if (term.kind === "all") return node;
    const below = child === undefined ? undefined : passesAll(child, seen);
    if (below !== undefined) return below;
  }
  return undefined;
}

const spfIncludeNeutralAll: DomainRule = {
  id: "spf-include-neutral-all",
  severity: "info",
  scope: "domain",
  on: ["spf"],
  docs: {
    summary: "The `all` at the end of an included record has no effect.",
    why: "Only what passes in an included record counts; its `all` does not. Unlisted hosts get what this record's own `all` says.",
    bad: '@ TXT "v=spf1 include:_spf.example.com -all"\n_spf TXT "v=spf1 ip4:192.0.2.1 -all"',
    good: '@ TXT "v=spf1 redirect=_spf.example.com"\n_spf TXT "v=spf1 ip4:192.0.2.1 -all"',
    refs: [INCLUDE],
  },
  check(domain, report) {
    let own: string | undefined;
    for (const { policy, term, child } of references(domain)) {
      own ??= allOf(policy.tree);
      const theirs = child === undefined ? undefined : allOf(child);
      if (term.term.kind !== "include" || own === undefined || theirs === undefined) continue;
      const isSound = child?.spf?.permerror === false && wayBack(child, policy.name) === undefined;
      if (theirs === "+" || !isSound) continue;
      report(
        placeOf(policy, term),
        `The \`${theirs}all\` of ${term.target} has no effect here: unlisted hosts get \`${own}all\``,
      );
    }
  },
};

function allOf(node: PolicyNode): string | undefined {
  const last = node.terms.at(-1)?.term;
  return last?.kind === "all" ? last.qualifier : undefined;
}

/** What a record's `include` and `redirect` lead to. */
export const SPF_INCLUDE_RULES: readonly DomainRule[] = [
  spfIncludeNone,
  spfIncludeOwnerConfusion,
  spfIncludePermerror,
  spfIncludeSelf,
  spfIncludeLoop,
  spfIncludePlusAll,
  spfIncludeNeutralAll,
];

interface Reference {
  readonly policy: Policy;
  readonly term: PolicyTerm;
  readonly child: PolicyNode | undefined;
}

const NONE: readonly Reference[] = [];
/** Receivers follow ten at most; `spf-too-many-lookups` speaks of the others. */
const MOST_REFERENCES = 50;

/** The includes and the redirect of the name's own record, as far as receivers may follow them. */
function references(domain: DomainView): readonly Reference[] {
  return keptReferences(domain);
}

const keptReferences = keptForLast(readReferences);

function readReferences(domain: DomainView): readonly Reference[] {
  const policy = policyOf(domain);
  if (policy === undefined) return NONE;
  const found: Reference[] = [];
  for (const term of policy.tree.terms) {
    const { kind } = term.term;
    if (kind !== "include" && kind !== "redirect") continue;
    found.push({ policy, term, child: term.child });
    if (found.length === MOST_REFERENCES) break;
  }
  return found;
}
