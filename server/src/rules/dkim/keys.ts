import { encodeBase64 } from "../../mail/base64.ts";
import type { DkimRecord } from "../../mail/dkim.ts";
import type { DkimKey } from "../../mail/dkimKey.ts";
import { FEWEST_BITS, isShort } from "../../mail/dkimUse.ts";
import { type RsaKey, wrapAsSpki } from "../../mail/publicKey.ts";
import { publishedIn, publishedWarning } from "../../mail/publishedKeys.ts";
import { exponentDoubt, exponentOf, isExponent, modulusFault } from "../../mail/rsaFaults.ts";
import { textSpan } from "../../text/span.ts";
import type { DkimRule, Edit, Fix } from "../rule.ts";
import { hasKeyProblem } from "./edits.ts";
import { bareRsaKey, ECDSA, ED25519, evenRsaKey, rsaKey } from "./exampleKeys.ts";
import { GOOD, RSA_2048, txt } from "./examples.ts";
import { bareEd25519, keyFix } from "./pasted.ts";

const TAG = "RFC 6376 3.6.1";
const SIZES = "RFC 8301 3.2";
const GOOD_ED25519 = `s1._domainkey TXT "v=DKIM1; k=ed25519; p=${ED25519}"`;

export const dkimKMismatch: DkimRule = {
  id: "dkim-k-mismatch",
  severity: "error",
  scope: "dkim",
  docs: {
    summary: "`k=` names another type than the key has.",
    why: "Without `k=` receivers expect an RSA key. They cannot read a key of the other type, and every signature of the selector fails.",
    bad: `s1._domainkey TXT "v=DKIM1; p=${ED25519}"`,
    good: GOOD_ED25519,
    refs: ["RFC 8463 4.2", TAG],
  },
  check(dkim, report) {
    const key = readableKey(dkim);
    if (key === undefined || !isMismatch(dkim, key)) return;
    const { k } = dkim;
    const expected =
      k === undefined ? "without `k=` receivers expect RSA" : `\`k=${k.value}\` announces another type`;
    const what = key.reading.kind === "rsa" ? "an RSA key" : "an Ed25519 key";
    report(
      k?.trimmed ?? key.tag.trimmed,
      `This is ${what}, but ${expected}: they cannot read it, and signatures fail`,
      ...typeFix(dkim, key),
    );
  },
};

export const dkimKeyTruncated: DkimRule = {
  id: "dkim-key-truncated",
  severity: "error",
  scope: "dkim",
  only: hasKeyProblem,
  docs: {
    summary: "The key is cut off.",
    why: "A key says at its start how long it is; part of this one is missing. Often a form took 255 characters only, or one of several strings was lost. Every signature of the selector fails.",
    bad: `s1._domainkey TXT "v=DKIM1; k=rsa; p=${RSA_2048.slice(0, 236)}"`,
    good: GOOD,
    refs: [TAG],
  },
  check(dkim, report) {
    const { key } = dkim;
    if (!dkim.wellFormed || key?.problem !== "truncated") return;
    const { octets, reading, base64, body } = key;
    const declared = reading.kind === "truncated" ? reading.declared : undefined;
    const much =
      declared === undefined
        ? `only ${octets.length} octets are here`
        : `${octets.length} of ${declared} octets are here`;
    report(
      textSpan(Math.max(body.start, base64.digitsEnd - 8), body.end),
      `The key is cut off here: ${much}, and signatures fail`,
    );
  },
};

export const dkimKeyTrailingBytes: DkimRule = {
  id: "dkim-key-trailing-bytes",
  severity: "warning",
  scope: "dkim",
  only: hasKeyProblem,
  docs: {
    summary: "More octets follow the end of the key.",
    why: "The key was pasted twice, or something else behind it. Some receivers pass over it, others refuse the key.",
    bad: `s1._domainkey TXT ${txt(`v=DKIM1; k=rsa; p=${RSA_2048}${RSA_2048}`)}`,
    good: GOOD,
    refs: ["X.690 8.1"],
  },
  check(dkim, report) {
    const key = readableKey(dkim);
    if (key?.reading.kind !== "rsa" || dkim.keyType !== "rsa" || key.problem !== "trailing") return;
    const { end } = key.reading;
    const much = key.octets.length - end;
    report(
      key.tag.valueSpan,
      `${much} octet${much === 1 ? "" : "s"} follow the end of the key: some receivers refuse it`,
      ...keyFix(dkim, "Delete what follows the key", encodeBase64(key.octets.subarray(0, end))),
    );
  },
};

