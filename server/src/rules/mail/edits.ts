import { labelsOf } from "../../dns/names.ts";
import type { DnsRecord } from "../../dns/record.ts";
import type { DomainView, Edit, NameView } from "../rule.ts";

/** Adds a TXT record behind another one, with that one's TTL where it states one. */
export function insertedText(after: DnsRecord, owner: string, text: string): Edit {
  return { kind: "insert", after, new: { owner, type: "TXT", ...ttlLike(after), rdata: { text } } };
}

/** Adds a record of any type, given as presentation text. */
export function inserted(after: DnsRecord, owner: string, type: string, presentation: string): Edit {
  return { kind: "insert", after, new: { owner, type, ...ttlLike(after), rdata: { presentation } } };
}

// Without a default in the zone, a record that states no TTL has none.
function ttlLike({ ttlStated, ttl }: DnsRecord) {
  return ttlStated && ttl !== undefined ? { ttl } : {};
}

/** The record behind which something about a name belongs: the last one there. */
export function lastOf({ records }: NameView): DnsRecord | undefined {
  return records.at(-1);
}

/** The same, for a name that may have no records: then the last one at the top of its zone. */
export function placeFor(domain: DomainView, name: string): DnsRecord | undefined {
  return domain.at(name)?.records.at(-1) ?? domain.at(domain.apex)?.records.at(-1);
}

/** A name without its final dot. */
export function shown(name: string): string {
  return name === "." ? name : name.replace(/\.$/, "");
}

/** The name below any labels that begin with an underscore: the domain that a service name speaks of. */
export function domainBelow(owner: string, isService: RegExp): string {
  const labels = [...labelsOf(owner)];
  while (labels.length > 1 && isService.test(labels[0] ?? "")) labels.shift();
  return `${labels.join(".")}.`;
}
