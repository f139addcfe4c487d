/**
 * All addresses of a family walk a record together. Those that have cost the same number of lookups so far, and face the
 * same doubts, form a cohort; there are 66 at most, so that the walk is as exact as a check_host() of every address.
 */
import type { FamilyPolicy, OpaqueTerm, PolicyError, TermShare, Verdict } from "../authorize.ts";
import { type Hosts, hostsOf } from "../host/addresses.ts";
import { MOST_LOOKUPS, MOST_VOIDS } from "../host/evaluate.ts";
import {
  claims,
  emptySet,
  type Family,
  type IpSet,
  intersect,
  isEmpty,
  network4,
  network6,
  subtract,
  unionOf,
  wholeSet,
} from "../networks/sets.ts";
import { isMapped } from "../networks/text.ts";
import { targetName } from "../resolver.ts";
import { isRedirect } from "../spf/hidden.ts";
import type { HostTerm, SpfTerm } from "../spf.ts";
import { type Cohort, ended, merged, type Part, present, take, without } from "./cohorts.ts";
import { doubted, failed, hidden, newWalk, type Place, share, verdictOf, type Walk } from "./notes.ts";
import { type PolicyNode, type PolicySource, type PolicyTerm, policyNode } from "./tree.ts";

export interface WalkedPolicy {
  readonly policy: FamilyPolicy;
  readonly opaque: readonly OpaqueTerm[];
  readonly errors: readonly PolicyError[];
}

/** The verdict on every address of a family. */
export function walkPolicy(tree: PolicyNode, source: PolicySource): WalkedPolicy {
  const { family } = source;
  const walk = newWalk(source);
  const everyone: Cohort = { set: wholeSet(family), lookups: 0, voids: 0, conditional: false };
  const parts = walkNode({ node: tree, path: [tree.domain], listed: true }, [everyone], undefined, walk);
  const policy: FamilyPolicy = {
    family,
    buckets: bucketsOf(family, parts),
    terms: walk.shares,
    everyoneElse: elsewhere(parts, unionOf(family, walk.named)),
    voids: parts.reduce((most, part) => Math.max(most, part.voids), 0),
  };
  return { policy, opaque: walk.opaque, errors: walk.errors };
}

/** The verdict on whom no term names; where nobody is left, the last one. */
function elsewhere(parts: readonly Part[], named: IpSet): Verdict {
  const part = parts.find(({ set }) => !isEmpty(subtract(set, named))) ?? parts.at(-1);
  return part?.verdict ?? "neutral";
}

function bucketsOf(family: Family, parts: readonly Part[]): FamilyPolicy["buckets"] {
  const bucket = (verdict: Verdict) => {
    const own = parts.filter((part) => part.verdict === verdict);
    return {
      certain: present(
        own.filter(({ conditional }) => !conditional),
        family,
      ),
      conditional: present(
        own.filter(({ conditional }) => conditional),
        family,
      ),
    };
  };
  return {
    pass: bucket("pass"),
    fail: bucket("fail"),
    softfail: bucket("softfail"),
    neutral: bucket("neutral"),
    none: bucket("none"),
    permerror: bucket("permerror"),
    temperror: bucket("temperror"),
    unknown: bucket("unknown"),
  };
}

/** Verdicts on the cohorts at a record; `term` is what led to it. */
function walkNode(
  place: Place,
  cohorts: readonly Cohort[],
  term: SpfTerm | undefined,
  walk: Walk,
): readonly Part[] {
  const { node } = place;
  switch (node.status) {
    case "none":
      return ended(cohorts, "none");
    case "timeout":
      return failed(cohorts, "timeout", term, place, walk);
    case "multiple":
      return failed(cohorts, "multiple", term, place, walk);
    case "unknown":
      return ended(cohorts, "unknown");
    case "record":
      break;
  }
  if (node.spf?.permerror === true) {
    const wrong = node.spf.terms.find(({ problems }) => problems.length > 0);
    return failed(cohorts, "syntax", wrong, place, walk);
  }
  return walkTerms(place, cohorts, walk);
}

function walkTerms(place: Place, cohorts: readonly Cohort[], walk: Walk): readonly Part[] {
  const parts: Part[] = [];
  let left = cohorts;
  let run: PolicyTerm[] = [];
  for (const term of place.node.terms) {
    if (term.lookups.count === 0 && term.term.kind !== "unknown") {
      run.push(term);
      continue;
    }
    left = walkRun(run, place, left, parts, walk);
    run = [];
    left = merged(walkLookup(term, place, left, parts, walk), walk.family);
    if (left.length === 0) return parts;
  }
  left = walkRun(run, place, left, parts, walk);
  // What is not known may end in an `all` of its own.
  parts.push(...ended(left, place.node.spf?.hasHoles === true ? "unknown" : "neutral"));
  return parts;
}

