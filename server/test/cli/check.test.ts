import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "dnslens-cli-"));
after(() => rmSync(folder, { recursive: true, force: true }));

function run(args: readonly string[], files: Readonly<Record<string, string>> = {}, input = "") {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return spawnSync(process.execPath, [main, ...args], { cwd: folder, encoding: "utf8", input });
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

test("--fix applies the safe fixes in place and leaves the others to people", () => {
  const dmarc = '_dmarc IN TXT "v=DMARC1; p=Reject; pct=100; rua=mailto:a@example.net"\n';
  const text = `${dmarc}@ IN TXT "v=spf1 mx +all"\n`;
  const { status } = run(["check", "--fix", "mend.zone"], { "mend.zone": text });
  // Case and a default say the same as before; `+all` changes who may send, so it stays and is still an error.
  const mended = text.replace("p=Reject; pct=100;", "p=reject;");
  assert.equal(readFileSync(join(folder, "mend.zone"), "utf8"), mended);
  assert.equal(status, 1);
});

test("--fix writes a file that is not UTF-8 back octet for octet", () => {
  const octets = (value: string) =>
    Buffer.from(
      `_dmarc IN TXT "v=DMARC1; p=${value}; rua=mailto:a@example.net" ; \xe9 \xc3\xa9 \xf0\x9f\x98\x80\xff\n`,
      "latin1",
    );
  writeFileSync(join(folder, "latin.zone"), octets("Reject"));
  run(["check", "--fix", "latin.zone"]);
  assert.deepEqual(readFileSync(join(folder, "latin.zone")), octets("reject"));
});

// RFC 1035 section 5.1 and BIND: a zone file holds octets, and they are published as they stand.
test("octets that are no UTF-8 are one octet each, in strings and in names", () => {
  const zone = [
    "$ORIGIN example.com.",
    "$TTL 3600",
    'x TXT "caf\xe9"',
    'x TXT "caf\xe8"',
    `y TXT "${"\xe9".repeat(255)}"`,
    "caf\xe9 CNAME www.example.net.",
    'caf\xe8 TXT "\xc3\xa9\xe9"',
    `${"\xe9".repeat(63)} TXT x`,
  ];
  writeFileSync(join(folder, "octets.zone"), Buffer.from(`${zone.join("\n")}\n`, "latin1"));
  const { stdout } = run(["check", "--format", "json", "octets.zone"]);
  const found: readonly { readonly rule: string; readonly message: string }[] =
    JSON.parse(stdout).files[0].findings;
  assert.deepEqual([...new Set(found.map(({ rule }) => rule))], ["zone-name-non-ascii"]);
  assert.match(found[0]?.message ?? "", /^`caf\\233` is published as raw octets/);
  const records = run(["records", "octets.zone"])
    .stdout.trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    [records[0].rdata, records[3].owner, records[3].name, records[4].rdata],
    ['"caf\\233"', "caf\\233.example.com.", "caf\\233", '"\\195\\169\\233"'],
  );
});

// RFC 8259 section 8.2: what becomes of half a surrogate pair is unpredictable.
test("JSON holds no half surrogate pair for an octet that is no UTF-8", () => {
  const zone = "$ORIGIN example.com.\n$INCLUDE caf\xe9.inc\n";
  writeFileSync(join(folder, "halves.zone"), Buffer.from(zone, "latin1"));
  for (const format of ["json", "sarif", "gitlab"]) {
    const { stdout } = run(["check", "--format", format, "halves.zone"]);
    assert.match(stdout, /no file `caf\\ufffd\.inc`/, format);
    assert.doesNotMatch(stdout, /\\ud[89a-f]/, format);
  }
});

test("--fix writes a file that holds a replacement character of its own, and nothing for standard input", () => {
  const wrong = '_dmarc IN TXT "v=DMARC1; p=Reject; rua=mailto:a@example.net" ; \uFFFD\n';
  const { stderr } = run(["check", "--fix", "odd.zone"], { "odd.zone": wrong });
  assert.equal(stderr, "");
  const mended = wrong.replace("Reject", "reject");
  assert.equal(readFileSync(join(folder, "odd.zone"), "utf8"), mended);
  run(["check", "--fix", "-", "--stdin-filename", "odd.zone"], {}, wrong.replace("a@", "other@"));
  assert.equal(readFileSync(join(folder, "odd.zone"), "utf8"), mended);
});

