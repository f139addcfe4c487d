import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Workspace } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";
import { applyFix } from "../fixing.ts";

const URI = "file:///example.com.zone";
const LINES = new Set(["zone-type-missing", "zone-parenthesis-unopened"]);

function open(text: string) {
  const workspace = new Workspace(undefined, {});
  const document = new ZoneDocument(URI, text, { origin: "example.com." });
  workspace.update(document);
  const findings = workspace
    .findings(URI, { rules: {}, dialect: "bind" })
    .filter(({ rule }) => LINES.has(rule.id));
  return { document, findings };
}

/** Applies the first fix of the first such finding until none is left, and says which those were. */
function mend(text: string): { readonly text: string; readonly titles: readonly string[] } {
  const titles: string[] = [];
  let now = text;
  for (let turn = 0; turn < 10; turn++) {
    const { document, findings } = open(now);
    const [fix] = findings.flatMap(({ fixes }) => fixes);
    if (fix === undefined || !applyFix(document, fix)) break;
    titles.push(fix.title);
    now = document.text();
  }
  return { text: now, titles };
}

function rdataOf(text: string): readonly (string | undefined)[] {
  return [...open(text).document.records()].map(({ rdata }) => rdata.canonical);
}

const SOA = "@ 3600 SOA ns1 hostmaster 1 7200 3600 1209600 3600\n";

test("a key whose strings stand in lines of their own without parentheses is put into them", () => {
  const mended = mend(
    `${SOA}s1._domainkey TXT "v=DKIM1; " ; the key\n  "p=AAAA"\n\t"BBBB"\nwww A 192.0.2.1\n`,
  );
  assert.deepEqual(mended.titles, [
    "Join it to the record above with `(` and `)`",
    "Take it into the parentheses above",
  ]);
  assert.equal(
    mended.text,
    `${SOA}s1._domainkey TXT ( "v=DKIM1; " ; the key\n  "p=AAAA" \n\t"BBBB" )\nwww A 192.0.2.1\n`,
  );
  assert.deepEqual(rdataOf(mended.text).slice(1), ['"v=DKIM1; " "p=AAAA" "BBBB"', "192.0.2.1"]);
});

test("a lost opening parenthesis is put where the value of the record above begins", () => {
  const key = mend(`${SOA}s1._domainkey TXT "v=DKIM1; "\n  "p=AAAA" )\n`);
  assert.deepEqual(key.titles, ["Open it with `(` in the record above"]);
  assert.deepEqual(rdataOf(key.text).slice(1), ['"v=DKIM1; " "p=AAAA"']);
});

test("the numbers of an SOA record go back into it, with their comments", () => {
  const lines = "@ 3600 SOA ns1 hostmaster\n  1 ; serial\n  2h\n  3600\n  1209600 ; expire\n  3600 )\n";
  const { findings } = open(lines);
  const last = findings.at(-1)?.fixes[0];
  assert.equal(last?.title, "Open it with `(` in the record above");
  const { document } = open(lines);
  applyFix(document, last);
  assert.deepEqual(rdataOf(document.text()), [
    "ns1.example.com. hostmaster.example.com. 1 7200 3600 1209600 3600",
  ]);
});

for (const [what, text] of [
  ["another type stands above", 'www A 192.0.2.1\n  "p=AAAA"\n'],
  ["a blank line stands between", 'www TXT "a"\n\n  "p=AAAA"\n'],
  ["a directive stands between", 'www TXT "a"\n$TTL 5\n  "p=AAAA"\n'],
  ["the line has an owner", 'www TXT "a"\nb "p=AAAA"\n'],
  ["nothing stands above", '  "p=AAAA"\n'],
] as const)
  test(`a line is joined to no record where ${what}`, () => {
    const titles = open(text).findings.flatMap(({ fixes }) => fixes.map(({ title }) => title));
    assert.deepEqual(
      titles.filter((title) => /above/.test(title) && !/inherited/.test(title)),
      [],
    );
  });

const SHORT = [
  'k TXT "v=DKIM1; "',
  '  "p=AAAA"',
  '\t"BBBB" )',
  "www A 192.0.2.1",
  "@ SOA a b",
  "  1 ; serial",
  "  1209600 )",
  "; between",
  "  300 A 192.0.2.2",
];

// A document is read in blocks of some thousand characters; where these end must not be seen.
test("what is said of such lines is the same after any edit as of a fresh document", () => {
  const line = fc.tuple(fc.constantFrom(...SHORT), fc.constantFrom("", "", "", ` ; ${"c".repeat(900)}`));
  const edit = fc.record({ at: fc.nat(399), deleted: fc.nat(2), added: fc.array(line, { maxLength: 2 }) });
  const join = (lines: readonly (readonly string[])[]) => lines.map((parts) => `${parts.join("")}\n`);
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 200, maxLength: 400 }),
      fc.array(edit, { minLength: 10, maxLength: 30 }),
      (first, edits) => {
        const lines = ["www A 192.0.2.1\n", ...join(first)];
        const document = new ZoneDocument(URI, lines.join(""), { origin: "example.com." });
        for (const { at, deleted, added } of edits) {
          const index = Math.min(at + 1, lines.length);
          const start = lines.slice(0, index).join("").length;
          const gone = lines.splice(index, deleted, ...join(added));
          document.replace({ start, end: start + gone.join("").length }, join(added).join(""));
        }
        assert.deepEqual(problemsOf(document), problemsOf(document.withText(lines.join(""))));
      },
    ),
    { numRuns: 60 },
  );
});

function problemsOf(document: ZoneDocument) {
  return document.parts.flatMap(({ start, problems }) =>
    problems.map((problem) => ({
      message: problem.message,
      start: start + problem.start,
      fixes: problem.fixes.map(({ title, edits }) => [title, ...edits.map((each) => start + each.start)]),
    })),
  );
}
