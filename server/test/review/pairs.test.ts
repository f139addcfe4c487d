import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { Change } from "../../src/review/change.ts";
import { diff } from "../../src/review/diff.ts";
import { type Pair, readPairs, snapshotOf } from "./pairs.ts";

const folder = new URL("../../../test-fixtures/review/", import.meta.url);

for (const file of readdirSync(folder).sort()) {
  const pairs = readPairs(readFileSync(new URL(file, folder), "utf8"));
  for (const pair of pairs) test(`${file}: ${pair.title}`, () => compare(pair, changesOf(pair)));
}

function changesOf({ before, after }: Pair): readonly Change[] {
  return diff(snapshotOf(before), snapshotOf(after));
}

// In the order in which they are reported: the worst first, then by name.
function compare({ changes: wanted }: Pair, found: readonly Change[]): void {
  const shown = found.map(({ severity, kind, message }) => `${severity} ${kind} ${message}`);
  const heads = found.map(({ severity, kind, domain }) => `${severity} ${kind} ${domain}`);
  assert.deepEqual(
    heads,
    wanted.map((line) => line.replace(/:.*$/, "")),
    shown.join("\n"),
  );
  for (const [i, line] of wanted.entries()) {
    const words = /: (.*)$/.exec(line)?.[1] ?? "";
    assert.ok(found[i]?.message.includes(words), `${found[i]?.message} lacks ${words}`);
  }
}
