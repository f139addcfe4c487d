import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { countWhile, lastUpTo } from "../../src/text/halving.ts";

test("halving finds what going through finds", () => {
  const sorted = fc.array(fc.nat(20), { maxLength: 12 }).map((numbers) => numbers.sort((a, b) => a - b));
  fc.assert(
    fc.property(sorted, fc.nat(21), (numbers, wanted) => {
      const count = numbers.filter((one) => one <= wanted).length;
      assert.equal(
        countWhile(numbers.length, (i) => (numbers[i] ?? 0) <= wanted),
        count,
      );
      assert.equal(lastUpTo(numbers, wanted), Math.max(0, count - 1));
    }),
  );
});
