// What providers and Windows write into the files that they export, and what is pasted from elsewhere.
import assert from "node:assert/strict";
import { test } from "node:test";
import { findingsOf } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";
import { applyFix } from "../fixing.ts";

const HEAD = "$TTL 3600\n@ SOA ns1.example.net. hostmaster 1 7200 3600 1209600 3600\n";

function open(text: string): ZoneDocument {
  return new ZoneDocument("file:///example.com.zone", `${HEAD}${text}\n`, { origin: "example.com." });
}

/** The line, the rule that speaks of it, and what its fix makes of the line; none where nobody can say what was meant. */
const EXPORTS: readonly (readonly [string, string, string?])[] = [
  // GoDaddy: named-compilezone prints `_sip._tls.\@.example.com.`.
  ["_sip._tls.@ SRV 1 1 443 sip.example.net.", "zone-owner-at", "_sip._tls SRV 1 1 443 sip.example.net."],
  ["www.@ A 192.0.2.1", "zone-owner-at", "www A 192.0.2.1"],
  ["www.@.example.com. A 192.0.2.1", "zone-owner-at", "www.example.com. A 192.0.2.1"],
  ["@.www A 192.0.2.1", "zone-owner-at", "www A 192.0.2.1"],
  ["a.@.b A 192.0.2.1", "zone-owner-at", "a.b A 192.0.2.1"],
  // Windows DNS: named-checkzone says "unknown RR type '[AGE:3678908]'".
  ["host [AGE:3678908] 1200 A 192.0.2.5", "zone-type-unknown", "host 1200 A 192.0.2.5"],
  ["@ WINS L2 C900 ( 192.0.2.1 )", "zone-type-unknown"],
  // OVH calls its TXT records so; its API takes the words for types.
  ['_dmarc DMARC ( "v=DMARC1; p=none;" )', "zone-type-unknown", '_dmarc TXT ( "v=DMARC1; p=none;" )'],
  ["www URL https://example.net/", "zone-type-unknown"],
  // What is pasted from the browser: RFC 1035 3.3.1 wants a name.
  ["www CNAME https://www.example.net/shop?a=b", "zone-target-is-url", "www CNAME www.example.net."],
  ["www CNAME http://192.0.2.1/", "zone-target-is-url"],
  ["mail MX 10 https://mx.example.net:8443", "zone-target-is-url", "mail MX 10 mx.example.net."],
  ["_x._tcp SRV 1 1 1 https://x.example.com", "zone-target-is-url", "_x._tcp SRV 1 1 1 x.example.com."],
  ["mail MX 10mx.example.net.", "zone-rdata-number", "mail MX 10 mx.example.net."],
  // cli53
  ["@ 3600 AWS ALIAS A lb.example.net. Z35 false", "zone-type-unknown"],
];

for (const [line, rule, mended] of EXPORTS) {
  test(`an exported line: ${line}`, () => {
    const document = open(line);
    const about = findingsOf(document).filter(({ at }) => at.anchor.start + at.start >= HEAD.length);
    const zone = about.filter(({ rule: { id }, severity }) => /^zone-/.test(id) && severity !== "info");
    assert.deepEqual(
      zone.map(({ rule: { id } }) => id),
      [rule],
    );
    const [fix] = zone.flatMap(({ fixes }) => fixes);
    applyFix(document, fix);
    assert.equal(document.text().slice(HEAD.length).trimEnd(), mended ?? line);
  });
}

// The root is nobody's zone: with the final dot goes what it was to end.
test("an `@` before the final dot becomes the origin", () => {
  for (const [owner, meant] of [
    ["_sip._tls.@.", "_sip._tls"],
    ["@.", "@"],
  ]) {
    const document = open(`${owner} SRV 1 1 443 sip.example.net.`);
    const [fix] = findingsOf(document).flatMap(({ rule, fixes }) =>
      rule.id === "zone-owner-at" ? fixes : [],
    );
    applyFix(document, fix);
    assert.equal(document.text().slice(HEAD.length), `${meant} SRV 1 1 443 sip.example.net.\n`);
  }
});

test("an `@` inside a label, or escaped, is what it says", () => {
  for (const line of ["user@host TXT x", "\\@.www TXT x", "a\\.@ TXT x", "@ TXT x"])
    assert.ok(!findingsOf(open(line)).some(({ rule }) => rule.id === "zone-owner-at"), line);
});
