import type { DnsRecord, Lookup } from "../../dns/record.ts";
import type { PolicyNode, PolicyTerm } from "../../mail/authorize/tree.ts";
import { type Authorization, authorize, type PolicyError, type TermShare } from "../../mail/authorize.ts";
import { type IpSet, isEmpty, sameSet, wholeSet } from "../../mail/networks/sets.ts";
import { networksOf } from "../../mail/networks/text.ts";
import { countWords } from "../../mail/networks/words.ts";
import { parseSpf, type SpfRecord } from "../../mail/spf.ts";
import { HOLE } from "../../text/mappedText.ts";
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
  const policy = policyOf(record, lookup);
  if (policy.record === undefined || policy.permerror?.cause === "multiple") {
    return `**None of the SPF records of ${name} counts** (permerror)\n\nA name may have one SPF record only. RFC 7208 4.5`;
  }
  const whole = ([4, 6] as const).every((family) =>
    isEveryone(policy.families[family].buckets.permerror.certain),
  );
  const headline = whole
    ? `**Nobody passes SPF as ${name}: receivers answer permerror, whoever sends**`
    : `**Who may send mail as ${name}**`;
  const rest = whole ? [] : everyoneElse(policy);
  return [headline, ...termLines(policy), ...rest, last(policy)].join("\n\n");
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

function termLines(policy: Authorization): readonly string[] {
  const terms = policy.tree.terms;
  const lines: string[] = [];
  for (const term of terms.slice(0, MOST_TERMS)) {
    if (term.term.kind === "all" || term.term.kind === "exp" || term.term.kind === "modifier") continue;
    lines.push(`${termLine(term, policy)}`);
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

function termLine(part: PolicyTerm, policy: Authorization): string {
  const shares = sharesOf(part, policy);
  const mark =
    "qualifier" in part.term
      ? part.term.qualifier === "+"
        ? "✓"
        : part.term.qualifier === "?"
          ? "·"
          : "✗"
      : "→";
  const sets = shares.map(({ adds }) => adds).filter((set) => !isEmpty(set));
  const opaque = shares.find((share) => share.opaque !== undefined)?.opaque;
  const written = code(part.text);
  const fault = policy.errors.find(
    ({ term, path, cause: why }) =>
      (path.length === 1 && term !== undefined && sameTerm(term, part.term)) ||
      (why === "lookups" && path.length > 1 && path[1] === part.target),
  );
  const cause = fault === undefined ? undefined : FAULTS[fault.cause];
  if (cause !== undefined && policy.lookups.count <= MOST_LOOKUPS)
    return `✗ ${written}: ${cause} (permerror)`;
  const ends = part.term.kind === "redirect" ? redirectLine(part, policy) : undefined;
  if (ends !== undefined) return ends;
  if (shares.length === 0 || isPassedOver(part, policy)) {
    // Nothing of a record with a hole is worked out; its terms are reached all the same.
    const fate =
      policy.tree.spf?.permerror === undefined
        ? "what it adds is not worked out, part of the record is not known here"
        : "never reached, receivers stop before it";
    return `· ${written.replaceAll(HOLE, "…")}: ${fate}`;
  }
  const who = part.sender === undefined ? "" : `${part.sender.shown} · `;
  if (part.term.kind === "ip4" || part.term.kind === "ip6")
    return `${mark} ${written} (${countWords(sets)}${adds(shares)})`;
  if (sets.length === 0) {
    const nobody = opaque === undefined && part.term.kind !== "redirect";
    return `${nobody ? "·" : mark} ${who}${written}${nobody ? ": matches nobody" : why(opaque)}`;
  }
  return `${mark} ${who}${written}: ${named(sets)} (${countWords(sets)})${why(opaque)}`;
}

const MOST_LOOKUPS = 10;
/** What is wrong with a term that makes the whole record a permerror. */
const FAULTS: Readonly<Partial<Record<PolicyError["cause"], string>>> = {
  "no-record": "no SPF record is there",
  lookups: "it leads back here, and receivers stop at the lookup limit",
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
export function why(opaque: TermShare["opaque"]): string {
  switch (opaque) {
    case "external":
      return " (outside this workspace: not counted)";
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
