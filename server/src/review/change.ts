import { compareNames } from "../dns/names.ts";
import type { DnsRecord } from "../dns/record.ts";
import type { Span } from "../text/span.ts";
import { type Phrase, plainText } from "./phrase.ts";

/** What can be said of a change, in the order in which changes of one domain are listed. */
export const CHANGE_KINDS = [
  "spf-broken",
  "spf-all-weakened",
  "spf-lookups",
  "spf-authorized",
  "spf-revoked",
  "spf-all-strengthened",
  "spf-repaired",
  "dmarc-weakened",
  "dmarc-reports-to",
  "dmarc-strengthened",
  "dkim-key-shrunk",
  "dkim-key-changed",
  "dkim-key-revoked",
  "dkim-selector-removed",
  "dkim-testing",
  "dkim-selector-added",
  "dangling",
  "mx-null",
  "mx-changed",
  "caa-changed",
  "ns-changed",
  "ds-changed",
  "record-removed",
  "record-changed",
  "record-added",
  "ttl-changed",
  "serial-went-back",
  "serial-not-bumped",
] as const;

export type ChangeKind = (typeof CHANGE_KINDS)[number];

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
  const { kind, severity, owner, phrase, before, after, subject = "" } = noted;
  const message = `${domain}: ${plainText(phrase)}`;
  return { kind, severity, owner, domain, phrase, message, before, after, subject, head, base };
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
    CHANGE_KINDS.indexOf(a.kind) - CHANGE_KINDS.indexOf(b.kind) ||
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
