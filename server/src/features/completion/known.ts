import type { RecordDocument } from "../../dns/document.ts";
import type { DnsRecord } from "../../dns/record.ts";
import { parseDmarc } from "../../mail/dmarc.ts";
import { ZoneDocument } from "../../zone/document.ts";

const MOST = 100;

/** The names of the workspace that have an SPF record, without their final dots. */
export function policyNames(documents: readonly RecordDocument[]): readonly string[] {
  return said(documents, /v=spf1\b/gi, ({ owner }) => owner?.replace(/\.$/, ""));
}

/** The mail addresses that DMARC reports of the workspace go to. */
export function reportAddresses(documents: readonly RecordDocument[]): readonly string[] {
  return said(documents, /v=DMARC1\b/g, ({ text }) =>
    text === undefined
      ? undefined
      : parseDmarc(text)
          .rua.find(({ valid, scheme }) => valid && scheme === "mailto")
          ?.text.slice(7),
  );
}

/** The names with an address in Terraform files, without their final dots. */
export function terraformHosts(documents: readonly RecordDocument[]): readonly string[] {
  const found = new Set<string>();
  for (const document of documents) {
    if (document.language !== "terraform") continue;
    for (const { type, owner } of document.records()) {
      if (owner !== undefined && (type === "A" || type === "AAAA")) found.add(owner.replace(/\.$/, ""));
    }
  }
  return [...found];
}

function said(
  documents: readonly RecordDocument[],
  pattern: RegExp,
  say: (record: DnsRecord) => string | undefined,
): readonly string[] {
  const found = new Set<string>();
  for (const document of documents) {
    for (const record of recordsWith(document, pattern)) {
      const shown = say(record);
      if (shown !== undefined) found.add(shown);
      if (found.size >= MOST) return [...found];
    }
  }
  return [...found];
}

// In a big zone few records hold a text of that kind: the others are not made.
function* recordsWith(document: RecordDocument, pattern: RegExp): Iterable<DnsRecord> {
  if (!(document instanceof ZoneDocument)) {
    for (const record of document.records()) {
      if (record.text !== undefined && record.text.text.search(pattern) >= 0) yield record;
    }
    return;
  }
  for (const block of document.blocks) {
    for (const { index } of block.text.matchAll(pattern)) {
      const record = document.recordAt(block.start + index);
      if (record !== undefined) yield record;
    }
  }
}
