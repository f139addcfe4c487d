import type { DnsRecord, Lookup } from "../../dns/record.ts";
import { deliveryOf, exchangerOf, hasAddress } from "../../mail/facts.ts";
import { resolverOf } from "../../mail/resolver.ts";
import { senderOfMx } from "../../mail/senders.ts";
import { HOLE } from "../../text/mappedText.ts";
import { code, plainName } from "../markdown.ts";
import { inWords } from "../timeSpans.ts";

const MOST_HOSTS = 12;

/** Which host takes a name's mail, in which order, and whose it is (RFC 5321 section 5.1, RFC 7505). */
export function explainMx(record: DnsRecord, lookup: Lookup): string | undefined {
  const { owner } = record;
  const mx = exchangerOf(record);
  if (owner === undefined || mx?.host === undefined) return undefined;
  const name = plainName(owner);
  const delivery = deliveryOf(owner, lookup);
  const ttl = record.ttl === undefined ? "" : `TTL ${inWords(record.ttl)} · `;
  if (mx.host === ".") {
    const mixed = delivery.kind === "hosts";
    return [
      `**${name} accepts no mail**`,
      mixed
        ? "A null MX must stand alone. Here other hosts are named beside it: senders differ in what they make of that."
        : "A null MX: senders give up at once instead of trying for days. Mail that claims to come from here cannot be answered, so many receivers refuse it.",
      `${ttl}MX, RFC 7505`,
    ].join("\n\n");
  }
  const exchangers = exchangersOf(owner, lookup);
  const headline = `**Mail for ${name} goes to ${plainName(mx.host)}**`;
  const place = placeOf(mx.host, mx.preference, exchangers);
  const list = exchangers
    .slice(0, MOST_HOSTS)
    .map(
      (one) => `- ${one.preference.replaceAll(HOLE, "…")} ${code(plain(one.host))}${about(one.host, lookup)}`,
    );
  if (exchangers.length > MOST_HOSTS) list.push(`- and ${exchangers.length - MOST_HOSTS} more`);
  return [
    headline,
    `preference ${code(mx.preference)}: ${place}lower numbers first, equal ones share the mail`,
    ...(list.length === 0 ? [] : [list.join("\n")]),
    `${ttl}MX, RFC 5321 5.1`,
  ].join("\n\n");
}

/** When a host is tried: hosts of one preference are tried in any order (RFC 5321 section 5.1). */
function placeOf(host: string, preference: string, exchangers: ReturnType<typeof exchangersOf>): string {
  const others = exchangers.filter((one) => one.host !== host);
  if (others.length === 0) return "the only host for it; ";
  if (exchangers.some((one) => one.preference.includes(HOLE))) return "";
  const before = others.filter((one) => Number(one.preference) < Number(preference)).length;
  const beside = others.filter((one) => Number(one.preference) === Number(preference)).length;
  const otherHosts = (count: number) => (count === 1 ? "one other host" : `${count} other hosts`);
  if (before === 0 && beside === others.length) return `shares the mail with ${otherHosts(beside)}; `;
  const shares = beside === 0 ? "" : `, together with ${otherHosts(beside)}`;
  if (before === 0) return `tried first of ${exchangers.length} hosts${shares}; `;
  const all = others.length === 1 ? "the other host" : `${before} of ${exchangers.length} hosts`;
  return `tried after ${all}${shares}; `;
}

function exchangersOf(owner: string, lookup: Lookup) {
  const found = (lookup(owner, "MX") ?? []).flatMap((record) => {
    const mx = exchangerOf(record);
    return mx?.host === undefined || mx.host === "." ? [] : [{ host: mx.host, preference: mx.preference }];
  });
  return found.sort((a, b) => Number(a.preference) - Number(b.preference));
}

// Whose host it is, and what is known of its address.
function about(host: string, lookup: Lookup): string {
  const sender = senderOfMx(host);
  if (sender !== undefined) return ` · ${sender.shown}, ${sender.what}`;
  if ((lookup(host, "CNAME")?.length ?? 0) > 0) return " · **an alias: some senders refuse it**";
  const known = hasAddress(host, lookup);
  if (known === false) return " · **has no address: nothing can be delivered there**";
  return known === undefined ? " · outside this workspace" : ` · ${addresses(host, lookup)}`;
}

function addresses(host: string, lookup: Lookup): string {
  const resolve = resolverOf(lookup);
  const found = (["A", "AAAA"] as const).flatMap((type) => {
    const answer = resolve(host, type);
    return answer.kind === "records" ? answer.values : [];
  });
  return found
    .slice(0, 4)
    .map((address) => code(address))
    .join(", ");
}

function plain(name: string): string {
  return name.replace(/(.)\.$/, "$1");
}
