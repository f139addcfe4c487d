import assert from "node:assert/strict";
import { test } from "node:test";
import { findingsOf } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";

// Each mistake of the catalogue in the shapes it is made in, and the rule that has to name it. Text with `v=`, or with
// tags alone, is a record at its family's own name; everything else is zone text. WHOLE stands for the top of a zone.
const WHOLE =
  "@ 3600 SOA ns1.example.net. hostmaster.example.net. 1 7200 3600 1209600 3600\n@ 3600 NS ns1.example.net.\n@ 3600 NS ns2.example.net.\n";

/** Zone text below example.com. */
const ZONES: Readonly<Record<string, readonly string[]>> = {
  "dmarc-wrong-owner": ['@ TXT "v=DMARC1; p=reject"', 'foo TXT "v=DMARC1; p=reject"'],
  "dmarc-owner-typo": [
    'dmarc TXT "v=DMARC1; p=reject"',
    '_dmarc_ TXT "v=DMARC1; p=reject"',
    '_DMARC1 TXT "v=DMARC1; p=reject"',
    '-dmarc TXT "v=DMARC1; p=reject"',
    '_dmarc1.news TXT "v=DMARC1; p=none"',
  ],
  "mail-txt-wrong-family": [
    '_domainkey TXT "v=DMARC1; p=reject"',
    's1._domainkey TXT "v=DMARC1; p=reject"',
    '_dmarc TXT "v=DKIM1; p="',
    '_mta-sts TXT "v=TLSRPTv1; rua=mailto:a@x.example"',
    '_smtp._tls TXT "v=STSv1; id=1"',
    'default._bimi TXT "v=DMARC1; p=none"',
  ],
  "dmarc-owner-doubled-zone": [
    '_dmarc.example.com TXT "v=DMARC1; p=reject"',
    '_dmarc.mail.example.com TXT "v=DMARC1; p=reject"',
  ],
  "dmarc-multiple-records": ['_dmarc TXT "v=DMARC1; p=none"\n_dmarc TXT "v=DMARC1; p=reject"'],
  "dmarc-unrelated-txt": [
    '_dmarc TXT "hello"',
    '_dmarc TXT "google-site-verification=abc"',
    '_dmarc TXT "v=DMARC1; p=reject; rua=mailto:d@example.com"\n_dmarc TXT "some text"',
  ],
  "dmarc-cname": ["_dmarc CNAME x.dmarc.example.", "_dmarc NS ns.vali.email."],
  "dmarc-sp-np-on-subdomain": [
    '_dmarc TXT "v=DMARC1; p=reject; rua=mailto:d@example.com"\n_dmarc.mail TXT "v=DMARC1; p=reject; sp=reject; rua=mailto:d@example.com"',
    `${WHOLE}_dmarc.mail 3600 TXT "v=DMARC1; p=reject; np=reject; rua=mailto:d@example.com"`,
  ],
  "dmarc-np-defeated-by-wildcard": [
    '_dmarc TXT "v=DMARC1; p=none; np=reject; rua=mailto:d@example.com"\n*.example.com. A 192.0.2.1',
    `${WHOLE}_dmarc 3600 TXT "v=DMARC1; p=none; np=reject; rua=mailto:d@example.com"\n* 3600 A 192.0.2.1`,
  ],
  "dmarc-reject-without-dkim": [
    `${WHOLE}@ 3600 MX 10 mx.example.net.\n@ 3600 TXT "v=spf1 mx -all"\n_dmarc 3600 TXT "v=DMARC1; p=reject; rua=mailto:d@example.com"`,
  ],
  "dmarc-enforce-without-auth": [
    `${WHOLE}@ 3600 MX 10 mx.example.net.\n_dmarc 3600 TXT "v=DMARC1; p=quarantine; rua=mailto:d@example.com"`,
  ],
  "dmarc-strict-alignment-note": [
    '_dmarc TXT "v=DMARC1; p=reject; aspf=s; rua=mailto:d@example.com"\npm-bounces CNAME pm.mtasv.net.',
  ],
  "dmarc-pso-missing-psd": ['_dmarc.co.example. TXT "v=DMARC1; p=reject"'],
  "dmarc-deep-name-unreachable": ['_dmarc.b.c.d.e.f.g TXT "v=DMARC1; p=reject"'],
  "dmarc-org-record-missing": [`${WHOLE}_dmarc.mail 3600 TXT "v=DMARC1; p=reject; rua=mailto:d@example.com"`],
  "dmarc-missing": [
    `${WHOLE}@ 3600 MX 10 mx.example.net.\n@ 3600 TXT "v=spf1 mx -all"`,
    `${WHOLE}@ 3600 TXT "v=spf1 ip4:192.0.2.1 -all"`,
    `${WHOLE}@ 3600 MX 10 mx.example.net.`,
  ],
  "dmarc-uri-placeholder": [
    '_dmarc TXT "v=DMARC1; p=reject; rua=mailto:you@yourdomain.com"',
    '_dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@your-domain.com"',
    '_dmarc TXT "v=DMARC1; p=reject; rua=mailto:<email>"',
    '_dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@<domain>"',
    '_dmarc TXT "v=DMARC1; p=reject; rua=mailto:admin@mydomain.com"',
    '_dmarc TXT "v=DMARC1; p=reject; rua=mailto:you@domain.com"',
    '_dmarc TXT "v=DMARC1; p=reject; rua=mailto:postmaster@yourcompany.com"',
    '_dmarc.acme.io. TXT "v=DMARC1; p=reject; rua=mailto:a@example.com"',
  ],
  "dmarc-uri-no-mx": [
    `${WHOLE}_dmarc 3600 TXT "v=DMARC1; p=reject; rua=mailto:a@parked.example.com"\nparked 3600 MX 0 .`,
    `${WHOLE}_dmarc 3600 TXT "v=DMARC1; p=reject; rua=mailto:a@nothing.example.com"`,
  ],
  "dmarc-external-name-too-long": [
    '_dmarc TXT "v=DMARC1; p=reject; " "rua=mailto:d@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example"',
  ],
  "dmarc-report-record-version": [
    'example.com._report._dmarc TXT "ok"',
    'x.example._report._dmarc TXT "v=dmarc1"',
  ],
  "dmarc-report-record-policy": ['x.example._report._dmarc TXT "v=DMARC1; p=none"'],
  "dmarc-report-record-override-host": [
    'x.example._report._dmarc TXT "v=DMARC1; rua=mailto:a@elsewhere.example"',
  ],
  "dmarc-report-wildcard": ['*._report._dmarc TXT "v=DMARC1"'],
  "dmarc-parked-weak": [
    '@ MX 0 .\n@ TXT "v=spf1 -all"\n_dmarc TXT "v=DMARC1; p=none"',
    '@ MX 0 .\n@ TXT "v=spf1 -all"\n_dmarc TXT "v=DMARC1; p=reject; sp=none"',
  ],
  "tlsrpt-wrong-owner": [
    '_smtp._tcp TXT "v=TLSRPTv1; rua=mailto:tls@reports.example.net"',
    '_tls TXT "v=TLSRPTv1; rua=mailto:tls@reports.example.net"',
    '_smtp-tlsrpt TXT "v=TLSRPTv1; rua=mailto:tls@reports.example.net"',
    '@ TXT "v=TLSRPTv1; rua=mailto:tls@reports.example.net"',
    'smtp._tls TXT "v=TLSRPTv1; rua=mailto:tls@reports.example.net"',
    '_smtp_tls TXT "v=TLSRPTv1; rua=mailto:tls@reports.example.net"',
  ],
  "tlsrpt-multiple-records": [
    '_smtp._tls TXT "v=TLSRPTv1; rua=mailto:tls@reports.example.net"\n_smtp._tls TXT "v=TLSRPTv1; rua=mailto:x@y.example"',
  ],
  "tlsrpt-without-sts-or-dane": [
    `${WHOLE}@ 3600 MX 10 mail\nmail 3600 A 192.0.2.1\n_smtp._tls 3600 TXT "v=TLSRPTv1; rua=mailto:tls@reports.example.net"`,
  ],
  "mtasts-wrong-owner": [
    'mta-sts TXT "v=STSv1; id=1"',
    '@ TXT "v=STSv1; id=1"',
    '_mta_sts TXT "v=STSv1; id=1"',
    '_mtasts TXT "v=STSv1; id=1"',
    'mta_sts TXT "v=STSv1; id=1"',
  ],
  "mtasts-multiple-records": ['_mta-sts TXT "v=STSv1; id=1"\n_mta-sts TXT "v=STSv1; id=2"'],
  "mtasts-host-missing": [`${WHOLE}@ 3600 MX 10 mx.example.net.\n_mta-sts 3600 TXT "v=STSv1; id=1"`],
  "mtasts-host-without-txt": [
    `${WHOLE}@ 3600 MX 10 mx.example.net.\nmta-sts 3600 A 192.0.2.1`,
    `${WHOLE}@ 3600 MX 10 mx.example.net.\nmta-sts 3600 CNAME www.example.net.`,
  ],
  "mtasts-without-tlsrpt": [
    `${WHOLE}@ 3600 MX 10 mx.example.net.\n_mta-sts 3600 TXT "v=STSv1; id=1"\nmta-sts 3600 A 192.0.2.1`,
  ],
  "mtasts-subdomain-gap": [
    `${WHOLE}@ 3600 MX 10 mx.example.net.\nnews 3600 MX 10 mx.example.net.\n_mta-sts 3600 TXT "v=STSv1; id=1"`,
  ],
  "mtasts-no-mx": [`${WHOLE}_mta-sts 3600 TXT "v=STSv1; id=1"`, '@ MX 0 .\n_mta-sts TXT "v=STSv1; id=1"'],
  "bimi-wrong-owner": [
    '_bimi TXT "v=BIMI1; l=https://x.example/logo.svg; a=https://x.example/c.pem"',
    '@ TXT "v=BIMI1; l=https://x.example/logo.svg; a=https://x.example/c.pem"',
    'default.bimi TXT "v=BIMI1; l=https://x.example/logo.svg; a=https://x.example/c.pem"',
    'default TXT "v=BIMI1; l=https://x.example/logo.svg; a=https://x.example/c.pem"',
    'bimi TXT "v=BIMI1; l=https://x.example/logo.svg; a=https://x.example/c.pem"',
    'selector.bimi TXT "v=BIMI1; l=https://x.example/logo.svg; a=https://x.example/c.pem"',
  ],
  "bimi-multiple-records": [
    'default._bimi TXT "v=BIMI1; l=https://x.example/logo.svg; a=https://x.example/c.pem"\ndefault._bimi TXT "v=BIMI1; l=https://x.example/logo.svg; a="',
  ],
  "bimi-dmarc-not-enforced": [
    '_dmarc TXT "v=DMARC1; p=none"\ndefault._bimi TXT "v=BIMI1; l=https://x.example/logo.svg; a=https://x.example/c.pem"',
    '_dmarc TXT "v=DMARC1; p=reject; sp=none"\ndefault._bimi TXT "v=BIMI1; l=https://x.example/logo.svg; a=https://x.example/c.pem"',
    '_dmarc TXT "v=DMARC1; p=quarantine; pct=50"\ndefault._bimi TXT "v=BIMI1; l=https://x.example/logo.svg; a=https://x.example/c.pem"',
    '_dmarc TXT "v=DMARC1; p=reject; t=y"\ndefault._bimi TXT "v=BIMI1; l=https://x.example/logo.svg; a=https://x.example/c.pem"',
    `${WHOLE}default._bimi 3600 TXT "v=BIMI1; l=https://x.example/logo.svg; a=https://x.example/c.pem"`,
  ],
  "bimi-selector-not-default": [
    `${WHOLE}brand2._bimi 3600 TXT "v=BIMI1; l=https://x.example/logo.svg; a=https://x.example/c.pem"`,
  ],
  "owner-missing-trailing-dot": [
    '_smtp._tls.example.com TXT "v=TLSRPTv1; rua=mailto:tls@reports.example.net"',
    'example.com TXT "v=spf1 -all"',
    "@ MX 10 mail.example.com",
    "mail.example.com MX 10 x.example.net.",
  ],
  "mx-null-with-others": ["@ MX 0 .\n@ MX 10 mx1"],
  "mx-null-preference": ["@ MX 10 ."],
  "mx-target-cname": ["@ MX 10 mx\nmx CNAME x", `${WHOLE}@ 3600 MX 10 mx\nmx 3600 CNAME x.example.net.`],
  "mx-target-ip": ["@ MX 10 192.0.2.1", "@ MX 10 192.0.2.1.", "@ MX 10 2001:db8::1"],
  "mx-target-no-address": [`${WHOLE}@ 3600 MX 10 mx1`],
  "mx-null-but-spf-allows": [
    '@ MX 0 .\n@ TXT "v=spf1 include:x.example -all"',
    '@ MX 0 .\n@ TXT "v=spf1 redirect=_spf.google.com"',
    `${WHOLE}@ 3600 MX 0 .\n@ 3600 TXT "v=spf1 redirect=_s.example.com"\n_s 3600 TXT "v=spf1 ip4:203.0.113.4 -all"`,
    `${WHOLE}@ 3600 MX 0 .\n@ 3600 TXT "v=spf1 include:_s.example.com -all"\n_s 3600 TXT "v=spf1 include:_spf.google.com -all"`,
  ],
  "parked-incomplete": [
    `${WHOLE}`,
    `${WHOLE}@ 3600 A 192.0.2.1\nwww 3600 A 192.0.2.1`,
    `${WHOLE}@ 3600 MX 0 .`,
  ],
  "parked-contradiction": [
    '@ MX 0 .\n@ TXT "v=spf1 -all"\ns1._domainkey CNAME s1.domainkey.u1.wl.sendgrid.net.',
  ],
  "mail-auth-incomplete-bulk": [
    `${WHOLE}@ 3600 MX 10 mx.example.net.\n@ 3600 TXT "v=spf1 mx -all"\n_dmarc 3600 TXT "v=DMARC1; p=none; rua=mailto:d@example.com"`,
    `${WHOLE}@ 3600 MX 10 mx.example.net.`,
    `${WHOLE}@ 3600 TXT "v=spf1 include:_spf.google.com -all"`,
  ],
  "provider-spf-without-dkim": [
    `${WHOLE}@ 3600 MX 10 mx.example.net.\n@ 3600 TXT "v=spf1 include:_spf.google.com -all"`,
    `${WHOLE}@ 3600 MX 10 mx.example.net.\n@ 3600 TXT "v=spf1 include:spf.protection.outlook.com -all"`,
    `${WHOLE}@ 3600 TXT "v=spf1 include:sendgrid.net -all"`,
  ],
  "provider-spf-unneeded": ['@ TXT "v=spf1 include:spf.mtasv.net -all"'],
  "provider-mx-without-spf": [
    '@ MX 1 aspmx.l.google.com.\n@ TXT "v=spf1 ip4:192.0.2.1 -all"',
    '@ MX 0 example-com.mail.protection.outlook.com.\n@ TXT "v=spf1 mx -all"',
  ],
  "helo-spf-missing": [`${WHOLE}@ 3600 MX 10 mail\nmail 3600 A 192.0.2.1\n@ 3600 TXT "v=spf1 mx -all"`],
  "subdomain-spoofable": [
    `${WHOLE}_dmarc 3600 TXT "v=DMARC1; p=none; rua=mailto:d@example.com"\nsub 3600 A 192.0.2.1`,
    `${WHOLE}_dmarc 3600 TXT "v=DMARC1; p=reject; sp=none; rua=mailto:d@example.com"\nsub 3600 MX 10 mx.example.net.`,
  ],
  "ttl-very-long": ['_dmarc 604800 TXT "v=DMARC1; p=reject"', '$TTL 2w\n@ TXT "v=spf1 -all"'],
  "arc-note": ['arc._domainkey TXT "v=DKIM1; p="', '_arc TXT "x"'],
};

