import type { DnsRecord, Lookup } from "../../dns/record.ts";
import { logoObstacle, logoTrouble } from "../../mail/bimiPolicy.ts";
import { STS_VERSION, TLSRPT_VERSION } from "../../mail/fields.ts";
import { type PostureTopic, postureOf } from "../../mail/posture.ts";
import { scanTags } from "../../mail/tags.ts";
import { isTlsReportTarget } from "../../mail/uri.ts";
import { code, plainName } from "../markdown.ts";

/** What a TLS-RPT record asks for (RFC 8460). */
export function explainTlsRpt(record: DnsRecord, lookup: Lookup): string {
  const domain = domainOf(record, "_smtp._tls.");
  const name = domain === undefined ? "this domain" : plainName(domain);
  const trouble = troubleWith("tls-rpt", record, domain, lookup, TLSRPT_VERSION);
  if (trouble !== undefined)
    return `**Nobody sends reports about encryption for ${name}**\n\n${trouble} RFC 8460 3`;
  const rua = tagOf(record, "rua") ?? "";
  const targets = rua
    .split(",")
    .map((one) => one.trim())
    .filter((one) => record.text?.hasHoles === true || isTlsReportTarget(one));
  return [
    `**Failed encryption of mail to ${name} is reported**`,
    targets.length === 0
      ? "The record names no address: nothing is sent."
      : `once a day, by those who send mail there, to ${targets.map((one) => code(one.replace(/^mailto:/i, ""))).join(", ")}`,
    "The reports say which connections could not be encrypted, and why; they hold no mail. TLS-RPT, RFC 8460",
  ].join("\n\n");
}

/** What an MTA-STS record announces (RFC 8461). */
export function explainMtaSts(record: DnsRecord, lookup: Lookup): string {
  const domain = domainOf(record, "_mta-sts.");
  const name = domain === undefined ? "this domain" : plainName(domain);
  const trouble = troubleWith("mta-sts", record, domain, lookup, STS_VERSION);
  if (trouble !== undefined) {
    return `**Senders see no MTA-STS policy of ${name}**\n\n${trouble} They send without insisting on encryption. RFC 8461 3.1`;
  }
  const id = tagOf(record, "id") ?? "";
  if (!/^[a-z0-9]{1,32}$/i.test(id) && record.text?.hasHoles !== true) {
    return `**Senders see no MTA-STS policy of ${name}**\n\nThe record has no valid ${code("id")}: 1 to 32 letters and digits. They send without insisting on encryption. RFC 8461 3.1`;
  }
  const host = domain === undefined ? "mta-sts.<domain>" : `mta-sts.${domain.replace(/\.$/, "")}`;
  return [
    `**${name} has a policy on encrypted mail**`,
    `Senders fetch it from ${code(`https://${host}/.well-known/mta-sts.txt`)}; what it demands stands there, not in the DNS.`,
    `${code(`id=${id}`)} tells them when to fetch it again: change it whenever the policy changes. MTA-STS, RFC 8461`,
  ].join("\n\n");
}

/** What a BIMI record shows. */
export function explainBimi(record: DnsRecord, lookup: Lookup): string {
  const [selector = "", domain] = (record.owner ?? "").split("._bimi.");
  const name = domain === undefined ? "this domain" : plainName(domain);
  const isDefault = selector === "default";
  if (!/^v[ \t]*=[ \t]*BIMI1[ \t]*(?:;|$)/.test(record.text?.text ?? "")) {
    return `**Receivers ignore this record: ${name} shows no logo by it**\n\nIt must begin with exactly ${code("v=BIMI1")}. BIMI draft`;
  }
  const trouble = record.text === undefined ? undefined : logoTrouble(scanTags(record.text));
  if (trouble !== undefined && record.text?.hasHoles !== true)
    return `**${name} shows no logo by this record**\n\n${trouble} BIMI draft`;
  const logo = tagOf(record, "l") ?? "";
  if (logo === "") return `**${name} declines to show a logo**\n\nReceivers look no further. BIMI draft`;
  const certificate = tagOf(record, "a") ?? "";
  const lines = [
    `**${name} names a logo to show beside its mail**`,
    `${code(logo)}${isDefault ? "" : ` · for messages that name the selector ${code(selector)}`}`,
    certificate === ""
      ? `No certificate (${code("a=")}): most mailbox providers show no logo.`
      : `certificate ${code(certificate)}`,
  ];
  const obstacle = domain === undefined ? undefined : logoObstacle(domain, lookup);
  if (obstacle !== undefined) lines.push(`No logo is shown: ${obstacle}.`);
  return [...lines, "Whether it is shown is up to the receiver. BIMI draft"].join("\n\n");
}

function domainOf({ owner }: DnsRecord, service: string): string | undefined {
  return owner?.startsWith(service) ? owner.slice(service.length) : undefined;
}

function tagOf({ text }: DnsRecord, name: string): string | undefined {
  return text === undefined ? undefined : scanTags(text).tags.find((tag) => tag.name === name)?.value;
}

/** Why senders cannot use the record; undefined where they can, or that is not known. */
function troubleWith(
  topic: PostureTopic,
  record: DnsRecord,
  domain: string | undefined,
  lookup: Lookup,
  version: RegExp,
): string | undefined {
  if (record.text?.hasHoles) return undefined;
  if (record.owner !== undefined && domain === undefined) return "It does not stand where they look.";
  if (!version.test(record.text?.text ?? "")) return "The record does not begin as it must.";
  if (domain === undefined) return undefined;
  const item = postureOf(domain, lookup, []).items.find((one) => one.topic === topic);
  return item?.state === "broken" ? item.says : undefined;
}
