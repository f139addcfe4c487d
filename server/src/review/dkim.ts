import type { DnsRecord } from "../dns/record.ts";
import { type DkimRecord, parseDkim } from "../mail/dkim.ts";
import { keyFingerprint } from "../mail/dkimKey.ts";
import { dkimUse, FEWEST_BITS } from "../mail/dkimUse.ts";
import { HOLE } from "../text/mappedText.ts";
import { type ChangeSeverity, compareText, type Note, type Noted } from "./change.ts";
import { type Phrase, plainName, say } from "./phrase.ts";
import { canonicalOf, saysTheSame, targetOf } from "./rdata.ts";
import type { Scope, Side } from "./snapshot.ts";
import { tagChange } from "./tags.ts";

/** What verifiers find at a selector. */
type Selector =
  | { readonly kind: "absent" }
  | {
      readonly kind: "key";
      readonly key: string;
      readonly shown: string;
      readonly bits: number;
      readonly algorithm: string;
      readonly dkim: DkimRecord;
      readonly record: DnsRecord;
    }
  | { readonly kind: "revoked"; readonly dkim: DkimRecord; readonly record: DnsRecord }
  /** Verifiers find no key they can use. */
  | {
      readonly kind: "broken";
      readonly text: string;
      /** Of an RSA key too small for them. */
      readonly bits?: number | undefined;
      readonly record: DnsRecord;
    }
  /** The key is published under another name. */
  | { readonly kind: "alias"; readonly target: string; readonly record: DnsRecord }
  | { readonly kind: "unknown"; readonly text: string; readonly record: DnsRecord };

const SEPARATOR = "._domainkey.";

/** Where records stood that say how a domain signs, not keys: RFC 5617 section 4.1, and its drafts. */
const RESERVED = /^_(?:adsp|asp|ssp|policy)\./;

/** The selector and the domain of a name below `_domainkey`; undefined for every other name. */
export function selectorOf(
  owner: string,
): { readonly selector: string; readonly domain: string } | undefined {
  const at = owner.indexOf(SEPARATOR);
  if (at <= 0 || RESERVED.test(owner)) return undefined;
  return { selector: owner.slice(0, at), domain: owner.slice(at + SEPARATOR.length) || "." };
}

/** Says what a change at a selector means for signed mail. Returns whether it was about a key at all. */
export function reviewDkim(owner: string, scope: Scope, note: Note): boolean {
  const place = selectorOf(owner);
  if (place === undefined) return false;
  const from = stateOf(owner, scope.base);
  const to = stateOf(owner, scope.head);
  if (from.kind === "absent" && to.kind === "absent") return false;
  const { selector, domain } = place;
  const places = {
    owner: domain,
    subject: selector,
    base: from.kind === "absent" ? undefined : from.record,
    head: to.kind === "absent" ? undefined : to.record,
    before: shownState(from),
    after: shownState(to),
  };
  if (from.kind === "absent") {
    note({
      ...places,
      kind: "dkim-selector-added",
      severity: to.kind === "broken" ? "error" : "info",
      phrase: added(selector, to),
    });
  } else if (to.kind === "absent") {
    const worked = from.kind !== "revoked" && from.kind !== "broken";
    // Where the alias is left nobody took the selector out of use.
    const [alias] = scope.head.at(owner, "CNAME");
    const target = alias === undefined ? undefined : targetOf(alias);
    note({
      ...places,
      head: alias,
      kind: "dkim-selector-removed",
      severity: !worked ? "info" : target === undefined ? "warning" : "error",
      phrase:
        target !== undefined && worked
          ? say`selector ${selector} leads to ${plainName(target)}, where no key stands any more: signed mail will fail`
          : removed(selector, from, hasOtherKey(owner, scope.head, domain)),
    });
  } else {
    noteKey(selector, from, to, places, note);
  }
  noteTesting(selector, from, to, places, note);
  return true;
}

function stateOf(owner: string, side: Side): Selector {
  const [alias] = side.at(owner, "CNAME");
  if (alias !== undefined) {
    const target = targetOf(alias);
    const here = target === undefined ? undefined : textState(side.at(target, "TXT"));
    if (here !== undefined && here.kind !== "absent") return { ...here, record: alias };
    // A name in a zone that is here, and nothing stands there.
    const known = target === undefined ? undefined : side.lookup(target, "TXT");
    if (known?.length === 0 && side.lookup(target ?? "", "CNAME")?.length === 0) return { kind: "absent" };
    return { kind: "alias", target: target ?? canonicalOf(alias) ?? "", record: alias };
  }
  return textState(side.at(owner, "TXT"));
}

