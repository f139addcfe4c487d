import { hasLiveKey } from "../../mail/facts.ts";
import { keptForLast } from "../../mail/kept.ts";
import type { DomainView } from "../rule.ts";

/** Whether every DKIM key of the name would be seen: its zone is here, and `_domainkey` is not kept elsewhere. */
export function keysAreKnown(domain: DomainView): boolean {
  const keys = `_domainkey.${domain.name}`;
  if (!domain.complete || domain.lookup(keys, "TXT") === undefined) return false;
  return domain.lookup(keys, "CNAME")?.length === 0;
}

/** Whether it is known that the name has no DKIM key in use. Of keys that lack a final dot a rule speaks that knows them. */
export const lacksKeys: (domain: DomainView) => boolean = keptForLast(
  (domain) =>
    keysAreKnown(domain) &&
    !domain.selectors().some(({ records }) => hasLiveKey(records)) &&
    domain.selectors(`${domain.name}${domain.apex}`).length === 0,
);
