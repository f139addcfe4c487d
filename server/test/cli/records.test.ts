// What `dnslens records` prints, as its readers parse it.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "dnslens-records-"));
after(() => rmSync(folder, { recursive: true, force: true }));

function recordsOf(zone: string) {
  writeFileSync(join(folder, "example.com.zone"), zone);
  const { stdout, status } = spawnSync(process.execPath, [main, "records", "example.com.zone"], {
    cwd: folder,
    encoding: "utf8",
  });
  assert.equal(status, 0);
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

test("each record is one object: owner absolute and lower-case, name as written, rdata as published", () => {
  const [mx, txt] = recordsOf('$TTL 1h\nMail IN MX 010 MX\n  TXT ( "a;b" c\\"d ; comment\n )\n');
  assert.deepEqual(mx, {
    path: "example.com.zone",
    owner: "mail.example.com.",
    name: "Mail",
    ttl: 3600,
    class: "IN",
    type: "MX",
    rdata: "10 MX.example.com.",
    range: { start: { line: 1, character: 0 }, end: { line: 1, character: 17 } },
    unknown: [],
  });
  assert.equal(txt.name, "");
  assert.equal(txt.owner, "mail.example.com.");
  assert.equal(txt.rdata, '"a;b" "c\\"d"');
});

test("what cannot be read is null and named", () => {
  const [record] = recordsOf("www A 192.0.2.300\n");
  assert.equal(record.rdata, null);
  assert.equal(record.ttl, null);
  assert.deepEqual(record.unknown, ["ttl", "rdata"]);
});

test("a reader that goes away ends it without a word", async () => {
  const lines = Array.from({ length: 40_000 }, (_, i) => `h${i} 60 A 192.0.2.1`);
  writeFileSync(join(folder, "many.zone"), `${lines.join("\n")}\n`);
  const child = spawn(process.execPath, [main, "records", "many.zone"], { cwd: folder });
  let errors = "";
  child.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  child.stdout.once("data", () => child.stdout.destroy());
  const [code] = await once(child, "exit");
  assert.deepEqual([code, errors], [0, ""]);
});
