import { DER, type DerItem, encodeDer, fromHex, hexOf, readDer, readWhole } from "./der.ts";

/** An RSA public key: a SubjectPublicKeyInfo (RFC 5280 section 4.1) or a bare RSAPublicKey (RFC 8017 appendix A.1.1). */
export interface RsaKey {
  readonly kind: "rsa";
  readonly form: "spki" | "pkcs1";
  /** Octets up to where the key ends; what stands behind is no part of it. */
  readonly end: number;
  /** The significant bits of the modulus. */
  readonly bits: number;
  /** The content of the two INTEGERs, sign octet included. */
  readonly modulus: DerItem;
  readonly exponent: DerItem;
  /** The RSAPublicKey within. */
  readonly inner: DerItem;
}

/** What decoded octets are, whatever the record calls them. */
export type PublicKey =
  | RsaKey
  /** Ed25519, as 32 bare octets (RFC 8463 section 4.2) or wrapped as a SubjectPublicKeyInfo (RFC 8410). */
  | { readonly kind: "ed25519"; readonly form: "raw" | "spki"; readonly start: number; readonly end: number }
  /** A public key of an algorithm that DKIM does not know. */
  | { readonly kind: "other"; readonly algorithm: string }
  /** A private key: its public half where that can be read from it. */
  | { readonly kind: "private"; readonly form: string; readonly publicHalf: Uint8Array | undefined }
  /** An X.509 certificate and the SubjectPublicKeyInfo in it. */
  | { readonly kind: "certificate"; readonly spki: Uint8Array | undefined }
  | { readonly kind: "openssh"; readonly spki: Uint8Array | undefined }
  /** DER that says it is longer than what is there; `declared` is undefined where even that was cut off. */
  | { readonly kind: "truncated"; readonly present: number; readonly declared: number | undefined }
  /** Octets that are none of these; `at` is the octet where reading stopped. */
  | { readonly kind: "malformed"; readonly at: number; readonly expected: string };

/** Tells what `bytes` are, reading DER strictly. */
export function readPublicKey(bytes: Uint8Array): PublicKey {
  if (bytes.length === 32 && !isWholeSequence(bytes))
    return { kind: "ed25519", form: "raw", start: 0, end: 32 };
  if (startsWithSshName(bytes)) return { kind: "openssh", spki: spkiOfSsh(bytes) };
  const outer = readDer(bytes, 0, bytes.length);
  if (outer === undefined) return headerFault(bytes);
  if (outer.tag !== DER.sequence) return { kind: "malformed", at: 0, expected: "a SEQUENCE" };
  const limit = Math.min(outer.end, bytes.length);
  // A private key is a secret even where it is cut off, so it is looked for first.
  const secret = readPrivate(bytes, outer.content, limit);
  if (secret !== undefined) return secret;
  if (outer.end > bytes.length) return { kind: "truncated", present: bytes.length, declared: outer.end };
  const first = readDer(bytes, outer.content, limit);
  if (first === undefined || first.end > limit) {
    return { kind: "malformed", at: outer.content, expected: "a value that lies within its SEQUENCE" };
  }
  if (first.tag === DER.integer) return readRsa(bytes, outer, "pkcs1", outer.end);
  if (first.tag !== DER.sequence)
    return { kind: "malformed", at: first.start, expected: "an AlgorithmIdentifier" };
  return readCertificate(bytes, outer, first) ?? readSpki(bytes, outer, first);
}

/** The octets of an RSAPublicKey, or of 32 bare Ed25519 octets, as a SubjectPublicKeyInfo. */
export function wrapAsSpki(kind: "rsa" | "ed25519", key: Uint8Array): Uint8Array {
  const algorithm = kind === "rsa" ? [OID_RSA, NULL] : [OID_ED25519];
  return encodeDer(
    DER.sequence,
    encodeDer(DER.sequence, ...algorithm),
    encodeDer(DER.bitString, Uint8Array.of(0), key),
  );
}

/** The key as a SubjectPublicKeyInfo, which is what `openssl pkey -pubout -outform DER` prints; undefined for no key. */
export function spkiOf(bytes: Uint8Array, key: PublicKey): Uint8Array | undefined {
  if (key.kind === "rsa") {
    return key.form === "spki" ? bytes.subarray(0, key.end) : wrapAsSpki("rsa", bytes.subarray(0, key.end));
  }
  if (key.kind === "ed25519") return wrapAsSpki("ed25519", bytes.subarray(key.start, key.start + 32));
  return undefined;
}

const RSA = "2a864886f70d010101";
const ED25519 = "2b6570";

/** Object identifiers of keys that people publish by mistake. */
const ALGORITHMS: Readonly<Record<string, string>> = {
  "2a864886f70d010107": "RSAES-OAEP",
  "2a864886f70d01010a": "RSASSA-PSS",
  "2a8648ce380401": "DSA",
  "2a8648ce3d0201": "ECDSA",
  "2b656e": "X25519",
  "2b656f": "X448",
  "2b6571": "Ed448",
};

