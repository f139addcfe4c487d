import assert from "node:assert/strict";
import { test } from "node:test";
import { findingsOf } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";
import { applyFix } from "../fixing.ts";

const SOA = "@ 3600 SOA ns.example.net. h.example.net. 1 7200 3600 1209600 3600\n";

function findings(zone: string): readonly { readonly id: string; readonly severity: string }[] {
  const document = new ZoneDocument("file:///corp.net.zone", SOA + zone, { origin: "corp.net." });
  return findingsOf(document).map(({ rule, severity }) => ({
    id: rule.id,
    severity: severity ?? rule.severity,
  }));
}

// What the grammars refuse: RFC 9989 4.8 and 4.10.1, RFC 6068 2, RFC 3986 2, RFC 8460 3, RFC 8461 3.1, RFC 6376 3.2.
const BROKEN: readonly (readonly [owner: string, text: string, id: string])[] = [
  ["_dmarc", "v=DMARC1; p=no ne", "dmarc-p-invalid"],
  ["_dmarc", "DMARC1; p=none", "dmarc-version-missing"],
  ["_dmarc", "v=DMARC1; p=reject; rua=mailto:a", "dmarc-uri-invalid"],
  ["_dmarc", "v=DMARC1; p=reject; rua=mailto:a@exa mple.org", "dmarc-uri-invalid"],
  ["_dmarc", "v=DMARC1; p=reject; rua=mailto:a%@example.org", "dmarc-uri-invalid"],
  ["_dmarc", "v=DMARC1; p=reject; rua=mailto:a@corp.net,", "dmarc-uri-invalid"],
  ["_dmarc", "v=DMARC1; p=reject; rua=mailto:a@corp.net,,mailto:b@corp.net", "dmarc-uri-invalid"],
  ["_dmarc", "v=DMARC1; p=", "dmarc-p-invalid"],
  ["_dmarc", "v=DMARC1; p=reject; sp=; rua=mailto:a@corp.net", "dmarc-sp-invalid"],
  ["_dmarc", "v=DMARC1; p=reject; np=; rua=mailto:a@corp.net", "dmarc-np-invalid"],
  ["_smtp._tls", "v=TLSRPTv1; rua = mailto:a@corp.net", "tlsrpt-separator"],
  ["_mta-sts", "v=STSv1; id = 1", "mtasts-id-invalid"],
  ["_smtp._tls", "v=TLSRPTv1; rua=mailto:a", "tlsrpt-uri-invalid"],
  ["_smtp._tls", "v=TLSRPTv1; rua=https://", "tlsrpt-uri-invalid"],
  ["_smtp._tls", "v=TLSRPTv1; rua=mailto://a@corp.net", "tlsrpt-uri-invalid"],
  ["_smtp._tls", "v=TLSRPTv1; rua=mailto:a@exa mple.org", "tlsrpt-uri-invalid"],
  ["_smtp._tls", "v=TLSRPTv1; rua=mailto:a@corp.net,", "tlsrpt-uri-invalid"],
  ["_smtp._tls", "v=TLSRPTv1;; rua=mailto:a@corp.net", "tlsrpt-separator"],
  ["_mta-sts", "v=STSv1; id = 1", "mtasts-id-invalid"],
  ["_mta-sts", "v=STSv1;; id=1", "mtasts-separator"],
  ["default._bimi", "v=BIMI1; L=https://corp.net/a.svg; a=https://corp.net/a.pem", "bimi-l-missing"],
  ["default._bimi", "v=BIMI1; l=https://corp.net/a b.svg; a=https://corp.net/a.pem", "bimi-l-not-https"],
];

for (const [owner, text, id] of BROKEN) {
  test(`${id}: ${text}`, () => {
    const found = findings(`${owner} TXT "${text}"\n`);
    assert.ok(
      found.some((one) => one.id === id && one.severity === "error"),
      JSON.stringify(found),
    );
  });
}

test("words that are no tag of a DMARC record", () => {
  for (const rest of ["garbage here", "=x"]) {
    const found = findings(`_dmarc TXT "v=DMARC1; p=reject; rua=mailto:a@corp.net; ${rest}"\n`);
    assert.ok(
      found.some(({ id }) => id === "dmarc-tag-without-value"),
      rest,
    );
  }
});

