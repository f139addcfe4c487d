import { absoluteName } from "../dns/names.ts";
import type { DnsRecord } from "../dns/record.ts";

/**
 * What a record says, whatever way it is written: TXT joined, all else in canonical form; undefined where it is not known.
 * A text that is known in part is itself together with the expressions that stand for the rest: `${var.a}` is not `${var.b}`.
 */
export function contentOf(record: DnsRecord): string | undefined {
  const { text } = record;
  if (text === undefined)
    return record.type === "CAA" ? caaContent(canonicalOf(record)) : canonicalOf(record);
  return text.hasHoles ? [text.text, ...(record.unknowns ?? [])].join("\n") : text.text;
}

// Tags and domains have no case, blanks around the parameters mean nothing, and no issuer is what `;` is: RFC 8659 4.1 and 4.2.
function caaContent(canonical: string | undefined): string | undefined {
  const [, flags, tag = "", value = ""] = /^(\d+) (\S+) "(.*)"$/s.exec(canonical ?? "") ?? [];
  const name = tag.toLowerCase();
  if (!/^issue(?:wild|mail)?$/.test(name)) return canonical;
  const [issuer = "", ...parameters] = value.split(";").map((part) => part.trim());
  return [flags, name, issuer.toLowerCase(), ...parameters.filter((part) => part !== "")].join(" ; ");
}

/** Whether two records, or the absence of one, say the same as far as anybody can tell. */
export function saysTheSame(one: DnsRecord | undefined, other: DnsRecord | undefined): boolean {
  return (one && contentOf(one)) === (other && contentOf(other));
}

/** The rdata in canonical presentation form, a TXT as one quoted string; undefined where it is not known. */
export function canonicalOf(record: DnsRecord): string | undefined {
  return record.text === undefined ? record.rdata.canonical : `"${record.text.text}"`;
}

/** The host that a record names: an alias's target, a mail exchanger, a name server. Undefined for other types. */
export function targetOf(record: DnsRecord): string | undefined {
  const index = TARGETS[record.type];
  const written = index === undefined ? undefined : record.rdata.canonical?.split(" ").at(index);
  return written === undefined || written === "" ? undefined : absoluteName(written, record.origin);
}

/** Which item of the rdata names a host. */
const TARGETS: Readonly<Record<string, number>> = {
  CNAME: 0,
  DNAME: 0,
  NS: 0,
  PTR: 0,
  MX: 1,
  SRV: 3,
  SVCB: 1,
  HTTPS: 1,
  AFSDB: 1,
  KX: 1,
  RT: 1,
};
