import type { PolicyNode, PolicyTerm } from "../../mail/authorize/tree.ts";
import { hostsOf, MOST_HOSTS } from "../../mail/host/addresses.ts";
import { MOST_LOOKUPS, MOST_VOIDS } from "../../mail/host/evaluate.ts";
import { keptForLast } from "../../mail/kept.ts";
import { networksOf } from "../../mail/networks/text.ts";
import type { DomainRule, Related } from "../rule.ts";
import { isPlaceholder } from "./advice.ts";
import { deleting, isSound, wordAt, writing } from "./edits.ts";
import { isRetired } from "./providers.ts";
import { eachNode, exchangesOf, isVoid, nameOf, type Policy, placeIn, placeOf, policyOf } from "./tree.ts";
import { WHOLE_ZONE } from "./zone.ts";

const LIMIT = "RFC 7208 4.6.4";
const NEAR = 9;

const GOOD = '@ TXT "v=spf1 ip4:192.0.2.0/24 -all"';

const spfTooManyLookups: DomainRule = {
  id: "spf-too-many-lookups",
  severity: "error",
  scope: "domain",
  on: ["spf"],
  docs: {
    summary: "A check needs more than 10 DNS lookups.",
    why: "Receivers stop at 10 and answer permerror: senders listed behind the tenth lookup fail. `include`, `a`, `mx`, `ptr`, `exists` and `redirect` count, in included records too.",
    bad: `@ TXT "v=spf1 ${hosts(11)} -all"`,
    good: GOOD,
    refs: [LIMIT],
  },
  check(domain, report) {
    const policy = policyOf(domain);
    if (policy === undefined || policy.tree.lookups.count <= MOST_LOOKUPS) return;
    const eleventh = termAt(policy.tree, MOST_LOOKUPS + 1);
    const [own] = eleventh;
    const last = eleventh.at(-1);
    if (own === undefined || last === undefined) return;
    const { count, exact } = policy.tree.lookups;
    const place = last === own ? undefined : placeIn(last.node, last.term);
    report(
      placeOf(policy, own.term),
      `${exact ? "" : "At least "}${count} DNS lookups; receivers stop at ${MOST_LOOKUPS} and answer permerror to senders listed from \`${last.term.text}\` on`,
      ...(place === undefined ? [] : [{ place, message: "The eleventh lookup" }]),
    );
  },
};

interface Step {
  readonly node: PolicyNode;
  readonly term: PolicyTerm;
}

/** The way to the term that makes the `nth` lookup, from the node's own term down. */
function termAt(node: PolicyNode, nth: number): readonly Step[] {
  const way: Step[] = [];
  let at: PolicyNode | undefined = node;
  let left = nth;
  while (at !== undefined && way.length < 40) {
    let next: PolicyNode | undefined;
    for (const term of at.terms) {
      const { count } = term.lookups;
      if (left > count) {
        left -= count;
        continue;
      }
      way.push({ node: at, term });
      const own = ownCost(term);
      if (left > own) {
        left -= own;
        next = term.child;
      }
      break;
    }
    at = next;
  }
  return way;
}

const spfLookupsNearLimit: DomainRule = {
  id: "spf-lookups-near-limit",
  severity: "info",
  scope: "domain",
  on: ["spf"],
  docs: {
    summary: "A check needs 9 or 10 DNS lookups.",
    why: "Receivers stop at 10. One more term, or a change in a record that is included, and mail fails.",
    bad: `@ TXT "v=spf1 ${hosts(9)} -all"`,
    good: GOOD,
    refs: [LIMIT],
  },
  check(domain, report) {
    const policy = policyOf(domain);
    if (policy === undefined) return;
    const { count, exact } = policy.tree.lookups;
    if (count < NEAR || count > MOST_LOOKUPS) return;
    const [own] = termAt(policy.tree, count);
    if (own === undefined) return;
    report(
      placeOf(policy, own.term),
      `${exact ? "" : "At least "}${count} DNS lookups of the ${MOST_LOOKUPS} that receivers allow`,
    );
  },
};

