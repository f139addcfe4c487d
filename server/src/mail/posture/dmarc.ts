import { parentOf } from "../../dns/names.ts";
import { familyOfText } from "../classify.ts";
import { parseDmarc, repeatedDecision, strengthOf } from "../dmarc.ts";
import { type DmarcPolicy, walkTree } from "../dmarcPolicy.ts";
import { isPublicSuffix } from "../publicSuffix.ts";
import { type PostureItem, type PostureSubject, plain, recordLine, textsAt } from "./item.ts";

const WITHOUT =
  "Without DMARC anybody can put the domain into the From line: receivers have nothing to go by, and nobody is told.";

/** What becomes of mail that fails (RFC 9989). */
export function dmarcPosture({ domain, lookup, use }: PostureSubject): PostureItem {
  const about = { topic: "dmarc", title: "DMARC", needed: true, without: WITHOUT } as const;
  const owner = `_dmarc.${domain}`;
  const add =
    use === "mail" || use === "unknown"
      ? `Watch first: ${recordLine(owner, "TXT", `"v=DMARC1; p=none; rua=mailto:dmarc@${plain(domain)}"`)}; when the reports show only mail that passes, raise it to \`p=quarantine\` and \`p=reject\`.`
      : `If nobody sends: ${recordLine(owner, "TXT", '"v=DMARC1; p=reject"')}.`;
  const { policy, organizational } = walkTree(domain, lookup);
  switch (policy.kind) {
    case "unknown":
      return { ...about, add, state: "unknown", says: "Which DMARC policy applies is not known here." };
    case "inert": {
      const says = "The record names no valid policy and no address for reports: receivers do nothing.";
      return {
        ...about,
        add: "Write a policy: `p=none`, `p=quarantine` or `p=reject`.",
        state: "broken",
        says,
        record: policy.source.record,
      };
    }
    case "none": {
      const unseen = unseenRecords(domain, lookup);
      if (unseen === "several") {
        const says = "There is more than one DMARC record: receivers discard all of them.";
        return { ...about, add: "Delete all but one.", state: "broken", says };
      }
      if (unseen !== undefined) {
        const says = "There is a record that was meant for DMARC, but receivers do not see it as one.";
        return { ...about, add: "Begin it with exactly `v=DMARC1;`.", state: "broken", says, record: unseen };
      }
      const above = parentOf(domain);
      const whole = above === undefined || isPublicSuffix(above);
      const says = whole
        ? `${plain(domain)} has no DMARC record.`
        : `Neither ${plain(domain)} nor a domain above it has a DMARC record.`;
      return { ...about, add, state: "missing", says };
    }
    case "policy":
      return {
        ...about,
        add: RAISE,
        record: policy.source.record,
        ...strength(policy, organizational === domain),
      };
  }
}

const RAISE = "Raise the policy to `p=reject` once the reports show only mail that passes.";

const WHAT = {
  none: "is delivered all the same",
  quarantine: "goes to the junk folder",
  reject: "is rejected",
} as const;

/** @param isOrganization whether the record speaks for the names below too (RFC 9989 section 4.10.1) */
function strength(policy: Extract<DmarcPolicy, { kind: "policy" }>, isOrganization: boolean) {
  const { existing, source, role } = policy;
  const { dmarc } = source;
  const twice = repeatedDecision(dmarc);
  if (twice !== undefined) {
    const says = `\`${twice}\` stands twice in the record: receivers differ in which one counts.`;
    return { state: "broken", says } as const;
  }
  const from = role === "own" ? "" : ` (by the record of ${plain(source.domain)})`;
  const mail = `Mail that fails ${WHAT[existing.applied]}${from}`;
  if (existing.applied === "none") {
    const why = existing.stated !== "none" ? ": the policy is in testing (`t=y`)" : "";
    return { state: "weak", says: `${mail}${why}.` } as const;
  }
  if (existing.applied !== existing.stated) {
    return { state: "weak", says: `${mail}: the policy is in testing (\`t=y\`).` } as const;
  }
  const sp = dmarc.sp ?? dmarc.p;
  if (isOrganization && sp !== undefined && strengthOf(sp) < strengthOf(existing.stated)) {
    return { state: "weak", says: `${mail}; for subdomains it ${WHAT[sp]}.` } as const;
  }
  if (dmarc.tags.has("rua") && !dmarc.rua.some(({ valid, scheme }) => valid && scheme === "mailto")) {
    return {
      state: "weak",
      says: `${mail}, but nobody gets reports: \`rua\` holds no address for them.`,
    } as const;
  }
  return { state: "present", says: `${mail}.` } as const;
}

function unseenRecords(domain: string, lookup: PostureSubject["lookup"]) {
  const texts = textsAt(`_dmarc.${domain}`, lookup);
  if (texts.kind === "unknown") return undefined;
  const meant = texts.found.filter(
    ({ text }) => familyOfText(text) === "dmarc" || /(?:^|;)\s*p\s*=/.test(text),
  );
  const seen = meant.filter(
    ({ record }) => record.text !== undefined && parseDmarc(record.text).recognized === true,
  );
  return seen.length > 1 ? "several" : meant[0]?.record;
}
