import { isAtOrBelow, labelsOf, parentOf } from "../dns/names.ts";
import type { DnsRecord } from "../dns/record.ts";
import { type DmarcRecord, isUnrelated, type Policy, parseDmarc, repeatedDecision } from "../mail/dmarc.ts";
import { psdOf, stepsFrom } from "../mail/dmarcPolicy.ts";
import type { Tag } from "../mail/tags.ts";
import { HOLE } from "../text/mappedText.ts";
import { type ChangePlace, compareText, type Note } from "./change.ts";
import { noteRest, noteSilence } from "./dmarcRest.ts";
import { EFFECT, effectOf, type Step, stepsOf, stepsPhrase, values } from "./dmarcSteps.ts";
import { listed, type Phrase, plainName, say } from "./phrase.ts";
import { saysTheSame, targetOf } from "./rdata.ts";
import type { Scope, Side } from "./snapshot.ts";

const PREFIX = "_dmarc.";

/** What receivers do with mail of a domain that fails DMARC (RFC 9989 section 4.7), defaults filled in. */
export interface Posture {
  readonly p: Policy;
  readonly sp: Policy;
  readonly np: Policy;
  /** `t=y`: one level less than the policy says. */
  readonly testing: boolean;
  readonly strictDkim: boolean;
  readonly strictSpf: boolean;
  readonly record: DnsRecord | undefined;
  readonly node: DmarcRecord;
  /** The domain whose record it is, where that is a parent's. */
  readonly from: string | undefined;
}

/** A posture; "none" where no record applies, "unknown" where a part that decides is not known. */
export type Found = Posture | "none" | "unknown";

/** Says what a change at `_dmarc.<domain>` means for the domain's mail. Returns whether that tells all of it. */
export function reviewDmarc(owner: string, scope: Scope, note: Note): boolean {
  const base = ownRecords(owner, scope.base);
  const head = ownRecords(owner, scope.head);
  const domain = domainOf(owner);
  if (base === "unknown" || head === "unknown") return noteElsewhere(owner, scope, note);
  if (base.length === 0 && head.length === 0) return false;
  const from = postureOf(domain, scope.base);
  const to = postureOf(domain, scope.head);
  // Where an alias leads to nothing now, it is what is left.
  const left = scope.head.at(owner, "CNAME")[0];
  const places = { owner: domain, base: base[0]?.record, head: head[0]?.record ?? left };
  if (from === "unknown" || to === "unknown") {
    const [before, after] = [base[0]?.node.source.text, head[0]?.node.source.text];
    if (saysTheSame(base[0]?.record, head[0]?.record)) return true;
    const phrase = say`the DMARC record changed, and part of it is not known here: what becomes of mail that fails cannot be told`;
    note({ ...places, kind: "record-changed", severity: "warning", subject: "dmarc", phrase, before, after });
    return true;
  }
  const unseen = scope.head.at(owner, "TXT").find(isMeantForDmarc);
  const said = notePolicy(places, from, to, head, unseen, note);
  const reports = noteReports(domain, scope, from, to, places, note);
  const silent = noteSilence(places, from, to, note);
  // A record that decides nothing, or nothing else than the parent's, is a record like any other when it comes or goes.
  if (base.length === 0 || head.length === 0 || from === "none" || to === "none")
    return said || reports || silent;
  noteRest(places, base, head, reports || silent ? REPORTS : NOTHING, note);
  return true;
}

/** The tags of which a change has been told. */
const REPORTS: ReadonlySet<string> = new Set(["rua", "ruf"]);
const NOTHING: ReadonlySet<string> = new Set();

/** Whether receivers take a text for a DMARC record, or may. */
export function isDmarcPolicy({ text }: DnsRecord): boolean {
  return text !== undefined && parseDmarc(text).recognized !== false;
}

/** Whether a name is one at which DMARC policies are looked for. */
export function isDmarcOwner(owner: string): boolean {
  return owner.startsWith(PREFIX);
}

export interface Read {
  readonly record: DnsRecord;
  readonly node: DmarcRecord;
}

export interface Places {
  readonly owner: string;
  readonly base: DnsRecord | undefined;
  readonly head: DnsRecord | undefined;
}

/** Whether a text was meant as a DMARC record, though receivers may not see it as one. */
export function isMeantForDmarc({ text }: DnsRecord): boolean {
  return text !== undefined && !isUnrelated(text.read(parseDmarc));
}

/** The domain whose policy a name is for. */
export function domainOf(owner: string): string {
  return owner === PREFIX ? "." : owner.slice(PREFIX.length);
}

