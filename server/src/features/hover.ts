import type { DnsRecord, Lookup } from "../dns/record.ts";
import { familyOf } from "../mail/classify.ts";
import { explainDkim } from "./hover/dkim.ts";
import { explainDmarc } from "./hover/dmarc.ts";
import { explainSpf } from "./hover/spf.ts";
import { code } from "./markdown.ts";

const MOST = 4096;

/** What a hover says about a record, as Markdown without HTML; record text stands in code spans only. */
export function explainRecord(record: DnsRecord, lookup: Lookup): string {
  return explained(record, lookup).slice(0, MOST);
}

function explained(record: DnsRecord, lookup: Lookup): string {
  const { text, owner } = record;
  switch (text === undefined ? undefined : familyOf(text.text, owner)) {
    case "spf":
      return explainSpf(record, lookup);
    case "dmarc":
      return explainDmarc(record);
    case "dkim":
      return explainDkim(record);
    default:
      return explainPlain(record);
  }
}

function explainPlain(record: DnsRecord): string {
  const ttl = record.ttl === undefined ? "" : ` · TTL ${record.ttl} s`;
  return `**${code(record.type)} record of ${code(record.owner ?? record.name)}**${ttl}`;
}
