import { compareNames } from "../dns/names.ts";
import type { DnsRecord } from "../dns/record.ts";
import type { ReportedSender } from "../mail/reports/senders.ts";
import type { Span } from "../text/span.ts";
import { type Phrase, plainText } from "./phrase.ts";

/** What can be said of a change, in the order in which changes of one domain are listed, and what each means. */
export const CHANGE_SUMMARIES = {
  "spf-broken": "Receivers answer the SPF record with a permanent error",
  "spf-all-weakened": "SPF leaves more to senders that no term names",
  "spf-lookups": "Checking the SPF record takes more DNS lookups than receivers make",
  "spf-authorized": "More hosts may send as the domain",
  "spf-revoked": "Fewer hosts may send as the domain",
  "spf-all-strengthened": "SPF leaves less to senders that no term names",
  "spf-repaired": "The SPF record works again",
  "dmarc-weakened": "Less happens to mail that fails DMARC",
  "dmarc-reports-to": "DMARC reports go to another organization",
  "dmarc-strengthened": "More happens to mail that fails DMARC",
  "dkim-key-shrunk": "A DKIM key became smaller",
  "dkim-key-changed": "A DKIM selector holds another key",
  "dkim-key-revoked": "A DKIM key was revoked",
  "dkim-selector-removed": "A DKIM selector is gone",
  "dkim-testing": "A DKIM key is put into, or taken out of, testing",
  "dkim-selector-added": "A DKIM selector was added",
  dangling: "A record leads to a name that is gone, or that others could claim",
  "mx-null": "The domain no longer takes mail",
  "mx-changed": "Mail goes to other hosts",
  "caa-changed": "Other authorities may issue certificates",
  "ns-changed": "Other servers answer for the names",
  "ds-changed": "DNSSEC of a delegation changed",
  "record-removed": "A record was removed",
  "record-changed": "A record changed",
  "record-added": "A record was added",
  "ttl-changed": "Answers are kept ten times as long, or a tenth",
  "serial-went-back": "The zone's serial went back, so that secondaries keep the old zone",
  "serial-not-bumped": "The zone changed and its serial did not",
} as const;

export type ChangeKind = keyof typeof CHANGE_SUMMARIES;

const KINDS = Object.keys(CHANGE_SUMMARIES);

export type ChangeSeverity = "error" | "warning" | "info";

/** The severities, worst first. */
export const SEVERITIES: readonly ChangeSeverity[] = ["error", "warning", "info"];

/** A place in one document. */
export interface ChangePlace extends Span {
  readonly uri: string;
}

/** One thing that a change does to somebody's mail or zone. */
export interface Change {
  readonly kind: ChangeKind;
  readonly severity: ChangeSeverity;
  /** Whose mail or name it is, absolute: without `_dmarc.` for DMARC, without `<selector>._domainkey.` for DKIM. */
  readonly owner: string;
  /** The same for people, without the final dot. */
  readonly domain: string;
  readonly phrase: Phrase;
  /** The phrase as plain text, behind the domain. */
  readonly message: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** What a finding about the same thing has in common with this one, whatever line it is on. */
  readonly subject: string;
  /** Who, by the reports at hand, sent mail that this concerns. */
  readonly evidence: readonly ReportedSender[];
  /** The other names of which the same is said, for people. */
  readonly also: readonly string[];
  /** Where it stands on the head side; of something removed, the nearest surviving statement of that name. */
  readonly head: ChangePlace | undefined;
  /** Where it stood before. */
  readonly base: ChangePlace | undefined;
}

/** What a reviewer of one subject hands in; the places are found by whoever collects it. */
export interface Noted {
  readonly kind: ChangeKind;
  readonly severity: ChangeSeverity;
  readonly owner: string;
  readonly phrase: Phrase;
  readonly before?: string | undefined;
  readonly after?: string | undefined;
  /** Tells apart what has one kind and one owner: a record type, a selector. */
  readonly subject?: string;
  readonly evidence?: readonly ReportedSender[];
  readonly also?: readonly string[];
  /** What came, went or is another now, where that is all there is to say. */
  readonly records?: readonly DnsRecord[] | undefined;
  readonly head?: DnsRecord | ChangePlace | undefined;
  readonly base?: DnsRecord | ChangePlace | undefined;
}

export type Note = (noted: Noted) => void;

/** A change made of what was noted. */
export function changeOf(
  noted: Noted,
  head: ChangePlace | undefined,
  base: ChangePlace | undefined,
  domain: string,
): Change {
  const { kind, severity, owner, phrase, before, after, subject = "", evidence = [], also = [] } = noted;
  const message = `${domain}: ${plainText(phrase)}`;
  return {
    kind,
    severity,
    owner,
    domain,
    phrase,
    message,
    // Nothing before, or afterwards, is no value.
    before: before || undefined,
    after: after || undefined,
    subject,
    evidence,
    also,
    head,
    base,
  };
}

/** Where a record, or a place already known, stands. */
export function placeOf(at: DnsRecord | ChangePlace): ChangePlace {
  return "span" in at ? { uri: at.uri, start: at.span.start, end: at.span.end } : at;
}

/** The worst first, then by name in canonical order, by kind, and by what was and is. */
export function compareChanges(a: Change, b: Change): number {
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    compareNames(a.owner, b.owner) ||
    KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
    compareText(a.subject, b.subject) ||
    compareText(a.before ?? "", b.before ?? "") ||
    compareText(a.after ?? "", b.after ?? "") ||
    compareText(a.head?.uri ?? a.base?.uri ?? "", b.head?.uri ?? b.base?.uri ?? "")
  );
}

/** By code units, the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
