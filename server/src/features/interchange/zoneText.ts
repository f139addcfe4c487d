import zonefile from "dns-zonefile";
import { decimalEscape } from "../../dns/octets.ts";
import { ZoneDocument } from "../../zone/document.ts";
import { type PlainRecord, type PlainZone, plainZones } from "./plain.ts";
import { JSON_TYPES, type JsonRecord, jsonRecord, mostCommonTtl } from "./zoneJson.ts";

const TYPES = ["ns", "a", "aaaa", "cname", "mx", "ptr", "txt", "srv", "spf", "caa", "ds"] as const;

// What dns-zonefile fills in. Its own template states the time of day, so that no two exports would be equal.
const SOA = "{name} {ttl}\tIN\tSOA\t{mname}{rname}( {serial}{refresh}{retry}{expire}{minimum})\n";

/**
 * A zone as master-file text, written by dns-zonefile and read back by our own reader: `undefined` where it does not hold
 * the same records, so that nothing wrong is ever shown.
 */
export function zoneText(zone: PlainZone): string | undefined {
  const text = written(zone);
  if (!sameRecords(zone, text)) return undefined;
  return zone.key === undefined ? text : `; ${zone.key}\n${text}`;
}

function written({ origin, records }: PlainZone): string {
  const commonTtl = mostCommonTtl(records);
  const own = records.filter(({ type, class: klass }) => JSON_TYPES.has(type) && klass === "IN");
  const [soa] = own.filter(({ type }) => type === "SOA");
  const json = { $origin: origin, ...(commonTtl === undefined ? {} : { $ttl: commonTtl }) };
  const byType = Object.fromEntries(
    TYPES.map((type) => [
      type,
      own
        .filter((record) => record.type.toLowerCase() === type)
        .map((record) => filled(jsonRecord(record, origin, commonTtl))),
    ]),
  );
  const template = [
    "{$origin}",
    ...(commonTtl === undefined ? [] : ["{$ttl}"]),
    ...(soa === undefined ? [] : [SOA]),
    ...TYPES.map((type) => `{${type}}`),
  ].join("\n");
  const soaJson = soa === undefined ? {} : filled(jsonRecord(soa, origin, commonTtl));
  const text = zonefile.generate({ ...json, ...byType, soa: soaJson }, template);
  const others = records.filter(
    (record) => record !== soa && !(own.includes(record) && record.type !== "SOA"),
  );
  return `${text.trimEnd()}\n${others.map((record) => line(record, commonTtl)).join("")}`;
}

/**
 * Values as dns-zonefile may be given them: it fills its template by `String.replace`, to which `$` and `{type}` mean
 * something, and it takes a TTL of 0 for none.
 */
function filled(record: JsonRecord): JsonRecord {
  const out: Record<string, string | number> = {};
  for (const [key, value] of Object.entries(record)) {
    const text = String(value).replace(/\\[\s\S]|[{$]/g, (found) => SPECIAL[found.at(-1) ?? ""] ?? found);
    out[key] = key === "ttl" || typeof value === "string" ? text : value;
  }
  return out;
}

const SPECIAL: Readonly<Record<string, string>> = { "{": decimalEscape(0x7b), $: decimalEscape(0x24) };

function line({ owner, ttl, class: klass, type, rdata }: PlainRecord, commonTtl: number | undefined): string {
  const stated = ttl === undefined || ttl === commonTtl ? "" : `${ttl}\t`;
  return `${owner}\t${stated}${klass}\t${type}\t${rdata}\n`;
}

function sameRecords({ origin, records }: PlainZone, text: string): boolean {
  const { zones, leftOut } = plainZones(new ZoneDocument("export.zone", text, { origin }).records());
  if (leftOut.length > 0) return false;
  const back = zones.flatMap((zone) => zone.records);
  if (back.length !== records.length) return false;
  const known = records.map((record) => keyOf(record, record.ttl ?? mostCommonTtl(records))).sort();
  const found = back.map((record) => keyOf(record, record.ttl)).sort();
  return known.every((key, i) => key === found[i]);
}

function keyOf({ owner, class: klass, type, rdata }: PlainRecord, ttl: number | undefined): string {
  return `${owner} ${ttl ?? ""} ${klass} ${type} ${rdata}`;
}