export const dkimKeyAsn1: DkimRule = {
  id: "dkim-key-asn1",
  severity: "error",
  scope: "dkim",
  only: hasKeyProblem,
  docs: {
    summary: "The base64 holds no RSA key.",
    why: "Receivers expect an RSA public key. What is here is another kind of key, or none at all, and every signature of the selector fails.",
    bad: `s1._domainkey TXT "v=DKIM1; k=rsa; p=${ECDSA}"`,
    good: GOOD,
    refs: [TAG, "RFC 8017 A.1"],
  },
  check(dkim, report) {
    const { key } = dkim;
    if (!dkim.wellFormed || (key?.problem !== "malformed" && key?.problem !== "foreign")) return;
    const { reading } = key;
    const found =
      reading.kind === "other"
        ? `a key of ${reading.algorithm}`
        : reading.kind === "malformed"
          ? `no key: octet ${reading.at} should begin ${reading.expected}`
          : "no key";
    report(key.tag.valueSpan, `This is ${found}. Receivers expect an RSA key, and signatures fail`);
  },
};

export const dkimKeyPkcs1: DkimRule = {
  id: "dkim-key-pkcs1",
  severity: "warning",
  scope: "dkim",
  docs: {
    summary: "The RSA key comes without the wrapping that most receivers expect.",
    why: "The RFC names this bare form (PKCS#1), yet receivers that read keys with OpenSSL want a SubjectPublicKeyInfo around it and refuse this one: some mail verifies, some does not.",
    bad: `s1._domainkey TXT ${txt(`v=DKIM1; k=rsa; p=${bareRsaKey(2048)}`)}`,
    good: GOOD,
    refs: [TAG, "RFC 8017 A.1.1"],
  },
  check(dkim, report) {
    const key = readableKey(dkim);
    if (key?.reading.kind !== "rsa" || key.reading.form !== "pkcs1" || dkim.keyType !== "rsa") return;
    if (key.problem !== undefined) return;
    const spki = wrapAsSpki("rsa", key.octets.subarray(0, key.reading.end));
    report(
      key.tag.valueSpan,
      "A bare RSA key (PKCS#1): receivers that read keys with OpenSSL refuse it",
      ...keyFix(dkim, "Wrap it as a SubjectPublicKeyInfo", encodeBase64(spki)),
    );
  },
};

export const dkimKeyTooShort: DkimRule = {
  id: "dkim-key-too-short",
  severity: "error",
  scope: "dkim",
  docs: {
    summary: "The RSA key has less than 1024 bits.",
    why: "Receivers must not accept signatures made with so short a key; it can be broken in days, and then anybody signs as this domain.",
    bad: `s1._domainkey TXT "v=DKIM1; k=rsa; p=${rsaKey(768)}"`,
    good: GOOD,
    refs: [SIZES],
  },
  check(dkim, report) {
    const rsa = rsaOf(dkim);
    if (rsa === undefined || rsa.bits >= FEWEST_BITS) return;
    report(
      sizePlace(dkim),
      `RSA with ${rsa.bits} bits: receivers must refuse keys below 1024, and signatures fail`,
    );
  },
};

