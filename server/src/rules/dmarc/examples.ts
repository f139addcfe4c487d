import type { DmarcRecord, ReportUri } from "../../mail/dmarc.ts";
import { removalSpan, type Segment, type Tag } from "../../mail/tags.ts";
import type { TextSpan } from "../../text/span.ts";
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
    const only = GATES[id];
    return { id, severity, scope: "dmarc", docs, check, ...(only === undefined ? {} : { only }) };
  });
}

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

/** Rules about addresses for reports that are no plain `mailto:`. */
const ON_ODD_URIS = [
  "dmarc-uri-missing-mailto",
  "dmarc-uri-mailto-typo",
  "dmarc-uri-space-list",
  "dmarc-uri-invalid",
  "dmarc-uri-size-suffix",
  "dmarc-uri-scheme",
  "dmarc-uri-unencoded",
];

type Gate = (dmarc: DmarcRecord) => boolean;

const BY_TAG: ReadonlyMap<string, Gate> = new Map(
  [...new Set(Object.values(TAG_OF))].map((tag) => [tag, (dmarc: DmarcRecord) => dmarc.tags.has(tag)]),
);

const GATES: Readonly<Record<string, Gate | undefined>> = Object.fromEntries([
  ...Object.entries(TAG_OF).map(([id, tag]) => [id, BY_TAG.get(tag)] as const),
  ...ON_ODD_URIS.map((id) => [id, hasOddUri] as const),
]);

function hasOddUri({ rua, ruf }: DmarcRecord): boolean {
  return rua.some(isOdd) || ruf.some(isOdd);
}

function isOdd({ valid, size, scheme }: ReportUri): boolean {
  return !valid || size !== undefined || scheme !== "mailto";
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

/** Whether a tag is the only one of its name in a record that receivers see: otherwise that is what is to be told. */
export function isSole({ list, recognized }: DmarcRecord, tag: Tag): boolean {
  const name = tag.name.toLowerCase();
  return recognized === true && !list.tags.some((one) => one !== tag && one.name.toLowerCase() === name);
}

/** Takes out a tag that says nothing: safe, unless there is another one of its name, which would count then. */
export function idleDeletion(dmarc: DmarcRecord, tag: Tag, title: string): Fix {
  return { ...deletion(dmarc, tag, title), safe: isSole(dmarc, tag) };
}
