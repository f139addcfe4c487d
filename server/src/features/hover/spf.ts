import type { DnsRecord, Lookup } from "../../dns/record.ts";
import type { PolicyTerm } from "../../mail/authorize/tree.ts";
import { type Authorization, authorize, type TermShare } from "../../mail/authorize.ts";
import { type IpSet, isEmpty } from "../../mail/networks/sets.ts";
import { networksOf } from "../../mail/networks/text.ts";
import { countWords } from "../../mail/networks/words.ts";
import { parseSpf, type SpfRecord } from "../../mail/spf.ts";
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
};

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
  return [`**Who may send mail as ${name}**`, ...termLines(policy), last(policy)].join("\n\n");
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
  const end = EVERYONE_ELSE[policy.families[4].everyoneElse];
  lines.push(end ?? "· everyone else: not known here");
  return lines;
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
  const who = part.sender === undefined ? "" : `${part.sender.shown} · `;
  if (part.term.kind === "ip4" || part.term.kind === "ip6")
    return `${mark} ${written} (${countWords(sets)}${adds(shares)})`;
  if (sets.length === 0) return `${mark} ${who}${written}${why(opaque)}`;
  return `${mark} ${who}${written}: ${named(sets)} (${countWords(sets)})${why(opaque)}`;
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
  return shares.every(({ addsNew }) => isEmpty(addsNew)) ? "; adds nothing that an earlier term had not" : "";
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
