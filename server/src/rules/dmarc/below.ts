import { parentOf } from "../../dns/names.ts";
import type { DnsRecord } from "../../dns/record.ts";
import { type DmarcRecord, parseDmarc } from "../../mail/dmarc.ts";
import { psdOf } from "../../mail/dmarcPolicy.ts";
import { isPublicSuffix } from "../../mail/publicSuffix.ts";
import { domainAt } from "./meant.ts";

/** A DMARC record that receivers take, and the domain it speaks for. */
export interface OwnPolicy {
  /** Absolute. */
  readonly domain: string;
  readonly record: DnsRecord;
  readonly node: DmarcRecord;
}

/** The one record at `_dmarc.<domain>` that receivers take. */
export function policyAt(name: string, records: readonly DnsRecord[]): OwnPolicy | undefined {
  if (!name.startsWith("_dmarc.")) return undefined;
  const found = records.flatMap((record) => {
    const node = record.type === "TXT" ? record.text?.read(parseDmarc) : undefined;
    return node?.recognized === true ? [{ record, node }] : [];
  });
  const domain = parentOf(name);
  const [first] = found;
  if (domain === undefined || first === undefined || found.length > 1) return undefined;
  // A name without its final dot is told as that.
  return domainAt(name, first.record.origin) === undefined ? undefined : { domain, ...first };
}

/**
 * Whether `sp` and `np` of a record count: they do at the Organizational Domain alone (RFC 9989 section 4.7). Without the
 * records above, that is a domain as people register them, and one with `psd=n`; a name below may be one or not.
 * @param owner of the record; an unknown one is taken for that of a domain
 */
export function speaksForBelow(dmarc: DmarcRecord, owner: string | undefined): boolean {
  if (owner?.startsWith("_dmarc.") !== true || psdOf(dmarc) === "n") return true;
  const parent = parentOf(owner.slice("_dmarc.".length));
  return parent === undefined || isPublicSuffix(parent);
}

/** The domains above one with a policy of its own, up to the registered one; none where it is an organization of its own. */
export function domainsAbovePolicy(name: string, records: readonly DnsRecord[]): readonly string[] {
  const own = policyAt(name, records);
  if (own === undefined || psdOf(own.node) === "n") return [];
  const above: string[] = [];
  for (let at = parentOf(own.domain); at !== undefined && !isPublicSuffix(at); at = parentOf(at))
    above.push(at);
  return above;
}
