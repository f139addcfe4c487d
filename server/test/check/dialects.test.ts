// What NSD and Knot refuse of what BIND loads; their own checkers are asked as well, where they are installed.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { findingsOf } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";
import { applyFix } from "../fixing.ts";
import { loads } from "../zone/oracle.ts";

const HEAD = `$ORIGIN example.com.
$TTL 3600
@ SOA ns1.example.net. hostmaster 1 7200 3600 1209600 3600
@ NS ns1.example.net.
@ NS ns2.example.net.
`;
const folder = mkdtempSync(join(tmpdir(), "dnslens-dialects-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Lines, who of the two refuses them, and the rule of what BIND only warns of. */
const CASES: readonly (readonly [string, "" | "NSD" | "Knot" | "NSD Knot", string?])[] = [
  ["(x) A 192.0.2.9", "NSD Knot"],
  ["( x A 192.0.2.9 )", "NSD Knot"],
  ["(\nx A 192.0.2.9)", "NSD"],
  ["y A 192.0.2.1 ; old (\nx A 192.0.2.9", ""],
  ["; old (\n; and (\nx A 192.0.2.9", ""],
  ["x(A 192.0.2.9)", "NSD"],
  ["x ( 300 IN A 192.0.2.9 )", ""],
  ["x A(192.0.2.9)", ""],
  ["y TXT ( a\n)\nx A 192.0.2.9", ""],
  ["a,b TXT x", "Knot"],
  ["a%b TXT x", "Knot"],
  ["a\\,b TXT x", ""],
  ["a/b TXT x", ""],
  ["*.a_b TXT x", ""],
  ["x CNAME a:b.example.net.", "Knot"],
  ["x CNAME @", ""],
  ['x TXT "a\x01b"', "Knot"],
  ['x TXT "a\tb"', ""],
  ['x TXT "a\\\nb"', "Knot"],
  ["x TYPE65280 \\# 2 0 1 6 1", "Knot"],
  ["x TYPE65280 \\# 2 01 61", ""],
  ['x HTTPS 1 . alpn="h2,h3" port="443"', ""],
  ['x SVCB 1 . key65333="a" no-default-alpn alpn=h2', ""],
  ['x HTTPS 1 . alpn="h2"port=443', "NSD Knot"],
  ['x CAA 0 issue"x.example"', "NSD Knot"],
  ['x TXT "a""b"', "Knot"],
  ["x HIP 2 200100107B1A74DF365639CC39F1D578 AwEAAQ==", "NSD Knot"],
  ["x AMTRELAY 10 0 0 .", "NSD Knot"],
  ["x AMTRELAY \\# 2 0A00", "NSD Knot"],
  ["x TYPE260 \\# 2 0A00", ""],
  ["x TA 1 8 1 49FD46E6C4B45C55D4ACCBD34CD8AC1234567890", "NSD Knot"],
  ["x DLV 1 8 1 49FD46E6C4B45C55D4ACCBD34CD8AC1234567890", "Knot"],
  ["x WKS 192.0.2.1 tcp smtp", "Knot"],
  ["x WKS 192.0.2.1 tcp SMTP", "NSD Knot"],
  ["x NULL \\# 1 00", "Knot"],
  ["x KEY 256 3 8 AwEAAaAA", ""],
  ["x KEY 256 EMAIL 8 AwEAAaAA", "NSD Knot"],
  ["x KEY 49152 3 8", "NSD Knot"],
  ["@ DNSKEY ZONE 3 8 AwEAAaAA", "NSD Knot"],
  ["@ DNSKEY 256 3 RSASHA256 AwEAAaAA", ""],
  ["@ DNSKEY 256 3 ECDSA256 AwEAAaAA", "NSD Knot"],
  ["@ DNSKEY 256 3 8 AwEA AaAA", ""],
  ["@ DNSKEY 256 3 8 Aw EAAaAA", "Knot"],
  ["x SSHFP 1 1 d4b7d520e7bb5f0f67674a0cceb1e3e0614b 93c4", ""],
  ["x SSHFP 1 1 d4b7d520e7bb5f0f67674a0cceb1e3e0614b9 3c4", "Knot"],
  ["x NS ns1.example.net.\nx DS 1 8 SHA-1 D4B7D520E7BB5F0F67674A0CCEB1E3E0614B93C4", "NSD Knot"],
  ["x NS ns1.example.net.\nx DS 1 8 5 D4B7D520E7BB5F0F67674A0CCEB1E3E0614B93C4", "Knot"],
  ["@ NSEC3PARAM SHA-1 0 0 -", "NSD Knot"],
  ["x NSEC y.example.com. A DLV", "Knot"],
  ["x NSEC y.example.com. A HIP", "NSD Knot"],
  ["x NSEC y.example.com. A TYPE55", ""],
  ["x RRSIG 1 8 3 3600 20380101000000 20200101000000 1 example.com. aaaa", "NSD Knot"],
  ["x RRSIG A 8 3 3600 2145916800 1577836800 1 example.com. aaaa", "NSD"],
  ["x NID 10 14:4fff:ff20:ee64", "Knot"],
  ["x EUI48 0-0-5e-0-53-2a", "Knot"],
  ["x APL 01:192.168.32.0/21", "NSD Knot"],
  ["x LOC 51 N 0 W .5", "NSD Knot"],
  ["x LOC 51 N 0 W 5.", "NSD"],
  ["x LOC 51 N 0 W +5", "Knot"],
  ['x CAA 0 Issue "x.example"', "NSD"],
  ["x TXT @", "NSD"],
  ["x TXT a@b", ""],
  ["x TXT a $b", "NSD"],
  ["x TXT .a", "NSD"],
  ["x TXT \\#a", "Knot"],
  ["x RP a%b.c. d.", "Knot"],
  ["x SVCB 1 . alpn=a\\,b", "Knot"],
  ['x SVCB 1 . alpn="a\\\\,b"', ""],
  ["x SVCB 1 . dohpath=/q{?dns}", "Knot"],
  ['x SVCB 1 . no-default-alpn="" alpn=h2', "Knot"],
  ["x SVCB 1 . key65333=", "Knot"],
  ["x SVCB 1 . ech", "Knot"],
  ['x SVCB 1 . key3="\\001\\187"', "NSD"],
  ['x SVCB 1 "y.example."', "Knot"],
  ["$ORIGIN @", "Knot"],
  ["$ORIGIN sub", "NSD Knot"],
  ["x DNAME y\na.x A 192.0.2.1", "NSD Knot", "zone-data-below-dname"],
  ["x NS ns1.x", "Knot", "zone-glue-missing"],
];

for (const [text, refused, rule = "zone-dialect"] of CASES) {
  test(`${JSON.stringify(text)} is refused by ${refused || "neither"}`, () => {
    const path = join(folder, "example.com.zone");
    const zone = `${HEAD}${text}\n`;
    writeFileSync(path, zone);
    for (const [name, dialect] of [
      ["NSD", "nsd"],
      ["Knot", "knot"],
    ] as const) {
      const document = new ZoneDocument(path, zone, { origin: "example.com." });
      const errors = findingsOf(document, { rules: {}, dialect }).filter(
        ({ severity }) => severity === "error",
      );
      const isRefused = refused.includes(name);
      assert.deepEqual([...new Set(errors.map((error) => error.rule.id))], isRefused ? [rule] : [], name);
      assert.notEqual(loads(name, path), isRefused, `what ${name} says`);
      if (!isRefused || errors.some(({ fixes }) => fixes.length === 0)) continue;
      for (const error of errors.toReversed()) applyFix(document, error.fixes[0]);
      const mended = join(folder, "mended.zone");
      writeFileSync(mended, document.slice(0, document.length));
      assert.notEqual(loads(name, mended), false, `what ${name} says behind the fix`);
      assert.notEqual(loads("BIND", mended), false, "what BIND says behind the fix");
    }
  });
}
