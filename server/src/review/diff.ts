import { compareNames, parentOf } from "../dns/names.ts";
import type { DnsRecord } from "../dns/record.ts";
import { familyOfText } from "../mail/classify.ts";
import type { AggregateReport } from "../mail/reports/aggregate.ts";
import {
  type Change,
  type ChangeKind,
  type ChangePlace,
  changeOf,
  compareChanges,
  compareText,
  type Note,
  placeOf,
} from "./change.ts";
import { halvesAt, reviewHandedAway } from "./cuts.ts";
import { reviewDangling } from "./dangling.ts";
import { askerOf } from "./dependents.ts";
import { reviewDkim, selectorOf } from "./dkim.ts";
import { isDmarcOwner, isDmarcPolicy, isMeantForDmarc, reviewDmarc } from "./dmarc.ts";
import { massReview } from "./masses.ts";
import { NOWHERE, namelessPairs, writtenName } from "./nameless.ts";
import { plainName, plainText, say } from "./phrase.ts";
import { contentOf, targetOf } from "./rdata.ts";
import { reviewRecords } from "./records.ts";
import { apexIn, isMoved, reviewSerial, reviewSoa } from "./serial.ts";
import { allRecords, fileWith, type Scope, type Side, type Snapshot, scopesOf } from "./snapshot.ts";
import { reviewSpf } from "./spf.ts";
import { ttlReview } from "./ttl.ts";

/**
 * What a change means, the worst first; nothing where both sides say the same.
 *
 * @param reports DMARC aggregate reports, as evidence of who sends
 */
export function diff(
  base: Snapshot,
  head: Snapshot,
  reports: readonly AggregateReport[] = [],
): readonly Change[] {
  const changes = scopesOf(base, head, reports).flatMap((scope) => reviewScope(scope));
  return gathered(changes).sort(compareChanges);
}

/** One statement that stands for more names is told as one: a pattern (`$GENERATE`), or the host that they lead to. */
const MOST: Readonly<Partial<Record<ChangeKind, number>>> = {
  "record-added": 10,
  "record-removed": 10,
  "record-changed": 10,
  dangling: 50,
};

/** Changes of one kind that one statement makes at many names become one. */
function gathered(changes: readonly Change[]): Change[] {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const { kind, severity, head, base } = change;
    const place = base ?? head;
    const key = JSON.stringify([kind, severity, place?.uri, place?.start, place?.end]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [change]);
    else group.push(change);
  }
  return [...groups.values()].flatMap((group) => {
    const [first, ...others] = group;
    if (first === undefined || group.length <= (MOST[first.kind] ?? group.length)) return group;
    const phrase = [...first.phrase, ...say`, and so for ${others.length} more names`];
    const message = `${first.domain}: ${plainText(phrase)}`;
    return [{ ...first, phrase, message }];
  });
}

const NAMELESS = " (in a zone that is not known here)";

function reviewScope(scope: Scope): readonly Change[] {
  const changes: Change[] = [];
  const tell: Note = (noted) => {
    const base = noted.base === undefined ? undefined : placeOf(noted.base);
    const head = noted.head === undefined ? survivorOf(noted.base, scope) : placeOf(noted.head);
    changes.push(changeOf(noted, head, base, plainName(noted.owner)));
  };
  const nameless = massReview(
    () => NOWHERE,
    writtenName,
    (noted) => {
      const phrase = [...noted.phrase, NAMELESS];
      const [base, head] = [
        noted.base,
        noted.head ?? (noted.base === undefined ? undefined : survivorOf(noted.base, scope)),
      ];
      const places = [head, base].map((at) => (at === undefined ? undefined : placeOf(at)));
      changes.push(changeOf({ ...noted, phrase }, places[0], places[1], writtenName(noted.owner)));
    },
  );
  for (const pair of namelessPairs(scope)) reviewName(pair.name, pair.scope, NO_ALIASES, nameless.note);
  nameless.finish();
  const names = changedNames(scope);
  if (names.length === 0) return changes;
  const aliases = aliasesIn(scope);
  const zones = new Set<string>();
  const masses = massReview(
    (owner) => apexIn(scope.base, owner) ?? apexIn(scope.head, owner),
    plainName,
    tell,
  );
  let noted = 0;
  const note: Note = (one) => {
    noted++;
    masses.note(one);
  };
  const ttls = ttlReview((owner) => apexIn(scope.head, owner));
  for (const name of names) {
    const before = noted;
    reviewName(name, scope, aliases, note);
    // What means nothing new is another record all the same, and secondaries fetch it by the serial.
    const isOther =
      ttls.visit(name, scope) || printOf(scope.base, name, "SOA") !== printOf(scope.head, name, "SOA");
    if (!isOther && noted === before) continue;
    for (const apex of apexesOf(name, scope)) zones.add(apex);
  }
  ttls.finish(note);
  reviewDependents(new Set(names), scope, note);
  reviewDangling(names, scope, note, (alias) => reviewAlias(alias, scope, SILENTLY));
  for (const apex of zones) reviewSerial(apex, scope, note);
  masses.finish();
  return changes;
}

