import type { Lookup } from "../../dns/record.ts";
import { type Authorization, authorize, type PolicyError } from "../authorize.ts";
import { familyOfText } from "../classify.ts";
import { walkTree } from "../dmarcPolicy.ts";
import { deliveryOf, sendsNothing } from "../facts.ts";
import { sendingTerms } from "../habits.ts";
import { isEmpty, sameSet, wholeSet } from "../networks/sets.ts";
import { targetOf } from "../resolver.ts";
import { type PostureItem, type PostureSubject, plain, recordLine, type Selector, textsAt } from "./item.ts";

const WITHOUT =
  "Without SPF receivers cannot tell which hosts may send for the domain: forged mail looks like real mail, and large providers distrust the real one.";

/** Who may send (RFC 7208). */
export function spfPosture({ domain, lookup, selectors, use }: PostureSubject): PostureItem {
  const about = { topic: "spf", title: "SPF", needed: true, without: WITHOUT } as const;
  const add =
    use === "mail"
      ? `List the hosts that send: ${recordLine(domain, "TXT", `"v=spf1 ${known(domain, lookup, selectors)} -all"`)} allows those that these records tell of; other services that send for you name an \`include:\` to add.`
      : `If nobody sends: ${recordLine(domain, "TXT", '"v=spf1 -all"')}.`;
  const policy = authorize(domain, lookup);
  const { tree, record } = policy;
  const here = record === undefined ? {} : { record };
  if (tree.status === "unknown" || tree.status === "timeout") {
    return { ...about, add, state: "unknown", says: "Whether there is an SPF record is not known here." };
  }
  if (tree.status === "none") {
    const unseen = unseenRecord(domain, lookup);
    if (unseen === undefined) {
      return { ...about, add, state: "missing", says: `${plain(domain)} has no SPF record.` };
    }
    const says = "There is a record that was meant for SPF, but receivers do not see it as one.";
    return {
      ...about,
      add: "Begin it with exactly `v=spf1` and a space.",
      state: "broken",
      says,
      record: unseen,
    };
  }
  if (tree.status === "multiple") {
    const says = "There is more than one SPF record: receivers use none of them (permerror).";
    return { ...about, add: "Merge them into one.", state: "broken", says };
  }
  if (tree.spf?.hasHoles === true) {
    return { ...about, add, ...here, state: "unknown", says: "Part of the SPF record is not known here." };
  }
  if (policy.permerror !== undefined) {
    const add = "Mend the record where the finding points.";
    return { ...about, add, ...here, ...brokenness(policy, policy.permerror) };
  }
  if (sendsNothing(domain, lookup)) {
    return {
      ...about,
      add,
      ...here,
      state: "present",
      says: "Nobody may send as the domain (`v=spf1 -all`).",
    };
  }
  const isRedirected = tree.terms.some(({ term }) => term.kind === "redirect");
  return {
    ...about,
    add: isRedirected ? ENDS_THERE : ENDS,
    ...here,
    ...strength(domain, policy.families[4].everyoneElse, lookup),
  };
}

const ENDS = "End the record in `-all`, or in `~all` with DMARC at `p=quarantine` or `p=reject`.";
// An `all` beside a redirect would undo it (RFC 7208 section 6.1).
const ENDS_THERE = ENDS.replace("the record", "the record that `redirect` leads to");

/** Who gets a permerror, and why: the addresses of earlier terms do not, nor may those of the other family (RFC 7208 section 4.6.4). */
function brokenness({ families, errors }: Authorization, { cause, path }: PolicyError) {
  const why =
    cause === "syntax" && path.length > 1 ? "The record refers to one with a syntax error" : CAUSES[cause];
  const isWhole = ([4, 6] as const).every((family) =>
    sameSet(families[family].buckets.permerror.certain, wholeSet(family)),
  );
  if (isWhole) return { state: "broken", says: `${why}: receivers ignore it (permerror).` } as const;
  const hit = ([4, 6] as const).filter((family) =>
    errors.some(({ verdict, affected }) => verdict === "permerror" && !isEmpty(affected[family])),
  );
  return hit.length === 1
    ? ({ state: "weak", says: `${why}: senders on IPv${hit[0]} get a permerror.` } as const)
    : ({ state: "broken", says: `${why}: senders whom no earlier term names get a permerror.` } as const);
}

const CAUSES: Readonly<Record<PolicyError["cause"], string>> = {
  syntax: "A syntax error is in the record",
  multiple: "The record refers to a name with more than one SPF record",
  timeout: "A lookup of the record leads in a circle",
  "no-record": "The record refers to a name without an SPF record",
  lookups: "The record asks for more than ten lookups",
  voids: "More than two lookups of the record find nothing",
  "too-many-mx": "The record names a domain with more than ten mail hosts",
};

function strength(domain: string, everyoneElse: string, lookup: PostureSubject["lookup"]) {
  switch (everyoneElse) {
    case "fail":
      return { state: "present", says: "Hosts that are not listed are refused (`-all`)." } as const;
    case "softfail": {
      const { policy } = walkTree(domain, lookup);
      const enforced = policy.kind === "policy" && policy.existing.applied !== "none";
      return enforced
        ? ({
            state: "present",
            says: "Hosts that are not listed are marked (`~all`), and DMARC acts on that.",
          } as const)
        : ({
            state: policy.kind === "unknown" ? "present" : "weak",
            says: "Hosts that are not listed are only marked (`~all`).",
          } as const);
    }
    case "pass":
      return {
        state: "weak",
        says: "The record lets every host on the Internet send as the domain.",
      } as const;
    case "unknown":
      return {
        state: "unknown",
        says: "What becomes of hosts that are not listed is not known here.",
      } as const;
    default:
      return {
        state: "weak",
        says: "The record says nothing about hosts that are not listed: they are treated as if there were no SPF.",
      } as const;
  }
}

/** The terms for those that the domain's other records tell of. */
function known(domain: string, lookup: Lookup, selectors: readonly Selector[]): string {
  const delivery = deliveryOf(domain, lookup);
  const keys = selectors.flatMap(({ records }) =>
    records.flatMap((record) => (record.type === "CNAME" ? (targetOf(record) ?? []) : [])),
  );
  return sendingTerms(delivery.kind === "hosts" ? delivery.hosts : [], keys).join(" ");
}

function unseenRecord(domain: string, lookup: PostureSubject["lookup"]) {
  const texts = textsAt(domain, lookup);
  if (texts.kind === "unknown") return undefined;
  return texts.found.find(({ text }) => familyOfText(text) === "spf")?.record;
}
