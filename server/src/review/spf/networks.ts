import type { Authorization, OpaqueTerm, Verdict } from "../../mail/authorize.ts";
import {
  countOf,
  type Family,
  type IpSet,
  isEmpty,
  sameSet,
  subtract,
  union,
  unionOf,
  wholeSet,
} from "../../mail/networks/sets.ts";
import { networksOf } from "../../mail/networks/text.ts";
import { countWords } from "../../mail/networks/words.ts";
import { type ReportedSender, sendersAs, sendersIn } from "../../mail/reports/senders.ts";
import { type ChangeSeverity, compareText, type Note } from "../change.ts";
import { joinPhrases, listed, type Phrase, plainName, say } from "../phrase.ts";
import type { Scope } from "../snapshot.ts";
import { everyoneElse } from "./all.ts";
import { isLimited } from "./limits.ts";

export const FAMILIES: readonly Family[] = [4, 6];

/** Every address that passes by a term that names it; whoever passes by `all` is everybody. */
export function passing(policy: Authorization, family: Family): IpSet {
  const shares = policy.families[family].terms.filter(
    ({ verdict, term }) => verdict === "pass" && term.kind !== "all",
  );
  return unionOf(
    family,
    shares.map(({ addsNew }) => addsNew),
  );
}

/** Every address that passes because the record ends in `+all`. */
function passingByAll(policy: Authorization, family: Family): IpSet {
  const { terms } = policy.families[family];
  const all = terms.filter(({ verdict, term }) => verdict === "pass" && term.kind === "all");
  return unionOf(
    family,
    all.map(({ addsNew }) => addsNew),
  );
}

/** The addresses that may send after a change and could not before: by family. What fails at the lookup limit alone counts as allowed. */
function newlyPassing(from: Authorization, to: Authorization, family: Family): IpSet {
  const gained = subtract(passing(to, family), union(passing(from, family), passingByAll(from, family)));
  if (isLimited(from, family) && isLimited(to, family)) return gained;
  const limited = from.errors.filter(({ cause }) => cause === "lookups" || cause === "voids");
  return limited.reduce((left, { affected }) => subtract(left, affected[family]), gained);
}

/** Says which addresses may send now, and which no longer. */
export function noteNetworks(
  owner: string,
  base: Authorization,
  head: Authorization,
  scope: Scope,
  note: Note,
): void {
  const places = { owner, base: base.record, head: head.record };
  const gained = FAMILIES.map((family) => newlyPassing(base, head, family)).filter((set) => !isEmpty(set));
  const lost = FAMILIES.map((family) => newlyPassing(head, base, family)).filter((set) => !isEmpty(set));
  if (gained.length > 0) {
    const { phrase, value } = networksPhrase(gained, head, "may now send");
    note({ ...places, kind: "spf-authorized", severity: weightOf(gained), phrase, after: value });
  }
  if (lost.length > 0) {
    const { phrase, value } = networksPhrase(lost, base, "may no longer send");
    const evidence = sendersIn(sendersAs(owner, "envelope", scope.reports), lost);
    const severity = evidence.length > 0 ? "warning" : weightOf(lost);
    const seen = evidencePhrase(evidence, everyoneElse(head.tree));
    note({ ...places, kind: "spf-revoked", severity, phrase: [...phrase, ...seen], before: value, evidence });
  }
}

const MOST_SENDERS = 3;

/** Who is known to have sent and will not pass any more. */
export function evidencePhrase(senders: readonly ReportedSender[], verdict: Verdict): Phrase {
  if (senders.length === 0) return [];
  const fate =
    verdict === "fail" || verdict === "softfail" ? "would now fail SPF" : "would no longer pass SPF";
  const shown = senders.slice(0, MOST_SENDERS).map(({ address, messages, passedSpf }) => {
    const passed = passedSpf === messages ? [] : say`, ${passedSpf} of which passed SPF,`;
    return say`${address} sent ${messages} message${[messages === 1 ? "" : "s"]} in these reports${passed} and ${[fate]}`;
  });
  const rest = senders.slice(MOST_SENDERS).reduce((sum, { messages }) => sum + messages, 0);
  const more = senders.length - shown.length;
  const others = more === 0 ? [] : [say`${more} other address${[more === 1 ? "" : "es"]} sent ${rest} more`];
  return ["; ", ...joinPhrases([...shown, ...others], "; ")];
}