/** Says that the policy came to be, or was, kept under a name that is not known here. */
function noteElsewhere(owner: string, { base, head }: Scope, note: Note): boolean {
  const [from] = base.at(owner, "CNAME");
  const [to] = head.at(owner, "CNAME");
  const before = from === undefined ? undefined : targetOf(from);
  const after = to === undefined ? undefined : targetOf(to);
  if (before === after) return false;
  const phrase =
    after === undefined
      ? say`the DMARC record stood at ${plainName(before ?? "")}, outside this repository, and is stated here now: what changed cannot be told`
      : say`the DMARC record is now published at ${plainName(after)}: what becomes of mail that fails cannot be told here`;
  const places = { owner: domainOf(owner), base: from ?? base.at(owner)[0], head: to ?? head.at(owner)[0] };
  note({ ...places, kind: "record-changed", severity: "warning", subject: "dmarc", phrase, before, after });
  return true;
}

/**
 * The records that receivers take for DMARC, or may, an alias followed; the same text twice is one record. "unknown" where
 * the alias leads to a name that is not known here.
 */
function ownRecords(owner: string, side: Side): readonly Read[] | "unknown" {
  const [alias] = side.at(owner, "CNAME");
  const target = alias === undefined ? undefined : targetOf(alias);
  const records = alias === undefined ? side.at(owner, "TXT") : target && side.lookup(target, "TXT");
  if (records === undefined || records === "") return "unknown";
  const read = new Map<string, Read>();
  for (const record of records) {
    if (record.text === undefined) continue;
    const node = parseDmarc(record.text);
    if (node.recognized !== false) read.set(record.text.text, { record, node });
  }
  return [...read.values()];
}

/**
 * The posture of a domain: of its own record, otherwise of its Organizational Domain's, or of the public suffix's above
 * (RFC 9989 sections 4.10.1 and 4.10.2), as far as they are known here.
 */
function postureOf(domain: string, side: Side): Found {
  let above: { readonly at: string; readonly read: Read } | undefined;
  for (const at of stepsFrom(domain)) {
    const found = ownRecords(PREFIX + at, side);
    if (found === "unknown") return "unknown";
    const [first] = found;
    if (first === undefined) continue;
    if (found.some(({ node }) => node.recognized === undefined)) return "unknown";
    // Several records at a name are all discarded (section 4.10).
    if (found.length > 1) continue;
    if (at === domain) return postureFrom(first, undefined);
    const psd = psdOf(first.node);
    // The organization is one label below a suffix; its record is the one found before, if it has one.
    const isBelowSuffix = psd === "y" && above !== undefined && parentOf(above.at) === at;
    if (!isBelowSuffix) above = { at, read: first };
    if (psd !== "u") break;
  }
  return above === undefined ? "none" : postureFrom(above.read, above.at);
}

function postureFrom({ record, node }: Read, parent: string | undefined): Found {
  if (node.applies === "unknown" && isPolicyHidden(node)) return "unknown";
  if (node.applies === "nothing" || node.applies === "ignored") return "none";
  const { p = "none" } = node.applies === "monitor" ? {} : node;
  const sp = node.applies === "monitor" ? p : (node.sp ?? p);
  const np = node.applies === "monitor" ? p : (node.np ?? sp);
  const { testing, strictDkim, strictSpf } = node;
  const rest = { testing, strictDkim, strictSpf, record, node, from: parent };
  return parent === undefined ? { p, sp, np, ...rest } : { p: sp, sp, np, ...rest };
}

/** Whether an unknown part may hold one of the tags that decide. */
function isPolicyHidden({ list, tags }: DmarcRecord): boolean {
  const isPlain = ({ name, value }: Tag) =>
    !name.includes(HOLE) && (!value.includes(HOLE) || /^ru[af]$|^fo$|^ri$|^rf$/i.test(name));
  return (
    tags.get("p") === undefined ||
    !list.segments.every(
      (segment) => segment.kind !== "fragment" && (segment.kind === "empty" || isPlain(segment)),
    )
  );
}

