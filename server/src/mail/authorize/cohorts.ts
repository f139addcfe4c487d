import type { Verdict } from "../authorize.ts";
import { type Family, type IpSet, intersect, isEmpty, subtract, unionOf } from "../networks/sets.ts";

/** Addresses that have come to one place the same way. */
export interface Cohort {
  readonly set: IpSet;
  /** What they have cost so far. */
  readonly lookups: number;
  readonly voids: number;
  /** Whether a term that nobody can see through may have matched some of them. */
  readonly conditional: boolean;
}

/** Addresses whose way has ended. */
export interface Part extends Cohort {
  readonly verdict: Verdict;
}

/** Every address in the cohorts. */
export function present(cohorts: readonly Cohort[], family: Family): IpSet {
  return unionOf(
    family,
    cohorts.map(({ set }) => set),
  );
}

/** Ends the way of those of a cohort that are in the set. */
export function take(parts: Part[], cohort: Cohort, set: IpSet, verdict: Verdict): void {
  const taken = intersect(cohort.set, set);
  if (!isEmpty(taken)) parts.push({ ...cohort, set: taken, verdict });
}

export function without(cohorts: readonly Cohort[], set: IpSet): readonly Cohort[] {
  return cohorts
    .map((cohort) => ({ ...cohort, set: subtract(cohort.set, set) }))
    .filter((cohort) => !isEmpty(cohort.set));
}

export function ended(cohorts: readonly Cohort[], verdict: Verdict): readonly Part[] {
  return cohorts.map((cohort) => ({ ...cohort, verdict }));
}

/** Cohorts with the same past become one. */
export function merged(cohorts: readonly Cohort[], family: Family): readonly Cohort[] {
  if (cohorts.length < 2) return cohorts;
  const groups = new Map<string, Cohort[]>();
  for (const cohort of cohorts) {
    const key = `${cohort.lookups} ${cohort.voids} ${cohort.conditional}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [cohort]);
    else group.push(cohort);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : { ...first, set: present(group, family) };
  });
}
