import { type Finding, spanOf } from "../rules/finding.ts";
import type { Severity } from "../rules/rule.ts";
import type { Dialect } from "./dialect.ts";

/** What a person changed about the rules. */
export interface CheckSettings {
  readonly rules: Readonly<Record<string, "off" | Severity>>;
  /** The name server that loads the files; BIND where it is not said. */
  readonly dialect?: Dialect;
}

/** The findings as the settings want them: without those that are off, with the severities that were set. */
export function adjusted(findings: readonly Finding[], settings: CheckSettings): Finding[] {
  const out: Finding[] = [];
  for (const finding of findings) {
    const wanted = settings.rules[finding.rule.id] ?? (finding.rule.off ? "off" : undefined);
    if (wanted === "off") continue;
    out.push(wanted === undefined ? finding : { ...finding, severity: wanted });
  }
  return out;
}

/** One finding for a mistake in a literal, or at a host, whatever number of records use it. */
export function distinct(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ rule, at, message }) => {
    const { start, end } = spanOf(at);
    const key = `${rule.id} ${start} ${end} ${message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