/** Text at `_dmarc`, as it stands between quotes. */
const DMARC: Readonly<Record<string, readonly string[]>> = {
  "dmarc-leading-whitespace": [" v=DMARC1; p=none", "\\009v=DMARC1; p=none"],
  "dmarc-version-missing": ["p=reject; rua=mailto:d@example.com", "p=none", "rua=mailto:d@example.com"],
  "dmarc-version-not-first": ["p=none; v=DMARC1", "rua=mailto:d@example.com; v=DMARC1; p=none"],
  "dmarc-version-invalid": [
    "v=dmarc1; p=none",
    "v=DMARC2; p=none",
    "v=DMARC 1; p=none",
    "v=DMARC1.0; p=none",
    "v=DMARCv1; p=none",
    "v=DMARC; p=none",
    "V=dmarc1; p=none",
    "v=Dmarc1; p=none",
    "v=DMARC-1; p=none",
  ],
  "dmarc-missing-semicolon": [
    "v=DMARC1 p=none",
    "v=DMARC1; p=none rua=mailto:d@example.com",
    "v=DMARC1; p=none sp=reject; rua=mailto:d@example.com",
  ],
  "dmarc-comma-separator": [
    "v=DMARC1, p=none",
    "v=DMARC1; p=none, rua=mailto:d@example.com",
    "v=DMARC1; p=none,sp=none",
  ],
  "dmarc-colon-for-equals": [
    "v=DMARC1; p:none",
    "v=DMARC1; p=none; rua:mailto:d@example.com",
    "v:DMARC1; p=none",
    "v=DMARC1; p: none",
  ],
  "dmarc-tag-without-value": [
    "v=DMARC1; p=none; rua=;",
    "v=DMARC1; p=none; rua",
    "v=DMARC1; p=none; adkim=",
    "v=DMARC1; p=none; rua=mailto:d@example.com; fo",
  ],
  "dmarc-empty-tag": [
    "v=DMARC1; p=none;;",
    "v=DMARC1;; p=none",
    "v=DMARC1; p=none; ;",
    "v=DMARC1; ; p=none; rua=mailto:d@example.com",
  ],
  "dmarc-illegal-char": [
    "v=DMARC1; p=none;\\194\\160rua=mailto:d@example.com",
    "v=DMARC1; p=no\\009ne",
    "v=DMARC1; p=\\226\\128\\156none\\226\\128\\157",
    "v=DMARC1; p=no\\226\\128\\145ne",
    "v=DMARC1; p=none; rua=mailto:d\\195\\164@example.com",
  ],
  "dmarc-embedded-quote": ['v=DMARC1; p=\\"none\\"', '\\"v=DMARC1; p=none\\"', "v=DMARC1; p='none'"],
  "dmarc-literal-backslash": ["v=DMARC1\\\\; p=none", "v=DMARC1; p=none\\\\; rua=mailto:d@example.com"],
  "dmarc-duplicate-tag": [
    "v=DMARC1; p=none; p=reject",
    "v=DMARC1; p=none; rua=mailto:d@example.com; rua=mailto:e@example.com",
    "v=DMARC1; v=DMARC1; p=none",
  ],
  "dmarc-tag-name-case": [
    "v=DMARC1; P=reject",
    "v=DMARC1; p=none; RUA=mailto:d@example.com",
    "V=DMARC1; p=none",
    "v=DMARC1; p=none; Sp=none",
  ],
  "dmarc-unknown-tag": [
    "v=DMARC1; p=none; ruas=mailto:d@example.com",
    "v=DMARC1; p=none; foo=bar",
    "v=DMARC1; p=none; adkm=s",
    "v=DMARC1; policy=none",
  ],
  "dmarc-value-case": [
    "v=DMARC1; p=Reject",
    "v=DMARC1; p=NONE; rua=mailto:d@example.com",
    "v=DMARC1; p=none; adkim=S",
  ],
  "dmarc-trailing-space-value": ["v=DMARC1; p=none ", "v=DMARC1; p=reject; rua=mailto:d@example.com  "],
  "dmarc-record-over-450": [
    "v=DMARC1; p=none; rua=mailto:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@example.com,mailto:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@example.com,mailto:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@example.com,mailto:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@example.com,mailto:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@example.com,mailto:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@example.com,mailto:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@example.com,mailto:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@example.com,mailto:b@example.com",
  ],
  "dmarc-p-invalid": [
    "v=DMARC1; p=quarentine",
    "v=DMARC1; p=quarentine; rua=mailto:d@example.com",
    "v=DMARC1; p=rejected",
    "v=DMARC1; p=rejected; rua=mailto:d@example.com",
    "v=DMARC1; p=none1",
    "v=DMARC1; p=none1; rua=mailto:d@example.com",
    "v=DMARC1; p=block",
    "v=DMARC1; p=block; rua=mailto:d@example.com",
    "v=DMARC1; p=no",
    "v=DMARC1; p=no; rua=mailto:d@example.com",
    "v=DMARC1; p=monitor",
    "v=DMARC1; p=monitor; rua=mailto:d@example.com",
  ],
  "dmarc-sp-invalid": [
    "v=DMARC1; p=reject; sp=rejct",
    "v=DMARC1; p=reject; sp=all; rua=mailto:d@example.com",
  ],
  "dmarc-np-invalid": ["v=DMARC1; p=reject; np=yes"],
  "dmarc-p-missing-with-rua": [
    "v=DMARC1; rua=mailto:a@x.example",
    "v=DMARC1; rua=mailto:a@x",
    "v=DMARC1; sp=none; rua=mailto:a@x.example",
  ],
  "dmarc-no-effect": ["v=DMARC1; adkim=s", "v=DMARC1", "v=DMARC1;"],
  "dmarc-p-not-second": [
    "v=DMARC1; rua=mailto:d@example.com; p=none",
    "v=DMARC1; sp=none; p=none; rua=mailto:d@example.com",
  ],
  "dmarc-p-none": ["v=DMARC1; p=none; rua=mailto:d@example.com", "v=DMARC1; p=none; rua=https://x.example/"],
  "dmarc-p-none-no-rua": ["v=DMARC1; p=none"],
  "dmarc-sp-weaker": [
    "v=DMARC1; p=reject; sp=none",
    "v=DMARC1; p=reject; sp=quarantine; rua=mailto:d@example.com",
  ],
  "dmarc-np-weaker": [
    "v=DMARC1; p=reject; sp=reject; np=none",
    "v=DMARC1; p=none; sp=reject; np=none; rua=mailto:d@example.com",
  ],
  "dmarc-sp-redundant": ["v=DMARC1; p=reject; sp=reject"],
  "dmarc-np-redundant": [
    "v=DMARC1; np=reject; p=reject",
    "v=DMARC1; p=none; sp=reject; np=reject; rua=mailto:d@example.com",
  ],
  "dmarc-np-suggest": [
    "v=DMARC1; p=none; rua=mailto:d@example.com",
    "v=DMARC1; p=reject; sp=none; rua=mailto:d@example.com",
  ],
  "dmarc-pct-removed": ["v=DMARC1; p=reject; pct=20", "v=DMARC1; p=reject; pct=0"],
  "dmarc-pct-100": ["v=DMARC1; p=reject; pct=100"],
  "dmarc-rf-removed": ["v=DMARC1; p=reject; rf=afrf"],
  "dmarc-ri-removed": ["v=DMARC1; p=reject; ri=86400"],
  "dmarc-t-invalid": ["v=DMARC1; p=reject; t=s", "v=DMARC1; p=reject; t=yes", "v=DMARC1; p=reject; t=1"],
  "dmarc-t-y": ["v=DMARC1; p=reject; t=y"],
  "dmarc-t-y-no-effect": ["v=DMARC1; p=none; t=y"],
  "dmarc-psd-invalid": ["v=DMARC1; p=reject; psd=yes"],
  "dmarc-psd-y-on-org": ["v=DMARC1; p=reject; psd=y"],
  "dmarc-psd-y-ruf": ["v=DMARC1; p=reject; psd=y; ruf=mailto:d@example.com"],
  "dmarc-psd-n-note": ["v=DMARC1; p=reject; psd=n"],
  "dmarc-adkim-invalid": [
    "v=DMARC1; p=reject; adkim=strict",
    "v=DMARC1; p=reject; adkim=relaxed",
    "v=DMARC1; p=reject; adkim=y",
    "v=DMARC1; p=reject; adkim=x",
  ],
  "dmarc-aspf-invalid": [
    "v=DMARC1; p=reject; aspf=strict",
    "v=DMARC1; p=reject; aspf=relaxed",
    "v=DMARC1; p=reject; aspf=y",
    "v=DMARC1; p=reject; aspf=x",
  ],
  "dmarc-default-tag": [
    "v=DMARC1; p=reject; adkim=r",
    "v=DMARC1; p=reject; aspf=r",
    "v=DMARC1; p=reject; t=n",
    "v=DMARC1; p=reject; psd=u",
    "v=DMARC1; p=reject; ruf=mailto:d@example.com; fo=0",
  ],
  "dmarc-fo-invalid": [
    "v=DMARC1; p=reject; ruf=mailto:d@example.com; fo=1,d",
    "v=DMARC1; p=reject; ruf=mailto:d@example.com; fo=2",
    "v=DMARC1; p=reject; ruf=mailto:d@example.com; fo=1 d",
    "v=DMARC1; p=reject; ruf=mailto:d@example.com; fo=x",
    "v=DMARC1; p=reject; ruf=mailto:d@example.com; fo=1:x",
  ],
  "dmarc-fo-0-and-1": [
    "v=DMARC1; p=reject; ruf=mailto:d@example.com; fo=0:1:d:s",
    "v=DMARC1; p=reject; ruf=mailto:d@example.com; fo=1:0",
  ],
  "dmarc-fo-duplicate": [
    "v=DMARC1; p=reject; ruf=mailto:d@example.com; fo=d:d",
    "v=DMARC1; p=reject; ruf=mailto:d@example.com; fo=1:s:s",
    "v=DMARC1; p=reject; ruf=mailto:d@example.com; fo=1:1",
  ],
  "dmarc-fo-without-ruf": ["v=DMARC1; p=reject; fo=1"],
  "dmarc-rua-missing": ["v=DMARC1; p=reject", "v=DMARC1; p=quarantine; sp=reject"],
  "dmarc-uri-missing-mailto": [
    "v=DMARC1; p=reject; rua=dmarc@example.com",
    "v=DMARC1; p=reject; rua=mailto:a@example.com,b@example.com",
    "v=DMARC1; p=reject; rua=example.com",
    "v=DMARC1; p=reject; rua=mailto:a@example.com; ruf=d@example.com",
  ],
  "dmarc-uri-mailto-typo": [
    "v=DMARC1; p=reject; rua=mail:to:a@example.com",
    "v=DMARC1; p=reject; rua=mailto//a@example.com",
    "v=DMARC1; p=reject; rua=mailto://a@example.com",
    "v=DMARC1; p=reject; rua=maito:a@example.com",
    "v=DMARC1; p=reject; rua=mailto: a@example.com",
    "v=DMARC1; p=reject; rua=mailto=a@example.com",
    "v=DMARC1; p=reject; rua=mailo:a@example.com",
    "v=DMARC1; p=reject; rua=malito:a@example.com",
  ],
  "dmarc-uri-invalid": [
    "v=DMARC1; p=reject; rua=mailto:example.com",
    "v=DMARC1; p=reject; rua=mailto:a@",
    "v=DMARC1; p=reject; rua=mailto:@example.com",
    "v=DMARC1; p=reject; rua=mailto:a@b@example.com",
    "v=DMARC1; p=reject; rua=mailto:",
  ],
  "dmarc-uri-semicolon-list": [
    "v=DMARC1; p=reject; rua=mailto:a@x.example;mailto:b@x.example",
    "v=DMARC1; p=reject; rua=mailto:a@x.example;b@x.example",
  ],
  "dmarc-uri-space-list": ["v=DMARC1; p=reject; rua=mailto:a@x.example mailto:b@x.example"],
  "dmarc-uri-unencoded": [
    "v=DMARC1; p=reject; rua=mailto:a!b@x.example",
    "v=DMARC1; p=reject; rua=mailto:a,b@x.example",
  ],
  "dmarc-uri-size-suffix": [
    "v=DMARC1; p=reject; rua=mailto:a@x.example!10m",
    "v=DMARC1; p=reject; rua=mailto:a@x.example!50",
  ],
  "dmarc-uri-scheme": [
    "v=DMARC1; p=reject; rua=https://x.example/",
    "v=DMARC1; p=reject; rua=ftp://x.example/",
  ],
  "dmarc-uri-duplicate": ["v=DMARC1; p=reject; rua=mailto:a@x.example,mailto:a@x.example"],
  "dmarc-uri-many": ["v=DMARC1; p=reject; rua=mailto:a@x.example,mailto:b@x.example,mailto:c@x.example"],
  "dmarc-external-unverified": ["v=DMARC1; p=reject; rua=mailto:d@vendor.example"],
  "dmarc-ruf-privacy": ["v=DMARC1; p=reject; rua=mailto:d@example.com; ruf=mailto:d@example.com"],
};

