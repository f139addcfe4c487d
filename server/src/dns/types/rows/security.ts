import {
  requireAlgorithmHash,
  requireDigest,
  requireFingerprint,
  requireNoFlags,
  requireSignerAbove,
  requireZoneDigest,
} from "../checks.ts";
import { printBase64 } from "../kinds/encoded.ts";
import { field, type RecordType, row } from "../type.ts";
import { ALGORITHM_NAMES, DIGEST_NAMES } from "../values.ts";
import { hexOf } from "../wire.ts";

const DIGEST = [
  field("key tag", "u16", "A short checksum of the key that is meant"),
  field("algorithm", "algorithm", "The algorithm of that key", { values: ALGORITHM_NAMES }),
  field("digest type", "digestType", "How the digest was made", { values: DIGEST_NAMES }),
  field("digest", "hex", "The digest of the key"),
];

const KEY = (key: "key" | "base64") => [
  field("flags", "keyFlags", "What the key is for", {
    values: {
      256: "zone signing key (ZSK)",
      257: "key signing key (KSK): the parent's DS names it",
      385: "revoked key",
      0: "no zone key",
    },
  }),
  field("protocol", "protocol", "Always 3 (DNSSEC)"),
  field("algorithm", "algorithm", "What signatures with the key are made of", { values: ALGORITHM_NAMES }),
  field("public key", key, "The key itself, in base64"),
];

const SIGNATURE = (covered: "coveredType" | "sigType", time: "time" | "oldTime") => [
  field("type covered", covered, "The record type that is signed"),
  field("algorithm", "algorithm", "How it is signed", { values: ALGORITHM_NAMES }),
  field("labels", "u8", "Labels of the owner; fewer than it has means made from a wildcard"),
  field("original ttl", "u32", "The TTL of the signed records as the zone states it"),
  field("expiration", time, "Valid until then"),
  field("inception", time, "Valid from then on"),
  field("key tag", "u16", "A short checksum of the key that signed"),
  field("signer's name", "name", "The zone whose key signed"),
  field("signature", "base64", "The signature, in base64"),
];

const NSEC3 = [
  field("hash algorithm", "nameHash", "How names are hashed", { values: { 1: "SHA-1" } }),
  field("flags", "u8", "Whether names without signatures may be left out", {
    values: { 0: "every name is covered", 1: "opt-out: insecure delegations may be left out" },
  }),
  field("iterations", "u16", "How many more times names are hashed; 0 is what to use (RFC 9276)"),
  field("salt", "salt", "What is mixed into the hash; `-`, none, is what to use (RFC 9276)"),
];

const TLS_CERTIFICATE = [
  field("usage", "u8", "What the certificate is checked against", {
    values: {
      0: "PKIX-TA: the authority it has to come from, besides the usual checks",
      1: "PKIX-EE: the certificate itself, besides the usual checks",
      2: "DANE-TA: the authority it has to come from, alone",
      3: "DANE-EE: the certificate itself, alone",
      255: "private use",
    },
  }),
  field("selector", "u8", "Which part is compared", {
    values: { 0: "the whole certificate", 1: "its public key", 255: "private use" },
  }),
  field("matching type", "u8", "How it is compared", {
    values: { 0: "as it is", 1: "by its SHA-256", 2: "by its SHA-512", 255: "private use" },
  }),
  field("data", "hex", "The certificate, the key or its digest"),
];