// Receivers follow a CNAME (RFC 1034 3.6.2, RFC 8461 8.2), and a wildcard answers for `_dmarc` (RFC 4592 2.2.1).
const FOUND: readonly (readonly [name: string, zone: string])[] = [
  ["dmarc", '_dmarc CNAME t\nt TXT "v=DMARC1; p=none"\n'],
  ["mtasts", '_mta-sts CNAME t\nt TXT "v=STSv1; id=1"\n'],
  ["tlsrpt", '_smtp._tls CNAME t\nt TXT "v=TLSRPTv1; rua=mailto:a@corp.net"\n'],
  ["bimi", 'default._bimi CNAME t\nt TXT "v=BIMI1; l=; a=;"\n'],
  ["dmarc", '* TXT "v=DMARC1; p=none"\n'],
];

for (const [family, zone] of FOUND) {
  test(`found by whoever looks: ${zone.trim().replace("\n", " / ")}`, () => {
    assert.ok(!findings(zone).some(({ id }) => id === `${family}-wrong-owner`));
    if (zone.startsWith("*")) return;
    const [, alone = ""] = zone.split("\n");
    assert.ok(findings(`${alone}\n`).some(({ id }) => id === `${family}-wrong-owner`));
  });
}

// RFC 8460 3 and RFC 8461 3.1: what does not begin with the version is discarded, and what is left counts.
test("a text that is none of the family does not spoil the record beside it", () => {
  for (const [owner, text, family] of [
    ["_smtp._tls", "v=TLSRPTv1; rua=mailto:a@corp.net", "tlsrpt"],
    ["_mta-sts", "v=STSv1; id=1", "mtasts"],
    ["default._bimi", "v=BIMI1; l=https://corp.net/a.svg; a=https://corp.net/a.pem", "bimi"],
  ] as const) {
    const alone = findings(`${owner} TXT "${text}"\n`).map(({ id }) => id);
    const both = findings(`${owner} TXT "${text}"\n${owner} TXT "hello"\n`).map(({ id }) => id);
    assert.deepEqual(
      both.filter((id) => !alone.includes(id)),
      [`${family}-unrelated-txt`],
    );
  }
});

// RFC 7672 2.2.3: senders ask at each mail host; 3.1.3: usages 0 and 1 need not be used between mail hosts.
test("TLSA records for mail stand at the mail hosts, and name what senders check", () => {
  const digest = "8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4";
  const of = (zone: string) => findings(zone).flatMap(({ id }) => (id.startsWith("tlsa-") ? [id] : []));
  const host = "mx A 192.0.2.1\n";
  assert.deepEqual(of(`@ MX 10 mx\n${host}_25._tcp TLSA 3 1 1 ${digest}\n`), ["tlsa-mail-host"]);
  assert.deepEqual(of(`@ MX 10 mx.example.net.\n_25._tcp TLSA 3 1 1 ${digest}\n`), ["tlsa-mail-host"]);
  assert.deepEqual(of(`@ MX 10 mx\n@ MX 20 @\n@ A 192.0.2.2\n${host}_25._tcp TLSA 3 1 1 ${digest}\n`), []);
  // Without an MX record mail goes to the name itself (RFC 5321 5.1); other ports are no mail hosts'.
  assert.deepEqual(of(`@ A 192.0.2.2\n_25._tcp TLSA 3 1 1 ${digest}\n`), []);
  assert.deepEqual(of(`@ MX 10 mx\n${host}_443._tcp TLSA 1 1 1 ${digest}\n`), []);
  assert.deepEqual(of(`@ MX 10 mx\n${host}_25._tcp.mx TLSA 3 1 1 ${digest}\n`), []);
  for (const usage of [0, 1])
    assert.deepEqual(of(`@ MX 10 mx\n${host}_25._tcp.mx TLSA ${usage} 1 1 ${digest}\n`), ["tlsa-mail-usage"]);
});

