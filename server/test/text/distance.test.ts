import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { distance, isWithin } from "../../src/text/distance.ts";

test("the edits between two words", () => {
  assert.equal(distance("include", "include"), 0);
  assert.equal(distance("inlcude", "include"), 1);
  assert.equal(distance("includ", "include"), 1);
  assert.equal(distance("qurantine", "quarantine"), 1);
  assert.equal(distance("spf2", "spf1"), 1);
  assert.equal(distance("", "all"), 3);
});

test("the shortcuts of `isWithin` change no answer", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "b", "c", "1"), maxLength: 7 });
  fc.assert(
    fc.property(word, word, fc.nat(4), (a, b, most) => {
      assert.equal(isWithin(a, b, most), distance(a, b) <= most);
    }),
    { numRuns: 5_000 },
  );
});
