/** Edits between two words: insertions, deletions, replacements and swaps of neighbours. */
export function distance(a: string, b: string): number {
  return boundedDistance(a, b, a.length + b.length);
}

/** Whether at most `most` such edits lie between two words; words of far other lengths cost nothing. */
export function isWithin(a: string, b: string, most: number): boolean {
  return boundedDistance(a, b, most) <= most;
}

/** The edits between two words, or some number above `most`. */
function boundedDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most || lettersApart(a, b) > 2 * most) return most + 1;
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, i) => i);
  let leastAbove = 0;
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      }
      if (best < least) least = best;
      row.push(best);
    }
    // A swap reaches two rows up, at the cost of one.
    if (least > most && leastAbove >= most) return most + 1;
    before = above;
    above = row;
    leastAbove = least;
  }
  return above[b.length] ?? 0;
}

/** In how many kinds of letters two words differ: one edit changes two at most. Tells most words apart at once. */
function lettersApart(a: string, b: string): number {
  let rest = lettersOf(a) ^ lettersOf(b);
  let count = 0;
  for (; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** A bit for each kind of letter. */
function lettersOf(word: string): number {
  let letters = 0;
  for (let i = 0; i < word.length; i++) letters |= 1 << (word.charCodeAt(i) & 31);
  return letters;
}
