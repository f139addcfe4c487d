import { isAtOrBelow, relativeTo } from "../../dns/names.ts";
import { encodeOctets } from "../../dns/octets.ts";
import type { DnsRecord } from "../../dns/record.ts";
import { TerraformRecord } from "../../terraform/record.ts";
import { MAX_STRING } from "../../zone/strings.ts";

/** A record as it leaves DNS Lens: everything in presentation form. */
export interface PlainRecord {
  /** Absolute, canonical. */
  readonly owner: string;
  /** Seconds; undefined where it cannot be known. */
  readonly ttl: number | undefined;
  readonly class: string;
  readonly type: string;
  /** Canonical rdata, names absolute, texts as quoted strings of at most 255 octets. */
  readonly rdata: string;
}

/** A record that cannot leave, and why. */
export interface LeftOut {
  readonly record: DnsRecord;
  readonly why: string;
}

/** The records of one zone. */
export interface PlainZone {
  /** Absolute. */
  readonly origin: string;
  /** What tells it from another zone of the same name (public and private), where there is one. */
  readonly key: string | undefined;
  readonly records: readonly PlainRecord[];
}

/** Records sorted into zones: by the apex that an SOA states, otherwise by their own origin. */
export function plainZones(records: Iterable<DnsRecord>): {
  readonly zones: readonly PlainZone[];
  readonly leftOut: readonly LeftOut[];
} {
  const all = [...records];
  const apexes = all.flatMap(({ type, owner }) => (type === "SOA" && owner !== undefined ? [owner] : []));
  const zones: { origin: string; key: string | undefined; records: PlainRecord[] }[] = [];
  const byOrigin = new Map<string, typeof zones>();
  const leftOut: LeftOut[] = [];
  for (const record of all) {
    const plain = plainRecord(record);
    if (typeof plain === "string") {
      leftOut.push({ record, why: plain });
      continue;
    }
    const origin = apexOver(plain.owner, apexes) ?? record.origin ?? plain.owner;
    const key = record instanceof TerraformRecord ? record.facts.zoneKey : undefined;
    const alike = byOrigin.get(origin) ?? [];
    let zone = alike.find((one) => one.key === key || one.key === undefined || key === undefined);
    if (zone === undefined) {
      zone = { origin, key, records: [] };
      zones.push(zone);
      byOrigin.set(origin, [...alike, zone]);
    }
    zone.key ??= key;
    if (isTurnOfAnother(record, plain, zone.records)) {
      leftOut.push({
        record,
        why: "it is served in turn with another CNAME, and a zone holds one at a name",
      });
      continue;
    }
    zone.records.push(plain);
  }
  const isAlone = ({ origin }: { readonly origin: string }) => byOrigin.get(origin)?.length === 1;
  return { zones: zones.map((zone) => (isAlone(zone) ? { ...zone, key: undefined } : zone)), leftOut };
}

// Of aliases that are served in turn a zone can hold the first.
function isTurnOfAnother(
  record: DnsRecord,
  { owner, type }: PlainRecord,
  records: readonly PlainRecord[],
): boolean {
  if (!(record instanceof TerraformRecord) || record.facts.alternative === undefined) return false;
  return type === "CNAME" && records.some((one) => one.owner === owner && one.type === type);
}

/** The owner as it is written below `$ORIGIN origin`. */
export function shortName(owner: string, origin: string): string {
  return relativeTo(owner, origin);
}

function plainRecord(record: DnsRecord): PlainRecord | string {
  const { owner, ttl, type, text } = record;
  if (owner === undefined) return "its owner is not known here";
  if (text?.hasHoles === true) return "part of its value is not known here";
  // A string that is too long has no canonical form; split, it says the same.
  const rdata = record.rdata.canonical ?? (text === undefined ? undefined : quoted(text.text, text.breaks));
  if (rdata === undefined && record.rdata.problems.length === 0) return "its value is not known here";
  if (rdata === undefined) return "its value cannot be read; `dnslens check` says why";
  return { owner, ttl, class: record.class, type, rdata };
}

// The deepest apex: a child zone in the same file is a zone of its own.
function apexOver(owner: string, apexes: readonly string[]): string | undefined {
  const above = apexes.filter((apex) => isAtOrBelow(owner, apex));
  return above.sort((a, b) => b.length - a.length)[0];
}

function quoted(text: string, breaks: readonly number[]): string {
  const borders = [0, ...breaks, text.length];
  const strings: string[] = [];
  for (let i = 1; i < borders.length; i++) {
    const string = text.slice(borders[i - 1], borders[i]);
    for (let at = 0; at === 0 || at < string.length; at += MAX_STRING) {
      strings.push(`"${encodeOctets(string.slice(at, at + MAX_STRING))}"`);
    }
  }
  return strings.join(" ");
}
