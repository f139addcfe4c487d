import { parentOf } from "../../dns/names.ts";
import type { DnsRecord, Lookup } from "../../dns/record.ts";
import type { PolicyNode, PolicyTerm } from "../../mail/authorize/tree.ts";
import { type Authorization, authorize, type PolicyError, type TermShare } from "../../mail/authorize.ts";
import { hasWildcard } from "../../mail/facts.ts";
import { MOST_LOOKUPS } from "../../mail/host/evaluate.ts";
import { type IpSet, isEmpty, sameSet, union, wholeSet } from "../../mail/networks/sets.ts";
import { networksOf } from "../../mail/networks/text.ts";
import { countWords } from "../../mail/networks/words.ts";
import { parseSpf, type Qualifier, type SpfRecord } from "../../mail/spf.ts";
import { code, plainName } from "../markdown.ts";

const MOST_NETWORKS = 4;
const MOST_TERMS = 24;
// Nobody can register it (RFC 6761 section 6.4).
const NAMELESS = "nameless.invalid.";

const EVERYONE_ELSE: Readonly<Record<string, string>> = {
  pass: "✓ everyone else too: **anybody may send as this domain** (`+all`)",
  fail: "✗ everyone else: rejected (`-all`)",
  softfail: "✗ everyone else: soft fail, usually delivered and marked (`~all`)",
  neutral: "· everyone else: no statement, as if there were no SPF",
  permerror: "✗ everyone else: permerror, which is no pass",
};
const NOBODY_ELSE = "· everyone else: nobody, the terms before name every address";

/** Who may send as the owner of an SPF record, as far as the workspace tells (RFC 7208). */
export function explainSpf(record: DnsRecord, lookup: Lookup): string {
  const { owner, text } = record;
  if (text === undefined) return "";
  const spf = parseSpf(text);
  const name = owner === undefined ? "this domain" : plainName(owner);
  if (spf.recognized === false) {
    return `**Receivers do not see this as an SPF record of ${name}**\n\nAs it stands, ${name} has no SPF here: anybody can send as it unnoticed. The record must begin with exactly ${code("v=spf1")} and a space. RFC 7208 4.5`;
  }
  if (spf.permerror === true) return explainBroken(spf);
  if (spf.recognized === undefined) return `**The SPF record of ${name}**\n\nPart of it is not known here.`;
  if (record.type === "SPF")
    return `**Receivers do not read this record: ${name} has no SPF by it**\n\nThey look at TXT records only; the type SPF was given up. RFC 7208 3.1`;
  const policy = policyOf(record, lookup);
  if (policy.tree.status !== "record" && policy.tree.status !== "multiple") {
    return `**Receivers do not find this SPF record of ${name}**\n\nNo mail address can name its owner, or the DNS takes the name from elsewhere: what it says counts for nobody. RFC 7208 4.4`;
  }
  if (policy.tree.status === "multiple") {
    return `**None of the SPF records of ${name} counts** (permerror)\n\nA name may have one SPF record only. RFC 7208 4.5`;
  }
  const whole = ([4, 6] as const).every((family) =>
    isEveryone(policy.families[family].buckets.permerror.certain),
  );
  if (whole) {
    const headline = `**Nobody passes SPF as ${name}: receivers answer permerror, whoever sends**`;
    return [headline, ...termLines(policy, lookup), last(policy)].join("\n\n");
  }
  const lines = [...termLines(policy, lookup), ...everyoneElse(policy)];
  return [headlineOf(policy, name), ...lines, last(policy)].join("\n\n");
}

/** What the record comes to: anybody, nobody, or those that are listed. */
function headlineOf(policy: Authorization, name: string): string {
  const families = ([4, 6] as const).map((family) => policy.families[family]);
  const passing = families.map(({ buckets }) => union(buckets.pass.certain, buckets.pass.conditional));
  if (passing.every(isEveryone)) return `**Anybody may send mail as ${name}**`;
  const isKnown = policy.opaque.length === 0 && policy.unknown.length === 0;
  if (!isKnown || !passing.every(isEmpty)) return `**Who may send mail as ${name}**`;
  return families.every(({ buckets }) => isEveryone(buckets.neutral.certain))
    ? `**The record says nothing about who may send mail as ${name}**`
    : `**Nobody may send mail as ${name}**`;
}

/** What the record authorizes, as far as the workspace tells. */
export function policyOf(record: DnsRecord, lookup: Lookup): Authorization {
  return record.owner === undefined ? policyOfNameless(record, lookup) : authorize(record.owner, lookup);
}

// A document that does not say whose it is: what its record names can be said all the same, its own hosts cannot.
function policyOfNameless(record: DnsRecord, lookup: Lookup): Authorization {
  return authorize(NAMELESS, (name, type) => {
    if (name !== NAMELESS) return lookup(name, type);
    return type === "TXT" ? [record] : undefined;
  });
}

function explainBroken(spf: SpfRecord): string {
  const wrong = spf.terms.find((term) => term.problems.length > 0);
  const shown =
    wrong === undefined
      ? ""
      : `${code(spf.source.text.slice(wrong.span.start, wrong.span.end))} is a syntax error, so `;
  return `**This record is broken: receivers ignore it** (permerror)\n\n${shown}nothing in this record authorizes anyone, including the parts that are right. RFC 7208 4.6`;
}

