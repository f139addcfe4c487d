import { type Fault, faultRules } from "./faults.ts";

const DOMAIN = "RFC 7208 7.1";
const IP = "RFC 7208 5.6";
const LABELS = "RFC 1035 2.3.4";

const FAULTS: readonly Fault[] = [
  {
    id: "spf-domain-spec-invalid",
    kinds: {
      domain: "is no domain name that SPF accepts",
      nested: "is a term of its own, which no other term takes",
    },
    summary: "A target is no domain name: it has no dot, a numeric top label, or a port.",
    bad: "v=spf1 a:museum -all",
    refs: [DOMAIN, "RFC 7208 12"],
  },
  {
    id: "spf-domain-label-too-long",
    kinds: { "label-length": "has a label of more than 63 octets, or more than 253 in all" },
    summary: "A target is longer than a domain name can be.",
    bad: `v=spf1 a:${"x".repeat(64)}.example.net -all`,
    refs: [LABELS, "RFC 7208 4.8"],
  },
  {
    id: "spf-domain-empty-label",
    kinds: { "empty-label": "has an empty label" },
    summary: "A target has two dots in a row, or begins with a dot.",
    bad: "v=spf1 include:_spf..example.net -all",
    refs: ["RFC 1035 2.3.1", "RFC 7208 4.3"],
  },
  {
    id: "spf-include-url",
    kinds: { url: "is a URL, a path or a mail address, not a domain name" },
    summary: "A target is a URL, a path or a mail address instead of a domain name.",
    bad: "v=spf1 include:https://spf.example.net/ -all",
    refs: [DOMAIN],
  },
  {
    id: "spf-include-is-ip",
    kinds: { "target-is-ip": "is an address, not the name of a domain with an SPF record" },
    summary: "`include`, `redirect` or `exists` has an address for a target.",
    bad: "v=spf1 include:192.0.2.1 -all",
    refs: ["RFC 7208 5.2", DOMAIN],
  },
  {
    id: "spf-a-is-ip",
    kinds: { "host-is-ip": "is an address, not a host name" },
    summary: "`a` or `mx` has an address for a target.",
    bad: "v=spf1 a:192.0.2.1 -all",
    refs: ["RFC 7208 5.3", DOMAIN],
  },
  {
    id: "spf-idn-unicode",
    kinds: { idn: "is an internationalized name, which SPF needs in its `xn--` form" },
    summary: "A target is written with letters beyond ASCII.",
    bad: "v=spf1 include:müller.example.net -all",
    refs: ["RFC 7208 4.3", "RFC 7208 4.8"],
  },
  {
    id: "spf-ip4-invalid",
    kinds: { ip4: "is no IPv4 address" },
    summary: "The argument of `ip4` is no IPv4 address.",
    bad: "v=spf1 ip4:192.0.2 -all",
    refs: [IP, "RFC 7208 12"],
  },
  {
    id: "spf-ip4-prefix-invalid",
    kinds: { "ip4-prefix": "is no prefix length from 0 to 32" },
    summary: "An IPv4 prefix length is not 0 to 32, is empty or begins with a zero.",
    bad: "v=spf1 ip4:192.0.2.0/33 -all",
    refs: [IP, "RFC 7208 12"],
  },
  {
    id: "spf-ip6-invalid",
    kinds: { ip6: "is no IPv6 address" },
    summary: "The argument of `ip6` is no IPv6 address.",
    bad: "v=spf1 ip6:2001:db8:::1 -all",
    refs: [IP, "RFC 4291 2.2"],
  },
  {
    id: "spf-ip6-prefix-invalid",
    kinds: { "ip6-prefix": "is no prefix length from 0 to 128" },
    summary: "An IPv6 prefix length is not 0 to 128, is empty or begins with a zero.",
    bad: "v=spf1 ip6:2001:db8::/129 -all",
    refs: [IP],
  },
  {
    id: "spf-ip-family-mismatch",
    kinds: { family: "is an address of the other family" },
    summary: "An IPv6 address stands under `ip4`, or an IPv4 address under `ip6`.",
    bad: "v=spf1 ip4:2001:db8::1 -all",
    refs: [IP],
  },
  {
    id: "spf-ip-range-syntax",
    kinds: { range: "is a range, where SPF knows only networks" },
    summary: "Addresses are given as a range with a hyphen.",
    bad: "v=spf1 ip4:192.0.2.8-192.0.2.15 -all",
    refs: [IP],
  },
  {
    id: "spf-ip-wildcard",
    kinds: { wildcard: "is a wildcard, where SPF knows only prefix lengths" },
    summary: "An octet of an address is `*` or `x`.",
    bad: "v=spf1 ip4:192.0.2.* -all",
    refs: [IP],
  },
  {
    id: "spf-ip-netmask",
    kinds: { netmask: "is a netmask, where SPF has a prefix length" },
    summary: "A network is given with a netmask instead of a prefix length.",
    bad: "v=spf1 ip4:192.0.2.0/255.255.255.0 -all",
    refs: [IP],
  },
  {
    id: "spf-macro-syntax",
    kinds: { "macro-syntax": "is no macro" },
    summary: "A `%` starts no macro.",
    bad: "v=spf1 exists:%(i).spf.example.net -all",
    refs: [DOMAIN],
  },
  {
    id: "spf-macro-letter",
    kinds: { "macro-letter": "has a letter that stands for nothing" },
    summary: "A macro has a letter that SPF does not define.",
    bad: "v=spf1 exists:%{x}.spf.example.net -all",
    refs: [DOMAIN, "RFC 7208 7.2"],
  },
  {
    id: "spf-macro-exp-only-letter",
    kinds: { "macro-exp-only": "is allowed only in the text of an explanation" },
    summary: "A macro of explanations stands in a term.",
    bad: "v=spf1 exists:%{c}.spf.example.net -all",
    refs: [DOMAIN, "RFC 7208 7.2"],
  },
  {
    id: "spf-macro-zero-digits",
    kinds: { "macro-zero": "keeps zero labels, which is not allowed" },
    summary: "A macro keeps zero parts of its value.",
    bad: "v=spf1 exists:%{i}.%{d0}.spf.example.net -all",
    refs: [DOMAIN, "RFC 7208 7.3"],
  },
  {
    id: "spf-macro-bad-delimiter",
    kinds: { "macro-delimiter": "has a transformer or delimiter that is not allowed there" },
    summary: "A macro has a delimiter outside `. - + , / _ =`, or its parts in the wrong order.",
    bad: "v=spf1 exists:%{ir2}.spf.example.net -all",
    refs: [DOMAIN],
  },
  {
    id: "spf-macro-in-ip",
    kinds: { "macro-in-ip": "is a macro, which addresses do not take" },
    summary: "A macro stands in `ip4` or `ip6`.",
    bad: "v=spf1 ip4:%{i} -all",
    refs: [IP],
  },
];

/** What is wrong with the arguments of terms: names, addresses, macros. */
export const SPF_ARGUMENT_RULES = faultRules(FAULTS);
