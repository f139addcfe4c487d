import { isAtOrBelow, labelsOf } from "../../dns/names.ts";
import { octetsOfBase64 } from "../../dns/types/kinds/encoded.ts";
import { parseTime } from "../../dns/types/kinds/times.ts";
import { recordType } from "../../dns/types/table.ts";
import { ALGORITHM_NAMES } from "../../dns/types/values.ts";
import type { TypeRule } from "../rule.ts";
import { fieldOf, placeOf, rewrite, typeRule } from "./fields.ts";

const SHA1 = "2BB183AF5F22588179A53B0A98631FAD1A292118";
const SHA256 = "4CD8AC12345678901234567890123456789012345678901234567890ABCDEF01";
const KEY = "mdsswUyr3DPW132mOi8V9xESWE8jTo0dxCjjnopKl+GqJxpVXckHAeF+KkxLbxILfDLUT0rAK9iUzy1L53eKGQ==";

/** Algorithms that nobody should sign with any more (RFC 8624 section 3.1, RFC 9905, RFC 9906). */
const OLD_ALGORITHMS: ReadonlySet<string> = new Set(["1", "3", "5", "6", "7", "12"]);

const zoneDigestSha1 = typeRule(
  "zone-digest-sha1",
  ["DS", "CDS", "SSHFP"],
  {
    summary: "A digest is made with SHA-1.",
    why: "SHA-1 is broken. Validators may ignore such a DS record (RFC 9905), and SSH clients no longer ask for such fingerprints. Publish one made with SHA-256.",
    bad: `host SSHFP 4 1 ${SHA1}`,
    good: `host SSHFP 4 2 ${SHA256}`,
    ref: "RFC 9905 2",
  },
  (record, report) => {
    const type = fieldOf(record, "digest type") ?? fieldOf(record, "fingerprint type");
    if (type?.text !== "1") return;
    report(
      placeOf(record, type),
      "This digest is made with SHA-1, which is broken: publish one made with SHA-256",
    );
  },
);

const zoneAlgorithmOld = typeRule(
  "zone-dnssec-algorithm-old",
  ["DNSKEY", "CDNSKEY", "DS", "CDS"],
  {
    summary: "A zone is signed with an algorithm that is no longer to be used.",
    why: "Validators treat zones signed with such algorithms alone as unsigned, one after another. Sign with ECDSA P-256 (13) or Ed25519 (15).",
    bad: `@ DNSKEY 257 3 5 ${KEY}`,
    good: `@ DNSKEY 257 3 13 ${KEY}`,
    ref: "RFC 8624 3.1",
  },
  (record, report) => {
    const algorithm = fieldOf(record, "algorithm");
    if (algorithm === undefined || !OLD_ALGORITHMS.has(algorithm.text)) return;
    const name = ALGORITHM_NAMES[algorithm.text]?.replace(/,.*$/, "") ?? algorithm.text;
    report(
      placeOf(record, algorithm),
      `${name} is no longer to be used: validators treat the zone as unsigned`,
    );
  },
);

const zoneDnskeyProtocol = typeRule(
  "zone-dnskey-protocol",
  ["DNSKEY", "CDNSKEY"],
  {
    summary: "The protocol of a key is not 3.",
    why: "Validators ignore the key: what it signs counts as bogus, and the zone cannot be reached.",
    bad: `@ DNSKEY 257 2 13 ${KEY}`,
    good: `@ DNSKEY 257 3 13 ${KEY}`,
    ref: "RFC 4034 2.1.2",
  },
  (record, report) => {
    const protocol = fieldOf(record, "protocol");
    if (protocol === undefined || protocol.text === "3") return;
    report(
      placeOf(record, protocol),
      "Only protocol 3 is DNSSEC: validators ignore the key",
      rewrite(protocol, "3"),
    );
  },
);

/** Octets of a public key of fixed length (RFC 6605 section 4, RFC 8080 section 3). */
const KEY_OCTETS: Readonly<Record<string, number>> = { 13: 64, 14: 96, 15: 32, 16: 57 };

