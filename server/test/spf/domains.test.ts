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

/** The ids of all findings but those of the zone itself. */
function ids(zone: string): readonly string[] {
  const document = new ZoneDocument("file:///z", HEAD + zone, { origin: "example.com." });
  return findingsOf(document).map(({ rule }) => rule.id);
}

test("a null MX beside a policy by which nobody passes contradicts nothing (RFC 7505 section 4.2)", () => {
  const deny = '_deny 3600 TXT "v=spf1 -all"\n';
  for (const terms of [
    "redirect=_deny.example.com",
    "include:_deny.example.com -all",
    "redirect=_d2.example.com",
    "a:gone.example.com -all",
    "mx -all",
    "-include:_spf.google.com -all",
    "redirect=_deny.example.net",
  ]) {
    const zone = `@ 3600 MX 0 .\n@ 3600 TXT "v=spf1 ${terms}"\n_d2 3600 TXT "v=spf1 include:_deny.example.com -all"\n`;
    assert.ok(!ids(zone + deny).includes("mx-null-but-spf-allows"), terms);
  }
});

test("a redirect to `-all` says that nobody sends (RFC 7208 sections 6.1 and 10.1.2)", () => {
  const rest = '@ 3600 MX 0 .\n*._domainkey 3600 TXT "v=DKIM1; p="\n';
  const parked = ids(`${rest}@ 3600 TXT "v=spf1 redirect=_deny.example.com"\n_deny 3600 TXT "v=spf1 -all"\n`);
  assert.ok(!parked.includes("dmarc-reject-without-dkim"));
  assert.ok(!parked.includes("mail-auth-incomplete-bulk"));
  const sends = ids(
    `${rest}@ 3600 TXT "v=spf1 redirect=_s.example.com"\n_s 3600 TXT "v=spf1 ip4:203.0.113.4 -all"\n`,
  );
  assert.ok(sends.includes("dmarc-reject-without-dkim"));
});

test("`~all` is judged by the DMARC policy for the very name: `sp` below the domain (RFC 9989 section 4.10.1)", () => {
  const head = HEAD.split("\n").slice(0, 3).join("\n");
  const at = (dmarc: string) => {
    const zone = `${head}\n_dmarc 3600 TXT "v=DMARC1; ${dmarc}"\n@ 3600 TXT "v=spf1 ip4:8.8.4.1 ~all"\ns1 3600 TXT "v=spf1 ip4:8.8.4.1 ~all"\n`;
    const document = new ZoneDocument("file:///z", zone, { origin: "example.com." });
    return findingsOf(document)
      .filter(({ rule }) => rule.id === "spf-all-softfail")
      .map(({ at }) => document.slice(0, spanOf(at).start).split("\n").at(-1)?.split(" ")[0]);
  };
  assert.deepEqual(at("p=none; sp=reject"), ["@"]);
  assert.deepEqual(at("p=reject; sp=none"), ["s1"]);
  assert.deepEqual(at("p=reject"), []);
  // A domain that is testing asks for one level less.
  assert.deepEqual(at("p=quarantine; t=y"), ["@", "s1"]);
});

test("a part of a policy that an alias leads to counts", () => {
  const zone = '@ 3600 TXT "v=spf1 include:_j.example.com -all"\n_k 3600 TXT "v=spf1 ip4:8.8.4.10 ?all"\n';
  assert.ok(ids(zone).includes("spf-orphan-underscore-record"));
  assert.ok(!ids(`${zone}_j 3600 CNAME _k\n`).includes("spf-orphan-underscore-record"));
  assert.ok(ids(`${zone}_l 3600 CNAME _k\n`).includes("spf-orphan-underscore-record"));
});

test("an SPF record at a name of DMARC moves only to where no other one stands (RFC 7208 section 4.5)", () => {
  const titles = (zone: string) => {
    const document = new ZoneDocument("file:///z", zone, { origin: "example.com." });
    return findingsOf(document)
      .filter(({ rule }) => rule.id === "spf-wrong-owner-underscore")
      .flatMap(({ fixes }) => fixes.map(({ title }) => title));
  };
  const stray = '_dmarc TXT "v=spf1 -all"\n';
  assert.deepEqual(titles(stray), ["Move it to example.com"]);
  assert.deepEqual(titles(`${stray}@ TXT "v=spf1 mx -all"\n`), ["Delete it"]);
});

test("an owner with octets that zone files escape is a domain like any other", () => {
  const zone = (owner: string) =>
    `${owner} 3600 TXT "v=spf1 a a:gone.example.com -all"\n${owner} 3600 A 192.0.2.7\n${owner} 3600 MX 10 mx.example.net.\n`;
  for (const owner of ["plain", "sp\\032ace", 'q\\"t', "\\200x"]) {
    assert.ok(check(HEAD + zone(owner)).includes("spf-a-void: a:gone.example.com"), owner);
    const document = new ZoneDocument("file:///z", HEAD + zone(owner), { origin: "example.com." });
    const lacks = findingsOf(document).find(({ rule }) => rule.id === "mail-auth-incomplete-bulk");
    assert.doesNotMatch(lacks?.message ?? "", /lacks SPF/, owner);
  }
  // No text of a domain has a dot inside a label: `a.b.example.com` is another name.
  assert.deepEqual(
    check(`${HEAD}${zone("a\\.b")}`).filter((id) => id.startsWith("spf-a-void")),
    [],
  );
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

// `mx` of a mailbox provider names hosts that only receive: with `-all` the provider's own mail would be refused.
const MISSING: readonly (readonly [records: string, offered: string])[] = [
  ["@ 60 MX 10 mail\nmail 60 A 23.4.5.6", "v=spf1 mx -all"],
  ["@ 60 MX 1 aspmx.l.google.com.", "v=spf1 include:_spf.google.com -all"],
  [
    "@ 60 MX 0 corp-net.mail.protection.outlook.com.\n@ 60 MX 20 mail\nmail 60 A 23.4.5.6",
    "v=spf1 mx include:spf.protection.outlook.com -all",
  ],
  [
    "@ 60 MX 10 mx.filter.example.\nselector1._domainkey 60 CNAME selector1-corp-net._domainkey.corp.onmicrosoft.com.",
    "v=spf1 mx include:spf.protection.outlook.com -all",
  ],
  [
    "@ 60 MX 10 mail\nmail 60 A 23.4.5.6\ns1._domainkey 60 CNAME s1.domainkey.u1.wl.sendgrid.net.",
    "v=spf1 mx -all",
  ],
];

for (const [records, offered] of MISSING) {
  test(`a missing record is offered as ${offered}: ${records.split("\n").at(-1)}`, () => {
    const zone = `@ 60 SOA ns.example.net. h.example.net. 1 7200 3600 1209600 3600\n${records}\n`;
    const document = new ZoneDocument("file:///z.zone", zone, { origin: "corp.net." });
    const found = findingsOf(document).find(({ rule }) => rule.id === "spf-missing-for-mail-name");
    assert.equal(found?.fixes[0]?.title, `Add \`${offered}\``);
  });
}
