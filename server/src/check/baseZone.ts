import type { DnsRecord } from "../dns/record.ts";
import type { ZoneBase } from "../rules/rule.ts";
import { ZoneDocument } from "../zone/document.ts";

/** The text that a file held before it was changed; undefined where nobody knows, or there was none. */
export type BaseText = (uri: string) => string | undefined;

/** The zone that a file held before, beside what it holds now. Included files are left out on both sides. */
export function baseOf(document: ZoneDocument, soa: DnsRecord, text: string): ZoneBase | undefined {
  if (text === document.text()) return undefined;
  const origin = document.origin;
  const before = new ZoneDocument(document.uri, text, origin === undefined ? {} : { origin });
  const serial = before.recordsAt(soa.owner ?? "", "SOA").map(serialOf)[0];
  if (serial === undefined) return undefined;
  return { serial, changed: differ(before, document) };
}

/** The serial of an SOA; undefined where it is no number of 32 bits. */
export function serialOf(soa: DnsRecord): number | undefined {
  const text = soa.rdata.fields[SERIAL]?.text ?? "";
  const serial = Number(text);
  return /^[0-9]{1,10}$/.test(text) && serial < 2 ** 32 ? serial : undefined;
}

const SERIAL = 2;

// As sets of records: neither order nor spelling counts, nor the serial itself.
function differ(before: ZoneDocument, after: ZoneDocument): boolean {
  const counts = new Map<string, number>();
  for (const record of before.ownRecords()) {
    const key = keyOf(record);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  for (const record of after.ownRecords()) {
    const key = keyOf(record);
    const left = counts.get(key);
    if (left === undefined) return true;
    if (left === 1) counts.delete(key);
    else counts.set(key, left - 1);
  }
  return counts.size > 0;
}

function keyOf({ owner, ttl, type, class: klass, rdata, text }: DnsRecord): string {
  const fields = rdata.fields.map(({ text: shown, target }) => target ?? shown);
  if (type === "SOA") fields[SERIAL] = "";
  const value = rdata.canonical === undefined ? (text?.text ?? fields.join(" ")) : fields.join(" ");
  return `${owner} ${ttl} ${klass} ${type} ${value}`;
}
