import { onceForLong } from "../dns/long.ts";
import { absoluteName, encodeLabels, labelOctets, labelsOf, parentOf } from "../dns/names.ts";
import type { DnsRecord, Lookup } from "../dns/record.ts";
import { keptByName } from "./kept.ts";

export type QueryType = "A" | "AAAA" | "MX" | "TXT" | "PTR";

/** What the DNS says to one question. Aliases (CNAME) have been followed. */
export type Answer =
  | {
      readonly kind: "records";
      /** A, AAAA: the address. MX: "10 mail.example.com.". PTR: the name. TXT: the joined octets, one character each. */
      readonly values: readonly string[];
      /** The records themselves, in the same order, where the answer comes from a document. */
      readonly records?: readonly DnsRecord[];
    }
  | { readonly kind: "nxdomain" }
  | { readonly kind: "nodata" }
  /** No answer in time, or an error other than NXDOMAIN. */
  | { readonly kind: "timeout" }
  /** Whoever may ask further has to be asked for these names. */
  | { readonly kind: "unknown"; readonly names: readonly string[] };

/** Answers at once; names are absolute, lower-case, in canonical presentation form. */
export type Resolver = (name: string, type: QueryType) => Answer;

/** A resolver over records that are at hand. It follows aliases, and says which name it does not know. */
export function resolverOf(lookup: Lookup): Resolver {
  return (name, type) => RESOLVE[type](name, lookup);
}

const RESOLVE: Readonly<Record<QueryType, (name: string, lookup: Lookup) => Answer>> = {
  A: resolving("A"),
  AAAA: resolving("AAAA"),
  MX: resolving("MX"),
  TXT: resolving("TXT"),
  PTR: resolving("PTR"),
};

function resolving(type: QueryType) {
  return keptByName((name, lookup) => resolve(lookup, name, type));
}

function resolve(lookup: Lookup, name: string, type: QueryType): Answer {
  let at = name;
  for (let hops = 0; hops < LONGEST_CHAIN; hops++) {
    const records = lookup(at, type);
    if (records === undefined) {
      const renamed = renamedBelow(lookup, at);
      if (renamed === undefined) return { kind: "unknown", names: [at] };
      at = renamed;
      continue;
    }
    if (records.length > 0) return answerOf(at, type, records);
    const alias = lookup(at, "CNAME")?.[0];
    if (alias === undefined) return { kind: "nodata" };
    const target = targetOf(alias);
    if (target === undefined) return { kind: "unknown", names: [at] };
    at = target;
  }
  // A loop: name servers answer SERVFAIL.
  return { kind: "timeout" };
}

// What a DNAME above makes of a name (RFC 6672 section 2.2); undefined without one, and where it gets too long.
function renamedBelow(lookup: Lookup, name: string): string | undefined {
  for (let at = parentOf(name); at !== undefined && at !== "."; at = parentOf(at)) {
    const dname = lookup(at, "DNAME")?.[0];
    const target = dname === undefined ? undefined : targetOf(dname);
    if (target !== undefined) return absoluteName(name.slice(0, -at.length - 1), target);
  }
  return undefined;
}

/** So many aliases are followed, as BIND does. */
export const LONGEST_CHAIN = 16;

/** The name that an SPF term looks up, from text as a macro expands to it; undefined where no DNS name can be made of it. */
export function targetName(text: string): string | undefined {
  if (text.length <= NAME_LENGTH && PLAIN_NAME.test(text)) return text.endsWith(".") ? text : `${text}.`;
  const whole = text.endsWith(".") ? text.slice(0, -1) : text;
  const labels = shortened(whole).split(".");
  if (labels.some((label) => label.length === 0 || label.length > 63)) return undefined;
  return encodeLabels(labels);
}

/** The other way round: an absolute name as text without escapes; undefined where a label holds a dot, which no text can say. */
export function mailDomainOf(name: string): string | undefined {
  if (!name.includes("\\")) return name.endsWith(".") ? name.slice(0, -1) : name;
  const labels = labelsOf(name).map(labelOctets);
  return labels.some((label) => label.includes(".")) ? undefined : labels.join(".");
}

/** Leading labels fall away until 253 characters are left (RFC 7208 section 7.3). */
export function shortened(name: string): string {
  if (name.length <= NAME_LENGTH) return name;
  const dot = name.indexOf(".", name.length - NAME_LENGTH - 1);
  return dot < 0 ? name : name.slice(dot + 1);
}

const NAME_LENGTH = 253;

/** Needs no escapes and is in lower case. */
const PLAIN_NAME = /^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?$/;

/** The host an MX value names. */
export function exchangeOf(value: string): string {
  return value.slice(value.lastIndexOf(" ") + 1);
}

function answerOf(name: string, type: QueryType, records: readonly DnsRecord[]): Answer {
  return DISTINCT[type](records) ?? { kind: "unknown", names: [name] };
}

const DISTINCT: Readonly<Record<QueryType, (records: readonly DnsRecord[]) => Answer | undefined>> = {
  A: distinct("A"),
  AAAA: distinct("AAAA"),
  MX: distinct("MX"),
  TXT: distinct("TXT"),
  PTR: distinct("PTR"),
};

function distinct(type: QueryType) {
  return onceForLong((records: readonly DnsRecord[]) => readDistinct(type, records));
}

// Undefined where one of them is not known.
function readDistinct(type: QueryType, records: readonly DnsRecord[]): Answer | undefined {
  const values: string[] = [];
  const kept: DnsRecord[] = [];
  const seen = new Set<string>();
  for (const record of records) {
    const value = valueIn(record, type);
    if (value === undefined) return undefined;
    // Records of one text and one split are one record (RFC 2181 section 5).
    const key = type === "TXT" ? `${record.text?.breaks.join()} ${value}` : value;
    if (seen.has(key)) continue;
    seen.add(key);
    values.push(value);
    kept.push(record);
  }
  return { kind: "records", values, records: kept };
}

function valueIn(record: DnsRecord, type: QueryType): string | undefined {
  switch (type) {
    case "TXT":
      return record.text?.text;
    case "A":
    case "AAAA":
      return record.rdata.canonical;
    case "PTR":
      return targetOf(record);
    case "MX": {
      const target = targetOf(record);
      return target === undefined ? undefined : `${preferenceOf(record)} ${target}`;
    }
  }
}

function preferenceOf(record: DnsRecord): string {
  return record.rdata.canonical?.split(" ")[0] ?? "0";
}

/** The name at the end of the rdata, absolute; undefined where it is none or not known. */
export function targetOf(record: DnsRecord): string | undefined {
  const written = record.rdata.canonical?.split(" ").at(-1);
  return written === undefined || written === "" ? undefined : absoluteName(written, record.origin);
}
