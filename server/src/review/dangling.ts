import { parentOf } from "../dns/names.ts";
import type { Note } from "./change.ts";
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
 */
export function reviewDangling(names: Iterable<string>, scope: Scope, note: Note): void {
  const gone = new Set<string>();
  for (const name of names) if (isGone(name, scope)) gone.add(name);
  if (gone.size === 0) return;
  const said = new Set<string>();
  for (const { document } of scope.head.files) {
    for (const record of document.records()) {
      const { owner, type } = record;
      if (owner === undefined || !POINTERS.has(type)) continue;
      const target = targetOf(record);
      if (target === undefined || target === owner || !gone.has(target) || isAnswered(target, scope.head))
        continue;
      const key = `${type} ${owner} ${target}`;
      if (said.has(key)) continue;
      said.add(key);
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

function addressAt(name: string, side: Side) {
  const records = side.at(name);
  return records.find(({ type }) => ADDRESSES.includes(type)) ?? records[0];
}

/** By a wildcard, or by the servers of a delegation: then the name may well exist. */
function isAnswered(name: string, side: Side): boolean {
  if (ADDRESSES.some((type) => (side.lookup(name, type)?.length ?? 0) > 0)) return true;
  for (let at: string | undefined = name; at !== undefined; at = parentOf(at)) {
    if (side.at(at, "SOA").length > 0) return false;
    if (side.at(at, "NS").length > 0) return true;
  }
  return false;
}
