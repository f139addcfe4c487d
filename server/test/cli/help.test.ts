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
    assert.equal(run("help", name).stdout, one.stdout);
  }
  const { version } = JSON.parse(
    readFileSync(fileURLToPath(new URL("../../../package.json", import.meta.url)), "utf8"),
  );
  assert.equal(run("--version").stdout, `${version}\n`);
  assert.deepEqual([run().status, run("constructor").status, run("check", "--nope").status], [2, 2, 2]);
  assert.match(run("constructor").stderr, /^dnslens: `constructor` is no command .*\n$/);
});

test("a wrong use is one line that says what to do", () => {
  const here = fileURLToPath(import.meta.url);
  const wrong: readonly (readonly [readonly string[], RegExp])[] = [
    [["check", "--format"], /`--format` needs a value; `dnslens check --help`/],
    [["check", "--live=x"], /`--live` takes no value; leave it out/],
    [["check", "--root", here, "-"], /there is no such folder; check the path/],
    // Its folder holds files that are left out with a line of their own.
    [["check", "--rule", "x"], /--rule takes ID=off/],
    [["check", here, "--stdin-filename", "example.com.zone"], /add `-` to the paths/],
    [["diff", "", "x"], /a path is empty/],
    [["check", ""], /a path is empty; `\.` is the folder you are in/],
    [["check", "no\nsuch.zone"], /^dnslens: no\\010such\.zone: there is no such file; check the path\n$/],
    [["serve", "--stdio", "x"], /`serve` takes no `x`; `dnslens serve --help`/],
    [["check", "--fix", "--format", "json", "-"], /leave out --format json/],
    [[], /no command was named; `dnslens --help` lists them/],
  ];
  for (const [args, message] of wrong) {
    const { status, stdout, stderr } = run(...args);
    assert.deepEqual([status, stdout, stderr.split("\n").length], [2, "", 2], args.join(" "));
    assert.match(stderr, message);
  }
});

test("every command that reads zones takes standard input under a name", () => {
  const zone = "@ 60 SOA ns1.example.net. h 1 7200 3600 1209600 3600\n@ 60 NS ns1.example.net.\n";
  const on = (...args: readonly string[]) =>
    spawnSync(process.execPath, [main, ...args, "-", "--stdin-filename", "example.com.zone"], {
      encoding: "utf8",
      input: zone,
    }).stdout;
  assert.match(on("records"), /^\{"path":"example\.com\.zone","owner":"example\.com\."/);
  assert.match(on("export"), /"\$origin": "example\.com\."/);
  assert.match(on("explain"), /example\.com/);
  assert.match(on("spf", "--ip", "192.0.2.1", "--mail-from", "a@example.com"), /^none/);
});

test("a line of standard input can be explained", () => {
  const input = '@ 60 TXT "v=spf1 -all"\n@ 60 MX 0 .\n';
  for (const target of [["-:1"], ["--", "-:1"], ["-:1:10"]]) {
    const { status, stdout } = spawnSync(
      process.execPath,
      [main, "explain", "--stdin-filename", "example.com.zone", ...target],
      { encoding: "utf8", input },
    );
    assert.deepEqual([status, stdout.split("\n")[0]], [0, "Nobody may send mail as example.com"]);
  }
});

test("standard input that was mended goes to standard output, octets that are no UTF-8 as they are", () => {
  const input = Buffer.from('$ORIGIN example.com.\na 60 TXT "v=spf1  -all"\nb 60 TXT "\xe9"\n', "latin1");
  const { stdout, stderr, status } = spawnSync(process.execPath, [main, "check", "--fix", "-"], { input });
  assert.equal(stdout.toString("latin1"), input.toString("latin1").replace("  -all", " -all"));
  assert.match(stderr.toString(), /^1 file: 0 errors/m);
  assert.equal(status, 0);
});