/** Terms that look nothing up, at once: their order decides only among themselves. */
function walkRun(
  run: readonly PolicyTerm[],
  place: Place,
  cohorts: readonly Cohort[],
  parts: Part[],
  walk: Walk,
): readonly Cohort[] {
  if (run.length === 0) return cohorts;
  const { family } = walk;
  const absent = subtract(wholeSet(family), present(cohorts, family));
  const sets = run.map(({ term }) => networkOf(term, family));
  for (const [i, { term }] of run.entries()) if (term.kind !== "all") walk.named.push(sets[i] ?? absent);
  const won = claims(family, [absent, ...sets]).slice(1);
  const claimed = new Map<Verdict, IpSet[]>();
  for (const [i, term] of run.entries()) {
    const set = won[i] ?? emptySet(family);
    const verdict = verdictOf(term.term);
    const same = claimed.get(verdict);
    if (same === undefined) claimed.set(verdict, [set]);
    else same.push(set);
    share(term, sets[i] ?? set, set, undefined, place, walk);
  }
  for (const [verdict, all] of claimed) {
    const set = unionOf(family, all);
    for (const cohort of cohorts) take(parts, cohort, set, verdict);
  }
  return without(cohorts, unionOf(family, sets));
}

function networkOf(term: SpfTerm, family: Family): IpSet {
  if (term.kind === "all") return wholeSet(family);
  if (term.kind === "ip4" && family === 4 && term.address !== undefined)
    return network4(term.address, term.prefix?.length ?? 32);
  if (term.kind === "ip6" && family === 6 && term.address !== undefined)
    return isMapped(term.address, term.prefix?.length)
      ? emptySet(family)
      : network6(term.address, term.prefix?.length ?? 128);
  return emptySet(family);
}

/** One term that looks something up, or may. What it gives goes on. */
function walkLookup(
  term: PolicyTerm,
  place: Place,
  cohorts: readonly Cohort[],
  parts: Part[],
  walk: Walk,
): readonly Cohort[] {
  const own = costOf(term);
  const spent = cohorts.map((cohort) => ({ ...cohort, lookups: cohort.lookups + own }));
  const over = spent.filter(({ lookups }) => lookups > MOST_LOOKUPS);
  if (over.length > 0) parts.push(...failed(over, "lookups", term.term, place, walk));
  const within = spent.filter(({ lookups }) => lookups <= MOST_LOOKUPS);
  if (within.length === 0) return [];
  switch (term.term.kind) {
    case "include":
    case "redirect":
      return walkReference(term, place, within, parts, walk);
    case "a":
    case "mx":
      return walkHosts(term, term.term, place, within, parts, walk);
    case "exists":
      return walkExists(term, place, within, parts, walk);
    case "unknown": {
      const left = hidden(term, "hole", [], place, within, walk);
      return isRedirect(term.term) ? finish(left, parts) : left;
    }
    default:
      return hidden(term, "ptr", [], place, within, walk);
  }
}

/** What the term itself costs, without what it includes. */
function costOf(term: PolicyTerm): number {
  return Math.min(2, term.lookups.count - (term.child?.lookups.count ?? 0));
}

function walkReference(
  term: PolicyTerm,
  place: Place,
  cohorts: readonly Cohort[],
  parts: Part[],
  walk: Walk,
): readonly Cohort[] {
  const redirect = term.term.kind === "redirect";
  if (term.target === undefined) {
    const left = hidden(term, "message", [], place, cohorts, walk);
    return redirect ? finish(left, parts) : left;
  }
  const node = policyNode(term.target, walk.source, []);
  const there: Place = { node, path: [...place.path, term.target], listed: redirect && place.listed };
  if (node.status === "unknown") {
    const left = hidden(term, "external", node.unknown, place, cohorts, walk);
    return redirect ? finish(left, parts) : left;
  }
  if (node.status === "none") {
    parts.push(...failed(cohorts, "no-record", term.term, place, walk));
    return [];
  }
  const seen = walk.opaque.length;
  const ends = walkNode(there, cohorts, term.term, walk);
  if (redirect) {
    parts.push(...ends);
    return [];
  }
  return included(term, place, ends, walk.opaque[seen]?.reason, parts, walk);
}

