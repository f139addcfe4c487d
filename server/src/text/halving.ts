/**
 * For how many indices below `length`, from the first on, a condition holds that holds for none behind them: found by halving.
 */
export function countWhile(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The index of the last of sorted numbers that is not above `wanted`; 0 where all are. */
export function lastUpTo(sorted: ArrayLike<number>, wanted: number, length = sorted.length): number {
  return Math.max(0, countWhile(length, (i) => (sorted[i] ?? 0) <= wanted) - 1);
}
