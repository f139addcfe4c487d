import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const CLI = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "dnslens-serial-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const zone = (serial: number, more = "") => `$ORIGIN example.com.
$TTL 3600
@ SOA ns1.example.net. hostmaster.example.net. ${serial} 7200 3600 1209600 3600
@ NS ns1.example.net.
@ NS ns2.example.net.
${more}`;

function git(...args: readonly string[]): void {
  const { status, stderr } = spawnSync(
    "git",
    ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args],
    {
      cwd: folder,
      encoding: "utf8",
    },
  );
  assert.equal(status, 0, stderr);
}

function serials(text: string, ...options: readonly string[]): readonly string[] {
  writeFileSync(join(folder, "example.com.zone"), text);
  const args = [CLI, "check", "--format", "json", ...options, "example.com.zone"];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  assert.equal(stderr, "");
  const report: {
    files: {
      findings: { rule: string; severity: string; range: { start: object }; fixes: { title: string }[] }[];
    }[];
  } = JSON.parse(stdout);
  return report.files
    .flatMap(({ findings }) => findings)
    .filter(({ rule }) => rule.startsWith("zone-serial-"))
    .map(({ rule, severity, fixes }) => `${severity} ${rule} ${fixes[0]?.title}`);
}

test("a zone changed since the last commit wants another serial (RFC 1982)", () => {
  git("init", "-q");
  writeFileSync(join(folder, "example.com.zone"), zone(41));
  git("add", ".");
  git("commit", "-qm", "before");
  const host = "www A 192.0.2.1\n";
  assert.deepEqual(serials(zone(41)), []);
  assert.deepEqual(serials(zone(41, "; a comment changes nothing\n")), []);
  assert.deepEqual(serials(zone(41, host)), ["warning zone-serial-not-bumped Bump the serial to `42`"]);
  assert.deepEqual(serials(zone(42, host)), []);
  assert.deepEqual(serials(zone(40, host)), ["error zone-serial-went-back Bump the serial to `42`"]);
  // Of serials 2^31 apart neither is later.
  assert.deepEqual(serials(zone(41 + 2 ** 31, host)), [
    "error zone-serial-went-back Bump the serial to `42`",
  ]);
  // 41 + 2^31 - 1 is the farthest step forward.
  assert.deepEqual(serials(zone(41 + 2 ** 31 - 1, host)), []);
  git("commit", "-qam", "after");
  assert.deepEqual(serials(zone(41 + 2 ** 31 - 1, host)), []);
  assert.deepEqual(serials(zone(41, host), "--base", "HEAD~1"), [
    "warning zone-serial-not-bumped Bump the serial to `42`",
  ]);
});
