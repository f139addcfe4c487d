// What is found in lines below the head of a zone, and what the fixes make of them. What name servers do is named-checkzone's word,
// what the rest means the RFC's that stands beside it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeFix } from "../../src/rules/finding.ts";
import { found, HEAD, open } from "./lines.ts";

const SOA = (names: string) =>
  `$TTL 3600\n@ SOA ${names} 1 7200 3600 1209600 3600\n@ NS ns1.example.net.\n@ NS ns2.example.net.`;

const offset = (by: number) => `$GENERATE 1-3 h\${${by}} A 192.0.2.$`;
const KEY = `@ DNSKEY 257 3 13 ${"mdss".repeat(21)}mQ==
@ CDNSKEY 257 3 13 ${"mdss".repeat(21)}mQ==`;
const signature = (labels: number, signer: string) =>
  `x A 192.0.2.1\nx RRSIG A 13 ${labels} 3600 20300101000000 20200101000000 1 ${signer} AAAA`;

/** Why, the lines, and for each finding its rule and severity. */
const FINDINGS: readonly (readonly [string, string, ...(readonly string[])])[] = [
  // RFC 1035 5.1: a relative name gets the origin behind it, whatever field it stands in.
  [
    "both names of an SOA without their final dots",
    SOA("ns.example.com hostmaster.example.com"),
    "owner-missing-trailing-dot error",
    "owner-missing-trailing-dot error",
  ],
  ["a foreign server in the SOA", SOA("ns.example.net hostmaster"), "zone-target-missing-dot warning"],
  [
    "a foreign mailbox in the SOA",
    SOA("ns1.example.net. dns.example.net"),
    "zone-target-missing-dot warning",
  ],
  // There is an SOA, and why it is none is told.
  [
    "an SOA that is not closed",
    "$TTL 3600\n@ SOA ns1.example.net. h ( 1 7200 3600 1209600 3600\n@ NS ns1.example.net.\n@ NS ns2.example.net.",
    "zone-parenthesis-unclosed error",
  ],
  [
    "an SOA without an owner",
    "$TTL 3600\n SOA ns1.example.net. h 1 7200 3600 1209600 3600\n@ NS ns1.example.net.\n@ NS ns2.example.net.",
    "zone-owner-missing error",
  ],
  [
    "an SOA whose owner lacks its final dot, as Cloudflare exports it",
    "$TTL 3600\nexample.com SOA ns1.example.net. h 1 7200 3600 1209600 3600\nexample.com. NS ns1.example.net.\nexample.com. NS ns2.example.net.",
    "owner-missing-trailing-dot error",
  ],
  ["a mailbox of a name below the zone", SOA("ns1.example.net. info.dev")],
  [
    "a NAPTR replacement",
    '_x NAPTR 1 1 "s" "SIP+D2U" "" _sip._udp.example.com',
    "owner-missing-trailing-dot error",
  ],
  ["a responsible person", "x RP admin.example.com .", "owner-missing-trailing-dot error"],
  ["a locator", "x LP 1 l.example.com", "owner-missing-trailing-dot error"],
  ["a gateway", "x IPSECKEY 10 3 2 gw.example.com AQNR", "owner-missing-trailing-dot error"],
  ["names that are meant so", `x RP admin.example.com. .\nx NAPTR 1 1 "u" "E2U+sip" "!^.*$!sip:a@b!" .`],
  // A wildcard below the top makes `in` a label of the zone.
  ["a target for which a wildcard answers", "x KX 10 a.in\n*.in A 192.0.2.1"],
  [
    "a wildcard for the whole zone says nothing",
    "x KX 10 a.in\n* A 192.0.2.1",
    "zone-target-missing-dot warning",
  ],
  ["an address as the target is that alone", "sub NS 192.0.2.1", "zone-target-is-ip error"],
  ["one with colons, which is no host name either", "sub NS 2001:db8::1", "zone-target-is-ip error"],
  // RFC 9460 2.2; BIND: "bad name (check-names)".
  ["a target that was forgotten", "a HTTPS 1 alpn=h2", "zone-rdata-field-missing error"],
  ["a target that is no host name", "a HTTPS 1 a_b.example.net.", "zone-host-name-underscore warning"],
  ["the same of an alias, which BIND takes", "a HTTPS 0 a_b.example.net."],
  // RFC 6672 2.3: beside NS records a DNAME is data below a cut; Knot refuses the zone.
  [
    "a DNAME at a delegation",
    "a DNAME b.example.net.\na NS ns1.example.net.",
    "zone-data-below-delegation warning",
  ],
  // BIND: "NS 'ns.d.example.com' is below a DNAME 'd.example.com' (illegal)", for the zone's own servers alone.
  ["a name server below a DNAME", "d DNAME example.net.\n@ NS ns.d", "zone-data-below-dname error"],
  ["one of a delegation", "d DNAME example.net.\nsub NS ns.d"],
  // RFC 1035 5.1; `cafe.de` has hexadecimal digits alone, and is no reverse name for it.
  [
    "the target of a PTR record without its final dot",
    "$TTL 3600\n$ORIGIN 2.0.192.in-addr.arpa.\n1 PTR cafe.de\n2 PTR cafe.de.",
    "zone-target-missing-dot warning",
  ],
  [
    "a name in a classless delegation",
    "$TTL 3600\n$ORIGIN 2.0.192.in-addr.arpa.\n1 CNAME 1.0-25\n2 CNAME 2.0/25",
  ],
  // RFC 1034 4.2.1, RFC 6672 2.2: below `dev` others answer.
  ["a target in a delegated zone", "x KX 1 app.dev\ndev NS ns1.example.net."],
  ["a target below a DNAME", "x KX 1 app.dev\ndev DNAME example.net."],
  // RFC 1034 4.2.1: nobody is answered with these, so that it is the one thing to tell.
  [
    "a service below a delegation",
    "sub NS ns1.example.net.\n_x._tcp.sub SRV 0 0 1 nope",
    "zone-data-below-delegation warning",
  ],
  [
    "one beside a delegation",
    "sub NS ns1.example.net.\nsub HTTPS 1 nope",
    "zone-data-below-delegation warning",
  ],
  // RFC 9615 4.1: a name server vouches for a zone that is signed for the first time.
  [
    "keys of another zone in signals",
    `_dsboot.child.test._signal.ns CDS 55343 13 2 ${"AB".repeat(32)}\n_dsboot.child.test._signal.ns CDNSKEY 257 3 13 ${"mdss".repeat(21)}mQ==`,
  ],
  ["keys elsewhere", `_dsboot.child.ns CDS 55343 13 2 ${"AB".repeat(32)}`, "zone-key-not-at-apex warning"],
  // RFC 1034 4.2.1: what a delegated name has besides glue is said by its own zone; BIND loads all of these without a word.
  ["a service at a delegated name", "_x._tcp SRV 0 0 1 sub\nsub NS ns1.example.net."],
  ["a name server at a delegated name", "@ NS sub\nsub NS ns1.example.net."],
  // BIND: "REQUIRED GLUE" is missing, and no more.
  ["a server of its own delegation without glue", "sub NS sub", "zone-glue-missing warning"],
  // RFC 4592 2.2.1: a wildcard answers with what it has. BIND: "has no address records (A or AAAA)", once loaded, once not.
  ["a wildcard that has no address", "@ NS x\n* MX 0 .", "zone-target-without-address error"],
  ["a wildcard that has one", "@ NS a.b\n* TXT x\n*.b A 192.0.2.1"],
  ["a wildcard that is an alias", "x KX 1 y\n* CNAME ns1.example.net."],
  // BIND: "is a CNAME (illegal)"; of a name server of the zone it refuses the zone.
  ["a service that a wildcard alias answers", "_x._tcp SRV 0 0 1 y\n* CNAME @", "zone-target-is-cname error"],
  ["a name server that one answers", "@ NS y.z\n* CNAME ns1.example.net.", "zone-target-is-cname error"],
  ["mail that one answers", "@ MX 10 mail\n* CNAME ns1.example.net.", "mx-target-cname error"],
  ["mail for a name beside one", "@ MX 10 mail\n* CNAME ns1.example.net.\nmail A 192.0.2.1"],
  // RFC 4592 3.3.1: `h` exists, so that the wildcard above it answers nothing below it. BIND: "has no address records".
  [
    "a wildcard above a name that exists",
    "_x._tcp SRV 0 0 1 a.h\n* A 192.0.2.1\nh A 192.0.2.2",
    "zone-target-without-address warning",
  ],
  [
    "a wildcard above another one",
    "_x._tcp SRV 0 0 1 a.h\n* A 192.0.2.1\n*.h TXT x",
    "zone-target-without-address warning",
  ],
  ["the other way round", "_x._tcp SRV 0 0 1 a.h\n* TXT x\n*.h A 192.0.2.1"],
  ["mail below a name that exists", "@ MX 10 a.h\n* CNAME @\nh A 192.0.2.2", "mx-target-no-address error"],
  // BIND: "*.b.example.net: bad name (check-names)", and nothing of an alias.
  ["a wildcard as a name server", "a NS *.b.example.net.", "zone-host-name-illegal warning"],
  ["one as a host of mail, one label long", "@ MX 10 *\n* A 192.0.2.1", "zone-host-name-illegal warning"],
  ["one as the target of an alias", "a CNAME *.b.example.net."],
  // RFC 9460 2.4.1 and 2.4.2.
  [
    "an alias beside a service",
    "x HTTPS 0 a.example.net.\nx HTTPS 1 a.example.net.",
    "zone-svcb-alias-beside warning",
  ],
  ["two aliases", "x HTTPS 0 a.example.net.\nx HTTPS 0 b.example.net.", "zone-svcb-alias-beside warning"],
  [
    "two aliases, one of them twice",
    "x HTTPS 0 a.example.net.\nx HTTPS 0 a.example.net.\nx HTTPS 0 b.example.net.",
    "zone-svcb-alias-beside warning",
    "zone-record-duplicate warning",
  ],
  ["aliases of two types", "x HTTPS 0 a.example.net.\nx SVCB 0 b.example.net."],
  ["an alias of itself", "x HTTPS 0 x", "zone-svcb-alias-self warning"],
  // RFC 6698 3: the port is a decimal number, of 16 bits.
  [
    "a service in the place of a port",
    `_https._tcp TLSA 3 1 1 ${"AB".repeat(32)}`,
    "zone-service-owner warning",
  ],
  ["a port that does not exist", `_65536._tcp TLSA 3 1 1 ${"AB".repeat(32)}`, "zone-service-owner warning"],
  ["what an alias may lead to", `_letsencrypt._dane TLSA 2 1 1 ${"AB".repeat(32)}`],
  // BIND: "CDS/CDNSKEY consistency checks failed", "no supported nsec3 hash algorithm".
  [
    "a CDS of an algorithm without keys",
    `${KEY}\n@ CDS 55343 8 2 ${"AB".repeat(32)}`,
    "zone-cds-mismatch error",
  ],
  // BIND loads this one: it looks at algorithms alone.
  ["a CDS of another key", `${KEY}\n@ CDS 55343 13 2 ${"AB".repeat(32)}`, "zone-cds-mismatch warning"],
  ["a CDS without keys", `@ CDS 55343 13 2 ${"AB".repeat(32)}`, "zone-cds-mismatch error"],
  ["a deletion beside others", `${KEY}\n@ CDNSKEY 0 3 0 AA==`, "zone-cds-mismatch error"],
  ["a deletion alone", "@ CDNSKEY 0 3 0 AA=="],
  ["a hash algorithm that does not exist", "@ NSEC3PARAM 2 0 0 -", "zone-nsec3-hash error"],
  ["the same beside one that does", "@ NSEC3PARAM 2 0 0 -\n@ NSEC3PARAM 1 0 0 -", "zone-nsec3-hash warning"],
  // RFC 4035 5.3.1.
  ["a signature over too many labels", signature(4, "example.com."), "zone-rrsig-impossible warning"],
  ["a signature by another zone", signature(3, "example.net."), "zone-rrsig-impossible warning"],
  ["a signature that fits", signature(3, "example.com.")],
  ["a signature of a wildcard", signature(2, "example.com.").replaceAll("x ", "*.w ").replace(" 2 ", " 3 ")],
  // RFC 6605 4, RFC 8080 3: keys of these algorithms have one length.
  ["a key that was cut off", `@ DNSKEY 257 3 13 ${"mdss".repeat(21)}`, "zone-dnskey-length warning"],
  [
    "a signature of signatures",
    signature(3, "example.com.").replace("RRSIG A", "RRSIG RRSIG"),
    "zone-rrsig-impossible warning",
  ],
  // RFC 8976 2.2 and 4.
  ["a digest of another serial", `@ ZONEMD 2 1 1 ${"AB".repeat(48)}`, "zone-zonemd-unusable warning"],
  [
    "two digests of one kind",
    `@ ZONEMD 1 1 1 ${"AB".repeat(48)}\n@ ZONEMD 1 1 1 ${"CD".repeat(48)}`,
    "zone-zonemd-unusable warning",
  ],
  ["a digest below the top", `x ZONEMD 1 1 1 ${"AB".repeat(48)}`, "zone-key-not-at-apex warning"],
  // RFC 8657 3: what is lost restricts the authority.
  [
    "parameters of CAA behind a comment",
    "a CAA 0 issue ca.example.net; accounturi=https://x/1",
    "zone-caa-unquoted-semicolon error",
  ],
  [
    "the same behind quotes",
    'a CAA 0 issue "ca.example.net" ; validationmethods=dns-01',
    "zone-caa-unquoted-semicolon error",
  ],
  ["a comment behind CAA", 'a CAA 0 issue "ca.example.net" ; ticket=123'],
  // BIND writes patterns out before it compares: "CNAME and other data", "multiple RRs of singleton type".
  [
    "a pattern beside a CNAME",
    "h2 CNAME ns1.example.net.\n$GENERATE 1-3 h$ A 192.0.2.$",
    "zone-cname-and-other-data error",
  ],
  [
    "two patterns that meet",
    "$GENERATE 1-3 h$ CNAME ns1.example.net.\n$GENERATE 3-5 h$ A 192.0.2.$",
    "zone-cname-and-other-data error",
  ],
  // BIND refuses the first two ("syntax error"), and takes the quotes off the other values before it reads them.
  ["a pattern with a bad escape", "$GENERATE 1-3 h$ TXT \\999", "txt-escape-invalid error"],
  ["the same in quotes", '$GENERATE 1-3 h$ TXT "x\\9"', "txt-escape-invalid error"],
  ["a pattern whose value is cut", '$GENERATE 1-3 h$ TXT "v=DKIM1; p=abc"', "txt-unquoted-semicolon error"],
  ["a pattern of words", '$GENERATE 1-3 h$ TXT "v=spf1 -all"', "txt-unquoted-spaces error"],
  [
    "a pattern that cuts what restricts",
    '$GENERATE 1-3 h$ CAA "0 issue ca.example.net; accounturi=https://x/$"',
    "zone-caa-unquoted-semicolon error",
  ],
  ["a pattern with quotes of its own", '$GENERATE 1-3 h$ TXT "\\"a=$; b\\""'],
  ["two patterns side by side", "$GENERATE 1-3 h$ A 192.0.2.$\n$GENERATE 1-3 h$ AAAA 2001:db8::$"],
  ["a pattern of CNAMEs at one name", "$GENERATE 1-2 x CNAME h$.example.net.", "zone-cname-multiple error"],
  ["a pattern that makes one CNAME again and again", "$GENERATE 1-3 x CNAME h.example.net."],
  ["a pattern without glue", "$GENERATE 1-2 s$ NS n.s$\nn.s2 A 192.0.2.2", "zone-glue-missing warning"],
  [
    "a pattern that delegates",
    "$GENERATE 1-3 s$ NS ns1.example.net.\nx.s2 TXT x",
    "zone-data-below-delegation warning",
  ],
  [
    "a pattern below a delegation",
    "s NS ns1.example.net.\n$GENERATE 1-3 h$.s A 192.0.2.$",
    "zone-data-below-delegation warning",
  ],
  ["a pattern whose names begin with `$`", "$GENERATE 1-3 $$ TXT x"],
  ["the greatest number there is", offset(2147483644)],
  ["a number that does not fit", offset(2147483645), "zone-generate-invalid error"],
  ["the least number there is", offset(-2147483648)],
  // RFC 1035 5.1: inside parentheses line ends part nothing, before the owner as well. named-checkzone agrees with each.
  ["a parenthesis alone before the owner", "(\nx TXT y)"],
  ["one that is closed before the owner", "(\n) x TXT y"],
  ["an empty pair before the owner", "()x TXT y\n(( ; c\n)) y TXT y"],
  ["a type behind an empty pair is the owner", "() A 192.0.2.9", "zone-type-missing error"],
  ["nothing but parentheses", "(\n\n)\nx TXT y"],
  ["a line break behind a backslash", "x TXT (a\\\nb)", "txt-escape-invalid error"],
  ["the same in quotes", 'x TXT "a\\\nb"'],
  // named-checkzone: "extra input text" behind a whole value; a preference takes the place of nothing else.
  [
    "a word behind a value that begins with a number",
    "a MX 10 ns1.example.net. x",
    "zone-rdata-trailing error",
  ],
  ["two values in one line", "a MX 10 ns1.example.net. 20 ns2.example.net.", "zone-rdata-trailing error"],
  ["a TTL behind the type", "_a._tcp SRV 3600 1 2 3 ns1.example.net.", "zone-field-order error"],
  ["a host in the place of its preference", "a MX ns1.example.net. 10", "zone-rdata-number error"],
  // BIND: "unknown RR type", "unexpected end of line".
  ["a comment of other programs", "# the web", "zone-type-unknown error"],
  ["an indented one", "  // the web", "zone-type-unknown error"],
  ["a mark alone", "#", "zone-type-missing error"],
  ["a date of fourteen digits", "$DATE 20200101000000"],
  ["another one", "$DATE 2020010100", "zone-directive-argument error"],
  ["a month that does not exist", "$DATE 20201301000000", "zone-directive-argument error"],
  ["octets beyond ASCII as escapes", "\\233 A 192.0.2.1", "zone-host-name-illegal warning"],
];