/** Password-based encryption (PKCS#5, PKCS#12), as in front of an encrypted PrivateKeyInfo (RFC 5958 section 3). */
const ENCRYPTION = /^2a864886f70d01(?:05|0c01)/;

const OID_RSA = encodeDer(DER.oid, fromHex(RSA));
const OID_ED25519 = encodeDer(DER.oid, fromHex(ED25519));
const NULL = encodeDer(DER.null);

function isWholeSequence(bytes: Uint8Array): boolean {
  return readWhole(bytes, 0, bytes.length, DER.sequence)?.end === bytes.length;
}

function headerFault(bytes: Uint8Array): PublicKey {
  const cut = bytes[0] === DER.sequence && (bytes.length < 2 || bytes.length < 2 + ((bytes[1] ?? 0) & 0x7f));
  if (cut) return { kind: "truncated", present: bytes.length, declared: undefined };
  return { kind: "malformed", at: 0, expected: "a SEQUENCE" };
}

function readSpki(bytes: Uint8Array, outer: DerItem, algorithm: DerItem): PublicKey {
  const oid = readWhole(bytes, algorithm.content, algorithm.end, DER.oid);
  if (oid === undefined) return { kind: "malformed", at: algorithm.content, expected: "an algorithm's OID" };
  const name = oidName(bytes, oid);
  const bits = readWhole(bytes, algorithm.end, outer.end, DER.bitString);
  if (bits === undefined && ENCRYPTION.test(name) && isLastOctets(bytes, algorithm.end, outer.end))
    return { kind: "private", form: "encrypted, PKCS#8", publicHalf: undefined };
  if (bits === undefined) return { kind: "malformed", at: algorithm.end, expected: "a BIT STRING" };
  if (bits.end !== outer.end) return { kind: "malformed", at: bits.end, expected: "the end of the key" };
  if (bytes[bits.content] !== 0)
    return { kind: "malformed", at: bits.content, expected: "a BIT STRING of whole octets" };
  const start = bits.content + 1;
  if (name === ED25519) {
    if (bits.end - start !== 32)
      return { kind: "malformed", at: start, expected: "32 octets of an Ed25519 key" };
    return { kind: "ed25519", form: "spki", start, end: outer.end };
  }
  if (name !== RSA) return { kind: "other", algorithm: ALGORITHMS[name] ?? `OID ${dotted(name)}` };
  const inner = readWhole(bytes, start, bits.end, DER.sequence);
  if (inner === undefined) return { kind: "malformed", at: start, expected: "an RSAPublicKey" };
  if (inner.end !== bits.end) return { kind: "malformed", at: inner.end, expected: "the end of the key" };
  return readRsa(bytes, inner, "spki", outer.end);
}

function isLastOctets(bytes: Uint8Array, at: number, end: number): boolean {
  return readWhole(bytes, at, end, DER.octetString)?.end === end;
}

function readRsa(bytes: Uint8Array, inner: DerItem, form: RsaKey["form"], end: number): PublicKey {
  const modulus = readWhole(bytes, inner.content, inner.end, DER.integer);
  if (modulus === undefined)
    return { kind: "malformed", at: inner.content, expected: "the modulus, an INTEGER" };
  const exponent = readWhole(bytes, modulus.end, inner.end, DER.integer);
  if (exponent === undefined)
    return { kind: "malformed", at: modulus.end, expected: "the exponent, an INTEGER" };
  if (exponent.end !== inner.end)
    return { kind: "malformed", at: exponent.end, expected: "the end of the key" };
  return { kind: "rsa", form, end, bits: bitLength(bytes, modulus), modulus, exponent, inner };
}

function bitLength(bytes: Uint8Array, item: DerItem): number {
  let at = item.content;
  while (at < item.end && bytes[at] === 0) at++;
  return at === item.end ? 0 : (item.end - at) * 8 - Math.clz32(bytes[at] ?? 0) + 24;
}

// RSAPrivateKey, PrivateKeyInfo and ECPrivateKey begin with a version of one octet; a modulus never has one octet only.
function readPrivate(bytes: Uint8Array, start: number, limit: number): PublicKey | undefined {
  const version = readWhole(bytes, start, limit, DER.integer);
  if (version === undefined || version.end - version.content !== 1 || (bytes[version.content] ?? 9) > 1) {
    return undefined;
  }
  const next = readDer(bytes, version.end, limit);
  if (next?.tag === DER.integer && next.end - next.content > 16) {
    return { kind: "private", form: "RSA, PKCS#1", publicHalf: publicHalf(bytes, next, limit) };
  }
  if (next?.tag === DER.octetString) return { kind: "private", form: "EC, SEC 1", publicHalf: undefined };
  if (next?.tag !== DER.sequence) return undefined;
  const oid = readWhole(bytes, next.content, Math.min(next.end, limit), DER.oid);
  const name = oid === undefined ? "" : oidName(bytes, oid);
  const form = name === RSA ? "RSA, PKCS#8" : name === ED25519 ? "Ed25519, PKCS#8" : "PKCS#8";
  return {
    kind: "private",
    form,
    publicHalf: name === RSA ? innerPublicHalf(bytes, next, limit) : undefined,
  };
}