function termLines(policy: Authorization, lookup: Lookup): readonly string[] {
  const terms = policy.tree.terms;
  const lines: string[] = [];
  for (const term of terms.slice(0, MOST_TERMS)) {
    if (term.term.kind === "all" || term.term.kind === "exp" || term.term.kind === "modifier") continue;
    lines.push(termLine(term, policy, lookup));
  }
  if (terms.length > MOST_TERMS) lines.push(`… and ${terms.length - MOST_TERMS} terms more`);
  return lines;
}

function everyoneElse({ families, tree }: Authorization): readonly string[] {
  const says = ([4, 6] as const).map((family) => {
    const verdict = families[family].everyoneElse;
    // Without `+all` it is a term before that leaves nobody else.
    const isAll = verdict !== "pass" || endsInAll(tree);
    return (isAll ? EVERYONE_ELSE[verdict] : NOBODY_ELSE) ?? "· everyone else: not known here";
  });
  const [four = "", six = ""] = says;
  if (four === six) return [four];
  return [
    four.replace("everyone else", "everyone else by IPv4"),
    six.replace("everyone else", "everyone else by IPv6"),
  ];
}

function endsInAll({ terms }: PolicyNode): boolean {
  const last = terms.at(-1);
  return (
    (last?.term.kind === "all" && last.term.qualifier === "+") ||
    (last?.child !== undefined && endsInAll(last.child))
  );
}

function isEveryone(set: IpSet): boolean {
  return sameSet(set, wholeSet(set.family));
}

function termLine(part: PolicyTerm, policy: Authorization, lookup: Lookup): string {
  const shares = sharesOf(part, policy);
  const mark =
    "qualifier" in part.term
      ? part.term.qualifier === "+"
        ? "✓"
        : part.term.qualifier === "?"
          ? "·"
          : "✗"
      : part.term.kind === "unknown"
        ? "·"
        : "→";
  const sets = shares.map(({ adds }) => adds).filter((set) => !isEmpty(set));
  const unsure = why(part, policy, lookup);
  const written = code(part.text);
  const fault = faultLine(part, policy, sets.length === 0);
  if (fault !== undefined) return `✗ ${written}: ${fault}`;
  const ends = part.term.kind === "redirect" ? redirectLine(part, policy) : undefined;
  if (ends !== undefined) return ends;
  const fate = fateOf(part, policy);
  if (fate !== undefined) return `· ${written}: ${fate}`;
  const who = part.sender === undefined ? "" : `${part.sender.shown} · `;
  if (sets.length > 0 && (part.term.kind === "ip4" || part.term.kind === "ip6"))
    return `${mark} ${written} (${countWords(sets)}${adds(shares)})${verdictOf(part)}`;
  if (sets.length === 0) {
    const nobody = unsure === "" && part.term.kind !== "redirect";
    return `${nobody ? "·" : mark} ${who}${written}${nobody ? ": matches nobody" : `${unsure}${verdictOf(part)}`}`;
  }
  return `${mark} ${who}${written}: ${named(sets)} (${countWords(sets)})${unsure}${verdictOf(part)}`;
}

/** What becomes of those whom a term names, where they do not pass. */
function verdictOf({ term }: PolicyTerm): string {
  const says = "qualifier" in term ? REFUSED[term.qualifier] : undefined;
  return says === undefined ? "" : `: ${says}`;
}

const REFUSED: Readonly<Partial<Record<Qualifier, string>>> = {
  "-": "rejected",
  "~": "soft fail, usually delivered and marked",
  "?": "no statement, as if there were no SPF",
};

/** Why nothing can be said of whom a term matches. */
export function fateOf(part: PolicyTerm, policy: Authorization): string | undefined {
  if (sharesOf(part, policy).length > 0 && !isPassedOver(part, policy)) return undefined;
  return "never reached, receivers stop before it";
}

/** What is wrong with a term at which receivers stop. */
function faultLine(part: PolicyTerm, policy: Authorization, isAll: boolean): string | undefined {
  if (policy.lookups.count > MOST_LOOKUPS) return undefined;
  for (const { cause, verdict, term, path, affected } of policy.errors) {
    const isOwn = path.length === 1 && term !== undefined && sameTerm(term, part.term);
    const isBelow = path.length > 1 && path[1] === part.target;
    if (!isOwn && !isBelow) continue;
    // Of a term that lets somebody pass, that is said; what becomes of the others stands at the end.
    if (!isAll && cause !== "lookups") return undefined;
    const says = (isOwn ? FAULTS : FAULTS_BELOW)[cause];
    const to = isEmpty(affected[4])
      ? " to senders on IPv6"
      : isEmpty(affected[6])
        ? " to senders on IPv4"
        : "";
    return `${says} (${verdict}${to})`;
  }
  return undefined;
}

