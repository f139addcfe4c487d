import { strictJson } from "../../text/loose.ts";
import { fingerprints, type Level, type Result } from "./result.ts";

const SEVERITIES: Readonly<Record<Level, string>> = {
  error: "critical",
  warning: "major",
  info: "minor",
  hint: "info",
};

/** A Code Quality report of GitLab. */
export function gitlab(results: readonly Result[]): string {
  const prints = fingerprints(results);
  const report = results.map(({ id, level, message, at }, i) => ({
    description: message,
    check_name: id,
    fingerprint: prints[i],
    severity: SEVERITIES[level],
    location: { path: at.path, lines: { begin: at.range.start.line + 1, end: at.range.end.line + 1 } },
  }));
  return `${strictJson(report, 2)}\n`;
}
