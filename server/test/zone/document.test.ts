import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ZoneDocument } from "../../src/zone/document.ts";

const URI = "file:///example.com.zone";

// Everything a document says about its text, for comparing two ways to get there.
function read(document: ZoneDocument) {
  const records = [...document.ownRecords()].map((record) => [
    record.span,
    record.owner,
    record.flags,
    record.ttl,
    record.class,
    record.type,
    record.rdataSpan,
    record.rdata.fields.map(({ text }) => text),
  ]);
  const problems = document.blocks.flatMap((block) =>
    block.problems.map((problem) => [
      problem.rule,
      problem.message,
      problem.start + block.start,
      problem.end + block.start,
    ]),
  );
  return { text: document.text(), lines: document.lineCount, records, problems };
}

const line = fc.constantFrom(
  "@ 3600 IN SOA ns host ( 1 2 3 4 5 )",
  "www IN A 192.0.2.1",
  "\tIN AAAA 2001:db8::1",
  "mail 1h MX 10 mx",
  '@ TXT "v=spf1 -all" ; who may send',
  'long TXT ( "a"',
  '  "b" )',
  "$ORIGIN sub",
  "$TTL 2h",
  "@ IN NSEC next ( A",
  "TXT )",
  "; only a comment",
  "",
  "broken",
  "a CNMAE b",
  "a 192.0.2.1",
  "a A 300 192.0.2.1",
  "a..b A 192.0.2.1",
  "(par A 192.0.2.1)",
  "(\npar A 192.0.2.1)",
  "() par A 192.0.2.1",
  "out.example.net. 5 A 192.0.2.1",
  "a CH TXT x",
  "$GENERATE 1-3 h$ A 192.0.2.$",
  "$INCLUDE other.zone lab",
  "$TTL 3000000000",
  "bücher A 192.0.2.1",
  'esc TXT "a\\',
  'open TXT "never closed',
  ")",
);
const zoneText = fc
  .tuple(fc.array(line, { maxLength: 30 }), fc.constantFrom("\n", "\r\n", "\r"))
  .map(([lines, eol]) => lines.join(eol));

const edit = fc.tuple(
  fc.nat(),
  fc.nat({ max: 40 }),
  fc.oneof(zoneText, fc.constantFrom("(", ")", '"', "\n", " ", "x")),
);

// Nothing, a name of its own, and lines that inherit theirs over the border of a block.
const fillerLine = fc.constantFrom("", "host IN A 192.0.2.7\n", "  IN A 192.0.2.7\n");

test("an edited document reads like a fresh one of the same text", () => {
  fc.assert(
    fc.property(fillerLine, zoneText, fc.array(edit, { maxLength: 6 }), (repeated, text, edits) => {
      // Filler lines make several blocks, so that edits meet their borders.
      const filler = repeated.repeat(1700);
      const document = new ZoneDocument(URI, `${filler}${text}\n${filler}`, { origin: "example.com." });
      for (const [at, length, inserted] of edits) {
        const start = at % (document.length + 1);
        document.replace({ start, end: Math.min(document.length, start + length) }, inserted);
        assert.equal(document.isBehind, false);
        assert.deepEqual(
          read(document),
          read(new ZoneDocument(URI, document.text(), { origin: "example.com." })),
        );
      }
    }),
    { numRuns: 150 },
  );
});

test("edits of which most is read later read in the end like a fresh document, whatever is edited in between", () => {
  const filler = "host IN A 192.0.2.7\n  AAAA 2001:db8::7\n".repeat(2200);
  const step = fc.tuple(edit, fc.integer({ min: 1, max: 3 }), fc.nat({ max: 3 }), fc.boolean());
  let behind = 0;
  fc.assert(
    fc.property(zoneText, zoneText, fc.array(step, { minLength: 1, maxLength: 6 }), (top, text, steps) => {
      const document = new ZoneDocument(URI, `${top}\n${filler}${text}\n${filler}`, {
        origin: "example.com.",
      });
      for (const [[at, length, inserted], most, turns, isAtTop] of steps) {
        const start = at % ((isAtTop ? Math.min(document.length, 200) : document.length) + 1);
        const before = document.text();
        const end = Math.min(document.length, start + length);
        document.replace({ start, end }, inserted, most);
        assert.equal(document.text(), before.slice(0, start) + inserted + before.slice(end));
        if (document.isBehind) behind++;
        for (let i = 0; i < turns; i++) document.catchUp(most);
      }
      document.catchUp();
      assert.equal(document.isBehind, false);
      assert.deepEqual(
        read(document),
        read(new ZoneDocument(URI, document.text(), { origin: "example.com." })),
      );
      const owners = new Set([...document.records()].map(({ owner }) => owner));
      for (const owner of owners)
        if (owner !== undefined) assert.ok(document.recordsAt(owner).length > 0, owner);
    }),
    { numRuns: 60 },
  );
  assert.ok(behind > 20, `only ${behind} edits left something to read`);
});