/** Text at `_smtp._tls`, as it stands between quotes. */
const TLSRPT: Readonly<Record<string, readonly string[]>> = {
  "tlsrpt-version": [
    "v=tlsrptv1; rua=mailto:tls@reports.example.net",
    "v=TLSRPTv2; rua=mailto:tls@reports.example.net",
    "v=TLSRPT1; rua=mailto:tls@reports.example.net",
    "V=TLSRPTv1; rua=mailto:tls@reports.example.net",
    "rua=mailto:tls@reports.example.net",
    "rua=mailto:tls@reports.example.net; v=TLSRPTv1",
    " v=TLSRPTv1; rua=mailto:tls@reports.example.net",
    "v = TLSRPTv1; rua=mailto:tls@reports.example.net",
    "v=TLS-RPTv1; rua=mailto:tls@reports.example.net",
  ],
  "tlsrpt-rua-missing": [
    "v=TLSRPTv1;",
    "v=TLSRPTv1",
    "v=TLSRPTv1; rua=",
    "v=TLSRPTv1; ruf=mailto:a@b.example",
  ],
  "tlsrpt-rua-not-after-version": ["v=TLSRPTv1; x=y; rua=mailto:tls@reports.example.net"],
  "tlsrpt-uri-scheme": [
    "v=TLSRPTv1; rua=a@x.example",
    "v=TLSRPTv1; rua=http://x.example/r",
    "v=TLSRPTv1; rua=ftp://x.example",
    "v=TLSRPTv1; rua=x.example/report",
    "v=TLSRPTv1; rua=maito:a@x.example",
    "v=TLSRPTv1; rua=mailto:a@x.example,b@x.example",
  ],
  "tlsrpt-uri-unencoded": [
    "v=TLSRPTv1; rua=https://x.example/a;b",
    "v=TLSRPTv1; rua=https://x.example/a!b",
    "v=TLSRPTv1; rua=https://x.example/a,b",
    "v=TLSRPTv1; rua=mailto:a!b@x.example",
    "v=TLSRPTv1; rua=mailto:a,b@x.example",
  ],
  "tlsrpt-separator": [
    "v=TLSRPTv1 rua=mailto:tls@reports.example.net",
    "v=TLSRPTv1, rua=mailto:tls@reports.example.net",
    "v=TLSRPTv1; rua=mailto:a@x.example mailto:b@x.example",
    "v=TLSRPTv1,rua=mailto:tls@reports.example.net",
  ],
  "tlsrpt-duplicate-field": ["v=TLSRPTv1; rua=mailto:tls@reports.example.net; rua=mailto:b@x.example"],
  "tlsrpt-unknown-field": [
    "v=TLSRPTv1; rua=mailto:tls@reports.example.net; ruf=mailto:b@x.example",
    "v=TLSRPTv1; rua=mailto:tls@reports.example.net; foo=bar;",
  ],
  "tlsrpt-non-ascii": [
    "v=TLSRPTv1;\\194\\160rua=mailto:tls@reports.example.net",
    "v=TLSRPTv1; rua=mailto:tl\\195\\164s@x.example",
  ],
  "tlsrpt-mailto-own-domain-loop": ["v=TLSRPTv1; rua=mailto:tls@example.com"],
};

