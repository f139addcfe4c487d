import { isAtOrBelow, labelsOf } from "../../dns/names.ts";
import { familyOfOwner } from "../../mail/classify.ts";
import { isLiveKey, isParked } from "../../mail/facts.ts";
import { isWithin } from "../../text/distance.ts";
import { shown } from "../mail/edits.ts";
import { MOST_SELECTORS } from "../mail/keys.ts";
import type { DomainRule } from "../rule.ts";
import { BARE_ZONE } from "../spf/zone.ts";
import { ED25519 } from "./exampleKeys.ts";
import { GOOD, RSA_2048, sound, txt } from "./examples.ts";
import { domainkeyAt, undoubledSelector, wildcardKeys } from "./owners.ts";

const NO_SELECTOR = "the selector in front of `_domainkey` is missing";
const SWAPPED = "`_domainkey` stands in front of the selector";

export const dkimWrongOwner: DomainRule = {
  id: "dkim-wrong-owner",
  severity: "error",
  scope: "domain",
  on: ["dkim"],
  docs: {
    summary: "A DKIM key does not stand at `<selector>._domainkey.<domain>`.",
    why: "Receivers ask for a key at that name only. They do not find this one, and signatures fail.",
    bad: `mail.domainkey TXT ${txt(`v=DKIM1; k=rsa; p=${RSA_2048}`)}`,
    good: GOOD,
    refs: ["RFC 6376 3.6.2.1"],
  },
  check(domain, report) {
    const { name, own } = domain;
    const place = domainkeyAt(name);
    const other = familyOfOwner(name);
    if (place > 0 || (other !== undefined && other !== "dkim")) return;
    for (const { record, node } of own.dkim) {
      if (record.type !== "TXT" || node.shape !== "key" || (node.p === undefined && node.v === undefined))
        continue;
      if (domain.isMentioned("cname", name)) return;
      const meant = intended(labelsOf(name), record.origin);
      const where = place < 0 ? "this name is not one of them" : meant === undefined ? NO_SELECTOR : SWAPPED;
      report(
        { record, part: "owner" },
        `Receivers ask for keys at \`<selector>._domainkey.<domain>\`, and ${where}: they do not find it`,
        ...(meant === undefined
          ? []
          : [
              {
                title: `Rename it to \`${meant}\``,
                safe: false,
                edits: [{ kind: "rename" as const, record, owner: meant }],
              },
            ]),
      );
    }
  },
};

