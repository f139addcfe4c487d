import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Ajv } from "ajv";
import fc from "fast-check";
import { github } from "../../src/cli/formats/github.ts";
import { gitlab } from "../../src/cli/formats/gitlab.ts";
import type { Level, Result } from "../../src/cli/formats/result.ts";
import { sarif } from "../../src/cli/formats/sarif.ts";
import { encodeOctets } from "../../src/dns/octets.ts";
import { diff } from "../../src/review/diff.ts";
import { markdown, type Shown } from "../../src/review/markdown.ts";
import { snapshotOf } from "./pairs.ts";

const schemaFile = new URL("../../../test-fixtures/sarif/sarif-2.1.0-rtm.5.json", import.meta.url);

function result(level: Level, line: number, subject = "example.com. TXT"): Result {
  const range = { start: { line, character: 0 }, end: { line, character: 5 } };
  const at = { path: "zones/a b#1.zone", range };
  const message = `a, b: 100%\nnext ${line}`;
  return { id: "spf-broken", level, message, at, related: [{ ...at, message: "before" }], subject };
}

function validator() {
  // Draft 4 names its identifier `id`; nothing else in this schema differs from the drafts that Ajv reads.
  const { id: _id, $schema: _draft, ...schema } = JSON.parse(readFileSync(schemaFile, "utf8"));
  return new Ajv({
    strict: false,
    unicodeRegExp: false,
    formats: { uri: true, "uri-reference": true, "date-time": true },
  }).compile(schema);
}

const RULES = [
  {
    id: "spf-broken",
    summary: "Receivers answer with a permanent error",
    why: "Nobody passes SPF.",
    help: "https://dnslens.example/",
  },
];

test("a SARIF log is valid after the official schema, with results and without", () => {
  const validate = validator();
  for (const results of [[], [result("error", 1), result("hint", 2, "www.example.com. A")]]) {
    const log = JSON.parse(sarif(results, RULES));
    assert.ok(validate(log), JSON.stringify(validate.errors?.slice(0, 3)));
  }
  const broken = JSON.parse(sarif([result("error", 1)], RULES));
  broken.runs[0].results[0].level = "fatal";
  assert.equal(validate(broken), false);
});

// The properties of `reportingDescriptor` that "SARIF support for code scanning" of GitHub's documentation calls required.
test("a rule in a SARIF log has what code scanning of GitHub asks for", () => {
  const log = JSON.parse(sarif([result("error", 1)], RULES));
  const [rule] = log.runs[0].tool.driver.rules;
  for (const text of [rule.shortDescription.text, rule.fullDescription.text, rule.help.text])
    assert.equal(typeof text, "string");
  assert.equal(rule.help.text, "Nobody passes SPF.\nhttps://dnslens.example/");
});

test("a fingerprint stays when the line moves, and tells equal results apart", () => {
  const printsOf = (lines: readonly number[]) =>
    JSON.parse(
      sarif(
        lines.map((line) => result("error", line)),
        RULES,
      ),
    ).runs[0].results.map(
      (one: { readonly partialFingerprints: Record<string, string> }) =>
        one.partialFingerprints.primaryLocationLineHash,
    );
  const [first, second] = printsOf([1, 5]);
  assert.notEqual(first, second);
  assert.deepEqual(printsOf([3, 900]), [first, second]);
});

test("no more results than code scanning takes, the worst kept, and the log says what is missing", () => {
  const many = Array.from({ length: 25_002 }, (_, i) => result(i === 25_001 ? "error" : "info", i));
  const [run] = JSON.parse(sarif(many, RULES)).runs;
  assert.equal(run.results.length, 25_000);
  assert.equal(run.results[0].level, "error");
  assert.match(run.invocations[0].toolExecutionNotifications[0].message.text, /^2 results/);
});