/** Text at `_mta-sts`, as it stands between quotes. */
const MTASTS: Readonly<Record<string, readonly string[]>> = {
  "mtasts-version": [
    "v=STS1; id=1",
    "v=stsv1; id=1",
    "v=STSv2; id=1",
    "id=1",
    "id=1; v=STSv1",
    " v=STSv1; id=1",
    "V=STSv1; id=1",
    "v=MTA-STSv1; id=1",
    "v = STSv1; id=1",
  ],
  "mtasts-id-missing": ["v=STSv1;", "v=STSv1", "v=STSv1; foo=bar", "v=STSv1; ID=1"],
  "mtasts-id-invalid": [
    "v=STSv1; id=2026-11-01",
    "v=STSv1; id=2026.11",
    "v=STSv1; id=a b",
    "v=STSv1; id=x:1",
    "v=STSv1; id=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "v=STSv1; id=",
  ],
  "mtasts-duplicate-id": ["v=STSv1; id=1; id=2"],
  "mtasts-policy-in-txt": [
    "v=STSv1; mode=enforce",
    "v=STSv1; id=1; mx=mail.example.com",
    "v=STSv1; id=1; max_age=86400",
    "v=STSv1; id=1; mode: enforce",
  ],
  "mtasts-separator": ["v=STSv1 id=1", "v=STSv1, id=1", "v=STSv1,id=1"],
};

