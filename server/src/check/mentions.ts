import type { DnsRecord } from "../dns/record.ts";
import { familyOfOwner } from "../mail/classify.ts";
import { targetName, targetOf } from "../mail/resolver.ts";
import { domainsAbovePolicy } from "../rules/dmarc/below.ts";
import { meantOwner } from "../rules/dmarc/meant.ts";
import { undoubled } from "../rules/mail/doubled.ts";
import type { OwnerFamily } from "../rules/mail/ownerRules.ts";
import { MTASTS } from "../rules/mtasts/owners.ts";
import type { MentionKind } from "../rules/rule.ts";
import { HELPER_NAME } from "../rules/spf/names.ts";
import { TLSRPT } from "../rules/tlsrpt/owners.ts";

const NONE: readonly string[] = [];

/** Which names of a file mention what. */
export class Mentions {
  readonly #byName = new Map<string, readonly string[]>();
  /** Most are mentioned by one name: a set for each would take more memory than all the rest. */
  readonly #names = new Map<string, string | Set<string>>();

  /** Takes in what a name mentions now. Returns the mentions that came or went. */
  set(name: string, mentions: readonly string[]): readonly string[] {
    const before = this.#byName.get(name) ?? NONE;
    if (before.length === 0 && mentions.length === 0) return NONE;
    const gone = before.filter((mention) => !mentions.includes(mention));
    const come = mentions.filter((mention) => !before.includes(mention));
    for (const mention of gone) this.#drop(mention, name);
    for (const mention of come) this.#add(mention, name);
    if (mentions.length === 0) this.#byName.delete(name);
    else this.#byName.set(name, mentions);
    return [...gone, ...come];
  }

  #add(mention: string, name: string): void {
    const names = this.#names.get(mention);
    if (names === undefined) this.#names.set(mention, name);
    else if (typeof names === "string") this.#names.set(mention, new Set([names, name]));
    else names.add(name);
  }

  #drop(mention: string, name: string): void {
    const names = this.#names.get(mention);
    if (typeof names === "object") names.delete(name);
    if (names === name || (typeof names === "object" && names.size === 0)) this.#names.delete(mention);
  }

  /** Whether any name mentions it. */
  has(mention: string): boolean {
    return this.#names.has(mention);
  }

  /** The names that mention it. */
  names(mention: string): readonly string[] {
    const names = this.#names.get(mention) ?? NONE;
    return typeof names === "string" ? [names] : [...names];
  }

  /** Everything that is mentioned. */
  get all(): Iterable<string> {
    return this.#names.keys();
  }
}

/** How the owner of a DKIM record mentions its domain. */
export function selectorOf(domain: string): string {
  return `${DOMAINKEY}${domain}`;
}

const DOMAINKEY = "._domainkey.";

/** What the records at a name mention, each as its kind, a space and the thing itself. */
export function mentionsOf(name: string, records: readonly DnsRecord[]): readonly string[] {
  if (records.length === 0) return NONE;
  const isSelector = name.includes("_domainkey.");
  const isMail = name.includes("_") && familyOfOwner(name) !== undefined;
  const found = new Set<string>();
  const at = isSelector ? name.indexOf(DOMAINKEY) : -1;
  if (at >= 0) found.add(selectorOf(name.slice(at + DOMAINKEY.length)));
  const add = (kind: MentionKind, what: string | undefined) => {
    if (what !== undefined) found.add(`${kind} ${what}`);
  };
  for (const record of records) {
    if (record.type === "CNAME") {
      const target = targetOf(record);
      if (isMail || (target !== undefined && isPartOfPolicy(target))) add("cname", target);
    }
    if (record.type !== "TXT") continue;
    const text = record.text?.text ?? "";
    for (const [kind, version, meant] of MEANT) {
      if (!text.startsWith("v") || !version.test(text)) continue;
      add(kind, meant(name, record.origin));
    }
    if (isSelector) add("key", KEY.exec(text)?.[1]?.replace(/\s+/g, ""));
    if (!/^v=spf1 /i.test(text)) continue;
    for (const [, target = ""] of text.matchAll(REFERENCE)) {
      add("spf", target.includes("%") ? "%" : targetName(target.toLowerCase()));
    }
  }
  for (const domain of domainsAbovePolicy(name, records)) add("policy", domain);
  return found.size === 0 ? NONE : [...found];
}

/** Whether part of an SPF policy may stand at the name, which nothing may include but by an alias. */
function isPartOfPolicy(name: string): boolean {
  return HELPER_NAME.test(name) && familyOfOwner(name) === undefined;
}

/** Records that may stand at a name where nobody looks for them, and the one that was meant. */
const MEANT: readonly (readonly [
  MentionKind,
  RegExp,
  (owner: string, origin: string | undefined) => string | undefined,
])[] = [
  ["dmarc", /^v[ \t]*=[ \t]*DMARC1[ \t]*(?:;|$)/, meantOwner],
  ["mtasts", MTASTS.counts, meantBy(MTASTS)],
  ["tlsrpt", TLSRPT.counts, meantBy(TLSRPT)],
];

function meantBy({ isRight, rightOwner }: OwnerFamily) {
  return (owner: string, origin: string | undefined) =>
    undoubled(owner, origin) ?? (isRight.test(owner) ? undefined : rightOwner(owner));
}

const KEY = /(?:^|;)\s*p\s*=\s*([^;\s][^;]*)/;

const REFERENCE = /(?<= [+?~-]?)(?:include:|redirect=)([^\s]+)/gi;
