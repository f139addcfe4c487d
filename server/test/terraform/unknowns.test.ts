import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { evaluate } from "../../src/terraform/eval/evaluate.ts";
import { jsonOf } from "../../src/terraform/eval/functions/json.ts";
import type { Scope } from "../../src/terraform/eval/scope.ts";
import { isKnown, textOf, unknown } from "../../src/terraform/eval/value.ts";
import { parseHcl } from "../../src/terraform/hcl/parse.ts";
import { HOLE } from "../../src/text/mappedText.ts";

const FILE = join(import.meta.dirname, "../../../test-fixtures/terraform/expressions/unknowns.txt");
const lines = readFileSync(FILE, "utf8").trimEnd().split("\n");
/** What `u`, which is not known, may turn out to be. */
const CANDIDATES = ["", "a", "b", "c", "ab", "abc", "x", " ", "1", ".", "\u00e9", "a longer text"];

const hasTerraform = spawnSync("terraform", ["version"]).status === 0;

test("what is known holds whatever the unknown turns out to be", {
  skip: hasTerraform ? false : "terraform is not on the PATH",
}, () => {
  const folder = mkdtempSync(join(tmpdir(), "dnslens-unknowns-"));
  const attempts = lines.map((line) => `try(jsonencode(${line}), "error")`).join(", ");
  // Each candidate is the one element of a list that is gone through, so that `u` is a name like any other.
  const rows = CANDIDATES.map((text) => `[for u in [${JSON.stringify(text)}] : [${attempts}]]...`);
  writeFileSync(
    join(folder, "main.tf"),
    `locals {\n${rows.map((row, i) => `c${i} = concat(${row})`).join("\n")}\n}\n`,
  );
  const names = rows.map((_, i) => `local.c${i}`);
  const input = `base64encode(jsonencode([${names.join(", ")}]))\n`;
  const { stdout, stderr } = spawnSync("terraform", ["console"], { cwd: folder, input, encoding: "utf8" });
  rmSync(folder, { recursive: true });
  assert.match(stdout, /^"[A-Za-z0-9+/]+=*"/, stderr);
  const expected: unknown = JSON.parse(Buffer.from(stdout, "base64").toString("utf8"));
  assert.ok(Array.isArray(expected));
  const wrong: string[] = [];
  for (const [index, line] of lines.entries()) {
    const { holds, printed } = own(line);
    for (const [i, row] of expected.entries()) {
      const told = String(Array.isArray(row) ? row[index] : undefined);
      if (!holds(told)) wrong.push(`${line}: ${printed}; of ${JSON.stringify(CANDIDATES[i])} it is ${told}`);
    }
  }
  assert.deepEqual(wrong, []);
});

// A hole stands for any text.
function own(line: string): { readonly holds: (told: string) => boolean; readonly printed: string } {
  const [attribute] = parseHcl(`locals {\ne = ${line}\n}\n`).body.blocks[0]?.body.attributes ?? [];
  assert.ok(attribute !== undefined);
  const scope: Scope = {
    uri: "main.tf",
    bound: undefined,
    root: (_, at) => unknown(at),
    budget: { steps: 100_000, depth: 0, failures: 0 },
  };
  const value = evaluate(attribute.value, scope);
  const text = textOf(value)?.text;
  if (scope.budget.failures > 0) return { holds: (told) => told === "error", printed: "error" };
  if (isKnown(value)) return { holds: (told) => told === jsonOf(value), printed: jsonOf(value) };
  if (text === undefined) return { holds: () => true, printed: "unknown" };
  const pattern = text.split(HOLE).map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  const whole = new RegExp(`^${pattern.join("[^]*")}$`, "u");
  return { holds: (told) => told === "error" || whole.test(String(JSON.parse(told))), printed: text };
}