/** @param policy the one in which the networks pass */
function networksPhrase(sets: readonly IpSet[], policy: Authorization, what: string) {
  if (FAMILIES.every((family) => sameSet(passing(policy, family), wholeSet(family)))) {
    return { phrase: [`everyone ${what}`], value: "everyone" };
  }
  const networks = sets.flatMap((set) => networksOf(set, MOST_SHOWN).map(({ text }) => text));
  const phrase = say`${listed(networks, 6)} ${[what]} (${[countWords(sets)]})`;
  return { phrase, value: networks.join(" ") };
}

const MOST_SHOWN = 1000;

/** From /16 (IPv4) or /32 (IPv6) up a change is worth a warning. */
function weightOf(sets: readonly IpSet[]): ChangeSeverity {
  const large = sets.some((set) => countOf(set) >= (set.family === 4 ? 1n << 16n : 1n << 96n));
  return large ? "warning" : "info";
}

/** Says which terms came and went that nobody can see through from here. */
export function noteOpaque(owner: string, base: Authorization, head: Authorization, note: Note): void {
  const before = opaqueOf(base);
  const after = opaqueOf(head);
  for (const [key, term] of after) {
    if (before.has(key)) continue;
    const phrase: Phrase = ["+ ", ...opaquePhrase(term)];
    note({
      kind: "spf-authorized",
      severity: "info",
      owner,
      subject: key,
      phrase,
      after: term.text,
      base: base.record,
      head: head.record,
    });
  }
  for (const [key, term] of before) {
    if (after.has(key)) continue;
    const phrase: Phrase = ["- ", ...opaquePhrase(term)];
    note({
      kind: "spf-revoked",
      severity: "info",
      owner,
      subject: key,
      phrase,
      before: term.text,
      base: base.record,
      head: head.record,
    });
  }
}

/** The terms nobody can see through from here, by what they are about. */
function opaqueOf(policy: Authorization): ReadonlyMap<string, OpaqueTerm> {
  const terms = new Map<string, OpaqueTerm>();
  for (const one of policy.opaque) {
    if (one.reason === "hole" || ("qualifier" in one.term && one.term.qualifier !== "+")) continue;
    // Whose hosts an `mx` means is said where the MX records change; of an include the name counts, however it is written.
    const refers = one.term.kind === "include" || one.term.kind === "redirect";
    const about =
      one.reason === "external" && refers
        ? [...one.names].sort(compareText).join(" ")
        : one.text.toLowerCase().replace(/^\+/, "");
    const key = `${one.term.kind} ${about}`;
    if (!terms.has(key)) terms.set(key, one);
  }
  return terms;
}

const REASONS: Readonly<Record<OpaqueTerm["reason"], string>> = {
  external: "outside this repository",
  message: "depends on the message",
  ptr: "depends on the sender's reverse name",
  hole: "part of it is not known here",
};

/** Terms about hosts: the name may well be here, and an address of it not. */
const OF_HOSTS: ReadonlySet<string> = new Set(["a", "mx"]);

function opaquePhrase({ term, text, reason, sender, path }: OpaqueTerm): Phrase {
  const why =
    reason === "external" && OF_HOSTS.has(term.kind)
      ? "its addresses are not all known here"
      : REASONS[reason];
  const who = sender === undefined ? "" : `${sender.shown}, `;
  const where = path.length > 1 ? say` by way of ${plainName(path.at(-1) ?? "")}` : [];
  return joinPhrases([say`${text}`, [`(${who}${why})`]], " ").concat(where);
}
