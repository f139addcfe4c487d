import { ED25519 } from "../../../src/rules/dkim/exampleKeys.ts";
import type { Case } from "./oneCause.ts";

const RUA = "rua=mailto:d@corp.net";

/** Marks and blanks that got into a record: what they break is told once. */
export const STRAY: readonly Case[] = [
  // RFC 7208 4.5: what hides the record is told, and no part of what it hides.
  ["@", 'v=spf1\\"mx -all\\"', "spf-version-not-terminated", "v=spf1 mx -all"],
  ["@", "v=spf1'mx -all", "spf-version-not-terminated", "v=spf1 mx -all"],
  // RFC 7208 12: a name has no blanks.
  ["@", "v=spf1 include:x\\009.corp.net -all", "spf-space-after-colon", "v=spf1 include:x.corp.net -all"],
  ["@", "v=spf1 include:_spf. corp.net -all", "spf-space-after-colon", "v=spf1 include:_spf.corp.net -all"],
  ["@", "v=spf1 ip4:23.45.67.0 /24 -all", "spf-space-after-colon", "v=spf1 ip4:23.45.67.0/24 -all"],
  // RFC 8460 3 and RFC 8461 3.1: names of fields are of letters, digits, `_`, `-` and `.`.
  ["_smtp._tls", "v=TLSRPTv1; r%a=mailto:t@x.org", "tlsrpt-rua-missing", "v=TLSRPTv1; rua=mailto:t@x.org"],
  ["_smtp._tls", "v=TLSRPTv1; ura=mailto:t@x.org", "tlsrpt-rua-missing", "v=TLSRPTv1; rua=mailto:t@x.org"],
  ["_mta-sts", "v=STSv1; i%d=20261101", "mtasts-id-missing", "v=STSv1; id=20261101"],
  // RFC 9989 4.8: a semicolon ends a tag, and no octet beyond ASCII does.
  ["_dmarc", `v=DMARC1; p=qu;arantine; ${RUA}`, "dmarc-p-invalid", `v=DMARC1; p=quarantine; ${RUA}`],
  [
    "_dmarc",
    `v=DMARC1; p=reject; sp=re; ject; ${RUA}`,
    "dmarc-sp-invalid",
    `v=DMARC1; p=reject; sp=reject; ${RUA}`,
  ],
  ["_dmarc", `v=DMARC1\\194\\160p=reject; ${RUA}`, "dmarc-illegal-char", `v=DMARC1; p=reject; ${RUA}`],
  ["_dmarc", `v=DMARC1\\194\\160 p=reject; ${RUA}`, "dmarc-illegal-char", `v=DMARC1;  p=reject; ${RUA}`],
  ["_dmarc", `v=DMARC1; p=reject\\194\\160${RUA}`, "dmarc-illegal-char", `v=DMARC1; p=reject; ${RUA}`],
  [
    "_dmarc",
    "v=DMARC1; p=reject; rua=!mailto:d@corp.net",
    "dmarc-uri-unencoded",
    `v=DMARC1; p=reject; ${RUA}`,
  ],
  [
    "s1._domainkey",
    `v=DKIM1; k=ed25519; p=BEGIN PUBLIC KEY ${ED25519} END PUBLIC KEY`,
    "dkim-p-pem-armour",
    `v=DKIM1; k=ed25519; p=${ED25519}`,
  ],
  [
    "default._bimi",
    "v=BIMI1; l=https://corp.net/l.svg; a=self",
    "bimi-a-not-https",
    "v=BIMI1; l=https://corp.net/l.svg; a=",
  ],
  ["@", "v=spf1\\\\mx -all", "spf-version-not-terminated", "v=spf1 mx -all"],
  // RFC 3986 2: no address holds a blank, and RFC 9989 4.8 and RFC 8460 3 part addresses with commas.
  [
    "_dmarc",
    "v=DMARC1; p=reject; rua=mailto:d\\194\\160@corp.net",
    "dmarc-illegal-char",
    `v=DMARC1; p=reject; ${RUA}`,
  ],
  [
    "_dmarc",
    "v=DMARC1; p=reject; rua=mailto:d@corp.net\\194\\160mailto:e@corp.net",
    "dmarc-illegal-char",
    "v=DMARC1; p=reject; rua=mailto:d@corp.net,mailto:e@corp.net",
  ],
  ["_dmarc", `v=DMARC1; p=re\\194\\160ject; ${RUA}`, "dmarc-illegal-char", `v=DMARC1; p=reject; ${RUA}`],
  [
    "_smtp._tls",
    "v=TLSRPTv1\\194\\160rua=mailto:t@x.org\\194\\160mailto:u@x.org",
    "tlsrpt-non-ascii",
    "v=TLSRPTv1; rua=mailto:t@x.org,mailto:u@x.org",
  ],
  ["_mta-sts", "v=STSv1\\194\\160id=1", "mtasts-separator", "v=STSv1; id=1"],
  // RFC 8461 3.1: a record has an `id`, of letters and digits.
  ["_mta-sts", "v=STSv1; di=20261101", "mtasts-id-missing", "v=STSv1; id=20261101"],
  // RFC 9989 4.8: a name, one `=` and a value.
  ["_dmarc", `v=DMARC1;=p=reject; ${RUA}`, "dmarc-tag-without-value", `v=DMARC1;p=reject; ${RUA}`],
  // RFC 7208 12: a space ends a term, and nothing else does.
  ["@", "v=spf1 ip4:23.4 5.67.8 -all", "spf-space-after-colon", "v=spf1 ip4:23.45.67.8 -all"],
  ["@", "v=spf1 inc lude:_spf.corp.net -all", "spf-space-after-colon", "v=spf1 include:_spf.corp.net -all"],
  ["@", "v=spf1@ip4:23.45.67.8 -all", "spf-version-not-terminated", "v=spf1 ip4:23.45.67.8 -all"],
  // RFC 6376 3.2: a semicolon ends a tag.
  [
    "default._bimi",
    "v=BIMI1; l=https://c;orp.net/l.svg; a=https://corp.net/l.pem",
    "bimi-tag-syntax",
    "v=BIMI1; l=https://corp.net/l.svg; a=https://corp.net/l.pem",
  ],
  [
    "default._bimi",
    "v=BIMI1; l=https://corp.net/l.svg; https://corp.net/l.pem",
    "bimi-tag-syntax",
    "v=BIMI1; l=https://corp.net/l.svg; a=https://corp.net/l.pem",
  ],
];
