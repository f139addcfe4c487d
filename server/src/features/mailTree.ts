import type { Range } from "vscode-languageserver";
import type { RecordDocument } from "../dns/document.ts";
import type { DnsRecord, Lookup } from "../dns/record.ts";
import { type PostureItem, type PostureTopic, postureOf } from "../mail/posture.ts";
import { rangeOf } from "./positions.ts";
import { summaryOf } from "./summary.ts";
import { type DomainFacts, domainsOf, MOST_DOMAINS } from "./wizards/domains.ts";

/** How well something protects a domain. absent: not there, and nobody has to have it. */
export type State = "good" | "weak" | "bad" | "absent" | "unknown";

/** One line below a domain. */
export interface MailItem {
  readonly kind: "spf" | "dmarc" | "dkim" | "mtasts" | "tlsrpt" | "bimi";
  readonly label: string;
  /** One line of plain text. */
  readonly text: string;
  /** What happens without it and what to do, where anything is to be done; plain text. */
  readonly advice: string;
  readonly state: State;
  /** Where its record stands. */
  readonly place: { readonly uri: string; readonly range: Range } | null;
}

/** A domain, the worst state of what it has, and the lines below it. */
export interface MailDomain {
  readonly domain: string;
  readonly uri: string;
  readonly state: State;
  readonly items: readonly MailItem[];
}

/** What each domain of the workspace does to protect its mail; only those of one page where one is asked for. */
export function mailTree(
  documents: readonly RecordDocument[],
  lookupFrom: (uri: string) => Lookup,
  page: { readonly from: number; readonly count: number } = { from: 0, count: MOST_DOMAINS },
): readonly MailDomain[] {
  const byUri = new Map(documents.map((document) => [document.uri, document]));
  // Nobody sends mail as a name of the reverse tree.
  const domains = domainsOf(documents).filter(({ domain }) => !domain.endsWith(".arpa"));
  return domains.slice(page.from, page.from + page.count).flatMap((facts) => {
    const document = byUri.get(facts.uri);
    return document === undefined ? [] : [mailDomain(document, facts, lookupFrom(facts.uri))];
  });
}

const KINDS: Readonly<Partial<Record<PostureTopic, MailItem["kind"]>>> = {
  spf: "spf",
  dmarc: "dmarc",
  dkim: "dkim",
  "mta-sts": "mtasts",
  "tls-rpt": "tlsrpt",
  bimi: "bimi",
};
const ORDER: readonly MailItem["kind"][] = ["spf", "dmarc", "dkim", "mtasts", "tlsrpt", "bimi"];

function mailDomain(document: RecordDocument, facts: DomainFacts, lookup: Lookup): MailDomain {
  const domain = `${facts.domain}.`;
  const selectors = facts.selectors.map((name) => ({
    name,
    records: document.recordsAt(`${name.toLowerCase()}._domainkey.${domain}`),
  }));
  const place = (record: DnsRecord | undefined) =>
    record === undefined || record.uri !== document.uri
      ? null
      : { uri: document.uri, range: rangeOf(document, record.span) };
  const items = postureOf(domain, lookup, selectors).items.flatMap((item) => {
    const kind = KINDS[item.topic];
    if (kind === undefined) return [];
    if (kind === "dkim" && selectors.length > 0)
      return selectors.flatMap(({ name, records }) => keyItem(name, records[0], item, lookup, place));
    return [mailItem(kind, item, lookup, place)];
  });
  items.sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  return { domain: facts.domain, uri: facts.uri, state: worst(items), items };
}

type Place = (record: DnsRecord | undefined) => MailItem["place"];

function mailItem(kind: MailItem["kind"], item: PostureItem, lookup: Lookup, place: Place): MailItem {
  const { record, title, needed, says, without, add } = item;
  const state = stateOf(item);
  const text = (record === undefined ? undefined : summaryOf(record, lookup)) ?? plain(says);
  const advice = needed && state !== "good" ? plain(`${says} ${without} ${add}`) : plain(says);
  return { kind, label: title, text, advice, state, place: place(record) };
}

function keyItem(
  selector: string,
  record: DnsRecord | undefined,
  whole: PostureItem,
  lookup: Lookup,
  place: Place,
): MailItem[] {
  if (record === undefined) return [];
  const alias = record.type === "CNAME" ? record.rdata.fields[0]?.text : undefined;
  const text = alias === undefined ? (summaryOf(record, lookup) ?? "not known here") : `kept at ${alias}`;
  const state = /^broken/.test(text)
    ? "bad"
    : /^revoked/.test(text)
      ? "absent"
      : /, (?:weak|not as it should be)\b/.test(text)
        ? "weak"
        : "good";
  return [
    { kind: "dkim", label: `DKIM ${selector}`, text, advice: plain(whole.says), state, place: place(record) },
  ];
}

/** Without these anybody can send as the domain; the others make good mail better. */
const PROTECTS: ReadonlySet<PostureTopic> = new Set(["spf", "dkim", "dmarc"]);

function stateOf({ state, needed, topic }: PostureItem): State {
  if (state === "missing") return !needed ? "absent" : PROTECTS.has(topic) ? "bad" : "weak";
  return ({ present: "good", weak: "weak", broken: "bad", unknown: "unknown" } as const)[state];
}

// Sentences with code spans, as a place that shows no Markdown has them.
function plain(text: string): string {
  return text.replaceAll("`", "").replace(/\s+/g, " ").trim();
}

function worst(items: readonly MailItem[]): State {
  return (
    (["bad", "weak", "unknown"] as const).find((state) => items.some((item) => item.state === state)) ??
    "good"
  );
}

const MARKS: Readonly<Record<State, string>> = { good: "✓", weak: "!", bad: "✗", absent: "–", unknown: "?" };

/** The same as a Markdown document: a table of domains, then what each has. */
export function mailReport(domains: readonly MailDomain[], date: string): string {
  const rows = domains.map(
    ({ domain, items }) =>
      `| ${cell(domain)} | ${["spf", "dmarc", "dkim", "mtasts", "tlsrpt", "bimi"].map((kind) => markOf(items, kind)).join(" | ")} |`,
  );
  const details = domains.map(({ domain, items }) => {
    const lines = items.map(
      ({ label, text, state }) => `- ${MARKS[state]} **${cell(label)}**: ${cell(text)}`,
    );
    return `## ${cell(domain)}\n\n${lines.join("\n")}`;
  });
  const isCut = domains.length >= MOST_DOMAINS;
  return [
    "# Mail authentication",
    `As the zone files of this workspace have it on ${date}. ✓ good, ! weak, ✗ bad, – not there, ? not known here.`,
    ...(isCut ? [`These are the first ${domains.length} domains; there may be more.`] : []),
    `| domain | SPF | DMARC | DKIM | MTA-STS | TLS-RPT | BIMI |\n| --- | --- | --- | --- | --- | --- | --- |\n${rows.join("\n")}`,
    ...details,
    "",
  ].join("\n\n");
}

function markOf(items: readonly MailItem[], kind: string): string {
  const states = items.filter((item) => item.kind === kind).map(({ state }) => state);
  const state = (["bad", "weak", "unknown", "good", "absent"] as const).find((one) => states.includes(one));
  return MARKS[state ?? "absent"];
}

// Record text is a stranger's: nothing in it is Markdown.
function cell(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, "").replace(/[\\`*_{}[\]()#+!|<>@~]/g, (char) => `\\${char}`);
}
