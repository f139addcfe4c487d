import type { DnsRecord } from "../dns/record.ts";
import { anchored, anchorFix, type Finding } from "./finding.ts";
import type { Place, Report, Rule } from "./rule.ts";

/** More findings of one rule in one record say nothing more, and a hostile record could have thousands. */
export const MOST = 32;

/** Collects what rules say about one record, one rule after another. */
export interface Reporter {
  /** The rule that speaks now. */
  rule: Rule;
  readonly report: Report;
}

/**
 * Collects what many rules say about one record, for it is asked by dozens and most have nothing to say; bare text spans are
 * places in `record`.
 */
export function reporterOf(first: Rule, record: DnsRecord, into: Finding[], most = MOST): Reporter {
  let last: Rule | undefined;
  let count = 0;
  const self: Reporter = {
    rule: first,
    report: (at, message, ...more) => {
      const { rule } = self;
      count = rule === last ? count + 1 : 1;
      last = rule;
      if (count > most) return;
      const place: Place = "record" in at ? at : { record, text: at };
      const related: Finding["related"][number][] = [];
      const fixes: Finding["fixes"][number][] = [];
      let { severity } = rule;
      for (const item of more) {
        if ("title" in item) fixes.push(anchorFix(item, place.record));
        else if ("severity" in item) severity = item.severity;
        else related.push({ at: anchored(item.place), message: item.message });
      }
      into.push({ rule, severity, message, at: anchored(place), related, fixes });
    },
  };
  return self;
}
