import type { DnsRecord, Lookup } from "../../dns/record.ts";
import { type DkimRecord, parseDkim } from "../../mail/dkim.ts";
import { keyFingerprint } from "../../mail/dkimKey.ts";
import { dkimUse, isShort } from "../../mail/dkimUse.ts";
import { resolverOf, targetOf } from "../../mail/resolver.ts";
import { readProviderTarget } from "../../mail/senders/selectors.ts";
import { senderOfDkimTarget, senderOfSelector } from "../../mail/senders.ts";
import type { MappedText } from "../../text/mappedText.ts";
import { code, plainName } from "../markdown.ts";

/** The owners of all DKIM records with a key, by its base64 without spaces. */
export type OwnersOfKey = (key: string) => readonly string[];

const MOST_TWINS = 3;

/** What a DKIM key record is good for (RFC 6376, RFC 8301, RFC 8463). */
export function explainDkim(record: DnsRecord, lookup: Lookup, ownersOf: OwnersOfKey): string {
  const { owner, text } = record;
  if (text === undefined) return "";
  const dkim = parseDkim(text);
  const said = explainShape(dkim) ?? explainPlace(owner);
  if (said !== undefined) return said;
  const [selector = "", domain = ""] = (owner ?? record.name).replace(/\.$/, "").split(/\._domainkey\.?/);
  const what = `key ${plainName(selector)} for ${domain === "" ? "this domain" : plainName(domain)}`;
  const use = dkimUse(dkim);
  if (use.kind === "unknown") return `**DKIM ${what}**\n\nPart of the record is not known here.`;
  if (use.kind === "revoked") {
    const which =
      selector === "*" ? "with every selector that has no record of its own" : "with this selector";
    return `**DKIM ${what}: revoked**\n\nAn empty ${code("p=")} withdraws the key: signatures ${which} fail. RFC 6376 3.6.1`;
  }
  const why = use.kind === "unusable" ? use.why : owner === undefined ? undefined : obstacleAt(owner, lookup);
  if (why !== undefined || use.kind === "unusable") {
    return `**DKIM ${what} is broken: signatures with it fail**\n\n${why}. RFC 6376 3.6.1`;
  }
  const sound = dkim.testing ? "in testing" : "good";
  const good = use.doubt === undefined ? sound : "not as it should be";
  const strength =
    use.key.kind === "rsa"
      ? `RSA ${use.key.bits} bits, ${isShort(use.key) ? "weak: 2048 is what signers should use" : good}`
      : `Ed25519, ${good} (receivers that know RSA only cannot use it)`;
  const fingerprint = dkim.key === undefined ? undefined : keyFingerprint(dkim.key);
  return [
    `**DKIM ${what}: ${strength}**`,
    ...(use.doubt === undefined ? [] : [`**${use.doubt}.**`]),
    `verifies mail signed with ${code(`s=${selector}; d=${domain || "…"}`)} · ${usualProvider(selector)}${stored(text)}`,
    `${fingerprint === undefined ? "" : `key id sha256 ${code(`${fingerprint.slice(0, 8)}…${fingerprint.slice(-4)}`)} · `}${flags(dkim)}${twins(dkim, owner, ownersOf)}`,
    "DKIM, RFC 6376",
  ].join("\n\n");
}

/** What stands at the name of a key and is none. */
function explainShape({ shape }: DkimRecord): string | undefined {
  switch (shape) {
    case "policy":
      return "**A policy of DomainKeys, which nobody reads any more**\n\nDKIM has replaced it: the record can go. RFC 4870 3.6, RFC 6376";
    case "adsp":
      return "**A policy of ADSP, which nobody reads any more**\n\nDMARC says what becomes of mail without a signature: the record can go. RFC 5617, RFC 9989";
    case "empty":
      return "**An empty record: there is no DKIM key here**\n\nSignatures with this selector fail. RFC 6376 3.6.1";
    default:
      return undefined;
  }
}

