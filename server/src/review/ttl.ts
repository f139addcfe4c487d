import type { DnsRecord } from "../dns/record.ts";
import { type ChangePlace, type Note, placeOf } from "./change.ts";
import { halvesAt } from "./cuts.ts";
import { say } from "./phrase.ts";
import type { Scope } from "./snapshot.ts";

/** A change by this factor gets a kind of its own. */
const LARGE = 10;

interface TtlChange {
  readonly owner: string;
  readonly type: string;
  readonly from: number;
  readonly to: number;
  readonly base: DnsRecord;
  readonly head: DnsRecord;
}

/** Collects changes of TTLs, so that one new `$TTL` is said once. */
export interface TtlReview {
  /** Looks at a name; returns whether a TTL changed there. */
  visit(owner: string, scope: Scope): boolean;
  /** Says what was collected. */
  finish(note: Note): void;
}

/** @param apexOf the zone a name belongs to, where it is known */
export function ttlReview(apexOf: (owner: string) => string | undefined): TtlReview {
  const changes: TtlChange[] = [];
  return {
    visit(owner, scope) {
      const found = ttlChanges(owner, scope);
      changes.push(...found);
      return found.length > 0;
    },
    finish(note) {
      for (const group of grouped(changes)) noteTtl(group, apexOf, note);
    },
  };
}

/** One for each RRset that both sides have and whose TTL differs; those of a delegation are others than those of its zone. */
function ttlChanges(owner: string, scope: Scope): readonly TtlChange[] {
  const halves = halvesAt(owner, scope);
  if (halves?.isKept !== true) return changesBetween(owner, scope.base.at(owner), scope.head.at(owner));
  const { base, head } = halves;
  return [...changesBetween(owner, base.own, head.own), ...changesBetween(owner, base.above, head.above)];
}

function changesBetween(
  owner: string,
  before: readonly DnsRecord[],
  after: readonly DnsRecord[],
): readonly TtlChange[] {
  const found: TtlChange[] = [];
  for (const type of new Set(before.map((record) => record.type))) {
    if (type === "RRSIG" || type === "NSEC" || type === "NSEC3") continue;
    const from = before.filter((record) => record.type === type);
    const to = after.filter((record) => record.type === type);
    const [was, is] = [ttlOf(from), ttlOf(to)];
    const [first, now] = [from[0], to[0]];
    if (was === undefined || is === undefined || was === is || first === undefined || now === undefined)
      continue;
    found.push({ owner, type, from: was, to: is, base: first, head: now });
  }
  return found;
}

/** The TTL that counts for a set of records: the least (RFC 2181 section 5.2); undefined where one is not known. */
function ttlOf(records: readonly DnsRecord[]): number | undefined {
  const ttls = records.map(({ ttl }) => ttl);
  if (ttls.length === 0 || ttls.includes(undefined)) return undefined;
  return ttls.reduce<number>((least, ttl) => Math.min(least, ttl ?? 0), Number.POSITIVE_INFINITY);
}

/** Records that state no TTL of their own have changed for one cause. Several types of one name are one change too. */
function grouped(changes: readonly TtlChange[]): readonly (readonly TtlChange[])[] {
  const groups = new Map<string, TtlChange[]>();
  for (const change of changes) {
    const inherits = !change.base.ttlStated && !change.head.ttlStated;
    const where = inherits ? `in ${change.head.uri}` : `at ${change.owner}`;
    const key = `${where} ${change.from} ${change.to}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [change]);
    else group.push(change);
  }
  return [...groups.values()];
}

function noteTtl(
  group: readonly TtlChange[],
  apexOf: (owner: string) => string | undefined,
  note: Note,
): void {
  const [first] = group;
  if (first === undefined) return;
  const { from, to } = first;
  const owners = new Set(group.map(({ owner }) => owner));
  const owner = owners.size === 1 ? first.owner : (apexOf(first.owner) ?? shortest(owners));
  const types = [...new Set(group.map(({ type }) => type))].join(", ");
  const whose = owners.size === 1 ? say`of ${types}` : say`of ${owners.size} names`;
  const large = Math.max(from, to) >= LARGE * Math.min(from, to);
  note({
    kind: large ? "ttl-changed" : "record-changed",
    severity: large ? "warning" : "info",
    owner,
    subject: owners.size === 1 ? `TTL ${types}` : "TTL",
    phrase: say`the TTL ${whose} went from ${from} to ${to} seconds`,
    before: String(from),
    after: String(to),
    base: ttlPlace(first.base),
    head: ttlPlace(first.head),
  });
}

function ttlPlace(record: DnsRecord): ChangePlace {
  const span = record.ttlSpan;
  return span === undefined ? placeOf(record) : { uri: record.uri, start: span.start, end: span.end };
}

function shortest(owners: ReadonlySet<string>): string {
  return [...owners].reduce((best, owner) => (owner.length < best.length ? owner : best));
}