const spfLookupsLowerBound: DomainRule = {
  id: "spf-lookups-lower-bound",
  severity: "hint",
  scope: "domain",
  on: ["spf"],
  docs: {
    summary:
      "How many lookups a check needs is not known: a record that is included stands outside the workspace.",
    why: `Receivers stop at ${MOST_LOOKUPS} lookups. Those of the included record count too, and are not known offline: the number shown is the least.`,
    bad: '@ TXT "v=spf1 include:_spf.example.net -all"',
    good: '@ TXT "v=spf1 ip4:192.0.2.1 -all"',
    refs: [LIMIT],
  },
  check(domain, report) {
    const policy = policyOf(domain);
    if (policy === undefined) return;
    const { count, exact } = policy.tree.lookups;
    if (exact || count >= NEAR) return;
    const open = policy.tree.terms.find((term) => !term.lookups.exact && leadsOutside(policy, term));
    if (open === undefined) return;
    report(
      placeOf(policy, open),
      `At least ${count} DNS lookups of ${MOST_LOOKUPS}; what this needs is not known here`,
    );
  },
};

/** Whether a record that is not at hand counts, by a name that may well have one. */
function leadsOutside(policy: Policy, term: PolicyTerm): boolean {
  let found = false;
  const look = (one: PolicyTerm) => {
    const name = nameOf(one);
    const refers = one.term.kind === "include" || one.term.kind === "redirect";
    if (!refers || name === undefined || isRetired(name) || isPlaceholder(name, policy.name)) return;
    if (policy.resolve(name, "TXT").kind === "unknown") found = true;
  };
  look(term);
  if (term.child !== undefined) eachNode(term.child, (node) => node.terms.forEach(look));
  return found;
}

const spfTooManyVoid: DomainRule = {
  id: "spf-too-many-void",
  severity: "error",
  scope: "domain",
  on: ["spf"],
  docs: {
    summary: "More than two terms look up names that do not exist.",
    why: "Receivers stop at the third lookup in vain and answer permerror: senders listed behind it fail.",
    bad: `${WHOLE_ZONE}@ TXT "v=spf1 a:x1.example.com a:x2.example.com a:x3.example.com -all"`,
    good: `${WHOLE_ZONE}@ TXT "v=spf1 ip4:192.0.2.1 -all"`,
    refs: [LIMIT],
  },
  check(domain, report) {
    const policy = policyOf(domain);
    if (policy === undefined) return;
    const voids = voidTerms(policy);
    const [, , third] = voids;
    if (third === undefined) return;
    const own = voids.filter(({ node }) => node === policy.tree);
    // Counted once for each time that receivers come by.
    const before = new Set(voids.slice(0, MOST_VOIDS).map(({ term }) => term));
    before.delete(third.term);
    const related: Related[] = voids.slice(0, MOST_VOIDS).flatMap(({ node, term }) => {
      const place = before.delete(term) ? placeIn(node, term) : undefined;
      return place === undefined ? [] : [{ place, message: "In vain too" }];
    });
    const fix = {
      title: "Delete the terms that find nothing",
      safe: false,
      // The third may stand in another record than the ones that can be mended here.
      edits: own.flatMap(({ term }) =>
        deleting(policy.spf, term.term.span, false).edits.map((edit) => ({ ...edit, record: policy.record })),
      ),
    };
    report(
      placeIn(third.node, third.term) ?? placeOf(policy, third.term),
      `${voids.length} lookups in vain${inCheckOf(policy, third)}; receivers stop at the third and answer permerror`,
      ...(own.length > 0 && voids.length - own.length <= MOST_VOIDS ? [fix] : []),
      ...related,
    );
  },
};

/** Of a term in another record: whose check comes by it. */
function inCheckOf(policy: Policy, { node }: Step): string {
  return node === policy.tree ? "" : ` in a check of ${policy.name.slice(0, -1)}`;
}

/** The lookups in vain for clients of either family, as receivers come by them. */
export function voidTerms(policy: Policy): readonly Step[] {
  return keptVoids(policy);
}

const keptVoids = keptForLast((policy: Policy) =>
  stepsWhere(policy.tree, (term) => isVoid(policy, term, 4) && isVoid(policy, term, 6)),
);

