import { typeName } from "./mnemonics.ts";
import { encodeLabels, labelOctets, labelsOf } from "./names.ts";

/** One record of an answer as it came over the wire. */
export interface WireRecord {
  /** Canonical. */
  readonly owner: string;
  /** Mnemonic. */
  readonly type: string;
  /** Seconds. */
  readonly ttl: number;
  /** TXT: the joined octets. MX: "10 mail.example.com.". Types that hold one name: the name. A and AAAA: the octets. */
  readonly value: string;
}

export interface WireAnswer {
  /** RCODE: 0 no error, 3 no such name (RFC 1035 section 4.1.1). */
  readonly code: number;
  readonly truncated: boolean;
  readonly answers: readonly WireRecord[];
  /** How long the absence of an answer holds (RFC 2308 section 5), where the message says. */
  readonly negativeTtl: number | undefined;
}

const CLASS_IN = 1;
const HEADER = 12;

/** A question as a DNS message (RFC 1035 section 4), recursion desired, message id 0 (RFC 8484 section 4.1). */
export function encodeQuestion(name: string, typeCode: number): Uint8Array {
  const octets = [0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
  for (const label of labelsOf(name)) {
    const text = labelOctets(label);
    octets.push(text.length);
    for (let i = 0; i < text.length; i++) octets.push(text.charCodeAt(i));
  }
  octets.push(0, typeCode >> 8, typeCode & 255, 0, CLASS_IN);
  return Uint8Array.from(octets);
}

/** Reads an answer; undefined where it is none, or breaks off. */
export function decodeAnswer(message: Uint8Array): WireAnswer | undefined {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  if (message.length < HEADER || (view.getUint8(2) & 0x80) === 0) return undefined;
  let at = HEADER;
  for (let i = view.getUint16(4); i > 0; i--) {
    const name = readName(view, at);
    if (name === undefined) return undefined;
    at = name.end + 4;
  }
  const answers = readRecords(view, at, view.getUint16(6));
  if (answers === undefined) return undefined;
  const authority = readRecords(view, answers.end, view.getUint16(8));
  const soa = authority?.records.find(({ type }) => type === "SOA");
  return {
    code: view.getUint8(3) & 15,
    truncated: (view.getUint8(2) & 2) !== 0,
    answers: answers.records,
    negativeTtl: soa === undefined ? undefined : Math.min(soa.ttl, Number(soa.value)),
  };
}

function readRecords(
  view: DataView,
  from: number,
  count: number,
): { readonly records: readonly WireRecord[]; readonly end: number } | undefined {
  const records: WireRecord[] = [];
  let at = from;
  for (let i = 0; i < count; i++) {
    const owner = readName(view, at);
    if (owner === undefined || owner.end + 10 > view.byteLength) return undefined;
    const type = typeName(view.getUint16(owner.end));
    const ttl = view.getUint32(owner.end + 4);
    const start = owner.end + 10;
    const end = start + view.getUint16(owner.end + 8);
    if (end > view.byteLength) return undefined;
    const value = readValue(view, type, start, end);
    if (value === undefined) return undefined;
    // A TTL with its highest bit set counts as zero (RFC 2181 section 8).
    records.push({ owner: owner.name, type, ttl: ttl > 0x7fff_ffff ? 0 : ttl, value });
    at = end;
  }
  return { records, end: at };
}

function readValue(view: DataView, type: string, start: number, end: number): string | undefined {
  switch (type) {
    case "TXT":
      return readStrings(view, start, end);
    case "CNAME":
    case "PTR":
      return readName(view, start)?.name;
    case "MX": {
      const exchange = start + 2 < end ? readName(view, start + 2) : undefined;
      return exchange === undefined ? undefined : `${view.getUint16(start)} ${exchange.name}`;
    }
    // Its last field: how long absence holds.
    case "SOA":
      return end - start < 22 ? undefined : String(view.getUint32(end - 4));
    default:
      return octetsOf(view, start, end);
  }
}

function readStrings(view: DataView, start: number, end: number): string | undefined {
  let text = "";
  for (let at = start; at < end; ) {
    const next = at + 1 + view.getUint8(at);
    if (next > end) return undefined;
    text += octetsOf(view, at + 1, next);
    at = next;
  }
  return text;
}

/** A name with its compression pointers (RFC 1035 section 4.1.4). Each must point further back, so that none runs in circles. */
function readName(view: DataView, from: number): { readonly name: string; readonly end: number } | undefined {
  const labels: string[] = [];
  let end = -1;
  let limit = from;
  for (let at = from; at < view.byteLength && labels.length < 128; ) {
    const length = view.getUint8(at);
    if (length === 0) {
      return { name: labels.length === 0 ? "." : encodeLabels(labels), end: end < 0 ? at + 1 : end };
    }
    if (length < 64) {
      if (at + 1 + length > view.byteLength) return undefined;
      labels.push(octetsOf(view, at + 1, at + 1 + length));
      at += 1 + length;
      continue;
    }
    if (length < 192 || at + 1 >= view.byteLength) return undefined;
    const target = view.getUint16(at) & 0x3fff;
    if (target >= limit) return undefined;
    if (end < 0) end = at + 2;
    limit = target;
    at = target;
  }
  return undefined;
}

function octetsOf(view: DataView, start: number, end: number): string {
  let text = "";
  for (let at = start; at < end; at++) text += String.fromCharCode(view.getUint8(at));
  return text;
}
