import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  absoluteName,
  compareNames,
  decodeName,
  encodeLabels,
  isBelow,
  labelOctets,
  labelsOf,
  parentOf,
  readName,
  relativeTo,
  wireLength,
} from "../../src/dns/names.ts";

const label63 = "a".repeat(63);

test("names become absolute, lower-case and escaped as BIND prints them", () => {
  // Expected: named-compilezone 9.18, with upper case folded.
  const cases: readonly (readonly [string, string])[] = [
    ["@", "example.com."],
    [".", "."],
    ["www", "www.example.com."],
    ["WWW.Example.NET.", "www.example.net."],
    ["a\\.b", "a\\.b.example.com."],
    ["a\\032b.", "a\\032b."],
    ["a\\065.", "aa."],
    ["\\@", "\\@.example.com."],
    ["a\\$b.", "a\\$b."],
    ["a$b.", "a\\$b."],
    ['a\\(\\)\\;\\"b.', 'a\\(\\)\\;\\"b.'],
    ["a\\\\b.", "a\\\\b."],
    ["a\\*b.", "a*b."],
    ["b\u00fccher.", "b\\195\\188cher."],
    ["\ud83d\ude00.", "\\240\\159\\152\\128."],
    ["_dmarc", "_dmarc.example.com."],
    ["*.a", "*.a.example.com."],
  ];
  for (const [raw, name] of cases) assert.equal(absoluteName(raw, "example.com."), name, raw);
  assert.equal(absoluteName("www", "."), "www.");
  assert.equal(absoluteName("@", "."), ".");
  assert.equal(absoluteName("www", undefined), undefined);
  assert.equal(absoluteName("@", undefined), undefined);
  assert.equal(absoluteName("www.example.net.", undefined), "www.example.net.");
});

test("names report long labels, long names, empty labels and bad escapes where they stand", () => {
  const problem = (raw: string, origin = "example.com.") => {
    const [first] = readName(raw, origin).problems;
    return first && `${first.kind} ${first.start}-${first.end}`;
  };
  assert.equal(problem(`${label63}.`), undefined);
  assert.equal(problem(`x.${label63}a.`), "label-too-long 2-66");
  assert.equal(problem("a..b."), "empty-label 1-3");
  assert.equal(problem(".a"), "empty-label 0-1");
  assert.equal(problem(""), "empty-label 0-0");
  assert.equal(problem("a\\256."), "bad-escape 1-5");
  assert.equal(problem("a\\25x."), "bad-escape 1-4");
  assert.equal(problem("a\\"), "bad-escape 1-2");
  // Four labels of 63 with their lengths are 256 octets, the root label makes 257.
  assert.equal(problem(`${[label63, label63, label63, label63].join(".")}.`), "name-too-long 0-256");
  assert.equal(problem([label63, label63, label63, "a".repeat(49)].join(".")), undefined);
  assert.equal(problem([label63, label63, label63, "a".repeat(50)].join(".")), "name-too-long 0-242");
  assert.equal(problem(`${"\u00fc".repeat(32)}.`), "label-too-long 0-32");
  assert.equal(absoluteName("a..b.", undefined), undefined);
});

test("labels, parents and relations count escaped dots as part of a label", () => {
  assert.deepEqual(labelsOf("a\\.b.example.com."), ["a\\.b", "example", "com"]);
  assert.deepEqual(labelsOf("."), []);
  assert.equal(parentOf("a\\.b.com."), "com.");
  assert.equal(parentOf("com."), ".");
  assert.equal(parentOf("."), undefined);
  assert.equal(isBelow("a.example.com.", "example.com."), true);
  assert.equal(isBelow("example.com.", "example.com."), false);
  assert.equal(isBelow("a\\.example.com.", "example.com."), false);
  assert.equal(isBelow("a\\\\.example.com.", "example.com."), true);
  assert.equal(isBelow("badexample.com.", "example.com."), false);
  assert.equal(isBelow("com.", "."), true);
  assert.equal(isBelow(".", "."), false);
  assert.equal(relativeTo("a.b.example.com.", "example.com."), "a.b");
  assert.equal(relativeTo("example.com.", "example.com."), "@");
  assert.equal(relativeTo("example.net.", "example.com."), "example.net.");
  assert.equal(relativeTo("com.", "."), "com");
  assert.equal(labelOctets("a\\.\\255b"), "a.\u00ffb");
  assert.equal(wireLength("."), 1);
  assert.equal(wireLength("a\\255.com."), 8);
});

test("names sort as in the example of RFC 4034 section 6.1", () => {
  const sorted = [
    "example.",
    "a.example.",
    "yljkjljk.a.example.",
    "z.a.example.",
    "zabc.a.example.",
    "z.example.",
    "\\001.z.example.",
    "*.z.example.",
    "\\200.z.example.",
  ];
  assert.deepEqual([...sorted].reverse().sort(compareNames), sorted);
});

test("any text is read without throwing, and a canonical name is its own canonical form", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.constantFrom("a", "B", ".", "\\", "1", "9", "@", "$", " ", "\u00e9") }),
  );
  fc.assert(
    fc.property(text, (raw) => {
      const { name, problems } = readName(raw, "Example.com.".toLowerCase());
      for (const { start, end } of problems) assert.ok(0 <= start && start <= end && end <= raw.length);
      if (name === undefined) return;
      assert.equal(absoluteName(name, undefined), name);
      assert.equal(encodeLabels(decodeName(name).labels) || ".", name);
      assert.ok(wireLength(name) <= 255);
    }),
  );
});
