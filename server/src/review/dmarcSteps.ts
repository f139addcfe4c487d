import { type Policy, strengthOf } from "../mail/dmarc.ts";
import type { Posture } from "./dmarc.ts";
import { joinPhrases, type Phrase, say } from "./phrase.ts";

/** What became of one tag that decides about mail. */
export interface Step {
  readonly tag: string;
  readonly before: string;
  readonly after: string;
  /** Above zero: stronger. */
  readonly by: number;
}

/** What becomes of mail that fails. */
export const EFFECT: Readonly<Record<Policy, string>> = {
  none: "mail that fails is delivered all the same",
  quarantine: "mail that fails goes to the spam folder",
  reject: "mail that fails is rejected",
};

/** The tags that came to mean something else, defaults filled in (RFC 9989 section 4.7). */
export function stepsOf(from: Posture, to: Posture): readonly Step[] {
  const policies = (["p", "sp", "np"] as const).map((tag) => ({
    tag,
    before: from[tag],
    after: to[tag],
    by: strengthOf(to[tag]) - strengthOf(from[tag]),
  }));
  // On "none" a `t=y` has no effect: RFC 9989 section 4.7.
  const asksNothing = [from, to].every(({ p, sp, np }) => [p, sp, np].every((one) => one === "none"));
  const flags = (
    [
      ["t", "testing", "n", "y", -1],
      ["adkim", "strictDkim", "r", "s", 1],
      ["aspf", "strictSpf", "r", "s", 1],
    ] as const
  ).map(([tag, name, off, on, sign]) => ({
    tag,
    before: from[name] ? on : off,
    after: to[name] ? on : off,
    by: (Number(to[name]) - Number(from[name])) * sign,
  }));
  const steps = [...policies, ...flags].filter(({ tag, by }) => by !== 0 && !(tag === "t" && asksNothing));
  // What only follows from another tag is said by that tag alone.
  return steps.filter(({ tag, before, after }) => {
    const cause =
      tag === "np"
        ? (steps.find((step) => step.tag === "sp") ?? steps[0])
        : tag === "sp"
          ? steps[0]
          : undefined;
    const follows =
      cause !== undefined && cause.tag !== tag && cause.before === before && cause.after === after;
    return !(follows && from.node.tags.get(tag) === undefined && to.node.tags.get(tag) === undefined);
  });
}

/** "p=reject became none", one after the other. */
export function stepsPhrase(steps: readonly Step[]): Phrase {
  return joinPhrases(
    steps.map(({ tag, before, after }) => say`${`${tag}=${before}`} became ${after}`),
    ", ",
  );
}

/** What the first of them comes to. */
export function effectOf(steps: readonly Step[], to: Posture): Phrase {
  const [first] = steps;
  switch (first?.tag) {
    case "p":
      return [`; ${EFFECT[to.p]}`];
    case "sp":
      return [`; for subdomains ${EFFECT[to.sp]}`];
    case "np":
      return [`; for names that do not exist ${EFFECT[to.np]}`];
    case "t":
      return [
        to.testing ? "; receivers act one level below the policy" : "; receivers act as the policy says",
      ];
    case "adkim":
      return [
        to.strictDkim
          ? "; a DKIM signature of a subdomain no longer counts"
          : "; a DKIM signature of any subdomain counts",
      ];
    case "aspf":
      return [
        to.strictSpf
          ? "; an SPF pass of a subdomain no longer counts"
          : "; an SPF pass of any subdomain counts",
      ];
    default:
      return [];
  }
}

/** All values before and after. */
export function values(steps: readonly Step[]) {
  return {
    before: steps.map(({ tag, before }) => `${tag}=${before}`).join("; "),
    after: steps.map(({ tag, after }) => `${tag}=${after}`).join("; "),
  };
}
