import type { Authorization } from "../authorize.ts";
import { contains, type IpAddress, type IpSet } from "../networks/sets.ts";
import { formatAddress } from "../networks/text.ts";
import type { AggregateReport, ReportRow } from "./aggregate.ts";

/** What reports say an address sent as a domain. */
export interface ReportedSender {
  readonly ip: IpAddress;
  readonly address: string;
  /** Messages. */
  readonly messages: number;
  /** Those of them that passed SPF. */
  readonly passedSpf: number;
  /** Those that carried an aligned DKIM signature. */
  readonly passedDkim: number;
}

/** Whose mail it was that an address sent: the domain SPF is asked about, or the one that people see. */
export type Identity = "envelope" | "header";

/** Who sent as a domain (canonical), most messages first; a report that was sent twice counts once. */
export function sendersAs(
  domain: string,
  identity: Identity,
  reports: readonly AggregateReport[],
): readonly ReportedSender[] {
  const senders = new Map<string, ReportedSender>();
  for (const { rows } of distinct(reports)) {
    for (const row of rows) {
      if (domainOf(row, identity) !== domain) continue;
      const address = formatAddress(row.ip);
      const { messages = 0, passedSpf = 0, passedDkim = 0 } = senders.get(address) ?? {};
      senders.set(address, {
        ip: row.ip,
        address,
        messages: messages + row.count,
        passedSpf: passedSpf + (row.spfPassed ? row.count : 0),
        passedDkim: passedDkim + (row.dkim ? row.count : 0),
      });
    }
  }
  return [...senders.values()].sort((a, b) => b.messages - a.messages || (a.address < b.address ? -1 : 1));
}

/** Those of them that lie in one of the sets. */
export function sendersIn(
  senders: readonly ReportedSender[],
  sets: readonly IpSet[],
): readonly ReportedSender[] {
  return senders.filter(({ ip }) => sets.some((set) => contains(set, ip)));
}

/**
 * Who, by the reports, sent mail that shows a domain as its sender and is not among those its SPF record lets pass. Where
 * part of the record is not known, an address that always passed at the receivers is believed.
 */
export function unauthorizedSenders(
  policy: Authorization,
  reports: readonly AggregateReport[],
): readonly ReportedSender[] {
  const { families, opaque, owner } = policy;
  return sendersAs(owner, "header", reports).filter(({ ip, messages, passedSpf }) => {
    const { certain, conditional } = families[ip.family].buckets.pass;
    if (contains(certain, ip) || contains(conditional, ip)) return false;
    return opaque.length === 0 || passedSpf < messages;
  });
}

function domainOf(row: ReportRow, identity: Identity): string | undefined {
  return identity === "envelope" ? (row.spfDomain ?? row.headerFrom) : row.headerFrom;
}

function distinct(reports: readonly AggregateReport[]): readonly AggregateReport[] {
  const seen = new Map<string, AggregateReport>();
  for (const [i, report] of reports.entries()) {
    const key = report.id === "" ? `#${i}` : JSON.stringify([report.organization, report.id]);
    if (!seen.has(key)) seen.set(key, report);
  }
  return [...seen.values()];
}
