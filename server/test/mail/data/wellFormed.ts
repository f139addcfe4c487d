import { ED25519, rsaKey } from "../../../src/rules/dkim/exampleKeys.ts";

// 200 well-formed records: every combination of some rows of these tables, in turn. Addresses and names are nobody's.

const SPF_TERMS: readonly string[] = [
  "mx",
  "a",
  "ip4:9.9.9.9",
  "ip4:11.22.32.0/20",
  "ip4:45.66.77.128/25",
  "ip6:2a01:4f8:aa::/48",
  "ip6:2a01:4f8:bb::7",
  "a:mail.example.net",
  "mx:example.net",
  "exists:%{ir}.list.example.net",
];

const DKIM_TAGS: readonly string[] = [
  "v=DKIM1; k=rsa; ",
  "v=DKIM1; ",
  "v=DKIM1;k=rsa;",
  "v=DKIM1; h=sha256; k=rsa; ",
  "v=DKIM1; k=rsa; s=email; ",
  "v=DKIM1; k=rsa; n=mailer; ",
  "v=DKIM1 ; k=rsa ; ",
  "v=DKIM1; k=rsa; s=*; ",
  "v=DKIM1; h=sha256; s=email; k=rsa; ",
  "v = DKIM1; k = rsa; ",
];

const RSA_BITS: readonly number[] = [2048, 2304, 3072, 4096, 2560];

const DMARC_POLICIES: readonly string[] = [
  "p=none",
  "p=quarantine",
  "p=reject",
  "p=none; sp=quarantine",
  "p=quarantine; sp=reject",
  "p=quarantine; np=reject",
];

const DMARC_REST: readonly string[] = [
  "; rua=mailto:dmarc@kolibri-post.de",
  "; rua=mailto:dmarc@kolibri-post.de;",
  "; rua=mailto:a@kolibri-post.de,mailto:b@kolibri-post.de",
  "; adkim=s; aspf=s; rua=mailto:dmarc@kolibri-post.de",
  "; rua=mailto:dmarc@kolibri-post.de; ruf=mailto:ruf@kolibri-post.de; fo=1",
  ";rua=mailto:dmarc@kolibri-post.de;adkim=s",
  "; rua=mailto:dmarc@kolibri-post.de; aspf=s",
  "; fo=1:d:s; ruf=mailto:ruf@kolibri-post.de; rua=mailto:dmarc@kolibri-post.de",
  " ; rua = mailto:dmarc@kolibri-post.de",
  "; rua=mailto:dmarc%2Creports@kolibri-post.de",
];

/** One record: what kind it is, and its text. */
export interface WellFormed {
  readonly kind: "spf" | "dkim" | "dmarc";
  readonly text: string;
}

/** 80 SPF, 60 DKIM and 60 DMARC records. */
export function wellFormed(): readonly WellFormed[] {
  const spf = Array.from({ length: 80 }, (_, i) => {
    const first = i % SPF_TERMS.length;
    const second = first + 1 + Math.floor(i / SPF_TERMS.length);
    const places = i % 3 === 0 ? [first, second, second + 4] : [first, second];
    const terms = places.map((place) => SPF_TERMS[place % SPF_TERMS.length]);
    return { kind: "spf" as const, text: `v=spf1 ${[...new Set(terms)].join(" ")} -all` };
  });
  const rsa = Array.from({ length: 50 }, (_, i) => {
    const bits = RSA_BITS[Math.floor(i / DKIM_TAGS.length)] ?? 2048;
    const end = i % 3 === 0 ? ";" : "";
    return { kind: "dkim" as const, text: `${DKIM_TAGS[i % DKIM_TAGS.length]}p=${rsaKey(bits)}${end}` };
  });
  const ed25519 = Array.from({ length: 10 }, (_, i) => {
    const tags = ["", "h=sha256; ", "s=email; ", "n=mailer; ", "h=sha256; s=*; "][i % 5];
    return { kind: "dkim" as const, text: `v=DKIM1; k=ed25519; ${tags}p=${ED25519}${i < 5 ? "" : ";"}` };
  });
  const dmarc = DMARC_POLICIES.flatMap((policy) =>
    DMARC_REST.map((rest) => ({ kind: "dmarc" as const, text: `v=DMARC1; ${policy}${rest}` })),
  );
  return [...spf, ...rsa, ...ed25519, ...dmarc];
}
