import { encodeBase64 } from "../../mail/base64.ts";
import type { DkimRecord } from "../../mail/dkim.ts";
import { cleanDigits, type KeyProblem, PUNCTUATION, readKey } from "../../mail/dkimKey.ts";
import { FEWEST_BITS } from "../../mail/dkimUse.ts";
import { textSpan } from "../../text/span.ts";
import type { DkimRule, Fix } from "../rule.ts";
import { hasKeyProblem, shown } from "./edits.ts";
import { certificate, privateKey, sshKey } from "./exampleKeys.ts";
import { GOOD, RSA_2048, txt } from "./examples.ts";

const NO_KEY = "Receivers find no key they can read, and every signature of the selector fails.";
const TAG = "RFC 6376 3.6.1";

export const dkimPMissing: DkimRule = {
  id: "dkim-p-missing",
  severity: "error",
  scope: "dkim",
  docs: {
    summary: "The record has no `p=`.",
    why: "`p=` holds the key. Without it there is none, and every signature of the selector fails. A key is withdrawn with an empty `p=`, not by leaving it out.",
    bad: 's1._domainkey TXT "v=DKIM1; k=rsa"',
    good: GOOD,
    refs: [TAG],
  },
  check(dkim, report, { owner }) {
    if (!dkim.recognized || dkim.p !== undefined || dkim.source.hasHoles) return;
    // What stands there is a policy of DomainKeys, or means nothing at all.
    if (owner?.startsWith("_domainkey.") && dkim.v === undefined) return;
    if (dkim.unknown.some(({ name }) => name === "P")) return;
    report(
      textSpan(0, dkim.source.text.length),
      "The record has no `p=`, so it holds no key: signatures with this selector fail",
    );
  },
};

export const dkimPEmptyRevoked: DkimRule = {
  id: "dkim-p-empty-revoked",
  severity: "info",
  scope: "dkim",
  docs: {
    summary: "The key is revoked.",
    why: "An empty `p=` says that the key was withdrawn: every signature of the selector fails, as it should for a key that is no longer in use.",
    bad: 's1._domainkey TXT "v=DKIM1; p="',
    good: GOOD,
    refs: [TAG],
  },
  check(dkim, report, { owner }) {
    if (!dkim.recognized || !dkim.revoked || dkim.p === undefined || owner?.startsWith("*.")) return;
    report(dkim.p.trimmed, "An empty `p=` revokes the key: signatures with this selector fail");
  },
};

export const dkimPBase64: DkimRule = {
  id: "dkim-p-base64",
  severity: "error",
  scope: "dkim",
  only: hasKeyProblem,
  docs: {
    summary: "The key holds characters that are not base64.",
    why: `Base64 has letters, digits, \`+\` and \`/\`, and \`=\` at its end alone. ${NO_KEY}`,
    bad: `s1._domainkey TXT ${txt(`v=DKIM1; k=rsa; p=${RSA_2048.replaceAll("/", "_").replaceAll("+", "-")}`)}`,
    good: GOOD,
    refs: ["RFC 6376 3.2", TAG],
  },
  check(dkim, report) {
    const key = keyWith(dkim, "strange");
    if (key === undefined) return;
    const { text } = dkim.source;
    const [first = 0] = key.base64.strange;
    let end = first + 1;
    while (key.base64.strange.includes(end)) end++;
    const what = describe(text.slice(first, end));
    const strange = key.base64.strange.map((at) => text.charAt(at));
    const fixes = strange.every((char) => "-_".includes(char))
      ? keyFix(
          dkim,
          "Write it in ordinary base64 (`+` and `/`)",
          text.slice(key.body.start, key.body.end).replaceAll("-", "+").replaceAll("_", "/"),
        )
      : strange.every((char) => char > "\x7f")
        ? keyFix(dkim, "Delete what is not ASCII", cleanDigits(text, key.body))
        : [];
    report(
      textSpan(first, end),
      `${what} is not base64: receivers cannot read the key, and signatures fail`,
      ...fixes,
    );
  },
};

