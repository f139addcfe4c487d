// What is found in lines below the head of a zone, and what the fixes make of them. What name servers do is named-checkzone's word,
// what the rest means the RFC's that stands beside it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeFix, type Finding } from "../../src/rules/finding.ts";
import { findingsOf } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";

const HEAD = `$TTL 3600
@ SOA ns1.example.net. hostmaster 1 7200 3600 1209600 3600
@ NS ns1.example.net.
@ NS ns2.example.net.
`;

function open(text: string): ZoneDocument {
  const whole = /\bSOA\b/.test(text) ? text : HEAD + text;
  return new ZoneDocument("file:///example.com.zone", `${whole}\n`, { origin: "example.com." });
}

function found(document: ZoneDocument): readonly Finding[] {
  return findingsOf(document).filter(({ rule }) => /^(?:zone|owner|txt)-/.test(rule.id));
}

const SOA = (names: string) =>
  `$TTL 3600\n@ SOA ${names} 1 7200 3600 1209600 3600\n@ NS ns1.example.net.\n@ NS ns2.example.net.`;

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
  // RFC 9460 2.2; BIND: "bad name (check-names)".
  ["a target that was forgotten", "a HTTPS 1 alpn=h2", "zone-rdata-field-missing error"],
  ["a target that is no host name", "a HTTPS 1 a_b.example.net.", "zone-host-name-underscore warning"],
  ["the same of an alias, which BIND takes", "a HTTPS 0 a_b.example.net."],
  // BIND: "bad owner name (check-names)".
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
