import type { Lookup } from "../dns/record.ts";
import { strengthOf } from "./dmarc.ts";
import { walkTree } from "./dmarcPolicy.ts";
import { duplicateTags, type TagRecord } from "./tags.ts";
import { isUriText } from "./uri.ts";

/**
 * Why receivers show no logo by a record that begins with `v=BIMI1`, as a sentence with code spans; undefined where they do,
 * or where the record declines to show one. The list is DKIM's (RFC 6376 section 3.2).
 */
export function logoTrouble(list: TagRecord): string | undefined {
  const [repeated] = duplicateTags(list);
  if (repeated !== undefined) return `\`${repeated.name}\` stands twice: receivers discard the record.`;
  if (list.segments.some(({ kind }) => kind !== "tag"))
    return "Something that is no `name=value` stands in it: receivers may discard the record.";
  const logo = list.tags.find(({ name }) => name === "l");
  if (logo === undefined) return "The BIMI record names no logo (`l=`).";
  if (logo.value === "") return undefined;
  if (!isUriText(logo.value) || !/^https:\/\/[^/?#,]+\/[^?#,]*\.svgz?(?:$|[?#][^,]*$)/i.test(logo.value))
    return "The logo is no SVG file at an `https:` address: none is shown.";
  const avp = list.tags.find(({ name }) => name === "avp");
  if (avp !== undefined && !/^(?:brand|personal)$/.test(avp.value))
    return "`avp` is neither `brand` nor `personal`: receivers may discard the record.";
  const { value = "" } = list.tags.find(({ name }) => name === "a") ?? {};
  const isAddress = isUriText(value) && /^https:\/\/[^/,][^,]*$/i.test(value);
  return value === "" || isAddress
    ? undefined
    : "The certificate stands at no `https:` address: receivers show no logo.";
}

/**
 * Why a domain's DMARC is not enough for a logo, with code spans; undefined where it is, or is not known. Receivers want a
 * policy that is enforced for all mail, subdomains included (BIMI draft, section on the domain's requirements).
 */
export function logoObstacle(name: string, lookup: Lookup): string | undefined {
  const { policy, organizational } = walkTree(name, lookup);
  switch (policy.kind) {
    case "unknown":
      return undefined;
    case "none":
    case "inert":
      return `\`${name.replace(/\.$/, "")}\` has no DMARC policy`;
    case "policy": {
      const { dmarc, domain } = policy.source;
      if (dmarc.applies !== "policy") return "the DMARC record asks for nothing more than reports";
      if (strengthOf(policy.existing.stated) === 0) return "the DMARC policy is `none`";
      if (dmarc.testing) return "the DMARC policy is in testing (`t=y`)";
      if (dmarc.sp === "none" && organizational === domain) return "the DMARC policy of subdomains is `none`";
      const percent = dmarc.tags.get("pct")?.value;
      return percent !== undefined && percent !== "100"
        ? `the DMARC policy is for part of the mail only (\`pct=${percent}\`)`
        : undefined;
    }
  }
}
