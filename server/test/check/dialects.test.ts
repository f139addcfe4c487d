// What NSD and Knot refuse of what BIND loads; their own checkers are asked as well, where they are installed.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { findingsOf } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";
import { loads } from "../zone/oracle.ts";

const HEAD = `$ORIGIN example.com.
$TTL 3600
@ SOA ns1.example.net. hostmaster 1 7200 3600 1209600 3600
@ NS ns1.example.net.
@ NS ns2.example.net.
`;
const folder = mkdtempSync(join(tmpdir(), "dnslens-dialects-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Lines, and who of the two refuses them. */
const CASES: readonly (readonly [string, "" | "NSD" | "Knot" | "NSD Knot"])[] = [
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
  ["$ORIGIN @", "Knot"],
  ["$ORIGIN sub", "NSD Knot"],
];

for (const [text, refused] of CASES) {
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
      assert.deepEqual(
        errors.map(({ rule }) => rule.id),
        isRefused ? ["zone-dialect"] : [],
        name,
      );
      assert.notEqual(loads(name, path), isRefused, `what ${name} says`);
    }
  });
}