export const dkimWildcardRevoked: DomainRule = {
  id: "dkim-wildcard-revoked",
  severity: "info",
  scope: "domain",
  on: ["dkim"],
  docs: {
    summary: "A wildcard revokes every selector that does not exist.",
    why: "That is how a domain which sends no mail says that no signature of it is real. On a domain that sends mail it does no harm to the keys that exist, but says little.",
    bad: '*._domainkey TXT "v=DKIM1; p="',
    good: GOOD,
    refs: ["RFC 6376 3.6.1"],
  },
  check(domain, report) {
    for (const { record, node } of wildcardKeys(domain.own)) {
      const above = domainOf(domain.name);
      // What it says goes with the rest of what the domain says.
      if (!node.revoked || isParked(above, domain.lookup)) continue;
      const live = domain.selectors(above).filter(({ dkim }) => dkim.some((one) => isLiveKey(one.node)));
      const sends = live.length > 0 && domain.at(above)?.records.some(({ type }) => type === "MX");
      report(
        { record, part: "owner" },
        sends
          ? `Every selector but ${live.map(({ owner }) => `\`${labelsOf(owner)[0]}\``).join(", ")} counts as revoked: the mark of a domain that sends no mail, yet this one has keys and receives mail`
          : "Every selector that does not exist counts as revoked: the mark of a domain that sends no mail",
        ...(sends ? [{ severity: "warning" as const }] : []),
      );
    }
  },
};

export const dkimEd25519Only: DomainRule = {
  id: "dkim-ed25519-only",
  severity: "info",
  scope: "domain",
  on: ["dkim"],
  docs: {
    summary: "All keys of the domain are Ed25519.",
    why: "Many receivers know RSA only: for them no signature of this domain verifies. Publish an RSA key at a second selector and sign with both.",
    bad: `${BARE_ZONE}s1._domainkey 3600 TXT "v=DKIM1; k=ed25519; p=${ED25519}"`,
    good: `${BARE_ZONE}s1._domainkey 3600 TXT "v=DKIM1; k=ed25519; p=${ED25519}"\ns2._domainkey 3600 TXT ${txt(`v=DKIM1; k=rsa; p=${RSA_2048}`)}`,
    refs: ["RFC 8463 6"],
  },
  check(domain, report) {
    const [mine] = domain.own.dkim;
    if (mine?.node.keyType !== "ed25519" || !isLiveKey(mine.node) || !domain.complete) return;
    if (undoubledSelector(domain.name, mine.record.origin) !== undefined) return;
    const above = domainOf(domain.name);
    if (domain.at(`_domainkey.${above}`)?.records.some(({ type }) => type === "NS")) return;
    const selectors = domain.selectors(above, MOST_SELECTORS + 1);
    if (selectors.length > MOST_SELECTORS) return;
    // Where a selector's key is elsewhere, it may be RSA.
    if (selectors.some(({ records }) => records.some(({ type }) => type !== "TXT"))) return;
    const live = selectors.filter(({ dkim }) => dkim.some(({ node }) => isLiveKey(node)));
    if (live.some(({ dkim }) => dkim.some(({ node }) => node.keyType !== "ed25519"))) return;
    if (live[0]?.owner !== domain.name) return;
    report(
      { record: mine.record, part: "rdata" },
      `All keys of ${shown(above)}${live.length < selectors.length ? " that work" : ""} are Ed25519: receivers that know RSA only cannot verify its mail`,
    );
  },
};

export const dkimKeyReused: DomainRule = {
  id: "dkim-key-reused",
  severity: "hint",
  scope: "domain",
  on: ["dkim"],
  docs: {
    summary: "The same key stands at several selectors or domains.",
    why: "Selectors exist so that keys can be changed one by one. Whoever gets hold of this key signs for all of them, and changing it means changing all at once.",
    bad: `${sound("v=DKIM1; k=rsa; ")}\ns2._domainkey TXT ${txt(`v=DKIM1; k=rsa; p=${RSA_2048}`)}`,
    good: GOOD,
    refs: ["RFC 6376 8"],
  },
  check(domain, report) {
    for (const { record, node } of domain.own.dkim) {
      if (node.shape !== "key" || node.key === undefined || node.key.problem !== undefined) continue;
      const names = domain.mentioning("key", node.key.tag.value.replace(/\s+/g, ""));
      const [first] = names;
      // One finding tells of the pair, not two.
      if (first === undefined || first >= domain.name) continue;
      const others = names.length - 1;
      const told = names.slice(0, MOST_TOLD + 1).filter((owner) => owner !== domain.name);
      const related = domain.at(first)?.dkim[0]?.record;
      report(
        { record, text: node.key.tag.valueSpan },
        `The same key stands at ${shownNames(told.slice(0, MOST_TOLD), others)}: it can only be changed at all of them together`,
        ...(related === undefined
          ? []
          : [{ place: { record: related, part: "rdata" as const }, message: "The same key" }]),
      );
    }
  },
};

/** So many names are told, and of more how many they are: thousands of customers may share a key. */
const MOST_TOLD = 8;

function shownNames(names: readonly string[], count: number): string {
  const listed = names.map((name) => `\`${name}\``).join(", ");
  const left = count - names.length;
  return left === 0 ? listed : `${listed} and ${left} more`;
}

/** The domain whose selector a name is. */
function domainOf(owner: string): string {
  return owner.slice(owner.indexOf("_domainkey.") + "_domainkey.".length);
}

/** The owner that was meant by one that is nearly right; undefined where the selector is not in it. */
function intended(labels: readonly string[], origin: string | undefined): string | undefined {
  for (const [i, label] of labels.entries()) {
    const before = labels.slice(0, i);
    const after = labels.slice(i + 1);
    if (label === "_domainkey" && i === 0) {
      const [selector, ...rest] = after;
      const isTop = origin === undefined || absolute(after) === origin;
      if (isTop || selector === undefined || !isAtOrBelow(absolute(rest), origin)) return undefined;
      return absolute([selector, "_domainkey", ...rest]);
    }
    if (i > 0 && isWithin(label, "_domainkey", 2)) return absolute([...before, "_domainkey", ...after]);
    const glued = /^([a-z0-9-]+?)[_-]+domainkeys?$/.exec(label)?.[1];
    if (glued !== undefined) return absolute([...before, glued, "_domainkey", ...after]);
  }
  return undefined;
}

function absolute(labels: readonly string[]): string {
  return `${labels.join(".")}.`;
}