export const dkimPPadding: DkimRule = {
  id: "dkim-p-padding",
  severity: "warning",
  scope: "dkim",
  docs: {
    summary: "The base64 of the key ends with too few or too many `=`.",
    why: "Base64 comes in groups of four characters, filled up with `=`. Many receivers put up with less; strict ones cannot read the key.",
    bad: 's1._domainkey TXT "v=DKIM1; k=ed25519; p=5xbAGRkJ0uXYsBJZQWC9qGNg/E1PB/fM2N0l9VbGGyE"',
    good: 's1._domainkey TXT "v=DKIM1; k=ed25519; p=5xbAGRkJ0uXYsBJZQWC9qGNg/E1PB/fM2N0l9VbGGyE="',
    refs: ["RFC 4648 3.2", "RFC 4648 4"],
  },
  check(dkim, report) {
    const { key } = dkim;
    if (!dkim.recognized || key === undefined || key.problem !== undefined || dkim.keyType === "other")
      return;
    const { digits, padding, paddingDue, digitsEnd } = key.base64;
    if (padding === paddingDue) return;
    const message =
      paddingDue === undefined
        ? "One character too many ends the base64: it encodes nothing, and strict receivers cannot read the key"
        : `The base64 has ${digits} characters, so ${paddingDue === 0 ? "no" : `${paddingDue}`} \`=\` belongs at its end, not ${padding}: strict receivers cannot read the key`;
    const start = paddingDue === undefined ? digitsEnd - 1 : digitsEnd;
    const at = textSpan(start, key.body.end);
    const shownAt = at.start === at.end ? textSpan(Math.max(0, start - 4), start) : at;
    const text = "=".repeat(paddingDue ?? 0);
    const title = text === "" ? "Delete what is too much" : `End it with \`${text}\``;
    report(shownAt, message, { title, safe: true, edits: [{ at, text }] });
  },
};