test("standard input is checked under the name given for it; annotations are GitHub's", () => {
  const args = ["check", "-", "--stdin-filename", "example.com.zone", "--format", "github"];
  const { status, stdout } = run(args, {}, '@ IN TXT "v=spf1 mx +all"\n');
  assert.equal(status, 1);
  assert.match(
    stdout,
    /^::error file=example\.com\.zone,line=1,col=21,endLine=1,endColumn=25,title=spf-all-plus::.+\n$/,
  );
});

test("records of one zone in several files are known to the rules of each other", () => {
  const { stdout } = run(["check", "--format", "json", "one.zone", "two.zone"], {
    "one.zone": '@ IN TXT "v=spf1 include:two.corp.net -all"\n',
    "two.zone":
      "$ORIGIN two.corp.net.\n$TTL 1h\n@ SOA ns.example.net. h.example.net. 1 7200 3600 1209600 3600\n@ A 192.0.2.1\n",
  });
  const [one] = JSON.parse(stdout).files;
  // RFC 7208 5.2: an include of a domain without SPF is a permerror; the second file shows that it has none.
  assert.equal(one.findings.length, 1);
  assert.equal(one.findings[0].severity, "error");
});

test("explain says in the terminal what the hover says", () => {
  const files = { "said.zone": '@ IN A 192.0.2.1\n@ IN TXT "v=spf1 ip4:192.0.2.0/24 -all"\n' };
  for (const target of ["said.zone:2", "said.zone:2:12"]) {
    const { status, stdout } = run(["explain", target, "--origin", "example.com"], files);
    assert.equal(status, 0);
    assert.match(stdout, /^Who may send mail as example\.com\n[\s\S]*256 IPv4 addresses/);
  }
  // A whole file: how its domain stands, then what its records say. Without an SOA record nothing is known to be missing.
  const whole = run(["explain", "said.zone", "--origin", "example.com"], files).stdout;
  assert.match(
    whole,
    /^The mail of example\.com[\s\S]*SPF present[\s\S]*DMARC unknown[\s\S]*Who may send mail as/,
  );
  const json = JSON.parse(
    run(["explain", "said.zone", "--origin", "example.com", "--format", "json"], files).stdout,
  );
  const [domain] = json.domains;
  assert.equal(domain.domain, "example.com.");
  assert.deepEqual(
    domain.items.map(({ topic, state }: { topic: string; state: string }) => [topic, state]),
    [
      ["spf", "present"],
      ["dkim", "unknown"],
      ["dmarc", "unknown"],
      ["mta-sts", "unknown"],
      ["tls-rpt", "unknown"],
      ["bimi", "unknown"],
      ["null-mx", "unknown"],
    ],
  );
  assert.equal(domain.items[0].line, 2);
  assert.equal(json.records.length, 1);
  assert.equal(run(["explain", "said.zone:9"], files).status, 2);
});

test("explain asks other paths what stands at names outside the file", () => {
  const soa = "$TTL 3600\n@ SOA ns1.example.net. h.example.net. 1 7200 3600 1209600 300\n";
  const files = {
    "asks.zone": `$ORIGIN asks.example.\n${soa}_dmarc TXT "v=DMARC1; p=none; rua=mailto:dmarc@told.example"\n`,
    "told.zone": `$ORIGIN told.example.\n${soa}asks.example._report._dmarc TXT "v=DMARC1"\n`,
  };
  // RFC 9990 section 4: the receiving domain says at <sender>._report._dmarc.<receiver> that it takes the reports.
  const alone = run(["explain", "asks.zone:4"], files);
  assert.match(alone.stdout, /not known here whether it accepts them/);
  const both = run(["explain", "asks.zone:4", "told.zone"]);
  assert.equal(both.status, 0, both.stderr);
  assert.doesNotMatch(both.stdout, /not known here/);
  assert.doesNotMatch(both.stdout, /mail of told\.example/);
  // Nothing of the others is explained itself.
  const json = JSON.parse(run(["explain", "asks.zone", "told.zone", "--format", "json"]).stdout);
  assert.deepEqual(
    json.domains.map(({ domain }: { domain: string }) => domain),
    ["asks.example."],
  );
  assert.equal(json.records.length, 1);
  assert.equal(run(["explain", "asks.zone", "nowhere.zone"]).status, 2);
  assert.equal(run(["explain", "asks.zone", "--server", "127.0.0.1"]).status, 2);
});

