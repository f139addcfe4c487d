import type { Lookup } from "../dns/record.ts";
import { strengthOf } from "./dmarc.ts";
import { walkTree } from "./dmarcPolicy.ts";

/**
 * Why a domain's DMARC is not enough for a logo, with code spans; undefined where it is, or is not known. Receivers want a
 * policy that is enforced for all mail, subdomains included (BIMI draft, section on the domain's requirements).
 */
export function logoObstacle(name: string, lookup: Lookup): string | undefined {
  const { policy } = walkTree(name, lookup);
  switch (policy.kind) {
    case "unknown":
      return undefined;
    case "none":
    case "inert":
      return `\`${name.replace(/\.$/, "")}\` has no DMARC policy`;
    case "policy": {
      const { dmarc } = policy.source;
      if (dmarc.applies !== "policy") return "the DMARC record asks for nothing more than reports";
      if (strengthOf(policy.existing.stated) === 0) return "the DMARC policy is `none`";
      if (dmarc.testing) return "the DMARC policy is in testing (`t=y`)";
      if (dmarc.sp === "none") return "the DMARC policy of subdomains is `none`";
      const percent = dmarc.tags.get("pct")?.value;
      return percent !== undefined && percent !== "100"
        ? `the DMARC policy is for part of the mail only (\`pct=${percent}\`)`
        : undefined;
    }
  }
}
