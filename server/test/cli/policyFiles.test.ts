import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "dnslens-policy-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const wellKnown = join(folder, "mta-sts.example.com", ".well-known");
const policy = join(wellKnown, "mta-sts.txt");
const POLICY = "version: STSv1\nmode: testing\nmx: mail.example.com\nmax_age: 604800\n";

function git(...args: readonly string[]): void {
  const identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
  const { status, stderr } = spawnSync("git", [...identity, ...args], { cwd: folder, encoding: "utf8" });
  assert.equal(status, 0, stderr);
}

function ids(...args: readonly string[]): readonly string[] {
  const { stdout } = spawnSync(process.execPath, [main, "check", "--format", "json", ...args], {
    cwd: folder,
    encoding: "utf8",
  });
  const files: { findings: { rule: string }[] }[] = JSON.parse(stdout).files;
  return files
    .flatMap(({ findings }) => findings.map(({ rule }) => rule))
    .filter((id) => id.startsWith("mtasts"));
}

test("check reads the policy file beside the zone, and what the last commit has of it", () => {
  mkdirSync(wellKnown, { recursive: true });
  const zone = (host: string, id: number) =>
    writeFileSync(
      join(folder, "example.com.zone"),
      `$ORIGIN example.com.\n@ 3600 IN MX 10 ${host}\n_mta-sts 3600 IN TXT "v=STSv1; id=${id}"\n`,
    );
  writeFileSync(policy, POLICY);
  zone("mail", 1);
  git("init", "-q", ".");
  git("add", "-A");
  git("commit", "-q", "-m", "policy");
  assert.deepEqual(ids("example.com.zone"), []);
  zone("mx1", 1);
  assert.deepEqual(ids("example.com.zone"), ["mtasts-policy-mx-mismatch"]);
  assert.deepEqual(ids("."), ["mtasts-policy-mx-mismatch"]);
  zone("mail", 1);
  writeFileSync(policy, POLICY.replace("testing", "enforce"));
  assert.deepEqual(ids("example.com.zone"), ["mtasts-id-unchanged"]);
  zone("mail", 2);
  assert.deepEqual(ids("example.com.zone"), []);
});
