import type { DmarcRecord } from "../../mail/dmarc.ts";
import { removalSpan, type Segment } from "../../mail/tags.ts";
import type { TextSpan } from "../../text/span.ts";
import { atMost } from "../mail/tagRules.ts";
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
    const tag = TAG_OF[id];
    const only = tag === undefined ? undefined : GATES[tag];
    return {
      id,
      severity,
      scope: "dmarc",
      docs,
      ...(only === undefined ? {} : { only }),
      check(dmarc, report, context) {
        const isLong = dmarc.source.text.length > LONG;
        check(dmarc, isLong ? atMost(dmarc.source, report) : report, context);
      },
    };
  });
}

/** No record that somebody means is longer; one that is gets a few findings of each rule, not thousands. */
const LONG = 2_000;

// Rules about one tag share the question whether it is there.
const TAG_OF: Readonly<Record<string, string>> = {
  "dmarc-fo-invalid": "fo",
  "dmarc-fo-0-and-1": "fo",
  "dmarc-fo-duplicate": "fo",
  "dmarc-fo-without-ruf": "fo",
  "dmarc-t-y": "t",
  "dmarc-t-y-no-effect": "t",
  "dmarc-t-invalid": "t",
  "dmarc-psd-invalid": "psd",
  "dmarc-psd-y-on-org": "psd",
  "dmarc-psd-y-ruf": "psd",
  "dmarc-psd-n-note": "psd",
  "dmarc-pct-removed": "pct",
  "dmarc-pct-100": "pct",
  "dmarc-sp-invalid": "sp",
  "dmarc-sp-weaker": "sp",
  "dmarc-sp-redundant": "sp",
  "dmarc-np-invalid": "np",
  "dmarc-np-weaker": "np",
  "dmarc-np-redundant": "np",
};

const GATES: Readonly<Record<string, (dmarc: DmarcRecord) => boolean>> = Object.fromEntries(
  [...new Set(Object.values(TAG_OF))].map((tag) => [tag, (dmarc: DmarcRecord) => dmarc.tags.has(tag)]),
);

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
