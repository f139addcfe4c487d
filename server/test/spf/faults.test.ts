import assert from "node:assert/strict";
import { test } from "node:test";
import { spanOf } from "../../src/rules/finding.ts";
import { findingsOf } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";
import { applyFix } from "../fixing.ts";

// ⟦ and ⟧ mark where the one finding stands; `fixed` is the zone after its first fix. Each row says why.
interface Row {
  readonly id: string;
  readonly rdata: string;
  readonly fixed?: string;
  readonly why: string;
}

const ROWS: readonly Row[] = [
  // Names of mechanisms and modifiers (RFC 7208 section 4.6.1: name, then `:`, `=` or `/`).
  {
    id: "spf-mechanism-typo",
    rdata: '"v=spf1 ⟦inlcude⟧:a.example.net -all"',
    fixed: '"v=spf1 include:a.example.net -all"',
    why: "two letters swapped",
  },
  {
    id: "spf-mechanism-typo",
    rdata: '"v=spf1 ⟦ipv4⟧:192.0.2.1 -all"',
    fixed: '"v=spf1 ip4:192.0.2.1 -all"',
    why: "a name in use elsewhere",
  },
  {
    id: "spf-mechanism-typo",
    rdata: '"v=spf1 mx -⟦al⟧"',
    fixed: '"v=spf1 mx -all"',
    why: "one letter short",
  },
  {
    id: "spf-unknown-mechanism",
    rdata: '"v=spf1 mx ⟦foo:bar⟧ -all"',
    fixed: '"v=spf1 mx -all"',
    why: "like no mechanism",
  },
  {
    id: "spf-mechanism-equals",
    rdata: '"v=spf1 ip4⟦=⟧192.0.2.1 -all"',
    fixed: '"v=spf1 ip4:192.0.2.1 -all"',
    why: "equals wins over typo",
  },
  {
    id: "spf-mechanism-equals",
    rdata: '"v=spf1 -include⟦=⟧a.example.net -all"',
    fixed: '"v=spf1 -include:a.example.net -all"',
    why: "signed: no modifier either",
  },
  {
    id: "spf-modifier-colon",
    rdata: '"v=spf1 mx redirect⟦:⟧a.example.net"',
    fixed: '"v=spf1 mx redirect=a.example.net"',
    why: "modifiers have `=`",
  },
  {
    id: "spf-qualifier-on-modifier",
    rdata: '"v=spf1 mx ⟦-⟧redirect=a.example.net"',
    fixed: '"v=spf1 mx redirect=a.example.net"',
    why: "only directives have qualifiers",
  },
  {
    id: "spf-double-qualifier",
    rdata: '"v=spf1 mx ⟦~-⟧all"',
    fixed: '"v=spf1 mx -all"',
    why: "at most one qualifier",
  },
  {
    id: "spf-double-qualifier",
    rdata: '"v=spf1 mx -⟦ ⟧all"',
    fixed: '"v=spf1 mx -all"',
    why: "no space behind a qualifier",
  },
  {
    id: "spf-all-with-argument",
    rdata: '"v=spf1 mx -all⟦/24⟧"',
    fixed: '"v=spf1 mx -all"',
    why: "`all` takes nothing",
  },
  {
    id: "spf-empty-argument",
    rdata: '"v=spf1 mx ⟦a:⟧ -all"',
    fixed: '"v=spf1 mx -all"',
    why: "-all is no argument of it",
  },
  {
    id: "spf-missing-argument",
    rdata: '"v=spf1 mx ⟦ip4⟧ -all"',
    fixed: '"v=spf1 mx -all"',
    why: "ip4 needs a network",
  },
  {
    id: "spf-space-after-colon",
    rdata: '"v=spf1 include:⟦ ⟧a.example.net -all"',
    fixed: '"v=spf1 include:a.example.net -all"',
    why: "one term broken in two",
  },
  {
    id: "spf-space-after-colon",
    rdata: '"v=spf1 include⟦ ⟧:a.example.net -all"',
    fixed: '"v=spf1 include:a.example.net -all"',
    why: "broken on the other side of the colon, still one mistake",
  },
  {
    id: "spf-space-after-colon",
    rdata: '"v=spf1 -exists⟦ ⟧: a.example.net -all"',
    fixed: '"v=spf1 -exists:a.example.net -all"',
    why: "broken on both sides",
  },
  {
    id: "spf-space-after-colon",
    rdata: '"v=spf1 mx redirect⟦ ⟧:a.example.net"',
    fixed: '"v=spf1 mx redirect=a.example.net"',
    why: "a modifier has `=`",
  },
  // What parts terms (section 4.6.1: 1*SP).
  {
    id: "spf-space-after-colon",
    rdata: '"v=spf1 redirect:⟦ ⟧a.example.net"',
    fixed: '"v=spf1 redirect=a.example.net"',
    why: "a modifier has `=` (section 12)",
  },
  {
    id: "spf-space-after-colon",
    rdata: '"v=spf1 include=⟦ ⟧a.example.net -all"',
    fixed: '"v=spf1 include:a.example.net -all"',
    why: "a mechanism has `:` (section 12)",
  },
  {
    id: "spf-domain-spec-invalid",
    rdata: '"v=spf1 -include:⟦ip4:192.0.2.0/28⟧ -all"',
    fixed: '"v=spf1 -ip4:192.0.2.0/28 -all"',
    why: "a mechanism takes no other one",
  },
  {
    id: "spf-domain-spec-invalid",
    rdata: '"v=spf1 redirect=⟦include:a.example.net⟧"',
    fixed: '"v=spf1 redirect=a.example.net"',
    why: "nor does a modifier",
  },
  {
    id: "spf-domain-spec-invalid",
    rdata: '"v=spf1 a:⟦mail.example.net:25⟧ -all"',
    fixed: '"v=spf1 a:mail.example.net -all"',
    why: "a port",
  },
  {
    id: "spf-mechanism-typo",
    rdata: '"v=spf1 ⟦ip⟧:2001:db8::/32 -all"',
    fixed: '"v=spf1 ip6:2001:db8::/32 -all"',
    why: "the address says which family",
  },
  {
    id: "spf-version-malformed",
    rdata: '"⟦v=spf2.0⟧ mx -all"',
    fixed: '"v=spf1 mx -all"',
    why: "no Sender ID record, which begins with `spf2.0/` (RFC 4406)",
  },
  {
    id: "spf-macro-syntax",
    rdata: '"v=spf1 exists:%{i}._spf.⟦%{d⟧ -all"',
    fixed: '"v=spf1 exists:%{i}._spf.%{d} -all"',
    why: "a brace is missing",
  },
  {
    id: "spf-macro-syntax",
    rdata: '"v=spf1 exists:⟦%⟧i._spf.example.net -all"',
    fixed: '"v=spf1 exists:%{i}._spf.example.net -all"',
    why: "both are missing",
  },
  {
    id: "spf-glued-all",
    rdata: '"v=spf1 ip4:192.0.2.1⟦ip4:192.0.2.9⟧include:a.example.net -all"',
    fixed: '"v=spf1 ip4:192.0.2.1 ip4:192.0.2.9 include:a.example.net -all"',
    why: "lines of a list joined with nothing",
  },
  {
    id: "spf-non-ascii",
    rdata: '"v=spf1 ip4:192.0.2.16⟦\u00a0⟧/28 -all"',
    fixed: '"v=spf1 ip4:192.0.2.16/28 -all"',
    why: "a no-break space inside a term",
  },
  {
    id: "spf-glued-all",
    rdata: '"v=spf1 mx/24⟦~all⟧"',
    fixed: '"v=spf1 mx/24 ~all"',
    why: "behind a prefix length",
  },
  {
    id: "spf-glued-all",
    rdata: '"v=spf1 mx//64⟦-all⟧"',
    fixed: '"v=spf1 mx//64 -all"',
    why: "behind one of IPv6",
  },
  {
    id: "spf-comma-or-semicolon-separator",
    rdata: '"v=spf1 a/24⟦;⟧ -all"',
    fixed: '"v=spf1 a/24 -all"',
    why: "behind a prefix length",
  },
  {
    id: "spf-comma-or-semicolon-separator",
    rdata: '"v=spf1 a:a.example.net⟦,⟧mx/24,a -all"',
    fixed: '"v=spf1 a:a.example.net mx/24 a -all"',
    why: "`mx/24` is a term of its own, no name",
  },
  {
    id: "spf-comma-or-semicolon-separator",
    rdata: '"v=spf1 ip4:192.0.2.1⟦,⟧192.0.2.9 -all"',
    fixed: '"v=spf1 ip4:192.0.2.1 ip4:192.0.2.9 -all"',
    why: "a list repeats its mechanism",
  },
  {
    id: "spf-comma-or-semicolon-separator",
    rdata: '"v=spf1 mx⟦;⟧-all"',
    fixed: '"v=spf1 mx -all"',
    why: "as other records have it",
  },
  {
    id: "spf-comma-or-semicolon-separator",
    rdata: '"v=spf1 include:a.example.net⟦,⟧b.example.net -all"',
    fixed: '"v=spf1 include:a.example.net include:b.example.net -all"',
    why: "the grammar takes it for one name",
  },
  {
    id: "spf-comma-or-semicolon-separator",
    rdata: '"v=spf1 ip4:192⟦,⟧0.2.1 -all"',
    fixed: '"v=spf1 ip4:192.0.2.1 -all"',
    why: "a comma for a dot: no part of the list is an address",
  },
  {
    id: "spf-comma-or-semicolon-separator",
    rdata: '"v=spf1 include:_spf.google⟦,⟧com ~all"',
    fixed: '"v=spf1 include:_spf.google.com ~all"',
    why: "a name of one label is no domain-spec (RFC 7208 12)",
  },
  {
    id: "spf-comma-or-semicolon-separator",
    rdata: '"v=spf1 ip4:192.0.2.1⟦,⟧2001:db8::1,-all"',
    fixed: '"v=spf1 ip4:192.0.2.1 ip6:2001:db8::1 -all"',
    why: "the address says which family it is of",
  },
  {
    id: "spf-comma-or-semicolon-separator",
    rdata: '"v=spf1 192.0.2.1⟦,⟧192.0.2.9 -all"',
    fixed: '"v=spf1 ip4:192.0.2.1 ip4:192.0.2.9 -all"',
    why: "a list without its mechanism",
  },
  {
    id: "spf-comma-or-semicolon-separator",
    rdata: '"v=spf1 mx:⟦,⟧example.net -all"',
    fixed: '"v=spf1 mx:example.net -all"',
    why: "nothing stands in front of the comma",
  },
  {
    id: "spf-comma-or-semicolon-separator",
    rdata: '"v=spf1 inclu⟦;⟧de:_s.example.net -all"',
    fixed: '"v=spf1 include:_s.example.net -all"',
    why: "neither side is a term, both together are one",
  },
  {
    id: "spf-mechanism-typo",
    rdata: '"v=spf1 mx ⟦al⟧"',
    fixed: '"v=spf1 mx -all"',
    why: "a bare all would let everybody send",
  },
  {
    id: "spf-glued-all",
    rdata: '"v=spf1 ip4:192.0.2.7⟦~all⟧"',
    fixed: '"v=spf1 ip4:192.0.2.7 ~all"',
    why: "no space before",
  },
  {
    id: "spf-glued-all",
    rdata: '"v=spf1 include:a.example.net⟦-all⟧"',
    fixed: '"v=spf1 include:a.example.net -all"',
    why: "the grammar takes net-all for a top label",
  },
  {
    id: "spf-inline-comment",
    rdata: '"v=spf1 mx ⟦# the office⟧ ip4:192.0.2.1 -all"',
    fixed: '"v=spf1 mx ip4:192.0.2.1 -all"',
    why: "up to the next plain term",
  },
  {
    id: "spf-inline-comment",
    rdata: '"v=spf1 mx ⟦(our office)⟧ -all"',
    fixed: '"v=spf1 mx -all"',
    why: "up to its parenthesis",
  },
  {
    id: "spf-tab-separator",
    rdata: '"v=spf1 mx⟦\\009⟧-all"',
    fixed: '"v=spf1 mx -all"',
    why: "a TAB is no SP",
  },
  { id: "spf-multiple-spaces", rdata: '"v=spf1 mx⟦  ⟧-all"', fixed: '"v=spf1 mx -all"', why: "legal" },
  {
    id: "spf-string-boundary-no-space",
    rdata: '"v=spf1 ip4:192.0.2.⟦1" "i⟧p4:192.0.2.9 -all"',
    fixed: '"v=spf1 ip4:192.0.2.1" " ip4:192.0.2.9 -all"',
    why: "strings are joined with nothing (section 3.3)",
  },
  {
    id: "spf-string-boundary-no-space",
    rdata: '"v=spf⟦1" "m⟧x -all"',
    fixed: '"v=spf1" " mx -all"',
    why: "also behind the version",
  },
  {
    id: "spf-string-boundary-splits-term",
    rdata: '"v=spf1 ⟦include:a.exam" "ple.net⟧ -all"',
    fixed: '"v=spf1 include:a.example.net -all"',
    why: "legal",
  },
  // Octets outside printable ASCII; UTF-8 of an en dash is three octets.
  { id: "spf-non-ascii", rdata: '"v=spf1 mx ⟦–⟧all"', fixed: '"v=spf1 mx -all"', why: "U+2013" },
  { id: "spf-non-ascii", rdata: '"v=spf1 mx⟦\u00a0⟧-all"', fixed: '"v=spf1 mx -all"', why: "U+00A0" },
  {
    id: "spf-non-ascii",
    rdata: '"v=spf1 ip4:192.0.2.1⟦\u200b⟧ -all"',
    fixed: '"v=spf1 ip4:192.0.2.1 -all"',
    why: "U+200B, zero width",
  },
  {
    id: "spf-non-ascii",
    rdata: '"⟦“⟧v=spf1 mx -all”"',
    fixed: '"v=spf1 mx -all"',
    why: "U+201C in front of the version, U+201D at the end",
  },
  {
    id: "spf-embedded-quote",
    rdata: '"⟦\\"⟧v=spf1 mx -all\\""',
    fixed: '"v=spf1 mx -all"',
    why: "quoted twice",
  },
  {
    id: "spf-idn-unicode",
    rdata: '"v=spf1 include:⟦müller.example.net⟧ -all"',
    fixed: '"v=spf1 include:xn--mller-kva.example.net -all"',
    why: "RFC 3492: müller is mller-kva",
  },
  // Addresses (section 12: ip4-network, ip6-network, prefix lengths without leading zeros).
  {
    id: "spf-bare-ip",
    rdata: '"v=spf1 ⟦192.0.2.0/24⟧ -all"',
    fixed: '"v=spf1 ip4:192.0.2.0/24 -all"',
    why: "no mechanism",
  },
  {
    id: "spf-bare-ip",
    rdata: '"v=spf1 ⟦mail.example.net⟧ -all"',
    fixed: '"v=spf1 a:mail.example.net -all"',
    why: "a host without one",
  },
  { id: "spf-ip4-invalid", rdata: '"v=spf1 ip4:⟦192.0.2⟧ -all"', why: "three octets" },
  {
    id: "spf-ip4-invalid",
    rdata: '"v=spf1 ip4:⟦192.000.002.001⟧ -all"',
    fixed: '"v=spf1 ip4:192.0.2.1 -all"',
    why: "dec-octet has no leading zeros",
  },
  {
    id: "spf-ip4-prefix-invalid",
    rdata: '"v=spf1 ip4:192.0.2.0⟦/33⟧ -all"',
    fixed: '"v=spf1 ip4:192.0.2.0 -all"',
    why: "past 32",
  },
  {
    id: "spf-ip4-prefix-invalid",
    rdata: '"v=spf1 a⟦/24/64⟧ -all"',
    fixed: '"v=spf1 a/24//64 -all"',
    why: "dual-cidr-length has two slashes in front of the second one (RFC 7208 12)",
  },
  {
    id: "spf-ip4-prefix-invalid",
    rdata: '"v=spf1 mx:example.net⟦/024⟧//64 -all"',
    fixed: '"v=spf1 mx:example.net/24//64 -all"',
    why: "a zero in front",
  },
  {
    id: "spf-ip4-prefix-invalid",
    rdata: '"v=spf1 a⟦/33⟧//64 -all"',
    fixed: '"v=spf1 a//64 -all"',
    why: "a second length for IPv6 would be one too many",
  },
  {
    id: "spf-ip4-prefix-invalid",
    rdata: '"v=spf1 ip4:192.0.2.0⟦/24/⟧ -all"',
    fixed: '"v=spf1 ip4:192.0.2.0/24 -all"',
    why: "a slash too many at the end",
  },
  {
    id: "spf-ip4-prefix-invalid",
    rdata: '"v=spf1 ip4:192.0.2.0⟦//24⟧ -all"',
    fixed: '"v=spf1 ip4:192.0.2.0/24 -all"',
    why: "two slashes are for a and mx",
  },
  { id: "spf-ip6-invalid", rdata: '"v=spf1 ip6:⟦2001:db8:::1⟧ -all"', why: "RFC 4291: one `::`" },
  {
    id: "spf-ip6-prefix-invalid",
    rdata: '"v=spf1 ip6:2001:db8::⟦/129⟧ -all"',
    fixed: '"v=spf1 ip6:2001:db8:: -all"',
    why: "past 128",
  },
  {
    id: "spf-ip-family-mismatch",
    rdata: '"v=spf1 ip6:⟦192.0.2.1⟧ -all"',
    fixed: '"v=spf1 ip4:192.0.2.1 -all"',
    why: "the other family",
  },
  {
    id: "spf-ip-range-syntax",
    rdata: '"v=spf1 ip4:⟦192.0.2.8-192.0.2.18⟧ -all"',
    fixed: '"v=spf1 ip4:192.0.2.8/29 ip4:192.0.2.16/31 ip4:192.0.2.18 -all"',
    why: "8 to 15, 16 to 17, 18: the fewest aligned blocks",
  },
  {
    id: "spf-ip-wildcard",
    rdata: '"v=spf1 ip4:⟦192.0.*⟧ -all"',
    fixed: '"v=spf1 ip4:192.0.0.0/16 -all"',
    why: "two octets are fixed",
  },
  {
    id: "spf-ip-netmask",
    rdata: '"v=spf1 ip4:192.0.2.0⟦/255.255.255.0⟧ -all"',
    fixed: '"v=spf1 ip4:192.0.2.0/24 -all"',
    why: "24 ones",
  },
  // Targets (section 7.1: domain-end is a macro, or "." and a toplabel).
  { id: "spf-domain-spec-invalid", rdata: '"v=spf1 a:⟦museum⟧ -all"', why: "no dot" },
  {
    id: "spf-domain-empty-label",
    rdata: '"v=spf1 include:⟦a..example.net⟧ -all"',
    fixed: '"v=spf1 include:a.example.net -all"',
    why: "two dots",
  },
  {
    id: "spf-include-url",
    rdata: '"v=spf1 include:⟦https://a.example.net/spf⟧ -all"',
    fixed: '"v=spf1 include:a.example.net -all"',
    why: "only its host is a name",
  },
  {
    id: "spf-include-is-ip",
    rdata: '"v=spf1 ?include:⟦192.0.2.0/24⟧ -all"',
    fixed: '"v=spf1 ?ip4:192.0.2.0/24 -all"',
    why: "the qualifier stays",
  },
  {
    id: "spf-a-is-ip",
    rdata: '"v=spf1 a:⟦2001:db8::1⟧ -all"',
    fixed: '"v=spf1 ip6:2001:db8::1 -all"',
    why: "an IPv6 address",
  },
  // Macros (section 7.1).
  {
    id: "spf-macro-syntax",
    rdata: '"v=spf1 exists:⟦%(i)⟧.a.example.net -all"',
    fixed: '"v=spf1 exists:%{i}.a.example.net -all"',
    why: "wrong brackets",
  },
  { id: "spf-macro-letter", rdata: '"v=spf1 exists:⟦%{x}⟧.a.example.net -all"', why: "no such letter" },
  {
    id: "spf-macro-exp-only-letter",
    rdata: '"v=spf1 exists:⟦%{c}⟧.a.example.net -all"',
    fixed: '"v=spf1 exists:%{i}.a.example.net -all"',
    why: "c, r and t are for explanations",
  },
  {
    id: "spf-macro-zero-digits",
    rdata: '"v=spf1 exists:%{ir}.⟦%{d0}⟧.example.net -all"',
    fixed: '"v=spf1 exists:%{ir}.%{d}.example.net -all"',
    why: "section 7.3: not zero",
  },
  {
    id: "spf-macro-bad-delimiter",
    rdata: '"v=spf1 exists:⟦%{ir4}⟧.a.example.net -all"',
    fixed: '"v=spf1 exists:%{i4r}.a.example.net -all"',
    why: "digits come before r",
  },
  {
    id: "spf-macro-in-ip",
    rdata: '"v=spf1 ip4:⟦%{i}⟧ -all"',
    fixed: '"v=spf1 exists:%{ir}._spf.%{d} -all"',
    why: "ip4 takes no macros",
  },
  // The version (section 4.5).
  {
    id: "spf-version-not-terminated",
    rdata: '"v=spf1⟦;⟧mx -all"',
    fixed: '"v=spf1 mx -all"',
    why: "something else than SP",
  },
  {
    id: "spf-version-not-terminated",
    rdata: '"v=spf1⟦\u00a0⟧mx -all"',
    fixed: '"v=spf1 mx -all"',
    why: "a no-break space",
  },
  {
    id: "spf-version-not-terminated",
    rdata: '"v=spf1⟦.0 ⟧mx -all"',
    fixed: '"v=spf1 mx -all"',
    why: "there is no version 1.0 either",
  },
  {
    id: "spf-version-not-terminated",
    rdata: '"v=spf1⟦.⟧mx -all"',
    fixed: '"v=spf1 mx -all"',
    why: "a full stop",
  },
  {
    id: "spf-version-not-terminated",
    rdata: '"v=spf1⟦- ⟧mx -all"',
    fixed: '"v=spf1 mx -all"',
    why: "a sign that signs nothing",
  },
  {
    id: "spf-version-malformed",
    rdata: '"⟦v=spf2⟧ mx -all"',
    fixed: '"v=spf1 mx -all"',
    why: "there is no version 2",
  },
  {
    id: "spf-leading-whitespace",
    rdata: '"⟦ ⟧v=spf1 mx -all"',
    fixed: '"v=spf1 mx -all"',
    why: "must come first",
  },
  // Networks.
  {
    id: "spf-network-shadowed",
    rdata: '"v=spf1 ip4:192.0.2.0/24 mx ⟦ip4:192.0.2.5⟧ -all"',
    fixed: '"v=spf1 ip4:192.0.2.0/24 mx -all"',
    why: "first match (section 4.6.2)",
  },
  {
    id: "spf-network-conflict",
    rdata: '"v=spf1 ip4:192.0.2.0/24 ⟦-ip4:192.0.2.5⟧ -all"',
    fixed: '"v=spf1 -ip4:192.0.2.5 ip4:192.0.2.0/24 -all"',
    why: "the exception comes too late",
  },
  {
    id: "spf-cidr-host-bits",
    rdata: '"v=spf1 ip4:⟦192.0.2.77/24⟧ -all"',
    fixed: '"v=spf1 ip4:192.0.2.0/24 -all"',
    why: "77 is right of bit 24",
  },
  {
    id: "spf-duplicate-term",
    rdata: '"v=spf1 mx ⟦mx:example.com⟧ -all"',
    fixed: '"v=spf1 mx -all"',
    why: "without a name `mx` means the domain itself (section 5.4)",
  },
  {
    id: "spf-duplicate-term",
    rdata: '"v=spf1 a:Example.com/24 ⟦a/24⟧ -all"',
    fixed: '"v=spf1 a:Example.com/24 -all"',
    why: "the other way round, of the same length (section 5.3)",
  },
  {
    id: "spf-networks-mergeable",
    rdata: '"v=spf1 ip6:2001:db8::/33 ⟦ip6:2001:db8:8000::/33⟧ -all"',
    fixed: '"v=spf1 ip6:2001:db8::/32 -all"',
    why: "two halves",
  },
  {
    id: "spf-ip-special-purpose",
    rdata: '"v=spf1 ⟦ip6:fd00::1⟧ -all"',
    fixed: '"v=spf1 -all"',
    why: "in fc00::/7",
  },
];

for (const { id, rdata, fixed, why } of ROWS) {
  test(`${id}: ${rdata} (${why})`, () => {
    const prefix = "@ TXT ";
    const start = prefix.length + rdata.indexOf("⟦");
    const end = prefix.length + rdata.replace("⟦", "").indexOf("⟧");
    const document = new ZoneDocument("file:///z", `${prefix}${rdata.replace(/[⟦⟧]/g, "")}\n`, {
      origin: "example.com.",
    });
    // That a record is included from elsewhere is a hint of its own.
    const findings = findingsOf(document).filter(({ rule }) => rule.id !== "spf-lookups-lower-bound");
    assert.deepEqual(
      findings.map(({ rule }) => rule.id),
      [id],
    );
    const [finding] = findings;
    assert.ok(finding !== undefined);
    const at = spanOf(finding.at);
    assert.equal(document.slice(at.start, at.end), document.slice(start, end));
    assert.deepEqual({ start: at.start, end: at.end }, { start, end });
    const [fix] = finding.fixes;
    assert.equal(fix === undefined, fixed === undefined);
    if (fix === undefined) return;
    applyFix(document, fix);
    assert.equal(document.text(), `${prefix}${fixed}\n`);
  });
}
