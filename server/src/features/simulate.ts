import type { Range } from "vscode-languageserver";
import type { RecordDocument } from "../dns/document.ts";
import type { Lookup } from "../dns/record.ts";
import { checkHost, type HostCheck } from "../mail/checkHost.ts";
import { parseAddress } from "../mail/networks/text.ts";
import { resolverOf, targetName } from "../mail/resolver.ts";
import { toAsciiName } from "../mail/spf/unicode.ts";
import { parseSpf } from "../mail/spf.ts";
import { rangeOf } from "./positions.ts";
import { WizardRefused } from "./wizards/draft.ts";

/** A simulated delivery: the verdict, and where the term that decided stands. */
export interface Simulation {
  readonly result: HostCheck["result"];
  readonly mechanism: string | null;
  readonly domain: string;
  readonly lookups: number;
  readonly voidLookups: number;
  readonly unknown: readonly string[];
  readonly trace: HostCheck["trace"];
  readonly place: { readonly uri: string; readonly range: Range } | null;
}

/**
 * What receivers make of mail from an address, by the zones of the workspace (RFC 7208 section 4).
 * @param documents the one to look for the deciding term in first
 */
export function simulate(
  documents: readonly RecordDocument[],
  lookup: Lookup,
  sender: { readonly ip: string; readonly mailFrom: string; readonly helo: string },
  now: number,
): Simulation {
  const ip = parseAddress(sender.ip.trim());
  if (ip === undefined) throw new WizardRefused(`\`${sender.ip}\` is no IPv4 or IPv6 address`);
  const written = sender.mailFrom.trim().replace(/^<(.*)>$/, "$1");
  if (!/^(?:[^@\s]*@)?[^@\s]+\.[^@\s]+$/.test(written))
    throw new WizardRefused("The sender is a mail address or a domain, such as `news@example.com`");
  const helo = sender.helo.trim() === "" ? undefined : sender.helo.trim();
  const session = { ip, mailFrom: asDnsHasIt(written).replace(/^@/, ""), helo, time: Math.floor(now / 1000) };
  const check = checkHost(session, resolverOf(lookup));
  const { result, domain, lookups, voidLookups, unknown, trace } = check;
  const mechanism = check.mechanism ?? null;
  const place = mechanism === null ? null : placeOf(documents, domain, mechanism);
  return { result, mechanism, domain, lookups, voidLookups, unknown, trace, place };
}

/** A mailbox with its domain in A-labels (RFC 5890). */
function asDnsHasIt(mailbox: string): string {
  const domain = mailbox.slice(mailbox.lastIndexOf("@") + 1);
  return mailbox.slice(0, mailbox.length - domain.length) + (toAsciiName(domain) ?? domain);
}

function placeOf(
  documents: readonly RecordDocument[],
  domain: string,
  mechanism: string,
): Simulation["place"] {
  const name = targetName(domain);
  for (const document of documents) {
    const record = document
      .recordsAt(name ?? "", "TXT")
      .find(({ uri, text }) => uri === document.uri && /^v=spf1(?: |$)/i.test(text?.text ?? ""));
    if (record?.text === undefined) continue;
    const { text } = record;
    const term = parseSpf(text).terms.find(({ span }) => text.text.slice(span.start, span.end) === mechanism);
    const span = term === undefined ? record.rdataSpan : text.sourceOf(term.span);
    return { uri: document.uri, range: rangeOf(document, span) };
  }
  return null;
}