for (const [why, text, ...expected] of FINDINGS) {
  test(`${why}: ${expected.length === 0 ? "nothing" : expected.join(", ")}`, () => {
    const shown = found(open(text)).map(({ rule, severity }) => `${rule.id} ${severity}`);
    assert.deepEqual(shown, expected);
  });
}

/** The lines, and what each fix that is offered makes of them. */
const FIXES: readonly (readonly [string, ...(readonly string[])])[] = [
  [SOA("ns.example.com hostmaster"), SOA("ns.example.com. hostmaster")],
  ["a HTTPS 1 alpn=h2 port=443", "a HTTPS 1 . alpn=h2 port=443"],
  // A letter that was left out is likelier than a wrong one.
  ['a TX "x"', 'a TXT "x"'],
  // In front of a type a class is meant, not another type.
  ["a N A 192.0.2.1", "a IN A 192.0.2.1"],
  ["a 60 I HTTPS 1 .", "a 60 IN HTTPS 1 ."],
  ["a 192.0.2.1 A", "a A 192.0.2.1"],
  // One word for the other is no slip of a letter.
  ["a # A 192.0.2.1"],
  ["# the web", "; the web"],
  ["  // the web", "  ; the web"],
  ["#", ";"],
  // Nobody has a TTL of ten seconds, and many write a preference twice.
  ["a MX 10 20 ns1.example.net.", "a MX 20 ns1.example.net."],
  ["a MX 300 20 ns1.example.net.", "a 300 MX 20 ns1.example.net."],
  ["a MX ns1.example.net. 10", "a MX 10 ns1.example.net."],
  ["_a._tcp SRV 1 2 ns1.example.net. 53", "_a._tcp SRV 1 2 53 ns1.example.net."],
  ["a MX ns1.example.net. 99999"],
  ["a MX 10, ns1.example.net.", "a MX 10 ns1.example.net."],
  ["$TTl60", "$TTL 60"],
  ["$TTLS 60", "$TTL 60"],
  ["a.b.. A 192.0.2.1", "a.b A 192.0.2.1"],
  ["a.example.com.. A 192.0.2.1", "a.example.com. A 192.0.2.1"],
  ["a TYPE1 \\# 4 C00002"],
  ["a TYPE1 \\# 3 C0000201", "a TYPE1 \\# 4 C0000201"],
  ["a TYPE65280 \\# 4 C00002", "a TYPE65280 \\# 3 C00002"],
  // RFC 5891 4.2.1: composed, as whoever asks for it writes it.
  ["e\u0301 A 192.0.2.1", "xn--9ca A 192.0.2.1"],
  [
    "a CAA 0 issue ca.example.net; accounturi=https://x/1",
    'a CAA 0 issue "ca.example.net; accounturi=https://x/1"',
  ],
  // RFC 1035 5.1: `\\;` is a semicolon, and one octet of `é` is not the other.
  ['a TXT x=1\\; y=\\"2\\"; z=\\068é', 'a TXT "x=1; y=\\"2\\"; z=D\\195\\169"'],
  // RFC 8659 4.2: a comment would leave the restriction out.
  ["a CAA 0 issue ca.example.net accounturi=https://x/1"],
  ["a CAA 0 issue ca.example.net ours", "a CAA 0 issue ca.example.net ; ours"],
  // What is no parameter stays a comment.
  [
    "a CAA 0 issue ca.example.net; accounturi = https://x/1 ; ours",
    'a CAA 0 issue "ca.example.net; accounturi = https://x/1" ; ours',
  ],
  [
    'a CAA 0 issue "ca.example.net"; validationmethods=dns-01',
    'a CAA 0 issue "ca.example.net; validationmethods=dns-01"',
  ],
  // Tools look for the comment at the serial.
  [
    "$TTL 3600\n@ NS ns1.example.net.\n@ NS ns2.example.net.\n@ SOA ns1.example.net. h ( 5 ; serial\n  7200 3600 1209600 3600 ) ; end",
    "$TTL 3600\nexample.com. 3600 IN SOA ns1.example.net. h ( 5 ; serial\n  7200 3600 1209600 3600 ) ; end\n@ NS ns1.example.net.\n@ NS ns2.example.net.",
  ],
  [`_https._tcp TLSA 3 1 1 ${"AB".repeat(32)}`, `_443._tcp TLSA 3 1 1 ${"AB".repeat(32)}`],
  ["x HTTPS 0 x\nx A 192.0.2.1", "x HTTPS 1 x\nx A 192.0.2.1"],
  // An alias of itself is no better.
  ["www CNAME www.example.com.example.com."],
  ["www CNAME www.example.com"],
  ["www CNAME web.example.com\nweb A 192.0.2.1", "www CNAME web.example.com.\nweb A 192.0.2.1"],
];

for (const [text, ...expected] of FIXES) {
  test(`fixes of ${JSON.stringify(text)}`, () => {
    const document = open(text);
    const made = found(document)
      .flatMap(({ fixes }) => fixes)
      .flatMap((fix) => {
        const edits = encodeFix(fix);
        if (edits === undefined) return [];
        const changed = open(text);
        for (const edit of [...edits].sort((a, b) => b.at.start - a.at.start))
          changed.replace(edit.at, edit.text);
        return [changed.text()];
      });
    assert.deepEqual(
      made,
      expected.map((one) => open(one).text()),
    );
    for (const one of made) {
      const errors = found(open(one.replace(HEAD, "").trimEnd())).filter(
        ({ severity }) => severity === "error",
      );
      assert.deepEqual(
        errors.map(({ message }) => message),
        [],
        one,
      );
    }
  });
}
