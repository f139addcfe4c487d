import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { evaluate } from "../../src/terraform/eval/evaluate.ts";
import { jsonOf } from "../../src/terraform/eval/functions/json.ts";
import type { Scope } from "../../src/terraform/eval/scope.ts";
import { isKnown, unknown } from "../../src/terraform/eval/value.ts";
import { parseHcl } from "../../src/terraform/hcl/parse.ts";

const FOLDER = join(import.meta.dirname, "../../../test-fixtures/terraform/expressions");
const lines = readFileSync(join(FOLDER, "expressions.txt"), "utf8").trimEnd().split("\n");
// Expressions over several lines stand as attributes.
const heredocs = readFileSync(join(FOLDER, "heredocs.tf"), "utf8");

const hasTerraform = spawnSync("terraform", ["version"]).status === 0;

test("values are those of `terraform console`", {
  skip: hasTerraform ? false : "terraform is not on the PATH",
}, () => {
  assert.ok(lines.length >= 250, `${lines.length} expressions`);
  const text = `locals {\n${lines.map((line, index) => `e${index} = ${line}`).join("\n")}\n${heredocs}}\n`;
  const attributes = parseHcl(text).body.blocks[0]?.body.attributes ?? [];
  const folder = mkdtempSync(join(tmpdir(), "dnslens-console-"));
  writeFileSync(join(folder, "main.tf"), text);
  const names = attributes.map(({ name }) => name);
  // In base64, for the console escapes what it prints.
  const input = `base64encode(jsonencode([${names.map((name) => `jsonencode(local.${name})`).join(", ")}]))\n`;
  const { stdout, stderr } = spawnSync("terraform", ["console"], { cwd: folder, input, encoding: "utf8" });
  rmSync(folder, { recursive: true });
  assert.match(stdout, /^"[A-Za-z0-9+/]+=*"/, stderr);
  const expected: unknown = JSON.parse(Buffer.from(stdout, "base64").toString("utf8"));
  assert.ok(Array.isArray(expected));
  const scope: Scope = {
    uri: "main.tf",
    bound: undefined,
    root: (_, at) => unknown(at),
    budget: { steps: 1_000_000, depth: 0, failures: 0 },
  };
  const wrong: string[] = [];
  for (const [index, { name, value }] of attributes.entries()) {
    const own = evaluate(value, scope);
    const printed = isKnown(own) ? jsonOf(own) : "unknown";
    if (printed !== expected[index])
      wrong.push(`${lines[index] ?? name}: ${printed}, terraform says ${String(expected[index])}`);
  }
  assert.deepEqual(wrong, []);
});
