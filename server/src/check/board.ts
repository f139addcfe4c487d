import type { Part, RecordDocument } from "../dns/document.ts";
import type { Finding } from "../rules/finding.ts";
import type { Severity } from "../rules/rule.ts";
import { ZoneDocument } from "../zone/document.ts";
import type { FileState } from "./fileState.ts";
import { adjusted, type CheckSettings } from "./settings.ts";
import { hasSuppressions } from "./suppress.ts";

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

/** What is shown of a file, kept by part: after an edit only what it touched is sorted again. */
export class Board {
  readonly #shelves = new Map<Part, Shelf>();
  #settings: CheckSettings["rules"] | undefined;

  /**
   * @param parts all of the file, in document order
   * @param stirred those of which something else is to be said than the last time, and those that are gone; emptied
   * @param said everything that is said about a part
   * @param most so many findings at the most
   */
  shown(
    parts: ReadonlySet<Part>,
    stirred: Set<Part>,
    said: (part: Part) => readonly Finding[],
    settings: CheckSettings,
    most: number,
  ): Shown {
    const isNew = settings.rules !== this.#settings;
    this.#settings = settings.rules;
    for (const part of isNew ? parts : stirred) {
      const found = parts.has(part) ? adjusted(said(part), settings) : [];
      if (found.length > 0) this.#shelves.set(part, shelved(found));
      else this.#shelves.delete(part);
    }
    for (const part of stirred) if (!parts.has(part)) this.#shelves.delete(part);
    stirred.clear();
    let count = 0;
    for (const { all } of this.#shelves.values()) count += all.length;
    const shelves: Shelf[] = [];
    for (const part of parts) {
      const shelf = this.#shelves.get(part);
      if (shelf !== undefined) shelves.push(shelf);
    }
    if (count <= most) return { findings: shelves.flatMap(({ all }) => all), left: 0 };
    const findings: Finding[] = [];
    for (const severity of SEVERITIES) {
      for (const { by } of shelves) {
        for (const finding of by[severity]) {
          if (findings.length === most) return { findings, left: count - most };
          findings.push(finding);
        }
      }
    }
    return { findings, left: count - findings.length };
  }
}

function shelved(found: Finding[]): Shelf {
  const all = found.sort((a, b) => a.at.start - b.at.start);
  const by: Record<Severity, Finding[]> = { error: [], warning: [], info: [], hint: [] };
  for (const finding of all) by[finding.severity].push(finding);
  return { all, by };
}

/** Whether what is said about the parts of a file is all that is shown of it: no comment speaks of others, no file is read with it. */
export function isPlain(file: FileState, document: RecordDocument, { dialect }: CheckSettings): boolean {
  return (
    file.document === document &&
    document instanceof ZoneDocument &&
    document.included.length === 0 &&
    (document.includeProblems ?? []).length === 0 &&
    !file.hasStrays &&
    (dialect ?? "bind") === "bind" &&
    !hasSuppressions(document)
  );
}

/** The worst of some findings in document order, in their order where they are not too many. */
export function worst(findings: readonly Finding[], most: number): Shown {
  if (findings.length <= most) return { findings, left: 0 };
  const rank = (finding: Finding) => SEVERITIES.indexOf(finding.severity);
  const sorted = [...findings].sort((a, b) => rank(a) - rank(b));
  return { findings: sorted.slice(0, most), left: findings.length - most };
}
