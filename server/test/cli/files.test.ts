import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "dnslens-files-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const ZONE = '; a zone\n$ORIGIN example.com.\n@ 300 IN TXT "v=spf1 -all"\n';

function checked(...paths: readonly string[]) {
  const args = [main, "check", "--format", "json", ...paths];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  const files: readonly { readonly path: string }[] = status === 2 ? [] : JSON.parse(stdout).files;
  return { status, stderr, paths: files.map(({ path }) => path) };
}

test("a folder is searched by names, by content where a name says too little, and without what git ignores", () => {
  for (const name of ["zones", "old", "node_modules"]) mkdirSync(join(folder, name));
  const files: Readonly<Record<string, string | Buffer>> = {
    "zones/example.com.zone": ZONE,
    "zones/db.example.org": ZONE,
    "zones/example.net.db": ZONE,
    "zones/sqlite.db": Buffer.from("SQLite format 3\0"),
    "zones/notes.db": "nothing of the kind\n",
    "zones/db.models.py": "import x\n",
    "zones/broken.zone": Buffer.from([0, 1, 2]),
    "zones/main.tf": 'resource "null_resource" "x" {}\n',
    "old/example.com.zone": ZONE,
    "node_modules/x.zone": ZONE,
    ".gitignore": "old/\nnode_modules/\n",
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  spawnSync("git", ["init", "-q"], { cwd: folder });
  const found = checked(".");
  assert.deepEqual(found.paths.toSorted(), [
    "zones/db.example.org",
    "zones/example.com.zone",
    "zones/example.net.db",
    "zones/main.tf",
  ]);
  assert.equal(found.stderr, "dnslens: zones/broken.zone: not a text file, left out\n");
  // What is named is read whatever git thinks of it, and has to be text.
  assert.deepEqual(checked("old").paths, ["old/example.com.zone"]);
  assert.deepEqual(checked("zones/broken.zone"), {
    status: 2,
    stderr: "dnslens: zones/broken.zone: not a text file; leave it out\n",
    paths: [],
  });
});

test("a file that is named twice is checked once, and a repository inside the folder is searched too", () => {
  const inner = join(folder, "inner");
  mkdirSync(inner);
  spawnSync("git", ["init", "-q"], { cwd: inner });
  writeFileSync(join(inner, "nested.zone"), ZONE);
  assert.ok(checked(".").paths.includes("inner/nested.zone"));
  assert.deepEqual(checked("inner", "inner/nested.zone", "./inner/nested.zone").paths, ["inner/nested.zone"]);
});

test("a file in UTF-16, as PowerShell writes it, is called so, and an unknown option by its name", () => {
  writeFileSync(join(folder, "wide.zone"), Buffer.from(`\uFEFF${ZONE}`, "utf16le"));
  const said = checked("wide.zone");
  assert.equal(said.stderr, "dnslens: wide.zone: written in UTF-16; save it as UTF-8\n");
  assert.equal(said.status, 2);
  // A search goes on without it.
  mkdirSync(join(folder, "windows"));
  writeFileSync(join(folder, "windows/wide.zone"), Buffer.from(`\uFEFF${ZONE}`, "utf16le"));
  assert.deepEqual(checked("windows"), {
    status: 0,
    stderr: "dnslens: windows/wide.zone: written in UTF-16, left out; save it as UTF-8\n",
    paths: [],
  });
  assert.equal(
    checked("--fromat=json", "old").stderr,
    "dnslens: `--fromat` is no option of this command; `dnslens check --help` lists them\n",
  );
});