export const dkimKey1024: DkimRule = {
  id: "dkim-key-1024",
  severity: "warning",
  scope: "dkim",
  docs: {
    summary: "The RSA key has less than 2048 bits.",
    why: "Receivers accept it for now. Keys of 1024 bits are within reach of rich attackers; whoever signs should use 2048 at least.",
    bad: `s1._domainkey TXT "v=DKIM1; k=rsa; p=${rsaKey(1024)}"`,
    good: GOOD,
    refs: [SIZES],
  },
  check(dkim, report) {
    const rsa = rsaOf(dkim);
    if (rsa === undefined || rsa.bits < FEWEST_BITS || !isShort(rsa)) return;
    report(sizePlace(dkim), `RSA with ${rsa.bits} bits is weak: sign with a new key of 2048 bits`);
  },
};

export const dkimKeyOver4096: DkimRule = {
  id: "dkim-key-over-4096",
  severity: "info",
  scope: "dkim",
  docs: {
    summary: "The RSA key has more than 4096 bits.",
    why: "Receivers need not support keys so long, and the record needs TCP. A key of 2048 bits is safe for DKIM.",
    bad: `s1._domainkey TXT ${txt(`v=DKIM1; k=rsa; p=${rsaKey(8192)}`)}`,
    good: GOOD,
    refs: [SIZES],
  },
  check(dkim, report) {
    const rsa = rsaOf(dkim);
    if (rsa === undefined || rsa.bits <= 4096) return;
    report(sizePlace(dkim), `RSA with ${rsa.bits} bits: receivers need not support more than 4096`);
  },
};

export const dkimKeyBadModulus: DkimRule = {
  id: "dkim-key-bad-modulus",
  severity: "error",
  scope: "dkim",
  docs: {
    summary: "The modulus of the RSA key is no number that a key can have.",
    why: "A modulus is the product of two large primes: odd and positive. This one was damaged, or made by a broken program; signatures fail, or anybody can make them.",
    bad: `s1._domainkey TXT ${txt(`v=DKIM1; k=rsa; p=${evenRsaKey(2048)}`)}`,
    good: GOOD,
    refs: ["RFC 8017 3.1"],
  },
  check(dkim, report) {
    const key = readableKey(dkim);
    if (key?.reading.kind !== "rsa" || dkim.keyType !== "rsa") return;
    const fault = modulusFault(key.octets, key.reading);
    if (fault !== undefined) {
      report(key.tag.valueSpan, `The modulus of the key is ${fault}: signatures fail`);
    } else if (key.reading.bits > 1024 && key.reading.bits % 8 !== 0) {
      const message = `The modulus has ${key.reading.bits} bits, which is no multiple of 8: unusual, and some programs stumble over it`;
      report(sizePlace(dkim), message, { severity: "info" });
    }
  },
};

export const dkimKeyExponent: DkimRule = {
  id: "dkim-key-exponent",
  severity: "warning",
  scope: "dkim",
  docs: {
    summary: "The public exponent of the RSA key is unusual.",
    why: "Keys have the exponent 65537. An even one, or 1, makes no key at all; 3 has led to forged signatures with careless receivers; a very large one is refused by some.",
    bad: `s1._domainkey TXT ${txt(`v=DKIM1; k=rsa; p=${rsaKey(2048, "03")}`)}`,
    good: GOOD,
    refs: ["RFC 8017 3.1"],
  },
  check(dkim, report) {
    const key = readableKey(dkim);
    if (key?.reading.kind !== "rsa" || dkim.keyType !== "rsa") return;
    const { exponent } = key.reading;
    const octets = key.octets.subarray(exponent.content, exponent.end);
    const value = exponentOf(octets);
    if (value === 65_537) return;
    const at = key.tag.valueSpan;
    const doubt = exponentDoubt(octets);
    if (!isExponent(octets)) {
      const message = `The public exponent is ${value < 2 ** 32 ? value : "even"}, which makes no key: signatures fail`;
      report(at, message, { severity: "error" });
    } else if (doubt !== undefined) {
      report(at, doubt);
    } else {
      report(at, `The public exponent is ${value} instead of 65537, which all others use`, {
        severity: "hint",
      });
    }
  },
};

