import { sha256 } from "@noble/hashes/sha2.js";
import { HOLE } from "../text/mappedText.ts";
import { type TextSpan, textSpan } from "../text/span.ts";
import { type Base64, decodeBase64 } from "./base64.ts";
import { hexOf } from "./der.ts";
import { type PublicKey, readPublicKey, spkiOf } from "./publicKey.ts";
import type { Tag } from "./tags.ts";

/** What `k` says: "unknown" where it is not known offline, "other" for a type no RFC names. */
export type KeyType = "rsa" | "ed25519" | "unknown" | "other";

/** The first cause for which verifiers cannot use a key, or would refuse it; further ones follow from it. */
export type KeyProblem =
  /** Known in part only. */
  | "unknown"
  | "private"
  | "placeholder"
  | "openssh"
  | "certificate"
  /** `-----BEGIN PUBLIC KEY-----` */
  | "armour"
  /** Quotes, backslashes or parentheses of another syntax. */
  | "punctuation"
  /** Other characters that are not base64. */
  | "strange"
  | "truncated"
  /** Not 32 octets under `k=ed25519`. */
  | "length"
  | "malformed"
  /** A public key of an algorithm that DKIM does not have. */
  | "foreign"
  | "trailing";

/** The value of a `p` tag that is not empty. */
export interface DkimKey {
  readonly tag: Tag;
  /** Where the base64 stands: the value without armour or an `ssh-rsa` before it. */
  readonly body: TextSpan;
  /** The label of PEM armour around it ("PUBLIC KEY"). */
  readonly armour: string | undefined;
  readonly base64: Base64;
  readonly octets: Uint8Array;
  /** What the octets are. */
  readonly reading: PublicKey;
  readonly problem: KeyProblem | undefined;
}

/** Reads the value of a `p` tag as a key of that type. */
export function readKey(text: string, tag: Tag, type: KeyType): DkimKey {
  const { armour, ssh, body } = bodyOf(text, tag);
  const base64 = decodeBase64(text, body.start, body.end);
  const octets = base64.strange.length === 0 ? base64.bytes : octetsWithoutPunctuation(text, body, base64);
  const reading = readPublicKey(octets);
  const digits = text.slice(body.start, body.end);
  const problem = problemOf(tag.value, { armour, ssh, digits, base64, octets, reading, type });
  return { tag, body, armour, base64, octets, reading, problem };
}

/**
 * The SHA-256 of a key as a SubjectPublicKeyInfo in hexadecimal digits, however the record wraps it: what
 * `openssl pkey -pubin -outform DER | sha256sum` prints. Undefined where the record holds no readable key.
 */
export function keyFingerprint(key: DkimKey): string | undefined {
  const spki = spkiOf(key.octets, key.reading);
  if (spki === undefined) return undefined;
  const digest = sha256(spki);
  return hexOf(digest, 0, digest.length);
}

/** Offsets of the base64 digits and `=` alone: `\n` and `\r` written out, quotes, blanks and the like left out. */
export function cleanDigits(text: string, body: TextSpan): string {
  return text
    .slice(body.start, body.end)
    .replace(/\\[nr]/g, "")
    .replace(/[^A-Za-z0-9+/=]/g, "");
}

/** Octets that come with another syntax's quoting and that no base64 has. */
export const PUNCTUATION = "\"\\()'";

interface KeyFacts {
  readonly armour: string | undefined;
  readonly ssh: boolean;
  /** As they stand at the key's `body`. */
  readonly digits: string;
  readonly base64: Base64;
  readonly octets: Uint8Array;
  readonly reading: PublicKey;
  readonly type: KeyType;
}

function problemOf(value: string, facts: KeyFacts): KeyProblem | undefined {
  const { armour, base64, octets, reading, type } = facts;
  if (value.includes(HOLE)) return "unknown";
  if (reading.kind === "private" || armour?.endsWith("PRIVATE KEY")) return "private";
  const unreadable = reading.kind === "malformed" || reading.kind === "truncated";
  if (unreadable && isPlaceholder(armour === undefined ? value : facts.digits)) return "placeholder";
  if (facts.ssh || reading.kind === "openssh") return "openssh";
  if (reading.kind === "certificate") return "certificate";
  if (armour !== undefined) return "armour";
  if (base64.strange.length > 0) return strangeness(value);
  if (type === "other" || type === "unknown") return undefined;
  if (type === "ed25519" && unreadable) return "length";
  if (reading.kind === "truncated") return "truncated";
  if (reading.kind === "malformed")
    return base64.paddingDue === undefined && octets.length === 0 ? "truncated" : "malformed";
  if (reading.kind === "other") return type === "ed25519" ? "length" : "foreign";
  return reading.end < octets.length ? "trailing" : undefined;
}

