import { type DmarcRecord, isUnrelated } from "../../mail/dmarc.ts";
import { removalSpan, type Segment } from "../../mail/tags.ts";
import type { TextSpan } from "../../text/span.ts";
import { atMost, MOST_REPORTS } from "../mail/tagRules.ts";
import type { DmarcRule, Edit, Fix, RuleDocs, Severity } from "../rule.ts";

/** A record that no rule has anything to say about. */
export const GOOD = '_dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com"';

/** One row of a table of rules about DMARC records; `bad` is the text of the record at `owner`. */
export interface Row {
  readonly id: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly why: string;
  readonly bad: string;
  /** `_dmarc` where it is not given. */
  readonly owner?: string;
  readonly refs: readonly string[];
  readonly check: DmarcRule["check"];
}

/** The rules of a table. */
export function rulesOf(rows: readonly Row[]): readonly DmarcRule[] {
  return rows.map(({ id, severity, summary, why, bad, owner = "_dmarc", refs, check }) => {
    // `ruf` has a rule of its own, which is not what these examples are about.
    const quiet = /ruf=./.test(bad) && id !== "dmarc-ruf-privacy" ? QUIET : "";
    const docs: RuleDocs = { summary, why, bad: `${quiet}${owner} TXT "${bad}"`, good: GOOD, refs };
    return {
      id,
      severity,
      scope: "dmarc",
      docs,
      check(dmarc, report, context) {
        if (!isUnrelated(dmarc)) check(dmarc, atMost(MOST_REPORTS, report), context);
      },
    };
  });
}

const QUIET = "; dnslens-ignore-file dmarc-ruf-privacy\n";

/** Replaces a span. */
export function replace(title: string, at: TextSpan, text: string): Fix {
  return { title, safe: false, edits: [{ at, text }] };
}

/** Takes a tag out together with one of its semicolons. */
export function removal(dmarc: DmarcRecord, segment: Segment): Edit {
  return { at: removalSpan(dmarc.list, segment), text: "" };
}

/** A fix that takes a tag out. */
export function deletion(dmarc: DmarcRecord, segment: Segment, title: string): Fix {
  return { title, safe: false, edits: [removal(dmarc, segment)] };
}
