// One mistake, one finding, exactly where it is, with the fix that says what was meant.
import assert from "node:assert/strict";
import { test } from "node:test";
import { spanOf } from "../../src/rules/finding.ts";
import { findingsOf } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";
import { applyFix } from "../fixing.ts";

const HEAD = `$TTL 3600
@ SOA ns1.example.net. hostmaster 1 7200 3600 1209600 3600
@ NS ns1.example.net.
@ NS ns2.example.net.
x A 192.0.2.1
`;

/** What stands behind the head, the rule, what it points at, and the text behind its fix. */
const CASES: readonly (readonly [text: string, rule: string, shown: string, fixed?: string])[] = [
  [" @ TXT b", "zone-type-unknown", "@", "@ TXT b"],
  ["\t@ 300 IN MX 10 x", "zone-type-unknown", "@", "@ 300 IN MX 10 x"],
  [" ns1 A 192.0.2.2", "zone-type-unknown", "ns1", "ns1 A 192.0.2.2"],
  [" INN A 192.0.2.2", "zone-type-unknown", "INN", " IN A 192.0.2.2"],
  ["r RP host\\@x .", "zone-soa-rname-at", "host\\@x", "r RP host.x ."],
  ["r RP a.b\\064c.d .", "zone-soa-rname-at", "a.b\\064c.d", "r RP a\\.b.c.d. ."],
  ["m MX 10 a.,20 b.", "zone-rdata-trailing", "b."],
  [
    '$GENERATE 1-2 h$ TXT "v=spf1 -all"',
    "txt-unquoted-spaces",
    '"v=spf1 -all"',
    '$GENERATE 1-2 h$ TXT "\\"v=spf1 -all\\""',
  ],
  [
    '$GENERATE 1-2 _dmarc.h$ TXT "v=DMARC1; p=none"',
    "txt-unquoted-semicolon",
    '"v=DMARC1; p=none"',
    '$GENERATE 1-2 _dmarc.h$ TXT "\\"v=DMARC1; p=none\\""',
  ],
];

for (const [text, rule, shown, fixed] of CASES) {
  test(`${JSON.stringify(text)} is one mistake`, () => {
    const document = new ZoneDocument("file:///example.com.zone", `${HEAD}${text}\n`, {
      origin: "example.com.",
    });
    const [error, ...others] = errorsOf(document);
    assert.deepEqual(others, []);
    assert.ok(error !== undefined);
    const { start, end } = spanOf(error.at);
    assert.deepEqual([error.rule.id, document.slice(start, end)], [rule, shown]);
    if (fixed === undefined) return;
    assert.ok(applyFix(document, error.fixes[0]));
    assert.equal(document.slice(HEAD.length, document.length), `${fixed}\n`);
    assert.deepEqual(errorsOf(document), []);
  });
}

function errorsOf(document: ZoneDocument) {
  return findingsOf(document).filter(({ severity }) => severity === "error");
}