const FAULTS: Readonly<Record<PolicyError["cause"], string>> = {
  syntax: "it is a syntax error",
  multiple: "more than one SPF record is there",
  "no-record": "no SPF record is there",
  lookups: "it leads back here, and receivers stop at the lookup limit",
  voids: "the third lookup in vain, at which receivers stop",
  "too-many-mx": "more than ten mail hosts are there, and receivers stop",
  timeout: "the lookup leads in a circle",
};

const FAULTS_BELOW: typeof FAULTS = {
  ...FAULTS,
  syntax: "the record there is broken",
  "no-record": "it leads to a name without an SPF record",
  voids: "it leads to the third lookup in vain, at which receivers stop",
  "too-many-mx": "it leads to a name with more than ten mail hosts",
  timeout: "it leads to a lookup in a circle",
};

// A redirect has no share of its own: the terms of the record that it leads to have them (RFC 7208 section 6.1).
function redirectLine(part: PolicyTerm, policy: Authorization): string | undefined {
  const { child, target } = part;
  if (child?.status !== "record" || child.spf?.permerror !== false || target === undefined) return undefined;
  const sets = ([4, 6] as const).flatMap((family) =>
    policy.families[family].terms
      .filter(
        ({ domain, term, verdict }) =>
          verdict === "pass" && term.kind !== "all" && domain !== policy.tree.domain,
      )
      .map(({ addsNew }) => addsNew)
      .filter((set) => !isEmpty(set)),
  );
  const who = part.sender === undefined ? "" : `${part.sender.shown} · `;
  const passing =
    sets.length === 0 ? "no address that is known here passes by it" : `${named(sets)} (${countWords(sets)})`;
  return `→ ${who}${code(part.text)}: for everyone else the record of ${plainName(target)} decides: ${passing}`;
}

// A network of a family whose senders get an error before it is asked.
function isPassedOver({ term }: PolicyTerm, { families }: Authorization): boolean {
  const family = term.kind === "ip4" ? 4 : term.kind === "ip6" ? 6 : undefined;
  return family !== undefined && !families[family].terms.some((share) => sameTerm(share.term, term));
}

/** What a term of the record itself does, for either family. */
export function sharesOf(part: PolicyTerm, policy: Authorization): readonly TermShare[] {
  return ([4, 6] as const).flatMap((family) => {
    const share = policy.families[family].terms.find(
      ({ term }) => term === part.term || sameTerm(term, part.term),
    );
    return share === undefined ? [] : [share];
  });
}

function sameTerm(a: TermShare["term"], b: TermShare["term"]): boolean {
  return a.kind === b.kind && a.span.start === b.span.start && a.span.end === b.span.end;
}

// A network that earlier terms hold already adds nothing.
function adds(shares: readonly TermShare[]): string {
  const fresh = shares.map(({ addsNew }) => addsNew).filter((set) => !isEmpty(set));
  if (fresh.length === 0) return "; adds nothing that an earlier term had not";
  return shares.every((share) => sameSet(share.adds, share.addsNew))
    ? ""
    : `; ${countWords(fresh)} that no earlier term had`;
}

/** Why nobody here can tell whom a term matches. */
export function why(part: PolicyTerm, policy: Authorization, lookup: Lookup): string {
  switch (sharesOf(part, policy).find(({ opaque }) => opaque !== undefined)?.opaque) {
    case "external":
      return mayBeMade(part, policy, lookup)
        ? " (a wildcard may answer for it: not counted)"
        : " (outside this workspace: not counted)";
    case "message":
      return " (depends on the message)";
    case "ptr":
      return " (depends on the sender's reverse name)";
    case "hole":
      return " (part of it is not known here)";
    default:
      return "";
  }
}

/** Whether what a term asks for is not known because a wildcard stands above it (RFC 4592). */
function mayBeMade(part: PolicyTerm, { opaque }: Authorization, lookup: Lookup): boolean {
  const names = opaque
    .filter(({ term, path }) =>
      path.length === 1 ? sameTerm(term, part.term) : part.target !== undefined && path[1] === part.target,
    )
    .flatMap((one) => one.names);
  return names.length > 0 && names.every((name) => isBelowWildcard(name, lookup));
}

function isBelowWildcard(name: string, lookup: Lookup): boolean {
  for (let at = parentOf(name); at !== undefined && at !== "."; at = parentOf(at)) {
    if (hasWildcard(at, lookup)) return true;
    if ((lookup(at, "NS")?.length ?? 0) > 0) return false;
  }
  return false;
}

/** The first networks of some sets. */
export function named(sets: readonly IpSet[]): string {
  const networks = sets.flatMap((set) => networksOf(set, MOST_NETWORKS + 1));
  const shown = networks.slice(0, MOST_NETWORKS).map(({ text }) => code(text));
  return networks.length > MOST_NETWORKS ? `${shown.join(", ")} …` : shown.join(", ");
}

function last(policy: Authorization): string {
  const { count, exact } = policy.lookups;
  const over = count > 10 ? " **too many: receivers stop at 10 (permerror)**" : "";
  const voids = Math.max(policy.families[4].voids, policy.families[6].voids);
  return `${exact ? "" : "at least "}${count} of 10 lookups${over} · ${voids} of 2 void · SPF, RFC 7208`;
}
