// Which domains are told that they lack a DMARC record, and where.
import assert from "node:assert/strict";
import { test } from "node:test";
import { findingsOf, Workspace } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";

const RUA = "rua=mailto:d@corp.net";

test("a zone where subdomains alone have DMARC is told that where they have it, and not at the mail of the domain again", () => {
  const head = "@ 3600 SOA ns.example.net. h.example.net. 1 7200 3600 1209600 3600\n";
  const mail = '@ 3600 MX 10 mx.example.net.\n@ 3600 TXT "v=spf1 mx -all"\n';
  const shop = `_dmarc.shop 3600 TXT "v=DMARC1; p=reject; ${RUA}"\n`;
  for (const [zone, id] of [
    [head + mail + shop, "dmarc-org-record-missing"],
    [`${head}www 3600 MX 10 mx.example.net.\n${shop}`, "dmarc-org-record-missing"],
    // An organization of its own (RFC 9989 4.7), two records at one name (4.10) and a record nobody finds cover nothing.
    [head + mail + shop.replace("p=", "psd=n; p="), "dmarc-missing"],
    [`${head}${mail}${shop}${shop.replace("reject", "none")}`, "dmarc-missing"],
    [head + mail + shop.replace("v=DMARC1", "v=DMARC2"), "dmarc-missing"],
  ] as const) {
    const found = findingsOf(new ZoneDocument("file:///z.zone", zone, { origin: "corp.net." }));
    const ids = found.flatMap(({ rule }) =>
      /^dmarc-(?:org-record-)?missing$/.test(rule.id) ? [rule.id] : [],
    );
    assert.deepEqual(ids, [id], zone);
  }
});

test("a domain without DMARC is told so once, however many subdomains have a record of their own", () => {
  const head = "@ 3600 SOA ns.example.net. h.example.net. 1 7200 3600 1209600 3600\n";
  const own = ["shop", "news", "a.shop"].map(
    (name) => `_dmarc.${name} 3600 TXT "v=DMARC1; p=reject; ${RUA}"\n`,
  );
  const found = findingsOf(new ZoneDocument("file:///z.zone", head + own.join(""), { origin: "corp.net." }));
  const told = found.filter(({ rule }) => rule.id === "dmarc-org-record-missing");
  assert.equal(told.length, 1);
});

test("a zone of a subdomain with a DMARC record says that the domain above has none, where its zone is there too", () => {
  const soa = "3600 SOA ns.example.net. h.example.net. 1 7200 3600 1209600 3600\n";
  const workspace = new Workspace();
  const above = `@ ${soa}@ 3600 MX 10 mx.example.net.\nshop 3600 NS ns.example.net.\n`;
  const below = `@ ${soa}@ 3600 NS ns.example.net.\n_dmarc 3600 TXT "v=DMARC1; p=reject; ${RUA}"\n`;
  workspace.open([
    new ZoneDocument("file:///corp.zone", above, { origin: "corp.net." }),
    new ZoneDocument("file:///shop.zone", below, { origin: "shop.corp.net." }),
  ]);
  const ids = ["file:///corp.zone", "file:///shop.zone"].flatMap((uri) =>
    workspace.findings(uri).flatMap(({ rule }) => (/^dmarc-.*missing$/.test(rule.id) ? [rule.id] : [])),
  );
  assert.deepEqual(ids, ["dmarc-org-record-missing"]);
});

test("a permission to send reports that cannot be read is told there alone, and no wildcard stands in for it (RFC 4592 2.2.1)", () => {
  const soa = "@ 3600 SOA ns.example.net. h.example.net. 1 7200 3600 1209600 3600\n";
  const here = new ZoneDocument(
    "file:///corp.zone",
    `${soa}_dmarc 3600 TXT "v=DMARC1; p=reject; rua=mailto:d@corp.org"\n`,
    { origin: "corp.net." },
  );
  for (const [records, expected] of [
    ['corp.net._report._dmarc 3600 TXT "DMARC1"', ["dmarc-report-record-version"]],
    ['*._report._dmarc 3600 TXT "v=DMARC1"', []],
    ["", ["dmarc-external-unauthorized"]],
    [
      'corp.net._report._dmarc 3600 TXT "ok"\n*._report._dmarc 3600 TXT "v=DMARC1"',
      ["dmarc-report-record-version"],
    ],
  ] as const) {
    const text = `${soa}@ 3600 MX 10 mx.example.net.\n${records}\n`;
    const there = new ZoneDocument("file:///org.zone", text, { origin: "corp.org." });
    const workspace = new Workspace();
    workspace.open([here, there]);
    const ids = [here, there].flatMap(({ uri }) => workspace.findings(uri).map(({ rule }) => rule.id));
    assert.deepEqual(
      ids.filter((id) => /^dmarc-(?:external|report-record)/.test(id)),
      expected,
      records,
    );
  }
});

test("a record that is there and broken is told as that, and not as lacking", () => {
  const told = (records: string) => {
    const head =
      "@ 3600 SOA ns.example.net. h.example.net. 1 7200 3600 1209600 3600\n@ 3600 MX 10 mx.example.net.\n";
    const found = findingsOf(new ZoneDocument("file:///z.zone", head + records, { origin: "corp.net." }));
    return found.flatMap(({ rule, message }) => (rule.id === "mail-auth-incomplete-bulk" ? [message] : []));
  };
  const key = 's1._domainkey 3600 TXT "v=DKIM1; k=rsa; p=AAAA"\n';
  const spf = '@ 3600 TXT "v=spf1 mx -all"\n';
  assert.match(told(spf).join(), /corp\.net lacks DKIM and DMARC:/);
  assert.match(told(spf + key).join(), /corp\.net lacks DMARC:/);
  assert.match(told('@ 3600 TXT "v=spf1;mx -all"\n').join(), /corp\.net lacks DKIM and DMARC:/);
  assert.deepEqual(told(`${spf}${key}_dmarc 3600 TXT "v=DMARC1; p=rejct"\n`), []);
});
