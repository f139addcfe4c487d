import type { DnsRecord, Lookup } from "../../dns/record.ts";
import {
  DECIDING,
  type DmarcRecord,
  type Policy,
  parseDmarc,
  policyOf,
  repeatedDecision,
} from "../../mail/dmarc.ts";
import { isPassedOver, psdOf, walkTree } from "../../mail/dmarcPolicy.ts";
import { hasWildcard } from "../../mail/facts.ts";
import { resolverOf } from "../../mail/resolver.ts";
import { meantOwner } from "../../rules/dmarc/meant.ts";
import { code, plainName } from "../markdown.ts";
import { reportLines } from "./dmarcReports.ts";

const WHAT: Readonly<Record<Policy, string>> = {
  none: "is delivered all the same (only watched)",
  quarantine: "goes to the junk folder",
  reject: "is rejected",
};
const SHORT: Readonly<Record<Policy, string>> = {
  none: "delivered all the same",
  quarantine: "junk folder",
  reject: "rejected",
};
const BELOW: Readonly<Record<Policy, Policy>> = { none: "none", quarantine: "none", reject: "quarantine" };

/** What happens to mail that fails DMARC, and who is told (RFC 9989). */
export function explainDmarc(record: DnsRecord, lookup: Lookup): string {
  const { owner, text } = record;
  if (text === undefined) return "";
  const dmarc = parseDmarc(text);
  const at = owner?.startsWith("_dmarc.") ? owner.slice("_dmarc.".length) : undefined;
  const domain = owner === undefined ? "this domain" : plainName(at ?? owner);
  if (owner !== undefined && at === undefined && dmarc.applies !== "unknown") {
    return `**Receivers do not find this record: ${domain} has no DMARC by it**\n\nThey look at ${code((meantOwner(owner, record.origin) ?? `_dmarc.${owner}`).replace(/\.$/, ""))}. RFC 9989 4.5`;
  }
  if (at !== undefined && dmarc.recognized === true && isOneOfSeveral(owner ?? "", lookup)) {
    return `**None of the DMARC records of ${domain} counts**\n\nThere is more than one: receivers discard all of them. RFC 9989 4.10`;
  }
  const walk = at === undefined ? undefined : walkTree(at, lookup);
  switch (dmarc.applies) {
    case "ignored":
      return `**Receivers ignore this record: ${domain} has no DMARC here**\n\nIt must begin with exactly ${code("v=DMARC1")}. RFC 9989 4.7`;
    case "unknown":
      return `**The DMARC policy of ${domain}**\n\nPart of the record is not known here.`;
    case "nothing":
      return `**This record does nothing for ${domain}**\n\nIt names no valid policy and no address for reports, so receivers do not process DMARC. RFC 9989 4.10.1`;
    case "monitor":
      return [
        `**Mail that fails DMARC for ${domain} is delivered all the same**`,
        `${missingPolicy(dmarc)}, so receivers act as for ${code("p=none")}.`,
        reportLines(dmarc, at, lookup),
        "RFC 9989 4.10.1",
      ].join("\n\n");
    case "policy": {
      const twice = repeatedDecision(dmarc);
      if (twice !== undefined)
        return `**Receivers differ in what becomes of mail that fails DMARC for ${domain}**\n\n${code(twice)} stands twice, and nothing says which one counts. RFC 9989 4.7`;
      return [
        ...policyLines(dmarc, domain, at, walk?.organizational, lookup),
        ...share(dmarc),
        ...standing(dmarc),
        reportLines(dmarc, at, lookup),
        alignment(dmarc),
      ].join("\n\n");
    }
  }
}

/** Which of the tags that decide is none. */
function missingPolicy({ tags }: DmarcRecord): string {
  const wrong = DECIDING.map((name) => tags.get(name)).find(
    (tag) => tag !== undefined && policyOf(tag) === undefined,
  );
  if (wrong === undefined) return `${code("p")} is missing`;
  return `${code(`${wrong.name.toLowerCase()}=${wrong.value}`)} is no policy`;
}

/** Whether more than one DMARC record stands at a name: receivers discard all of them (RFC 9989 section 4.10). */
export function isOneOfSeveral(owner: string, lookup: Lookup): boolean {
  const answer = resolverOf(lookup)(owner, "TXT");
  if (answer.kind !== "records") return false;
  const seen = (answer.records ?? []).filter(
    ({ text }) => text !== undefined && parseDmarc(text).recognized === true,
  );
  return seen.length > 1;
}

function policyLines(
  dmarc: DmarcRecord,
  domain: string,
  at: string | undefined,
  organizational: string | undefined,
  lookup: Lookup,
): readonly string[] {
  const p = dmarc.p ?? "none";
  const sp = dmarc.sp ?? p;
  const np = dmarc.np ?? sp;
  const now = (policy: Policy) => (dmarc.testing ? BELOW[policy] : policy);
  const isIdle = [p, sp, np].every((policy) => policy === "none");
  const testing = isIdle
    ? []
    : dmarc.testing
      ? [`in testing (${code("t=y")}): receivers act one level below ${code(`p=${p}`)}`]
      : [];
  const headline = `**Mail that fails DMARC for ${domain} ${WHAT[now(p)]}**`;
  if (organizational !== undefined && organizational !== at) {
    const above = plainName(organizational);
    return [
      headline,
      ...testing,
      `names below it: as the record of ${above} says, unless they have their own`,
    ];
  }
  if (at !== undefined && isPassedOver(at))
    return [headline, ...testing, "names below it: receivers never find this record for them"];
  const unless =
    at !== undefined && organizational === undefined
      ? ["names below it: as follows, unless a domain above has a DMARC record, which is not known here"]
      : [];
  const existing = `subdomains: ${SHORT[now(sp)]}${dmarc.sp === undefined ? "" : ` (${code(`sp=${sp}`)})`}`;
  const missing =
    at !== undefined && np !== sp && hasWildcard(at, lookup)
      ? `${code(`np=${np}`)} never applies: ${code(`*.${at.replace(/\.$/, "")}`)} makes every name exist`
      : `names that do not exist: ${SHORT[now(np)]}${dmarc.np === undefined ? "" : ` (${code(`np=${np}`)})`}`;
  return [headline, ...testing, ...unless, `${existing} · ${missing}`];
}

/** A `pct` of before RFC 9989 (section C.5.2), which RFC 7489 section 6.6.4 took for a part of the mail. */
function share({ tags, p }: DmarcRecord): readonly string[] {
  const value = tags.get("pct")?.value;
  if (value === undefined || !/^\d{1,2}$/.test(value) || p === "none") return [];
  return [
    `${code(`pct=${value}`)} is no longer part of DMARC: receivers ignore it, and older ones act so on ${Number(value)} % of the mail only`,
  ];
}

/** What `psd` makes of the domain (section 4.7). */
function standing(dmarc: DmarcRecord): readonly string[] {
  switch (psdOf(dmarc)) {
    case "y":
      return [`${code("psd=y")}: every name right below is an organization of its own`];
    case "n":
      return [`${code("psd=n")}: an organization of its own, to which domains above do not belong`];
    case "u":
      return [];
  }
}

function alignment({ strictSpf, strictDkim }: DmarcRecord): string {
  const spf = strictSpf
    ? "SPF must match exactly (`aspf=s`)"
    : "SPF may be of a subdomain or the domain above";
  const dkim = strictDkim
    ? "DKIM must match exactly (`adkim=s`)"
    : "DKIM may be of a subdomain or the domain above";
  return `${spf} · ${dkim} · DMARC, RFC 9989`;
}
