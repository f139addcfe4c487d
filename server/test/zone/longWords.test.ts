// No input throws: words of any length are read, and what is wrong with them is said.
import assert from "node:assert/strict";
import { test } from "node:test";
import { findingsOf } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";

const LONG = "a".repeat(9_000_000);

for (const [what, line] of [
  ["a quoted value", `$GENERATE 1-3 h$ TXT "${LONG}"`],
  ["a value", `$GENERATE 1-3 h$ A ${LONG}`],
  ["parentheses", `$GENERATE 1-3 ( ${"aaaa \n".repeat(1_000_000)} )`],
  ["an origin", `$ORIGIN ${LONG}`],
] as const) {
  test(`a directive with a long word: ${what}`, () => {
    const document = new ZoneDocument("file:///z.zone", `$TTL 300\n${line}\n`, { origin: "example.com." });
    assert.ok(findingsOf(document).some(({ severity }) => severity === "error"));
  });
}
