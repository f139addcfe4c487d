import { absoluteName } from "../../dns/names.ts";
import type { DnsRecord, Lookup } from "../../dns/record.ts";
import { type DmarcRecord, parseDmarc, type ReportUri, repeatedTags } from "../../mail/dmarc.ts";
import { deliveryOf } from "../../mail/facts.ts";
import { acceptsReports, isOwnAddress, reportName } from "../../mail/reportTargets.ts";
import { senderOfReportAddress } from "../../mail/senders.ts";
import { code, plainName } from "../markdown.ts";

const REPORT = "._report._dmarc.";
const MOST = 8;

/** Who gets a DMARC record's reports, and whether they may: known to, known not to, or not known here (RFC 9990 section 4). */
export function reportLines(dmarc: DmarcRecord, domain: string | undefined, lookup: Lookup): string {
  const twice = repeatedTags(dmarc).find(({ name }) => /^ru[af]$/i.test(name));
  if (twice !== undefined)
    return `${code(twice.name.toLowerCase())} stands twice: receivers differ in where reports go`;
  const daily = told(dmarc.rua, domain, lookup);
  const single = told(dmarc.ruf, domain, lookup);
  const first = daily === "" ? "nobody gets reports" : `daily reports go to ${daily}`;
  if (single === "") return first;
  // A public suffix learns nothing of single messages (RFC 9991 section 2).
  if (dmarc.tags.get("psd")?.value.toLowerCase() === "y")
    return `${first} · no reports on single failures are sent (${code("psd=y")})`;
  return `${first} · reports on single failures to ${single}`;
}

/** Whose reports a record below `_report._dmarc` lets in (RFC 9990 section 4). */
export function explainReportRecord({ owner, text }: DnsRecord): string {
  if (owner === undefined || text === undefined) return "";
  const at = owner.indexOf(REPORT);
  const whose = owner.slice(0, at);
  const host = plainName(owner.slice(at + REPORT.length));
  const about = whose === "*" ? "any domain" : plainName(`${whose}.`);
  const dmarc = parseDmarc(text);
  if (dmarc.source.hasHoles)
    return `**Whether ${host} accepts DMARC reports about ${about} is not known here**`;
  if (dmarc.recognized !== true) {
    return `**${host} does not accept DMARC reports about ${about} by this record**\n\nIt must begin with exactly ${code("v=DMARC1")}: senders of reports ignore it, and send none. RFC 9990 4`;
  }
  const addresses = [...dmarc.rua, ...dmarc.ruf].filter(({ valid }) => valid);
  // Only another address at the same host may stand there.
  const [outside] = addresses.filter((uri) => uri.host !== undefined && uri.host !== host);
  if (outside !== undefined) {
    return `**Nothing is sent to ${code(plain(outside.text))}: this record may only name addresses at ${host}**\n\nIt is there to accept DMARC reports about ${about}. RFC 9990 4`;
  }
  const override = dmarc.rua.filter(({ valid }) => valid).map(({ text: uri }) => code(plain(uri)));
  return [
    `**${host} accepts DMARC reports about ${about}**`,
    whose === "*"
      ? "Anybody can have reports sent there."
      : "Without this record those who send reports would send none there.",
    ...(override.length === 0
      ? []
      : [`They go to ${override.join(", ")} instead of the address in the policy.`]),
    "RFC 9990 4",
  ].join("\n\n");
}

function told(uris: readonly ReportUri[], domain: string | undefined, lookup: Lookup): string {
  const valid = uris.filter((uri) => uri.valid);
  const shown = valid.slice(0, MOST).map((uri) => `${code(plain(uri.text))}${may(uri, domain, lookup)}`);
  return valid.length > MOST ? `${shown.join(", ")} and ${valid.length - MOST} more` : shown.join(", ");
}

function may({ text, host, scheme }: ReportUri, domain: string | undefined, lookup: Lookup): string {
  if (scheme !== "mailto") return ": receivers need not send there, only to `mailto:`";
  const reader = senderOfReportAddress(plain(text));
  const by = reader === undefined ? "" : ` (${reader.shown})`;
  const name = host === undefined ? undefined : absoluteName(`${host}.`, undefined);
  if (domain === undefined || name === undefined) return by;
  const accepts = isOwnAddress(domain, name, lookup) || acceptsReports(domain, name, lookup);
  if (accepts === false)
    return `${by}: **nothing is sent there**, it does not say that it accepts them (needs ${code(plainRecord(domain, name))})`;
  const { kind } = deliveryOf(name, lookup);
  if (kind === "null" || kind === "nowhere") return `${by}: **lost**, ${plainName(name)} takes no mail`;
  return accepts
    ? `${by} ✓`
    : `${by}: not known here whether it accepts them (needs ${code(plainRecord(domain, name))})`;
}

function plainRecord(domain: string, host: string): string {
  return reportName(domain, host).replace(/\.$/, "");
}

function plain(uri: string): string {
  return uri.replace(/^mailto:/i, "").replace(/![0-9]+[kmgt]?$/i, "");
}
