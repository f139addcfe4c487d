import type { DnsRecord, Lookup } from "../dns/record.ts";
import type { TextSpan } from "../text/span.ts";
import { type Cost, type PolicyNode, policyNode } from "./authorize/tree.ts";
import { walkPolicy } from "./authorize/walk.ts";
import type { Selected } from "./host/selectRecord.ts";
import { type Family, type IpSet, union } from "./networks/sets.ts";
import { mailDomainOf, type Resolver, resolverOf } from "./resolver.ts";
import type { Sender } from "./senders.ts";
import type { SpfTerm } from "./spf.ts";

export type { Cost, PolicyNode } from "./authorize/tree.ts";

/** What becomes of mail from an address. "unknown": a record that decides it is not known. */
export type Verdict =
  | "pass"
  | "fail"
  | "softfail"
  | "neutral"
  | "none"
  | "permerror"
  | "temperror"
  | "unknown";

/** Addresses with one verdict. `networksOf` and `countOf` say them in words. */
export interface Bucket {
  /** The verdict is sure. */
  readonly certain: IpSet;
  /** The verdict holds unless a term of `opaque` matches, or fails, before. */
  readonly conditional: IpSet;
}

/** What a domain's SPF record says about every address of one family. */
export interface FamilyPolicy {
  readonly family: Family;
  /** Together they hold every address of the family, each once. */
  readonly buckets: Readonly<Record<Verdict, Bucket>>;
  /** The decision list: the record's own terms in order, then those of its redirect. First match wins. */
  readonly terms: readonly TermShare[];
  /** What becomes of an address that no term names: `all`, or what stands at the end. */
  readonly everyoneElse: Verdict;
  /** Lookups in vain on the longest way; receivers stop at the third (RFC 7208 section 4.6.4). */
  readonly voids: number;
}

/** What one term does. */
export interface TermShare {
  readonly term: SpfTerm;
  readonly text: string;
  readonly record: DnsRecord | undefined;
  /** The domain whose record holds the term. */
  readonly domain: string;
  readonly verdict: Verdict;
  /** Every address it matches when reached; of an include, what passes there. What is opaque in it is not in the set. */
  readonly adds: IpSet;
  /** What no earlier term had. */
  readonly addsNew: IpSet;
  /** Why it may match more than `adds` tells. */
  readonly opaque: OpaqueTerm["reason"] | undefined;
}

/** A term whose matches cannot be told from the zones. */
export interface OpaqueTerm {
  readonly term: SpfTerm;
  readonly text: string;
  readonly record: DnsRecord | undefined;
  /** Domains from the owner to the record that holds the term. */
  readonly path: readonly string[];
  /** external: its records are elsewhere. message: a macro asks for the sender or the address. ptr. hole: part of it is not known. */
  readonly reason: "external" | "message" | "ptr" | "hole";
  /** Names that would have to be known. */
  readonly names: readonly string[];
  readonly sender: Sender | undefined;
}

/** Why addresses end in permerror or temperror. */
export interface PolicyError {
  readonly cause: "syntax" | "multiple" | "no-record" | "lookups" | "voids" | "too-many-mx" | "timeout";
  readonly verdict: "permerror" | "temperror";
  /** The term at fault; for `lookups` the eleventh. */
  readonly term: SpfTerm | undefined;
  readonly span: TextSpan | undefined;
  readonly record: DnsRecord | undefined;
  readonly path: readonly string[];
  /** Who is affected, by family. */
  readonly affected: { readonly 4: IpSet; readonly 6: IpSet };
}

export interface Authorization {
  /** Absolute. */
  readonly owner: string;
  readonly record: DnsRecord | undefined;
  readonly families: { readonly 4: FamilyPolicy; readonly 6: FamilyPolicy };
  /** On the longest way, as if there were no limit; receivers stop at the eleventh. */
  readonly lookups: Cost;
  /** Names outside what is known. */
  readonly unknown: readonly string[];
  readonly opaque: readonly OpaqueTerm[];
  readonly errors: readonly PolicyError[];
  /** The first error that makes mail of any address a permerror. */
  readonly permerror: PolicyError | undefined;
  readonly tree: PolicyNode;
}

/** What the SPF record at a name (absolute, lower-case) authorizes, as far as the records at hand tell. */
export function authorize(owner: string, lookup: Lookup): Authorization {
  return authorizeWith(owner, resolverOf(lookup));
}

/** The same over any resolver: live answers, for one. */
export function authorizeWith(owner: string, resolve: Resolver): Authorization {
  const asked = remembered(resolve);
  const selected = new Map<string, Selected>();
  const domain = mailDomainOf(owner) ?? owner;
  const sources = { owner: domain, resolve: asked, selected };
  const of = (family: Family) => {
    const source = { ...sources, family, nodes: new Map<string, PolicyNode>() };
    return { tree: policyNode(domain, source), source };
  };
  const four = of(4);
  const six = of(6);
  const walks = { 4: walkPolicy(four.tree, four.source), 6: walkPolicy(six.tree, six.source) };
  const errors = joinErrors(walks[4].errors, walks[6].errors);
  const opaque = distinct([...walks[4].opaque, ...walks[6].opaque]);
  return {
    owner,
    record: four.tree.record,
    families: { 4: walks[4].policy, 6: walks[6].policy },
    lookups: four.tree.lookups.count < six.tree.lookups.count ? six.tree.lookups : four.tree.lookups,
    unknown: [...new Set([...opaque.flatMap(({ names }) => names), ...four.tree.unknown])],
    opaque,
    errors,
    permerror: errors.find(({ verdict }) => verdict === "permerror"),
    tree: four.tree,
  };
}

/** Each question is asked once. */
function remembered(resolve: Resolver): Resolver {
  const answers = new Map<string, ReturnType<Resolver>>();
  return (name, type) => {
    const key = `${type} ${name}`;
    const answer = answers.get(key) ?? resolve(name, type);
    answers.set(key, answer);
    return answer;
  };
}

function keyOf(one: { readonly path: readonly string[]; readonly term: SpfTerm | undefined }): string {
  return `${one.path.join(" ")} ${one.term?.span.start}`;
}

function distinct(terms: readonly OpaqueTerm[]): readonly OpaqueTerm[] {
  return [...new Map(terms.map((term) => [keyOf(term), term])).values()];
}

/** One error for both families where the cause is the same. */
function joinErrors(four: readonly PolicyError[], six: readonly PolicyError[]): readonly PolicyError[] {
  const errors = new Map<string, PolicyError>();
  for (const error of [...four, ...six]) {
    const key = `${error.cause} ${keyOf(error)}`;
    const other = errors.get(key);
    const affected =
      other === undefined
        ? error.affected
        : { 4: union(other.affected[4], error.affected[4]), 6: union(other.affected[6], error.affected[6]) };
    errors.set(key, { ...error, affected });
  }
  return [...errors.values()];
}
