import assert from "node:assert/strict";
import { test } from "node:test";
import { explainRecord } from "../../src/features/hover.ts";
import { parseDkim } from "../../src/mail/dkim.ts";
import { dkimUse } from "../../src/mail/dkimUse.ts";
import { postureOf, selectorsIn } from "../../src/mail/posture.ts";
import { diff } from "../../src/review/diff.ts";
import { bareRsaKey, ED25519, evenRsaKey, rsaKey } from "../../src/rules/dkim/exampleKeys.ts";
import { RSA_2048 } from "../../src/rules/dkim/examples.ts";
import { findingsOf, Workspace } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";

const RSA = `p=${RSA_2048}`;

// What RFC 6376 (3.2, 3.6.1, 6.1.2), RFC 8301 (3.1, 3.2) and RFC 8463 (4.2) have verifiers make of a record.
const CASES: readonly (readonly [tags: string, kind: string])[] = [
  [`v=DKIM1; k=rsa; ${RSA}`, "usable"],
  [RSA, "usable"],
  [`v=DKIM1; k=ed25519; p=${ED25519}`, "usable"],
  [`v=DKIM1; h=sha1:sha256; s=tlsrpt:email; ${RSA}`, "usable"],
  [`v=DKIM1; h=sha512:sha256; s=*; ${RSA}`, "usable"],
  ["v=DKIM1; p=", "revoked"],
  ["v=DKIM1", "unusable"],
  [`v=DKIM2; ${RSA}`, "unusable"],
  [`k=rsa; v=DKIM1; ${RSA}`, "unusable"],
  [`v=DKIM1; k=rsa; k=rsa; ${RSA}`, "unusable"],
  [`v=DKIM1; k=RSA; ${RSA}`, "unusable"],
  [`v=DKIM1; k=rsa-sha256; ${RSA}`, "unusable"],
  [`v=DKIM1; k=dsa; ${RSA}`, "unusable"],
  [`v=DKIM1; k=ed25519; ${RSA}`, "unusable"],
  [`v=DKIM1; k=rsa; p=${ED25519}`, "unusable"],
  [`v=DKIM1; p=${ED25519}`, "unusable"],
  [`v=DKIM1; k=ed25519; p=MCowBQYDK2VwAyEA${ED25519}`, "unusable"],
  [`v=DKIM1; s=other; ${RSA}`, "unusable"],
  [`v=DKIM1; s=tlsrpt; ${RSA}`, "unusable"],
  [`v=DKIM1; s=EMAIL; ${RSA}`, "unusable"],
  [`v=DKIM1; h=sha1; ${RSA}`, "unusable"],
  [`v=DKIM1; h=md5; ${RSA}`, "unusable"],
  [`v=DKIM1; h=; ${RSA}`, "unusable"],
  [`v=DKIM1; p=${bareRsaKey(768)}`, "unusable"],
  // RFC 8017 section 3.1: a modulus is a product of odd primes, an exponent is odd and at least 3.
  [`v=DKIM1; p=${evenRsaKey(2048)}`, "unusable"],
  [`v=DKIM1; p=${rsaKey(2048, "01")}`, "unusable"],
  [`v=DKIM1; p=${rsaKey(2048, "03")}`, "usable"],
  [`v=DKIM1; p=${RSA_2048.slice(0, 200)}`, "unusable"],
];

function zoneOf(tags: string): ZoneDocument {
  const strings = (tags.match(/.{1,200}/gs) ?? []).map((part) => `"${part}"`).join(" ");
  return new ZoneDocument("file:///example.com.zone", `s1._domainkey TXT ${strings}\n`, {
    origin: "example.com.",
  });
}

function onlyRecord(zone: ZoneDocument) {
  const [record] = zone.records();
  assert.ok(record?.text !== undefined);
  return { record, text: record.text };
}

for (const [tags, kind] of CASES) {
  test(`${kind}: ${tags.replace(/([A-Za-z0-9+/]{12})[A-Za-z0-9+/]+/, "$1...")}`, () => {
    const zone = zoneOf(tags);
    const { record, text } = onlyRecord(zone);
    assert.equal(dkimUse(parseDkim(text)).kind, kind);

    const said = explainRecord(record, () => undefined);
    assert.equal(/is broken: signatures with it fail/.test(said), kind === "unusable", said);

    const changes = diff(
      { files: [{ key: "z", document: zoneOf(`v=DKIM1; ${RSA}`) }] },
      { files: [{ key: "z", document: zone }] },
    );
    const lost = changes.some(({ message }) =>
      /no longer holds a key that verifiers can use|too small for verifiers/.test(message),
    );
    assert.equal(lost, kind === "unusable", JSON.stringify(changes));
  });
}

