import type { DnsRecord } from "../../dns/record.ts";
import type { PolicyNode, PolicyTerm } from "../../mail/authorize/tree.ts";
import { policyNode } from "../../mail/authorize/tree.ts";
import { isHostVoid } from "../../mail/host/addresses.ts";
import { keptForLast } from "../../mail/kept.ts";
import { exchangeOf, mailDomainOf, type Resolver, resolverOf, targetName } from "../../mail/resolver.ts";
import type { SpfRecord } from "../../mail/spf.ts";
import type { DomainView, Place } from "../rule.ts";
import { isSound } from "./edits.ts";

/** The record at a name, everything it refers to, and the zones' answers to what its terms ask. */
export interface Policy {
  /** Absolute. */
  readonly name: string;
  readonly record: DnsRecord;
  readonly spf: SpfRecord;
  readonly tree: PolicyNode;
  readonly resolve: Resolver;
  /** What `isVoid` found so far, by family. */
  readonly voids: { readonly [family in 4 | 6]: Map<PolicyTerm, boolean> };
}

/** The policy of a name whose one SPF record is sound; worked out once for all rules. */
export function policyOf(domain: DomainView): Policy | undefined {
  return keptPolicy(domain);
}

const keptPolicy = keptForLast(readPolicy);

function readPolicy(domain: DomainView): Policy | undefined {
  const resolve = resolverOf(domain.lookup);
  const owner = mailDomainOf(domain.name);
  if (owner === undefined) return undefined;
  const tree = policyNode(owner, { owner, family: 4, resolve, selected: new Map(), nodes: new Map() });
  const { record, spf } = tree;
  if (record === undefined || spf === undefined || !isSound(spf)) return undefined;
  return { name: domain.name, record, spf, tree, resolve, voids: { 4: new Map(), 6: new Map() } };
}

/** A term of the policy's own record. */
export function placeOf(policy: Policy, { term }: PolicyTerm): Place {
  return { record: policy.record, text: term.span };
}

/** A term of another record, where that is at hand. */
export function placeIn(node: PolicyNode, { term }: PolicyTerm): Place | undefined {
  return node.record === undefined ? undefined : { record: node.record, text: term.span };
}

/** Receivers stop at ten lookups: what more records than these say is never heard, and may be many. */
const MOST_NODES = 64;

/** Calls `visit` for the records of the tree, each once, the policy's own first. */
export function eachNode(tree: PolicyNode, visit: (node: PolicyNode) => void): void {
  const seen = new Set<PolicyNode>([tree]);
  let left = MOST_NODES;
  for (const node of seen) {
    if (left-- === 0) return;
    visit(node);
    for (const { child } of node.terms) if (child !== undefined) seen.add(child);
  }
}

/** The name that a term looks up, absolute; undefined where only a message tells. */
export function nameOf(term: PolicyTerm): string | undefined {
  return term.target === undefined ? undefined : targetName(term.target);
}

/** Whether nothing is where the term looks, as far as the zones tell for sure. */
export function isVoid(policy: Policy, term: PolicyTerm, family: 4 | 6): boolean {
  const voids = policy.voids[family];
  let known = voids.get(term);
  if (known === undefined) {
    known = readVoid(policy, term, family);
    voids.set(term, known);
  }
  return known;
}

function readVoid(policy: Policy, term: PolicyTerm, family: 4 | 6): boolean {
  const name = nameOf(term);
  if (name === undefined) return false;
  const { term: spf } = term;
  if (spf.kind === "exists") return isNothing(policy.resolve(name, "A").kind);
  return (spf.kind === "a" || spf.kind === "mx") && isHostVoid(spf.kind, name, family, policy.resolve);
}

/** Whether a name has no address of either family, or no MX record. */
export function hasNothing(policy: Policy, name: string, kind: "a" | "mx"): boolean {
  if (kind === "mx") return isNothing(policy.resolve(name, "MX").kind);
  return isNothing(policy.resolve(name, "A").kind) && isNothing(policy.resolve(name, "AAAA").kind);
}

/** The mail exchangers of a name; undefined where they are not known or there are none. "." is a null MX (RFC 7505). */
export function exchangesOf(policy: Policy, name: string): readonly string[] | undefined {
  const answer = policy.resolve(name, "MX");
  return answer.kind === "records" ? answer.values.map(exchangeOf) : undefined;
}

function isNothing(kind: string): boolean {
  return kind === "nodata" || kind === "nxdomain";
}