/** Keys, signatures and certificates. */
export const SECURITY: readonly RecordType[] = [
  row(
    "SIG",
    24,
    "RFC 2931",
    "A signature over the {type covered} records of {owner}",
    SIGNATURE("sigType", "oldTime"),
    {
      obsolete: "RRSIG signs zones since RFC 3755",
    },
  ),
  row("KEY", 25, "RFC 2535 3", "{owner} has a public key", KEY("key")),
  row(
    "NXT",
    30,
    "RFC 2535 5",
    "The name after {owner} is {next}",
    [
      field("next", "name", "The next name of the zone"),
      field("types", "oldBitmap", "The types that exist at the owner"),
    ],
    { obsolete: "NSEC took its place (RFC 3755)" },
  ),
  row("CERT", 37, "RFC 4398 2", "{owner} has a certificate", [
    field("type", "certType", "What kind of certificate it is"),
    field("key tag", "u16", "A short checksum of the key"),
    field("algorithm", "certAlgorithm", "The algorithm of the key"),
    field("certificate", "base64", "The certificate, in base64"),
  ]),
  row("DS", 43, "RFC 4034 5", "The zone {owner} is signed by the key with tag {key tag}", DIGEST, {
    check: requireDigest,
  }),
  row(
    "SSHFP",
    44,
    "RFC 4255",
    "The SSH server {owner} has a key with this fingerprint",
    [
      field("algorithm", "u8", "The algorithm of the key", {
        values: { 1: "RSA", 2: "DSA", 3: "ECDSA", 4: "Ed25519", 6: "Ed448" },
      }),
      field("fingerprint type", "u8", "How the fingerprint was made", {
        values: { 1: "SHA-1", 2: "SHA-256" },
      }),
      field("fingerprint", "optionalHex", "The digest of the key"),
    ],
    { check: requireFingerprint },
  ),
  row("IPSECKEY", 45, "RFC 4025", "{owner} has a key for IPsec", [
    field("precedence", "u8", "Lower is tried first"),
    field("gateway type", "gatewayType", "What the gateway is", {
      values: { 0: "none", 1: "an IPv4 address", 2: "an IPv6 address", 3: "a name" },
    }),
    field("algorithm", "u8", "The algorithm of the key", {
      values: { 0: "no key", 1: "DSA", 2: "RSA", 3: "ECDSA" },
    }),
    field("gateway", "gateway", "The host to send to; `.` for the owner itself"),
    field("public key", "base64", "The key, in base64"),
  ]),
  row(
    "RRSIG",
    46,
    "RFC 4034 3",
    "A signature over the {type covered} records of {owner}",
    SIGNATURE("coveredType", "time"),
    { check: requireSignerAbove },
  ),
  row("NSEC", 47, "RFC 4034 4", "The name after {owner} is {next}", [
    field("next", "name", "The next name of the zone: none exists between"),
    field("types", "someTypes", "The types that exist at the owner"),
  ]),
  row("DNSKEY", 48, "RFC 4034 2", "{owner} signs with this key", KEY("base64")),
  row(
    "DHCID",
    49,
    "RFC 4701",
    "{owner} belongs to a DHCP client",
    [field("data", "base64", "Who the client is, as a digest in base64")],
    { only: "IN" },
  ),
  row(
    "NSEC3",
    50,
    "RFC 5155 3",
    "No name exists between this hash and {next hashed owner}",
    [
      ...NSEC3,
      field("next hashed owner", "base32hex", "The next hash of the zone"),
      field("types", "bitmap", "The types that exist at the name that was hashed"),
    ],
    { check: requireAlgorithmHash },
  ),
  row("NSEC3PARAM", 51, "RFC 5155 4", "{owner} denies names by hashes made this way", NSEC3),
  row("TLSA", 52, "RFC 6698 2", "TLS at {owner} has to show this certificate", TLS_CERTIFICATE),
  row("SMIMEA", 53, "RFC 8162", "Mail signed by {owner} has to show this certificate", TLS_CERTIFICATE),
  row(
    "HIP",
    55,
    "RFC 8005",
    "{owner} has a host identity",
    [
      field("algorithm", "u8", "The algorithm of the key", { values: { 1: "DSA", 2: "RSA", 3: "ECDSA" } }),
      field("hit", "tag", "The host identity tag"),
      field("public key", "identity", "The key, in base64 in one piece"),
      field("rendezvous server", "name", "A host where the owner is found", { repeat: "any" }),
    ],
    {
      print(wire) {
        const size = wire.number(1);
        const algorithm = wire.number(1);
        const keySize = wire.number(2);
        const hit = size === undefined || size === 0 ? undefined : wire.take(size);
        const key = keySize === undefined || keySize === 0 ? undefined : wire.take(keySize);
        if (hit === undefined || key === undefined) return undefined;
        const parts: (string | undefined)[] = [String(algorithm), hexOf(hit), printBase64(key)];
        while (wire.left > 0 && !parts.includes(undefined)) parts.push(wire.name());
        return parts.includes(undefined) ? undefined : parts.join(" ");
      },
    },
  ),
  row("RKEY", 57, "IANA RKEY", "{owner} has a key for resources", KEY("base64"), { check: requireNoFlags }),
  row("TALINK", 58, "IANA TALINK", "{owner} links the trust anchors {previous} and {next}", [
    field("previous", "name", "The name before it; `.` for none"),
    field("next", "name", "The name after it; `.` for none"),
  ]),
  row("CDS", 59, "RFC 7344 3.1", "{owner} asks its parent to publish this DS record", DIGEST, {
    check: requireDigest,
  }),
  row(
    "CDNSKEY",
    60,
    "RFC 7344 3.2",
    "{owner} asks its parent to publish the DS record of this key",
    KEY("base64"),
  ),
  row("OPENPGPKEY", 61, "RFC 7929", "Mail to the person at {owner} is encrypted with this key", [
    field("key", "base64", "The OpenPGP key, in base64"),
  ]),
  row("HHIT", 67, "RFC 9886", "{owner} is a drone or device with this host identity tag", [
    field("data", "base64", "The tag and what certifies it, in base64"),
  ]),
  row("BRID", 68, "RFC 9886", "What a drone at {owner} broadcasts to identify itself", [
    field("data", "base64", "What it broadcasts, in base64"),
  ]),
  row("CSYNC", 62, "RFC 7477", "{owner} asks its parent to copy these records", [
    field("serial", "u32", "The SOA serial from which on it holds"),
    field("flags", "u16", "1: at once; 2: only from the serial on", {
      values: {
        0: "wait for approval",
        1: "at once",
        2: "from that serial on, with approval",
        3: "at once, from that serial on",
      },
    }),
    field("types", "bitmap", "The types to copy"),
  ]),
  row(
    "ZONEMD",
    63,
    "RFC 8976",
    "A digest of the whole zone {owner}",
    [
      field("serial", "u32", "The SOA serial the digest belongs to"),
      field("scheme", "u8", "How the zone was put in order", { values: { 1: "SIMPLE" } }),
      field("hash algorithm", "u8", "How the digest was made", { values: { 1: "SHA-384", 2: "SHA-512" } }),
      field("digest", "hex", "The digest"),
    ],
    { check: requireZoneDigest },
  ),
  row("TA", 32768, "IANA TA", "{owner} is a trust anchor", DIGEST, { check: requireDigest }),
  row("DLV", 32769, "RFC 4431", "{owner} is vouched for outside its parent", DIGEST, {
    check: requireDigest,
    obsolete: "look-aside validation ended with RFC 8749",
  }),
];
