// How `npm test` shows the unit tests: one line a file, failures and skipped tests in full, the counts to the file that
// DNSLENS_COUNTS names. DNSLENS_MAY_SKIP is part of the names of tests that may be skipped anywhere.
import { writeFile } from "node:fs/promises";
import { relative } from "node:path";

export default async function* report(events) {
  const mayBeSkipped = process.env.DNSLENS_MAY_SKIP;
  const counts = { passed: 0, failed: 0, skipped: 0, excused: 0 };
  for await (const { type, data } of events) {
    if (type === "test:pass" && data.skip !== undefined) {
      if (mayBeSkipped && data.name.includes(mayBeSkipped)) counts.excused++;
      yield `  skipped: ${data.name}${typeof data.skip === "string" ? ` (${data.skip})` : ""}\n`;
    }
    if (type === "test:fail") {
      yield `  FAIL ${shown(data.file)}: ${data.name}\n${indented(messageOf(data.details.error))}\n`;
    }
    if (type === "test:summary" && data.file !== undefined) {
      const { passed, failed, cancelled, skipped, todo } = data.counts;
      counts.passed += passed;
      counts.failed += failed + cancelled;
      counts.skipped += skipped + todo;
      yield `  ${data.success ? "ok  " : "FAIL"} ${shown(data.file)}: ${passed} (${(data.duration_ms / 1000).toFixed(1)} s)\n`;
    }
  }
  if (process.env.DNSLENS_COUNTS) await writeFile(process.env.DNSLENS_COUNTS, JSON.stringify(counts));
}

function messageOf(error) {
  return error?.cause?.stack ?? error?.cause?.message ?? error?.message ?? String(error);
}

function indented(text) {
  const lines = String(text).split("\n");
  const rest = lines.length > 40 ? [`... ${lines.length - 40} more lines`] : [];
  return [...lines.slice(0, 40), ...rest].map((line) => `       ${line}`).join("\n");
}

function shown(file) {
  return file === undefined ? "" : relative(process.cwd(), file);
}
