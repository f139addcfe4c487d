import type { DnsRecord } from "../dns/record.ts";
import { joinPhrases, type Phrase, say } from "./phrase.ts";
import { canonicalOf } from "./rdata.ts";

/** Who may issue: the domains of authorities, none of them for nobody; undefined: any authority. */
type Issuers = readonly string[] | undefined;

/**
 * What a change of the CAA records at a name means for who may issue certificates (RFC 8659 sections 4.2 and 4.3); empty
 * where it changes nothing, or is not known.
 */
export function certificatesAfter(base: readonly DnsRecord[], head: readonly DnsRecord[]): Phrase {
  const before = propertiesOf(base);
  const after = propertiesOf(head);
  if (before === undefined || after === undefined) return [];
  // Without any the records of a name above count.
  if (head.length === 0) return ["; any authority may issue certificates that no other CAA record forbids"];
  const issue = issuersOf(after, "issue");
  const wild = issuersOf(after, "issuewild");
  const said: Phrase[] = [];
  if (base.length === 0 || !isSame(issuersOf(before, "issue"), issue))
    said.push(mayIssue(issue, "certificates"));
  const wildBefore = issuersOf(before, "issuewild");
  if (wild !== undefined && !isSame(wildBefore, wild)) said.push(mayIssue(wild, "wildcard certificates"));
  if (wild === undefined && wildBefore !== undefined) said.push(mayIssue(issue, "wildcard certificates"));
  return said.length === 0 ? [] : ["; ", ...joinPhrases(said, ", and ")];
}

interface Property {
  readonly tag: string;
  readonly issuer: string;
}

// Undefined where one of the records is not known.
function propertiesOf(records: readonly DnsRecord[]): readonly Property[] | undefined {
  const properties: Property[] = [];
  for (const record of records) {
    const [, tag = "", value = ""] = /^\d+ (\S+) "?(.*?)"?$/s.exec(canonicalOf(record) ?? "") ?? [];
    if (tag === "") return undefined;
    properties.push({ tag: tag.toLowerCase(), issuer: (value.split(";")[0] ?? "").trim().toLowerCase() });
  }
  return properties;
}

function issuersOf(properties: readonly Property[], wanted: string): Issuers {
  const own = properties.filter(({ tag }) => tag === wanted);
  if (own.length === 0) return undefined;
  return [...new Set(own.map(({ issuer }) => issuer).filter((issuer) => issuer !== ""))].sort();
}

function isSame(a: Issuers, b: Issuers): boolean {
  return a?.join() === b?.join();
}

function mayIssue(issuers: Issuers, what: string): Phrase {
  if (issuers === undefined) return [`any authority may issue ${what}`];
  if (issuers.length === 0) return [`no authority may issue ${what}`];
  const names = joinPhrases(
    issuers.map((issuer) => say`${issuer}`),
    " and ",
  );
  return ["only ", ...names, ` may issue ${what}`];
}
