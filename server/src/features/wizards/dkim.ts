import type { RecordDocument } from "../../dns/document.ts";
import { absoluteName } from "../../dns/names.ts";
import type { DnsRecord } from "../../dns/record.ts";
import { decodeBase64, encodeBase64 } from "../../mail/base64.ts";
import { parseDkim } from "../../mail/dkim.ts";
import { readPublicKey, spkiOf } from "../../mail/publicKey.ts";
import { publishedIn, publishedWarning } from "../../mail/publishedKeys.ts";
import { isExponent, modulusFault } from "../../mail/rsaFaults.ts";
import { textSpan } from "../../text/span.ts";
import { ZoneDocument } from "../../zone/document.ts";
import { added, drafted, type Outcome, type Step, WizardRefused } from "./draft.ts";

/** A public key as a DKIM record publishes it. */
export interface PublishedKey {
  readonly k: "rsa" | "ed25519";
  /** Base64 of what stands in `p=`: a SubjectPublicKeyInfo for RSA, the 32 bare octets for Ed25519 (RFC 8463 4.2). */
  readonly p: string;
  readonly bits: number;
}

/**
 * Reads a public key in any form that people have at hand: PEM, base64, `ssh-rsa`, a DKIM record with or without its quotes, or the
 * `.txt` file that opendkim-genkey writes.
 */
export function readPastedKey(pasted: string): PublishedKey {
  const text = pasted.trim();
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) throw refusedPrivate();
  const base64 = keyTextOf(text).replace(/\s+/g, "");
  const { bytes, strange } = decodeBase64(base64, 0, base64.length);
  if (base64 === "" || strange.length > 0)
    throw new WizardRefused("This is no public key: paste PEM, base64, an `ssh-rsa` line or a DKIM record");
  return published(bytes);
}

/** Writes a key at `<selector>._domainkey.<domain>` (RFC 6376 section 3.6.1). */
export function addDkim(
  document: RecordDocument,
  answers: { readonly domain: string; readonly selector: string; readonly key: PublishedKey },
): Outcome {
  const owner = selectorName(answers.selector, answers.domain);
  const [there] = document.recordsAt(owner);
  if (there !== undefined)
    throw new WizardRefused(
      `There is a record at ${owner} already: take another selector, so that mail on its way can still be verified`,
    );
  return drafted(document, [keyStep(owner, answers.key)], weakness(answers.key));
}

/**
 * Publishes a new key under a new selector. The old one stays until no mail signed with it is on its way any more; with `revoke` it
 * is withdrawn (an empty `p=`).
 */
export function rotateDkim(
  document: RecordDocument,
  answers: {
    readonly domain: string;
    readonly oldSelector: string;
    readonly selector: string;
    readonly key: PublishedKey;
    readonly revoke: boolean;
  },
): Outcome {
  const owner = selectorName(answers.selector, answers.domain);
  const old = selectorName(answers.oldSelector, answers.domain);
  if (owner === old || document.recordsAt(owner).length > 0)
    throw new WizardRefused(
      `The selector \`${answers.selector}\` is in use: a new key needs a name of its own`,
    );
  const steps: Step[] = [keyStep(owner, answers.key)];
  if (answers.revoke) steps.push(revoked(old));
  const kept = answers.revoke
    ? []
    : [`\`${answers.oldSelector}\` stays: withdraw it a week after signing moved to \`${answers.selector}\``];
  return drafted(document, steps, [...weakness(answers.key), ...kept]);
}

/** A selector for a key made today, which says when: "s20261125". */
export function freshSelector(now: number): string {
  return `s${new Date(now).toISOString().slice(0, 10).replaceAll("-", "")}`;
}

function keyStep(owner: string, { k, p }: PublishedKey): Step {
  return added({ owner, type: "TXT", rdata: { text: `v=DKIM1; k=${k}; p=${p}` } });
}

