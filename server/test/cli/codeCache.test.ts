import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const SOURCE = fileURLToPath(new URL("../../src/codeCache.cjs", import.meta.url));
const BUNDLE = `
const { basename } = require("node:path");
function later(word) { return word + " " + basename(__filename); }
console.log(later(process.argv[2]));
`;

function installed(bundle = BUNDLE) {
  const folder = mkdtempSync(join(tmpdir(), "dnslens-code-"));
  const cache = mkdtempSync(join(tmpdir(), "dnslens-cache-"));
  copyFileSync(SOURCE, join(folder, "codeCache.cjs"));
  writeFileSync(join(folder, "bundle.js"), bundle);
  writeFileSync(join(folder, "start.js"), 'require("./codeCache.cjs").run("bundle.js", process.argv[2]);\n');
  const run = (...args: readonly string[]) => {
    const env = { ...process.env, NODE_COMPILE_CACHE: cache };
    const { stdout, stderr, status } = spawnSync(process.execPath, [join(folder, "start.js"), ...args], {
      env,
      encoding: "utf8",
    });
    assert.equal(stderr, "");
    assert.equal(status, 0);
    return stdout;
  };
  const kept = () =>
    readdirSync(cache, { recursive: true, encoding: "utf8" }).filter((name) => /dnslens-/.test(name));
  const done = () => {
    for (const one of [folder, cache]) rmSync(one, { recursive: true });
  };
  return { folder, cache, run, kept, done };
}

test("a bundle runs alike without kept code, with it, and with kept code that is broken", () => {
  const { cache, run, kept, done } = installed();
  const said = "check bundle.js\n";
  assert.equal(run("check"), said);
  const [name, ...others] = kept();
  assert.ok(name !== undefined && others.length === 0, "the code is kept in one file");
  const path = join(cache, name);
  const first = readFileSync(path);
  assert.equal(run("check"), said);
  assert.deepEqual(readFileSync(path), first, "a short run has nothing to add");
  writeFileSync(path, Buffer.from("no code at all"));
  assert.equal(run("check"), said);
  assert.ok(readFileSync(path).length > 100, "what is broken is replaced");
  assert.equal(run("records"), "records bundle.js\n");
  assert.equal(kept().length, 2, "another command keeps its own");
  done();
});

test("another bundle of the same name is not run with the code of the one before", () => {
  const { folder, run, done } = installed();
  run("check");
  writeFileSync(join(folder, "bundle.js"), 'console.log("new");');
  assert.equal(run("check"), "new\n");
  done();
});

test("what tells bundles apart is what they say: package managers set all files to one time, and V8 compares lengths", () => {
  const { folder, run, kept, done } = installed();
  const write = (text: string) => {
    writeFileSync(join(folder, "bundle.js"), text);
    utimesSync(join(folder, "bundle.js"), 1, 1);
  };
  write(BUNDLE);
  run("check");
  write(BUNDLE.replace('word + " "', 'word + "~"'));
  assert.equal(run("check"), "check~bundle.js\n");
  write(BUNDLE);
  utimesSync(join(folder, "bundle.js"), 2, 2);
  assert.equal(run("check"), "check bundle.js\n");
  assert.equal(kept().length, 2, "the same text is the same bundle, whenever it was installed");
  done();
});

test("a link in the place of kept code is not followed", () => {
  const { folder, cache, run, kept, done } = installed();
  run("check");
  const path = join(cache, kept()[0] ?? "");
  renameSync(path, join(folder, "elsewhere"));
  symlinkSync(join(folder, "elsewhere"), path);
  assert.equal(run("check"), "check bundle.js\n");
  assert.ok(lstatSync(path).isFile(), "code of its own stands there now");
  done();
});

test("code that cannot be kept costs nothing but time, and leaves nothing behind", () => {
  const { cache, run, kept, done } = installed();
  run("check");
  const [name = ""] = kept();
  rmSync(join(cache, name));
  mkdirSync(join(cache, name, "in-the-way"), { recursive: true });
  assert.equal(run("check"), "check bundle.js\n");
  assert.deepEqual(kept().sort(), [name, join(name, "in-the-way")].sort());
  done();
});