/** The terms of a kind on the longest way, as often as they are evaluated, up to the lookup at which receivers stop. */
function stepsWhere(tree: PolicyNode, isMeant: (term: PolicyTerm) => boolean): readonly Step[] {
  const found: Step[] = [];
  let left = MOST_LOOKUPS;
  const visit = (node: PolicyNode) => {
    for (const term of node.terms) {
      left -= ownCost(term);
      if (left < 0) return;
      if (isMeant(term)) found.push({ node, term });
      if (term.child !== undefined) visit(term.child);
    }
  };
  visit(tree);
  return found;
}

/** What the term itself costs, without what it includes. */
function ownCost({ lookups, child }: PolicyTerm): number {
  return lookups.count - (child?.lookups.count ?? 0);
}

const spfVoidIpv6Only: DomainRule = {
  id: "spf-void-ipv6-only",
  severity: "info",
  scope: "domain",
  on: ["spf"],
  docs: {
    summary: "More than two terms name hosts of one address family alone.",
    why: "A client of the other family makes receivers look up an address that is not there. At the third such lookup they answer permerror, also to IPv6 senders that the record lists further on.",
    bad: `${WHOLE_ZONE}@ 3600 TXT "v=spf1 a:x1.example.com a:x2.example.com a:x3.example.com -all"\nx1 3600 A 192.0.2.1\nx2 3600 A 192.0.2.2\nx3 3600 A 192.0.2.3`,
    good: `${WHOLE_ZONE}@ 3600 TXT "v=spf1 ip4:192.0.2.1 ip4:192.0.2.9 ip4:192.0.2.17 -all"`,
    refs: [LIMIT, "RFC 7208 5"],
  },
  check(domain, report) {
    const policy = policyOf(domain);
    if (policy === undefined) return;
    for (const family of [6, 4] as const) {
      const other = family === 6 ? 4 : 6;
      const hosts = hostsWithout(policy, family);
      // Those that find nothing for anybody count too; three of them have a rule of their own.
      const both = hosts.length === 0 ? [] : voidTerms(policy);
      const terms = both.length === 0 ? hosts : voidsOf(policy, family);
      const third = terms[MOST_VOIDS];
      if (third === undefined || both.length > MOST_VOIDS) continue;
      const edits = terms.flatMap(({ node, term }) => {
        const isHost = both.every((one) => one.term !== term);
        const text = isHost && node === policy.tree ? literalOf(policy, term) : undefined;
        return text === undefined ? [] : [{ at: term.term.span, text }];
      });
      const fix = { title: `Write \`ip${other}:\` for them`, safe: false, edits };
      report(
        placeIn(third.node, third.term) ?? placeOf(policy, third.term),
        `${terms.length} ${both.length === 0 ? "hosts have" : "lookups find"} no IPv${family} address${inCheckOf(policy, third)}: receivers answer permerror to senders on IPv${family}`,
        ...(edits.length === terms.length ? [fix] : []),
      );
      return;
    }
  },
};

/** The lookups in vain for clients of one family. */
export function voidsOf(policy: Policy, family: 4 | 6): readonly Step[] {
  return stepsWhere(policy.tree, (term) => isVoid(policy, term, family));
}

/** The `a` and `mx` terms whose hosts have addresses of the other family only. */
function hostsWithout(policy: Policy, family: 4 | 6): readonly Step[] {
  return voidsOf(policy, family).filter(
    ({ term }) =>
      (term.term.kind === "a" || term.term.kind === "mx") && !isVoid(policy, term, family === 6 ? 4 : 6),
  );
}

const spfMxOver10: DomainRule = {
  id: "spf-mx-over-10",
  severity: "error",
  scope: "domain",
  on: ["spf"],
  docs: {
    summary: "`mx` names a domain with more than 10 MX records.",
    why: "Receivers look up at most 10 mail exchangers, and answer permerror where there are more.",
    bad: `@ TXT "v=spf1 mx -all"\n${Array.from({ length: 11 }, (_, i) => `@ MX 10 mx${i}.example.net.`).join("\n")}`,
    good: '@ TXT "v=spf1 mx -all"\n@ MX 10 mx.example.net.',
    refs: [LIMIT],
  },
  check(domain, report) {
    const policy = policyOf(domain);
    if (policy === undefined) return;
    for (const term of policy.tree.terms) {
      const name = term.term.kind === "mx" ? nameOf(term) : undefined;
      const count = name === undefined ? 0 : (exchangesOf(policy, name)?.length ?? 0);
      if (count <= MOST_HOSTS) continue;
      report(
        placeOf(policy, term),
        `${count} mail exchangers; receivers look up ${MOST_HOSTS} at most and answer permerror`,
      );
    }
  },
};

