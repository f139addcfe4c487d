import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "dnslens-cli-"));
after(() => rmSync(folder, { recursive: true, force: true }));

function run(args: readonly string[], files: Readonly<Record<string, string>> = {}) {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return spawnSync(process.execPath, [main, ...args], { cwd: folder, encoding: "utf8" });
}

test("check exits with 1 for an error and points at the term", () => {
  const { status, stdout } = run(["check", "--format", "json", "example.com.zone"], {
    "example.com.zone": '@ IN TXT "v=spf1 mx +all"\n',
  });
  const { version, files, summary } = JSON.parse(stdout);
  assert.equal(status, 1);
  assert.equal(version, 1);
  assert.deepEqual(summary, { error: 1, warning: 0, info: 0, hint: 0 });
  const [finding] = files[0].findings;
  assert.equal(finding.rule, "spf-all-plus");
  assert.deepEqual(finding.range, { start: { line: 0, character: 20 }, end: { line: 0, character: 24 } });
  assert.deepEqual(finding.fixes[0].edits, [
    { path: "example.com.zone", range: finding.range, text: "-all" },
  ]);
});

test("check exits with 0 where nothing reaches --fail-on", () => {
  const files = { "warned.zone": '@ IN TXT "v=spf1 mx ?all"\n' };
  assert.equal(run(["check", "warned.zone"], files).status, 0);
  assert.equal(run(["check", "--fail-on", "warning", "warned.zone"]).status, 1);
  assert.equal(
    run(["check", "--fail-on", "warning", "--rule", "spf-all-neutral=off", "warned.zone"]).status,
    0,
  );
});

test("what cannot run exits with 2 and one line on standard error", () => {
  for (const args of [
    ["check", "missing.zone"],
    ["check", "--nonsense"],
    ["frobnicate"],
    ["rules", "no-such-rule"],
  ]) {
    const { status, stderr } = run(args);
    assert.equal(status, 2, args.join(" "));
    assert.match(stderr, /^dnslens: [^\n]+\n$/);
  }
});

test("records prints one JSON object a record, TXT as it will be published", () => {
  const { stdout } = run(["records", "example.org.zone"], {
    "example.org.zone": '$TTL 1h\nWWW TXT ( "a\\"b"\n  "c" )\n',
  });
  const record = JSON.parse(stdout);
  assert.equal(record.owner, "www.example.org.");
  assert.equal(record.name, "WWW");
  assert.equal(record.ttl, 3600);
  assert.equal(record.rdata, '"a\\"b" "c"');
  assert.deepEqual(record.range, { start: { line: 1, character: 0 }, end: { line: 2, character: 7 } });
});
