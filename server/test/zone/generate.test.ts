// Templates of `$GENERATE` look like those of JavaScript.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: see above
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { DnsRecord } from "../../src/dns/record.ts";
import { ZoneDocument } from "../../src/zone/document.ts";
import { compile, HEAD, NO_COMPILEZONE } from "../compilezone.ts";

test("the names that $GENERATE makes are known, and no others", () => {
  const text = "$TTL 300\n$GENERATE 10-30/10 h$ A 192.0.2.$\n$GENERATE 0-255 ${0,3,n}.r PTR h$\n";
  const document = new ZoneDocument("file:///example.com.zone", text, { origin: "example.com." });
  const at = (name: string) => document.recordsAt(`${name}.example.com.`).map(({ rdata }) => rdata.canonical);
  assert.deepEqual(at("h20"), ["192.0.2.20"]);
  assert.deepEqual(at("h25"), []);
  assert.deepEqual(at("h020"), []);
  // 0x1f in nibbles, the lowest first.
  assert.deepEqual(at("f.1.r"), ["h31.example.com."]);
});

// Ends that are plain, that escapes, nibbles, `@` and final dots make otherwise, and owners without a number.
const owner = fc
  .array(
    fc.constantFrom(
      ..."h . - @ \\ \\. \\097 $ $$ ${1} ${5} ${-2} ${+1} ${0,3} ${0,2,x} ${0,3,n} ${0,4,N} X .example.com. .sub x".split(
        " ",
      ),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts) => parts.join(""));
const range = fc
  .tuple(fc.nat({ max: 40 }), fc.nat({ max: 30 }), fc.integer({ min: 1, max: 7 }))
  .map(([start, length, step]) => `${start}-${start + length}/${step}`);

test("what is found at each name is what is written there in the zone that all patterns make", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(range, owner), { minLength: 1, maxLength: 8 }),
      fc.constantFrom("example.com.", "."),
      (patterns, origin) => {
        const lines = patterns.map(([each, name]) => `$GENERATE ${each} ${name} TXT v$\n`).join("");
        const text = `$TTL 60\n${lines}h5 TXT "other"\n$ORIGIN below.example.\n${lines}`;
        const document = new ZoneDocument("file:///zone", text, { origin });
        const made = new Map<string, DnsRecord[]>();
        for (const { record } of document.located())
          made.set(record.owner ?? "", [...(made.get(record.owner ?? "") ?? []), record]);
        const shown = (records: readonly DnsRecord[]) =>
          new Set(records.map(({ rdata, span }) => `${span.start} ${rdata.canonical}`));
        for (const [name, records] of made) {
          assert.deepEqual(shown(document.recordsAt(name)), shown(records), `${name} of ${document.text()}`);
          assert.deepEqual(shown(document.recordsAt(`q${name}`)), shown(made.get(`q${name}`) ?? []));
        }
      },
    ),
    { numRuns: 400 },
  );
});

test("a name is held against kinds of patterns and not against each of thousands", () => {
  const time = (patterns: number) => {
    const lines = Array.from({ length: patterns }, (_, i) => `$GENERATE 1-9 $-x${i} A 192.0.2.$\n`);
    const document = new ZoneDocument("file:///zone", `$TTL 60\n${lines.join("")}`, {
      origin: "example.com.",
    });
    document.recordsAt("example.com.");
    const begin = process.cpuUsage().user;
    for (let i = 0; i < 20_000; i++) assert.ok(document.recordsAt(`5-y${i}.example.com.`).length === 0);
    return process.cpuUsage().user - begin;
  };
  time(10);
  // A hundred times the patterns took a hundred times as long; what is compared is one run with itself.
  assert.ok(time(3000) < 10 * time(30) + 50_000);
  const manyMade = (line: (i: number) => string) => (patterns: number) => {
    const lines = Array.from({ length: patterns }, (_, i) => line(i));
    const document = new ZoneDocument("file:///zone", lines.join(""), { origin: "example.com." });
    document.recordsAt("example.com.");
    const begin = process.cpuUsage().user;
    for (let i = 0; i < 3000; i++) document.recordsAt(`h${i * 7}.o${i % 2 === 0 ? 7 : i}.example.com.`);
    return process.cpuUsage().user - begin;
  };
  for (const line of [
    (i: number) => `$GENERATE ${i * 9}-${i * 9 + 8} h$.o7.example.com. A 192.0.2.1\n`,
    (i: number) => `$GENERATE 0-8 h\${${i * 9}}.o7.example.com. A 192.0.2.1\n`,
    (i: number) => `$ORIGIN o${i}.example.com.\n$GENERATE 0-8 \\h$ A 192.0.2.1\n`,
    (i: number) => `$ORIGIN o${i}.example.com.\n$GENERATE 0-8 \${0,3,n} A 192.0.2.1\n`,
    (i: number) => `$ORIGIN o${i}.example.com.\n$GENERATE 0-8 @ A 192.0.2.$\n`,
  ]) {
    const spent = manyMade(line);
    spent(30);
    assert.ok(spent(3000) < 10 * spent(30) + 100_000, line(1));
  }
});

test("offsets and quotes in $GENERATE are BIND's", { skip: NO_COMPILEZONE ?? false }, () => {
  for (const line of [
    "a${10}-$ A 192.0.2.$",
    "a$-${10}-${0,2}-$ A 192.0.2.$",
    'a${1}$$$ TXT "x${1}$$$"',
    'a$ TXT "\\"x y $\\" z"',
    'a$ TXT "x\\\\$y"',
    'a$ TXT x\\"y',
    'a$ TXT "\\"\\""',
    'a$ TXT "\\"a;b\\" ; c"',
    'a$ MX "10 ${-1}.$"',
    'a${+1} MX "10 ${+2,3}.$"',
    "${-8,1,N}$ CNAME b",
  ]) {
    const text = `${HEAD}$GENERATE 8-10 ${line}\n`;
    const { output } = compile(text);
    const printed = [...output.matchAll(/^(\S+)\s+3600 IN (A|TXT|MX|CNAME)\s+(.*)$/gm)]
      .map(([, name, type, rdata]) => `${name} ${type} ${rdata}`)
      .filter((one) => !one.startsWith("ns."));
    const document = new ZoneDocument("file:///zone", text, { origin: "example.com." });
    const made = [...document.located()].map(({ record }) => record).slice(3);
    assert.deepEqual(
      made.map(({ owner, type, rdata }) => `${owner} ${type} ${rdata.canonical}`).sort(),
      printed.sort(),
      line,
    );
    assert.equal(made.length, 3, line);
  }
});
