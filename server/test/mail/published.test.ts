import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { findingsOf } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";

/** The errors that the rules see in a zone, each rule once. */
function errors(zone: string, origin: string): readonly string[] {
  const findings = findingsOf(new ZoneDocument(`file:///${origin}zone`, zone, { origin }));
  return [...new Set(findings.filter(({ severity }) => severity === "error").map(({ rule }) => rule.id))];
}

// Their private halves stand beside them in the RFCs, which is the one error in these records.
const PUBLISHED_KEYS: Readonly<Record<string, string>> = {
  "RFC 6376 appendix C": `$ORIGIN _domainkey.example.org.
brisbane IN  TXT  ("v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQ"
                   "KBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYt"
                   "IxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v"
                   "/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhi"
                   "tdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB")
`,
  "RFC 8463 appendix A.2": `brisbane._domainkey.football.example.com. IN TXT (
 "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")

test._domainkey.football.example.com. IN TXT (
 "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWR"
 "iGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutAC"
 "DfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3"
 "Ip3G+2kryOTIKT+l/K4w3QIDAQAB")
`,
};

for (const [where, zone] of Object.entries(PUBLISHED_KEYS)) {
  test(`${where}: nothing is wrong but that everybody has the private key`, () => {
    assert.deepEqual(errors(zone, "example.com."), ["dkim-known-public-key"]);
  });
}

// RFC 9989 appendix B.2, in the zones that the text names.
const DMARC: readonly (readonly [string, string, string])[] = [
  [
    "B.2.1",
    "example.com.",
    '_dmarc  IN TXT ( "v=DMARC1; p=none; "\n "rua=mailto:dmarc-feedback@example.com" )\n',
  ],
  [
    "B.2.2",
    "example.com.",
    '_dmarc  IN TXT ( "v=DMARC1; p=none; "\n "rua=mailto:dmarc-feedback@example.com; "\n "ruf=mailto:auth-reports@example.com" )\n',
  ],
  [
    "B.2.3",
    "example.com.",
    '_dmarc IN TXT ( "v=DMARC1; p=none; "\n "rua=mailto:dmarc-feedback@example.com; "\n "ruf=mailto:auth-reports@thirdparty.example.net" )\n',
  ],
  [
    "B.2.3, the permission",
    "thirdparty.example.net.",
    'example.com._report._dmarc   IN   TXT    "v=DMARC1;"\n',
  ],
  [
    "B.2.4",
    "thirdparty.example.net.",
    'example.com._report._dmarc   IN   TXT    (\n "v=DMARC1; "\n "rua=mailto:aggregate-reports@thirdparty.example.net; "\n "ruf=mailto:failure-reports@thirdparty.example.net" )\n',
  ],
  [
    "B.2.5, testing",
    "test.example.com.",
    '_dmarc IN  TXT  ( "v=DMARC1; p=quarantine; "\n "rua=mailto:dmarc-feedback@example.com,"\n "mailto:tld-test@thirdparty.example.net; "\n "t=y" )\n',
  ],
  [
    "B.2.5",
    "test.example.com.",
    '_dmarc IN  TXT  ( "v=DMARC1; p=reject; "\n "rua=mailto:dmarc-feedback@example.com,"\n "mailto:tld-test@thirdparty.example.net" )\n',
  ],
];

for (const [where, origin, zone] of DMARC) {
  test(`RFC 9989 appendix ${where}: no error`, () => assert.deepEqual(errors(zone, origin), []));
}

test("100 records as customers of known services publish them: no error and no warning", () => {
  const zone = readFileSync(
    new URL("../../../test-fixtures/mail/known-senders.zone", import.meta.url),
    "utf8",
  );
  const document = new ZoneDocument("file:///known-senders.zone", zone);
  assert.equal([...document.records()].length, 100);
  const worst = findingsOf(document).filter(({ severity }) => severity === "error" || severity === "warning");
  assert.deepEqual(
    worst.map(({ rule, message }) => `${rule.id}: ${message}`),
    [],
  );
});
