import type { Range } from "vscode-languageserver";
import type { RecordDocument } from "../dns/document.ts";
import type { DnsRecord, Lookup } from "../dns/record.ts";
import { authorize } from "../mail/authorize.ts";
import { parseDmarc } from "../mail/dmarc.ts";
import { rangeOf } from "./positions.ts";
import { summaryOf } from "./summary.ts";
import { dmarcRecord } from "./wizards/dmarc.ts";
import { type DomainFacts, domainsOf } from "./wizards/domains.ts";
import { spfRecords } from "./wizards/spf.ts";

/** How well something protects a domain. absent: not there, and nobody has to have it. */
export type State = "good" | "weak" | "bad" | "absent" | "unknown";

/** One line below a domain. */
export interface MailItem {
  readonly kind: "spf" | "dmarc" | "dkim" | "mtasts" | "tlsrpt" | "bimi";
  readonly label: string;
  readonly text: string;
  readonly state: State;
  /** Where its record stands. */
  readonly place: { readonly uri: string; readonly range: Range } | null;
}

/** A domain, the worst state of what it must have, and what it has. */
export interface MailDomain {
  readonly domain: string;
  readonly uri: string;
  readonly state: State;
  readonly items: readonly MailItem[];
}

/** What each domain of the workspace does to protect its mail. */
export function mailTree(
  documents: readonly RecordDocument[],
  lookupFrom: (uri: string) => Lookup,
): readonly MailDomain[] {
  const byUri = new Map(documents.map((document) => [document.uri, document]));
  return domainsOf(documents).flatMap((facts) => {
    const document = byUri.get(facts.uri);
    return document === undefined ? [] : [mailDomain(document, facts, lookupFrom(facts.uri))];
  });
}

function mailDomain(document: RecordDocument, facts: DomainFacts, lookup: Lookup): MailDomain {
  const domain = `${facts.domain}.`;
  const place = (record: DnsRecord | undefined) =>
    record === undefined ? null : { uri: document.uri, range: rangeOf(document, record.span) };
  const items: MailItem[] = [
    spfItem(document, domain, lookup, place),
    dmarcItem(document, domain, lookup, place),
    ...dkimItems(document, facts, lookup, place),
    ...OTHERS.map(({ kind, label, name, missing }) => {
      const [record] = document
        .recordsAt(name + domain)
        .filter(({ type }) => type === "TXT" || type === "CNAME");
      const state: State = record === undefined ? "absent" : "good";
      const text = record === undefined ? missing : (record.text?.text ?? "an alias").slice(0, 80);
      return { kind, label, text, state, place: place(record) };
    }),
  ];
  return { domain: facts.domain, uri: facts.uri, state: worst(items), items };
}

type Place = (record: DnsRecord | undefined) => MailItem["place"];

function spfItem(document: RecordDocument, domain: string, lookup: Lookup, place: Place): MailItem {
  const [record] = spfRecords(document, domain);
  const common = { kind: "spf", label: "SPF", place: place(record) } as const;
  if (record === undefined)
    return { ...common, text: "no record: anybody can send as this domain unnoticed", state: "bad" };
  const policy = authorize(domain, lookup);
  const text = summaryOf(record, lookup) ?? "not known here";
  if (policy.permerror !== undefined) return { ...common, text, state: "bad" };
  const states: Partial<Record<string, State>> = {
    fail: "good",
    softfail: "good",
    neutral: "weak",
    pass: "bad",
  };
  return { ...common, text, state: states[policy.families[4].everyoneElse] ?? "unknown" };
}

function dmarcItem(document: RecordDocument, domain: string, lookup: Lookup, place: Place): MailItem {
  const record = dmarcRecord(document, `_dmarc.${domain}`);
  const common = { kind: "dmarc", label: "DMARC", place: place(record) } as const;
  if (record?.text === undefined)
    return { ...common, text: "no record: mail that fails is delivered all the same", state: "bad" };
  const dmarc = parseDmarc(record.text);
  const text = summaryOf(record, lookup) ?? "not known here";
  if (dmarc.applies === "unknown") return { ...common, text, state: "unknown" };
  if (dmarc.applies !== "policy") return { ...common, text, state: "bad" };
  return { ...common, text, state: dmarc.p === "none" || dmarc.testing ? "weak" : "good" };
}

function dkimItems(
  document: RecordDocument,
  facts: DomainFacts,
  lookup: Lookup,
  place: Place,
): readonly MailItem[] {
  const items = facts.selectors.map((selector): MailItem => {
    const [record] = document.recordsAt(`${selector.toLowerCase()}._domainkey.${facts.domain}.`);
    const alias = record?.type === "CNAME" ? record.rdata.fields[0]?.text : undefined;
    const summary = record === undefined ? undefined : summaryOf(record, lookup);
    const text = alias === undefined ? (summary ?? "not known here") : `kept at ${alias}`;
    const bits = Number(/^RSA ([0-9]+)/.exec(text)?.[1] ?? 2048);
    const state: State =
      alias !== undefined
        ? "good"
        : /^broken/.test(text)
          ? "bad"
          : /^revoked/.test(text)
            ? "absent"
            : bits < 2048
              ? "weak"
              : "good";
    return { kind: "dkim", label: `DKIM ${selector}`, text, state, place: place(record) };
  });
  if (items.length > 0) return items;
  return [{ kind: "dkim", label: "DKIM", text: "no key in this workspace", state: "absent", place: null }];
}

const OTHERS = [
  {
    kind: "mtasts",
    label: "MTA-STS",
    name: "_mta-sts.",
    missing: "mail to the domain need not be encrypted",
  },
  { kind: "tlsrpt", label: "TLS-RPT", name: "_smtp._tls.", missing: "no reports on failed encryption" },
  { kind: "bimi", label: "BIMI", name: "default._bimi.", missing: "no logo" },
] as const;

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
  return [
    "# Mail authentication",
    `As the zone files of this workspace have it on ${date}. ✓ good, ! weak, ✗ bad, – not there, ? not known here.`,
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
