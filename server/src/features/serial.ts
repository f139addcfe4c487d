import type { RecordDocument } from "../dns/document.ts";
import type { DnsRecord, SourceEdit } from "../dns/record.ts";
import { ZoneDocument } from "../zone/document.ts";

/** The SOA's serial as it stands and as it would be after a change. */
export interface SerialBump {
  readonly soa: DnsRecord;
  readonly from: number;
  readonly to: number;
  readonly edit: SourceEdit;
}

const MODULUS = 2 ** 32;
const HALF = 2 ** 31;

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

/** One more in the serial's own style: a date with two digits, a time, or a count; always later by RFC 1982 section 3.2. */
export function nextSerial(serial: number, now: number): number {
  const plusOne = serial + 1 >= MODULUS ? 1 : serial + 1;
  const styled =
    dateOf(serial) !== undefined ? dateSerial(now) : isTime(serial, now) ? Math.floor(now / 1000) : plusOne;
  return isLater(styled, serial) ? styled : plusOne;
}

/** Today's first serial as people write it, YYYYMMDD01. */
export function dateSerial(now: number): number {
  const date = new Date(now).toISOString();
  return Number(`${date.slice(0, 4)}${date.slice(5, 7)}${date.slice(8, 10)}01`);
}

/** Whether serial `a` comes after serial `b` (RFC 1982 section 3.2). */
export function isLater(a: number, b: number): boolean {
  const ahead = (a - b + MODULUS) % MODULUS;
  return ahead > 0 && ahead < HALF;
}

function soaOf(document: RecordDocument): DnsRecord | undefined {
  const origin = document instanceof ZoneDocument ? document.origin : undefined;
  const [soa] = origin === undefined ? [] : document.recordsAt(origin, "SOA");
  if (soa !== undefined) return soa;
  for (const record of document.records()) if (record.type === "SOA") return record;
  return undefined;
}

function dateOf(serial: number): string | undefined {
  const [, year, month, day] = /^((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})[0-9]{2}$/.exec(String(serial)) ?? [];
  const text = `${year}-${month}-${day}`;
  return year !== undefined && !Number.isNaN(Date.parse(text)) ? text : undefined;
}

// Since 2001, and not later than now: then it counts seconds.
function isTime(serial: number, now: number): boolean {
  return serial > 1_000_000_000 && serial * 1000 <= now;
}
