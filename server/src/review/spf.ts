import type { Lookup } from "../dns/record.ts";
import type { PolicyNode } from "../mail/authorize/tree.ts";
import {
  type Authorization,
  authorize,
  type OpaqueTerm,
  type PolicyError,
  type Verdict,
} from "../mail/authorize.ts";
import { RESULTS } from "../mail/host/evaluate.ts";
import {
  countOf,
  type Family,
  type IpSet,
  isEmpty,
  sameSet,
  subtract,
  unionOf,
  wholeSet,
} from "../mail/networks/sets.ts";
import { networksOf } from "../mail/networks/text.ts";
import { countWords } from "../mail/networks/words.ts";
import { type ChangeSeverity, compareText, type Note } from "./change.ts";
import { joinPhrases, listed, type Phrase, plainName, say } from "./phrase.ts";
import type { Scope, Side } from "./snapshot.ts";

/** Receivers stop at ten lookups (RFC 7208 section 4.6.4). */
const MOST_LOOKUPS = 10;

/** Says what a change means for the mail of a name that has an SPF record on either side. */
export function reviewSpf(owner: string, scope: Scope, note: Note): void {
  const base = policyOf(owner, scope.base, scope.head, "base");
  const head = policyOf(owner, scope.head, scope.base, "head");
  if (isHidden(base) || isHidden(head)) {
    noteHidden(owner, base, head, note);
    return;
  }
  const places = { owner, base: base.record, head: head.record };
  const broken = { base: breakOf(base), head: breakOf(head) };
  if (broken.head !== undefined) {
    if (broken.base === undefined)
      note({
        ...places,
        kind: "spf-broken",
        severity: "error",
        phrase: why(broken.head),
        ...lookedUp(base, head),
      });
    return;
  }
  if (broken.base !== undefined) {
    note({ ...places, kind: "spf-repaired", severity: "info", phrase: repaired(head) });
    return;
  }
  noteEveryoneElse(owner, base, head, scope, note);
  noteLookups(owner, base, head, note);
  noteVoids(owner, base, head, note);
  noteNetworks(owner, base, head, note);
  noteOpaque(owner, base, head, note);
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
    const there = other.at(name, type);
    if (there.length === 0) return undefined;
    if (which === "head") return [];
    return there.some(({ uri }) => holds(side, other, uri)) ? [] : there;
  };
  return authorize(owner, lookup);
}

/** Whether the side has the file too, in which the other side has a record. */
function holds(side: Side, other: Side, uri: string): boolean {
  const key = other.files.find(({ document }) => document.uri === uri)?.key;
  return side.files.some((file) => file.key === key);
}

function isHidden({ tree }: Authorization): boolean {
  return tree.status === "unknown" || (tree.status === "record" && tree.spf?.permerror === undefined);
}

function noteHidden(owner: string, base: Authorization, head: Authorization, note: Note): void {
  const before = base.record?.text?.text;
  const after = head.record?.text?.text;
  if (before === after) return;
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

function why({ cause, term, record, path }: PolicyError): Phrase {
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
      return [...say`${written ?? "include"} leads to a name that no longer has an SPF record`, effect];
    default:
      return [...say`${written ?? "mx"} names more than ten mail hosts`, effect];
  }
}

function repaired(head: Authorization): Phrase {
  if (head.tree.status === "none") return say`the broken SPF record is gone; the domain has none now`;
  const sets = FAMILIES.map((family) => passing(head, family)).filter((set) => !isEmpty(set));
  return [
    ...say`the SPF record works again`,
    ...(sets.length === 0 ? [] : [`: ${countWords(sets)} may send`]),
  ];
}

/** What becomes of whoever no term names; the lookup limit left aside. */
function everyoneElse(node: PolicyNode): Verdict {
  if (node.status !== "record") return node.status === "none" ? "none" : "unknown";
  const last = node.terms.at(-1);
  if (last?.term.kind === "all") return RESULTS[last.term.qualifier];
  if (last?.term.kind !== "redirect") return "neutral";
  return last.child === undefined ? "unknown" : everyoneElse(last.child);
}

// How much each leaves to others: the lower, the weaker. Without a record anybody can send unnoticed.
const STRENGTH: Readonly<Partial<Record<Verdict, number>>> = {
  fail: 3,
  softfail: 2,
  neutral: 1,
  none: 0,
  pass: 0,
};
const SHOWN: Readonly<Partial<Record<Verdict, string>>> = {
  fail: "-all",
  softfail: "~all",
  neutral: "?all",
  pass: "+all",
  none: "no SPF record",
};

