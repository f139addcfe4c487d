/** Tables and numbers on a terminal. */

/** Prints rows below a heading, the first column left, the others right. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => (row[i] ?? "").length)));
  const line = (cells: readonly string[]): string =>
    widths
      .map((width, i) => (i === 0 ? (cells[i] ?? "").padEnd(width) : (cells[i] ?? "").padStart(width)))
      .join("  ")
      .trimEnd();
  say(line(head));
  say(widths.map((width) => "-".repeat(width)).join("  "));
  for (const row of rows) say(line(row));
}

export function say(text = ""): void {
  process.stdout.write(`${text}\n`);
}

/** A duration in seconds, in the unit that reads best. */
export function duration(seconds: number): string {
  if (seconds < 0.1) return `${(seconds * 1000).toFixed(seconds < 0.01 ? 2 : 1)} ms`;
  return `${seconds.toFixed(2)} s`;
}

export function megabytes(bytes: number | undefined): string {
  return bytes === undefined ? "?" : `${(bytes / 1e6).toFixed(0)} MB`;
}

/** How many times `b` goes into `a`. */
export function ratio(a: number | undefined, b: number | undefined): string {
  return a === undefined || b === undefined ? "?" : `${(a / b).toFixed(2)}x`;
}

/** A goal with what was reached: "wall against nsd-checkzone: 0.41x, wanted at most 0.5x: reached". */
export function goal(what: string, value: number | undefined, atMost: number, unit = "x"): void {
  const measured = value !== undefined && !Number.isNaN(value);
  const verdict = measured
    ? `${value.toFixed(2)}${unit}, wanted at most ${atMost}${unit}: ${value <= atMost ? "reached" : "MISSED"}`
    : "not measured";
  say(`  ${what}: ${verdict}`);
}
