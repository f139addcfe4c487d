import type { Lookup } from "../dns/record.ts";
import { type Authorization, authorize, type PolicyError } from "../mail/authorize.ts";
import { MOST_LOOKUPS } from "../mail/host/evaluate.ts";
import { isEmpty } from "../mail/networks/sets.ts";
import { countWords } from "../mail/networks/words.ts";
import { sendersAs, sendersIn } from "../mail/reports/senders.ts";
import type { Note } from "./change.ts";
import { handedAwayAt } from "./cuts.ts";
import { type Phrase, say } from "./phrase.ts";
import { saysTheSame } from "./rdata.ts";
import { fileWith, type Scope, type Side } from "./snapshot.ts";
import { everyoneElse, noteEveryoneElse } from "./spf/all.ts";
import { noteExplanation } from "./spf/explanation.ts";
import { noteLimits } from "./spf/limits.ts";
import {
  evidencePhrase,
  FAMILIES,
  noteNetworks,
  noteOpaque,
  noteOpaqueRefusals,
  passing,
  weightOf,
} from "./spf/networks.ts";
import { noteOrder } from "./spf/order.ts";
import { noteRefusals } from "./spf/refusals.ts";

/** Says what a change means for the mail of a name that has an SPF record on either side. */
export function reviewSpf(owner: string, scope: Scope, note: Note): void {
  const base = policyOf(owner, scope.base, scope.head, "base");
  const head = policyOf(owner, scope.head, scope.base, "head");
  if (isHidden(base) || isHidden(head)) {
    noteHidden(owner, base, head, scope, note);
    return;
  }
  const places = { owner, base: base.record, head: head.record };
  const broken = { base: breakOf(base), head: breakOf(head) };
  if (broken.head !== undefined) {
    const passed = FAMILIES.map((family) => passing(base, family));
    const evidence = sendersIn(sendersAs(owner, "envelope", scope.reports), passed);
    if (broken.base === undefined)
      note({
        ...places,
        kind: "spf-broken",
        severity: "error",
        phrase: [...why(broken.head, base), ...evidencePhrase(evidence, "fail")],
        evidence,
        ...lookedUp(base, head),
      });
    return;
  }
  if (broken.base !== undefined) {
    const allowed = FAMILIES.map((family) => passing(head, family)).filter((set) => !isEmpty(set));
    // Nobody passed before, whatever the record said.
    if (everyoneElse(head.tree) === "pass")
      note({
        ...places,
        kind: "spf-all-weakened",
        severity: "error",
        phrase: say`the SPF record works again and ends in ${"+all"}: anybody may send`,
        after: "+all",
      });
    note({
      ...places,
      kind: "spf-repaired",
      severity: weightOf(allowed),
      phrase: repaired(head),
      ...lookedUp(base, head),
    });
    return;
  }
  let said = false;
  const tell: Note = (noted) => {
    said = true;
    note(noted);
  };
  noteEveryoneElse(owner, base, head, scope, tell);
  noteLookups(owner, base, head, tell);
  noteLimits(owner, base, head, tell);
  noteNetworks(owner, base, head, scope, tell);
  noteOpaque(owner, base, head, tell);
  noteOpaqueRefusals(owner, base, head, tell);
  if (!said) noteOrder(owner, base, head, tell);
  if (!said) noteRefusals(owner, base, head, tell);
  if (!said) noteExplanation(owner, base, head, note);
}

/**
 * The policy on one side. What the other side alone knows is taken from there: an include whose zone has only now come
 * into the repository has not changed by that. What the head side no longer has is gone.
 */
function policyOf(owner: string, side: Side, other: Side, which: "base" | "head"): Authorization {
  const lookup: Lookup = (name, type) => {
    if (name === owner && (type === "TXT" || type === "CNAME")) return side.at(name, type);
    const known = side.lookup(name, type);
    if (known !== undefined) return known;
    // Others answer for it now.
    if (which === "head" && handedAwayAt(name, side) !== undefined) return undefined;
    const there = other.at(name, type);
    // What a side without an SOA cannot deny, the other side can: a zone that moved to Terraform, for one.
    if (there.length === 0) return other.lookup(name, type);
    if (which === "head") return [];
    return there.some(({ uri }) => holds(side, other, uri)) ? [] : there;
  };
  return authorize(owner, lookup);
}