/** The zones in which a name is not what it was: delegated names, and those of glue, are in two. */
function apexesOf(name: string, scope: Scope): readonly string[] {
  const halves = halvesAt(name, scope);
  const apex = apexIn(scope.head, name);
  if (halves === undefined) return apex === undefined ? [] : [apex];
  const above = parentOf(halves.cut);
  const parent = above === undefined ? undefined : apexIn(scope.head, above);
  const differs = (half: "above" | "own") => printed(halves.base[half]) !== printed(halves.head[half]);
  return [
    ...(differs("own") ? [halves.cut] : []),
    ...(differs("above") && parent !== undefined ? [parent] : []),
  ];
}

/** The names at which the records of the two sides differ, in canonical order. */
function changedNames({ base, head }: Scope): readonly string[] {
  const owners = new Set<string>();
  for (const side of [base, head]) {
    for (const { document } of side.changed) {
      for (const { owner } of allRecords(document)) if (owner !== undefined) owners.add(owner);
    }
  }
  const changed = [...owners].filter(
    (owner) => printOf(base, owner) !== printOf(head, owner) || isCutMoved(owner, { base, head }),
  );
  return changed.sort(compareNames);
}

/** Whether a delegation, or its glue, changed that the zone below it repeats; or that zone, which repeats them. */
function isCutMoved(name: string, scope: Pick<Scope, "base" | "head">): boolean {
  const halves = halvesAt(name, scope);
  if (halves === undefined) return false;
  const { base, head, isKept } = halves;
  return printed(base.above) !== printed(head.above) || (isKept && printed(base.own) !== printed(head.own));
}

/** Everything that is said at a name, but for one type, in one order however it is written. */
function printOf(side: Side, owner: string, without?: string): string {
  return printed(side.at(owner).filter(({ type }) => type !== without));
}

function printed(records: readonly DnsRecord[]): string {
  const lines = records.map((record) => `${record.class} ${record.type} ${record.ttl} ${contentOf(record)}`);
  return [...new Set(lines)].sort(compareText).join("\n");
}

/** Says what happened at one name of the two sides. */
function reviewName(name: string, scope: Scope, aliases: Aliases, note: Note): void {
  if (reviewHandedAway(name, scope, note)) {
    reviewRecords(name, scope, ({ type }) => !DELEGATING.has(type), note);
    return;
  }
  const isSpf = hasSpf(name, scope.base) || hasSpf(name, scope.head);
  if (isSpf) reviewSpf(name, scope, note);
  let saidOfDmarc = false;
  const isDmarc =
    isDmarcOwner(name) &&
    reviewDmarc(name, scope, (noted) => {
      saidOfDmarc = true;
      note(noted);
    });
  const isDkim = selectorOf(name) !== undefined && reviewDkim(name, scope, note);
  // What whoever asks at an alias finds is said there.
  const isToldAtAlias = (aliases.get(name) ?? []).some((alias) => reviewAlias(alias, scope, SILENTLY));
  const moved = isMoved(name, scope);
  reviewSoa(name, scope, note);
  const isReviewed = (record: DnsRecord) => {
    if (record.type === "NS") return moved && halvesAt(name, scope) === undefined;
    if (isDkim) return record.type === "TXT" || record.type === "CNAME";
    if (isDmarc && saidOfDmarc)
      return record.type === "CNAME" || (record.type === "TXT" && isMeantForDmarc(record));
    if (record.type !== "TXT") return false;
    const family = familyOfText(record.text?.text ?? "");
    if (family === "dkim" || family === "dmarc") return (isDmarc && isDmarcPolicy(record)) || isToldAtAlias;
    return isSpf && family === "spf";
  };
  reviewRecords(name, scope, isReviewed, note);
}

