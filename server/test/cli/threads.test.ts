import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { shareOf } from "../../src/cli/crew.ts";
import type { RecordDocument } from "../../src/dns/document.ts";
import { ZoneDocument } from "../../src/zone/document.ts";

const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const fixtures = fileURLToPath(new URL("../../../test-fixtures/", import.meta.url));

function check(...args: readonly string[]) {
  return spawnSync(process.execPath, [main, "check", ...args], {
    cwd: fixtures,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
}

for (const format of ["text", "json", "sarif", "github", "gitlab"]) {
  test(`several threads say the same as one: ${format}`, () => {
    const alone = check("--threads", "1", "--format", format, ".");
    const shared = check("--threads", "3", "--format", format, ".");
    assert.ok(alone.stdout.length > 1000);
    assert.deepEqual(
      [shared.status, shared.stdout, shared.stderr],
      [alone.status, alone.stdout, alone.stderr],
    );
  });
}

test("a name in a file of one thread is known to the rules in a file of another", () => {
  const folder = mkdtempSync(join(tmpdir(), "dnslens-threads-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const head = "@ 3600 IN SOA ns1 host 1 7200 900 1209600 300\n@ 3600 NS ns1\nns1 3600 A 192.0.2.1\n";
  const files = {
    "a.example.zone": `$ORIGIN a.example.\n${head}@ 3600 TXT "v=spf1 include:_spf.b.example -all"\n`,
    "b.example.zone": `$ORIGIN b.example.\n${head}`,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const { stdout } = check("--threads", "2", folder);
  assert.match(stdout, /a\.example\.zone:5:\d+: error [^\n]*_spf\.b\.example[^\n]*\[spf-include-none\]/);
});

test("a number of threads that is none is told in one line", () => {
  const { status, stderr } = check("--threads", "none", ".");
  assert.equal(status, 2);
  assert.match(stderr, /^dnslens: --threads takes a number[^\n]*\n$/);
});

test("documents with a file in common are of one share", () => {
  const named = (uri: string, ...others: string[]): RecordDocument =>
    Object.assign(new ZoneDocument(uri, "@ A 192.0.2.1\n"), {
      related: new Map([uri, ...others].map((other) => [other, new ZoneDocument(other, "")])),
    });
  const documents = [named("a", "b"), named("c"), named("d"), named("b"), named("e", "d")];
  const shares = [0, 1, 2].map((number) => shareOf(documents, { number, of: 3 }).map(({ uri }) => uri));
  assert.deepEqual(shares.flat().sort(), ["a", "b", "c", "d", "e"]);
  assert.ok(shares.some((uris) => uris.includes("a") && uris.includes("b")));
  assert.ok(shares.some((uris) => uris.includes("d") && uris.includes("e")));
  assert.ok(shares.every((uris) => uris.length > 0));
});
