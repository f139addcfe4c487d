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

/** So many different ones that nothing is read twice from a cache. */
const COUNT = 30_000;
/** Passes before the first that counts: the code is compiled by then. */
const WARM_UP = 2;

const KINDS: Readonly<Record<string, (i: number) => string>> = {
  spf: (i) => `d${i} TXT "v=spf1 mx ip4:185.${i >> 8}.${i % 256}.0/24 include:_spf.sender${i % 7}.net -all"`,
  dkim: (i) => {
    const text = `v=DKIM1; k=rsa; p=${keyOf(i)}`;
    return `s${i}._domainkey TXT "${text.slice(0, 255)}" "${text.slice(255)}"`;
  },
  dmarc: (i) => `_dmarc.d${i} TXT "v=DMARC1; p=reject; rua=mailto:dmarc${i}@kolibri-post.de"`,
};

const KEY = rsaKey(2048);

// Another modulus for each: three of its base64 digits, which are as good as any others.
function keyOf(i: number): string {
  const digits = [i >> 12, i >> 6, i].map((value) => DIGITS.charAt(value & 63)).join("");
  return `${KEY.slice(0, 200)}${digits}${KEY.slice(203)}`;
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

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
    const seconds = Array.from({ length: rounds + WARM_UP }, () => secondsOf(document)).slice(WARM_UP);
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
