import type { Part } from "../dns/document.ts";
import type { Finding } from "../rules/finding.ts";
import type { Severity } from "../rules/rule.ts";
import type { FileState } from "./fileState.ts";
import { adjusted, type CheckSettings } from "./settings.ts";

/** Findings of one file as an editor can take them. */
export interface Shown {
  /** In document order; where some had to be left out the worst of all, each severity in document order. */
  readonly findings: readonly Finding[];
  readonly left: number;
}

/** From the worst to the mildest. */
const SEVERITIES: readonly Severity[] = ["error", "warning", "info", "hint"];

interface Shelf {
  /** In document order. */
  readonly all: readonly Finding[];
  /** The same by severity. */
  readonly by: Readonly<Record<Severity, readonly Finding[]>>;
}

/** So many parts are sorted at each look; more are gone through in the document's order. */
const FEW = 256;

/** What is shown of a file, kept by part: after an edit only what it touched is sorted again. */
export class Board {
  readonly #shelves = new Map<Part, Shelf>();
  /** The parts with findings of a severity. */
  readonly #holders = {
    error: new Set<Part>(),
    warning: new Set<Part>(),
    info: new Set<Part>(),
    hint: new Set<Part>(),
  };
  readonly #counts: Record<Severity, number> = { error: 0, warning: 0, info: 0, hint: 0 };
  #settings: CheckSettings["rules"] | undefined;

  /**
   * @param file its stirred parts are those of which something else is to be said than the last time, and those that are gone;
   *   none are afterwards
   * @param said everything that is said about a part
   * @param most so many findings at the most
   */
  shown(
    { parts, holding, stirred }: Pick<FileState, "parts" | "holding" | "stirred">,
    said: (part: Part) => readonly Finding[],
    settings: CheckSettings,
    most: number,
  ): Shown {
    const isNew = settings.rules !== this.#settings;
    this.#settings = settings.rules;
    for (const part of stirred) if (!holding.has(part)) this.#shelve(part, []);
    for (const part of isNew ? parts : stirred)
      if (holding.has(part)) this.#shelve(part, adjusted(said(part), settings));
    stirred.clear();
    const count = SEVERITIES.reduce((sum, severity) => sum + this.#counts[severity], 0);
    if (count <= most)
      return { findings: parts.flatMap((part) => this.#shelves.get(part)?.all ?? []), left: 0 };
    const findings: Finding[] = [];
    for (const severity of SEVERITIES) {
      let left = Math.min(this.#counts[severity], most - findings.length);
      if (left === 0) continue;
      for (const part of this.#partsWith(severity, parts)) {
        if (left <= 0) break;
        const found = this.#shelves.get(part)?.by[severity] ?? [];
        findings.push(...found.slice(0, left));
        left -= found.length;
      }
    }
    return { findings, left: count - findings.length };
  }

  // In document order. A few are sorted sooner than many parts are gone through to find them.
  #partsWith(severity: Severity, parts: readonly Part[]): readonly Part[] {
    const holders = this.#holders[severity];
    return holders.size > FEW ? parts : [...holders].sort((a, b) => a.start - b.start);
  }

  #shelve(part: Part, found: Finding[]): void {
    const old = this.#shelves.get(part);
    const now = found.length > 0 ? shelved(found) : undefined;
    for (const severity of SEVERITIES) {
      const found = now?.by[severity].length ?? 0;
      this.#counts[severity] += found - (old?.by[severity].length ?? 0);
      if (found > 0) this.#holders[severity].add(part);
      else this.#holders[severity].delete(part);
    }
    if (now !== undefined) this.#shelves.set(part, now);
    else this.#shelves.delete(part);
  }
}

function shelved(found: Finding[]): Shelf {
  const all = found.sort((a, b) => a.at.start - b.at.start);
  const by: Record<Severity, Finding[]> = { error: [], warning: [], info: [], hint: [] };
  for (const finding of all) by[finding.severity].push(finding);
  return { all, by };
}

/** The worst of some findings in document order, in their order where they are not too many. */
export function worst(findings: readonly Finding[], most: number): Shown {
  if (findings.length <= most) return { findings, left: 0 };
  const rank = (finding: Finding) => SEVERITIES.indexOf(finding.severity);
  const sorted = [...findings].sort((a, b) => rank(a) - rank(b));
  return { findings: sorted.slice(0, most), left: findings.length - most };
}
