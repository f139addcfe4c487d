const UNITS: readonly (readonly [string, number])[] = [
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];

/** Seconds as people say them, the two largest units: "1 hour", "1 day 12 hours". */
export function inWords(seconds: number): string {
  const words: string[] = [];
  let left = seconds;
  for (const [name, size] of UNITS) {
    // Whole weeks only: ten days are not "1 week 3 days".
    if (name === "week" && left % size !== 0) continue;
    const count = Math.floor(left / size);
    left -= count * size;
    if (count > 0) words.push(`${count} ${name}${count === 1 ? "" : "s"}`);
    else if (words.length > 0) break;
    if (words.length === 2) break;
  }
  return words.length === 0 ? "0 seconds" : words.join(" ");
}
