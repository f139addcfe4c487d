import type { Authorization, OpaqueTerm, Verdict } from "../../mail/authorize.ts";
import { RESULTS } from "../../mail/host/evaluate.ts";
import {
  countOf,
  type Family,
  type IpSet,
  isEmpty,
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
import { everyoneElse, STRENGTH } from "./all.ts";
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
  const could = union(passing(from, family), passingByAll(from, family));
  // That everybody else may send is said elsewhere; where they could before too, what counts is who was left out.
  const isNews = everyoneElse(from.tree) !== "pass";
  const now = isNews ? passing(to, family) : union(passing(to, family), passingByAll(to, family));
  const gained = subtract(now, could);
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
    const left = FAMILIES.map((family) => outside(union(passing(head, family), passingByAll(head, family))));
    const { phrase, value } = networksPhrase(gained, left, "may now send");
    note({ ...places, kind: "spf-authorized", severity: weightOf(gained), phrase, after: value });
  }
  if (lost.length > 0) {
    const { phrase, value } = networksPhrase(lost, lost.map(outside), "may no longer send");
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

/** @param left by family the addresses of which it is not true, if there are few enough of them to name those instead */
function networksPhrase(sets: readonly IpSet[], left: readonly IpSet[], what: string) {
  if (FAMILIES.every((family) => isMost(sets.find((set) => set.family === family))) && isShorter(left, sets))
    return { phrase: say`everyone${but(left)} ${[what]}`, value: "everyone" };
  const few = sets.filter((set) => !isMost(set) || !isShorter(ofFamily(left, set), [set]));
  const most = sets.filter((set) => !few.includes(set));
  // Last, as what follows "but" goes on to the verb.
  const named = [
    ...(few.length === 0 ? [] : [listed(textsOf(few), 6)]),
    ...most.map((set) => say`every IPv${set.family} address${but(ofFamily(left, set))}`),
  ];
  const phrase = say`${joinPhrases(named, ", ")} ${[what]} (${[countWords(sets)]})`;
  return { phrase, value: textsOf(sets).join(" ") };
}

function ofFamily(sets: readonly IpSet[], { family }: IpSet): readonly IpSet[] {
  return sets.filter((set) => set.family === family);
}

function but(left: readonly IpSet[]): Phrase {
  const texts = textsOf(left);
  return texts.length === 0 ? [] : say` but ${listed(texts, 6)}`;
}

/** Whether those left out are named in fewer words than the others. */
function isShorter(left: readonly IpSet[], sets: readonly IpSet[]): boolean {
  return textsOf(left).length + 1 < textsOf(sets).length;
}

function outside(set: IpSet): IpSet {
  return subtract(wholeSet(set.family), set);
}

function isMost(set: IpSet | undefined): boolean {
  return set !== undefined && countOf(set) > countOf(outside(set));
}

function textsOf(sets: readonly IpSet[]): readonly string[] {
  return sets.flatMap((set) => networksOf(set, MOST_SHOWN).map(({ text }) => text));
}

const MOST_SHOWN = 1000;

/** From /16 (IPv4) or /32 (IPv6) up a change is worth a warning. */
export function weightOf(sets: readonly IpSet[]): ChangeSeverity {
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

/**
 * Says which terms of the record itself came and went that nobody can see through from here and that let nobody pass: what
 * they match gets their answer and not that of everybody else (RFC 7208 section 4.6.2).
 */
export function noteOpaqueRefusals(
  owner: string,
  base: Authorization,
  head: Authorization,
  note: Note,
): void {
  const before = opaqueOf(base, false);
  const after = opaqueOf(head, false);
  const passed = new Set([...opaqueOf(base).keys(), ...opaqueOf(head).keys()]);
  const about = new Map([...before, ...after]);
  for (const [key, term] of about) {
    const was = answerOf(before.get(key), base);
    const is = answerOf(after.get(key), head);
    // A record that was not there before is told as a whole, and who passes on one side alone as that.
    if (
      passed.has(key) ||
      was === is ||
      STRENGTH[was] === undefined ||
      STRENGTH[is] === undefined ||
      was === "none" ||
      is === "none"
    )
      continue;
    const isWeaker = (STRENGTH[is] ?? 0) < (STRENGTH[was] ?? 0);
    note({
      kind: "record-changed",
      severity: isWeaker ? "warning" : "info",
      owner,
      subject: key,
      phrase: say`what ${term.text} matches gets ${is} instead of ${was} (${[REASONS[term.reason]]})`,
      before: before.get(key)?.text ?? "",
      after: after.get(key)?.text ?? "",
      base: base.record,
      head: head.record,
    });
  }
}

function answerOf(term: OpaqueTerm | undefined, policy: Authorization): Verdict {
  return term !== undefined && "qualifier" in term.term
    ? RESULTS[term.term.qualifier]
    : everyoneElse(policy.tree);
}

/** The terms nobody can see through from here, by what they are about: those that let pass, or those of the record itself that do not. */
function opaqueOf(policy: Authorization, passes = true): ReadonlyMap<string, OpaqueTerm> {
  const terms = new Map<string, OpaqueTerm>();
  for (const one of policy.opaque) {
    const isPass = !("qualifier" in one.term) || one.term.qualifier === "+";
    if (one.reason === "hole" || isPass !== passes || (!passes && one.path.length > 1)) continue;
    // Whose hosts an `mx` means is said where the MX records change; of an include the name counts, however it is written.
    const refers = one.term.kind === "include" || one.term.kind === "redirect";
    const about =
      one.reason === "external" && refers
        ? [...one.names].sort(compareText).join(" ")
        : one.text.toLowerCase().replace(/^[-+~?]/, "");
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
