import { HOLE } from "../text/mappedText.ts";
import type { DkimRecord } from "./dkim.ts";
import type { DkimKey, KeyProblem } from "./dkimKey.ts";
import type { PublicKey } from "./publicKey.ts";
import { publishedIn, publishedWarning } from "./publishedKeys.ts";
import { exponentDoubt, isExponent, modulusFault } from "./rsaFaults.ts";
import { duplicateTags } from "./tags.ts";

/** A key that verifiers can use: RSA or Ed25519. */
export type UsableKey = Extract<PublicKey, { readonly kind: "rsa" | "ed25519" }>;

/** What verifiers make of a key record. */
export type DkimUse =
  /** Part of it is not known here. */
  | { readonly kind: "unknown" }
  | { readonly kind: "revoked" }
  /** No signature verifies with it. `why` is a sentence without its full stop, with code spans. */
  | { readonly kind: "unusable"; readonly why: string }
  /** `doubt` is a sentence without its full stop: why some verifiers refuse it all the same, or nobody should trust it. */
  | { readonly kind: "usable"; readonly key: UsableKey; readonly doubt: string | undefined };

/** RSA keys below this many bits are never accepted (RFC 8301 section 3.2). */
export const FEWEST_BITS = 1024;

/**
 * Whether an RSA key is shorter than signers should use (RFC 8301 section 3.2). A modulus a few bits short of 2048 is a key of
 * 2048 bits, and spoken of as such.
 */
export function isShort(key: UsableKey): boolean {
  return key.kind === "rsa" && key.bits <= 2040;
}

/**
 * What verifiers make of a record, by all of its tags: the version and the grammar (RFC 6376 sections 3.2 and 6.1.2), the
 * key type and the key itself (3.6.1, RFC 8463 section 4), the services `s` and the hashes `h` (3.6.1, RFC 8301 section 3.1).
 */
export function dkimUse(dkim: DkimRecord): DkimUse {
  const { key, h, s } = dkim;
  if (dkim.source.text.includes(HOLE)) return { kind: "unknown" };
  if (!dkim.recognized) return unusable(`Receivers do not take it for a DKIM key record: ${flawOf(dkim)}`);
  if (dkim.revoked) return { kind: "revoked" };
  if (dkim.keyType === "other") return unusable("Receivers know no such key type as `k` names");
  if (key === undefined) return unusable("It holds no key: there is no `p`");
  const { reading, problem } = key;
  if (problem !== undefined && problem !== "trailing") return unusable(PROBLEMS[problem] ?? NO_KEY);
  if (reading.kind !== "rsa" && reading.kind !== "ed25519") return unusable(NO_KEY);
  if (reading.kind !== dkim.keyType) return unusable("The key in `p` is of another type than `k` says");
  if (reading.kind === "ed25519" && reading.form !== "raw")
    return unusable("An Ed25519 key is published as its 32 octets alone");
  if (reading.kind === "rsa") {
    const fault = modulusFault(key.octets, reading);
    if (fault !== undefined) return unusable(`The modulus of the key is ${fault}`);
    if (!isExponent(key.octets.subarray(reading.exponent.content, reading.exponent.end)))
      return unusable("The public exponent of the key makes no key");
    if (reading.bits < FEWEST_BITS) return unusable(`Receivers refuse RSA keys of ${reading.bits} bits`);
  }
  if (s !== undefined && !s.items.some(({ text }) => text === "*" || text === "email"))
    return unusable("`s` does not allow the key for mail");
  if (h !== undefined && !h.items.some(({ text }) => text === "sha256"))
    return unusable("`h` allows no hash that receivers accept");
  return { kind: "usable", key: reading, doubt: doubtAbout(key, reading) ?? ignoredTag(dkim) };
}

const NO_KEY = "Receivers find no key in `p` that they can use";

const PROBLEMS: Readonly<Partial<Record<KeyProblem, string>>> = {
  private: "`p` holds the private key: whoever reads it can sign mail as the domain",
  placeholder: "What `p` holds only stands for a key",
  openssh: `${NO_KEY}: it has the form of OpenSSH`,
  certificate: `${NO_KEY}: it holds a certificate`,
  armour: `${NO_KEY}: lines of a key file are part of the value`,
  punctuation: `${NO_KEY}: quotation marks or the like are part of the value`,
  strange: `${NO_KEY}: it holds characters that are not base64`,
  truncated: `${NO_KEY}: the key is cut short`,
};

/** What keeps receivers from reading a record that is there, as half a sentence with code spans (RFC 6376 section 3.2). */
function flawOf({ list, v, wellFormed, lostSeparators }: DkimRecord): string {
  if (lostSeparators.length > 0) return "a `;` is missing between two tags";
  if (duplicateTags(list).length > 0) return "a tag stands twice";
  if (!wellFormed || v === undefined) return "it is no list of `name=value`";
  return v.value === "DKIM1" ? "`v=DKIM1` does not stand first" : "`v` is not exactly `DKIM1`";
}

// Names of tags are compared by case (RFC 6376 section 3.2).
function ignoredTag({ unknown }: DkimRecord): string | undefined {
  const tag = unknown.find(({ name }) => /^[VKHNST]$/.test(name));
  return tag && `Receivers ignore \`${tag.name}=\`: tag names are lower-case`;
}

function doubtAbout(key: DkimKey, reading: UsableKey): string | undefined {
  const { base64, octets, problem } = key;
  const source = publishedIn(key);
  if (source !== undefined) return publishedWarning(source);
  if (problem === "trailing") return "Octets stand behind the key: some receivers refuse it";
  if (base64.padding !== base64.paddingDue)
    return "The base64 does not end as it should: strict receivers cannot read the key";
  if (reading.kind !== "rsa") return undefined;
  if (reading.form === "pkcs1")
    return "A bare RSA key (PKCS#1): receivers that read keys with OpenSSL refuse it";
  return exponentDoubt(octets.subarray(reading.exponent.content, reading.exponent.end));
}

function unusable(why: string): DkimUse {
  return { kind: "unusable", why };
}
