import type { DnsRecord } from "../../dns/record.ts";
import type { OwnerView, Place, RuleDocs, Severity, ZoneRule } from "../rule.ts";

/** The head of a whole zone that no rule has anything to say about. */
export const HEAD = `$TTL 3600
@ SOA ns1.example.net. hostmaster.example.net. 1 7200 3600 1209600 3600
@ NS ns1.example.net.
@ NS ns2.example.net.
`;

/** One row of a table of rules; `bad` and `good` stand below HEAD. */
export interface Row {
  readonly id: string;
  readonly severity: Severity;
  readonly tag?: "unnecessary" | "deprecated";
  readonly summary: string;
  readonly why: string;
  readonly bad: string;
  readonly good: string;
  readonly refs: readonly string[];
  readonly check: ZoneRule["check"];
}

/** The rules of a table. */
export function rulesOf(rows: readonly Row[]): readonly ZoneRule[] {
  return rows.map(({ bad, good, summary, why, refs, ...rule }) => {
    const docs: RuleDocs = { summary, why, bad: HEAD + bad, good: HEAD + good, refs };
    return { ...rule, scope: "zone", docs };
  });
}

/** The records of some types at a name. */
export function ofType(name: OwnerView, ...types: readonly string[]): readonly DnsRecord[] {
  return name.records.filter(({ type }) => types.includes(type));
}

/** What two records must share to say the same. */
export function rdataKey(name: OwnerView, record: DnsRecord): string | undefined {
  const { canonical, fields } = record.rdata;
  if (canonical === undefined) return undefined;
  const target = name.zone.targetOf(record);
  if (target === undefined) return canonical;
  return fields
    .map(({ start, text }) => (start === target.span.start ? (target.name ?? text) : text))
    .join(" ");
}

/** A name without its final dot, as people write it. */
export function plain(name: string): string {
  return name === "." ? name : name.replace(/\.$/, "");
}

/** The place of a target. */
export function targetPlace(name: OwnerView, record: DnsRecord): Place {
  const target = name.zone.targetOf(record);
  return target === undefined ? { record, part: "rdata" } : { record, source: target.span };
}
