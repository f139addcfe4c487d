import { compareNames } from "../dns/names.ts";
import type { DnsRecord } from "../dns/record.ts";
import { type ChangeKind, compareText, type Note, type Noted, placeOf } from "./change.ts";
import { listed, type Phrase, plainName, plainText, say } from "./phrase.ts";

/** So many statements are told one by one; of a zone that comes or goes with them, fewer. */
const MOST = 50;
const MOST_WITH_ZONE = 10;

/** Tells what happens in great numbers in one sentence: alike changes of many domains, and plain records. */
export interface MassReview {
  readonly note: Note;
  /** Says what was collected. */
  finish(): void;
}

/** Changes that may be told as one. */
interface Mass {
  readonly zone: string;
  readonly all: readonly Noted[];
}

/** How changes are brought together: those with one key are told as one where they are more than the most. */
interface Step {
  /** Undefined for what is not told together with anything. */
  readonly keyOf: (noted: Noted) => string | undefined;
  readonly most: (mass: Mass) => number;
  readonly asOne: (mass: Mass) => Noted;
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
  const collected: Noted[] = [];
  const zone = (noted: Noted) => zoneOf(noted.owner) ?? originOf(noted) ?? noted.owner;
  return {
    note(noted) {
      collected.push(noted);
    },
    finish() {
      const wholly = new Set(collected.filter(isSoa).map(zone));
      const steps: readonly Step[] = [
        {
          keyOf: (noted) =>
            noted.records && JSON.stringify([...sideOf(noted), zone(noted), placesOf(noted)?.uri]),
          most: (mass) => (wholly.has(mass.zone) ? MOST_WITH_ZONE : MOST),
          asOne: (mass) => (isOneStep(mass) ? alike(mass, shownName) : counted(mass, [mass.zone], shownName)),
        },
        { keyOf: sentenceOf, most: () => MOST, asOne: (mass) => alike(mass, shownName) },
        {
          keyOf: ({ kind, severity }) => (severity === "info" && OWN_NETWORKS.has(kind) ? kind : undefined),
          most: () => MOST,
          asOne: (mass) => alike(mass, shownName, " with networks of their own"),
        },
        {
          keyOf: (noted) => noted.records && JSON.stringify(sideOf(noted)),
          most: () => MOST,
          asOne: (mass) => counted(mass, [...new Set(mass.all.map(zone))], shownName),
        },
      ];
      let left: readonly Noted[] = collected;
      for (const step of steps) left = without(left, step, zone, note);
      for (const noted of left) note(noted);
    },
  };
}

/** Tells what a step brings together; the rest is given back. */
function without(
  collected: readonly Noted[],
  { keyOf, most, asOne }: Step,
  zone: (noted: Noted) => string,
  note: Note,
): readonly Noted[] {
  if (collected.length <= MOST_WITH_ZONE) return collected;
  const left: Noted[] = [];
  const masses = new Map<string, { readonly zone: string; readonly all: Noted[] }>();
  for (const noted of collected) {
    const key = keyOf(noted);
    const mass = key === undefined ? undefined : masses.get(key);
    if (key === undefined) left.push(noted);
    else if (mass === undefined) masses.set(key, { zone: zone(noted), all: [noted] });
    else mass.all.push(noted);
  }
  for (const mass of masses.values()) {
    if (statementsOf(mass.all) > most(mass)) note(asOne(mass));
    else for (const noted of mass.all) left.push(noted);
  }
  return left;
}

function placesOf({ base, head }: Noted) {
  const at = base ?? head;
  return at === undefined ? undefined : placeOf(at);
}

function originOf({ base, head }: Noted): string | undefined {
  const at = base ?? head;
  return at !== undefined && "span" in at ? at.origin : undefined;
}

function isSoa({ subject, records }: Noted): boolean {
  return subject === "SOA" && records !== undefined;
}

/** What kind of change it is, and whether something came, went, or is another. */
function sideOf({ kind, severity, base, head }: Noted): readonly string[] {
  return [kind, severity, base === undefined ? "added" : head === undefined ? "removed" : "changed"];
}

/** Each zone has its own serial, and what is said of them is one thing. */
const ANY_VALUES: ReadonlySet<ChangeKind> = new Set(["serial-not-bumped", "serial-went-back"]);

/** What hosts that are renumbered bring along, each for itself; large networks are told one by one. */
const OWN_NETWORKS: ReadonlySet<ChangeKind> = new Set(["spf-authorized", "spf-revoked"]);

/** What is said, with the domain's own name taken out: its mail host is another one for each, and said in the same words. */
function sentenceOf({ kind, severity, owner, phrase }: Noted): string {
  const words = ANY_VALUES.has(kind) ? "" : plainText(phrase);
  return JSON.stringify([kind, severity, owner === "." ? words : words.replaceAll(plainName(owner), "@")]);
}

/** Whether all became the same, which tells more than how many they are. */
function isOneStep({ all }: Mass): boolean {
  return all.every((noted) => sideOf(noted)[2] === "changed") && new Set(all.map(sentenceOf)).size === 1;
}

/** What one pattern makes is one statement. */
function statementsOf(all: readonly Noted[]): number {
  const starts = all.flatMap((noted) => {
    const at = placesOf(noted);
    return at === undefined ? [] : [`${at.uri} ${at.start}`];
  });
  return new Set(starts).size;
}

/** The sentence, and whom else it is said of. */
function alike({ all }: Mass, shownName: (owner: string) => string, each = ""): Noted {
  const [first, ...others] = [...all].sort((a, b) => compareNames(a.owner, b.owner));
  if (first === undefined) throw new Error("a mass of nothing");
  const also = [...new Set(others.map(({ owner }) => owner))]
    .filter((owner) => owner !== first.owner)
    .map(shownName);
  if (also.length === 0) return first;
  const phrase = [...first.phrase, ...say`; and so for ${also.length} more${[each]}: ${listed(also)}`];
  return { ...first, phrase, also };
}

/** How many records, of which types, and the first of their names. */
function counted({ zone, all }: Mass, zones: readonly string[], shownName: (owner: string) => string): Noted {
  const [first] = [...all].sort((a, b) => compareNames(a.owner, b.owner));
  if (first === undefined) throw new Error("a mass of nothing");
  const [, , side = ""] = sideOf(first);
  const records = all.flatMap((noted) => noted.records ?? []);
  const names = [...new Set(all.map(({ owner }) => owner))].sort(compareNames);
  const types = typesOf(records);
  const within = zones.length > 1 ? say` in ${zones.length} zones` : [];
  const did = side === "changed" ? "changed" : `were ${side}`;
  const phrase = say`${records.length} records at ${names.length} names${within} ${[did]} (${[types]}): ${listed(names.map(shownName))}`;
  const example = side === "changed" ? [...say`; at ${shownName(first.owner)} `, ...first.phrase] : [];
  return {
    kind: first.kind,
    severity: first.severity,
    owner: zones.length > 1 ? ([...zones].sort(compareNames)[0] ?? zone) : zone,
    subject: "many",
    phrase: [...wholeZones(all, side), ...phrase, ...example],
    before: side === "added" ? undefined : types,
    after: side === "removed" ? undefined : types,
    base: first.base,
    head: first.head,
  };
}

function wholeZones(all: readonly Noted[], side: string): Phrase {
  const count = all.filter(isSoa).length;
  if (count === 0 || side === "changed") return [];
  const become = side === "removed" ? "gone" : "new";
  return count === 1 ? [`the zone is ${become}: `] : say`${count} zones are ${[become]}: `;
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
