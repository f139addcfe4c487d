import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const PROGRAM = [...(process.env.PATH ?? "").split(delimiter), "/usr/bin", "/usr/sbin", "/usr/local/sbin"]
  .map((folder) => join(folder, "named-compilezone"))
  .find((path) => existsSync(path));

/** Why a test that compares with BIND is skipped; undefined where its checker is installed. */
export const NO_COMPILEZONE =
  PROGRAM === undefined
    ? "named-compilezone is not installed (package bind9-utils), so there is nothing to compare with"
    : undefined;

/** What BIND makes of one record: its type and rdata as printed, or why it refuses it. */
export type Verdict = { readonly printed: string } | { readonly refused: string };

/** The zone that records are put into, and how many lines it has before them. */
export const HEAD = "$TTL 3600\n@ SOA ns hostmaster 1 2 3 4 5\n@ NS ns\nns A 192.0.2.1\n";

/** What BIND makes of each of these records (type and rdata, of one line) in a zone of its own owner names. */
export function askBind(records: readonly string[]): readonly Verdict[] {
  const verdicts = new Map<number, Verdict>();
  let left = records.map((text, index) => ({ text, index }));
  // A refused record hides what comes later in the same zone, so the rest is asked again without it.
  for (let round = 0; left.length > 0 && round < 12; round++) {
    const { output, log } = compile(HEAD + left.map(({ text, index }) => `r${index} ${text}\n`).join(""));
    const refused = new Set<number>();
    for (const [, line = "", why = ""] of log.matchAll(/zone:(\d+): (.*)/g)) {
      const record = left[Number(line) - HEAD.split("\n").length];
      if (record === undefined || /warning|old style|signature has expired/.test(why)) continue;
      verdicts.set(record.index, { refused: why });
      refused.add(record.index);
    }
    for (const [, index = "", printed = ""] of output.matchAll(
      /^r(\d+)\.example\.com\.\s+\d+\s+\w+\s+(.*)$/gim,
    )) {
      verdicts.set(Number(index), { printed });
    }
    left = refused.size === 0 ? [] : left.filter(({ index }) => !refused.has(index));
  }
  return records.map((_, index) => verdicts.get(index) ?? { refused: "named-compilezone did not say" });
}

/** What named-compilezone prints of a zone `example.com`, and what it says about it. */
export function compile(text: string, klass = "IN"): { readonly output: string; readonly log: string } {
  const folder = mkdtempSync(join(tmpdir(), "dnslens-compilezone-"));
  const input = join(folder, "zone");
  const output = join(folder, "out");
  writeFileSync(input, text);
  const options = ["-i", "none", "-k", "ignore", "-m", "ignore", "-f", "text", "-F", "text", "-s", "full"];
  const { stdout, stderr } = spawnSync(
    PROGRAM ?? "",
    ["-c", klass, ...options, "-o", output, "example.com", input],
    {
      encoding: "utf8",
    },
  );
  const compiled = existsSync(output) ? readFileSync(output, "latin1") : "";
  rmSync(folder, { recursive: true, force: true });
  return { output: compiled, log: stdout + stderr };
}
