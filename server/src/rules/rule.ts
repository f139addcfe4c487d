import type { DnsRecord, Lookup, NewRecord } from "../dns/record.ts";
import type { DkimRecord } from "../mail/dkim.ts";
import type { DmarcRecord } from "../mail/dmarc.ts";
import type { PolicyFile } from "../mail/mtaSts.ts";
import type { SpfRecord } from "../mail/spf.ts";
import type { TagRecord } from "../mail/tags.ts";
import type { Span, TextSpan } from "../text/span.ts";

/**
 * error: receivers or name servers discard it, fail it, or do something other than what is written.
 * warning: works, but weak or against evident intent. info and hint: advice.
 */
export type Severity = "error" | "warning" | "info" | "hint";

/** What a rule's page says. `bad` and `good` are zone text below `$ORIGIN example.com.`, or a `main.tf`; a test runs them. */
export interface RuleDocs {
  /** Zone text unless it says otherwise. */
  readonly language?: "terraform";
  /** One sentence, present tense. */
  readonly summary: string;
  /** What happens to the reader's mail or zone. Markdown. */
  readonly why: string;
  readonly bad: string;
  readonly good: string;
  /** Other files of the workspace that the examples need, by path. */
  readonly beside?: Readonly<Record<string, string>>;
  /** The name server that loads the examples; BIND where it is not said. */
  readonly dialect?: "nsd" | "knot" | "powerdns";
  /** The examples stand as they are; to any other one a line break is added. */
  readonly unended?: true;
  /** "RFC 7208 5.1" */
  readonly refs: readonly string[];
  /** What the file held before, for rules that compare. */
  readonly before?: string;
  /** When the examples are read, in seconds since 1970, for rules that look at the clock. */
  readonly clock?: number;
}

/** The text of an example as it stands in a file. */
export function exampleText({ unended }: RuleDocs, example: string): string {
  return unended === true || example.endsWith("\n") ? example : `${example}\n`;
}

/** Where a finding or an edit stands. */
export type Place =
  | { readonly record: DnsRecord; readonly part: "owner" | "ttl" | "type" | "rdata" | "record" }
  | { readonly record: DnsRecord; readonly text: TextSpan }
  | { readonly record: DnsRecord; readonly source: Span };

/** One step of a fix, in decoded space; the record's own syntax encodes it. `record` defaults to the record under check. */
export type Edit =
  | { readonly kind?: "text"; readonly record?: DnsRecord; readonly at: TextSpan; readonly text: string }
  | { readonly kind: "reprint"; readonly record?: DnsRecord }
  | { readonly kind: "field"; readonly record?: DnsRecord; readonly at: Span; readonly text: string }
  | { readonly kind: "remove"; readonly record?: DnsRecord }
  | { readonly kind: "rename"; readonly record?: DnsRecord; readonly owner: string }
  | { readonly kind: "retype"; readonly record?: DnsRecord; readonly type: string }
  | { readonly kind: "insert"; readonly after?: DnsRecord; readonly new: NewRecord }
  | { readonly kind: "source"; readonly record?: DnsRecord; readonly at: Span; readonly text: string };

/** A fix. `safe`: what the zone authorizes is the same before and after; only such fixes run unattended. */
export interface Fix {
  readonly title: string;
  readonly safe: boolean;
  readonly edits: readonly Edit[];
}

/** Another place that belongs to a finding. */
export interface Related {
  readonly place: Place;
  readonly message: string;
}

/** How bad one finding is, where that is not what its rule says in general. */
export interface Weight {
  readonly severity: Severity;
}

/** Reports a finding: where, in which words, and any fixes, related places and a severity of its own. */
export type Report = (
  at: TextSpan | Place,
  message: string,
  ...more: readonly (Fix | Related | Weight)[]
) => void;

/** What every rule has. */
export interface RuleMeta {
  /** Fixed for ever: users' CI names it. */
  readonly id: string;
  readonly severity: Severity;
  readonly docs: RuleDocs;
  /** How editors show it: greyed out, or struck through. */
  readonly tag?: "unnecessary" | "deprecated";
  /** Off unless a setting turns it on. */
  readonly off?: true;
  /**
   * Speaks of what a whole zone lacks: the examples of other rules, which are parts of zones, are not judged by it, nor is
   * Terraform, beside which a zone may have other records.
   */
  readonly absence?: true;
}

/** What a rule about one record knows besides its parsed text. */
export interface RecordContext {
  readonly record: DnsRecord;
  /** Absolute lower-case owner; undefined = unknown, and then nothing may be concluded from it. */
  readonly owner: string | undefined;
}

