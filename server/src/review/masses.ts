import { compareNames } from "../dns/names.ts";
import type { DnsRecord } from "../dns/record.ts";
import { compareText, type Note, type Noted, placeOf } from "./change.ts";
import { listed, type Phrase, say } from "./phrase.ts";

/** So many statements of one zone that come or go are told one by one; where the zone itself does, fewer. */
const MOST = 50;
const MOST_WITH_ZONE = 10;

/** Tells records that come or go in great numbers, and of which nothing more is to be said, in one sentence for each zone. */
export interface MassReview {
  readonly note: Note;
  /** Says what was collected. */
  finish(): void;
}

interface Mass {
  readonly zone: string;
  readonly all: Noted[];
}

/**
 * @param zoneOf the zone that a name lies in, before or after
 * @param shownName a name as people write it
 */
export function massReview(
  zoneOf: (owner: string) => string | undefined,
  shownName: (owner: string) => string,
  note: Note,
): MassReview {
  const masses = new Map<string, Mass>();
  return {
    note(noted) {
      const { kind, severity, owner, base, head, records } = noted;
      const at = base ?? head;
      if (records === undefined || at === undefined) {
        note(noted);
        return;
      }
      const zone = zoneOf(owner) ?? originOf(at) ?? owner;
      const key = JSON.stringify([kind, severity, base === undefined, zone, at.uri]);
      const mass = masses.get(key);
      if (mass === undefined) masses.set(key, { zone, all: [noted] });
      else mass.all.push(noted);
    },
    finish() {
      const wholly = new Set([...masses.values()].filter(hasSoa).map(({ zone }) => zone));
      for (const mass of masses.values()) {
        const most = wholly.has(mass.zone) ? MOST_WITH_ZONE : MOST;
        if (statementsOf(mass.all) > most) note(asOne(mass, shownName));
        else for (const noted of mass.all) note(noted);
      }
    },
  };
}

function originOf(at: NonNullable<Noted["base"]>): string | undefined {
  return "span" in at ? at.origin : undefined;
}

function hasSoa({ all }: Mass): boolean {
  return all.some(({ subject }) => subject === "SOA");
}

/** What one pattern makes is one statement. */
function statementsOf(all: readonly Noted[]): number {
  const starts = all.flatMap(({ base, head }) => {
    const at = base ?? head;
    return at === undefined ? [] : [placeOf(at).start];
  });
  return new Set(starts).size;
}

function asOne(mass: Mass, shownName: (owner: string) => string): Noted {
  const { zone, all } = mass;
  const [first] = all;
  if (first === undefined) throw new Error("a mass of nothing");
  const isGone = first.base !== undefined;
  const records = all.flatMap((noted) => noted.records ?? []);
  const names = [...new Set(all.map(({ owner }) => owner))].sort(compareNames);
  const types = typesOf(records);
  const whole: Phrase = hasSoa(mass) ? [isGone ? "the zone is gone: " : "the zone is new: "] : [];
  const phrase = say`${records.length} records at ${names.length} names were ${[isGone ? "removed" : "added"]} (${[types]}): ${listed(names.map(shownName))}`;
  return {
    kind: first.kind,
    severity: first.severity,
    owner: zone,
    subject: "many",
    phrase: [...whole, ...phrase],
    before: isGone ? types : undefined,
    after: isGone ? undefined : types,
    base: first.base,
    head: first.head,
  };
}

/** "400 A, 98 TXT": the most frequent first. */
function typesOf(records: readonly DnsRecord[]): string {
  const counts = new Map<string, number>();
  for (const { type } of records) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts]
    .sort(([a, n], [b, m]) => m - n || compareText(a, b))
    .map(([type, count]) => `${count.toLocaleString("en")} ${type}`)
    .join(", ");
}