function noteEveryoneElse(
  owner: string,
  base: Authorization,
  head: Authorization,
  scope: Scope,
  note: Note,
): void {
  const from = everyoneElse(base.tree);
  const to = everyoneElse(head.tree);
  const was = STRENGTH[from];
  const is = STRENGTH[to];
  if (from === to || was === undefined || is === undefined) return;
  const places = { owner, base: base.record, head: head.record };
  // Of an included record nothing counts but whom it lets pass (RFC 7208 section 5.2).
  if (
    (to === "pass" && isIncluded(owner, scope.head)) ||
    (from === "pass" && isIncluded(owner, scope.base))
  ) {
    const gained = to === "pass";
    const phrase = [gained ? "everyone may now send" : "everyone may no longer send"];
    const kind = gained ? "spf-authorized" : "spf-revoked";
    note({ ...places, kind, severity: "warning", phrase, [gained ? "after" : "before"]: "everyone" });
    return;
  }
  const weaker = is < was || (is === was && (to === "pass" || to === "none"));
  const values = { before: SHOWN[from] ?? from, after: SHOWN[to] ?? to };
  const phrase = allPhrase(from, to, values.before, values.after);
  if (!weaker) {
    note({ ...places, ...values, kind: "spf-all-strengthened", severity: "info", phrase });
    return;
  }
  const severity = from === "fail" && to === "softfail" ? "warning" : "error";
  note({ ...places, ...values, kind: "spf-all-weakened", severity, phrase });
}

/** Whether another SPF record of this side includes the one at a name. */
function isIncluded(owner: string, side: Side): boolean {
  const name = plainName(owner);
  for (const { document } of side.files) {
    for (const record of document.records()) {
      if (record.type !== "TXT") continue;
      const text = record.text?.text.toLowerCase() ?? "";
      if (text.startsWith("v=spf1 ") && text.split(/ +/).some((term) => INCLUDE.exec(term)?.[1] === name))
        return true;
    }
  }
  return false;
}

const INCLUDE = /^\+?include:(.+?)\.?$/;

const EFFECT: Readonly<Partial<Record<Verdict, string>>> = {
  fail: "mail from anybody else fails SPF",
  softfail: "mail from anybody else is marked, usually not rejected",
  neutral: "about mail from anybody else SPF says nothing",
  pass: "anybody may send",
};

function allPhrase(from: Verdict, to: Verdict, before: string, after: string): Phrase {
  if (to === "none") return say`the SPF record is gone: anybody can send unnoticed`;
  if (from === "none") return say`an SPF record was added (${after}): ${[EFFECT[to] ?? ""]}`;
  return say`${before} became ${after}: ${[EFFECT[to] ?? ""]}`;
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

/** A third lookup in vain ends in a permanent error, of one family mostly (section 4.6.4). */
function noteVoids(owner: string, base: Authorization, head: Authorization, note: Note): void {
  const of = (policy: Authorization) => policy.errors.find(({ cause }) => cause === "voids");
  const now = of(head);
  if (now === undefined || of(base) !== undefined) return;
  const families = FAMILIES.filter((family) => !isEmpty(now.affected[family])).map(
    (family) => `IPv${family}`,
  );
  note({
    kind: "spf-broken",
    severity: "error",
    owner,
    subject: "voids",
    phrase: say`more than two lookups find nothing: senders by ${[families.join(" and ")]} get a permanent error`,
    base: base.record,
    head: head.record,
  });
}

const FAMILIES: readonly Family[] = [4, 6];

/** Every address that passes by a term that names it; whoever passes by `all` is everybody. */
function passing(policy: Authorization, family: Family): IpSet {
  const shares = policy.families[family].terms.filter(
    ({ verdict, term }) => verdict === "pass" && term.kind !== "all",
  );
  return unionOf(
    family,
    shares.map(({ addsNew }) => addsNew),
  );
}

/** The addresses that may send after a change and could not before: by family. What fails at the lookup limit alone counts as allowed. */
export function newlyPassing(from: Authorization, to: Authorization, family: Family): IpSet {
  const gained = subtract(passing(to, family), passing(from, family));
  const limited = from.errors.filter(({ cause }) => cause === "lookups" || cause === "voids");
  return limited.reduce((left, { affected }) => subtract(left, affected[family]), gained);
}

function noteNetworks(owner: string, base: Authorization, head: Authorization, note: Note): void {
  const places = { owner, base: base.record, head: head.record };
  const gained = FAMILIES.map((family) => newlyPassing(base, head, family)).filter((set) => !isEmpty(set));
  const lost = FAMILIES.map((family) => newlyPassing(head, base, family)).filter((set) => !isEmpty(set));
  if (gained.length > 0) {
    const { phrase, value } = networksPhrase(gained, head, "may now send");
    note({ ...places, kind: "spf-authorized", severity: weightOf(gained), phrase, after: value });
  }
  if (lost.length > 0) {
    const { phrase, value } = networksPhrase(lost, base, "may no longer send");
    note({ ...places, kind: "spf-revoked", severity: weightOf(lost), phrase, before: value });
  }
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

function noteOpaque(owner: string, base: Authorization, head: Authorization, note: Note): void {
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
    const about =
      one.reason === "external"
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

function opaquePhrase({ text, reason, sender, path }: OpaqueTerm): Phrase {
  const who = sender === undefined ? "" : `${sender.shown}, `;
  const where = path.length > 1 ? say` by way of ${plainName(path.at(-1) ?? "")}` : [];
  return joinPhrases([say`${text}`, [`(${who}${REASONS[reason]})`]], " ").concat(where);
}
