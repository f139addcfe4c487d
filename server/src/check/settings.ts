import { type Finding, spanOf } from "../rules/finding.ts";
import type { Severity } from "../rules/rule.ts";
import type { Dialect } from "./dialect.ts";

/** What a person changed about the rules. */
export interface CheckSettings {
  readonly rules: Readonly<Record<string, "off" | Severity>>;
  /** The name server that loads the files; BIND where it is not said. */
  readonly dialect?: Dialect;
}

/** What a name server refuses of what BIND warns of. */
const REFUSED: Readonly<Partial<Record<Dialect, readonly string[]>>> = {
  nsd: ["zone-data-below-dname"],
  knot: ["zone-data-below-dname", "zone-glue-missing"],
};

/** The findings as the settings want them: without those that are off, with the severities that were set. */
export function adjusted(findings: readonly Finding[], settings: CheckSettings): Finding[] {
  const out: Finding[] = [];
  const refused = REFUSED[settings.dialect ?? "bind"] ?? [];
  for (const finding of findings) {
    const { id, off } = finding.rule;
    const wanted = settings.rules[id] ?? (off ? "off" : refused.includes(id) ? "error" : undefined);
    if (wanted === "off") continue;
    out.push(wanted === undefined ? finding : { ...finding, severity: wanted });
  }
  return out;
}

/** One finding for a mistake in a literal, or at a host, whatever number of records use it. */
export function distinct(findings: readonly Finding[]): readonly Finding[] {
  const byStart = new Map<number, Finding[]>();
  return findings.filter((finding) => {
    const { start } = spanOf(finding.at);
    const others = byStart.get(start);
    if (others === undefined) byStart.set(start, [finding]);
    else if (others.some((other) => saysTheSame(other, finding))) return false;
    else others.push(finding);
    return true;
  });
}

// Of two that begin at one place of one document.
function saysTheSame(a: Finding, b: Finding): boolean {
  return a.rule === b.rule && spanOf(a.at).end === spanOf(b.at).end && a.message === b.message;
}