export const dkimPQuotesOrBackslash: DkimRule = {
  id: "dkim-p-quotes-or-backslash",
  severity: "error",
  scope: "dkim",
  only: hasKeyProblem,
  docs: {
    summary: "The key holds quotes, backslashes or parentheses.",
    why: `They belong to the syntax of a zone file or a program, not to the key; here they are part of the value. ${NO_KEY}`,
    bad: `s1._domainkey TXT ${txt(`v=DKIM1; k=rsa; p="${RSA_2048}"`)}`,
    good: GOOD,
    refs: [TAG],
  },
  check(dkim, report) {
    const key = keyWith(dkim, "punctuation");
    if (key === undefined) return;
    // Backslashes before all semicolons are told with the version's.
    if (dkim.v?.value.endsWith("\\") && /^[^"\\()']*\\+$/.test(key.tag.value)) return;
    const { text } = dkim.source;
    const first = key.base64.strange.find((at) => PUNCTUATION.includes(text.charAt(at))) ?? key.body.start;
    report(
      textSpan(first, first + 1),
      `\`${text.charAt(first)}\` is part of the key here: receivers cannot read it, and signatures fail`,
      ...keyFix(dkim, "Delete what is no part of the key", cleanDigits(text, key.body)),
    );
  },
};

export const dkimPPemArmour: DkimRule = {
  id: "dkim-p-pem-armour",
  severity: "error",
  scope: "dkim",
  only: hasKeyProblem,
  docs: {
    summary: "The lines `-----BEGIN …-----` of a key file were pasted too.",
    why: `\`p=\` takes the base64 between these lines alone. ${NO_KEY}`,
    bad: `s1._domainkey TXT ${txt(`v=DKIM1; k=rsa; p=-----BEGIN PUBLIC KEY-----${RSA_2048}-----END PUBLIC KEY-----`)}`,
    good: GOOD,
    refs: [TAG],
  },
  check(dkim, report) {
    const key = keyWith(dkim, "armour");
    if (key === undefined) return;
    const { body, tag } = key;
    // Of some keys only the last line was pasted too.
    const isBegun = body.start > tag.valueSpan.start;
    const at = isBegun ? textSpan(tag.valueSpan.start, body.start) : textSpan(body.end, tag.valueSpan.end);
    report(
      at,
      `The line \`${isBegun ? "BEGIN" : "END"} ${shown(key.armour ?? "")}\` is part of the value: receivers cannot read the key, and signatures fail`,
      ...keyFix(dkim, "Keep the base64 alone", cleanDigits(dkim.source.text, key.body)),
    );
  },
};

export const dkimPPrivateKey: DkimRule = {
  id: "dkim-p-private-key",
  severity: "error",
  scope: "dkim",
  only: hasKeyProblem,
  docs: {
    summary: "The record publishes a private key.",
    why: "Whoever reads the record can sign mail as this domain, and signatures do not even verify. Deleting it here does not make the key secret again: make a new pair, publish its public half at a new selector, and sign with that.",
    bad: `s1._domainkey TXT ${txt(`v=DKIM1; k=rsa; p=${privateKey(2048)}`)}`,
    good: GOOD,
    refs: ["RFC 6376 8.5"],
  },
  check(dkim, report) {
    const { key } = dkim;
    if (dkim.shape !== "key" || key?.problem !== "private") return;
    const { reading } = key;
    const half = reading.kind === "private" ? reading.publicHalf : undefined;
    const fixes =
      half === undefined ? [] : keyFix(dkim, "Publish its public half, then change keys", encodeBase64(half));
    const isEncrypted =
      (reading.kind === "private" && reading.form.startsWith("encrypted")) ||
      key.armour?.startsWith("ENCRYPTED") === true;
    report(
      key.tag.trimmed,
      isEncrypted
        ? "This is the private key, and only its password keeps others from signing mail as this domain. Make a new pair"
        : "This is the private key: whoever reads it can sign mail as this domain. Make a new pair; this one is public now",
      { title: "Delete the key", safe: false, edits: [{ at: key.tag.valueSpan, text: "" }] },
      ...fixes,
    );
  },
};

export const dkimPCertificate: DkimRule = {
  id: "dkim-p-certificate",
  severity: "error",
  scope: "dkim",
  only: hasKeyProblem,
  docs: {
    summary: "The record holds a certificate instead of a key.",
    why: `A certificate has the key in it, among a name, dates and a signature. ${NO_KEY}`,
    bad: `s1._domainkey TXT ${txt(`v=DKIM1; k=rsa; p=${certificate(2048)}`)}`,
    good: GOOD,
    refs: [TAG, "RFC 5280 4.1"],
  },
  check(dkim, report) {
    const key = keyWith(dkim, "certificate");
    if (key?.reading.kind !== "certificate") return;
    const { spki } = key.reading;
    report(
      key.tag.trimmed,
      "This is a certificate, or a request for one, and no key: receivers cannot read it, and signatures fail",
      ...(spki === undefined ? [] : keyFix(dkim, "Write the key that is in it", encodeBase64(spki))),
    );
  },
};

export const dkimPOpenssh: DkimRule = {
  id: "dkim-p-openssh",
  severity: "error",
  scope: "dkim",
  only: hasKeyProblem,
  docs: {
    summary: "The key has the form of OpenSSH.",
    why: `\`ssh-keygen\` writes keys in a form of its own, which only SSH reads. ${NO_KEY}`,
    bad: `s1._domainkey TXT ${txt(`v=DKIM1; k=rsa; p=${sshKey(2048)}`)}`,
    good: GOOD,
    refs: [TAG, "RFC 4253 6.6"],
  },
  check(dkim, report) {
    const key = keyWith(dkim, "openssh");
    if (key === undefined) return;
    const spki = key.reading.kind === "openssh" ? key.reading.spki : undefined;
    report(
      key.tag.trimmed,
      "This key has the form of OpenSSH: receivers cannot read it, and signatures fail",
      ...(spki === undefined ? [] : keyFix(dkim, "Write the same key as DKIM wants it", encodeBase64(spki))),
    );
  },
};

export const dkimPlaceholderKey: DkimRule = {
  id: "dkim-placeholder-key",
  severity: "error",
  scope: "dkim",
  only: hasKeyProblem,
  docs: {
    summary: "The key is a placeholder.",
    why: `The value was never replaced by a real key. ${NO_KEY}`,
    bad: 's1._domainkey TXT "v=DKIM1; k=rsa; p=YOUR_PUBLIC_KEY"',
    good: GOOD,
    refs: [TAG],
  },
  check(dkim, report) {
    const key = keyWith(dkim, "placeholder");
    if (key === undefined) return;
    report(
      key.tag.valueSpan,
      `\`${shown(key.tag.value)}\` only stands for a key: put the public key of the mail server here`,
    );
  },
};

/** The key of a list that can be read, where this is what is wrong with it. */
function keyWith(dkim: DkimRecord, problem: KeyProblem) {
  const { key } = dkim;
  return dkim.wellFormed && key?.problem === problem ? key : undefined;
}

/** Writes other base64, where receivers can use the key that it holds. */
export function keyFix(dkim: DkimRecord, title: string, digits: string): readonly Fix[] {
  const { p } = dkim;
  if (p === undefined) return [];
  const tag = { ...p, value: digits, valueSpan: textSpan(0, digits.length) };
  const { problem, reading, octets } = readKey(digits, tag, dkim.keyType);
  if (problem !== undefined || reading.kind !== dkim.keyType) return [];
  if (reading.kind === "rsa" && reading.bits < FEWEST_BITS) return [];
  const text = reading.kind === "ed25519" ? bareEd25519(octets, reading.start) : digits;
  return [{ title, safe: false, edits: [{ at: p.valueSpan, text }] }];
}

/** The 32 octets of an Ed25519 key alone, as DKIM wants them (RFC 8463 section 4.2). */
export function bareEd25519(octets: Uint8Array, start: number): string {
  return encodeBase64(octets.subarray(start, start + 32));
}

function describe(text: string): string {
  const plain = /^[\x20-\x7e]+$/.test(text);
  return plain ? `\`${shown(text)}\`` : "A character that is not ASCII";
}