const zoneDnskeyLength = typeRule(
  "zone-dnskey-length",
  ["DNSKEY", "CDNSKEY"],
  {
    summary: "A key has not the length that keys of its algorithm have.",
    why: "It was cut off, or belongs to another algorithm: no signature can be verified with it.",
    bad: "@ DNSKEY 257 3 15 mdsswUyr3DPW132mOi8V9xESWE8jTo0dxCjjnopKl+GqJxpVXckHAeF+KkxLbxILfDLUT0rAK9iUzy1L53eKGQ==",
    good: "@ DNSKEY 257 3 13 mdsswUyr3DPW132mOi8V9xESWE8jTo0dxCjjnopKl+GqJxpVXckHAeF+KkxLbxILfDLUT0rAK9iUzy1L53eKGQ==",
    ref: "RFC 6605 4",
  },
  (record, report) => {
    const algorithm = fieldOf(record, "algorithm");
    const key = fieldOf(record, "public key");
    const octets = KEY_OCTETS[algorithm?.text ?? ""];
    if (algorithm === undefined || key === undefined || octets === undefined) return;
    const length = octetsOfBase64(key.text).length;
    if (length === octets) return;
    report(
      placeOf(record, key),
      `Keys of algorithm ${algorithm.text} (${ALGORITHM_NAMES[algorithm.text]}) have ${octets} octets, this one has ${length}: nothing can be verified with it`,
    );
  },
);

const zoneDnskeyFlags = typeRule(
  "zone-dnskey-flags",
  ["DNSKEY"],
  {
    summary: "The flags of a key do not say that it signs a zone.",
    why: "Bit 256 makes a key a zone key. Validators do not check signatures with any other.",
    bad: `@ DNSKEY 1 3 13 ${KEY}`,
    good: `@ DNSKEY 257 3 13 ${KEY}`,
    ref: "RFC 4034 2.1.1",
  },
  (record, report) => {
    const flags = fieldOf(record, "flags");
    if (flags === undefined || (Number(flags.text) & 256) !== 0) return;
    report(
      placeOf(record, flags),
      "This is no zone key: bit 256 is missing, validators do not use it",
      rewrite(flags, String(Number(flags.text) | 256)),
    );
  },
);

const zoneSshfpValues = typeRule(
  "zone-sshfp-value-unknown",
  ["SSHFP"],
  {
    summary: "The algorithm or the fingerprint type of an SSHFP record is not assigned.",
    why: "SSH clients skip records that they do not understand: the host key is not verified.",
    bad: `host SSHFP 5 2 ${SHA256}`,
    good: `host SSHFP 4 2 ${SHA256}`,
    ref: "RFC 4255 3.1",
  },
  (record, report) => {
    for (const name of ["algorithm", "fingerprint type"]) {
      const field = fieldOf(record, name);
      const values = recordType(record.typeCode)?.fields.find((each) => each.name === name)?.values;
      if (field === undefined || values === undefined || Object.hasOwn(values, field.text)) continue;
      report(placeOf(record, field), `${field.text} is no ${name} that is assigned: clients skip the record`);
    }
  },
);

const zoneNsec3Iterations = typeRule(
  "zone-nsec3-iterations",
  ["NSEC3PARAM"],
  {
    summary: "Names are hashed more than once for NSEC3.",
    why: "More rounds protect nothing and cost every resolver time. Validators treat zones with many as unsigned or refuse their answers. Set it to 0 where the zone is signed.",
    bad: "@ NSEC3PARAM 1 0 10 -",
    good: "@ NSEC3PARAM 1 0 0 -",
    ref: "RFC 9276 3.1",
  },
  (record, report) => {
    const iterations = fieldOf(record, "iterations");
    if (iterations === undefined || iterations.text === "0") return;
    report(
      placeOf(record, iterations),
      `${iterations.text} extra iterations protect nothing; validators may refuse the zone: sign with 0`,
    );
  },
);

const zoneNsec3Salt = typeRule(
  "zone-nsec3-salt",
  ["NSEC3PARAM"],
  {
    summary: "NSEC3 uses a salt.",
    why: "The name of the zone is part of every hash already, so a salt adds no protection, only work whenever it changes. Sign without one (`-`).",
    bad: "@ NSEC3PARAM 1 0 0 AABBCCDD",
    good: "@ NSEC3PARAM 1 0 0 -",
    ref: "RFC 9276 3.1",
  },
  (record, report) => {
    const salt = fieldOf(record, "salt");
    if (salt === undefined || salt.text === "-") return;
    report(placeOf(record, salt), "A salt adds no protection: sign without one (`-`)");
  },
);

