// Mistakes that are one, and what their fixes may do unasked.
import assert from "node:assert/strict";
import { test } from "node:test";
import { found, open } from "./lines.ts";

test("a copy goes unasked, unless a comment goes with it", () => {
  for (const [line, isSafe] of [
    ['a TXT "x;y"', true],
    ["a CAA 0 issue x; accounturi=https://x/1", false],
    ["a A 192.0.2.1 ; old", false],
  ] as const) {
    const fixes = found(open(`${line}\n${line}`)).flatMap(({ rule, fixes }) =>
      rule.id === "zone-record-duplicate" ? fixes : [],
    );
    assert.deepEqual(
      fixes.map(({ safe }) => safe),
      [isSafe],
      line,
    );
  }
});

// named-checkzone: "extra input text", and nothing of the quotes; quotes elsewhere it refuses by themselves.
test("a quoted value of $GENERATE with a word behind it is one mistake", () => {
  const told = (line: string) => found(open(line)).map(({ rule }) => rule.id);
  assert.deepEqual(told('$GENERATE 0-3 h$ TXT "x$" y'), ["zone-trailing-text"]);
  assert.deepEqual(told('$GENERATE 0-3 h$ 300 TXT "x$" y'), ["zone-trailing-text"]);
  assert.deepEqual(told('$GENERATE 0-3 "h$" TXT "x$"'), ["zone-directive-argument"]);
});