function revoked(owner: string): Step {
  return (draft) => {
    const record = keyRecord(draft, owner);
    const tag = record?.text === undefined ? undefined : parseDkim(record.text).p;
    if (record === undefined || tag === undefined)
      throw new WizardRefused(`There is no key at ${owner} that could be withdrawn here`);
    const at = textSpan(tag.valueSpan.start, tag.valueSpan.end);
    return record.edit.replaceText([{ at, text: "" }]) ?? [];
  };
}

function keyRecord(document: RecordDocument, owner: string): DnsRecord | undefined {
  return document.recordsAt(owner, "TXT").find(({ text }) => /\bp\s*=/.test(text?.text ?? ""));
}

function selectorName(selector: string, domain: string): string {
  const name = absoluteName(`${selector.trim()}._domainkey.${domain}`, undefined);
  // RFC 6376 section 3.1: a selector is made of sub-domains.
  if (
    !/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/i.test(selector.trim()) ||
    name === undefined
  )
    throw new WizardRefused(`\`${selector}\` is no selector: letters, digits and hyphens`);
  return name;
}

function weakness({ k, bits }: PublishedKey): readonly string[] {
  if (k !== "rsa" || bits >= 2048) return [];
  return bits < 1024
    ? [`The key has ${bits} bits: receivers refuse it (RFC 8301 3.2)`]
    : [`The key has ${bits} bits: 2048 is what signers should use (RFC 8301 3.2)`];
}

function keyTextOf(text: string): string {
  const armoured = /-----BEGIN [A-Z ]*(?:PUBLIC KEY|CERTIFICATE)-----([\s\S]*?)-----END/.exec(text)?.[1];
  if (armoured !== undefined) return armoured;
  const ssh = /^ssh-(?:rsa|ed25519)\s+(\S+)/.exec(text)?.[1];
  if (ssh !== undefined) return ssh;
  const [record] = new ZoneDocument("untitled:key", `${text}\n`, { origin: "invalid." }).records();
  const decoded = record?.text?.text ?? text.replace(/"\s*"|^"|"$/g, "");
  return /(?:^|;)\s*p\s*=\s*([^;]*)/.exec(decoded)?.[1] ?? decoded;
}

function published(bytes: Uint8Array): PublishedKey {
  const key = readPublicKey(bytes);
  const source = publishedIn({ octets: bytes, reading: key });
  if (source !== undefined) throw new WizardRefused(`${publishedWarning(source)}. Make a pair of your own`);
  switch (key.kind) {
    case "rsa": {
      const { content, end } = key.exponent;
      const fault =
        modulusFault(bytes, key) ?? (isExponent(bytes.subarray(content, end)) ? undefined : "damaged");
      if (fault !== undefined) throw new WizardRefused(`No key has such numbers (${fault}): copy it again`);
      const spki = spkiOf(bytes, key);
      if (spki === undefined) break;
      return { k: "rsa", p: encodeBase64(spki), bits: key.bits };
    }
    case "ed25519":
      return { k: "ed25519", p: encodeBase64(bytes.subarray(key.start, key.start + 32)), bits: 256 };
    case "openssh":
    case "certificate":
      if (key.spki !== undefined) return published(key.spki);
      break;
    case "private":
      throw refusedPrivate();
    case "truncated":
      throw new WizardRefused(`The key is cut off after ${key.present} octets: copy it again, to its end`);
    case "other":
      throw new WizardRefused(`DKIM has no keys of this algorithm (${key.algorithm}): RSA and Ed25519 alone`);
    case "malformed":
      break;
  }
  throw new WizardRefused("This is no public key that DKIM can use: RSA or Ed25519 (RFC 8301, RFC 8463)");
}

function refusedPrivate(): WizardRefused {
  return new WizardRefused(
    "This is a private key: it must never stand in the DNS. Paste its public half (openssl pkey -in key.pem -pubout)",
  );
}