test("a semicolon in front of the version is told once, as a version that does not stand first", () => {
  for (const [owner, text, family] of [
    ["_smtp._tls", ";v=TLSRPTv1; rua=mailto:a@example.org", "tlsrpt"],
    ["_mta-sts", "; ;v=STSv1; id=1", "mtasts"],
  ] as const) {
    const errors = findings(`${owner} TXT "${text}"\n`).filter(({ severity }) => severity === "error");
    assert.deepEqual(
      errors.map(({ id }) => id).filter((id) => id.startsWith(family)),
      [`${family}-version`],
    );
  }
});

test("a TLSA record that its mail host has already is deleted rather than renamed", () => {
  const titles = (below: string) => {
    const tlsa = `_25._tcp TLSA 3 1 1 ${"8f".repeat(32)}\n${below}`;
    const zone = `${SOA}@ MX 10 mx\nmx A 192.0.2.1\n${tlsa}`;
    return findingsOf(new ZoneDocument("file:///corp.net.zone", zone, { origin: "corp.net." }))
      .filter(({ rule }) => rule.id === "tlsa-mail-host")
      .flatMap(({ fixes }) => fixes.map(({ title }) => title));
  };
  assert.deepEqual(titles(""), ["Rename it to `_25._tcp.mx.corp.net`"]);
  assert.deepEqual(titles(`_25._tcp.mx TLSA 3 1 1 ${"9a".repeat(32)}\n`), [
    "Delete it: `_25._tcp.mx.corp.net` has its own",
  ]);
});

// No reports go to `corp.net.corp.net`: the name is what is to be mended.
test("a DMARC record at a doubled name is told of that, and gets no address from it", () => {
  for (const text of [
    "v=DMARC1; p=reject",
    "v=DMARC1; adkim=s",
    "v=DMARC1; p=none",
    "v=DMARC1; p=reject; rua=",
  ]) {
    const zone = `${SOA}_dmarc.corp.net TXT "${text}"\n`;
    const found = findingsOf(new ZoneDocument("file:///corp.net.zone", zone, { origin: "corp.net." }));
    const ids = found.map(({ rule }) => rule.id);
    assert.ok(ids.includes("dmarc-owner-doubled-zone"), text);
    assert.ok(!ids.includes("dmarc-rua-missing") && !ids.includes("dmarc-no-effect"), text);
    const titles = found.flatMap(({ fixes }) => fixes.map(({ title }) => title));
    assert.ok(!titles.some((title) => title.includes("corp.net.corp.net")), titles.join());
  }
});

test("what is said of a policy is said of its record, not of another text beside it", () => {
  const zone = `${SOA}_mta-sts TXT "hello"\n_mta-sts TXT "v=STSv1; id=1"\n`;
  const document = new ZoneDocument("file:///corp.net.zone", zone, { origin: "corp.net." });
  const [fix] = findingsOf(document).find(({ rule }) => rule.id === "mtasts-no-mx")?.fixes ?? [];
  applyFix(document, fix);
  assert.deepEqual(
    document.recordsAt("_mta-sts.corp.net.").map(({ text }) => text?.text),
    ["hello"],
  );
});

// Senders discard all of these, yet what was meant by them stands nowhere else.
test("a text that may have been meant as a record is never taken away unattended", () => {
  for (const [owner, text] of [
    ["_mta-sts", "id20261101"],
    ["_mta-sts", "20261101T0000"],
    ["_smtp._tls", "https://reports.corp.net/tls"],
    ["default._bimi", "https://corp.net/logo.svg"],
    ["_dmarc", "rejecting dmarc at corp.net"],
    ["_dmarc", "hello"],
    ["@", "spf2.0/pra include:_spf.example.net -all"],
    ["@", 'v=spf1 include:spf.example.net -all"\n@ SPF "v=spf1 include:new.example.net -all'],
  ] as const) {
    const zone = new ZoneDocument("file:///z.zone", `${SOA}${owner} TXT "${text}"\n`, {
      origin: "corp.net.",
    });
    const safe = findingsOf(zone).flatMap(({ fixes }) => fixes.filter((fix) => fix.safe));
    for (const fix of safe) {
      applyFix(zone, fix);
      assert.ok(zone.text().includes(text), `${text}: ${fix.title}`);
    }
  }
});