test("a name is found however it is written, with a backslash where one is needed or without", () => {
  for (const written of ["a@b", "a\\@b", "a$b", "h@", "@h", "a\u0001b", "\\097", "a\\.b"]) {
    const document = new ZoneDocument(URI, `${written} 300 A 192.0.2.1\n  AAAA 2001:db8::1\n`, {
      origin: "example.com.",
    });
    const owners = [...document.records()].map(({ owner }) => owner);
    assert.equal(owners.length, 2);
    for (const owner of owners) assert.equal(document.recordsAt(owner ?? "").length, 2, written);
  }
});

test("a record behind one whose owner is no name is let go with its block", () => {
  // The last name that was hashed before the owner that is none is the one of the next record.
  const document = new ZoneDocument(URI, "$ORIGIN sub\na..b A 192.0.2.1\n@ A 192.0.2.7\n", {
    origin: "example.com.",
  });
  document.replace({ start: document.length, end: document.length }, "b A 192.0.2.2\n");
  assert.equal(document.recordsAt("sub.example.com.").length, 1);
  assert.equal(document.recordsAt("b.sub.example.com.").length, 1);
});

test("no text makes the reader throw, and every span lies in the text", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), zoneText), (text) => {
      const document = new ZoneDocument(URI, text);
      assert.equal(document.text(), text);
      for (const record of document.records()) {
        const { span, rdataSpan } = record;
        assert.ok(0 <= span.start && span.start <= rdataSpan.start && rdataSpan.end <= text.length);
      }
    }),
  );
});

test("an unclosed parenthesis costs one record", () => {
  const document = new ZoneDocument(URI, 'a TXT ( "x"\nb IN A 192.0.2.1\nc IN A 192.0.2.2\n');
  assert.deepEqual(
    [...document.records()].map(({ owner }) => owner),
    ["b.example.com.", "c.example.com."],
  );
  assert.deepEqual(
    document.blocks.flatMap(({ problems }) => problems.map(({ rule }) => rule)),
    ["zone-parenthesis-unclosed"],
  );
});

test("owners, TTLs and types are read as RFC 1035 section 5.1 and RFC 2308 section 4 say", () => {
  const text =
    "$TTL 1h\n@ SOA ns host 1 2 3 4 5\n  IN 5m NS ns\n$ORIGIN sub\nWWW 60 IN A 192.0.2.1\nabs.example.com. TYPE65534 \\# 0\n";
  const records = [...new ZoneDocument(URI, text).records()].map(({ owner, ttl, type }) => [
    owner,
    ttl,
    type,
  ]);
  assert.deepEqual(records, [
    ["example.com.", 3600, "SOA"],
    ["example.com.", 300, "NS"],
    ["www.sub.example.com.", 60, "A"],
    ["abs.example.com.", 3600, "TYPE65534"],
  ]);
});

test("records are found by owner, also after edits", () => {
  const document = new ZoneDocument(URI, "a A 192.0.2.1\nA.example.com. A 192.0.2.2\nb A 192.0.2.3\n");
  assert.equal(document.recordsAt("a.example.com.").length, 2);
  document.replace({ start: 0, end: 1 }, "b");
  assert.equal(document.recordsAt("a.example.com.").length, 1);
  assert.equal(document.recordsAt("b.example.com.").length, 2);
});

test("a control character behind an open parenthesis ends no word, and reading goes on", () => {
  for (const octet of ["\u0000", "\u0001", "\u000b", "\u000c", "\u001f"]) {
    const text = `x (\na CAA ${octet}\nb A 192.0.2.1\n`;
    assert.equal(new ZoneDocument("example.com.zone", text).text(), text);
  }
});

test("what is inherited over the border of a block is what the line above it would leave", () => {
  const heirs = "  A 192.0.2.1\n".repeat(3000);
  for (const [first, told] of [
    ["", ["zone-owner-missing"]],
    ["a..b A 192.0.2.1\n", ["zone-empty-label"]],
    // Known to nobody, where the file does not say its origin.
    ["www A 192.0.2.1\n", []],
  ] as const) {
    const document = new ZoneDocument("file:///zone", `$TTL 60\n${first}${heirs}`);
    assert.ok(document.blocks.length > 2);
    const rules = document.blocks.flatMap(({ problems }) => problems.map(({ rule }) => rule));
    assert.deepEqual(rules, told);
  }
});
