import type { WireAnswer, WireRecord } from "../dns/message.ts";
import type { Reply } from "./live.ts";
import { formatAddress } from "./networks/text.ts";
import type { QueryType } from "./resolver.ts";

/** What a DNS message says to a question; no message, and any error but NXDOMAIN, is `timeout`. Aliases are followed. */
export function replyOf(name: string, type: QueryType, message: WireAnswer | undefined): Reply {
  if (message === undefined || message.truncated || (message.code !== 0 && message.code !== NXDOMAIN)) {
    return { answer: { kind: "timeout" }, ttl: undefined };
  }
  const chain = [name];
  let ttl = Number.POSITIVE_INFINITY;
  for (const alias of message.answers) {
    if (alias.type !== "CNAME" || alias.owner !== chain.at(-1)) continue;
    chain.push(alias.value);
    ttl = Math.min(ttl, alias.ttl);
  }
  const target = chain.at(-1);
  const found = message.answers.filter((record) => record.type === type && record.owner === target);
  if (found.length === 0) {
    return { answer: { kind: message.code === NXDOMAIN ? "nxdomain" : "nodata" }, ttl: message.negativeTtl };
  }
  ttl = found.reduce((least, record) => Math.min(least, record.ttl), ttl);
  return { answer: { kind: "records", values: found.map(valueOfRecord) }, ttl };
}

const NXDOMAIN = 3;

function valueOfRecord({ type, value }: WireRecord): string {
  const octets = Array.from(value, (char) => char.charCodeAt(0));
  if (type === "A" && octets.length === 4) return octets.join(".");
  if (type !== "AAAA" || octets.length !== 16) return value;
  return formatAddress({ family: 6, value: octets.reduce((sum, octet) => (sum << 8n) | BigInt(octet), 0n) });
}
