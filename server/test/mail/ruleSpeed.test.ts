import assert from "node:assert/strict";
import { test } from "node:test";
import { checkText } from "../../src/check/records.ts";
import type { Finding } from "../../src/rules/finding.ts";
import { ZoneDocument } from "../../src/zone/document.ts";
import { assertGrowth, milliseconds } from "../growth.ts";

/** What a record is made of, over and over, between its beginning and its end. */
type Parts = readonly [owner: string, start: string, again: string, end?: string];

const HOSTILE: Readonly<Record<string, Parts>> = {
  "networks inside each other": ["@", "v=spf1 ", "ip4:10.0.0.0/8 ip4:10.1.0.0/16 "],
  "the same term": ["@", "v=spf1 ", "a "],
  includes: ["@", "v=spf1 ", "include:_spf.example.net "],
  errors: ["@", "v=spf1 ", "moo:%{ "],
  "macros to transform": ["@", "v=spf1 exists:", "%{s1r-+.=_}"],
  commas: ["@", "v=spf1 mx", ","],
  quotes: ["@", "v=spf1 mx", '"'],
  "no-break spaces": ["@", "v=spf1 mx", "\u00c2\u00a0"],
  "addresses side by side": ["@", "v=spf1 ", "ip4:10.0.0.0 ip4:10.0.0.1 "],
  modifiers: ["@", "v=spf1 ", "m1=x "],
  "no terms": ["@", "v=spf1 ", "foo1 "],
  "words of another text": ["@", "hello", " word v=spf2"],
  "a key without end": ["s1._domainkey", "v=DKIM1; p=", "MIIB"],
  "a key of strange characters": ["s1._domainkey", "v=DKIM1; p=", "-"],
  "a key of backslashes": ["s1._domainkey", "v=DKIM1; p=", "\\n"],
  "the same tag": ["s1._domainkey", "v=DKIM1; ", "k=rsa; "],
  "semicolons behind a key's version": ["s1._domainkey", "v=DKIM1", ";"],
  "lost semicolons": ["s1._domainkey", "v=DKIM1 ", "k=rsa p=a "],
  flags: ["s1._domainkey", "v=DKIM1; p=; t=y", ":y"],
  "the same policy": ["_dmarc", "v=DMARC1; ", "p=none; "],
  "semicolons behind a policy's version": ["_dmarc", "v=DMARC1", ";"],
  "unknown tags": ["_dmarc", "v=DMARC1; ", "tag=x; "],
  addresses: ["_dmarc", "v=DMARC1; p=none; rua=mailto:a@example.com", ",mailto:a@example.com"],
  "what is not ASCII": ["_dmarc", "v=DMARC1; p=none; rua=", "\u00e2"],
  "blanks behind a name": ["s1._domainkey", "a", " "],
  "pasted lines": ["@", "IN", " IN TXT"],
  "blanks behind a word": ["_dmarc", "x", " "],
  "blanks in a name": ["_dmarc", "x", " ", "y!=1; p=none"],
  "fields before the address": ["_smtp._tls", "v=TLSRPTv1; ", "a=b;", "rua=mailto:a@example.com"],
  "addresses cut at semicolons": ["_smtp._tls", "v=TLSRPTv1; rua=https://a/", ";mailto:a@example.com"],
  "tags before the logo": ["default._bimi", "v=BIMI1; ", "x=1;", "l=https://a.example/b.svg"],
  "fields of a policy": ["_mta-sts", "v=STSv1; ", "a=b;", "id=1"],
};

/** Milliseconds of all rules over a record of that many octets. */
function timeOf([owner, start, again, last = ""]: Parts, octets: number): number {
  const text = start + again.repeat(Math.ceil((octets - start.length) / again.length));
  const escaped = [...(text.slice(0, octets - last.length) + last)].map((char) => {
    const code = char.charCodeAt(0);
    return char === '"' || char === "\\" ? `\\${char}` : code > 0x7e ? `\\${code}` : char;
  });
  const strings: string[] = [];
  for (let at = 0; at < escaped.length; at += 250) strings.push(`"${escaped.slice(at, at + 250).join("")}"`);
  const zone = `${owner} TXT ${strings.join(" ")}\n`;
  const document = new ZoneDocument("file:///z", zone, { origin: "example.com." });
  const [record] = document.records();
  assert.equal(record?.text?.text.length, octets);
  const found: Finding[] = [];
  const time = milliseconds(() => checkText(record, found));
  assert.ok(found.length < 400, `${found.length} findings`);
  return time;
}

// A record holds 65,535 octets at most (RFC 1035 section 3.2.1).
const LARGE = 65_000;

for (const [name, parts] of Object.entries(HOSTILE)) {
  test(`the rules stay linear: ${name}`, () => {
    timeOf(parts, 2_000);
    // Five times the text; quadratic work would take 25 times as long.
    assertGrowth(
      () => timeOf(parts, LARGE / 5),
      () => timeOf(parts, LARGE),
      18,
    );
  });
}

test("what no record can hold is not read to its end", () => {
  assertGrowth(
    () => timeOf(["@", "v=spf1 ", "moo:%{ "], LARGE),
    () => timeOf(["@", "v=spf1 ", "moo:%{ "], 20 * LARGE),
    5,
  );
});