test("octets behind a key are told, and the key is called what it is", () => {
  const { record, text } = onlyRecord(zoneOf(`v=DKIM1; p=${RSA_2048.replace(/=*$/, "")}AAAA`));
  const use = dkimUse(parseDkim(text));
  assert.equal(use.kind === "usable" && use.doubt !== undefined, true);
  assert.match(
    explainRecord(record, () => undefined),
    /some receivers refuse it/,
  );
});

// RFC 8463 A and RFC 6376 C print the private halves; RFC 8017 A.1.1 is no SubjectPublicKeyInfo; RFC 4648 3.2 wants the `=`.
const DOUBTED: readonly (readonly [tags: string, says: RegExp])[] = [
  [
    "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
    /anybody can sign mail as this domain/,
  ],
  [`v=DKIM1; p=${bareRsaKey(2048)}`, /PKCS#1/],
  [`v=DKIM1; p=${rsaKey(2048, "03")}`, /exponent is 3/],
  [`v=DKIM1; k=ed25519; p=${ED25519.replace("=", "")}`, /strict receivers cannot read/],
];

for (const [tags, says] of DOUBTED) {
  test(`not called good: ${tags.replace(/([A-Za-z0-9+/]{12})[A-Za-z0-9+/]+/, "$1...")}`, () => {
    const zone = zoneOf(tags);
    const said = explainRecord(onlyRecord(zone).record, () => undefined);
    assert.match(said, says);
    assert.doesNotMatch(said, /\bgood\b/);
    const { items } = postureOf("example.com.", () => undefined, selectorsIn("example.com.", zone.records()));
    const item = items.find(({ topic }) => topic === "dkim");
    assert.equal(item?.state, "weak");
    assert.match(item?.says ?? "", says);
  });
}

test("a key that no verifier can use is no key of the domain", () => {
  const zone = `@ 3600 SOA ns.example.net. h.example.net. 1 7200 3600 1209600 3600
@ 3600 TXT "v=spf1 ip4:192.0.2.1 -all"
_dmarc 3600 TXT "v=DMARC1; p=reject; rua=mailto:d@example.com"
`;
  const idsWith = (key: string) =>
    findingsOf(new ZoneDocument("file:///z.zone", zone + key, { origin: "example.com." })).map(
      ({ rule }) => rule.id,
    );
  assert.ok(
    !idsWith(`s1._domainkey 3600 TXT "v=DKIM1; k=ed25519; p=${ED25519}"\n`).includes(
      "dmarc-reject-without-dkim",
    ),
  );
  const cut = RSA_2048.slice(0, 200);
  assert.ok(idsWith(`s1._domainkey 3600 TXT "v=DKIM1; p=${cut}"\n`).includes("dmarc-reject-without-dkim"));
  const both = `s1._domainkey 3600 TXT "v=DKIM1; p=${rsaKey(768)}"\ns2._domainkey 3600 TXT "v=DKIM1; k=ed25519; p=${ED25519}"\n`;
  assert.ok(idsWith(both).includes("dkim-ed25519-only"));
});

test("a key beside a CNAME is not called good (RFC 1034 3.6.2)", () => {
  const zone = `s1._domainkey CNAME k\ns1._domainkey TXT "v=DKIM1; k=ed25519; p=${ED25519}"\n`;
  const document = new ZoneDocument("file:///example.com.zone", zone, { origin: "example.com." });
  const workspace = new Workspace();
  workspace.update(document);
  const lookup = workspace.lookupFrom(document.uri);
  const key = [...document.records()].find(({ type }) => type === "TXT");
  assert.match(key === undefined ? "" : explainRecord(key, lookup), /is broken.*A CNAME stands beside it/s);
  const { items } = postureOf("example.com.", lookup, selectorsIn("example.com.", document.records()));
  assert.equal(items.find(({ topic }) => topic === "dkim")?.state, "broken");
});

test("of two records at a selector none is called good", () => {
  const zone = `${["rsa", "ed25519"].map((k) => `s1._domainkey TXT "v=DKIM1; k=${k}; p=${ED25519}"`).join("\n")}\n`;
  const document = new ZoneDocument("file:///example.com.zone", zone, { origin: "example.com." });
  const workspace = new Workspace();
  workspace.update(document);
  for (const record of document.records())
    assert.match(
      explainRecord(record, workspace.lookupFrom(document.uri)),
      /is broken: signatures with it fail/,
    );
});