/** Text at `default._bimi`, as it stands between quotes. */
const BIMI: Readonly<Record<string, readonly string[]>> = {
  "bimi-unrelated-txt": ["hello", "google-site-verification=x"],
  "bimi-version": [
    "v=bimi1; l=https://x.example/logo.svg",
    "v=BIMI2; l=https://x.example/logo.svg",
    "V=BIMI; l=https://x.example/logo.svg",
    "l=https://x.example/logo.svg; v=BIMI1",
    "l=https://x.example/logo.svg; a=https://x.example/c.pem",
    "v=BIMI1.0; l=https://x.example/logo.svg",
    "v=BIMI 1; l=https://x.example/logo.svg",
  ],
  "bimi-l-missing": ["v=BIMI1; a=", "v=BIMI1;", "v=BIMI1; a=https://x.example/c.pem"],
  "bimi-l-not-https": [
    "v=BIMI1; l=http://x.example/l.svg; a=https://x.example/c.pem",
    "v=BIMI1; l=x.example/l.svg; a=https://x.example/c.pem",
    "v=BIMI1; l=ftp://x.example/l.svg; a=https://x.example/c.pem",
    "v=BIMI1; l=logo.svg; a=https://x.example/c.pem",
  ],
  "bimi-l-not-svg": [
    "v=BIMI1; l=https://x.example/l.png; a=https://x.example/c.pem",
    "v=BIMI1; l=https://x.example/; a=https://x.example/c.pem",
    "v=BIMI1; l=https://x.example/logo.svg.png; a=https://x.example/c.pem",
    "v=BIMI1; l=https://x.example/l.jpg?x=.svg; a=https://x.example/c.pem",
  ],
  "bimi-l-list": [
    "v=BIMI1; l=https://a.example/a.svg,https://b.example/b.svg; a=https://x.example/c.pem",
    "v=BIMI1; l=https://a.example/a,b.svg; a=https://x.example/c.pem",
    "v=BIMI1; l=https://x.example/logo.svg; a=https://x.example/a,b.pem",
  ],
  "bimi-a-not-https": ["v=BIMI1; l=https://x.example/logo.svg; a=http://x.example/c.pem"],
  "bimi-a-missing": ["v=BIMI1; l=https://x.example/logo.svg; a=;", "v=BIMI1; l=https://x.example/logo.svg"],
  "bimi-declined": ["v=BIMI1; l=; a=;", "v=BIMI1; l=;"],
  "bimi-unknown-tag": ["v=BIMI1; l=https://x.example/logo.svg; a=https://x.example/c.pem; x=1"],
  "bimi-duplicate-tag": [
    "v=BIMI1; l=https://x.example/logo.svg; l=https://x.example/logo.svg; a=https://x.example/c.pem",
  ],
  "bimi-avp-invalid": ["v=BIMI1; l=https://x.example/logo.svg; a=https://x.example/c.pem; avp=me"],
};