function notePolicy(
  places: Places,
  from: Found,
  to: Found,
  head: readonly Read[],
  unseen: DnsRecord | undefined,
  note: Note,
): boolean {
  if (from === "none" && to === "none") return false;
  if (to === "none") {
    const before = from === "none" || from === "unknown" ? undefined : `p=${from.p}`;
    const phrase =
      head.length === 0 && unseen !== undefined
        ? say`the DMARC record does not begin with ${"v=DMARC1"} any more, and receivers ignore it: forged mail is delivered`
        : gone(head);
    const at = head.length === 0 && unseen !== undefined ? { ...places, head: unseen } : places;
    note({ ...at, kind: "dmarc-weakened", severity: "error", phrase, before });
    return true;
  }
  if (from === "none") {
    const after = to === "unknown" ? undefined : `p=${to.p}`;
    const what = places.base === undefined ? "a DMARC record was added" : "the DMARC record counts now";
    const phrase =
      to === "unknown" || after === undefined ? [what] : say`${[what]}: ${after}; ${[EFFECT[to.p]]}`;
    note({ ...places, kind: "dmarc-strengthened", severity: "info", phrase, after });
    return true;
  }
  if (from === "unknown" || to === "unknown") return false;
  const twice = repeatedDecision(to.node);
  if (twice !== undefined && repeatedDecision(from.node) !== twice) {
    const phrase = say`${twice} stands twice in the DMARC record: receivers differ in which one counts`;
    note({
      ...places,
      kind: "dmarc-weakened",
      severity: "error",
      phrase,
      before: from.node.tags.get(twice)?.value,
    });
    return true;
  }
  const steps = stepsOf(from, to);
  const weaker = steps.filter(({ by }) => by < 0);
  const stronger = steps.filter(({ by }) => by > 0);
  const inherited = to.from === undefined ? [] : say`, as ${plainName(to.from)} says`;
  const place = (list: readonly Step[]) => tagPlace(to, list[0]?.tag) ?? places.head;
  if (weaker.length > 0) {
    const phrase = [...stepsPhrase(weaker), ...inherited, ...effectOf(weaker, to)];
    note({
      ...places,
      head: place(weaker),
      kind: "dmarc-weakened",
      severity: "error",
      phrase,
      ...values(weaker),
    });
  }
  if (stronger.length > 0) {
    const phrase = [...stepsPhrase(stronger), ...inherited, ...effectOf(stronger, to)];
    note({
      ...places,
      head: place(stronger),
      kind: "dmarc-strengthened",
      severity: "info",
      phrase,
      ...values(stronger),
    });
  }
  return steps.length > 0;
}

function gone(head: readonly Read[]): Phrase {
  if (head.length > 1)
    return say`there are ${head.length} DMARC records now, and receivers ignore them all: forged mail is delivered`;
  if (head.length === 1)
    return say`the DMARC record is broken, and receivers ignore it: forged mail is delivered`;
  return say`the DMARC record is gone: forged mail is delivered, and no reports come`;
}

function tagPlace({ record, node, from }: Posture, name: string | undefined): ChangePlace | undefined {
  const tag = name === undefined || from !== undefined ? undefined : node.tags.get(name);
  if (tag === undefined || record === undefined) return undefined;
  const { start, end, uri = record.uri } = node.source.sourceOf(tag.trimmed);
  return { uri, start, end };
}

function noteReports(
  domain: string,
  scope: Scope,
  from: Found,
  to: Found,
  places: Places,
  note: Note,
): boolean {
  if (to === "none" || to === "unknown" || to.from !== undefined) return false;
  const before =
    from === "none" || from === "unknown" ? new Set<string>() : outsideHosts(domain, from, scope.base);
  const added = [...outsideHosts(domain, to, scope.head)]
    .filter((host) => !before.has(host))
    .sort(compareText);
  if (added.length === 0) return false;
  const phrase = say`reports about mail of this domain now go to ${listed(added)}, outside the domain`;
  note({
    ...places,
    kind: "dmarc-reports-to",
    severity: "warning",
    phrase,
    before: [...before].sort(compareText).join(" ") || undefined,
    after: added.join(" "),
  });
  return true;
}

/** Domains outside the organization to which reports go. */
function outsideHosts(domain: string, { node, from }: Posture, side: Side): ReadonlySet<string> {
  const hosts = new Set<string>();
  if (from !== undefined) return hosts;
  const organization = organizationOf(domain, side);
  for (const { host } of [...node.rua, ...node.ruf]) {
    if (host === undefined) continue;
    const name = `${host}.`;
    const isParent = isAtOrBelow(domain, name) && labelsOf(name).length > 1;
    if (!isAtOrBelow(name, organization) && !isParent) hosts.add(host);
  }
  return hosts;
}

/** The highest parent that is known to have a DMARC record (section 4.10.2), otherwise the domain itself. */
function organizationOf(domain: string, side: Side): string {
  let highest = domain;
  for (let at = parentOf(domain); at !== undefined && labelsOf(at).length > 1; at = parentOf(at)) {
    const found = ownRecords(PREFIX + at, side);
    if (found === "unknown" || found.length > 0) highest = at;
  }
  return highest;
}
