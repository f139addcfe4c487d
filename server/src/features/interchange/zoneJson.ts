import { type PlainRecord, type PlainZone, shortName } from "./plain.ts";

/** A record in the shape of the package dns-zonefile: `name`, `ttl` where it differs from `$ttl`, and the type's fields. */
export type JsonRecord = Readonly<Record<string, string | number>>;

/** A zone in the shape of the package dns-zonefile. Types it does not know have `data`, the presentation form. */
export interface JsonZone {
  readonly $origin: string;
  readonly $ttl?: number;
  readonly soa?: JsonRecord;
  readonly [type: string]: string | number | JsonRecord | readonly JsonRecord[] | undefined;
}

/** What names the fields of a type's rdata in that shape; `*` a number, and the last one takes the rest. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  SOA: ["mname", "rname", "*serial", "*refresh", "*retry", "*expire", "*minimum"],
  NS: ["host"],
  A: ["ip"],
  AAAA: ["ip"],
  CNAME: ["alias"],
  MX: ["*preference", "host"],
  TXT: ["txt"],
  PTR: ["host"],
  SRV: ["*priority", "*weight", "*port", "target"],
  SPF: ["data"],
  CAA: ["*flags", "tag", "value"],
  DS: ["key_tag", "algorithm", "digest_type", "digest"],
};

/** The types that dns-zonefile writes itself. */
export const JSON_TYPES: ReadonlySet<string> = new Set(Object.keys(FIELDS));

/** A zone as a JSON value; `$ttl` is the TTL that most records have. */
export function zoneJson({ origin, records }: PlainZone): JsonZone {
  const commonTtl = mostCommonTtl(records);
  const byType: Record<string, JsonRecord[]> = {};
  let soa: JsonRecord | undefined;
  for (const record of records) {
    const json = jsonRecord(record, origin, commonTtl);
    if (record.type === "SOA" && soa === undefined) soa = json;
    else {
      const key = record.type.toLowerCase();
      byType[key] = [...(byType[key] ?? []), json];
    }
  }
  return {
    $origin: origin,
    ...(commonTtl === undefined ? {} : { $ttl: commonTtl }),
    ...(soa === undefined ? {} : { soa }),
    ...byType,
  };
}

/** The TTL that most records have. */
export function mostCommonTtl(records: readonly PlainRecord[]): number | undefined {
  const counts = new Map<number, number>();
  for (const { ttl } of records) if (ttl !== undefined) counts.set(ttl, (counts.get(ttl) ?? 0) + 1);
  return [...counts].sort(([a, most], [b, other]) => other - most || a - b)[0]?.[0];
}

/** One record with the fields of its type. */
export function jsonRecord(record: PlainRecord, origin: string, commonTtl: number | undefined): JsonRecord {
  const { type, rdata, ttl } = record;
  const json: Record<string, string | number> = { name: shortName(record.owner, origin) };
  if (ttl !== undefined && ttl !== commonTtl) json.ttl = ttl;
  if (record.class !== "IN") json.class = record.class;
  if (type === "PTR") json.fullname = record.owner;
  const names = FIELDS[type] ?? ["data"];
  const words = rdata.split(" ");
  for (const [index, name] of names.entries()) {
    const value = index === names.length - 1 ? words.slice(index).join(" ") : (words[index] ?? "");
    if (name.startsWith("*")) json[name.slice(1)] = Number(value);
    else json[name] = value;
  }
  return json;
}
