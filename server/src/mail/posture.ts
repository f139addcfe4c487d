import type { DnsRecord, Lookup } from "../dns/record.ts";
import { deliveryOf, hasLiveKey, isParked } from "./facts.ts";
import { bimiPosture } from "./posture/bimi.ts";
import { dkimPosture } from "./posture/dkim.ts";
import { dmarcPosture } from "./posture/dmarc.ts";
import type { PostureItem, PostureSubject, Selector } from "./posture/item.ts";
import { mxPosture } from "./posture/mx.ts";
import { spfPosture } from "./posture/spf.ts";
import { mtastsPosture, tlsrptPosture } from "./posture/transport.ts";

export type { PostureItem, PostureState, PostureTopic, Selector } from "./posture/item.ts";

/** How a domain stands: what protects its mail, what is missing, and what that means. */
export interface Posture {
  /** Absolute. */
  readonly domain: string;
  /** mail: it takes mail. parked: it says that it has none. silent: no sign of mail. unknown: not known here. */
  readonly use: "mail" | "parked" | "silent" | "unknown";
  /** The worst first thing a reader would ask for stays in this order: SPF, DKIM, DMARC, MTA-STS, TLS-RPT, BIMI, null MX. */
  readonly items: readonly PostureItem[];
}

/**
 * What the records at hand say about the mail of a domain.
 * @param domain absolute, canonical
 * @param selectors the names `<selector>._domainkey.<domain>` at hand, with their records
 */
export function postureOf(domain: string, lookup: Lookup, selectors: readonly Selector[]): Posture {
  const subject: PostureSubject = { domain, lookup, selectors, use: useOf(domain, lookup, selectors) };
  return {
    domain,
    use: subject.use,
    items: [
      spfPosture(subject),
      dkimPosture(subject),
      dmarcPosture(subject),
      mtastsPosture(subject),
      tlsrptPosture(subject),
      bimiPosture(subject),
      mxPosture(subject),
    ],
  };
}

/** The selectors of a domain among some records. */
export function selectorsIn(domain: string, records: Iterable<DnsRecord>): readonly Selector[] {
  const found = new Map<string, DnsRecord[]>();
  const tail = `._domainkey.${domain}`;
  for (const record of records) {
    if (record.owner?.endsWith(tail) !== true) continue;
    const name = record.owner.slice(0, -tail.length);
    found.set(name, [...(found.get(name) ?? []), record]);
  }
  return [...found].map(([name, of]) => ({ name, records: of }));
}

function useOf(domain: string, lookup: Lookup, selectors: readonly Selector[]): Posture["use"] {
  if (isParked(domain, lookup)) return "parked";
  const { kind } = deliveryOf(domain, lookup);
  if (kind === "hosts" || selectors.some(({ records }) => hasLiveKey(records))) return "mail";
  if (lookup(domain, "MX") === undefined) return "unknown";
  return kind === "unknown" ? "unknown" : "silent";
}
