import { encodeBase64 } from "../../mail/base64.ts";
import type { DkimRecord } from "../../mail/dkim.ts";
import { readPublicKey } from "../../mail/publicKey.ts";
import { removalSpan, type Segment, type Tag } from "../../mail/tags.ts";
import { textSpan } from "../../text/span.ts";
import type { Edit } from "../rule.ts";

/** Takes a tag out of the list together with one of its semicolons. */
export function removeTag(dkim: DkimRecord, tag: Segment): Edit {
  return { at: removalSpan(dkim.list, tag), text: "" };
}

/** Takes one item out of a colon-separated list, or the whole tag when nothing else would be left. */
export function removeItem(
  dkim: DkimRecord,
  tag: Tag,
  items: readonly { readonly text: string }[],
  item: object,
): Edit {
  const left = items.filter((other) => other !== item).map((other) => other.text);
  return left.length === 0 ? removeTag(dkim, tag) : { at: tag.valueSpan, text: left.join(":") };
}

/** Writes `k=`, in place where there is one, otherwise before `p`. */
export function writeKeyType(dkim: DkimRecord, type: "rsa" | "ed25519"): readonly Edit[] {
  if (dkim.k !== undefined) return dkim.k.value === type ? [] : [{ at: dkim.k.valueSpan, text: type }];
  const before = dkim.p?.trimmed.start;
  if (type === "rsa" || before === undefined) return [];
  return [{ at: textSpan(before, before), text: "k=ed25519; " }];
}

/** Publishes a SubjectPublicKeyInfo as DKIM wants it: RSA wrapped, Ed25519 as 32 bare octets (RFC 8463 section 4.2). */
export function publish(dkim: DkimRecord, spki: Uint8Array): readonly Edit[] | undefined {
  if (dkim.p === undefined) return undefined;
  const key = readPublicKey(spki);
  if (key.kind === "rsa") {
    return [...writeKeyType(dkim, "rsa"), { at: dkim.p.valueSpan, text: encodeBase64(spki) }];
  }
  if (key.kind !== "ed25519") return undefined;
  const text = encodeBase64(spki.subarray(key.start, key.start + 32));
  return [...writeKeyType(dkim, "ed25519"), { at: dkim.p.valueSpan, text }];
}

/** A value as a title may show it: cut after 24 characters. */
export function shown(text: string): string {
  return text.length > 24 ? `${text.slice(0, 24)}…` : text;
}
