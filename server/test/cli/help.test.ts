import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));

function run(...args: readonly string[]) {
  return spawnSync(process.execPath, [main, ...args], { encoding: "utf8" });
}

test("help, the version, and what is no command", () => {
  const all = run("--help");
  assert.equal(all.status, 0);
  // The commands of the contract.
  for (const name of ["check", "explain", "spf", "diff", "records", "export", "rules", "serve"]) {
    assert.match(all.stdout, new RegExp(`^  dnslens ${name}\\b`, "m"));
    const one = run(name, "--help");
    assert.equal(one.status, 0);
    assert.match(one.stdout, new RegExp(`^dnslens ${name}\\b`));
  }
  const { version } = JSON.parse(
    readFileSync(fileURLToPath(new URL("../../../package.json", import.meta.url)), "utf8"),
  );
  assert.equal(run("--version").stdout, `${version}\n`);
  assert.deepEqual([run().status, run("constructor").status, run("check", "--nope").status], [2, 2, 2]);
  assert.match(run("constructor").stderr, /^dnslens: `constructor` is no command .*\n$/);
});
