// One mistake is told once, and the first fix of that finding writes the record that was meant; where nothing is to be
// written, there is no fix. Expected texts follow the grammars: RFC 6376 3.2, RFC 8460 3, RFC 8461 3.1, RFC 9989 4.8.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ED25519 } from "../../src/rules/dkim/exampleKeys.ts";
import { RSA_2048 } from "../../src/rules/dkim/examples.ts";
import { type Finding, spanOf } from "../../src/rules/finding.ts";
import { findingsOf } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";
import { applyFix } from "../fixing.ts";
import { CASES } from "./data/oneCause.ts";
import { STRAY } from "./data/strayMarks.ts";

const RUA = "rua=mailto:d@corp.net";

for (const [owner, written, id, wanted] of [...CASES, ...STRAY]) {
  test(`${id}: ${written.replace(/[A-Za-z0-9+/]{60,}/g, "KEY")}`, () => {
    const quoted = /^["']/.test(written)
      ? written
      : `"${written.match(/(?:\\\d{3}|.){1,240}/g)?.join('" "') ?? ""}"`;
    const document = new ZoneDocument("file:///z.zone", `${owner} 3600 TXT ${quoted}\n`, {
      origin: "corp.net.",
    });
    const found = findingsOf(document).filter(isSerious);
    assert.deepEqual(
      found.map(({ rule }) => rule.id),
      [id],
    );
    const [fix] = found[0]?.fixes ?? [];
    const isMended = applyFix(document, fix);
    assert.equal(isMended, wanted !== undefined, "a fix");
    if (!isMended) return;
    assert.equal([...document.records()][0]?.text?.text ?? "gone", wanted);
    assert.ok(!findingsOf(document).some(({ rule }) => rule.id === id));
  });
}

function isSerious({ severity }: Finding): boolean {
  return severity === "error" || severity === "warning";
}

test("the finding of a character beyond ASCII covers all its octets", () => {
  const zone = '_smtp._tls 3600 TXT "v=TLSRPTv1;\\194\\160rua=mailto:t@corp.net"\n';
  const document = new ZoneDocument("file:///z.zone", zone, { origin: "corp.net." });
  const found = findingsOf(document).find(({ rule }) => rule.id === "tlsrpt-non-ascii");
  assert.ok(found !== undefined);
  const { start, end } = spanOf(found.at);
  assert.equal(zone.slice(start, end), "\\194\\160");
});

// RFC 9989 4.5 and RFC 9990 4: where receivers and senders of reports look.
const OWNERS: readonly (readonly [written: string, text: string, meant: string | undefined])[] = [
  ["www._dmarc", "v=DMARC1; p=reject", "_dmarc.www.corp.net."],
  ["a._dmarc.b", "v=DMARC1; p=reject", "_dmarc.a.b.corp.net."],
  ["www", "v=DMARC1; p=reject", "_dmarc.www.corp.net."],
  ["vendor.net._report", "v=DMARC1", "vendor.net._report._dmarc.corp.net."],
  ["_report._dmarc", "v=DMARC1", undefined],
];

for (const [written, text, meant] of OWNERS) {
  test(`a DMARC record at ${written} is told once, with where it belongs`, () => {
    const document = new ZoneDocument("file:///z.zone", `${written} 3600 TXT "${text}"\n`, {
      origin: "corp.net.",
    });
    const found = findingsOf(document).filter(isSerious);
    assert.deepEqual(
      found.map(({ rule }) => rule.id),
      ["dmarc-wrong-owner"],
    );
    const [fix] = found[0]?.fixes ?? [];
    applyFix(document, fix);
    assert.equal(fix === undefined ? undefined : [...document.records()][0]?.owner, meant);
  });
}

test("a domain whose DMARC record stands at a misspelt name is told of that alone", () => {
  for (const owner of ["_dmarc.corp.net", "_dmrac", "dmarc", "@"]) {
    const zone = `@ 3600 SOA ns.example.net. h.example.net. 1 7200 3600 1209600 3600\n@ 3600 MX 10 mx.example.net.\n@ 3600 TXT "v=spf1 mx -all"\n${owner} 3600 TXT "v=DMARC1; p=reject; ${RUA}"\n`;
    const document = new ZoneDocument("file:///z.zone", zone, { origin: "corp.net." });
    const ids = findingsOf(document).flatMap(({ rule: { id } }) => (id.startsWith("dmarc-") ? [id] : []));
    assert.equal(ids.length, 1, `${owner}: ${ids.join(" ")}`);
    assert.match(ids[0] ?? "", /owner/);
  }
});

test("an MTA-STS or TLS-RPT record at a misspelt name, or without its final dot, is told as that alone", () => {
  const head = `@ 3600 SOA ns.example.net. h.example.net. 1 7200 3600 1209600 3600\n@ 3600 MX 10 mx\nmx 3600 A 192.0.2.2\nmta-sts 3600 A 192.0.2.1\n`;
  const sts = '3600 TXT "v=STSv1; id=1"\n';
  const reports = '3600 TXT "v=TLSRPTv1; rua=mailto:t@example.net"\n';
  for (const [zone, id] of [
    [`_mtasts ${sts}_smtp._tls ${reports}`, "mtasts-wrong-owner"],
    [`_mta-sts.corp.net ${sts}_smtp._tls ${reports}`, "owner-missing-trailing-dot"],
    [`_mta-sts ${sts}_tls ${reports}`, "tlsrpt-wrong-owner"],
    [`_mta-sts ${sts}_smtp._tls.corp.net ${reports}`, "owner-missing-trailing-dot"],
  ] as const) {
    const document = new ZoneDocument("file:///z.zone", head + zone, { origin: "corp.net." });
    const ids = findingsOf(document).map(({ rule }) => rule.id);
    assert.deepEqual(
      ids.filter((one) => /^(?:mtasts|tlsrpt|owner)-/.test(one)),
      [id],
      zone,
    );
  }
});

test("a DKIM key without its final dot is told as that alone", () => {
  const zone = `@ 3600 SOA ns.example.net. h.example.net. 1 7200 3600 1209600 3600\n@ 3600 TXT "v=spf1 mx -all"\n_dmarc 3600 TXT "v=DMARC1; p=reject; ${RUA}"\ns1._domainkey.corp.net 3600 TXT "v=DKIM1; k=ed25519; p=${ED25519}"\n`;
  const found = findingsOf(new ZoneDocument("file:///z.zone", zone, { origin: "corp.net." }));
  const ids = found.flatMap(({ rule: { id } }) => (/^dkim-|without-dkim|bulk/.test(id) ? [id] : []));
  assert.deepEqual(ids, ["dkim-owner-doubled-domainkey"]);
});

test("a domain whose DMARC record is misspelt, or stands there twice, is told of that, and no further record is offered", () => {
  const head = `@ 3600 SOA ns.example.net. h.example.net. 1 7200 3600 1209600 3600\n@ 3600 MX 10 mx.example.net.\n@ 3600 TXT "v=spf1 mx -all"\n_dmarc.shop 3600 TXT "v=DMARC1; p=reject; ${RUA}"\n`;
  for (const [records, id] of [
    [`_dmarc 3600 TXT "v=dmarc1; p=reject; ${RUA}"\n`, "dmarc-version-invalid"],
    [`_dmarc 3600 TXT "p=reject; ${RUA}"\n`, "dmarc-version-missing"],
    [
      `_dmarc 3600 TXT "v=DMARC1; p=reject; ${RUA}"\n_dmarc 3600 TXT "v=DMARC1; p=none; ${RUA}"\n`,
      "dmarc-multiple-records",
    ],
  ] as const) {
    const document = new ZoneDocument("file:///z.zone", head + records, { origin: "corp.net." });
    const ids = findingsOf(document).map(({ rule }) => rule.id);
    assert.ok(ids.includes(id), `${id}: ${ids.join(" ")}`);
    assert.ok(!ids.includes("dmarc-missing") && !ids.includes("dmarc-org-record-missing"), ids.join(" "));
  }
});

test("names below a public suffix are other people's: a weaker policy for them is no mistake (RFC 9989 5.2)", () => {
  const zone = `_dmarc.co.uk. 3600 TXT "v=DMARC1; p=reject; sp=none; np=reject; psd=y; ${RUA}"\n`;
  const ids = findingsOf(new ZoneDocument("file:///z.zone", zone, { origin: "co.uk." })).map(
    ({ rule }) => rule.id,
  );
  assert.ok(!ids.includes("dmarc-sp-weaker"), ids.join(" "));
});

test("no safe fix decides which of two tags counts", () => {
  for (const tags of [
    "sp=reject; sp=none",
    "np=reject; np=none",
    "t=n; t=y",
    "adkim=r; adkim=s",
    "pct=100; pct=20",
  ]) {
    const zone = `_dmarc 3600 TXT "v=DMARC1; p=reject; ${tags}; ${RUA}"\n`;
    const found = findingsOf(new ZoneDocument("file:///z.zone", zone, { origin: "corp.net." }));
    assert.ok(found.some(({ rule }) => rule.id === "dmarc-duplicate-tag"));
    assert.ok(!found.some(({ fixes }) => fixes.some(({ safe }) => safe)), tags);
  }
});

test("the range of a last line that was pasted is that line", () => {
  const [head, tail] = [RSA_2048.slice(0, 200), `${RSA_2048.slice(200)}-----END PUBLIC KEY-----`];
  const zone = `s1._domainkey 3600 TXT "v=DKIM1; p=${head}" "${tail}"\n`;
  const document = new ZoneDocument("file:///z.zone", zone, { origin: "corp.net." });
  const found = findingsOf(document).find(({ rule }) => rule.id === "dkim-p-pem-armour");
  assert.ok(found !== undefined);
  const { start, end } = spanOf(found.at);
  assert.equal(zone.slice(start, end), "-----END PUBLIC KEY-----");
});

test("a DMARC record with a misspelt version is not deleted unattended", () => {
  for (const text of ["v=DMAR1", "v=DMA%RC1", "v=MARC1; x=1"]) {
    const zone = `_dmarc 3600 TXT "${text}"\n`;
    const found = findingsOf(new ZoneDocument("file:///z.zone", zone, { origin: "corp.net." }));
    assert.ok(
      found.some(({ rule }) => rule.id === "dmarc-version-invalid"),
      text,
    );
    assert.ok(!found.some(({ fixes }) => fixes.some(({ safe }) => safe)), text);
  }
});

// RFC 9989 4.7: `sp` and `np` count at the Organizational Domain alone.
const BELOW: readonly (readonly [owner: string, tags: string, ids: readonly string[]])[] = [
  ["_dmarc.corp.net.", "p=reject; sp=none", ["dmarc-sp-weaker"]],
  ["_dmarc.corp.co.uk.", "p=reject; sp=none; np=none", ["dmarc-sp-weaker", "dmarc-np-redundant"]],
  ["_dmarc.shop.corp.net.", "p=reject; sp=none", []],
  ["_dmarc.shop.corp.net.", "p=reject; np=none", []],
  ["_dmarc.shop.corp.net.", "p=reject; sp=reject; np=reject", []],
  ["_dmarc.shop.corp.net.", "p=reject; sp=none; psd=n", ["dmarc-sp-weaker"]],
];

for (const [owner, tags, ids] of BELOW) {
  test(`${tags} at ${owner}`, () => {
    const zone = `${owner} 3600 TXT "v=DMARC1; ${tags}; ${RUA}"\n`;
    const found = findingsOf(new ZoneDocument("file:///z.zone", zone, { origin: "corp.net." }));
    assert.deepEqual(
      found.map(({ rule }) => rule.id).filter((id) => /-(?:weaker|redundant)$/.test(id)),
      ids,
    );
  });
}

test("a Sender ID record beside one of SPF goes; it becomes one only where that is missing (RFC 7208 4.5)", () => {
  const titles = (zone: string) =>
    findingsOf(new ZoneDocument("file:///z.zone", zone, { origin: "corp.net." }))
      .filter(({ rule }) => rule.id === "spf-senderid-record")
      .map(({ fixes }) => fixes.map(({ title }) => title));
  const sender = '@ 3600 TXT "spf2.0/pra mx -all"\n';
  assert.deepEqual(titles(sender), [["Delete the record", "Write `v=spf1`"]]);
  assert.deepEqual(titles(`${sender}@ 3600 TXT "v=spf1 mx -all"\n`), [["Delete the record"]]);
});
