import type { DnsRecord, Lookup } from "../dns/record.ts";
import { authorize } from "../mail/authorize.ts";
import { familyOf } from "../mail/classify.ts";
import { parseDkim } from "../mail/dkim.ts";
import { dkimUse, isShort } from "../mail/dkimUse.ts";
import { parseDmarc, repeatedDecision } from "../mail/dmarc.ts";
import { isPassedOver, walkTree } from "../mail/dmarcPolicy.ts";
import { hasWildcard } from "../mail/facts.ts";
import { countOf, union } from "../mail/networks/sets.ts";
import { amount } from "../mail/networks/words.ts";
import { obstacleAt } from "./hover/dkim.ts";
import { isOneOfSeveral } from "./hover/dmarc.ts";

/** What a mail record comes to, in one line; undefined for other records, and where too much is unknown to say. */
export function summaryOf(record: DnsRecord, lookup: Lookup): string | undefined {
  const { text, owner } = record;
  if (text === undefined || owner === undefined) return undefined;
  switch (familyOf(text.text, owner)) {
    case "spf":
      // RFC 7208 section 3.1
      return record.type === "SPF" ? "not read by receivers: SPF is a TXT record" : spfSummary(owner, lookup);
    case "dmarc":
      return dmarcSummary(record, lookup);
    case "dkim":
      return dkimSummary(record, lookup);
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

function dmarcSummary({ text, owner = "" }: DnsRecord, lookup: Lookup): string | undefined {
  if (text === undefined) return undefined;
  const dmarc = parseDmarc(text);
  if (dmarc.recognized === true && !owner.startsWith("_dmarc."))
    return "not found by receivers: it does not stand at _dmarc";
  if (dmarc.recognized === true && isOneOfSeveral(owner, lookup))
    return "one of several: receivers discard all of them";
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
      const twice = repeatedDecision(dmarc);
      if (twice !== undefined) return `receivers differ: ${twice} stands twice`;
      const p = dmarc.p ?? "none";
      const sp = dmarc.sp ?? p;
      const np = dmarc.np ?? sp;
      const testing = dmarc.testing ? ", in testing" : "";
      const domain = owner.slice("_dmarc.".length);
      const { organizational } = walkTree(domain, lookup);
      // Names below get the policy of the Organizational Domain (section 4.10.1).
      if ((organizational !== undefined && organizational !== domain) || isPassedOver(domain))
        return `p=${p}, for this name only${testing}`;
      const below = sp === p ? "subdomains too" : `subdomains ${sp}`;
      const absent = np === sp || hasWildcard(domain, lookup) ? "" : `, names that do not exist ${np}`;
      return `p=${p}, ${below}${absent}${testing}`;
    }
  }
}

function dkimSummary({ text, owner = "" }: DnsRecord, lookup: Lookup): string | undefined {
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
      if (obstacleAt(owner, lookup) !== undefined) return "broken: something else stands at this selector";
      const testing = dkim.testing ? ", in testing" : "";
      const mark = use.doubt !== undefined ? ", not as it should be" : isShort(use.key) ? ", weak" : "";
      return use.key.kind === "rsa"
        ? `RSA ${use.key.bits} bits${mark}${testing}`
        : `Ed25519${mark}${testing}`;
    }
  }
}