const spfFlattenCandidate: DomainRule = {
  id: "spf-flatten-candidate",
  severity: "hint",
  scope: "domain",
  on: ["spf"],
  docs: {
    summary: "A term costs lookups, and the addresses it stands for are known here.",
    why: "Addresses cost no lookup. They have to be kept in step with the hosts, so this pays where lookups are short.",
    bad: '@ TXT "v=spf1 a:mail.example.com -all"\nmail A 192.0.2.1\nmail AAAA 2001:db8::1',
    good: '@ TXT "v=spf1 ip4:192.0.2.1 ip6:2001:db8::1 -all"\nmail A 192.0.2.1\nmail AAAA 2001:db8::1',
    refs: [LIMIT],
  },
  check(domain, report) {
    const policy = policyOf(domain);
    if (policy === undefined) return;
    // What is said of them there has the same fix.
    if (hostsWithout(policy, 6).length > MOST_VOIDS || hostsWithout(policy, 4).length > MOST_VOIDS) return;
    for (const term of policy.tree.terms) {
      // A part of a policy is kept apart on purpose; only where lookups are short it may have to be given up.
      const isShort = policy.tree.lookups.count >= NEAR;
      // `a` and `mx` without a name say who sends better than addresses do.
      const isNamed = "domain" in term.term && term.term.domain !== undefined;
      const text =
        (isNamed || isShort ? literalOf(policy, term) : undefined) ??
        (isShort ? literalOfInclude(policy, term) : undefined);
      if (text === undefined) continue;
      report(
        placeOf(policy, term),
        `The addresses of \`${term.text}\` are known here: written out they cost no lookup`,
        writing(text, term.term.span, false),
      );
    }
  },
};

const MOST_LITERALS = 8;

/** The networks of an included record that lists nothing else, as terms. */
function literalOfInclude(policy: Policy, { term, child }: PolicyTerm): string | undefined {
  if (term.kind !== "include" || child?.spf === undefined || !isSound(child.spf)) return undefined;
  const sign = wordAt(policy.spf, term.qualifierSpan);
  const words: string[] = [];
  for (const one of child.spf.terms) {
    if (one.kind === "all" && one.qualifier !== "+") continue;
    if ((one.kind !== "ip4" && one.kind !== "ip6") || one.qualifier !== "+") return undefined;
    words.push(`${sign}${wordAt(child.spf, one.span).replace(/^\+/, "")}`);
  }
  return words.length === 0 || words.length > MOST_LITERALS ? undefined : words.join(" ");
}

/** The addresses of an `a` or `mx`, as terms; undefined where they are not all known or are many. */
function literalOf(policy: Policy, policyTerm: PolicyTerm): string | undefined {
  const { term } = policyTerm;
  const name = nameOf(policyTerm);
  if ((term.kind !== "a" && term.kind !== "mx") || name === undefined) return undefined;
  const sign = wordAt(policy.spf, term.qualifierSpan);
  const words: string[] = [];
  for (const family of [4, 6] as const) {
    const found = hostsOf(term, name, family, policy.resolve);
    if (found.kind !== "hosts") return undefined;
    words.push(...networksOf(found.set, MOST_LITERALS + 1).map(({ text }) => `${sign}ip${family}:${text}`));
  }
  return words.length === 0 || words.length > MOST_LITERALS ? undefined : words.join(" ");
}

/** What a check costs, and where it ends. */
export const SPF_LOOKUP_RULES: readonly DomainRule[] = [
  spfTooManyLookups,
  spfLookupsNearLimit,
  spfLookupsLowerBound,
  spfTooManyVoid,
  spfVoidIpv6Only,
  spfMxOver10,
  spfFlattenCandidate,
];

function hosts(count: number): string {
  return Array.from({ length: count }, (_, i) => `a:h${i}.example.net`).join(" ");
}
