import { absoluteName } from "../dns/names.ts";
import type { DnsRecord, Lookup } from "../dns/record.ts";
import { HOLE } from "../text/mappedText.ts";
import type { Span } from "../text/span.ts";
import { type DkimRecord, parseDkim } from "./dkim.ts";
import { dkimUse } from "./dkimUse.ts";
import { MOST_LOOKUPS } from "./host/evaluate.ts";
import { type Selected, selectRecord } from "./host/selectRecord.ts";
import { keptByName } from "./kept.ts";
import { exchangeOf, mailDomainOf, resolverOf, targetName } from "./resolver.ts";
import type { SpfRecord, SpfTerm } from "./spf.ts";

/** Where mail for a name is delivered (RFC 5321 section 5.1, RFC 7505). */
export type Delivery =
  /** Exchangers in the order they are tried. */
  | { readonly kind: "hosts"; readonly hosts: readonly string[] }
  /** A null MX: the name takes no mail. */
  | { readonly kind: "null" }
  /** No MX record, but an address that stands in for one. */
  | { readonly kind: "address" }
  | { readonly kind: "nowhere" }
  | { readonly kind: "unknown" };

/** @param name absolute, canonical */
export function deliveryOf(name: string, lookup: Lookup): Delivery {
  return keptDelivery(name, lookup);
}

const keptDelivery = keptByName(readDelivery);

function readDelivery(name: string, lookup: Lookup): Delivery {
  const resolve = resolverOf(lookup);
  const answer = resolve(name, "MX");
  if (answer.kind === "unknown" || answer.kind === "timeout") return { kind: "unknown" };
  if (answer.kind === "records") {
    const sorted = [...answer.values].sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
    const hosts = sorted.map(exchangeOf);
    return hosts.every((host) => host === ".") ? { kind: "null" } : { kind: "hosts", hosts };
  }
  const kinds = (["A", "AAAA"] as const).map((type) => resolve(name, type).kind);
  if (kinds.includes("records")) return { kind: "address" };
  return kinds.some((kind) => kind === "unknown" || kind === "timeout")
    ? { kind: "unknown" }
    : { kind: "nowhere" };
}

/** Whether a name has an address; undefined where that is not known. */
export function hasAddress(name: string, lookup: Lookup): boolean | undefined {
  const resolve = resolverOf(lookup);
  const kinds = (["A", "AAAA"] as const).map((type) => resolve(name, type).kind);
  if (kinds.includes("records")) return true;
  return kinds.some((kind) => kind === "unknown" || kind === "timeout") ? undefined : false;
}

/** Whether a wildcard answers for the names below a name, so that none of them lacks existence (RFC 4592 section 2.2.1). */
export function hasWildcard(name: string, lookup: Lookup): boolean {
  return ["A", "AAAA", "CNAME", "MX", "TXT"].some((type) => (lookup(`*.${name}`, type)?.length ?? 0) > 0);
}

/** The SPF record at a name, as receivers find it. */
export function spfAt(name: string, lookup: Lookup): Selected {
  return keptSpf(name, lookup);
}

const keptSpf = keptByName((name, lookup) => selectRecord(mailDomainOf(name) ?? "", resolverOf(lookup)));

/**
 * Whether a name says that nobody sends as it: `v=spf1 -all`, whatever else it explains, at the name or where its redirects
 * lead (RFC 7208 sections 6.1 and 10.1.2).
 */
export function sendsNothing(name: string, lookup: Lookup): boolean {
  let at: string | undefined = name;
  for (let hops = 0; at !== undefined && hops < MOST_LOOKUPS; hops++) {
    const found = spfAt(at, lookup);
    if (found.kind !== "record") return false;
    const term = firstTerm(found.spf);
    if (term?.kind === "all") return term.qualifier === "-";
    at = term?.kind === "redirect" ? targetName(term.domain?.literal?.toLowerCase() ?? "") : undefined;
  }
  return false;
}

/** The first term that says anything about senders; undefined where the record is not sound. */
function firstTerm(spf: SpfRecord): SpfTerm | undefined {
  if (spf.recognized !== true || spf.permerror !== false || spf.hasHoles) return undefined;
  return spf.terms.find(({ kind }) => kind !== "exp" && kind !== "modifier");
}

/** Whether a name says that it neither receives nor sends mail: a null MX, and `v=spf1 -all`. */
export function isParked(name: string, lookup: Lookup): boolean {
  return deliveryOf(name, lookup).kind === "null" && sendsNothing(name, lookup);
}

/** Whether the records at a selector hold a key that verifiers can use, or an alias to one. What is not known is taken for one. */
export function hasLiveKey(records: readonly DnsRecord[]): boolean {
  return records.some(({ type, text }) => {
    if (type === "CNAME") return true;
    return type === "TXT" && text !== undefined && isLiveKey(text.read(parseDkim));
  });
}

/** Whether verifiers can use a key, as far as that is known. */
export function isLiveKey(dkim: DkimRecord): boolean {
  const { kind } = dkimUse(dkim);
  return kind === "usable" || kind === "unknown";
}

/** An MX record read: what it prefers, and where it points. Spans are document offsets. */
export interface Exchanger {
  readonly preference: string;
  readonly preferenceSpan: Span;
  /** The host without the origin that a missing final dot appends to it. */
  readonly written: string;
  readonly hostSpan: Span;
  /** Absolute, canonical; "." for a null MX, undefined where it is no name or the origin is not known. */
  readonly host: string | undefined;
}

/** The fields of an MX record (RFC 1035 section 3.3.9); undefined where they are not two. */
export function exchangerOf(record: DnsRecord): Exchanger | undefined {
  const [preference, exchange, ...more] = record.rdata.fields;
  if (preference === undefined || exchange === undefined || more.length > 0) return undefined;
  // Where something else stands in its place, the other word is hardly the host.
  if (/[^0-9]/.test(preference.text.replaceAll(HOLE, ""))) return undefined;
  const host = exchange.target ?? absoluteName(exchange.text, record.origin);
  const tail = `.${record.origin ?? ""}`;
  const written = host?.endsWith(tail) && tail.length > 2 ? host.slice(0, -tail.length) : exchange.text;
  return {
    preference: preference.text,
    preferenceSpan: preference,
    written,
    hostSpan: exchange,
    host,
  };
}
