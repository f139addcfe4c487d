import assert from "node:assert/strict";
import { test } from "node:test";
import { spanOf } from "../../src/rules/finding.ts";
import { findingsOf } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";

// A zone that is here as a whole: what is not in it does not exist.
const HEAD =
  '@ 3600 SOA ns.example.net. hostmaster.example.net. 1 7200 3600 1209600 3600\n@ 3600 NS ns.example.net.\n@ 3600 NS ns.example.org.\n_dmarc 3600 TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com"\n';

/** The SPF errors and warnings of a zone, as "id: what they stand at"; advice has tests of its own. */
function check(zone: string): readonly string[] {
  const document = new ZoneDocument("file:///z", zone, { origin: "example.com." });
  return findingsOf(document)
    .filter(({ rule }) => rule.id.startsWith("spf-") && /error|warning/.test(rule.severity))
    .map(({ rule, at }) => {
      const { start, end } = spanOf(at);
      return `${rule.id}: ${document.slice(start, end)}`;
    });
}

function hosts(count: number, prefix = "h"): string {
  return Array.from({ length: count }, (_, i) => `a:${prefix}${i}.example.net`).join(" ");
}

test("the eleventh lookup is named, in the record that reaches it", () => {
  assert.deepEqual(check(`@ TXT "v=spf1 ${hosts(10)} mx -all"\n`), ["spf-too-many-lookups: mx"]);
});

test("lookups of included records count: 1 for the include, 5 in it, 5 beside it", () => {
  const zone = `@ TXT "v=spf1 ${hosts(5)} include:_spf.example.com -all"\n_spf TXT "v=spf1 ${hosts(5, "k")} -all"\n`;
  assert.deepEqual(check(zone), ["spf-too-many-lookups: include:_spf.example.com"]);
});

test("terms behind `all` and a redirect beside it cost nothing (RFC 7208 section 5.1)", () => {
  const ids = check(`@ TXT "v=spf1 ${hosts(3)} -all ${hosts(12, "k")}"\n`);
  assert.ok(!ids.some((id) => id.startsWith("spf-too-many-lookups")));
});

test("an include outside the workspace is unknown, never missing", () => {
  assert.deepEqual(check(`${HEAD}@ 3600 TXT "v=spf1 include:_spf.example.net -all"\n`), []);
});

test("an include inside the zone without a record is an error", () => {
  assert.deepEqual(check(`${HEAD}@ 3600 TXT "v=spf1 include:_spf.example.com -all"\n`), [
    "spf-include-none: include:_spf.example.com",
  ]);
});

test("names below a delegation are not known here", () => {
  const zone = `${HEAD}sub 3600 NS ns.example.net.\n@ 3600 TXT "v=spf1 include:_spf.sub.example.com a:x.sub.example.com -all"\n`;
  assert.deepEqual(check(zone), []);
});

test("two lookups in vain are put up with, the third is an error and speaks for all", () => {
  const two = `${HEAD}@ 3600 TXT "v=spf1 a:x1.example.com a:x2.example.com -all"\n`;
  assert.deepEqual(check(two), ["spf-a-void: a:x1.example.com", "spf-a-void: a:x2.example.com"]);
  const three = two.replace(" -all", " a:x3.example.com -all");
  assert.deepEqual(check(three), ["spf-too-many-void: a:x3.example.com"]);
});

test("a CNAME is followed to the address (RFC 1034 section 3.6.2)", () => {
  const zone = `${HEAD}@ 3600 TXT "v=spf1 a:x.example.com -all"\nx 3600 CNAME y.example.com.\ny 3600 A 192.0.2.1\ny 3600 AAAA 2001:db8::1\n`;
  assert.deepEqual(check(zone), []);
});

test("every record of a circle says so", () => {
  const zone = '@ TXT "v=spf1 include:b.example.com -all"\nb TXT "v=spf1 redirect=example.com"\n';
  assert.deepEqual(check(zone), [
    "spf-include-loop: include:b.example.com",
    "spf-include-loop: redirect=example.com",
  ]);
});

test("records that all include each other are read in reasonable time", () => {
  const count = 60;
  const all = Array.from({ length: count }, (_, i) => `include:s${i}.example.com`);
  const strings = (own: number) =>
    all
      .filter((_, i) => i !== own)
      .map((term) => `"${term} "`)
      .join(" ");
  const zone = all.map((_, i) => `s${i} TXT "v=spf1 " ${strings(i)} "-all"`).join("\n");
  assert.ok(check(`${zone}\n`).length >= count);
});
