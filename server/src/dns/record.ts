import type { MappedText } from "../text/mappedText.ts";
import type { SourceSpan, Span, TextSpan } from "../text/span.ts";
import type { Rdata } from "./rdata.ts";

/** One replacement in a document's own text. */
export interface SourceEdit {
  readonly uri: string;
  readonly at: Span;
  readonly text: string;
}

/** A record that a fix wants to add; the syntax it is added to quotes and splits it. */
export interface NewRecord {
  /** Absolute owner name, with its final dot. */
  readonly owner: string;
  readonly type: string;
  readonly ttl?: number;
  /** Presentation form of the rdata, or for TXT the decoded text that is to be published. */
  readonly rdata: { readonly text: string } | { readonly presentation: string };
}

/** A stretch of a document that moves as a whole when text before it changes; findings are kept relative to it. */
export interface Anchor {
  readonly uri: string;
  /** Its present offset in the document. */
  readonly start: number;
}

/**
 * A resource record, whatever syntax it came from. `undefined` means unknown (it cannot be told offline), never absent.
 * Spans are offsets in the document `uri`.
 */
export interface DnsRecord {
  readonly uri: string;
  readonly anchor: Anchor;
  /** Absolute, lower-case, canonical presentation form with a final dot ("mail.example.com."). */
  readonly owner: string | undefined;
  /** The owner as written; "" where it is inherited. */
  readonly name: string;
  /** Where the text stands of which nothing but the text is known: "module.dns.spf"; "" where nothing publishes it. */
  readonly place?: string | undefined;
  /** The origin in effect, absolute. */
  readonly origin: string | undefined;
  /** Seconds. */
  readonly ttl: number | undefined;
  /** Whether the record itself states its TTL. */
  readonly ttlStated: boolean;
  /** "IN", "CH", "HS" or "CLASSn". */
  readonly class: string;
  /** Mnemonic in upper case, "TYPEn" where there is none. */
  readonly type: string;
  readonly typeCode: number;

  /** The whole statement. */
  readonly span: Span;
  /** Empty, at the start of the statement, where the owner is inherited. */
  readonly ownerSpan: SourceSpan;
  readonly ttlSpan: Span | undefined;
  readonly typeSpan: Span;
  readonly rdataSpan: Span;

  /** The joined character-strings of TXT-like types (TXT, SPF, AVC, NINFO, RESINFO, WALLET, CLA); undefined for all others. */
  readonly text: MappedText | undefined;
  /** What stands in the source for each hole of `text`, in order: expressions whose value is not known. */
  readonly unknowns?: readonly string[];
  /** The rdata field by field; parsed on demand. */
  readonly rdata: Rdata;

  /** Whether a proxy answers for the name with addresses of its own, and this is only known to the proxy. */
  readonly proxied?: boolean;

  readonly edit: RecordEditor;
}

/** How a fix changes a record in the syntax it came from. `undefined`: not possible there, so no fix is offered. */
export interface RecordEditor {
  /** Replaces parts of the decoded text, in place where that stays one legal character-string, re-split otherwise. */
  replaceText(
    edits: readonly { readonly at: TextSpan; readonly text: string }[],
  ): readonly SourceEdit[] | undefined;
  /** Prints the decoded text again, quoted and split at 255 octets. */
  reprint(): readonly SourceEdit[] | undefined;
  /** Replaces what stands at `at`, inside the rdata, by presentation text. */
  field(at: Span, presentation: string): readonly SourceEdit[] | undefined;
  /** Deletes the record; the record that inherits its owner gets it written out. */
  remove(): readonly SourceEdit[] | undefined;
  /** Writes another owner, given absolute. */
  rename(owner: string): readonly SourceEdit[] | undefined;
  retype(type: string): readonly SourceEdit[] | undefined;
  /** Adds records behind this one. */
  insertAfter(...records: readonly NewRecord[]): readonly SourceEdit[] | undefined;
}

/** All records of that type at that absolute lower-case name; `undefined` where they cannot be known offline. */
export type Lookup = (name: string, type: string) => readonly DnsRecord[] | undefined;
