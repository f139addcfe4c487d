import type { DnsRecord, Lookup } from "../dns/record.ts";
import { authorize } from "../mail/authorize.ts";
import { familyOf } from "../mail/classify.ts";
import { parseDkim } from "../mail/dkim.ts";
import { dkimUse } from "../mail/dkimUse.ts";
import { parseDmarc } from "../mail/dmarc.ts";
import { countOf, union } from "../mail/networks/sets.ts";
import { amount } from "../mail/networks/words.ts";

/** What a mail record comes to, in one line; undefined for other records, and where too much is unknown to say. */
export function summaryOf(record: DnsRecord, lookup: Lookup): string | undefined {
  const { text, owner } = record;
  if (text === undefined || owner === undefined) return undefined;
  switch (familyOf(text.text, owner)) {
    case "spf":
      return spfSummary(owner, lookup);
    case "dmarc":
      return dmarcSummary(record);
    case "dkim":
      return dkimSummary(record);
    default:
      return undefined;
  }
}

/** "authorizes 1,024 IPv4 addresses, 4/10 lookups" */
export function spfSummary(owner: string, lookup: Lookup): string | undefined {
  const policy = authorize(owner, lookup);
  if (policy.record === undefined) return undefined;
  if (policy.permerror !== undefined) return "broken: receivers ignore this record (permerror)";
  const cost = `${policy.lookups.exact ? "" : "at least "}${policy.lookups.count}/10 lookups`;
  if (policy.families[4].everyoneElse === "pass") return `authorizes everybody, ${cost}`;
  const sets = [policy.families[4], policy.families[6]].map(({ family, buckets }) => ({
    family,
    count: countOf(union(buckets.pass.certain, buckets.pass.conditional)),
  }));
  const known = policy.opaque.length === 0 && policy.unknown.length === 0;
  const amounts = sets
    .filter((set) => set.count > 0n)
    .map(
      (set) =>
        `${set.count === 1n ? "1" : amount(set.count)} IPv${set.family} address${set.count === 1n ? "" : "es"}`,
    );
  const who = amounts.length === 0 ? (known ? "nobody" : "nobody that is known here") : amounts.join(" and ");
  const more = !known && amounts.length > 0 ? " and more outside the workspace" : "";
  return `authorizes ${who}${more}, ${cost}`;
}

function dmarcSummary({ text }: DnsRecord): string | undefined {
  if (text === undefined) return undefined;
  const dmarc = parseDmarc(text);
  switch (dmarc.applies) {
    case "ignored":
      return "not seen as a DMARC record by receivers";
    case "nothing":
      return "does nothing: no valid policy, and nobody to report to";
    case "unknown":
      return undefined;
    case "monitor":
      return "as p=none: the policy is missing or invalid, reports are sent";
    case "policy": {
      const p = dmarc.p ?? "none";
      const sp = dmarc.sp ?? p;
      const np = dmarc.np ?? sp;
      const below = sp === p ? "subdomains too" : `subdomains ${sp}`;
      const absent = np === sp ? "" : `, names that do not exist ${np}`;
      return `p=${p}, ${below}${absent}${dmarc.testing ? ", in testing" : ""}`;
    }
  }
}

function dkimSummary({ text }: DnsRecord): string | undefined {
  if (text === undefined) return undefined;
  const dkim = parseDkim(text);
  const use = dkimUse(dkim);
  switch (use.kind) {
    case "unknown":
      return undefined;
    case "revoked":
      return "revoked key";
    case "unusable":
      return "broken key: signatures with it fail";
    case "usable": {
      const testing = dkim.testing ? ", in testing" : "";
      return use.key.kind === "rsa" ? `RSA ${use.key.bits} bits${testing}` : `Ed25519${testing}`;
    }
  }
}
