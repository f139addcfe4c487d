import { isBelow, parentOf } from "../../dns/names.ts";
import { psdOf, walkTree } from "../../mail/dmarcPolicy.ts";
import { hasLiveKey } from "../../mail/facts.ts";
import { keptForLast } from "../../mail/kept.ts";
import type { DomainView, NameView } from "../rule.ts";

/** Whether every DKIM key of the name would be seen: its zone is here, and `_domainkey` is not kept elsewhere. */
function keysAreKnown(domain: DomainView, name: string): boolean {
  const keys = `_domainkey.${name}`;
  if (!domain.complete || domain.lookup(keys, "TXT") === undefined) return false;
  return domain.lookup(keys, "CNAME")?.length === 0;
}

/** Of a name with more selectors than these nothing is told from those of all. */
export const MOST_SELECTORS = 256;

/**
 * The selectors with a key in use that mail from the name may be signed with; undefined where not all are known. A key of a
 * domain above counts (RFC 9989 section 4.4), unless the policy wants the name itself.
 */
export const signingSelectors: (domain: DomainView) => readonly NameView[] | undefined = keptForLast(
  (domain) => {
    const names = signingNames(domain);
    if (!names.every((name) => keysAreKnown(domain, name))) return undefined;
    const found: NameView[] = [];
    for (const name of names) {
      const most = name === domain.name ? Number.POSITIVE_INFINITY : MOST_SELECTORS;
      const selectors = domain.selectors(name, most + 1);
      if (selectors.length > most) return undefined;
      found.push(...selectors.filter(({ records }) => hasLiveKey(records)));
    }
    return found;
  },
);

/** Whether it is known that the name has no DKIM key in use. Of keys that lack a final dot a rule speaks that knows them. */
export function lacksKeys(domain: DomainView): boolean {
  // Most domains that sign have a key of their own, and no look at the others is needed.
  if (domain.selectors(domain.name).some(({ records }) => hasLiveKey(records))) return false;
  return (
    signingSelectors(domain)?.length === 0 && domain.selectors(`${domain.name}${domain.apex}`).length === 0
  );
}

/** Whether a key was published for mail from the name and not withdrawn, whatever is wrong with it. */
export function hasKeys(domain: DomainView): boolean {
  return signingNames(domain).some((name) =>
    domain
      .selectors(name, MOST_SELECTORS)
      .some(({ dkim }) => dkim.some(({ node }) => node.shape === "key" && !node.revoked)),
  );
}

function signingNames({ name, apex, lookup }: DomainView): readonly string[] {
  const { policy, found } = walkTree(name, lookup);
  if (policy.kind === "policy" && policy.source.dmarc.strictDkim) return [name];
  const organization = found.find(({ dmarc }) => psdOf(dmarc) === "n")?.domain ?? apex;
  const names = [name];
  for (let at = name; isBelow(at, organization); ) {
    at = parentOf(at) ?? organization;
    names.push(at);
  }
  return names;
}
