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

type Case = readonly [owner: string, written: string, id: string, wanted: string | undefined];

const RUA = "rua=mailto:d@corp.net";

/** `written` in quotes, unless it begins with a quote or an apostrophe of its own. */
const CASES: readonly Case[] = [
  // What is no `name=value` voids an MTA-STS record (RFC 8461 3.1), and does not match the grammar of RFC 8460 3.
  ["_mta-sts", "v=STSv1; id=1; abc", "mtasts-field-syntax", "v=STSv1; id=1"],
  ["_mta-sts", "v=STSv1; id=1; =x", "mtasts-field-syntax", "v=STSv1; id=1"],
  ["_mta-sts", "v=STSv1; id=1; -x=1", "mtasts-field-syntax", "v=STSv1; id=1"],
  ["_mta-sts", "v=STSv1; id:1", "mtasts-field-syntax", "v=STSv1; id=1"],
  ["_mta-sts", "v=STSv1; id 1", "mtasts-field-syntax", "v=STSv1; id=1"],
  ["_mta-sts", "v=STSv1; id", "mtasts-id-missing", "v=STSv1; id=1"],
  ["_mta-sts", "v=STSv1; \\194\\160id=1", "mtasts-id-missing", "v=STSv1; id=1"],
  ["_mta-sts", "v:STSv1; id=1", "mtasts-version", "v=STSv1; id=1"],
  ["_mta-sts", "\\239\\187\\191v=STSv1; id=1", "mtasts-version", "v=STSv1; id=1"],
  ["_mta-sts", "v=STSv1; id=1; mode: enforce", "mtasts-policy-in-txt", "v=STSv1; id=1"],
  [
    "_smtp._tls",
    "v=TLSRPTv1; rua=mailto:t@corp.net; abc",
    "tlsrpt-field-syntax",
    "v=TLSRPTv1; rua=mailto:t@corp.net",
  ],
  [
    "_smtp._tls",
    "v=TLSRPTv1; rua=mailto:t@corp.net; =x",
    "tlsrpt-field-syntax",
    "v=TLSRPTv1; rua=mailto:t@corp.net",
  ],
  [
    "_smtp._tls",
    "v=TLSRPTv1; rua:mailto:t@corp.net",
    "tlsrpt-field-syntax",
    "v=TLSRPTv1; rua=mailto:t@corp.net",
  ],
  [
    "_smtp._tls",
    "v=TLSRPTv1; rua mailto:t@corp.net?subject=x",
    "tlsrpt-field-syntax",
    "v=TLSRPTv1; rua=mailto:t@corp.net?subject=x",
  ],
  [
    "_smtp._tls",
    "v=TLSRPTv1; RUA=mailto:t@corp.net",
    "tlsrpt-rua-missing",
    "v=TLSRPTv1; rua=mailto:t@corp.net",
  ],
  ["_smtp._tls", "v=TLSRPTv1; mailto:t@corp.net", "tlsrpt-rua-missing", "v=TLSRPTv1; rua=mailto:t@corp.net"],
  [
    "_smtp._tls",
    "v=TLSRPTv1; https://corp.net/t;",
    "tlsrpt-rua-missing",
    "v=TLSRPTv1; rua=https://corp.net/t;",
  ],
  ["_smtp._tls", "v:TLSRPTv1; rua=mailto:t@corp.net", "tlsrpt-version", "v=TLSRPTv1; rua=mailto:t@corp.net"],
  [
    "_smtp._tls",
    "v=TLSRPTv1; rua=mailto:t@corp.net!10m",
    "tlsrpt-uri-unencoded",
    "v=TLSRPTv1; rua=mailto:t@corp.net",
  ],
  [
    "_smtp._tls",
    "v=TLSRPTv1; rua=https://corp.net/a!b",
    "tlsrpt-uri-unencoded",
    "v=TLSRPTv1; rua=https://corp.net/a%21b",
  ],
  [
    "default._bimi",
    "\\239\\187\\191v=BIMI1; l=https://corp.net/l.svg; a=https://corp.net/l.pem",
    "bimi-version",
    "v=BIMI1; l=https://corp.net/l.svg; a=https://corp.net/l.pem",
  ],
  // RFC 9989 4.7: without `v=DMARC1` in front the record is ignored.
  ["_dmarc", "DMARC1 p=reject; rua=mailto:d@corp.net", "dmarc-version-missing", `v=DMARC1; p=reject; ${RUA}`],
  ["_dmarc", "DMARC; p=reject; rua=mailto:d@corp.net", "dmarc-version-missing", `v=DMARC1; p=reject; ${RUA}`],
  [
    "_dmarc",
    "v DMARC1; p=reject; rua=mailto:d@corp.net",
    "dmarc-version-missing",
    `v=DMARC1; p=reject; ${RUA}`,
  ],
  ["_dmarc", `\\239\\187\\191v=DMARC1; p=reject; ${RUA}`, "dmarc-illegal-char", `v=DMARC1; p=reject; ${RUA}`],
  ["_dmarc", `_v=DMARC1; p=reject; ${RUA}`, "dmarc-version-missing", `v=DMARC1; p=reject; ${RUA}`],
  ["_dmarc", `vDMRC1; p=reject; ${RUA}`, "dmarc-version-missing", `v=DMARC1; p=reject; ${RUA}`],
  ["_dmarc", `p=reject; ${RUA}; v=DmARC1`, "dmarc-version-not-first", `v=DMARC1; p=reject; ${RUA}`],
  ["_dmarc", `v=DMA\\\\RC1; p=reject; ${RUA}`, "dmarc-version-invalid", `v=DMARC1; p=reject; ${RUA}`],
  ["_dmarc", `v=DMARC1; p=re'ject; ${RUA}`, "dmarc-p-invalid", `v=DMARC1; p=reject; ${RUA}`],
  ["_dmarc", `v=DMARC1; p=re\\\\ject; ${RUA}`, "dmarc-p-invalid", `v=DMARC1; p=reject; ${RUA}`],
  ["_dmarc", `v=DMARC1; policy=reject; ${RUA}`, "dmarc-unknown-tag", `v=DMARC1; p=reject; ${RUA}`],
  // RFC 5321 4.1.2 and 4.1.3: labels neither begin nor end with a hyphen, an address stands in brackets.
  ["_dmarc", "v=DMARC1; p=reject; rua=mailto:d@-corp.net", "dmarc-uri-invalid", undefined],
  ["_dmarc", "v=DMARC1; p=reject; rua=mailto:d@corp-.net", "dmarc-uri-invalid", undefined],
  ["_dmarc", "v=DMARC1; p=reject; rua=mailto:d@192.0.2.1", "dmarc-uri-invalid", undefined],
  ["_smtp._tls", "v=TLSRPTv1; rua=mailto:t@192.0.2.1", "tlsrpt-uri-invalid", undefined],
  // RFC 6376 3.2: values are compared by case.
  [
    "s1._domainkey",
    `v=DKIM1; k=ed25519; h=SHA256; p=${ED25519}`,
    "dkim-h-unknown",
    `v=DKIM1; k=ed25519; h=sha256; p=${ED25519}`,
  ],
  ["example.net._report._dmarc", "ok", "dmarc-report-record-version", "v=DMARC1;"],
  [
    "example.net._report._dmarc",
    "v=dmarc1; rua=mailto:x@corp.net",
    "dmarc-report-record-version",
    "v=DMARC1; rua=mailto:x@corp.net;",
  ],
  // RFC 9989 4.8: names of tags are compared in any case.
  ["_dmarc", `v=DMARC1; p=reject; P=none; ${RUA}`, "dmarc-duplicate-tag", `v=DMARC1; p=reject; ${RUA}`],
  [
    "_dmarc",
    "v=DMARC1; p=reject; rua=mailto:d@corp.net, ruf=mailto:e@corp.net",
    "dmarc-comma-separator",
    `v=DMARC1; p=reject; ${RUA}; ruf=mailto:e@corp.net`,
  ],
  [
    "_dmarc",
    "v=DMARC1; p=reject; rua=mailto;d@corp.net",
    "dmarc-uri-semicolon-list",
    `v=DMARC1; p=reject; ${RUA}`,
  ],
  ["_dmarc", `v=DMARC1; p=reject; pct=; ${RUA}`, "dmarc-tag-without-value", `v=DMARC1; p=reject; ${RUA}`],
  [
    "_smtp._tls",
    "v=TLSRPTv1; rua=malto:t@corp.net",
    "tlsrpt-uri-scheme",
    "v=TLSRPTv1; rua=mailto:t@corp.net",
  ],
  [
    "_smtp._tls",
    "v=TLSRPTv1; rua=mailto:t@corp.net; ext = 1",
    "tlsrpt-field-syntax",
    "v=TLSRPTv1; rua=mailto:t@corp.net; ext=1",
  ],
  ["_mta-sts", " id=1", "mtasts-version", "v=STSv1; id=1"],
  ["_mta-sts", "v=STSv1; id= 1\\194\\160", "mtasts-id-invalid", "v=STSv1; id=1"],
  // Of two keys the one that can be read is kept, and nothing is joined to a key that stays unreadable (RFC 6376 3.2).
  [
    "s1._domainkey",
    `v=DKIM1; k=ed25519; p=${ED25519.slice(0, 20)}; p=${ED25519}`,
    "dkim-duplicate-tag",
    `v=DKIM1; k=ed25519; p=${ED25519}`,
  ],
  [
    "s1._domainkey",
    `v=DKIM1; k=ed25519; p=${ED25519.slice(0, 20)};${ED25519.slice(20)}`,
    "dkim-tag-syntax",
    `v=DKIM1; k=ed25519; p=${ED25519}`,
  ],
  ["s1._domainkey", `v=DKIM1; k=ed25519; p=${ED25519.slice(0, 20)}; foo`, "dkim-tag-syntax", undefined],
  ["_dmarc", ` p=reject; ${RUA}`, "dmarc-version-missing", `v=DMARC1; p=reject; ${RUA}`],
  // RFC 9989 C.4: a size limit is ignored; what stands before it must be an address.
  ["_dmarc", "v=DMARC1; p=reject; rua=mailto:dcorp.net!10m", "dmarc-uri-invalid", undefined],
  [
    "_smtp._tls",
    "v=TLSRPTv1; rua='mailto:t@corp.net'",
    "tlsrpt-uri-scheme",
    "v=TLSRPTv1; rua=mailto:t@corp.net",
  ],
  [
    "_smtp._tls",
    "v=TLSRPTv1; rua=<mailto:t@corp.net>",
    "tlsrpt-uri-scheme",
    "v=TLSRPTv1; rua=mailto:t@corp.net",
  ],
  [
    "default._bimi",
    "v=BIMI1; l:https://corp.net/l.svg; a=https://corp.net/l.pem",
    "bimi-tag-syntax",
    "v=BIMI1; l=https://corp.net/l.svg; a=https://corp.net/l.pem",
  ],
  [
    "default._bimi",
    "v=BIMI1; l='https://corp.net/l.svg'; a=https://corp.net/l.pem",
    "bimi-l-not-https",
    "v=BIMI1; l=https://corp.net/l.svg; a=https://corp.net/l.pem",
  ],
  // RFC 1035 5.1: an apostrophe is no quote.
  ["@", "'v=spf1 -all'", "txt-unquoted-spaces", "v=spf1 -all"],
  [
    "s1._domainkey",
    `'v=DKIM1; k=ed25519; p=${ED25519}'`,
    "txt-unquoted-semicolon",
    `v=DKIM1; k=ed25519; p=${ED25519}`,
  ],
  [
    "s1._domainkey",
    `name: s1 v=DKIM1; k=ed25519; p=${ED25519}`,
    "txt-owner-in-value",
    `v=DKIM1; k=ed25519; p=${ED25519}`,
  ],
  [
    "s1._domainkey",
    `\\239\\187\\191v=DKIM1; k=ed25519; p=${ED25519}`,
    "dkim-tag-syntax",
    `v=DKIM1; k=ed25519; p=${ED25519}`,
  ],
  // RFC 8463 4.2: the 32 octets alone; 12 octets of a SubjectPublicKeyInfo stand before them in a file.
  [
    "s1._domainkey",
    `v=DKIM1; k=ed25519; p=-----BEGIN PUBLIC KEY-----MCowBQYDK2VwAyEA${ED25519}-----END PUBLIC KEY-----`,
    "dkim-p-pem-armour",
    `v=DKIM1; k=ed25519; p=${ED25519}`,
  ],
  [
    "s1._domainkey",
    `v=DKIM1; k=rsa; p=${RSA_2048}-----END PUBLIC KEY-----`,
    "dkim-p-pem-armour",
    `v=DKIM1; k=rsa; p=${RSA_2048}`,
  ],
  // RFC 6376 C.2: by RFC 4871 an empty one matches no address.
  [
    "s1._domainkey",
    `v=DKIM1; g=; k=ed25519; p=${ED25519}`,
    "dkim-g-obsolete",
    `v=DKIM1; k=ed25519; p=${ED25519}`,
  ],
  ["_domainkey", "hello", "dkim-domainkeys-policy", "gone"],
];

for (const [owner, written, id, wanted] of CASES) {
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
