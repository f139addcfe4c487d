// Records that are nearly right, held against BIND. DNSLENS_RUNS and DNSLENS_SEED make it go further and elsewhere.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { askBind, NO_COMPILEZONE } from "../compilezone.ts";
import { agree, VARIANTS, verdictOf } from "./verdicts.ts";

const RUNS = Number(process.env.DNSLENS_RUNS ?? 800);
const SEED = Number(process.env.DNSLENS_SEED ?? 20261125);

/** Records asked for in one zone. */
const BATCH = 500;

/** What BIND 9.18 takes or prints in ways that no specification has. */
const QUIRKS: readonly (readonly [RegExp, string])[] = [
  [/^EUI(?:48|64) /, "what does not fit into an octet is dropped (RFC 7043 3.2)"],
  [/^(?:SVCB|HTTPS) .*[A-Z][A-Z0-9-]*(?:=|\s|$)/, "keys in capitals are read as others (RFC 9460 2.1)"],
  [/^(?:SVCB|HTTPS) .*\bohttp\b/, "came with RFC 9540 after BIND 9.18"],
  [/^(?:KEY|DNSKEY|CDNSKEY|RKEY) /, "flags are read as hexadecimal, and words by their first letters"],
  [/^TXT \\# /, "is a text where what follows is no number that fits"],
  [/^(?:APL|WKS|RRSIG|SIG|NXT|DSYNC) .*[-+]/, "numbers may have a sign"],
  [/^LOC .*[-+][0-9.]+m?/, "sizes may have a sign"],
  [/^APL \\#/, "families without a form are printed as they are"],
  [/^RRSIG .*(?:\s0|4294967295) /, "times are printed as the moment nearest to now"],
];

const PIECES = (
  "0 1 -1 255 256 65535 65536 4294967295 4294967296 00 010 0x10 1h a AAAA TYPE1 TYPE65535 TYPE65536 @ . .. a. *.b - + " +
  '"" "x" \\000 \\255 \\256 \\. = aa== 1.2.3.4 1.2.3.256 :: ::1 fe80:: 1:2:3:4:5:6:7:8 !1:1.2.3.4/8 N E 10m 5.5m key1 ' +
  "alpn=h2 port=80 mandatory=port \\# a/b a_b 20300101000000 RSASHA256 PKIX ~ $ a$b a@b"
).split(" ");

const words = fc.constantFrom(
  ...VARIANTS.filter(([text = "", why]) => why === undefined && !/[();]/.test(text)).map(([text = ""]) =>
    text.split(" "),
  ),
);
const place = fc.double({ min: 0, max: 0.999, noNaN: true });

const nearly = fc
  .tuple(
    words,
    fc.constantFrom("insert", "delete", "replace", "swap", "add", "cut", "raise"),
    place,
    place,
    fc.constantFrom(...PIECES),
  )
  .map(([[type = "", ...items], how, where, inside, piece]) =>
    [type, ...changed(items, how, where, inside, piece)].join(" "),
  );

// One change of one item.
function changed(items: readonly string[], how: string, where: number, inside: number, piece: string) {
  const at = Math.floor(where * items.length);
  const word = items[at] ?? "";
  const cut = Math.floor(inside * (word.length + 1));
  const other = Math.floor(inside * items.length);
  switch (how) {
    case "insert":
      return items.toSpliced(at, 0, piece);
    case "delete":
      return items.toSpliced(at, 1);
    case "replace":
      return items.toSpliced(at, 1, piece);
    case "swap":
      return items.map((item, i) => (i === at ? (items[other] ?? "") : i === other ? word : item));
    case "add":
      return items.toSpliced(at, 1, word.slice(0, cut) + piece.slice(0, 1) + word.slice(cut));
    case "cut":
      return items.toSpliced(at, 1, word.slice(0, cut) + word.slice(cut + 1));
    default:
      return items.toSpliced(at, 1, word.toUpperCase());
  }
}

// Statements of one line, so that each has a verdict of its own.
function isWhole(text: string): boolean {
  const quotes = text.match(/(?<!\\)"/g)?.length ?? 0;
  return quotes % 2 === 0 && !/\\$|[;()]/.test(text) && !QUIRKS.some(([quirk]) => quirk.test(text));
}

test("records that are nearly right are judged as BIND judges them", {
  skip: NO_COMPILEZONE ?? false,
}, () => {
  const records = [...new Set(fc.sample(nearly.filter(isWhole), { numRuns: RUNS, seed: SEED }))];
  const differing: unknown[] = [];
  for (let at = 0; at < records.length; at += BATCH) {
    const batch = records.slice(at, at + BATCH);
    const verdicts = askBind(batch);
    for (const [i, text] of batch.entries()) {
      const bind = verdicts[i];
      const ours = verdictOf(text);
      if (bind !== undefined && !agree(bind, ours)) differing.push({ text, bind, ours });
    }
  }
  assert.deepEqual(differing, []);
});