/** Where receivers look for keys (RFC 6376 section 3.6.2.1), for a name that is no such one. */
function explainPlace(owner: string | undefined): string | undefined {
  if (owner === undefined || /(?:^|\.)_domainkey\./.test(owner)) return undefined;
  return `**No signature leads to the DKIM key at ${plainName(owner)}**\n\nReceivers look for keys at ${code("<selector>._domainkey.<domain>")}; they find this one only where a CNAME there points to it. RFC 6376 3.6.2.1`;
}

/** Who holds the key of a selector that is a CNAME (RFC 6376 section 3.6.2.1); undefined for every other record. */
export function explainDkimAlias(record: DnsRecord): string | undefined {
  const { owner } = record;
  const target = record.type === "CNAME" ? targetOf(record) : undefined;
  const [selector, domain] = owner?.split(/\._domainkey\.(?!.*\._domainkey\.)/) ?? [];
  if (target === undefined || selector === undefined || domain === undefined) return undefined;
  const plain = target.replace(/\.$/, "");
  const known = readProviderTarget(selector, domain, target);
  const sender = senderOfDkimTarget(plain);
  const who = sender?.shown ?? known?.provider;
  const wrong = [
    known?.wrongSelector ? "**It is the key of another selector: signatures with this one fail.**" : "",
    known?.wrongCustomer ? "**It is the key of another domain.**" : "",
  ].filter((said) => said !== "");
  return [
    who === undefined
      ? `**DKIM key ${plainName(selector)} for ${plainName(domain)}: kept elsewhere**`
      : `**DKIM key ${plainName(selector)} for ${plainName(domain)}: kept by ${who}**`,
    ...wrong,
    `verifies mail signed with ${code(`s=${selector}; d=${domain.replace(/\.$/, "")}`)} · the key stands at ${code(plain)}, and whoever runs that name changes it`,
    "DKIM, RFC 6376 3.6.2.1",
  ].join("\n\n");
}

/** Whose usual selector this is; others may use the same word. */
function usualProvider(selector: string): string {
  const sender = senderOfSelector(selector);
  return sender === undefined ? "" : `the usual selector of ${sender.provider}, if you use it · `;
}

/** Why receivers may not get a key that is sound, without its full stop: what else stands at its selector (RFC 6376 section 3.6.2). */
export function obstacleAt(owner: string, lookup: Lookup): string | undefined {
  if ((lookup(owner, "CNAME") ?? []).length > 0)
    return "A CNAME stands beside it, and receivers follow that (RFC 1034 3.6.2)";
  const answer = resolverOf(lookup)(owner, "TXT");
  // Those of one text and one split are one (RFC 2181 section 5).
  return answer.kind === "records" && answer.values.length > 1
    ? `${answer.values.length} records stand at this selector, and which one receivers take is not defined`
    : undefined;
}

function stored(text: MappedText): string {
  const borders = [0, ...text.breaks, text.text.length];
  const sizes = borders.slice(1).map((end, i) => end - (borders[i] ?? 0));
  return sizes.length === 1
    ? `stored in one string (${sizes[0]} octets)`
    : `stored in ${sizes.length} strings (${sizes.join(" + ")} octets)`;
}

// Where else the key stands: a selector of the same domain, or of another one.
function twins({ key }: DkimRecord, owner: string | undefined, ownersOf: OwnersOfKey): string {
  if (key === undefined || owner === undefined) return "";
  const others = ownersOf(key.tag.value.replace(/\s+/g, "")).filter((one) => one !== owner);
  if (others.length === 0) return "";
  const [, domain] = owner.split("._domainkey.");
  const named = others
    .sort()
    .slice(0, MOST_TWINS)
    .map((other) => {
      const [selector = "", of = ""] = other.split("._domainkey.");
      return of === domain ? code(selector) : `${code(selector)} of ${plainName(of)}`;
    });
  const more = others.length > MOST_TWINS ? ` and ${others.length - MOST_TWINS} more` : "";
  return ` · also at selector ${named.join(", ")}${more} (the same key)`;
}

function flags({ testing, strict }: DkimRecord): string {
  const test = testing ? "**in testing: mail that fails counts as unsigned** (`t=y`)" : "not in testing";
  return strict ? `${test} · for the domain itself only (\`t=s\`)` : test;
}
