import type { DnsRecord, Lookup } from "../../dns/record.ts";
import type { MappedText } from "../../text/mappedText.ts";
import { type Answer, resolverOf } from "../resolver.ts";

export type PostureTopic = "spf" | "dkim" | "dmarc" | "mta-sts" | "tls-rpt" | "bimi" | "null-mx";

/**
 * present: it does what it is for. missing: it is known not to be there. weak: it is there, and does less than it could.
 * broken: it is there, and receivers cannot use it. unknown: the records at hand do not tell.
 */
export type PostureState = "present" | "missing" | "weak" | "broken" | "unknown";

/** How a domain stands in one thing. Texts are sentences with code spans, for people who see this for the first time. */
export interface PostureItem {
  readonly topic: PostureTopic;
  /** As people call it: "SPF". */
  readonly title: string;
  readonly state: PostureState;
  /** Whether anything is to be done; a domain with mail needs no null MX. */
  readonly needed: boolean;
  /** What is the case. */
  readonly says: string;
  /** What happens without it. */
  readonly without: string;
  /** How to add or mend it: a record to copy, or where to get it. */
  readonly add: string;
  /** The record it is about. */
  readonly record?: DnsRecord;
}

/** The records at `<selector>._domainkey.<domain>`. */
export interface Selector {
  readonly name: string;
  readonly records: readonly DnsRecord[];
}

/** What a posture is worked out from. */
export interface PostureSubject {
  readonly domain: string;
  readonly lookup: Lookup;
  readonly selectors: readonly Selector[];
  readonly use: "mail" | "parked" | "silent" | "unknown";
}

/** The TXT records at a name, aliases followed. */
export type Texts =
  | { readonly kind: "unknown" }
  | {
      readonly kind: "texts";
      readonly found: readonly {
        readonly record: DnsRecord;
        readonly text: string;
        readonly source: MappedText;
      }[];
    };

/** What stands at a name as TXT; "unknown" also where a part of it is. */
export function textsAt(name: string, lookup: Lookup): Texts {
  const answer: Answer = resolverOf(lookup)(name, "TXT");
  if (answer.kind === "unknown" || answer.kind === "timeout") return { kind: "unknown" };
  if (answer.kind !== "records") return { kind: "texts", found: [] };
  const found = (answer.records ?? []).flatMap((record) =>
    record.text === undefined ? [] : [{ record, text: record.text.text, source: record.text }],
  );
  return { kind: "texts", found };
}

/** A name as people write it. */
export function plain(name: string): string {
  return name.replace(/(.)\.$/, "$1");
}

/** A record to copy into a zone, with an absolute name. */
export function recordLine(owner: string, type: string, rdata: string): string {
  return `\`${owner} ${type} ${rdata}\``;
}
