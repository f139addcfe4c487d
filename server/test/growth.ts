import assert from "node:assert/strict";

/** What is over in this many milliseconds is not measured: a pause of the machine would decide. */
const A_MOMENT = 25;
const PAIRS = 9;

/**
 * Asserts that a larger work takes at most `limit` times as long as a smaller one, in one pair of measurements at least: what
 * else runs on the machine slows single runs, but work that grows too fast is too slow in every pair.
 */
export function assertGrowth(small: () => number, large: () => number, limit: number): void {
  let best = Number.POSITIVE_INFINITY;
  for (let pair = 0; pair < PAIRS && best > limit; pair++) {
    const few = small();
    const much = large();
    best = much < A_MOMENT ? 0 : Math.min(best, much / few);
  }
  assert.ok(best <= limit, `${best} times as long, where ${limit} is the most`);
}

/** The milliseconds that a work takes. */
export function milliseconds(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