const FAMILIES = [
  ["_dmarc", DMARC],
  ["_smtp._tls", TLSRPT],
  ["_mta-sts", MTASTS],
  ["default._bimi", BIMI],
] as const;

function ids(zone: string): readonly string[] {
  const document = new ZoneDocument("file:///example.com.zone", `${zone}\n`, { origin: "example.com." });
  return findingsOf(document).map(({ rule }) => rule.id);
}

function finds(id: string, zones: readonly string[]): void {
  test(`${id}: in every shape`, () => {
    for (const zone of zones) assert.ok(ids(zone).includes(id), `${zone}: ${ids(zone).join(" ")}`);
  });
}

for (const [owner, table] of FAMILIES) {
  for (const [id, texts] of Object.entries(table)) {
    finds(
      id,
      texts.map((text) => `${owner} TXT "${text}"`),
    );
  }
}
for (const [id, zones] of Object.entries(ZONES)) finds(id, zones);

// Records as the RFCs themselves print them: RFC 9989 appendix B, RFC 8460 section 3.1, RFC 8461 section 3.1.
const RFC_EXAMPLES = [
  '_dmarc IN TXT ( "v=DMARC1; p=none; "\n "rua=mailto:dmarc-feedback@example.com" )',
  '_dmarc IN TXT ( "v=DMARC1; p=none; "\n "rua=mailto:dmarc-feedback@example.com; "\n "ruf=mailto:auth-reports@example.com" )',
  '_dmarc IN TXT ( "v=DMARC1; p=none; "\n "rua=mailto:dmarc-feedback@example.com; "\n "ruf=mailto:auth-reports@thirdparty.example.net" )',
  '$ORIGIN thirdparty.example.net.\nexample.com._report._dmarc IN TXT ( "v=DMARC1; "\n "rua=mailto:aggregate-reports@thirdparty.example.net; "\n "ruf=mailto:failure-reports@thirdparty.example.net" )',
  '$ORIGIN test.example.com.\n_dmarc IN TXT ( "v=DMARC1; p=quarantine; "\n "rua=mailto:dmarc-feedback@example.com,"\n "mailto:tld-test@thirdparty.example.net; "\n "t=y" )',
  '_smtp._tls IN TXT "v=TLSRPTv1;rua=mailto:reports@example.com"',
  '_smtp._tls IN TXT "v=TLSRPTv1; rua=https://reporting.example.com/v1/tlsrpt"',
  '_mta-sts IN TXT "v=STSv1; id=20160831085700Z;"',
];

test("the RFCs' own examples have no error", () => {
  for (const zone of RFC_EXAMPLES) {
    const document = new ZoneDocument("file:///example.com.zone", `${zone}\n`, { origin: "example.com." });
    const errors = findingsOf(document).filter(({ severity }) => severity === "error");
    assert.deepEqual(
      errors.map(({ rule }) => rule.id),
      [],
      zone,
    );
  }
});
