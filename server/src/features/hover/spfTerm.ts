import type { DnsRecord, Lookup } from "../../dns/record.ts";
import type { PolicyTerm } from "../../mail/authorize/tree.ts";
import type { Authorization, TermShare } from "../../mail/authorize.ts";
import { familyOf } from "../../mail/classify.ts";
import { isEmpty } from "../../mail/networks/sets.ts";
import { countWords } from "../../mail/networks/words.ts";
import { parseSpf, type SpfTerm } from "../../mail/spf.ts";
import { code } from "../markdown.ts";
import { fateOf, named, policyOf, sharesOf, why } from "./spf.ts";
import type { TokenHover } from "./token.ts";

const RESULTS: Readonly<Record<string, string>> = {
  "+": "may send (pass)",
  "-": "may not send (fail)",
  "~": "probably may not send (soft fail: usually delivered and marked)",
  "?": "get no statement (neutral)",
};

/** What one term of an SPF record adds, and what of it no earlier term had; undefined where no term stands at the offset. */
export function explainSpfTerm(record: DnsRecord, offset: number, lookup: Lookup): TokenHover | undefined {
  const { text, owner } = record;
  if (record.type !== "TXT" || text === undefined || familyOf(text.text, owner) !== "spf") return undefined;
  const octet = text.octetAt(offset);
  const spf = parseSpf(text);
  if (octet === undefined || spf.recognized !== true) return undefined;
  const term = spf.terms.find(({ span }) => span.start <= octet && octet < span.end);
  if (term === undefined) return undefined;
  const written = code(text.text.slice(term.span.start, term.span.end));
  const says = term.problems.length > 0 ? BROKEN : meaningOf(term, record, lookup);
  return { markdown: `**${written}** ${says}`, span: text.sourceOf(term.span) };
}

const BROKEN = "is a syntax error: receivers discard the whole record (permerror). RFC 7208 4.6";

function meaningOf(term: SpfTerm, record: DnsRecord, lookup: Lookup): string {
  const policy = policyOf(record, lookup);
  const part = policy.tree.terms.find(
    (other) => other.term.kind === term.kind && other.term.span.start === term.span.start,
  );
  switch (term.kind) {
    case "all":
      return `everyone whom no term before it names: they ${RESULTS[term.qualifier]}. RFC 7208 5.1`;
    case "exp":
      return "names the text that a refused sender is shown. RFC 7208 6.2";
    case "redirect":
      return `whatever ${part?.target === undefined ? "the record named" : code(part.target)} says holds for everyone whom no term here names. RFC 7208 6.1`;
    case "modifier":
      return "is a modifier that receivers ignore. RFC 7208 6";
    case "invalid":
      return BROKEN;
    default:
      return part === undefined
        ? "is never looked at: `all` stands before it. RFC 7208 5.1"
        : matched(part, policy, lookup);
  }
}

const CLAUSES: Readonly<Record<string, string>> = {
  include: "5.2",
  a: "5.3",
  mx: "5.4",
  ptr: "5.5",
  ip4: "5.6",
  ip6: "5.6",
  exists: "5.7",
};

function matched(part: PolicyTerm, policy: Authorization, lookup: Lookup): string {
  const { term } = part;
  const shares = sharesOf(part, policy);
  const sets = shares.map(({ adds }) => adds).filter((set) => !isEmpty(set));
  const unsure = why(part, policy, lookup);
  const result = "qualifier" in term ? RESULTS[term.qualifier] : undefined;
  const who = part.sender === undefined ? "" : `${part.sender.shown}: `;
  const fate = fateOf(part, policy);
  if (fate !== undefined) return `is ${fate}`;
  const isIp = term.kind === "ip4" || term.kind === "ip6";
  const list = isIp || sets.length === 0 ? "" : ` (${named(sets)})`;
  const what =
    sets.length === 0
      ? `${who}${unsure === "" ? "matches nobody" : `whom it matches is not known here${unsure}`}`
      : `${who}${countWords(sets)}${list} ${result}${unsure}`;
  return [what, newIn(shares), costOf(part), `RFC 7208 ${CLAUSES[term.kind] ?? "4.6"}`]
    .filter((said) => said !== "")
    .join(" · ");
}

/** What no earlier term had: nothing to say where all of it is new. */
function newIn(shares: readonly TermShare[]): string {
  const all = shares.filter(({ adds }) => !isEmpty(adds));
  if (all.length === 0) return "";
  const fresh = all.map(({ addsNew }) => addsNew).filter((set) => !isEmpty(set));
  if (fresh.length === 0) return "adds nothing: terms before it name them all";
  const before = countWords(all.map(({ adds }) => adds));
  const now = countWords(fresh);
  return now === before ? "" : `${now} of them are new, the others are named before`;
}

function costOf({ lookups }: PolicyTerm): string {
  if (lookups.count === 0) return "";
  const many = lookups.count === 1 ? "lookup" : "lookups";
  return `costs ${lookups.exact ? "" : "at least "}${lookups.count} ${many}`;
}
