/** How many mail records a second are decoded, parsed and checked by all rules about single records, in one thread. */
import { checkText } from "../server/src/check/records.ts";
import { rsaKey } from "../server/src/rules/dkim/exampleKeys.ts";
import type { Finding } from "../server/src/rules/finding.ts";
import { ZoneDocument } from "../server/src/zone/document.ts";

/** Records a second: of the fastest round, which other programs disturbed least, and of the median one. */
export interface Throughput {
  readonly kind: string;
  readonly fastest: number;
  readonly median: number;
}

const COUNT = 300;

const KINDS: Readonly<Record<string, (i: number) => string>> = {
  spf: (i) => `d${i} TXT "v=spf1 mx ip4:185.199.${i % 256}.0/24 include:_spf.sender${i % 7}.net -all"`,
  dkim: (i) => {
    const text = `v=DKIM1; k=rsa; p=${KEYS[i % KEYS.length]}`;
    return `s${i}._domainkey TXT "${text.slice(0, 255)}" "${text.slice(255)}"`;
  },
  dmarc: (i) => `_dmarc.d${i} TXT "v=DMARC1; p=reject; rua=mailto:dmarc${i}@kolibri-post.de"`,
};

const KEYS = Array.from({ length: 8 }, (_, i) => rsaKey(2048).replace(/.(?=.{20}$)/, "abcdefgh".charAt(i)));

/** Measures each kind of record, and all of them in turn. */
export function measureMail(rounds: number): readonly Throughput[] {
  const zones = Object.entries(KINDS).map(([kind, line]) => ({
    kind,
    lines: Array.from({ length: COUNT }, (_, i) => line(i)),
  }));
  const all = { kind: "all", lines: Array.from({ length: COUNT }, (_, i) => zones[i % 3]?.lines[i] ?? "") };
  return [...zones, all].map(({ kind, lines }) => {
    const document = new ZoneDocument("file:///mail.zone", `${lines.join("\n")}\n`, {
      origin: "kolibri-post.de.",
    });
    const seconds = Array.from({ length: rounds + 50 }, () => secondsOf(document)).slice(50);
    seconds.sort((a, b) => a - b);
    const perSecond = (each: number | undefined) => COUNT / (each ?? Number.NaN);
    return { kind, fastest: perSecond(seconds[0]), median: perSecond(seconds[seconds.length >> 1]) };
  });
}

function secondsOf(document: ZoneDocument): number {
  const found: Finding[] = [];
  const start = performance.now();
  for (const record of document.records()) checkText(record, found);
  return (performance.now() - start) / 1000;
}