const zoneRrsigTimes = typeRule(
  "zone-rrsig-times",
  ["RRSIG"],
  {
    summary: "A signature ends before it begins.",
    why: "It is never valid: validators treat what it signs as bogus, and the name cannot be reached.",
    bad: "www RRSIG A 13 3 3600 20250101000000 20260101000000 12345 example.com. oJB1W6WNGv8=",
    good: "www RRSIG A 13 3 3600 20300101000000 20260101000000 12345 example.com. oJB1W6WNGv8=",
    ref: "RFC 4034 3.1.5",
  },
  (record, report) => {
    const expiration = fieldOf(record, "expiration");
    const inception = fieldOf(record, "inception");
    const until = parseTime(expiration?.text ?? "");
    const from = parseTime(inception?.text ?? "");
    if (expiration === undefined || until === undefined || from === undefined) return;
    // Serial number arithmetic (RFC 1982).
    if ((until - from + 2 ** 32) % 2 ** 32 < 2 ** 31 && until !== from) return;
    report(placeOf(record, expiration), "The signature ends before it begins: it is never valid");
  },
);

const zoneRrsigImpossible = typeRule(
  "zone-rrsig-impossible",
  ["RRSIG"],
  {
    summary: "A signature does not fit the name it stands at.",
    why: "Its signer is another zone, it counts more labels than the name has, or it signs signatures: it is never valid, and without another one validators treat what it signs as bogus.",
    bad: "www RRSIG A 13 3 3600 20300101000000 20260101000000 12345 example.net. oJB1W6WNGv8=",
    good: "www RRSIG A 13 3 3600 20300101000000 20260101000000 12345 example.com. oJB1W6WNGv8=",
    ref: "RFC 4035 5.3.1",
  },
  (record, report, { owner }) => {
    const covered = fieldOf(record, "type covered");
    const labels = fieldOf(record, "labels");
    const signer = fieldOf(record, "signer's name");
    if (owner === undefined || labels === undefined || signer?.target === undefined) return;
    if (covered?.text === "RRSIG") {
      report(placeOf(record, covered), "Signatures are not signed themselves: nobody checks this one");
      return;
    }
    // A wildcard's own label does not count (RFC 4034 section 3.1.3).
    const count = labelsOf(owner.replace(/^\*\./, "")).length;
    if (!isAtOrBelow(owner, signer.target))
      report(
        placeOf(record, signer),
        "The signer is not the zone of this name: the signature is never valid",
      );
    else if (Number(labels.text) > count)
      report(
        placeOf(record, labels),
        `The signature is over ${labels.text} labels, the name has ${count}: it is never valid`,
      );
  },
);

const zoneTypeObsolete = typeRule(
  "zone-type-deprecated",
  ["A6", "DLV", "MB", "MG", "MINFO", "MR", "NXT", "SIG"],
  {
    summary: "A record has a type that is no longer used.",
    why: "Name servers still load it, but programs do not ask for it, or ask for its successor.",
    bad: "host A6 0 2001:db8::1",
    good: "host AAAA 2001:db8::1",
    ref: "RFC 6563",
  },
  (record, report) => {
    const instead = recordType(record.typeCode)?.obsolete;
    if (instead === undefined || record.rdata.canonical === undefined) return;
    report({ record, part: "type" }, `${record.type} is obsolete: ${instead}`);
  },
  "hint",
);

export const DNSSEC_RULES: readonly TypeRule[] = [
  zoneDigestSha1,
  zoneAlgorithmOld,
  zoneDnskeyProtocol,
  zoneDnskeyLength,
  zoneDnskeyFlags,
  zoneSshfpValues,
  zoneNsec3Iterations,
  zoneNsec3Salt,
  zoneRrsigTimes,
  zoneRrsigImpossible,
  zoneTypeObsolete,
];
