import { sha1 } from "@noble/hashes/legacy.js";
import { sha256, sha384 } from "@noble/hashes/sha2.js";
import { labelOctets, labelsOf } from "./names.ts";
import type { DnsRecord } from "./record.ts";
import { octetsOfBase64 } from "./types/kinds/encoded.ts";
import { hexOf, octetsOfNumber } from "./types/wire.ts";

/** Every DS record is held against every key. */
const tags = new WeakMap<DnsRecord, number | undefined>();

/** The key tag of a DNSKEY record by which signatures and DS records name it (RFC 4034 appendix B). */
export function keyTag(record: DnsRecord): number | undefined {
  if (!tags.has(record)) tags.set(record, tagOf(keyWire(record)));
  return tags.get(record);
}

function tagOf(wire: string | undefined): number | undefined {
  if (wire === undefined) return undefined;
  let sum = 0;
  for (let i = 0; i < wire.length; i++) sum += (i & 1) === 0 ? wire.charCodeAt(i) << 8 : wire.charCodeAt(i);
  return (sum + (sum >> 16)) & 0xffff;
}

/** The rdata of a DNSKEY record on the wire, one character an octet; undefined where it cannot be read. */
export function keyWire(record: DnsRecord): string | undefined {
  const { canonical, fields } = record.rdata;
  const [flags, protocol, algorithm, key] = fields;
  if (canonical === undefined || key === undefined || key.name !== "public key" || flags?.name !== "flags")
    return undefined;
  return (
    octetsOfNumber(Number(flags.text), 2) +
    octetsOfNumber(Number(protocol?.text), 1) +
    octetsOfNumber(Number(algorithm?.text), 1) +
    octetsOfBase64(key.text)
  );
}

const DIGESTS: Readonly<Record<string, (octets: Uint8Array) => Uint8Array>> = {
  1: sha1,
  2: sha256,
  4: sha384,
};

/**
 * The digest that a DS record of that type holds for a key, in upper-case hex (RFC 4034 section 5.1.4); undefined where the
 * key cannot be read or the type of digest is not known.
 */
export function digestOfKey(record: DnsRecord, digestType: string): string | undefined {
  const wire = keyWire(record);
  const digest = DIGESTS[digestType];
  if (wire === undefined || digest === undefined || record.owner === undefined) return undefined;
  const octets = Uint8Array.from(wireName(record.owner) + wire, (octet) => octet.charCodeAt(0));
  return hexOf(String.fromCharCode(...digest(octets)));
}

// A canonical name on the wire: labels with their lengths, and the root.
function wireName(name: string): string {
  let wire = "";
  for (const label of labelsOf(name)) {
    const octets = labelOctets(label);
    wire += String.fromCharCode(octets.length) + octets;
  }
  return `${wire}\0`;
}