/** Whoever is left when the rest of the record is not known. */
function finish(cohorts: readonly Cohort[], parts: Part[]): readonly Cohort[] {
  for (const cohort of cohorts) parts.push({ ...cohort, conditional: false, verdict: "unknown" });
  return [];
}

/** Only a pass there is a match here; an error ends everything; the rest goes on (section 5.2). */
function included(
  term: PolicyTerm,
  place: Place,
  ends: readonly Part[],
  opaque: TermShare["opaque"],
  parts: Part[],
  walk: Walk,
): readonly Cohort[] {
  const left: Cohort[] = [];
  const verdict = verdictOf(term.term);
  const matched: IpSet[] = [];
  for (const end of ends) {
    const { verdict: there, ...cohort } = end;
    if (there === "pass") {
      parts.push({ ...end, verdict });
      matched.push(end.set);
    } else if (there === "permerror" || there === "temperror") parts.push(end);
    // Inside an include a redirect to a place unknown leaves it open whether anything matches.
    else left.push(there === "unknown" ? { ...cohort, conditional: true } : cohort);
  }
  if (place.listed) share(term, passesOf(term, walk), unionOf(walk.family, matched), opaque, place, walk);
  return left;
}

/** All that an include lets through, whoever was matched before it. */
function passesOf(term: PolicyTerm, walk: Walk): IpSet {
  const { family, source } = walk;
  const node = policyNode(term.target ?? "", source, []);
  const aside = newWalk(source);
  const everyone: Cohort = { set: wholeSet(family), lookups: 1, voids: 0, conditional: false };
  const ends = walkNode({ node, path: [], listed: false }, [everyone], undefined, aside);
  return present(
    ends.filter(({ verdict }) => verdict === "pass"),
    family,
  );
}

function walkHosts(
  term: PolicyTerm,
  written: HostTerm,
  place: Place,
  cohorts: readonly Cohort[],
  parts: Part[],
  walk: Walk,
): readonly Cohort[] {
  const { family, source } = walk;
  if (term.target === undefined) return hidden(term, "message", [], place, cohorts, walk);
  const name = targetName(term.target);
  const none: Hosts = { kind: "hosts", set: emptySet(family), void: false };
  const hosts = name === undefined ? none : hostsOf(written, name, family, source.resolve);
  if (hosts.kind === "timeout" || hosts.kind === "too-many-mx") {
    parts.push(...failed(cohorts, hosts.kind, written, place, walk));
    return [];
  }
  const reason = hosts.kind === "unknown" ? "external" : undefined;
  walk.named.push(hosts.set);
  share(term, hosts.set, intersect(present(cohorts, family), hosts.set), reason, place, walk);
  for (const cohort of cohorts) take(parts, cohort, hosts.set, verdictOf(written));
  const left = without(cohorts, hosts.set);
  if (hosts.kind === "unknown") return doubted(term, "external", hosts.names, place, left, walk);
  return hosts.void ? counted(left, written, place, parts, walk) : left;
}

function walkExists(
  term: PolicyTerm,
  place: Place,
  cohorts: readonly Cohort[],
  parts: Part[],
  walk: Walk,
): readonly Cohort[] {
  if (term.target === undefined) return hidden(term, "message", [], place, cohorts, walk);
  const name = targetName(term.target);
  if (name === undefined) return cohorts;
  const answer = walk.source.resolve(name, "A");
  switch (answer.kind) {
    case "records":
      for (const cohort of cohorts) take(parts, cohort, cohort.set, verdictOf(term.term));
      share(term, wholeSet(walk.family), present(cohorts, walk.family), undefined, place, walk);
      return [];
    case "timeout":
      parts.push(...failed(cohorts, "timeout", term.term, place, walk));
      return [];
    case "unknown":
      return hidden(term, "external", answer.names, place, cohorts, walk);
    default:
      return counted(cohorts, term.term, place, parts, walk);
  }
}

/** Counts a lookup in vain. */
function counted(cohorts: readonly Cohort[], term: SpfTerm, place: Place, parts: Part[], walk: Walk) {
  const spent = cohorts.map((cohort) => ({ ...cohort, voids: cohort.voids + 1 }));
  const over = spent.filter(({ voids }) => voids > MOST_VOIDS);
  if (over.length > 0) parts.push(...failed(over, "voids", term, place, walk));
  return spent.filter(({ voids }) => voids <= MOST_VOIDS);
}