function strangeness(value: string): KeyProblem {
  for (const char of PUNCTUATION) if (value.includes(char)) return "punctuation";
  return "strange";
}

const BEGIN = /-----\s*BEGIN ([A-Z0-9 ]*?)\s*-----/;

function bodyOf(text: string, tag: Tag): { armour: string | undefined; ssh: boolean; body: TextSpan } {
  const { value, valueSpan } = tag;
  const first = value.charCodeAt(0);
  const plain = { armour: undefined, ssh: false, body: valueSpan };
  // `-` begins armour; `s` and `e` begin the names OpenSSH writes before a key. All else is base64 or meant to be.
  if (first === 0x73 || first === 0x65) {
    const name = /^(?:ssh-|ecdsa-)[\w-]+\s+/.exec(value)?.[0].length;
    if (name === undefined) return plain;
    const start = valueSpan.start + name;
    const length = /^\S*/.exec(value.slice(name))?.[0].length ?? 0;
    return { armour: undefined, ssh: true, body: textSpan(start, start + length) };
  }
  if (first === 0x42) {
    const bare = bareArmour(value, valueSpan);
    if (bare !== undefined) return bare;
  }
  if (!value.includes("-----")) return plain;
  const begin = BEGIN.exec(value);
  if (begin === null) return beforeEnd(value, valueSpan) ?? plain;
  const start = valueSpan.start + begin.index + begin[0].length;
  const close = text.indexOf("-----", start);
  const end = close === -1 ? valueSpan.end : Math.min(close, valueSpan.end);
  return { armour: begin[1] ?? "", ssh: false, body: textSpan(start, end) };
}

const BARE = "((?:[A-Z]{2,9} ){0,2}KEY|CERTIFICATE)";
const BARE_BEGIN = new RegExp(`^BEGIN ${BARE}[\\s-]*`);
const BARE_END = new RegExp(`[\\s-]*END ${BARE}[\\s-]*$`);

/** The base64 between `BEGIN PUBLIC KEY` and `END PUBLIC KEY` whose dashes were lost. */
function bareArmour(value: string, { start, end }: TextSpan) {
  const begin = BARE_BEGIN.exec(value);
  if (begin === null) return undefined;
  const from = begin[0].length;
  const rest = value.slice(Math.max(from, value.length - LONGEST_END));
  const tail = BARE_END.exec(rest);
  const to = tail === null ? end : end - rest.length + tail.index;
  return { armour: begin[1] ?? "", ssh: false, body: textSpan(start + from, to) };
}

const LONGEST_END = 64;

/** The base64 in front of a line `-----END PUBLIC KEY-----` whose beginning was left away. */
function beforeEnd(value: string, { start }: TextSpan) {
  const end = /-----\s*END ([A-Z0-9 ]*?)\s*-----/.exec(value);
  return end === null
    ? undefined
    : { armour: end[1] ?? "", ssh: false, body: textSpan(start, start + end.index) };
}

// A written-out `\n` holds an `n`, which is a digit; decoding around the backslash alone would shift all that follows.
function octetsWithoutPunctuation(text: string, body: TextSpan, base64: Base64): Uint8Array {
  if (!text.slice(body.start, body.end).includes("\\")) return base64.bytes;
  const digits = cleanDigits(text, body);
  return decodeBase64(digits, 0, digits.length).bytes;
}

const HINTS =
  /your|my[-_ ]?(?:public|key)|public[-_ ]?key|key[-_ ]?here|insert|replace|changeme|change[-_]me|placeholder|example|todo|tbd|base64|x{4,}|\$\{|\{\{|^%\w+%$|^abc(?:def|123)/i;

/** Whether a value that is no key only stands for one: `yourpublickey`, `MIIB...`, `xxxxx`. */
function isPlaceholder(value: string): boolean {
  if (/(?:\.{2,}|\u00e2\u0080\u00a6)["'>\]]*$/.test(value)) return true;
  if (value.length > 2 && value === value.charAt(0).repeat(value.length)) return true;
  return value.length < 100 && HINTS.test(value);
}
