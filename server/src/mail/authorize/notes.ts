import type { OpaqueTerm, PolicyError, TermShare, Verdict } from "../authorize.ts";
import { RESULTS } from "../host/evaluate.ts";
import { emptySet, type Family, type IpSet } from "../networks/sets.ts";
import type { SpfTerm } from "../spf.ts";
import { type Cohort, ended, type Part, present } from "./cohorts.ts";
import type { PolicyNode, PolicySource, PolicyTerm } from "./tree.ts";

/** What a walk over the addresses of one family writes down on its way. */
export interface Walk {
  readonly source: PolicySource;
  readonly family: Family;
  readonly opaque: OpaqueTerm[];
  readonly errors: PolicyError[];
  readonly shares: TermShare[];
  /** The addresses that some term names, with or without effect. */
  readonly named: IpSet[];
}

/** Where the walk stands. */
export interface Place {
  readonly node: PolicyNode;
  readonly path: readonly string[];
  /** Whether the terms here belong to the decision list: the owner's record and its redirects. */
  readonly listed: boolean;
}

export function newWalk(source: PolicySource): Walk {
  return { source, family: source.family, opaque: [], errors: [], shares: [], named: [] };
}

/** A term nobody can see through: it is listed with nothing, and whatever comes behind it is in doubt. */
export function hidden(
  term: PolicyTerm,
  reason: OpaqueTerm["reason"],
  names: readonly string[],
  place: Place,
  cohorts: readonly Cohort[],
  walk: Walk,
): readonly Cohort[] {
  const none = emptySet(walk.family);
  share(term, none, none, reason, place, walk);
  return doubted(term, reason, names, place, cohorts, walk);
}

/** Whatever comes behind the term holds only where it does not match. */
export function doubted(
  term: PolicyTerm,
  reason: OpaqueTerm["reason"],
  names: readonly string[],
  place: Place,
  cohorts: readonly Cohort[],
  walk: Walk,
): readonly Cohort[] {
  const { record } = place.node;
  const { text, sender } = term;
  walk.opaque.push({ term: term.term, text, record, path: place.path, reason, names, sender });
  return cohorts.map((cohort) => ({ ...cohort, conditional: true }));
}

/** What a match of the term means. */
export function verdictOf(term: SpfTerm | undefined): Verdict {
  return term !== undefined && "qualifier" in term ? RESULTS[term.qualifier] : "neutral";
}

/** Adds a term to the decision list. */
export function share(
  term: PolicyTerm,
  adds: IpSet,
  addsNew: IpSet,
  opaque: TermShare["opaque"],
  place: Place,
  walk: Walk,
): void {
  if (!place.listed) return;
  const { domain, record } = place.node;
  const verdict = verdictOf(term.term);
  walk.shares.push({ term: term.term, text: term.text, record, domain, verdict, adds, addsNew, opaque });
}

/** Ends the way of the cohorts in an error. */
export function failed(
  cohorts: readonly Cohort[],
  cause: PolicyError["cause"],
  term: SpfTerm | undefined,
  place: Place,
  walk: Walk,
): readonly Part[] {
  const verdict = cause === "timeout" ? "temperror" : "permerror";
  const set = present(cohorts, walk.family);
  const affected = { 4: emptySet(4), 6: emptySet(6), [walk.family]: set };
  const { record } = place.node;
  walk.errors.push({ cause, verdict, term, span: term?.span, record, path: place.path, affected });
  return ended(cohorts, verdict);
}
