import { ED25519 } from "../../../src/rules/dkim/exampleKeys.ts";
import { RSA_2048 } from "../../../src/rules/dkim/examples.ts";

export type Case = readonly [owner: string, written: string, id: string, wanted: string | undefined];

const RUA = "rua=mailto:d@corp.net";
const ENCRYPTED_KEY =
  "MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAgod+kQcRGxrwICCAAwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEABEa9ktXnfezPPML9NO6IUEQI29tswl9hdodovY39iS9HN24myEwKyfq3zs86EJubx/cCIiEDkhGWDUDC/UZPDQTN8VjuooXi45f+iH6StPlbY=";
const LOGO = "l=https://corp.net/l.svg";
const MARK = "a=https://corp.net/l.pem";
const EN_DASH = "\\226\\128\\147";
const OPEN = "\\226\\128\\156";
const CLOSE = "\\226\\128\\157";

/** `written` in quotes, unless it begins with a quote or an apostrophe of its own. */
export const CASES: readonly Case[] = [
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
  // RFC 9989 4.7, 4.8 and 4.10.1: an empty value is no policy; semicolons before the version hide it.
  ["_dmarc", `v=DMARC1; p=; ${RUA}`, "dmarc-p-invalid", `v=DMARC1; p=none; ${RUA}`],
  ["_dmarc", "v=DMARC1; p=;", "dmarc-p-invalid", undefined],
  ["_dmarc", `v=DMARC1; p=reject; sp=; ${RUA}`, "dmarc-sp-invalid", `v=DMARC1; p=reject; ${RUA}`],
  ["_dmarc", `v=DMARC1; p=reject; ${RUA}; np=`, "dmarc-np-invalid", `v=DMARC1; p=reject; ${RUA}`],
  ["_dmarc", `; v=DMARC1; p=reject; ${RUA}`, "dmarc-version-not-first", `v=DMARC1; p=reject; ${RUA}`],
  ["_dmarc", `v=; p=reject; ${RUA}`, "dmarc-version-invalid", `v=DMARC1; p=reject; ${RUA}`],
  ["_dmarc", `v; p=reject; ${RUA}`, "dmarc-version-missing", `v=DMARC1; p=reject; ${RUA}`],
  // Characters beyond ASCII, by their octets: dashes and typographic quotes, which editors put in.
  ["_dmarc", `v${EN_DASH}DMARC1; p=reject; ${RUA}`, "dmarc-version-missing", `v=DMARC1; p=reject; ${RUA}`],
  [
    "_dmarc",
    `v=${OPEN}DMARC1${CLOSE}; p=reject; ${RUA}`,
    "dmarc-version-invalid",
    `v=DMARC1; p=reject; ${RUA}`,
  ],
  ["_dmarc", `v=DMARC1; p=reject; ${RUA}\\194\\160`, "dmarc-illegal-char", `v=DMARC1; p=reject; ${RUA}`],
  [
    "_dmarc",
    "v=DMARC1; p=reject; rua=mailto:d\\009@corp.net",
    "dmarc-illegal-char",
    `v=DMARC1; p=reject; ${RUA}`,
  ],
  ["_dmarc", `v=DMARC1; p=reject; ${RUA}\\\\;`, "dmarc-literal-backslash", `v=DMARC1; p=reject; ${RUA};`],
  [
    "_smtp._tls",
    `v=TLSRPTv1; rua=${OPEN}mailto:t@corp.net${CLOSE}`,
    "tlsrpt-non-ascii",
    "v=TLSRPTv1; rua=mailto:t@corp.net",
  ],
  ["_mta-sts", `${OPEN}v=STSv1; id=1${CLOSE}`, "mtasts-version", "v=STSv1; id=1"],
  [
    "default._bimi",
    `v=BIMI1; ${LOGO.replace("=", `=${OPEN}`)}${CLOSE}; ${MARK}`,
    "bimi-l-not-https",
    `v=BIMI1; ${LOGO}; ${MARK}`,
  ],
  [
    "default._bimi",
    `v=BIMI1; l=https://corp.net/l${EN_DASH}1.svg; ${MARK}`,
    "bimi-l-not-https",
    `v=BIMI1; l=https://corp.net/l%E2%80%931.svg; ${MARK}`,
  ],
  // Marks around the whole record, or before its semicolons, are published with it (RFC 1035 5.1).
  ["_mta-sts", '\\"v=STSv1; id=1\\"', "mtasts-version", "v=STSv1; id=1"],
  ["_mta-sts", "v=STSv1\\\\; id=1\\\\;", "mtasts-version", "v=STSv1; id=1;"],
  [
    "_smtp._tls",
    '\\"v=TLSRPTv1; rua=mailto:t@corp.net\\"',
    "tlsrpt-version",
    "v=TLSRPTv1; rua=mailto:t@corp.net",
  ],
  [
    "_smtp._tls",
    "v=TLSRPTv1\\\\; rua=mailto:t@corp.net\\\\;",
    "tlsrpt-version",
    "v=TLSRPTv1; rua=mailto:t@corp.net;",
  ],
  ["default._bimi", `v=BIMI1\\\\; ${LOGO}\\\\; ${MARK}`, "bimi-version", `v=BIMI1; ${LOGO}; ${MARK}`],
  // The first letters of the record are lost, the logo is not.
  ["default._bimi", `v=BI${LOGO}; ${MARK}`, "bimi-version", `v=BIMI1; ${LOGO}; ${MARK}`],
  [
    "s1._domainkey",
    `${OPEN}v=DKIM1; k=ed25519; p=${ED25519}${CLOSE}`,
    "dkim-tag-syntax",
    `v=DKIM1; k=ed25519; p=${ED25519}`,
  ],
  [
    "s1._domainkey",
    `v=DKIM1; k=ed25519; p=${OPEN}${ED25519}${CLOSE}`,
    "dkim-p-base64",
    `v=DKIM1; k=ed25519; p=${ED25519}`,
  ],
  ["s1._domainkey", `v=DKIM1; k=ed25519; p=${EN_DASH}${ED25519.slice(1)}`, "dkim-p-base64", undefined],
  [
    "s1._domainkey",
    `v=DKIM1\\\\; k=ed25519\\\\; p=${ED25519}\\\\;`,
    "dkim-version-invalid",
    `v=DKIM1; k=ed25519; p=${ED25519};`,
  ],
  [
    "s1._domainkey",
    `v=; k=ed25519; p=${ED25519}`,
    "dkim-version-invalid",
    `v=DKIM1; k=ed25519; p=${ED25519}`,
  ],
  // `openssl pkcs8 -topk8` makes an EncryptedPrivateKeyInfo (RFC 5958 3).
  ["s1._domainkey", `v=DKIM1; k=ed25519; p=${ENCRYPTED_KEY}`, "dkim-p-private-key", "v=DKIM1; k=ed25519; p="],
  // RFC 7208 4.5: nothing but `v=spf1` begins an SPF record.
  ["@", `v=${OPEN}spf1${CLOSE} mx -all`, "spf-version-malformed", "v=spf1 mx -all"],
  ["@", 'v=\\"spf1\\" mx -all', "spf-version-malformed", "v=spf1 mx -all"],
  ["@", `v=spf${EN_DASH}1 mx -all`, "spf-version-malformed", "v=spf1 mx -all"],
  ["@", "spf=1 mx -all", "spf-version-malformed", "v=spf1 mx -all"],
  // RFC 9989 4.8: unknown tags are ignored. What only one tag may hold tells which was meant.
  ["_dmarc", `v=DMARC1; :p=reject; ${RUA}`, "dmarc-unknown-tag", `v=DMARC1; p=reject; ${RUA}`],
  ["_dmarc", `v=DMARC1; pp=reject; ${RUA}`, "dmarc-unknown-tag", `v=DMARC1; p=reject; ${RUA}`],
  ["_dmarc", "v=DMARC1; p=reject; :rua=mailto:d@corp.net", "dmarc-unknown-tag", `v=DMARC1; p=reject; ${RUA}`],
  ["_dmarc", `\\194\\160v=DMARC1; p=reject; ${RUA}`, "dmarc-illegal-char", `v=DMARC1; p=reject; ${RUA}`],
  [
    "default._bimi",
    `v=BIMI1; l=https://corp.net/l.s vg; ${MARK}`,
    "bimi-l-not-https",
    `v=BIMI1; l=https://corp.net/l.s%20vg; ${MARK}`,
  ],
];
