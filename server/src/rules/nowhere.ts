import type { DnsRecord } from "../dns/record.ts";

/** Names that no server has (RFC 6761 sections 6.3 and 6.4); the root in place of a name. */
const NOBODY: ReadonlySet<string> = new Set(["localhost.", "invalid.", "."]);

/**
 * Whether an NS or SOA record names no server: its zone is what name servers keep for themselves, such as response policies,
 * catalogs (RFC 9432 section 4.1) and empty zones, and nobody looks for it in the DNS.
 */
export function namesNobody({ rdata }: DnsRecord): boolean {
  return NOBODY.has(rdata.fields[0]?.target ?? "");
}