export const dkimEd25519Length: DkimRule = {
  id: "dkim-ed25519-length",
  severity: "error",
  scope: "dkim",
  docs: {
    summary: "The Ed25519 key does not have 32 octets.",
    why: "`p=` takes the 32 octets of the key alone, as 44 characters of base64. OpenSSL writes 12 octets in front, which receivers do not expect: every signature of the selector fails.",
    bad: `s1._domainkey TXT "v=DKIM1; k=ed25519; p=MCowBQYDK2VwAyEA${ED25519}"`,
    good: GOOD_ED25519,
    refs: ["RFC 8463 4.2"],
  },
  check(dkim, report) {
    const { key } = dkim;
    if (!dkim.wellFormed || key === undefined || dkim.keyType !== "ed25519") return;
    const { reading, octets, problem } = key;
    if (reading.kind === "rsa" || (problem !== undefined && !LENGTH_PROBLEMS.includes(problem))) return;
    if (reading.kind === "ed25519" && reading.form === "raw") return;
    const bare = reading.kind === "ed25519" ? bareEd25519(octets, reading.start) : undefined;
    report(
      key.tag.valueSpan,
      `The key has ${octets.length} octets, an Ed25519 key has 32: receivers cannot read it, and signatures fail`,
      ...(bare === undefined ? [] : keyFix(dkim, "Keep the 32 octets of the key", bare)),
    );
  },
};

export const dkimKnownPublicKey: DkimRule = {
  id: "dkim-known-public-key",
  severity: "error",
  scope: "dkim",
  docs: {
    summary: "The key is an example whose private half everybody knows.",
    why: "Specifications print key pairs as examples. Whoever reads them can sign mail as this domain. Make a pair of your own.",
    bad: 's1._domainkey TXT "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="',
    good: GOOD_ED25519,
    refs: ["RFC 8463 A.1", "RFC 6376 C"],
  },
  check(dkim, report) {
    const source = dkim.key === undefined ? undefined : publishedIn(dkim.key);
    if (source === undefined || !dkim.wellFormed || dkim.key === undefined) return;
    report(dkim.key.tag.valueSpan, `${publishedWarning(source)}. Make a pair of your own`);
  },
};

const LENGTH_PROBLEMS: readonly string[] = ["length", "malformed", "truncated", "foreign", "trailing"];

/** The key of a list that can be read, where it is a public key, whatever stands behind it. */
function readableKey(dkim: DkimRecord): DkimKey | undefined {
  const { key } = dkim;
  if (!dkim.wellFormed || key === undefined) return undefined;
  return key.problem === undefined || key.problem === "trailing" ? key : undefined;
}

function isMismatch({ keyType }: DkimRecord, { reading }: DkimKey): boolean {
  return (
    (keyType === "rsa" && reading.kind === "ed25519") || (keyType === "ed25519" && reading.kind === "rsa")
  );
}

/** A sound RSA key under `k=rsa`. */
function rsaOf(dkim: DkimRecord): RsaKey | undefined {
  const key = readableKey(dkim);
  if (key?.reading.kind !== "rsa" || dkim.keyType !== "rsa") return undefined;
  return modulusFault(key.octets, key.reading) === undefined ? key.reading : undefined;
}

function sizePlace(dkim: DkimRecord) {
  return dkim.p?.valueSpan ?? textSpan(0, 0);
}

/** Names the type that the key has; the key itself is written as that type wants it. */
function typeFix(dkim: DkimRecord, key: DkimKey): readonly Fix[] {
  const { k } = dkim;
  const { reading, tag, octets } = key;
  if (reading.kind !== "rsa" && reading.kind !== "ed25519") return [];
  if (key.problem !== undefined || (reading.kind === "rsa" && reading.bits < FEWEST_BITS)) return [];
  const type = reading.kind;
  const start = textSpan(tag.trimmed.start, tag.trimmed.start);
  const edits: Edit[] = [
    k === undefined ? { at: start, text: `k=${type}; ` } : { at: k.valueSpan, text: type },
  ];
  if (reading.kind === "ed25519" && reading.form === "spki") {
    edits.push({ at: tag.valueSpan, text: bareEd25519(octets, reading.start) });
  }
  return [{ title: `Write \`k=${type}\``, safe: false, edits }];
}
