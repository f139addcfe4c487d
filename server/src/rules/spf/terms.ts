import { type Fault, faultRules } from "./faults.ts";

const GRAMMAR = "RFC 7208 4.6.1";

const FAULTS: readonly Fault[] = [
  {
    id: "spf-unknown-mechanism",
    kinds: { "unknown-mechanism": "is no mechanism that SPF knows" },
    summary: "A term is no mechanism that SPF knows.",
    bad: "v=spf1 a:mail.example.net foo:bar -all",
    refs: [GRAMMAR, "RFC 7208 4.6"],
    deletes: true,
  },
  {
    id: "spf-mechanism-typo",
    kinds: { typo: "is a misspelt name" },
    summary: "The name of a mechanism or modifier is misspelt.",
    bad: "v=spf1 inlcude:_spf.example.net -all",
    refs: [GRAMMAR],
  },
  {
    id: "spf-bare-ip",
    kinds: {
      "bare-address": "is an address without `ip4:` or `ip6:`",
      "bare-name": "is a host name without `a:` or `include:`",
    },
    summary: "An address or host name stands without its mechanism.",
    bad: "v=spf1 192.0.2.1 -all",
    refs: [GRAMMAR, "RFC 7208 5.6"],
  },
  {
    id: "spf-mechanism-equals",
    kinds: { equals: "stands where a mechanism has `:`" },
    summary: "A mechanism is written with `=` instead of `:`.",
    bad: "v=spf1 include=_spf.example.net -all",
    refs: ["RFC 7208 6", "RFC 7208 12"],
  },
  {
    id: "spf-modifier-colon",
    kinds: { "modifier-colon": "stands where a modifier has `=`" },
    summary: "A modifier is written with `:` instead of `=`.",
    bad: "v=spf1 redirect:_spf.example.net",
    refs: [GRAMMAR, "RFC 7208 6.1"],
  },
  {
    id: "spf-space-after-colon",
    kinds: { "space-after-colon": "space breaks one term into two" },
    summary: "A space stands beside `:` or `=`.",
    bad: "v=spf1 include: _spf.example.net -all",
    refs: ["RFC 7208 12"],
  },
  {
    id: "spf-comma-or-semicolon-separator",
    kinds: { separator: "does not part SPF terms, a space does" },
    summary: "Terms are parted by a comma or semicolon.",
    bad: "v=spf1 ip4:192.0.2.1,192.0.2.9 -all",
    refs: ["RFC 7208 12"],
  },
  {
    id: "spf-inline-comment",
    kinds: { comment: "is a comment, which SPF does not have" },
    summary: "A comment stands inside the record.",
    bad: "v=spf1 mx -all # office",
    refs: ["RFC 7208 12"],
  },
  {
    id: "spf-glued-all",
    kinds: { "glued-all": "is stuck to the term before it" },
    summary: "A term is written to the end of another one, without a space.",
    bad: "v=spf1 ip4:192.0.2.7~all",
    refs: ["RFC 7208 12"],
  },
  {
    id: "spf-double-qualifier",
    kinds: { "double-qualifier": "does not qualify a term" },
    summary: "A term has two qualifiers, or a space behind its qualifier.",
    bad: "v=spf1 mx - all",
    refs: ["RFC 7208 4.6.2"],
  },
  {
    id: "spf-qualifier-on-modifier",
    kinds: { "qualifier-on-modifier": "cannot stand before a modifier" },
    summary: "A modifier has a qualifier.",
    bad: "v=spf1 -redirect=_spf.example.net",
    refs: [GRAMMAR, "RFC 7208 12"],
  },
  {
    id: "spf-empty-argument",
    kinds: { "empty-argument": "has an empty argument" },
    summary: "The argument of a term is empty.",
    bad: "v=spf1 mx include: -all",
    refs: ["RFC 7208 5", "RFC 7208 6"],
    deletes: true,
  },
  {
    id: "spf-missing-argument",
    kinds: { "missing-argument": "lacks the argument it needs" },
    summary: "A mechanism lacks the argument it needs.",
    bad: "v=spf1 mx include -all",
    refs: ["RFC 7208 5.2", "RFC 7208 5.6", "RFC 7208 5.7"],
    deletes: true,
  },
  {
    id: "spf-all-with-argument",
    kinds: { "all-argument": "cannot follow `all`" },
    summary: "`all` has an argument.",
    bad: "v=spf1 mx -all:example.net",
    refs: ["RFC 7208 5.1"],
  },
  {
    id: "spf-modifier-invalid-name",
    kinds: { "modifier-name": "is no legal modifier" },
    summary: "The name of a modifier is empty or not legal.",
    bad: "v=spf1 mx =x -all",
    refs: ["RFC 7208 12"],
    deletes: true,
  },
  {
    id: "spf-string-boundary-no-space",
    kinds: {
      "string-boundary": "joins two terms: strings are read one after another, without a space between",
    },
    summary: "Two character-strings of the record meet without a space between their terms.",
    bad: '"v=spf1 ip4:192.0.2.1" "ip4:192.0.2.9 -all"',
    good: '"v=spf1 ip4:192.0.2.1" " ip4:192.0.2.9 -all"',
    refs: ["RFC 7208 3.3"],
  },
];

/** Syntax errors of the form of a term. */
export const SPF_TERM_RULES = faultRules(FAULTS);
