// The quick reader of plain rdata is held against the one that reads field by field.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { typeCode } from "../../src/dns/mnemonics.ts";
import { scanTokens } from "../../src/dns/tokens.ts";
import { readPlain } from "../../src/dns/types/plain.ts";
import { readRdata } from "../../src/dns/types/read.ts";

const TYPES = ["A", "AAAA", "NS", "CNAME", "PTR", "MX", "SRV", "TXT", "SOA", "DNAME", "CAA"];
const WORDS =
  "0 1 010 65535 65536 192.0.2.1 192.0.2.256 01.2.3.4 2001:db8::1 @ . a a. A.Example. *.b _x.y.Z a..b .a a\\.b a/b 1.2.3.4. " +
  `${"x".repeat(63)} ${"x".repeat(64)} ${"abcdefgh.".repeat(27)} "q" ; (a) é`;
const ORIGINS = ["example.com.", ".", undefined, `${"longer.".repeat(30)}`];

test("plain rdata reads as it does field by field", () => {
  let plain = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...TYPES),
      fc.array(fc.constantFrom(...WORDS.split(" ")), { maxLength: 5 }),
      fc.constantFrom(" ", "  ", "\t", " \t "),
      fc.constantFrom(...ORIGINS),
      fc.nat(3),
      (type, words, gap, origin, before) => {
        const text = `${"#".repeat(before)}${words.join(gap)}`;
        const code = typeCode(type, 0, type.length);
        const quick = readPlain(code, text, before, text.length, { base: 1000, origin });
        if (quick === undefined) return;
        plain++;
        const tokens = scanTokens(text, before, text.length, 1000);
        assert.deepEqual(quick, readRdata(code, tokens, { origin, klass: 1, span: { start: 0, end: 0 } }));
      },
    ),
    { numRuns: 20_000, seed: 20261126 },
  );
  assert.ok(plain > 200, `only ${plain} were plain`);
});

test("each type of plain rdata is taken", () => {
  const origin = "example.com.";
  for (const [type, rdata] of [
    ["A", "192.0.2.1"],
    ["NS", "ns1"],
    ["CNAME", "@"],
    ["PTR", "Mail.Example.NET."],
    ["MX", "10 mail"],
    ["SRV", "0 5\t5060 sip.example.com."],
  ] as const) {
    const code = typeCode(type, 0, type.length);
    assert.notEqual(
      readPlain(code, rdata, 0, rdata.length, { base: 0, origin }),
      undefined,
      `${type} ${rdata}`,
    );
  }
});
