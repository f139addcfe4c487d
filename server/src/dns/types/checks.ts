// What one field demands of another.
import { labelsOf } from "../names.ts";
import type { Reading } from "./reading.ts";

const DS_LENGTHS: Readonly<Record<string, number>> = { 1: 20, 2: 32, 4: 48 };
const SSH_LENGTHS: Readonly<Record<string, number>> = { 1: 20, 2: 32 };
const ZONE_LENGTHS: Readonly<Record<string, number>> = { 1: 48, 2: 64 };
const DIGEST_WORDS: Readonly<Record<string, string>> = { 1: "SHA-1", 2: "SHA-256", 4: "SHA-384" };
const ZONE_WORDS: Readonly<Record<string, string>> = { 1: "SHA-384", 2: "SHA-512" };

/** RFC 8976 section 2.2.4: no digest is shorter. */
const ZONE_DIGEST_LEAST = 12;

/** The digest of a DS record is as long as its type makes it (RFC 4034 section 5.1.3). */
export function requireDigest(reading: Reading): void {
  requireLength(reading, "digest type", "digest", DS_LENGTHS, DIGEST_WORDS);
}

/** The fingerprint of an SSHFP record is as long as its type makes it (RFC 4255 section 3.1.2). */
export function requireFingerprint(reading: Reading): void {
  requireLength(reading, "fingerprint type", "fingerprint", SSH_LENGTHS, DIGEST_WORDS);
}

/** The digest of a ZONEMD record is as long as its algorithm makes it, and 12 octets at least (RFC 8976 section 2.2.4). */
export function requireZoneDigest(reading: Reading): void {
  if (requireLength(reading, "hash algorithm", "digest", ZONE_LENGTHS, ZONE_WORDS)) return;
  const digest = reading.fields.at(-1);
  if (digest === undefined || digest.text.length >= ZONE_DIGEST_LEAST * 2) return;
  reading.fail(
    "zone-digest-length",
    `The digest has ${digest.text.length / 2} octets; ${ZONE_DIGEST_LEAST} is the least`,
    digest,
  );
}

/** A hash made with SHA-1 has 20 octets (RFC 5155 section 3.1.7). */
export function requireAlgorithmHash(reading: Reading): void {
  const hash = reading.fields.find(({ name }) => name === "next hashed owner");
  if (hash === undefined || reading.valueOf("hash algorithm") !== "1" || hash.text.length === 32) return;
  reading.fail(
    "zone-digest-length",
    `A SHA-1 hash has 32 characters here, this one has ${hash.text.length}`,
    hash,
  );
}

/** The signer stands at or above the owner, of which `labels` counts the labels (RFC 4034 sections 3.1.3 and 3.1.7). */
export function requireSignerAbove(reading: Reading): void {
  const labels = reading.fields.find(({ name }) => name === "labels");
  const signer = reading.fields.find(({ name }) => name === "signer's name")?.target;
  if (labels === undefined || signer === undefined || Number(labels.text) >= labelsOf(signer).length) return;
  reading.fail(
    "zone-rdata-range",
    `${labels.text} label${labels.text === "1" ? " is" : "s are"} fewer than the signer's name has: name servers refuse it`,
    labels,
  );
}

/** The flags of an RKEY record are zero. */
export function requireNoFlags(reading: Reading): void {
  const flags = reading.fields.find(({ name }) => name === "flags");
  if (flags === undefined || flags.text === "0") return;
  reading.fail("zone-rdata-range", "The flags of an RKEY record are 0", flags, {
    title: "Write `0`",
    text: "0",
  });
}

// Whether it said anything.
function requireLength(
  reading: Reading,
  typeField: string,
  dataField: string,
  lengths: Readonly<Record<string, number>>,
  words: Readonly<Record<string, string>>,
): boolean {
  const type = reading.valueOf(typeField) ?? "";
  const data = reading.fields.find(({ name }) => name === dataField);
  const length = lengths[type];
  if (data === undefined || length === undefined || data.text.length === length * 2) return false;
  if (data.text === "") {
    reading.fail(
      "zone-rdata-field-missing",
      `The record ends before its ${dataField}: name servers refuse it`,
      data,
    );
    return true;
  }
  reading.fail(
    "zone-digest-length",
    `${words[type]} has ${length} octets (${length * 2} digits), this ${dataField} has ${data.text.length / 2}: name servers refuse it`,
    data,
  );
  return true;
}
