import { absoluteName } from "../dns/names.ts";
import type { DnsRecord } from "../dns/record.ts";

/**
 * What a record says, whatever way it is written: TXT joined, all else in canonical form; undefined where it is not known.
 * A text that is known in part is itself together with the expressions that stand for the rest: `${var.a}` is not `${var.b}`.
 */
export function contentOf(record: DnsRecord): string | undefined {
  const { text } = record;
  if (text === undefined) {
    const content = (CONTENT[record.type] ?? asIs)(record.rdata.canonical);
    return record.proxied === true && content !== undefined ? `${content}${PROXIED}` : content;
  }
  return text.hasHoles ? [text.text, ...(record.unknowns ?? [])].join("\n") : text.text;
}

/** An answer that a proxy gives in its own name is another one. */
const PROXIED = " (proxied)";

type Content = (canonical: string | undefined) => string | undefined;
const asIs: Content = (canonical) => canonical;

/** Types that can say the same in two ways. */
const CONTENT: Readonly<Record<string, Content>> = {
  CAA: caaContent,
  // The flags are the first string, and the case of their letters means nothing: RFC 3403 4.1.
  NAPTR: (canonical) => canonical?.replace(/"[^"]*"/, (flags) => flags.toLowerCase()),
};

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

/** The rdata as people are shown it: in canonical presentation form, a TXT as one quoted string; undefined where it is not known. */
export function canonicalOf({ text, rdata, proxied }: DnsRecord): string | undefined {
  if (text !== undefined) return `"${text.text}"`;
  return proxied === true && rdata.canonical !== undefined ? `${rdata.canonical}${PROXIED}` : rdata.canonical;
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
