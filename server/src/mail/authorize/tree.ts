import type { DnsRecord } from "../../dns/record.ts";
import { expandDomain, usesMacro } from "../host/macros.ts";
import { type Selected, selectRecord } from "../host/selectRecord.ts";
import type { Family } from "../networks/sets.ts";
import { type Resolver, targetName } from "../resolver.ts";
import { type Sender, senderOfInclude } from "../senders.ts";
import { hiddenLookups, isHiddenMechanism, isRedirect } from "../spf/hidden.ts";
import type { DomainSpec, DomainTerm, ReferenceTerm, SpfRecord, SpfTerm } from "../spf.ts";

/** How many terms cost a DNS lookup on the longest way; `exact: false` = at least so many. */
export interface Cost {
  readonly count: number;
  readonly exact: boolean;
}

/** The record of one domain and what it refers to. Cycles are cut: the term that closes one has no child. */
export interface PolicyNode {
  /** As the term that led here names it, without a final dot. */
  readonly domain: string;
  readonly status: Selected["kind"];
  readonly record: DnsRecord | undefined;
  readonly spf: SpfRecord | undefined;
  /** The terms that are reached: none behind `all`, no `redirect` beside one. */
  readonly terms: readonly PolicyTerm[];
  /** What a sender costs whom no term matches before the last. */
  readonly lookups: Cost;
  /** Names that are not known, where that is why there is no record. */
  readonly unknown: readonly string[];
}

export interface PolicyTerm {
  readonly term: SpfTerm;
  /** As written. */
  readonly text: string;
  /** Lookups of the term and everything it includes. */
  readonly lookups: Cost;
  /** The domain it names, expanded; undefined where only a message tells, and for terms that name none. */
  readonly target: string | undefined;
  /** What an include or redirect leads to. */
  readonly child: PolicyNode | undefined;
  /** The known service behind the name. */
  readonly sender: Sender | undefined;
}

export interface PolicySource {
  /** The domain whose mail is in question, for %{o}. */
  readonly owner: string;
  readonly family: Family;
  readonly resolve: Resolver;
  /** Records by canonical name: the same for both families. */
  readonly selected: Map<string, Selected>;
  readonly nodes: Map<string, PolicyNode>;
}

/** A chain of includes this long has failed long before; deeper ones are counted as "at least". */
const DEEPEST = 40;
/** And so has a policy of this many records. */
const MOST_NODES = 500;
/** Past this a count tells nobody anything. */
const MOST = 10_000;
const NOTHING: Cost = { count: 0, exact: true };

/** The tree of records below a domain. Each domain is read once. */
export function policyNode(domain: string, source: PolicySource, path: readonly string[] = []): PolicyNode {
  const name = targetName(domain) ?? domain;
  const known = source.nodes.get(name);
  if (known !== undefined) return known;
  const found = source.selected.get(name) ?? selectRecord(domain, source.resolve);
  source.selected.set(name, found);
  const node =
    found.kind === "record" ? recordNode(domain, found, source, [...path, name]) : leafNode(domain, found);
  source.nodes.set(name, node);
  return node;
}

function leafNode(
  domain: string,
  found: Selected & { readonly kind: Exclude<Selected["kind"], "record"> },
): PolicyNode {
  return {
    domain,
    status: found.kind,
    record: found.kind === "multiple" ? found.records[0] : undefined,
    spf: undefined,
    terms: [],
    lookups: { count: 0, exact: found.kind !== "unknown" },
    unknown: found.kind === "unknown" ? found.names : [],
  };
}

function recordNode(
  domain: string,
  found: Selected & { readonly kind: "record" },
  source: PolicySource,
  path: readonly string[],
): PolicyNode {
  const { spf, record } = found;
  const terms = reached(spf).map((term) => policyTerm(term, domain, spf, source, path));
  const lookups = terms.reduce((sum, term) => added(sum, term.lookups), NOTHING);
  const exact = lookups.exact && !spf.hasHoles;
  return { domain, status: "record", record, spf, terms, lookups: { ...lookups, exact }, unknown: [] };
}

/** Mechanisms up to `all`; the redirect where there is no `all` (RFC 7208 sections 5.1 and 6.1). */
function reached(spf: SpfRecord): readonly SpfTerm[] {
  const all = spf.terms.findIndex((term) => term.kind === "all");
  const until = all < 0 ? spf.terms : spf.terms.slice(0, all + 1);
  const mechanisms = until.filter((term) => "qualifier" in term || isHiddenMechanism(term));
  return all < 0 ? [...mechanisms, ...spf.terms.filter(isRedirect)] : mechanisms;
}

function policyTerm(
  term: SpfTerm,
  domain: string,
  spf: SpfRecord,
  source: PolicySource,
  path: readonly string[],
): PolicyTerm {
  const text = spf.source.text.slice(term.span.start, term.span.end);
  const plain = { term, text, target: undefined, child: undefined, sender: undefined };
  switch (term.kind) {
    case "include":
    case "redirect":
      return reference(term, text, domain, source, path);
    case "a":
    case "mx":
    case "ptr":
    case "exists": {
      const count = usesMacro(term.domain, "p") ? 2 : 1;
      const target = targetOf(term.domain, domain, source);
      const sender = term.kind === "exists" ? senderOf(term.domain, spf, target) : undefined;
      return { ...plain, lookups: { count, exact: true }, target, sender };
    }
    case "unknown":
      return { ...plain, lookups: { count: hiddenLookups(term), exact: false } };
    default:
      return { ...plain, lookups: NOTHING };
  }
}

function reference(
  term: DomainTerm | ReferenceTerm,
  text: string,
  domain: string,
  source: PolicySource,
  path: readonly string[],
): PolicyTerm {
  const target = targetOf(term.domain, domain, source);
  const own: Cost = { count: usesMacro(term.domain, "p") ? 2 : 1, exact: true };
  const written = text.slice(text.search(/[:=]/) + 1);
  const sender = senderOfInclude(target ?? written);
  const name = target === undefined ? undefined : targetName(target);
  const isCycle = name !== undefined && path.includes(name);
  const isTooMuch = path.length > DEEPEST || source.nodes.size > MOST_NODES;
  if (target === undefined || isCycle || isTooMuch) {
    return { term, text, lookups: { ...own, exact: false }, target, child: undefined, sender };
  }
  const child = policyNode(target, source, path);
  return { term, text, lookups: added(own, child.lookups), target, child, sender };
}

function senderOf(
  spec: DomainSpec | undefined,
  spf: SpfRecord,
  target: string | undefined,
): Sender | undefined {
  if (target !== undefined || spec === undefined) return senderOfInclude(target ?? "");
  return senderOfInclude(spf.source.text.slice(spec.span.start, spec.span.end));
}

/** A target that is the same for every message: %{d}, %{o} and %{v} only. */
function targetOf(spec: DomainSpec | undefined, domain: string, source: PolicySource): string | undefined {
  if (spec === undefined) return domain;
  const target = expandDomain(spec, (letter) => {
    if (letter === "d") return domain;
    if (letter === "o") return source.owner;
    if (letter === "v") return source.family === 4 ? "in-addr" : "ip6";
    return undefined;
  });
  return target?.endsWith(".") ? target.slice(0, -1) : target;
}

function added(a: Cost, b: Cost): Cost {
  return { count: Math.min(a.count + b.count, MOST), exact: a.exact && b.exact };
}