function textState(records: readonly DnsRecord[]): Selector {
  const texts = new Map<string, DnsRecord>();
  for (const record of records) if (record.text !== undefined) texts.set(record.text.text, record);
  const [record] = texts.values();
  if (record?.text === undefined) return { kind: "absent" };
  const { text } = record.text;
  if ([...texts.keys()].some((one) => record.text?.hasHoles || one.includes(HOLE)))
    return { kind: "unknown", text, record };
  if (texts.size > 1)
    return { kind: "broken", text: [...texts.keys()].sort(compareText).join(" | "), record };
  const dkim = record.text.read(parseDkim);
  const use = dkimUse(dkim);
  const key = dkim.key === undefined ? undefined : keyFingerprint(dkim.key);
  if (use.kind === "revoked") return { kind: "revoked", dkim, record };
  if (use.kind !== "usable" || key === undefined) {
    const reading = dkim.key?.reading;
    const isSmall = reading?.kind === "rsa" && reading.bits < FEWEST_BITS;
    return { kind: "broken", text, bits: isSmall ? reading.bits : undefined, record };
  }
  const { kind: algorithm } = use.key;
  return algorithm === "rsa"
    ? { kind: "key", key, shown: `RSA ${use.key.bits}`, bits: use.key.bits, algorithm, dkim, record }
    : { kind: "key", key, shown: "Ed25519", bits: 256, algorithm, dkim, record };
}

function shownState(state: Selector): string | undefined {
  switch (state.kind) {
    case "absent":
      return undefined;
    case "key":
      return `${state.shown}, key ${state.key.slice(0, 8)}`;
    case "revoked":
      return "revoked";
    case "broken":
      return state.bits === undefined ? "no usable key" : `RSA ${state.bits}, too small`;
    case "alias":
      return `CNAME ${state.target}`;
    case "unknown":
      return "not known here";
  }
}

function added(selector: string, to: Selector): Phrase {
  if (to.kind === "key") return say`selector ${selector} was added: ${to.shown}`;
  if (to.kind === "alias")
    return say`selector ${selector} was added; its key is published at ${plainName(to.target)}, outside this repository`;
  if (to.kind === "broken" && to.bits !== undefined)
    return say`selector ${selector} was added: RSA ${String(to.bits)}, too small for verifiers: signatures with it fail`;
  if (to.kind === "broken")
    return say`selector ${selector} was added, but verifiers find no key there that they can use`;
  if (to.kind === "revoked") return say`selector ${selector} was added as revoked`;
  return say`selector ${selector} was added; its key is not known here`;
}

function removed(selector: string, from: Selector, others: boolean): Phrase {
  if (from.kind === "revoked") return say`selector ${selector}, which was revoked, is gone`;
  if (from.kind === "broken")
    return say`selector ${selector}, which held no key that verifiers can use, is gone`;
  const rest = others
    ? "mail still in flight with it will fail"
    : "no other selector of this domain is known here: signed mail will fail";
  return say`selector ${selector} was removed: ${[rest]}`;
}

/** Whether the domain has another selector with a key in the files of this side. */
function hasOtherKey(owner: string, side: Side, domain: string): boolean {
  const tail = `${SEPARATOR}${domain}`;
  for (const { document } of side.files) {
    for (const record of document.records()) {
      if (record.type !== "TXT" && record.type !== "CNAME") continue;
      if (record.owner !== undefined && record.owner !== owner && record.owner.endsWith(tail)) return true;
    }
  }
  return false;
}

type Present = Exclude<Selector, { readonly kind: "absent" }>;
type Places = Omit<Noted, "kind" | "severity" | "phrase">;

