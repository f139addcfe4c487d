import { absoluteName } from "../dns/names.ts";
import type { DnsRecord } from "../dns/record.ts";

/** What a record says, whatever way it is written: TXT joined, all else in canonical form; undefined where it is not known. */
export function contentOf(record: DnsRecord): string | undefined {
  return record.text?.text ?? canonicalOf(record);
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