/** Whether the side has the file too, in which the other side has a record. */
function holds(side: Side, other: Side, uri: string): boolean {
  const key = fileWith(other.files, uri)?.key;
  return side.files.some((file) => file.key === key);
}

function isHidden({ tree }: Authorization): boolean {
  return tree.status === "unknown" || (tree.status === "record" && tree.spf?.permerror === undefined);
}

function noteHidden(owner: string, base: Authorization, head: Authorization, scope: Scope, note: Note): void {
  const before = base.record?.text?.text;
  const after = head.record?.text?.text;
  if (saysTheSame(base.record, head.record)) return;
  // What becomes of everybody else is written at the end, whoever the terms before it are.
  if (withoutAll(before) !== before && withoutAll(after) !== after) {
    let said = false;
    noteEveryoneElse(owner, base, head, scope, (noted) => {
      said = true;
      note(noted);
    });
    if (said && withoutAll(before) === withoutAll(after)) return;
  }
  note({
    kind: "record-changed",
    severity: "warning",
    owner,
    subject: "TXT",
    phrase: say`the SPF record changed, and part of it is not known here: who may send now cannot be told`,
    before,
    after,
    base: base.record,
    head: head.record,
  });
}

function withoutAll(text: string | undefined): string | undefined {
  return text?.replace(/ +[+?~-]?all *$/i, "");
}

const BREAKS: Readonly<Partial<Record<PolicyError["cause"], true>>> = {
  syntax: true,
  multiple: true,
  "no-record": true,
  "too-many-mx": true,
};

function breakOf(policy: Authorization): PolicyError | undefined {
  return policy.errors.find(({ cause }) => BREAKS[cause] === true);
}

function lookedUp(base: Authorization, head: Authorization) {
  return { before: base.record?.text?.text, after: head.record?.text?.text };
}

function why({ cause, term, record, path }: PolicyError, base: Authorization): Phrase {
  const text = record?.text?.text;
  const written =
    term === undefined || text === undefined ? undefined : text.slice(term.span.start, term.span.end);
  const where = path.length > 1 ? say`, in the record of ${path.at(-1) ?? ""}` : [];
  const effect = ": receivers treat this as a permanent error, and nobody passes SPF";
  switch (cause) {
    case "syntax":
      return written === undefined
        ? [...say`the SPF record has a syntax error`, ...where, effect]
        : [...say`${written} is a syntax error`, ...where, effect];
    case "multiple":
      return [
        ...say`there are two SPF records`,
        ...(path.length > 1 ? say` at ${path.at(-1) ?? ""}` : []),
        effect,
      ];
    case "no-record":
      return [
        ...say`${written ?? "include"} leads to a name that ${[isOld(written, base) ? "no longer has an" : "has no"]} SPF record`,
        effect,
      ];
    default:
      return [...say`${written ?? "mx"} names more than ten mail hosts`, effect];
  }
}

/** Whether the base side had the term, and was not broken by it. */
function isOld(written: string | undefined, { tree }: Authorization): boolean {
  return written !== undefined && tree.terms.some(({ text }) => text === written);
}

function repaired(head: Authorization): Phrase {
  if (head.tree.status === "none") return say`the broken SPF record is gone; the domain has none now`;
  const sets = FAMILIES.map((family) => passing(head, family)).filter((set) => !isEmpty(set));
  return [
    ...say`the SPF record works again`,
    ...(sets.length === 0 ? [] : [`: ${countWords(sets)} may send`]),
  ];
}

function noteLookups(owner: string, base: Authorization, head: Authorization, note: Note): void {
  const from = base.lookups;
  const to = head.lookups;
  if (to.count <= MOST_LOOKUPS || to.count <= from.count) return;
  const limit = head.errors.find(({ cause }) => cause === "lookups");
  const text = limit?.record?.text?.text;
  const eleventh =
    limit?.term === undefined || text === undefined
      ? undefined
      : text.slice(limit.term.span.start, limit.term.span.end);
  const least = to.exact ? "" : "at least ";
  const who = eleventh === undefined ? "" : say`; from ${eleventh} on`;
  note({
    kind: "spf-lookups",
    severity: "error",
    owner,
    phrase: [
      `${from.count} to ${least}${to.count} of ${MOST_LOOKUPS} lookups`,
      ...(who === "" ? ["; "] : [...who, " "]),
      "receivers stop with a permanent error",
    ],
    before: String(from.count),
    after: String(to.count),
    base: base.record,
    head: head.record,
  });
}