/** A record and what its text parses to. */
export interface Parsed<Node> {
  readonly record: DnsRecord;
  readonly node: Node;
}

/** All records at one owner name of one zone. */
export interface NameView {
  readonly owner: string;
  readonly records: readonly DnsRecord[];
  /** The parsed mail records at this name, in document order. */
  readonly spf: readonly Parsed<SpfRecord>[];
  readonly dmarc: readonly Parsed<DmarcRecord>[];
  /** What is checked as a DKIM key: by its text, or by its owner below `_domainkey`. */
  readonly dkim: readonly Parsed<DkimRecord>[];
  readonly tlsrpt: readonly Parsed<TagRecord>[];
  readonly mtasts: readonly Parsed<TagRecord>[];
  readonly bimi: readonly Parsed<TagRecord>[];
}

/** A name as one zone file states it, and the zone around it: for rules about how records stand together. */
export interface OwnerView {
  readonly owner: string;
  /** What the file holds at the name, in its order. */
  readonly records: readonly DnsRecord[];
  /** The highest delegation or DNAME of the file above the name: what stands below it is not answered. */
  readonly cut: DnsRecord | undefined;
  readonly zone: ZoneView;
}

/** Whether a zone is signed, and by which records names are proven absent. */
export type Signing = "no" | "nsec" | "other";

/** The zone of one file, as rules may ask about it. */
export interface ZoneView {
  /** Where its SOA says that it begins; undefined where the file holds no SOA (a part of a zone). */
  readonly apex: string | undefined;
  /** The origin the file begins with. */
  readonly origin: string | undefined;
  /** Nothing of the zone stands in another file, as far as this one says: only then absence means something. */
  readonly whole: boolean;
  /** A final dot makes an owner absolute, as in zone files. */
  readonly ownersTakeDot: boolean;
  /** States a default TTL or an origin, as the head of a zone does. */
  readonly headed: boolean;
  /** Whether what stands at its top is signed (RFC 4035 section 2), and names are proven absent by NSEC or in another way. */
  readonly signed: Signing;
  /** Holds an SOA that cannot be read, which is reported as that. */
  readonly unreadSoa: boolean;
  /** In document order. */
  readonly soas: readonly DnsRecord[];
  readonly first: DnsRecord | undefined;
  /** How its NSEC3 records hash names, as algorithm, iterations and salt (`1 0 -`), each with the first that says so. */
  hashings(): ReadonlyMap<string, DnsRecord>;
  /** Seconds since 1970; undefined where nobody says what time it is. */
  readonly now: number | undefined;
  /** The zone as it was before it was changed; undefined where nobody knows, or it is the same. */
  readonly base: ZoneBase | undefined;
  /** What stands at the top of another zone of the workspace; undefined where it is not here. */
  childAt(name: string): readonly DnsRecord[] | undefined;
  /** What stands at a name, after wildcards and delegations; none where there is none, undefined where that is not known. */
  at(name: string): readonly DnsRecord[] | undefined;
  /** Whether it is known that no record of these types answers for a name, not from a wildcard and not from a child zone either. */
  lacks(name: string, types: ReadonlySet<string>): boolean;
  /** What stands at the wildcard that may answer for a name; none where the name has records itself, or that is not known. */
  wildcardFor(name: string): readonly DnsRecord[];
  /** What the file itself states at a name, glue included. */
  stated(name: string): readonly DnsRecord[];
  /** The name that a record points to; of an SOA its server. */
  targetOf(record: DnsRecord): Target | undefined;
  /** What stands in the file from the rdata of a record to the end of its line, comments included. */
  rdataLine(record: DnsRecord): string;
  /** All names in the rdata of a record; none where it cannot be read. */
  namesIn(record: DnsRecord): readonly Target[];
  /** Whether a name server record of the file points to the name, so that its address is glue. */
  isNameServer(name: string): boolean;
}

/** What a zone file held before. */
export interface ZoneBase {
  readonly serial: number;
  /** Whether other records differ than the SOA in its serial. */
  readonly changed: boolean;
}

/** A name in rdata. */
export interface Target {
  /** Absolute canonical; undefined where it is no legal name or its origin is unknown. */
  readonly name: string | undefined;
  readonly written: string;
  readonly span: Span;
  /** A mailbox as SOA and RP have them, its first dot in the place of the `@`. */
  readonly isMailbox: boolean;
}