const SILENTLY: Note = () => undefined;

/** Selectors and `_dmarc` names that are aliases on both sides, by the name that they lead to. */
type Aliases = ReadonlyMap<string, readonly string[]>;
const NO_ALIASES: Aliases = new Map();

function aliasesIn({ base, head }: Scope): Aliases {
  const before = aliasTargets(base);
  const aliases = new Map<string, string[]>();
  for (const [alias, target] of aliasTargets(head)) {
    if (before.get(alias) !== target) continue;
    const others = aliases.get(target);
    if (others === undefined) aliases.set(target, [alias]);
    else others.push(alias);
  }
  return aliases;
}

function aliasTargets({ files }: Side): ReadonlyMap<string, string> {
  const targets = new Map<string, string>();
  for (const { document } of files) {
    for (const record of document.records()) {
      const { owner } = record;
      if (record.typeCode !== TYPE_CNAME || owner === undefined) continue;
      const target = selectorOf(owner) !== undefined || isDmarcOwner(owner) ? targetOf(record) : undefined;
      if (target !== undefined) targets.set(owner, target);
    }
  }
  return targets;
}

/** Says what a change at the name that an alias leads to means at the alias. Returns whether that tells all of it. */
function reviewAlias(alias: string, scope: Scope, note: Note): boolean {
  return isDmarcOwner(alias) ? reviewDmarc(alias, scope, note) : reviewDkim(alias, scope, note);
}

/** Types that say where a name is answered. */
const DELEGATING: ReadonlySet<string> = new Set(["NS", "DS", "DNAME"]);

/** Whether receivers see an SPF record at the name (RFC 7208 section 4.5), or may see one. */
function hasSpf(name: string, side: Side): boolean {
  // No mail comes from a domain with a dot within a label: what a term looks up there is another name.
  if (name.includes("\\.")) return false;
  return side.at(name, "TXT").some(({ text }) => /^v=spf1(?: |$|\uFFFC)/i.test(text?.text ?? ""));
}

/** Records that did not change themselves, and mean something else because of what they refer to. */
function reviewDependents(names: ReadonlySet<string>, scope: Scope, note: Note): void {
  // Up to the first name that changed, both sides are one.
  const asks = askerOf(scope.head, names);
  const seen = new Set<string>();
  for (const { document } of scope.head.files) {
    for (const record of document.records()) {
      const { owner } = record;
      if (record.typeCode === TYPE_CNAME && owner !== undefined && !names.has(owner) && !seen.has(owner)) {
        const target = targetOf(record);
        if (target === undefined || !names.has(target)) continue;
        seen.add(owner);
        reviewAlias(owner, scope, note);
        continue;
      }
      if (record.typeCode !== TYPE_TXT || !REFERS.test(record.text?.text ?? "")) continue;
      if (owner === undefined || seen.has(owner) || names.has(owner)) continue;
      seen.add(owner);
      if (asks(owner)) reviewSpf(owner, scope, note);
    }
  }
}

const TYPE_CNAME = 5;
const TYPE_TXT = 16;

/** An SPF record with a term that asks about another name. */
const REFERS = /^v=spf1 (?:.* )?(?:redirect=|[+?~-]?(?:include|exists|a|mx)(?:[:/ ]|$))/is;

/** Where something that was removed is shown: the nearest statement of its name that is left, or of a name above. */
function survivorOf(
  gone: DnsRecord | ChangePlace | undefined,
  { base, head }: Scope,
): ChangePlace | undefined {
  if (gone === undefined || !("span" in gone)) return undefined;
  const key = fileWith(base.files, gone.uri)?.key;
  const there = head.files.find((file) => file.key === key);
  for (let name = gone.owner; name !== undefined; name = parentOf(name)) {
    const all = head.at(name);
    const near = there === undefined ? [] : all.filter(({ uri }) => fileWith(head.files, uri) === there);
    const [first, ...others] = near.length > 0 ? near : all;
    if (first === undefined) continue;
    const distance = (record: DnsRecord) => Math.abs(record.span.start - gone.span.start);
    return placeOf(
      others.reduce((best, record) => (distance(record) < distance(best) ? record : best), first),
    );
  }
  return there === undefined ? undefined : { uri: there.document.uri, start: 0, end: 0 };
}