test("an included file is explained as part of the zone that includes it", () => {
  const { stdout, status } = run(["explain", "part.inc:1", "whole.zone"], {
    "part.inc": '@ TXT "v=spf1 ip4:192.0.2.1 -all"\n',
    "whole.zone":
      "$ORIGIN whole.example.\n$TTL 3600\n@ SOA ns1.example.net. h.example.net. 1 7200 3600 1209600 300\n$INCLUDE part.inc sub.whole.example.\n",
  });
  assert.equal(status, 0);
  assert.match(stdout, /^Who may send mail as sub\.whole\.example/);
});

test("a file that the system does not let us read is named, with what to do", () => {
  // A link to itself cannot be read by anybody, root included.
  symlinkSync("loop.zone", join(folder, "loop.zone"));
  for (const command of ["check", "records"]) {
    const { status, stderr } = run([command, "loop.zone"]);
    assert.equal(status, 2);
    assert.match(stderr, /^dnslens: loop\.zone: cannot be read or written \(ELOOP\); leave it out\n$/);
  }
  rmSync(join(folder, "loop.zone"));
});

test("what Terraform reads with file() is read below the root, and nowhere else", () => {
  const block = (path: string) =>
    `resource "digitalocean_record" "r" {\n  domain = "corp.net"\n  type = "TXT"\n  name = "@"\n  value = trimspace(file("${path}"))\n}\n`;
  mkdirSync(join(folder, "tf/sub"), { recursive: true });
  writeFileSync(join(folder, "tf/spf.txt"), "v=spf1 mx +all\n");
  const rdata = (path: string, root: string) => {
    const files = { "tf/sub/main.tf": block(path), "tf/sub/own.txt": "v=spf1 -all\n" };
    return JSON.parse(run(["records", "--root", root, "tf/sub/main.tf"], files).stdout).rdata;
  };
  const own = `\${path.module}/own.txt`;
  assert.equal(rdata(own, "."), '"v=spf1 -all"');
  assert.equal(rdata(own, "tf/sub"), '"v=spf1 -all"');
  const above = `\${path.module}/../spf.txt`;
  assert.equal(rdata(above, "tf"), '"v=spf1 mx +all"');
  assert.equal(rdata(above, "tf/sub"), null);
  // Holes take no room: longer than any text may be.
  writeFileSync(join(folder, "tf/long.txt"), "");
  truncateSync(join(folder, "tf/long.txt"), 3_000_000_000);
  assert.equal(rdata(`\${path.module}/../long.txt`, "tf"), null);
  rmSync(join(folder, "tf/long.txt"));
});

test("one of a kind is counted as one", () => {
  const { stdout } = run(["check", "one.zone"], { "one.zone": '@ IN TXT "v=spf1 mx +all"\n' });
  assert.match(stdout, /^1 file: 1 error, 0 warnings, 0 notes, 0 hints$/m);
});

// In a pipeline of CI (`set -o pipefail`) an error must not pass because the reader had seen enough.
test("the exit status is that of the findings, though nobody reads them; output that is not written ends with 2", async () => {
  writeFileSync(join(folder, "unread.zone"), '@ IN TXT "v=spf1 mx +all"\n'.repeat(2000));
  for (const format of ["text", "json"]) {
    const child = spawn(process.execPath, [main, "check", "--format", format, "unread.zone"], {
      cwd: folder,
    });
    child.stdout.destroy();
    const [status] = await once(child, "exit");
    assert.equal(status, 1, format);
  }
  if (!existsSync("/dev/full")) return;
  const full = openSync("/dev/full", "w");
  const { status, stderr } = spawnSync(process.execPath, [main, "check", "unread.zone"], {
    cwd: folder,
    stdio: ["ignore", full, "pipe"],
    encoding: "utf8",
  });
  closeSync(full);
  assert.equal(status, 2);
  assert.equal(stderr, "dnslens: the output cannot be written (ENOSPC); is the disk full?\n");
});

test("explain says in JSON what it says in words, of a line without a record too", () => {
  const files = { "lines.zone": "$ORIGIN example.com.\n@ 3600 MX 10 mail\n" };
  const { stdout } = run(["explain", "lines.zone:1", "--format", "json"], files);
  assert.match(JSON.parse(stdout).markdown, /final dot/);
  const record = JSON.parse(run(["explain", "lines.zone:2", "--format", "json"]).stdout);
  assert.deepEqual([record.markdown, record.records.length], [undefined, 1]);
});
