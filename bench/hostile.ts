/** What one record can cost that was written to cost much: as long as a record may be (65,535 octets), or far longer. */
import { checkText } from "../server/src/check/records.ts";
import type { Finding } from "../server/src/rules/finding.ts";
import { ZoneDocument } from "../server/src/zone/document.ts";
import { splitStrings } from "../server/src/zone/strings.ts";

/** Milliseconds that the median of the rounds took. */
export interface Cost {
  readonly name: string;
  readonly milliseconds: number;
}

/** Repeats words, numbered, up to the longest record. */
function many(word: (i: number) => string): string {
  let text = "";
  for (let i = 0; text.length < 60_000; i++) text += word(i);
  return text;
}

const MEGABYTE = 1_000_000;
const times = (text: string, count = 60_000 / text.length) => text.repeat(count);
const spf = (text: string): readonly [string, string] => ["@", `v=spf1 ${text} -all`];
const dmarc = (text: string): readonly [string, string] => ["_dmarc", `v=DMARC1; p=none; ${text}`];
const dkim = (text: string): readonly [string, string] => ["s1._domainkey", `v=DKIM1; ${text}`];
const tls = (text: string): readonly [string, string] => ["_smtp._tls", `v=TLSRPTv1; ${text}`];
const third = (i: number) => `${i >> 8}.${i & 255}`;

const RECORDS: Readonly<Record<string, readonly [owner: string, text: string]>> = {
  "spf: private addresses": spf(many((i) => `ip4:10.${third(i)}.1 `)),
  "spf: neighbouring addresses": spf(many((i) => `ip4:10.0.${third(i)} `)),
  "spf: nested addresses": spf(`ip4:9.0.0.0/7 ${many((i) => `-ip4:9.0.${third(i)} `)}`),
  "spf: IPv6 networks": spf(many((i) => `ip6:2a00:1450:${i.toString(16)}::/48 `)),
  "spf: includes": spf(many((i) => `include:s${i}.kolibri-post.de `)),
  "spf: one term 20,000 times": spf(times("a ")),
  "spf: everybody": spf(times("+all ")),
  "spf: macros in one name": spf(`exists:${times("%{i}.")}x.de`),
  "spf: macros in many terms": spf(times("exists:%{ir}.%{v}._spf.%{d2}.de ")),
  "spf: broken macros": spf(`exists:${times("%{")}`),
  "spf: modifiers": spf(many((i) => `m${i}=x `)),
  "spf: no terms": spf(many((i) => `foo${i} `)),
  "spf: misspelt terms": spf(many((i) => `inlcude:x${i}.de `)),
  "spf: names alone": spf(many((i) => `kolibri${i}.de `)),
  "spf: glued terms": spf(times("ip4:9.2.3.4include:x.de")),
  "spf: quotation marks": spf(times('"')),
  "spf: beyond ASCII": spf(times("\u00e4 ", 20_000)),
  "spf: versions": spf(times("v=spf1 ")),
  "dmarc: semicolons": dmarc(times(";")),
  "dmarc: unknown tags": dmarc(many((i) => `t${i}=x;`)),
  "dmarc: one tag again": dmarc(times("p=none; ")),
  "dmarc: words": dmarc(times("foo; ")),
  "dmarc: no semicolons": dmarc(times("p=none ")),
  "dmarc: addresses": dmarc(`rua=${many((i) => `mailto:a${i}@x${i}.de,`)}`),
  "dmarc: commas": dmarc(`rua=${times(",")}`),
  "dmarc: sizes": dmarc(`rua=mailto:a@b.de${times("!1")}`),
  "dmarc: beyond ASCII": dmarc(times("\u00e9", 30_000)),
  "dkim: unknown tags": dkim(many((i) => `t${i}=x;`)),
  "dkim: key of blanks": dkim(`p=${times("A ")}`),
  "dkim: key that is none": dkim(`p=${times("A*")}`),
  "dkim: nested DER": dkim(`p=${times("MIAwgDCA")}`),
  "dkim: hashes": dkim(`h=${times("sha256:")}sha1; p=`),
  "tls-rpt: semicolons": tls(times(";")),
  "tls-rpt: addresses": tls(`rua=${many((i) => `mailto:a${i}@x${i}.de,`)}`),
  "a megabyte of letters": ["@", times("a", MEGABYTE)],
  "a megabyte of blanks": ["@", times(" ", MEGABYTE)],
  "a megabyte of labels": ["@", times("_a.", MEGABYTE / 3)],
  "a megabyte in one SPF name": spf(`include:${times("a.", MEGABYTE / 2)}`),
  "a megabyte of key": dkim(`p=${times("A", MEGABYTE)}`),
};

/** Measures each record by itself, the dearest first. */
export function measureHostile(rounds: number): readonly Cost[] {
  const costs = Object.entries(RECORDS).map(([name, [owner, text]]) => {
    const strings = splitStrings(text).map((piece) => `"${piece.replace(/["\\]/g, "\\$&")}"`);
    const zone = `${owner} TXT ${strings.join(" ")}\n`;
    const document = new ZoneDocument("file:///hostile.zone", zone, { origin: "kolibri-post.de." });
    const taken = Array.from({ length: rounds }, () => millisecondsOf(document)).sort((a, b) => a - b);
    return { name, milliseconds: taken[rounds >> 1] ?? Number.NaN };
  });
  return costs.sort((a, b) => b.milliseconds - a.milliseconds);
}

function millisecondsOf(document: ZoneDocument): number {
  const found: Finding[] = [];
  const start = performance.now();
  for (const record of document.records()) checkText(record, found);
  return performance.now() - start;
}
