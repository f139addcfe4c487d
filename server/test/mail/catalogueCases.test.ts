// Each rule of the catalogue in a whole zone, as the catalogue's own words say when it speaks.
import assert from "node:assert/strict";
import { test } from "node:test";
import { rsaKey } from "../../src/rules/dkim/exampleKeys.ts";
import { findingsOf } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";

const KEY = rsaKey(2048);
const KEY_1024 = rsaKey(1024);
const HEAD = `$ORIGIN example.com.
$TTL 3600
@ SOA ns1 hostmaster 1 7200 3600 1209600 3600
@ NS ns1
@ NS ns2
ns1 A 192.0.2.1
ns2 A 192.0.2.2
`;
const MAIL = '@ MX 10 mail\nmail A 192.0.2.25\nmail TXT "v=spf1 a -all"\n';
const SPF = '@ TXT "v=spf1 mx -all"\n';
const DMARC = '_dmarc TXT "v=DMARC1; p=reject; rua=mailto:d@example.com"\n';

function quoted(text: string): string {
  return (text.match(/.{1,250}/gs) ?? []).map((part) => `"${part}"`).join(" ");
}

const CASES: readonly (readonly [id: string, zone: string])[] = [
  ["spf-multiple-records", `${MAIL + SPF}@ TXT "v=spf1 include:_spf.google.com ~all"\n`],
  ["spf-tab-separator", `${MAIL}@ TXT "v=spf1\\009mx\\009-all"\n`],
  ["spf-tab-separator", `${MAIL}@ TXT "v=spf1 mx\t-all"\n`],
  ["spf-leading-whitespace", `${MAIL}@ TXT " v=spf1 mx -all"\n`],
  ["spf-string-boundary-no-space", `${MAIL}@ TXT "v=spf1 include:a.example" "include:b.example -all"\n`],
  ["spf-string-boundary-splits-term", `${MAIL}@ TXT "v=spf1 include:_spf.goo" "gle.com -all"\n`],
  [
    "spf-string-too-long",
    `${MAIL}@ TXT "v=spf1 ${Array.from({ length: 20 }, (_, i) => `ip4:203.0.${i}.0/24`).join(" ")} -all"\n`,
  ],
  [
    "spf-record-over-512",
    MAIL +
      `@ TXT ${quoted(`v=spf1 ${Array.from({ length: 40 }, (_, i) => `ip4:203.0.${i}.0/24`).join(" ")} -all`)}\n`,
  ],
  ["spf-domain-label-too-long", `${MAIL}@ TXT "v=spf1 a:${"x".repeat(64)}.example.net -all"\n`],
  ["spf-exp-target-bad", `${MAIL}@ TXT "v=spf1 mx -all exp=why.example.com"\n`],
  [
    "spf-mx-mechanism-unneeded",
    '@ MX 1 aspmx.l.google.com.\n@ TXT "v=spf1 mx include:_spf.google.com -all"\n',
  ],
  ["spf-mx-null-mx", '@ MX 0 .\n@ TXT "v=spf1 mx -all"\n'],
  ["spf-mx-void", '@ TXT "v=spf1 mx -all"\n'],
  [
    "spf-include-permerror",
    `${MAIL}@ TXT "v=spf1 include:_x.example.com -all"\n_x TXT "v=spf1 foo:bar -all"\n`,
  ],
  ["spf-include-self", `${MAIL}@ TXT "v=spf1 include:example.com -all"\n`],
  [
    "spf-include-loop",
    MAIL +
      '@ TXT "v=spf1 include:a.example.com -all"\na TXT "v=spf1 include:b.example.com -all"\nb TXT "v=spf1 include:a.example.com -all"\n',
  ],
  [
    "spf-include-neutral-all",
    `${MAIL}@ TXT "v=spf1 include:_x.example.com -all"\n_x TXT "v=spf1 ip4:203.0.113.1 -all"\n`,
  ],
  ["spf-include-plus-all", `${MAIL}@ TXT "v=spf1 include:_x.example.com -all"\n_x TXT "v=spf1 +all"\n`],
  ["spf-macro-zero-digits", `${MAIL}@ TXT "v=spf1 exists:%{d0}.x.example.net -all"\n`],
  ["spf-macro-bad-delimiter", `${MAIL}@ TXT "v=spf1 exists:%{ir2}.x.example.net -all"\n`],
  ["spf-macro-uppercase", `${MAIL}@ TXT "v=spf1 exists:%{D}.x.example.net -all"\n`],
  [
    "spf-too-many-lookups",
    MAIL +
      `@ TXT ${quoted(`v=spf1 ${Array.from({ length: 12 }, (_, i) => `include:s${i}.example.net`).join(" ")} -all`)}\n`,
  ],
  [
    "spf-lookups-near-limit",
    MAIL +
      `@ TXT ${quoted(`v=spf1 ${Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? `a:ns1.example.com/${20 + i}` : `a:ns2.example.com/${20 + i}`)).join(" ")} -all`)}\n`,
  ],
  ["spf-too-many-void", `${MAIL}@ TXT "v=spf1 a:x1.example.com a:x2.example.com a:x3.example.com -all"\n`],
  [
    "spf-mx-over-10",
    Array.from({ length: 12 }, (_, i) => `@ MX 10 m${i}\nm${i} A 192.0.2.${i + 50}\n`).join("") +
      '@ TXT "v=spf1 mx -all"\n',
  ],
  ["spf-include-placeholder", `${MAIL}@ TXT "v=spf1 include:yourdomain.com -all"\n`],
  ["spf-include-owner-confusion", `${MAIL}@ TXT "v=spf1 include:ns1.example.com -all"\n`],
  ["dkim-selector-invalid", `my\\032key._domainkey TXT ${quoted(`v=DKIM1; k=rsa; p=${KEY}`)}\n`],
  ["dkim-owner-doubled-domainkey", `s1._domainkey.example.com TXT ${quoted(`v=DKIM1; k=rsa; p=${KEY}`)}\n`],
  [
    "dkim-multiple-records",
    `s1._domainkey TXT ${quoted(`v=DKIM1; k=rsa; p=${KEY}`)}\ns1._domainkey TXT ${quoted(`v=DKIM1; k=rsa; p=${KEY_1024}`)}\n`,
  ],
  [
    "dkim-cname-and-txt",
    `s1._domainkey CNAME x.example.net.\ns1._domainkey TXT ${quoted(`v=DKIM1; k=rsa; p=${KEY}`)}\n`,
  ],
  [
    "dkim-cname-provider-mismatch",
    "selector1._domainkey CNAME selector1-other-com._domainkey.othertenant.onmicrosoft.com.\n",
  ],
  [
    "dkim-provider-pair-incomplete",
    "selector1._domainkey CNAME selector1-example-com._domainkey.tenant.onmicrosoft.com.\n",
  ],
  ["dkim-k-mismatch", 's1._domainkey TXT "v=DKIM1; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="\n'],
  [
    "dkim-p-padding",
    `s1._domainkey TXT ${quoted("v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo")}\n`,
  ],
  [
    "dkim-p-whitespace",
    `s1._domainkey TXT ${quoted(`v=DKIM1; k=rsa; p=${KEY.slice(0, 60)} ${KEY.slice(60)}`)}\n`,
  ],
  [
    "dkim-p-quotes-or-backslash",
    `s1._domainkey TXT ${`"v=DKIM1; k=rsa; p=\\"${KEY.slice(0, 200)}" "${KEY.slice(200)}"`}\n`,
  ],
  [
    "dkim-p-pem-armour",
    `s1._domainkey TXT ${quoted(`v=DKIM1; k=rsa; p=-----BEGIN PUBLIC KEY-----${KEY}-----END PUBLIC KEY-----`)}\n`,
  ],
  ["dkim-key-truncated", `s1._domainkey TXT "v=DKIM1; k=rsa; p=${KEY.slice(0, 236)}"\n`],
  ["dkim-key-trailing-bytes", `s1._domainkey TXT ${quoted(`v=DKIM1; k=rsa; p=${KEY}${KEY}`)}\n`],
  ["dkim-key-1024", `s1._domainkey TXT ${quoted(`v=DKIM1; k=rsa; p=${KEY_1024}`)}\n`],
  ["dkim-key-too-short", `s1._domainkey TXT ${quoted(`v=DKIM1; k=rsa; p=${rsaKey(768)}`)}\n`],
  ["dkim-key-over-4096", `s1._domainkey TXT ${quoted(`v=DKIM1; k=rsa; p=${rsaKey(8192)}`)}\n`],
  ["dkim-record-too-long-unsplit", `s1._domainkey TXT "v=DKIM1; k=rsa; p=${KEY}"\n`],
  [
    "dkim-chunk-boundary-space",
    `s1._domainkey TXT "v=DKIM1; k=rsa; p=${KEY.slice(0, 200)} " "${KEY.slice(200)}"\n`,
  ],
  [
    "dkim-n-note-length",
    `s1._domainkey TXT ${quoted(`v=DKIM1; k=rsa; n=${"note ".repeat(20)}; p=${KEY}`)}\n`,
  ],
  [
    "dkim-ed25519-only",
    `s1._domainkey TXT "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="\n${MAIL}${SPF}`,
  ],
  [
    "dkim-key-reused",
    `s1._domainkey TXT ${quoted(`v=DKIM1; k=rsa; p=${KEY}`)}\ns2._domainkey TXT ${quoted(`v=DKIM1; k=rsa; p=${KEY}`)}\n`,
  ],
  ["dmarc-owner-typo", '_dmrac TXT "v=DMARC1; p=reject; rua=mailto:a@example.com"\n'],
  ["dmarc-owner-typo", 'dmarc TXT "v=DMARC1; p=reject; rua=mailto:a@example.com"\n'],
  ["dmarc-owner-typo", '_dmarc_ TXT "v=DMARC1; p=reject; rua=mailto:a@example.com"\n'],
  ["dmarc-owner-typo", '-dmarc TXT "v=DMARC1; p=reject; rua=mailto:a@example.com"\n'],
  ["dmarc-leading-whitespace", '_dmarc TXT " v=DMARC1; p=none"\n'],
  [
    "dmarc-record-over-450",
    `_dmarc TXT ${quoted(`v=DMARC1; p=reject; rua=${Array.from({ length: 16 }, (_, i) => `mailto:reports${i}@r${i}.example.com`).join(",")}`)}\n`,
  ],
  [
    "dmarc-sp-np-on-subdomain",
    `${MAIL + DMARC}_dmarc.mail TXT "v=DMARC1; p=reject; sp=reject; rua=mailto:d@example.com"\n`,
  ],
  [
    "dmarc-np-defeated-by-wildcard",
    `${MAIL}* A 192.0.2.9\n_dmarc TXT "v=DMARC1; p=none; np=reject; rua=mailto:d@example.com"\n`,
  ],
  ["dmarc-reject-without-dkim", MAIL + SPF + DMARC],
  ["dmarc-enforce-without-auth", MAIL + DMARC],
  ["dmarc-psd-y-on-org", `${MAIL}_dmarc TXT "v=DMARC1; p=reject; psd=y; rua=mailto:d@example.com"\n`],
  [
    "dmarc-uri-many",
    '_dmarc TXT "v=DMARC1; p=reject; rua=mailto:a@example.com,mailto:b@example.com,mailto:c@example.com"\n',
  ],
  ["dmarc-uri-no-mx", `@ MX 0 .\n@ TXT "v=spf1 -all"\n${DMARC}`],
  ["dmarc-report-record-policy", 'example.net._report._dmarc TXT "v=DMARC1; p=none"\n'],
  [
    "dmarc-report-record-override-host",
    'example.net._report._dmarc TXT "v=DMARC1; rua=mailto:a@elsewhere.example"\n',
  ],
  ["dmarc-parked-weak", '@ MX 0 .\n@ TXT "v=spf1 -all"\n_dmarc TXT "v=DMARC1; p=none"\n'],
  ["tlsrpt-non-ascii", '_smtp._tls TXT "v=TLSRPTv1;\\194\\160rua=mailto:a@example.com"\n'],
  ["mtasts-host-without-txt", `${MAIL}mta-sts A 192.0.2.9\n`],
  ["mtasts-no-mx", '_mta-sts TXT "v=STSv1; id=1"\nmta-sts A 192.0.2.9\n'],
  ["bimi-selector-not-default", 'brand2._bimi TXT "v=BIMI1; l=https://example.com/a.svg"\n'],
  ["txt-unbalanced-quote", '@ TXT "v=spf1 mx -all\n'],
  ["txt-curly-quotes", "@ TXT “v=spf1 -all”\n"],
  ["txt-escape-invalid", '_dmarc TXT "v=DMARC1\\999"\n'],
  ["txt-escaped-semicolon-hint", '_dmarc TXT "v=DMARC1\\; p=none"\n'],
  ["txt-zone-line-pasted", '@ TXT "10800 IN TXT v=spf1 include:x.example.net -all"\n'],
  ["txt-owner-in-value", '_dmarc TXT "_dmarc.example.com v=DMARC1; p=none"\n'],
  ["mx-null-with-others", `${MAIL}@ MX 0 .\n`],
  ["mx-null-preference", "@ MX 10 .\n"],
  ["mx-target-cname", "@ MX 10 mx\nmx CNAME ns1\n"],
  ["mx-target-ip", "@ MX 10 192.0.2.1\n"],
  ["mx-target-no-address", "@ MX 10 nothing\n"],
  ["mx-null-but-spf-allows", '@ MX 0 .\n@ TXT "v=spf1 include:_spf.google.com -all"\n'],
  ["parked-incomplete", ""],
  [
    "parked-contradiction",
    `@ MX 0 .\n@ TXT "v=spf1 -all"\ns1._domainkey TXT ${quoted(`v=DKIM1; k=rsa; p=${KEY}`)}\n`,
  ],
  ["provider-spf-without-dkim", `${MAIL}@ TXT "v=spf1 include:_spf.google.com -all"\n`],
  ["provider-spf-unneeded", `${MAIL}@ TXT "v=spf1 include:spf.mtasv.net -all"\n`],
  ["provider-mx-without-spf", '@ MX 1 aspmx.l.google.com.\n@ TXT "v=spf1 ip4:203.0.113.4 -all"\n'],
  ["helo-spf-missing", `@ MX 10 mail\nmail A 192.0.2.25\n${SPF}`],
  [
    "subdomain-spoofable",
    `${MAIL + SPF}_dmarc TXT "v=DMARC1; p=none; rua=mailto:d@example.com"\nshop MX 10 mail\n`,
  ],
  ["ttl-very-long", '@ 604800 TXT "v=spf1 -all"\n'],
  ["arc-note", '_arc TXT "v=ARC1; p="\n'],
  ["owner-missing-trailing-dot", "www.example.com A 192.0.2.7\n"],
  ["owner-missing-trailing-dot", "@ MX 10 mail.example.com\n"],
  [
    "dmarc-strict-alignment-note",
    MAIL +
      SPF +
      '_dmarc TXT "v=DMARC1; p=reject; aspf=s; rua=mailto:d@example.com"\npm-bounces CNAME pm.mtasv.net.\n',
  ],
  [
    "dmarc-org-record-missing",
    `${MAIL}shop MX 10 mail\n_dmarc.shop TXT "v=DMARC1; p=reject; rua=mailto:d@example.com"\n`,
  ],
];

for (const [index, [id, records]] of CASES.entries()) {
  test(`${id} (${index + 1}) is found in a whole zone`, () => {
    const document = new ZoneDocument("file:///example.com.zone", HEAD + records, { origin: "example.com." });
    const found = findingsOf(document).map(({ rule }) => rule.id);
    assert.ok(found.includes(id), `${records}${found.join(" ")}`);
  });
}

test("of a key that thousands share some names are told, and how many there are more", () => {
  const messages = (count: number) => {
    const records = Array.from(
      { length: count },
      (_, i) => `s._domainkey.c${String(i).padStart(4, "0")} TXT ${quoted(`v=DKIM1; k=rsa; p=${KEY}`)}\n`,
    );
    const found = findingsOf(new ZoneDocument("file:///z.zone", HEAD + records.join(""), {}));
    return found.flatMap(({ rule, message }) => (rule.id === "dkim-key-reused" ? [message] : []));
  };
  const [second] = messages(9);
  assert.ok(second?.includes("c0000") && second.includes("c0008.example.com.`: "), second);
  const many = messages(600);
  assert.equal(many.length, 599);
  assert.ok(many.every((message) => message.length < 400 && message.includes(" and 591 more: ")));
});
