import { isAtOrBelow, parentOf } from "../dns/names.ts";
import type { Note } from "./change.ts";
import { handedAwayAt } from "./cuts.ts";
import { plainName, say } from "./phrase.ts";
import { targetOf } from "./rdata.ts";
import type { Scope, Side } from "./snapshot.ts";

/** Types whose target must have an address, or an alias that leads to one. */
const POINTERS: ReadonlySet<string> = new Set(["CNAME", "DNAME", "MX", "NS", "SRV", "SVCB", "HTTPS"]);
const ADDRESSES: readonly string[] = ["A", "AAAA", "CNAME"];

/**
 * Says which records point to a name that this change takes away.
 *
 * @param names the names at which anything changed
 * @param isTold whether it is said at an alias already what it led to
 */
export function reviewDangling(
  names: Iterable<string>,
  scope: Scope,
  note: Note,
  isTold: (alias: string) => boolean,
): void {
  const gone = new Set<string>();
  for (const name of names) if (isGone(name, scope)) gone.add(name);
  if (gone.size === 0) return;
  // Names that only a wildcard answered for.
  const wildcards = new Set([...gone].filter((name) => name.startsWith("*.")).map((name) => name.slice(2)));
  const isLeft = (target: string, owner: string, type: string) =>
    // Only its glue leads to a name server below its own delegation.
    type === "NS" && isAtOrBelow(target, owner)
      ? ADDRESSES.some((one) => scope.head.at(target, one).length > 0)
      : isAnswered(target, scope.head);
  const said = new Set<string>();
  for (const { document } of scope.head.files) {
    for (const record of document.records()) {
      const { owner, type } = record;
      if (owner === undefined || !POINTERS.has(type)) continue;
      const target = targetOf(record);
      if (target === undefined || target === owner || isLeft(target, owner, type)) continue;
      if (!gone.has(target) && !(wildcards.size > 0 && wasMade(target, wildcards, scope))) continue;
      const key = `${type} ${owner} ${target}`;
      if (said.has(key)) continue;
      said.add(key);
      if (type === "CNAME" && isTold(owner)) continue;
      const phrase = say`${type} leads to ${plainName(target)}, which this change removes`;
      note({
        kind: "dangling",
        severity: "error",
        owner,
        subject: `${type} ${target}`,
        phrase,
        before: target,
        head: record,
        base: addressAt(target, scope.base),
      });
    }
  }
}

function isGone(name: string, { base, head }: Scope): boolean {
  const before = base.at(name);
  if (before.length === 0) return false;
  const after = head.at(name);
  if (after.length === 0) return true;
  const has = (records: typeof before) => records.some(({ type }) => ADDRESSES.includes(type));
  return has(before) && !has(after);
}

/** Whether one of these wildcards made an address for a name, and nothing does now. */
function wasMade(name: string, wildcards: ReadonlySet<string>, { base, head }: Scope): boolean {
  let above = parentOf(name);
  while (above !== undefined && !wildcards.has(above)) above = parentOf(above);
  if (above === undefined || base.at(name).length > 0) return false;
  return (
    ADDRESSES.some((type) => (base.lookup(name, type)?.length ?? 0) > 0) &&
    ADDRESSES.every((type) => head.lookup(name, type)?.length === 0)
  );
}

function addressAt(name: string, side: Side) {
  const records = side.at(name);
  return records.find(({ type }) => ADDRESSES.includes(type)) ?? records[0];
}

/** By a wildcard, or by the servers of a delegation: then the name may well exist. */
function isAnswered(name: string, side: Side): boolean {
  if (ADDRESSES.some((type) => (side.lookup(name, type)?.length ?? 0) > 0)) return true;
  return handedAwayAt(name, side) !== undefined;
}
