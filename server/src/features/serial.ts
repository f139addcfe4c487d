import type { RecordDocument } from "../dns/document.ts";
import type { DnsRecord, SourceEdit } from "../dns/record.ts";
import { nextSerial } from "../dns/serial.ts";
import { ZoneDocument } from "../zone/document.ts";

/** The SOA's serial as it stands and as it would be after a change. */
export interface SerialBump {
  readonly soa: DnsRecord;
  readonly from: number;
  readonly to: number;
  readonly edit: SourceEdit;
}

const MODULUS = 2 ** 32;

/**
 * The next serial of a zone file's SOA; undefined where there is none, or none that can be read.
 * @param now milliseconds since the epoch
 */
export function bumpSerial(document: RecordDocument, now: number): SerialBump | undefined {
  const soa = soaOf(document);
  const field = soa?.rdata.fields[2];
  if (soa === undefined || field === undefined || !/^[0-9]{1,10}$/.test(field.text)) return undefined;
  const from = Number(field.text);
  if (from >= MODULUS) return undefined;
  const to = nextSerial(from, now);
  const edit = { uri: document.uri, at: { start: field.start, end: field.end }, text: String(to) };
  return { soa, from, to, edit };
}

/** The serial as the zone states it; undefined where there is none. */
export function serialOf(document: RecordDocument): number | undefined {
  const text = soaOf(document)?.rdata.fields[2]?.text ?? "";
  return /^[0-9]{1,10}$/.test(text) ? Number(text) : undefined;
}

function soaOf(document: RecordDocument): DnsRecord | undefined {
  const origin = document instanceof ZoneDocument ? document.origin : undefined;
  const here = (record: DnsRecord) => record.type === "SOA" && record.uri === document.uri;
  const soa = (origin === undefined ? [] : document.recordsAt(origin, "SOA")).find(here);
  if (soa !== undefined) return soa;
  for (const record of document.records()) if (here(record)) return record;
  return undefined;
}
