import type { SpfProblemKind, SpfTerm } from "../../mail/spf.ts";
import type { Fix, SpfRule } from "../rule.ts";

interface TermFault {
  readonly kinds: readonly SpfProblemKind[];
  readonly id: string;
  readonly summary: string;
  readonly bad: string;
  readonly ref: string;
  /** Completes "`term` ...". */
  readonly says: string;
  fix?(problem: SpfTerm["problems"][number], text: string): Fix;
}

const GOOD = '@ TXT "v=spf1 ip4:192.0.2.0/24 include:_spf.example.net -all"';
const WHY =
  "One syntax error anywhere makes receivers discard the whole record (permerror): it authorizes nobody, and mail that would have passed SPF no longer does.";

// One row per syntax error of a term; each is one rule.
const FAULTS: readonly TermFault[] = [
  {
    kinds: ["unknown-mechanism", "bare-name"],
    id: "spf-unknown-mechanism",
    summary: "A term is no mechanism that SPF knows.",
    bad: '@ TXT "v=spf1 ip4:192.0.2.1 foo:bar -all"',
    ref: "RFC 7208 4.6.1",
    says: "is no SPF mechanism",
  },
  {
    kinds: ["typo"],
    id: "spf-mechanism-typo",
    summary: "A mechanism's name is misspelt.",
    bad: '@ TXT "v=spf1 ipv4:192.0.2.1 -all"',
    ref: "RFC 7208 4.6.1",
    says: "is misspelt",
    fix: (problem) => ({
      title: `Write \`${problem.meant ?? ""}\``,
      safe: false,
      edits: [{ at: problem.span, text: problem.meant ?? "" }],
    }),
  },
  {
    kinds: ["bare-address"],
    id: "spf-bare-ip",
    summary: "An address stands without `ip4:` or `ip6:`.",
    bad: '@ TXT "v=spf1 192.0.2.1 -all"',
    ref: "RFC 7208 5.6",
    says: "is an address without `ip4:` or `ip6:`",
    fix: (problem, text) => {
      const written = `${problem.meant ?? "ip4"}:${text.slice(problem.span.start, problem.span.end)}`;
      return { title: `Write \`${written}\``, safe: false, edits: [{ at: problem.span, text: written }] };
    },
  },
  {
    kinds: ["modifier-colon"],
    id: "spf-modifier-colon",
    summary: "A modifier is written with `:` instead of `=`.",
    bad: '@ TXT "v=spf1 redirect:_spf.example.net"',
    ref: "RFC 7208 6",
    says: "needs `=` here",
    fix: (problem) => ({
      title: "Replace `:` by `=`",
      safe: false,
      edits: [{ at: problem.span, text: "=" }],
    }),
  },
  {
    kinds: ["space-after-colon"],
    id: "spf-space-after-colon",
    summary: "A space stands behind `:` or `=`.",
    bad: '@ TXT "v=spf1 include: _spf.example.net -all"',
    ref: "RFC 7208 4.6.1",
    says: "is a space that breaks one term into two",
    fix: (problem) => ({ title: "Delete the space", safe: false, edits: [{ at: problem.span, text: "" }] }),
  },
  {
    kinds: ["separator"],
    id: "spf-comma-or-semicolon-separator",
    summary: "Terms are parted by a comma or semicolon.",
    bad: '@ TXT "v=spf1 ip4:192.0.2.1; -all"',
    ref: "RFC 7208 4.6.1",
    says: "does not part SPF terms; a space does",
    fix: (problem) => ({ title: "Delete it", safe: false, edits: [{ at: problem.span, text: "" }] }),
  },
  {
    kinds: ["comment"],
    id: "spf-inline-comment",
    summary: "A comment stands inside the record.",
    bad: '@ TXT "v=spf1 ip4:192.0.2.1 -all # office"',
    ref: "RFC 7208 4.6.1",
    says: "is a comment; SPF has none",
  },
  {
    kinds: ["double-qualifier"],
    id: "spf-double-qualifier",
    summary: "A term has two qualifiers, or a space behind its qualifier.",
    bad: '@ TXT "v=spf1 mx - all"',
    ref: "RFC 7208 4.6.1",
    says: "does not qualify a term",
    fix: (problem, text) => {
      const gap = text.slice(problem.span.start, problem.span.end).trim() === "";
      const kept = gap ? "" : text.slice(problem.span.start, problem.span.start + 1);
      return {
        title: gap ? "Delete the space" : `Keep \`${kept}\``,
        safe: false,
        edits: [{ at: problem.span, text: kept }],
      };
    },
  },
  {
    kinds: ["qualifier-on-modifier"],
    id: "spf-qualifier-on-modifier",
    summary: "A modifier has a qualifier.",
    bad: '@ TXT "v=spf1 -redirect=_spf.example.net"',
    ref: "RFC 7208 4.6.1",
    says: "cannot stand before a modifier",
    fix: (problem) => ({
      title: "Delete the qualifier",
      safe: false,
      edits: [{ at: problem.span, text: "" }],
    }),
  },
  {
    kinds: ["empty-argument"],
    id: "spf-empty-argument",
    summary: "A term's argument is empty.",
    bad: '@ TXT "v=spf1 include: "',
    ref: "RFC 7208 4.6.1",
    says: "has an empty argument",
  },
  {
    kinds: ["missing-argument"],
    id: "spf-missing-argument",
    summary: "A mechanism lacks the argument it needs.",
    bad: '@ TXT "v=spf1 include -all"',
    ref: "RFC 7208 5.2",
    says: "needs an argument",
  },
  {
    kinds: ["all-argument"],
    id: "spf-all-with-argument",
    summary: "`all` has an argument.",
    bad: '@ TXT "v=spf1 mx -all:example.net"',
    ref: "RFC 7208 5.1",
    says: "cannot follow `all`",
    fix: (problem) => ({
      title: "Delete the argument",
      safe: false,
      edits: [{ at: problem.span, text: "" }],
    }),
  },
  {
    kinds: ["modifier-name"],
    id: "spf-modifier-invalid-name",
    summary: "A modifier's name is not legal.",
    bad: '@ TXT "v=spf1 mx 1x=y -all"',
    ref: "RFC 7208 12",
    says: "is no legal modifier",
  },
  {
    kinds: ["ip4"],
    id: "spf-ip4-invalid",
    summary: "The argument of `ip4` is no IPv4 address.",
    bad: '@ TXT "v=spf1 ip4:198.51.100.300 -all"',
    ref: "RFC 7208 5.6",
    says: "is not an IPv4 address",
  },
  {
    kinds: ["ip6"],
    id: "spf-ip6-invalid",
    summary: "The argument of `ip6` is no IPv6 address.",
    bad: '@ TXT "v=spf1 ip6:2001:db8::g -all"',
    ref: "RFC 7208 5.6",
    says: "is not an IPv6 address",
  },
  {
    kinds: ["ip4-prefix"],
    id: "spf-ip4-prefix-invalid",
    summary: "An IPv4 prefix length is not 0 to 32.",
    bad: '@ TXT "v=spf1 ip4:192.0.2.0/33 -all"',
    ref: "RFC 7208 5.6",
    says: "is not a prefix length from 0 to 32",
    fix: (problem) => ({
      title: "Delete the prefix length",
      safe: false,
      edits: [{ at: problem.span, text: "" }],
    }),
  },
  {
    kinds: ["ip6-prefix"],
    id: "spf-ip6-prefix-invalid",
    summary: "An IPv6 prefix length is not 0 to 128.",
    bad: '@ TXT "v=spf1 ip6:2001:db8::/129 -all"',
    ref: "RFC 7208 5.6",
    says: "is not a prefix length from 0 to 128",
    fix: (problem) => ({
      title: "Delete the prefix length",
      safe: false,
      edits: [{ at: problem.span, text: "" }],
    }),
  },
  {
    kinds: ["family"],
    id: "spf-ip-family-mismatch",
    summary: "An address of one family stands under the other's mechanism.",
    bad: '@ TXT "v=spf1 ip4:2001:db8::1 -all"',
    ref: "RFC 7208 5.6",
    says: "is an address of the other family",
  },
  {
    kinds: ["macro-in-ip"],
    id: "spf-macro-in-ip",
    summary: "A macro stands in `ip4` or `ip6`.",
    bad: '@ TXT "v=spf1 ip4:%{i} -all"',
    ref: "RFC 7208 5.6",
    says: "is a macro; addresses take none",
  },
  {
    kinds: ["domain"],
    id: "spf-domain-spec-invalid",
    summary: "A target is no domain name.",
    bad: '@ TXT "v=spf1 a:museum -all"',
    ref: "RFC 7208 7.1",
    says: "is not a domain name that SPF accepts",
  },
];

/** The rules about syntax errors in terms, one per row of the table above. */
export const SPF_TERM_RULES: readonly SpfRule[] = FAULTS.map((fault) => ({
  id: fault.id,
  severity: "error",
  scope: "spf",
  docs: { summary: fault.summary, why: WHY, bad: fault.bad, good: GOOD, refs: [fault.ref] },
  check(spf, report) {
    if (spf.recognized !== true) return;
    const { text } = spf.source;
    for (const term of spf.terms) {
      const problem = term.problems[0];
      if (problem === undefined || !fault.kinds.includes(problem.kind)) continue;
      const word = text.slice(problem.span.start, problem.span.end).trim();
      const message = `${word === "" ? "This" : `\`${word}\``} ${fault.says}: receivers discard the whole record (permerror)`;
      const fix = fault.fix?.(problem, text);
      report(problem.span, message, ...(fix === undefined ? [] : [fix]));
    }
  },
}));