function innerPublicHalf(bytes: Uint8Array, algorithm: DerItem, limit: number): Uint8Array | undefined {
  const octets = readDer(bytes, algorithm.end, limit);
  if (octets?.tag !== DER.octetString) return undefined;
  const inner = readDer(bytes, octets.content, limit);
  if (inner?.tag !== DER.sequence) return undefined;
  const version = readWhole(bytes, inner.content, limit, DER.integer);
  const modulus = version === undefined ? undefined : readDer(bytes, version.end, limit);
  return modulus?.tag === DER.integer ? publicHalf(bytes, modulus, limit) : undefined;
}

function publicHalf(bytes: Uint8Array, modulus: DerItem, limit: number): Uint8Array | undefined {
  const exponent = modulus.end <= limit ? readWhole(bytes, modulus.end, limit, DER.integer) : undefined;
  if (exponent === undefined) return undefined;
  return wrapAsSpki("rsa", encodeDer(DER.sequence, bytes.subarray(modulus.start, exponent.end)));
}

// Certificate ::= SEQUENCE { tbsCertificate SEQUENCE { [0] version, serial INTEGER, ... }, ... } (RFC 5280 section 4.1)
function readCertificate(bytes: Uint8Array, outer: DerItem, tbs: DerItem): PublicKey | undefined {
  const first = readDer(bytes, tbs.content, tbs.end);
  if (first?.tag !== DER.version && first?.tag !== DER.integer) return undefined;
  if (readWhole(bytes, tbs.end, outer.end, DER.sequence) === undefined) return undefined;
  return { kind: "certificate", spki: spkiInside(bytes, tbs) };
}

function spkiInside(bytes: Uint8Array, tbs: DerItem): Uint8Array | undefined {
  for (let at = tbs.content; at < tbs.end; ) {
    const item = readDer(bytes, at, tbs.end);
    if (item === undefined) return undefined;
    const algorithm = readWhole(bytes, item.content, item.end, DER.sequence);
    const isSpki =
      item.tag === DER.sequence &&
      algorithm !== undefined &&
      readWhole(bytes, algorithm.end, item.end, DER.bitString)?.end === item.end;
    if (isSpki) return bytes.slice(item.start, item.end);
    at = item.end;
  }
  return undefined;
}

const SSH_NAME = "ssh-";

function startsWithSshName(bytes: Uint8Array): boolean {
  return bytes[0] === 0 && bytes[1] === 0 && bytes[2] === 0 && asText(bytes, 4, 8) === SSH_NAME;
}

/** `ssh-rsa` holds exponent and modulus as length-prefixed integers (RFC 4253 section 6.6), `ssh-ed25519` 32 octets. */
function spkiOfSsh(bytes: Uint8Array): Uint8Array | undefined {
  const parts: Uint8Array[] = [];
  for (let at = 0; at + 4 <= bytes.length; ) {
    const length =
      (((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8)) +
      (bytes[at + 3] ?? 0);
    if (length < 0 || at + 4 + length > bytes.length) return undefined;
    parts.push(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  const [name, first, second] = parts;
  if (name === undefined || first === undefined) return undefined;
  const type = asText(name, 0, 12);
  if (type === "ssh-ed25519" && first.length === 32) return wrapAsSpki("ed25519", first);
  if (type !== "ssh-rsa" || second === undefined) return undefined;
  const rsa = encodeDer(DER.sequence, encodeDer(DER.integer, second), encodeDer(DER.integer, first));
  return wrapAsSpki("rsa", rsa);
}

function asText(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}

function oidName(bytes: Uint8Array, oid: DerItem): string {
  if (
    oid.end - oid.content === RSA_OID.length &&
    RSA_OID.every((octet, i) => bytes[oid.content + i] === octet)
  )
    return RSA;
  return hexOf(bytes, oid.content, oid.end);
}

const RSA_OID = fromHex(RSA);

function dotted(hex: string): string {
  const parts: number[] = [];
  let value = 0;
  for (const octet of fromHex(hex)) {
    value = value * 128 + (octet & 0x7f);
    if (octet >= 0x80) continue;
    if (parts.length === 0)
      parts.push(Math.min(2, Math.floor(value / 40)), value - 40 * Math.min(2, Math.floor(value / 40)));
    else parts.push(value);
    value = 0;
  }
  return parts.join(".");
}
