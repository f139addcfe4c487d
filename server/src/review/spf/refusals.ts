import type { Authorization } from "../../mail/authorize.ts";
import { type Family, intersect, isEmpty } from "../../mail/networks/sets.ts";
import { networksOf } from "../../mail/networks/text.ts";
import type { Note } from "../change.ts";
import { joinPhrases, listed, say } from "../phrase.ts";

const BOTH: readonly Family[] = [4, 6];
/** From the strongest to the weakest. */
const REFUSALS = ["fail", "softfail", "neutral"] as const;
const MOST_SHOWN = 4;

/** Says for which networks that may not send a record answers something else than before, because of a term that names them. */
export function noteRefusals(owner: string, base: Authorization, head: Authorization, note: Note): void {
  const moved = REFUSALS.flatMap((from, i) =>
    REFUSALS.flatMap((to, j) => {
      if (i === j) return [];
      const networks = BOTH.flatMap((family) => {
        const [before, after] = [base, head].map(({ families }) => families[family].buckets);
        const both =
          before === undefined || after === undefined
            ? undefined
            : intersect(before[from].certain, after[to].certain);
        return both === undefined || isEmpty(both)
          ? []
          : networksOf(both, MOST_SHOWN + 1).map(({ text }) => text);
      });
      return networks.length === 0 ? [] : [{ networks, from, to, isWeaker: j > i }];
    }),
  );
  if (moved.length === 0) return;
  note({
    kind: "record-changed",
    severity: moved.some(({ isWeaker }) => isWeaker) ? "warning" : "info",
    owner,
    subject: "refusals",
    phrase: joinPhrases(
      moved.map(
        ({ networks, from, to }) => say`${listed(networks, MOST_SHOWN)} gets ${[to]} instead of ${[from]}`,
      ),
      ", ",
    ),
    before: base.record?.text?.text,
    after: head.record?.text?.text,
    base: base.record,
    head: head.record,
  });
}
