import type { RecordDocument } from "../../dns/document.ts";
import type { DnsRecord, Lookup } from "../../dns/record.ts";
import { type Policy, parseDmarc, repeatedDecision } from "../../mail/dmarc.ts";
import { isOwnAddress, reportName } from "../../mail/reportTargets.ts";
import { added, drafted, type Outcome, ownRecords, together, WizardRefused } from "./draft.ts";

/** What a person answered about mail that fails. */
export interface DmarcAnswers {
  /** Absolute. */
  readonly domain: string;
  readonly p: Policy;
  readonly sp?: Policy;
  /** Mail addresses that daily reports go to. */
  readonly reports: readonly string[];
}

/**
 * Writes the DMARC record of a domain, and where reports leave it for another zone of the workspace the permission there
 * (RFC 9989, RFC 9990 section 4).
 * @param documents the document that gets the record first, then the others
 */
export function addDmarc(
  documents: readonly RecordDocument[],
  answers: DmarcAnswers,
  lookup: Lookup,
): Outcome {
  const [document] = documents;
  if (document === undefined) throw new WizardRefused("There is no zone file to write to");
  const { domain, p, sp, reports } = answers;
  const owner = `_dmarc.${domain}`;
  if (dmarcRecord(document, owner) !== undefined)
    throw new WizardRefused(`${plain(domain)} has a DMARC record already: raise its policy instead`);
  for (const address of reports) {
    if (!/^[^\s@,!;"]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(address))
      throw new WizardRefused(`\`${address}\` is no mail address`);
  }
  const rua = reports.map((address) => `mailto:${address}`).join(",");
  const text = [
    "v=DMARC1",
    `p=${p}`,
    ...(sp === undefined ? [] : [`sp=${sp}`]),
    ...(rua === "" ? [] : [`rua=${rua}`]),
  ];
  const own = drafted(document, [added({ owner, type: "TXT", rdata: { text: text.join("; ") } })]);
  return together([own, ...permissions(documents, domain, reports, lookup)]);
}

/** One step up: none, quarantine, reject. A policy that is only tested (`t=y`) is put in force first. */
export function raiseDmarc(document: RecordDocument, domain: string): Outcome {
  const record = dmarcRecord(document, `_dmarc.${domain}`);
  const text = record?.text;
  if (record === undefined || text === undefined)
    throw new WizardRefused(`${plain(domain)} has no DMARC record in this file: add one first`);
  const dmarc = parseDmarc(text);
  if (
    document.recordsAt(`_dmarc.${domain}`, "TXT").filter(({ text: one }) => one?.read(parseDmarc).recognized)
      .length > 1
  )
    throw new WizardRefused("There is more than one DMARC record, and none counts: delete all but one first");
  const twice = repeatedDecision(dmarc);
  if (twice !== undefined)
    throw new WizardRefused(`\`${twice}\` stands twice in the DMARC record: delete one of them first`);
  const { p } = dmarc;
  const tag = dmarc.tags.get("p");
  if (dmarc.applies !== "policy" || p === undefined || tag === undefined)
    throw new WizardRefused("The DMARC record is broken or not known as a whole: mend it first");
  const testing = dmarc.tags.get("t");
  if (dmarc.testing && testing !== undefined) {
    const step = (draft: RecordDocument) =>
      dmarcRecord(draft, `_dmarc.${domain}`)?.edit.replaceText([{ at: testing.valueSpan, text: "n" }]) ?? [];
    return drafted(document, [step], [`${p} was only tested (t=y); now it is in force`]);
  }
  if (p === "reject") throw new WizardRefused(`${plain(domain)} rejects already: there is no higher policy`);
  const next: Policy = p === "none" ? "quarantine" : "reject";
  const notes = [
    ...(dmarc.rua.some(({ valid }) => valid)
      ? []
      : ["Nobody gets reports: add `rua` first, and read them for some weeks"]),
    next === "quarantine"
      ? "Mail that fails will go to the junk folder"
      : "Mail that fails will be rejected; mailing lists may lose mail (RFC 9989 7.4)",
  ];
  const step = (draft: RecordDocument) =>
    dmarcRecord(draft, `_dmarc.${domain}`)?.edit.replaceText([{ at: tag.valueSpan, text: next }]) ?? [];
  return drafted(document, [step], notes);
}

/** The DMARC record at a name of one document. */
export function dmarcRecord(document: RecordDocument, owner: string): DnsRecord | undefined {
  const records = document.recordsAt(owner, "TXT");
  const found = records.filter(({ text }) => /^\s*v\s*=\s*DMARC1\b/i.test(text?.text ?? ""));
  return ownRecords(document, found)[0];
}

function permissions(
  documents: readonly RecordDocument[],
  domain: string,
  reports: readonly string[],
  lookup: Lookup,
): readonly Outcome[] {
  const hosts = new Set(
    reports.map((address) => `${address.slice(address.lastIndexOf("@") + 1).toLowerCase()}.`),
  );
  const out: Outcome[] = [];
  for (const host of hosts) {
    if (isOwnAddress(domain, host, lookup)) continue;
    const owner = reportName(domain, host);
    const home = documents.slice(1).find((one) => one.recordsAt(host).length > 0);
    if (home === undefined) {
      out.push({
        changes: {},
        shown: [],
        notes: [`${plain(host)} has to publish \`${owner} TXT "v=DMARC1"\`, or no reports are sent`],
      });
    } else if (home.recordsAt(owner, "TXT").length === 0) {
      out.push(drafted(home, [added({ owner, type: "TXT", rdata: { text: "v=DMARC1" } })]));
    }
  }
  return out;
}

function plain(name: string): string {
  return name.replace(/(.)\.$/, "$1");
}