function noteKey(selector: string, from: Present, to: Present, places: Places, note: Note): void {
  const changed = (phrase: Phrase, severity: ChangeSeverity) =>
    note({ ...places, kind: "dkim-key-changed", severity, phrase });
  if (to.kind === "revoked") {
    if (from.kind === "revoked") return;
    note({
      ...places,
      kind: "dkim-key-revoked",
      severity: "warning",
      phrase: say`the key of selector ${selector} was revoked: signatures with it fail`,
    });
    return;
  }
  if (to.kind === "unknown" || from.kind === "unknown") {
    const same = to.kind === from.kind && saysTheSame(from.record, to.record);
    if (!same) changed(say`selector ${selector} changed, and its key is not known here`, "warning");
    return;
  }
  if (to.kind === "broken") {
    if (from.kind === "key" && to.bits !== undefined && to.bits < from.bits)
      note({
        ...places,
        kind: "dkim-key-shrunk",
        severity: "error",
        phrase: say`${selector}: ${from.shown} became ${String(to.bits)}, too small for verifiers: signatures with it fail`,
      });
    else if (from.kind === "broken") noteBroken(selector, from.text, to.text, places, note);
    else
      changed(
        say`selector ${selector} no longer holds a key that verifiers can use: signatures with it fail`,
        "error",
      );
    return;
  }
  if (to.kind === "alias") {
    if (from.kind === "alias" && from.target === to.target) return;
    changed(
      say`the key of selector ${selector} is now published at ${plainName(to.target)}, outside this repository`,
      "warning",
    );
    return;
  }
  if (from.kind !== "key") {
    changed(
      say`selector ${selector} holds a key now: ${to.shown}`,
      from.kind === "alias" ? "warning" : "info",
    );
    return;
  }
  if (from.key === to.key) {
    noteTags(from.dkim, to.dkim, selector, places, note);
    return;
  }
  if (from.algorithm === to.algorithm && to.bits < from.bits) {
    note({
      ...places,
      kind: "dkim-key-shrunk",
      severity: "error",
      phrase: say`${selector}: ${from.shown} became ${String(to.bits)}`,
    });
    return;
  }
  const sizes = from.shown === to.shown ? "" : `, ${from.shown} became ${to.shown}`;
  changed(say`same selector (${selector}), new key${[sizes]}: mail in flight will fail`, "warning");
}

/** Says that a text that is no key became another one. */
function noteBroken(selector: string, before: string, after: string, places: Places, note: Note): void {
  if (before === after) return;
  const phrase = say`selector ${selector} changed; verifiers found no key there that they can use, and find none now`;
  note({ ...otherRecord(places, before, after), phrase });
}

function otherRecord(places: Places, before: string, after: string) {
  return { ...places, kind: "record-changed", severity: "info", before, after } as const;
}

/** What else a key record says: which hashes, which services, whether for the domain alone. */
function noteTags(from: DkimRecord, to: DkimRecord, selector: string, places: Places, note: Note): void {
  const change = tagChange(tagsOf(from), tagsOf(to));
  if (change === undefined) return;
  const effect =
    from.strict === to.strict
      ? ""
      : to.strict
        ? "; a signature in the name of a subdomain no longer counts"
        : "; a signature in the name of a subdomain counts, too";
  const phrase = [...say`selector ${selector}: `, ...change.phrase, ...(effect === "" ? [] : [effect])];
  note({ ...otherRecord(places, change.before, change.after), phrase });
}

function tagsOf({ h, s, strict }: DkimRecord): ReadonlyMap<string, string> {
  const list = (items: readonly { readonly text: string }[] | undefined) =>
    [...new Set(items?.map(({ text }) => text.toLowerCase()) ?? [])].sort(compareText).join(":");
  const [hashes, services] = [list(h?.items), list(s?.items)];
  const tags = new Map<string, string>();
  if (hashes !== "") tags.set("h", hashes);
  if (services !== "" && !services.includes("*")) tags.set("s", services);
  return strict ? tags.set("t", "s") : tags;
}

function noteTesting(selector: string, from: Selector, to: Selector, places: Places, note: Note): void {
  if (to.kind !== "key") return;
  const was = from.kind === "key" && from.dkim.testing;
  const is = to.dkim.testing;
  if (was === is) return;
  const phrase = is
    ? say`selector ${selector} is in testing (${"t=y"}): mail that fails counts as unsigned`
    : say`selector ${selector} is no longer in testing`;
  note({
    ...places,
    kind: "dkim-testing",
    severity: is ? "warning" : "info",
    phrase,
    before: was ? "t=y" : "",
    after: is ? "t=y" : "",
  });
}
