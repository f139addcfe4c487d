import type { Authorization, PolicyError } from "../../mail/authorize.ts";
import { MOST_LOOKUPS } from "../../mail/host/evaluate.ts";
import { type Family, isEmpty } from "../../mail/networks/sets.ts";
import type { Note } from "../change.ts";
import { type Phrase, say } from "../phrase.ts";

const BOTH: readonly Family[] = [4, 6];

/** What makes receivers stop in the middle of a record; mostly one family is affected (RFC 7208 section 4.6.4). */
const LIMITS: readonly Limit[] = [
  {
    subject: "voids",
    of: ({ errors }) => errors.find(({ cause }) => cause === "voids"),
    broken: () => say`more than two lookups find nothing`,
    repaired: "fewer than three lookups find nothing",
  },
  {
    subject: "loop",
    // Lookups without a count above the limit: a record that leads back to itself.
    of: ({ errors, lookups }) =>
      lookups.count > MOST_LOOKUPS ? undefined : errors.find(({ cause }) => cause === "lookups"),
    broken: ({ term, record }) =>
      say`${textOf(term, record) ?? "include"} leads back to a record that leads here, and receivers stop at the lookup limit`,
    repaired: "the record no longer leads back to itself",
  },
];

interface Limit {
  readonly subject: string;
  of(policy: Authorization): PolicyError | undefined;
  broken(error: PolicyError): Phrase;
  readonly repaired: string;
}

/** Whether receivers stop in the middle of the record for some addresses of a family, for want of lookups that find something. */
export function isLimited(policy: Authorization, family: Family): boolean {
  return LIMITS.some((limit) => {
    const error = limit.of(policy);
    return error !== undefined && !isEmpty(error.affected[family]);
  });
}

/** Says for which families a record came to be, or no longer is, a permanent error from some term on. */
export function noteLimits(owner: string, base: Authorization, head: Authorization, note: Note): void {
  const [before, after] = [base.record?.text?.text, head.record?.text?.text];
  const places = { owner, base: base.record, head: head.record, before, after };
  const broken = BOTH.filter((family) => isLimited(head, family) && !isLimited(base, family));
  const mended = BOTH.filter((family) => isLimited(base, family) && !isLimited(head, family));
  for (const { subject, of, broken: phrase, repaired } of LIMITS) {
    const now = of(head);
    const was = of(base);
    const lost = broken.filter((family) => now !== undefined && !isEmpty(now.affected[family]));
    const won = mended.filter((family) => was !== undefined && !isEmpty(was.affected[family]));
    if (now !== undefined && lost.length > 0)
      note({
        ...places,
        kind: "spf-broken",
        severity: "error",
        subject,
        phrase: [...phrase(now), `: senders by ${named(lost)} get a permanent error`],
      });
    else if (won.length > 0)
      note({
        ...places,
        kind: "spf-repaired",
        severity: "info",
        subject,
        phrase: [`the SPF record works again for senders by ${named(won)}: ${repaired}`],
      });
  }
}

function named(families: readonly Family[]): string {
  return families.map((family) => `IPv${family}`).join(" and ");
}

function textOf(term: PolicyError["term"], record: PolicyError["record"]): string | undefined {
  return term === undefined ? undefined : record?.text?.text.slice(term.span.start, term.span.end);
}
