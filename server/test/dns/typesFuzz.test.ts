// Records that are nearly right, held against BIND. DNSLENS_RUNS and DNSLENS_SEED make it go further and elsewhere.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { TYPES } from "../../src/dns/types/table.ts";
import type { RecordType } from "../../src/dns/types/type.ts";
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

function differing(records: readonly string[]): readonly unknown[] {
  const found: unknown[] = [];
  for (let at = 0; at < records.length; at += BATCH) {
    const batch = records.slice(at, at + BATCH);
    const verdicts = askBind(batch);
    for (const [i, text] of batch.entries()) {
      const bind = verdicts[i];
      const ours = verdictOf(text);
      if (bind !== undefined && !agree(bind, ours)) found.push({ text, bind, ours });
    }
  }
  return found;
}

test("records that are nearly right are judged as BIND judges them", {
  skip: NO_COMPILEZONE ?? false,
}, () => {
  const records = [...new Set(fc.sample(nearly.filter(isWhole), { numRuns: RUNS, seed: SEED }))];
  assert.deepEqual(differing(records), []);
});

// Octets of which some are lengths, names and strings, so that many are the data of some type.
const octet = fc.oneof(fc.nat(3), fc.nat(16), fc.integer({ min: 0x30, max: 0x7a }), fc.nat(255));
const labels = fc.constantFrom([0], [1, 0x61, 0], [1, 0x62, 2, 0x63, 0x64, 0]);
const counted = fc.array(octet, { maxLength: 4 }).map((octets) => [octets.length, ...octets]);
const octets = fc
  .array(
    fc.oneof(
      labels,
      counted,
      fc.array(octet, { maxLength: 6 }),
      fc.nat(3).map((low) => [0, low]),
    ),
    {
      maxLength: 6,
    },
  )
  .map((pieces) => pieces.flat());
const generic = fc
  .tuple(fc.constantFrom(...TYPES.filter(isInZones).map(({ name }) => name)), octets)
  .map(([type, data]) => `${type} \\# ${data.length} ${Buffer.from(data).toString("hex")}`.trimEnd());

function isInZones({ meta, dialect, refused }: RecordType): boolean {
  return meta !== true && dialect === undefined && refused === undefined;
}

test("octets in generic form are judged and printed as BIND does", {
  skip: NO_COMPILEZONE ?? false,
}, () => {
  const records = [...new Set(fc.sample(generic, { numRuns: 2 * RUNS, seed: SEED }))];
  // BIND keeps signatures by the type that they cover, and has no place for one of type 0.
  assert.deepEqual(differing(records.filter((text) => !/^RRSIG .* 0000/.test(text))), []);
});
