import type { RecordDocument } from "../../dns/document.ts";
import { absoluteName } from "../../dns/names.ts";
import type { DnsRecord } from "../../dns/record.ts";
import { parseAddress } from "../../mail/networks/text.ts";
import { parseSpf } from "../../mail/spf.ts";
import { textSpan } from "../../text/span.ts";
import { added, drafted, type Outcome, ownRecords, WizardRefused } from "./draft.ts";

/** What a person answered about who sends mail as a domain. */
export interface SpfAnswers {
  /** Absolute. */
  readonly domain: string;
  /** Targets of `include:`, without final dots. */
  readonly includes: readonly string[];
  /** Addresses and networks of own servers: "192.0.2.1", "2001:db8::/32". */
  readonly addresses: readonly string[];
  /** The hosts that receive the domain's mail send as well. */
  readonly mailHosts: boolean;
  readonly everyoneElse: "softfail" | "fail";
}

/** Writes the SPF record of a domain, or adds to the one that is there, in front of its `all` (RFC 7208). */
export function addSpf(document: RecordDocument, answers: SpfAnswers): Outcome {
  const { domain } = answers;
  const terms = termsOf(answers);
  const records = spfRecords(document, domain);
  const [record] = records;
  if (records.length > 1)
    throw new WizardRefused(
      `${plain(domain)} has more than one SPF record: receivers use none of them. Delete all but one first`,
    );
  if (record !== undefined) return extended(document, record, terms);
  const all = answers.everyoneElse === "fail" ? "-all" : "~all";
  const text = ["v=spf1", ...terms, all].join(" ");
  return drafted(document, [added({ owner: domain, type: "TXT", rdata: { text } })]);
}

function termsOf({ includes, addresses, mailHosts }: SpfAnswers): readonly string[] {
  return [...(mailHosts ? ["mx"] : []), ...addresses.map(addressTerm), ...includes.map(includeTerm)];
}

function addressTerm(written: string): string {
  const [, address = "", prefix] = /^([^/]+?)(?:\/([0-9]{1,3}))?$/.exec(written.trim()) ?? [];
  const read = parseAddress(address);
  const most = read?.family === 4 ? 32 : 128;
  if (read === undefined || (prefix !== undefined && Number(prefix) > most))
    throw new WizardRefused(`\`${written}\` is no address and no network`);
  return `ip${read.family}:${written.trim()}`;
}

function includeTerm(written: string): string {
  const name = absoluteName(`${written.trim().replace(/\.$/, "")}.`, undefined);
  if (name === undefined || /[\s"%/:]/.test(written.trim()) || !/[^.]\.[^.]/.test(name))
    throw new WizardRefused(`\`${written}\` is no domain name`);
  return `include:${plain(name)}`;
}

function extended(document: RecordDocument, record: DnsRecord, terms: readonly string[]): Outcome {
  const { text } = record;
  if (text === undefined) throw new WizardRefused("The SPF record cannot be read");
  const spf = parseSpf(text);
  if (spf.permerror !== false || spf.recognized !== true)
    throw new WizardRefused("The SPF record that is there is broken: mend it first, its finding says how");
  const there = new Set(spf.terms.map(({ span }) => text.text.slice(span.start, span.end).toLowerCase()));
  const missing = terms.filter((term) => !there.has(term.toLowerCase()));
  if (missing.length === 0) throw new WizardRefused("The SPF record that is there holds all of this already");
  const last = spf.terms.find(({ kind }) => kind === "all" || kind === "redirect");
  const at = last?.span.start ?? text.text.trimEnd().length;
  const added = last === undefined ? missing.map((term) => ` ${term}`) : missing.map((term) => `${term} `);
  const edits = (draft: RecordDocument) => {
    const same = spfRecords(draft, record.owner ?? "")[0];
    return same?.edit.replaceText([{ at: textSpan(at, at), text: added.join("") }]) ?? [];
  };
  return drafted(document, [edits], ["The record was there already: its `all` stays as it is"]);
}

/** The SPF records at a name of one document. */
export function spfRecords(document: RecordDocument, domain: string): readonly DnsRecord[] {
  const records = document.recordsAt(domain, "TXT");
  return ownRecords(
    document,
    records.filter(({ text }) => /^v=spf1(?: |$)/i.test(text?.text ?? "")),
  );
}

function plain(name: string): string {
  return name.replace(/(.)\.$/, "$1");
}
