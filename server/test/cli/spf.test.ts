import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "dnslens-spf-"));
after(() => rmSync(folder, { recursive: true, force: true }));

writeFileSync(
  join(folder, "example.com.zone"),
  `$ORIGIN example.com.
@ 3600 IN SOA ns1.example.net. hostmaster 1 7200 3600 1209600 3600
@ NS ns1.example.net.
@ MX 10 mx
@ TXT "v=spf1 mx ip4:192.0.2.128/25 include:_spf.example.org -all exp=why.example.com"
mx A 192.0.2.25
why TXT "%{i} is not of %{d}"
out TXT "v=spf1 ip4:192.0.2.1 include:_spf.example.net -all"
helo TXT "v=spf1 exists:%{h}.allowed.example.com -all"
host.example.org.allowed A 127.0.0.2
evil TXT "v=spf1 \\027[31m -all"
`,
);
writeFileSync(
  join(folder, "example.org.zone"),
  `$ORIGIN example.org.
@ 3600 IN SOA ns1.example.net. hostmaster 1 7200 3600 1209600 3600
@ NS ns1.example.net.
_spf TXT "v=spf1 ip6:2001:db8::/32 ?all"
`,
);

function run(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, "spf", ...args], {
    cwd: folder,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

function result(...args: readonly string[]) {
  const { status, stdout, stderr } = run("--format", "json", ...args);
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

test("the zones of the folder answer, and the term that decided is named", () => {
  const found = result("--ip", "192.0.2.200", "--mail-from", "bob@example.com");
  assert.equal(found.result, "pass");
  assert.equal(found.mechanism, "ip4:192.0.2.128/25");
  assert.equal(found.domain, "example.com");
  assert.equal(found.lookups, 1);
  assert.equal(found.voidLookups, 0);
  assert.equal(found.explanation, "");
  assert.equal("unknown" in found, false);
  assert.deepEqual(
    found.trace.map((step: { term: string; outcome: string }) => [step.term, step.outcome]).slice(1),
    [
      ["mx", "no match"],
      ["ip4:192.0.2.128/25", "match"],
    ],
  );
});

test("an include is found in another file, and a fail is explained", () => {
  const pass = result("--ip", "2001:db8::25", "--mail-from", "<bob@example.com>", ".");
  assert.deepEqual([pass.result, pass.mechanism, pass.voidLookups], ["pass", "include:_spf.example.org", 1]);
  const fail = result("--ip", "203.0.113.9", "--mail-from", "bob@example.com");
  assert.deepEqual(
    [fail.result, fail.mechanism, fail.lookups, fail.explanation],
    ["fail", "-all", 2, "203.0.113.9 is not of example.com"],
  );
});

test("what lies outside the zones is unknown, and named", () => {
  const before = result("--ip", "192.0.2.1", "--mail-from", "bob@out.example.com");
  assert.equal(before.result, "pass");
  const found = result("--ip", "192.0.2.2", "--mail-from", "bob@out.example.com");
  assert.equal(found.result, "unknown");
  assert.deepEqual(found.unknown, ["_spf.example.net"]);
  assert.equal(found.mechanism, null);
  const elsewhere = result("--ip", "192.0.2.2", "--mail-from", "bob@example.net");
  assert.deepEqual([elsewhere.result, elsewhere.unknown], ["unknown", ["example.net"]]);
});

test("of two versions of a zone the first answers, and that is said", () => {
  for (const [view, address] of [
    ["a-internal", "198.51.100.1"],
    ["b-external", "203.0.113.4"],
  ] as const) {
    mkdirSync(join(folder, "views", view), { recursive: true });
    writeFileSync(
      join(folder, "views", view, "sv.example.zone"),
      `$ORIGIN sv.example.\n@ 3600 IN SOA ns1.example.net. hostmaster 1 7200 3600 1209600 3600\n@ NS ns1.example.net.\n@ TXT "v=spf1 ip4:${address} -all"\n`,
    );
  }
  const from = ["--mail-from", "a@sv.example"];
  const { stdout, stderr } = run("--ip", "198.51.100.1", ...from, "views");
  assert.match(stdout, /^pass: /);
  assert.match(stderr, /^dnslens: 2 files hold sv\.example: views\/a-internal\/sv\.example\.zone answers/);
  assert.equal(result("--ip", "203.0.113.4", ...from, "views").result, "fail");
  assert.equal(result("--ip", "203.0.113.4", ...from, "views/b-external").result, "pass");
  assert.equal(run("--ip", "203.0.113.4", ...from, "views/b-external").stderr, "");
});

test("what a file that is included and not here may hold is unknown", () => {
  mkdirSync(join(folder, "parts"));
  writeFileSync(
    join(folder, "parts", "incl.example.zone"),
    '$ORIGIN incl.example.\n@ 3600 IN SOA ns1.example.net. hostmaster 1 7200 3600 1209600 3600\n@ NS ns1.example.net.\n@ TXT "v=spf1 ip4:203.0.113.4 include:_spf.incl.example -all"\n$INCLUDE missing.inc\n',
  );
  const of = (ip: string, domain: string) => result("--ip", ip, "--mail-from", `a@${domain}`, "parts");
  assert.equal(of("203.0.113.4", "incl.example").result, "pass");
  const found = of("203.0.113.5", "incl.example");
  assert.deepEqual([found.result, found.unknown], ["unknown", ["_spf.incl.example"]]);
  assert.equal(of("203.0.113.5", "other.incl.example").result, "unknown");
});

test("bounces are checked by the HELO name; without one, what asks for it is unknown", () => {
  const bounce = result("--ip", "192.0.2.25", "--mail-from", "", "--helo", "example.com");
  assert.deepEqual([bounce.result, bounce.mechanism], ["pass", "mx"]);
  const args = ["--ip", "192.0.2.9", "--mail-from", "bob@helo.example.com"];
  assert.equal(result(...args, "--helo", "host.example.org").result, "pass");
  assert.equal(result(...args, "--helo", "other.example.org").result, "fail");
  assert.equal(result(...args).result, "unknown");
});

test("text says what it means, and hands the terminal nothing to act on", () => {
  const pass = run("--ip", "192.0.2.25", "--mail-from", "bob@example.com").stdout;
  assert.match(pass, /^pass: 192\.0\.2\.25 may send this mail\ndecided by mx of example\.com\n/);
  const evil = run("--ip", "192.0.2.25", "--mail-from", "bob@evil.example.com").stdout;
  assert.match(evil, /^permerror: /);
  assert.doesNotMatch(evil.replaceAll("\n", ""), /[^\x20-\x7e]/);
});

test("what cannot be run exits with 2 and one line that says what to do", () => {
  for (const args of [
    [],
    ["--ip", "192.0.2.1"],
    ["--ip", "192.0.2", "--mail-from", "a@example.com"],
    ["--ip", "192.0.2.1", "--mail-from", ""],
    ["--ip", "192.0.2.1", "--mail-from", "a@example.com", "--format", "xml"],
    ["--ip", "192.0.2.1", "--mail-from", "a@example.com", "nowhere.zone"],
    ["--ip", "192.0.2.1", "--mail-from", "a@example.com", "--server", "127.0.0.1"],
    ["--ip", "192.0.2.1", "--mail-from", "a@example.com", "--live", "--server", "nowhere"],
  ]) {
    const { status, stdout, stderr } = run(...args);
    assert.equal(status, 2, args.join(" "));
    assert.equal(stdout, "");
    assert.match(stderr, /^dnslens: (?!internal)[^\n]+\n$/);
  }
});
