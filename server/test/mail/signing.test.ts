// Which DKIM keys mail of a name may be signed with, and which of them are a service's.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ED25519 } from "../../src/rules/dkim/exampleKeys.ts";
import { findingsOf } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";

const HEAD = `@ 3600 SOA ns.example.net. h.example.net. 1 7200 3600 1209600 3600
_dmarc 3600 TXT "v=DMARC1; p=reject; rua=mailto:d@corp.net"
`;
const KEY = `TXT "v=DKIM1; k=ed25519; p=${ED25519}"`;
const SES = `@ 3600 TXT "v=spf1 ip4:198.51.100.1 -all"
abcdefghij234567abcdefghij234567._domainkey 3600 CNAME abcdefghij234567abcdefghij234567.dkim.amazonses.com.
bounce 3600 MX 10 feedback-smtp.eu-west-1.amazonses.com.
bounce 3600 TXT "v=spf1 include:amazonses.com -all"
`;

function lacking(zone: string): readonly string[] {
  const document = new ZoneDocument("file:///z.zone", HEAD + zone, { origin: "corp.net." });
  return findingsOf(document)
    .filter(({ rule }) => /without-dkim|incomplete-bulk/.test(rule.id))
    .map(({ rule, message }) => `${rule.id} ${message}`);
}

test("a key of the domain above signs for its subdomains (RFC 9989 4.4), unless the policy wants the very name", () => {
  assert.deepEqual(lacking(SES), []);
  const strict = lacking(
    `${SES}_dmarc.bounce 3600 TXT "v=DMARC1; p=reject; adkim=s; rua=mailto:d@corp.net"\n`,
  );
  assert.deepEqual(strict.map((one) => one.replace(/ .*/, "")).sort(), [
    "dmarc-reject-without-dkim",
    "mail-auth-incomplete-bulk",
    "provider-spf-without-dkim",
  ]);
});

test("from hundreds of selectors at a domain nothing is told at each of its subdomains", () => {
  const bounce = SES.replace(/^abc.*\n/m, "");
  const other = (count: number) =>
    Array.from({ length: count }, (_, i) => `k${i}._domainkey 3600 CNAME s1.dkim.example.org.\n`).join("");
  assert.equal(lacking(bounce + other(3)).length, 1);
  assert.equal(lacking(bounce + other(257)).length, 0);
  const spent = (count: number) => {
    const subs = Array.from(
      { length: count },
      (_, i) => `c${i} 3600 TXT "v=spf1 include:amazonses.com -all"\n`,
    );
    const begin = process.cpuUsage().user;
    lacking(other(count) + subs.join(""));
    return process.cpuUsage().user - begin;
  };
  spent(100);
  assert.ok(spent(2000) < 60 * spent(100) + 500_000);
});

test("where a service lets its customers choose the selector, any key may be its own", () => {
  const google = '@ 3600 TXT "v=spf1 include:_spf.google.com -all"\n';
  assert.deepEqual(lacking(`${google}gw2026._domainkey 3600 ${KEY}\n`), []);
  // These name other services' keys.
  for (const others of [`s1._domainkey 3600 ${KEY}\n`, "gw._domainkey 3600 CNAME dkim2.mcsv.net.\n"])
    assert.match(lacking(google + others).join(), /Google Workspace may send, but no DKIM key of it is here/);
  // Microsoft's keys stand at names of its own.
  const microsoft = '@ 3600 TXT "v=spf1 include:spf.protection.outlook.com -all"\n';
  assert.match(lacking(`${microsoft}gw2026._domainkey 3600 ${KEY}\n`).join(), /no DKIM key of it is here/);
});

test("Mandrill has keys of its own, beside those of Mailchimp", () => {
  const zone = '@ 3600 TXT "v=spf1 include:spf.mandrillapp.com -all"\n';
  assert.deepEqual(lacking(`${zone}mte1._domainkey 3600 CNAME dkim1.mandrillapp.com.\n`), []);
  const found = lacking(`${zone}k2._domainkey 3600 CNAME dkim2.mcsv.net.\n`);
  assert.match(found.join(), /Mandrill\) may send.*`mte1\._domainkey`, `mte2\._domainkey`/);
});