/**
 * What makes a name worth a question: the top of a zone, a record of that kind (`txt`: of any text), or a label with an
 * underscore in the name itself (`service`).
 */
export type Subject =
  | "apex"
  | "spf"
  | "dkim"
  | "dmarc"
  | "mx"
  | "tlsrpt"
  | "mtasts"
  | "bimi"
  | "address"
  | "cname"
  | "txt"
  | "service";

/**
 * What one record says about others, so that these can ask for it: the target of a selector's CNAME, the base64 of a
 * DKIM key, the name that an SPF record includes or redirects to ("%" where a macro makes it), the name that was meant by the
 * one a DMARC, MTA-STS or TLS-RPT record stands at, the domains above one that has a DMARC policy of its own.
 */
export type MentionKind = "cname" | "key" | "spf" | "dmarc" | "mtasts" | "tlsrpt" | "policy";

/** A name of a zone in the workspace, and everything that rules across names may ask. */
export interface DomainView {
  /** Absolute lower-case. */
  readonly name: string;
  /** Apex of the zone it lies in. */
  readonly apex: string;
  /** The workspace holds the zone's SOA and thus the whole zone; otherwise absence says nothing. */
  readonly complete: boolean;
  readonly lookup: Lookup;
  /** What stands at this name itself. */
  readonly own: NameView;
  /** What stands at another name; no records where there are none, `undefined` where that cannot be known offline. */
  at(name: string): NameView | undefined;
  /**
   * The names `<selector>._domainkey.<domain>` that the workspace holds, sorted; the domain is the name itself unless given. Who
   * asks for those of another name asks for so many at most: thousands of names may ask for the same.
   */
  selectors(domain?: string, most?: number): readonly NameView[];
  /** The MTA-STS policy file of a domain, where it lies in the workspace. */
  policyFile(domain: string): PolicyFile | undefined;
  /** The first thousand or so names of the file that have an address. */
  hosts(): readonly string[];
  /** The names in the workspace whose records mention something that may stand anywhere, sorted. */
  mentioning(kind: MentionKind, what: string): readonly string[];
  /** Whether any name does. */
  isMentioned(kind: MentionKind, what: string): boolean;
}

type RecordCheck<Node> = (node: Node, report: Report, context: RecordContext) => void;

/** Which records a rule has anything to say about; asked once a record for all rules that share the function. */
interface Gate<Node> {
  readonly only?: (node: Node) => boolean;
}

export type SpfRule = RuleMeta &
  Gate<SpfRecord> & { readonly scope: "spf"; readonly check: RecordCheck<SpfRecord> };
export type DkimRule = RuleMeta &
  Gate<DkimRecord> & { readonly scope: "dkim"; readonly check: RecordCheck<DkimRecord> };
export type DmarcRule = RuleMeta &
  Gate<DmarcRecord> & { readonly scope: "dmarc"; readonly check: RecordCheck<DmarcRecord> };
/** TLS-RPT, MTA-STS and BIMI: tag lists without a grammar of their own worth a node type. */
export type TagRule = RuleMeta & {
  readonly scope: "tlsrpt" | "mtasts" | "bimi";
  readonly check: RecordCheck<TagRecord>;
};
/** About one TXT record whatever it holds: quoting, strings, owner. */
export type TxtRule = RuleMeta & { readonly scope: "txt"; readonly check: RecordCheck<DnsRecord> };
/** About one record of the types named. */
export type TypeRule = RuleMeta & {
  readonly scope: "record";
  readonly types: readonly string[];
  readonly check: RecordCheck<DnsRecord>;
};
/** About one name of a zone file, and what stands around it. */
export type ZoneRule = RuleMeta & { readonly scope: "zone"; check(name: OwnerView, report: Report): void };
/** The rule is asked once for each name that is one of these. */
interface OnNames {
  readonly on: readonly Subject[];
}
export type NameRule = RuleMeta &
  OnNames & { readonly scope: "name"; check(name: NameView, report: Report): void };
export type DomainRule = RuleMeta &
  OnNames & { readonly scope: "domain"; check(domain: DomainView, report: Report): void };
/** Reported by the zone or Terraform reader itself; the rule holds its severity and its page. */
export type SyntaxRule = RuleMeta & { readonly scope: "syntax" };

export type Rule =
  | SpfRule
  | DkimRule
  | DmarcRule
  | TagRule
  | TxtRule
  | TypeRule
  | NameRule
  | ZoneRule
  | DomainRule
  | SyntaxRule;
