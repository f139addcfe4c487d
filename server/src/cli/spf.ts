import { domainToASCII } from "node:url";
import { parseArgs } from "node:util";
import type { RecordDocument } from "../dns/document.ts";
import { lookupIn, versionsOf } from "../dns/lookup.ts";
import { parentOf } from "../dns/names.ts";
import { decimalEscape } from "../dns/octets.ts";
import { checkHost, type HostCheck, type MailSession, type TraceStep } from "../mail/checkHost.ts";
import { type Evaluated, evaluateLive } from "../mail/live.ts";
import { formatAddress, parseAddress } from "../mail/networks/text.ts";
import { resolverOf } from "../mail/resolver.ts";
import { strictJson } from "../text/loose.ts";
import { documentsOf } from "./documents.ts";
import { ZONE_OPTIONS } from "./files.ts";
import { LIVE_OPTIONS, liveJson, liveLine, liveOf } from "./live.ts";
import { UsageError } from "./usage.ts";

/** `dnslens spf`: what receivers make of mail from an address (RFC 7208 check_host), by the zones at hand. */
export async function spf(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ip: { type: "string" },
      "mail-from": { type: "string" },
      helo: { type: "string" },
      format: { type: "string", default: "text" },
      ...ZONE_OPTIONS,
      ...LIVE_OPTIONS,
    },
  });
  const { format } = values;
  if (format !== "text" && format !== "json")
    throw new UsageError(`--format takes text or json, not \`${format}\``);
  const dns = liveOf(values);
  const mail = sessionOf(values.ip, values["mail-from"], values.helo);
  const zones = documentsOf(positionals, values);
  const lookup = lookupIn(zones);
  const asked = new Set<string>();
  const base = resolverOf((name, type) => {
    asked.add(name);
    return lookup(name, type);
  });
  const evaluated: Evaluated<HostCheck> =
    dns === undefined
      ? { value: checkHost(mail, base), live: [] }
      : await evaluateLive(dns, base, (resolve) => checkHost(mail, resolve));
  warnOfVersions(asked, zones);
  process.stdout.write(format === "json" ? json(evaluated) : text(mail, evaluated));
  return 0;
}

/** Says which of several files with one zone (views, older versions) answered, where one of its names was asked for. */
function warnOfVersions(names: Iterable<string>, zones: readonly RecordDocument[]): void {
  const apexes = new Set<string>();
  for (const name of names)
    for (let at: string | undefined = name; at !== undefined; at = parentOf(at)) apexes.add(at);
  for (const apex of apexes) {
    const [first, ...others] = versionsOf(apex, zones);
    if (first === undefined || others.length === 0) continue;
    const count = others.length + 1;
    process.stderr.write(
      `dnslens: ${count} files hold ${printable(plain(apex))}: ${first.uri} answers; name the file that should\n`,
    );
  }
}

function sessionOf(ip: string | undefined, from: string | undefined, helo: string | undefined): MailSession {
  if (ip === undefined || from === undefined)
    throw new UsageError("spf needs --ip ADDRESS and --mail-from ADDRESS (`--mail-from ''` for a bounce)");
  const address = parseAddress(ip);
  if (address === undefined) throw new UsageError(`--ip takes an IPv4 or IPv6 address, not \`${ip}\``);
  const mailFrom = asciiMailbox(from.replace(/^<(.*)>$/s, "$1"));
  if (mailFrom === "" && helo === undefined)
    throw new UsageError("a bounce is checked by its HELO name; add --helo NAME");
  const time = Math.floor(Date.now() / 1000);
  return { ip: address, mailFrom, helo: helo === undefined ? undefined : octets(helo), time };
}

/** A mailbox with its domain as the DNS has it (RFC 5890), one character per octet. */
function asciiMailbox(mailbox: string): string {
  const at = mailbox.lastIndexOf("@");
  const domain = mailbox.slice(at + 1);
  const ascii = /[^\x20-\x7e]/.test(domain) ? domainToASCII(domain) || octets(domain) : domain;
  return octets(mailbox.slice(0, at + 1)) + ascii;
}

function octets(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

function json({ value, live }: Evaluated<HostCheck>): string {
  const { result, mechanism, domain, lookups, voidLookups, explanation, trace, unknown } = value;
  const shown = {
    result,
    mechanism: mechanism ?? null,
    domain,
    lookups,
    voidLookups,
    explanation,
    trace,
    ...(unknown.length === 0 ? {} : { unknown: unknown.map(plain) }),
    ...(live.length === 0 ? {} : { live: live.map(liveJson) }),
  };
  return `${strictJson(shown)}\n`;
}

/** What each result means for the mail. */
const MEANINGS: Readonly<Record<HostCheck["result"], string>> = {
  pass: "may send this mail",
  fail: "may not send this mail; receivers may reject it",
  softfail: "probably may not send this mail; receivers mark it as suspect",
  neutral: "is neither allowed nor forbidden to send this mail",
  none: "is not judged: there is no SPF record, or no domain to look for one at",
  permerror: "is not judged: the SPF record is broken, which many receivers treat as a fail",
  temperror: "is not judged now: the DNS did not answer; receivers try again later",
  unknown: "cannot be judged by these files",
};

function text(mail: MailSession, { value, live }: Evaluated<HostCheck>): string {
  const lines = [`${value.result}: ${formatAddress(mail.ip)} ${MEANINGS[value.result]}`];
  if (value.mechanism !== undefined) lines.push(`decided by ${value.mechanism} of ${value.domain}`);
  if (value.explanation !== "") lines.push(`${value.domain} explains: ${value.explanation}`);
  if (value.unknown.length > 0) {
    const advice = value.result === "unknown" ? "; add their zones, or --live to ask the DNS" : "";
    lines.push(`not known: ${value.unknown.map(plain).join(", ")}${advice}`);
  }
  lines.push(`lookups ${value.lookups}/10, void ${value.voidLookups}/2`);
  lines.push(...value.trace.map(traceLine));
  lines.push(...live.map(liveLine));
  return `${lines.map(printable).join("\n")}\n`;
}

function traceLine({ depth, domain, term, outcome, note }: TraceStep): string {
  const indent = "  ".repeat(depth + (outcome === "record" ? 1 : 2));
  if (outcome === "record") return `${indent}${domain}: ${term}`;
  return `${indent}${term}: ${outcome}${note === undefined ? "" : ` (${note})`}`;
}

/** Records come from strangers; what a terminal would act on is shown as DNS writes it, \DDD. */
function printable(line: string): string {
  return line.replace(/[^\x20-\x7e]/g, (char) => decimalEscape(char.charCodeAt(0)));
}

/** A name as people write it. */
function plain(name: string): string {
  return name.replace(/(.)\.$/, "$1");
}