test("annotations: ten of a kind, the worst first, escaped as GitHub asks", () => {
  const lines = github([...Array.from({ length: 12 }, (_, i) => result("info", i)), result("error", 99)])
    .trim()
    .split("\n");
  assert.equal(
    lines[0],
    "::error file=zones/a b#1.zone,line=100,col=1,endLine=100,endColumn=6,title=spf-broken::a, b: 100%25%0Anext 99",
  );
  assert.equal(lines.filter((line) => line.startsWith("::notice ")).length, 10);
  assert.equal(lines.at(-1), "2 more of level notice are not annotated: GitHub shows 10 of a kind");
  const named = { ...result("error", 0), at: { ...result("error", 0).at, path: "a:b,c%.zone" } };
  assert.match(github([named]), /^::error file=a%3Ab%2Cc%25\.zone,/);
});

test("a Code Quality report has what GitLab asks for", () => {
  const [one] = JSON.parse(gitlab([result("warning", 4)]));
  assert.deepEqual(Object.keys(one).sort(), [
    "check_name",
    "description",
    "fingerprint",
    "location",
    "severity",
  ]);
  assert.equal(one.severity, "major");
  assert.deepEqual(one.location, { path: "zones/a b#1.zone", lines: { begin: 5, end: 5 } });
});

function shownChanges(before: string, after: string): readonly Shown[] {
  const side = (text: string) => snapshotOf(new Map([["example.com.zone", text]]));
  return diff(side(before), side(after)).map((change) => ({ change, path: change.head?.uri, line: 1 }));
}

/** What is left of Markdown without its code spans (CommonMark 6.1) and the tags that are ours. */
function outsideCode(text: string): string {
  return text
    .replace(/(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, "")
    .replace(/<\/?(?:details|summary|code)>/g, "");
}

const HOSTILE = fc.string({
  unit: fc.constantFrom(
    "`",
    "``",
    "|",
    "\\",
    "\\|",
    "@",
    "#1",
    "<!--",
    "-->",
    "<b>",
    "\n",
    "\r",
    "\u202e",
    "*",
    "_",
    "[x](y)",
    "~",
    " ",
    "a",
    "v=spf1 ",
  ),
  maxLength: 40,
});

test("Markdown: text of records stands in code spans, whatever it is", () => {
  const runs = Number(process.env.FUZZ_RUNS ?? 300);
  const line = (text: string) => `@ TXT "${encodeOctets(Buffer.from(text, "utf8").toString("latin1"))}"\n`;
  fc.assert(
    fc.property(HOSTILE, HOSTILE, (a, b) => {
      const text = markdown(shownChanges(line(`x${a}`), line(`y${b}`)));
      const rest = outsideCode(text);
      assert.doesNotMatch(rest, /[`@<>#\\\u202e\r[\]~]|-->/);
      for (const row of text.split("\n").filter((one) => one.startsWith("|")))
        assert.equal(row.split("|").length, 5, row);
    }),
    { numRuns: runs },
  );
});

test("Markdown: a path cannot break out either", () => {
  const [shown] = shownChanges('@ TXT "a"\n', '@ TXT "b"\n');
  assert.ok(shown !== undefined);
  const text = markdown([{ ...shown, path: "</code><script>@x#1`|" }]);
  assert.doesNotMatch(outsideCode(text), /<script>|@|`/);
});

test("Markdown: no more characters than a comment holds, and a notice of what is missing", () => {
  // Large networks, of each another one, so that none is told with others.
  const lines = (net: number) =>
    Array.from(
      { length: 3000 },
      (_, i) => `h${i} TXT "v=spf1 ip4:${net + (i >> 8)}.${i & 255}.0.0/16 -all"`,
    ).join("\n");
  const text = markdown(shownChanges(lines(20), lines(60)));
  assert.ok(text.length <= 65_536, String(text.length));
  assert.match(text, /more changes left out/);
});

test("Markdown: nothing to say is one line", () => {
  assert.equal(markdown([]), "**DNS Lens:** nothing changes, for mail or otherwise.\n");
});
