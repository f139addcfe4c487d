import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { isSilenced } from "../check/suppress.ts";
import type { RecordDocument } from "../dns/document.ts";
import type { ReportedSender } from "../mail/reports/senders.ts";
import {
  CHANGE_SUMMARIES,
  type Change,
  type ChangePlace,
  type ChangeSeverity,
  SEVERITIES,
} from "../review/change.ts";
import { diff as meaning } from "../review/diff.ts";
import { markdown, type Shown } from "../review/markdown.ts";
import { shownText } from "../review/phrase.ts";
import type { Snapshot } from "../review/snapshot.ts";
import { strictJson } from "../text/loose.ts";
import { github } from "./formats/github.ts";
import { gitlab } from "./formats/gitlab.ts";
import type { Location, Result } from "./formats/result.ts";
import { sarif } from "./formats/sarif.ts";
import { counted, oneLine } from "./paths.ts";
import { readReports } from "./reports.ts";
import { readSides } from "./review/sides.ts";
import { UsageError } from "./usage.ts";

const LEVELS: readonly string[] = [...SEVERITIES, "hint", "never"];

const FORMATS: Readonly<Record<string, (changes: readonly PlacedChange[]) => string>> = {
  text,
  md: (changes) => markdown(changes.map(shownIn)),
  json,
  sarif: (changes) => sarif(changes.map(resultOf), KINDS),
  github: (changes) => github(changes.map(resultOf)),
  gitlab: (changes) => gitlab(changes.map(resultOf)),
};

const KINDS = Object.entries(CHANGE_SUMMARIES).map(([id, summary]) => ({
  id,
  summary,
  why: `${summary}.`,
  help: "https://github.com/dnslens/dnslens/blob/main/docs/ci.md",
}));

interface PlacedChange {
  readonly change: Change;
  readonly head: Location | undefined;
  readonly base: Location | undefined;
}

/** `dnslens diff`: says what a change means; the exit status of contract. */
export function diff(args: readonly string[]): number {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      format: { type: "string", default: "text" },
      "fail-on": { type: "string", default: "error" },
      origin: { type: "string" },
      reports: { type: "string" },
    },
  });
  const { format, "fail-on": failOn } = values;
  const render = FORMATS[format];
  if (render === undefined)
    throw new UsageError(`--format takes ${Object.keys(FORMATS).join(", ")}, not \`${format}\``);
  if (!LEVELS.includes(failOn))
    throw new UsageError(`--fail-on takes ${LEVELS.join(", ")}, not \`${failOn}\``);
  const { base, head, within: named, basePath } = readSides(positionals, values.origin);
  const within = withIncluded(named, [base, head]);
  const reports = values.reports === undefined ? [] : readReports(values.reports);
  const changes = placed(meaning(base, head, reports), base, head, basePath).filter((one) =>
    isWithin(one, within),
  );
  process.stdout.write(render(changes));
  if (failOn === "never") return 0;
  const worst = SEVERITIES.slice(0, LEVELS.indexOf(failOn) + 1);
  return changes.some(({ change }) => worst.includes(change.severity)) ? 1 : 0;
}

function placed(
  changes: readonly Change[],
  base: Snapshot,
  head: Snapshot,
  basePath: (path: string) => string,
): readonly PlacedChange[] {
  const documents = ({ files }: Snapshot) =>
    new Map(
      files.flatMap(({ document }) =>
        [document, ...(document.included ?? [])].map((one) => [one.uri, one] as const),
      ),
    );
  const [before, after] = [documents(base), documents(head)];
  const silenced = ({ kind, head: at }: Change) => {
    const document = at === undefined ? undefined : after.get(at.uri);
    return at !== undefined && document !== undefined && isSilenced(document, kind, at.start);
  };
  return changes
    .filter((change) => !silenced(change))
    .map((change) => {
      const from = locationOf(change.base, before);
      const isShared = from !== undefined && before.get(from.path) === after.get(from.path);
      return {
        change,
        head: locationOf(change.head, after),
        base: from && isShared ? { ...from, path: basePath(from.path) } : from,
      };
    });
}

function locationOf(
  place: ChangePlace | undefined,
  documents: ReadonlyMap<string, RecordDocument>,
): Location | undefined {
  const document = place === undefined ? undefined : documents.get(place.uri);
  if (place === undefined || document === undefined) return undefined;
  return {
    path: document.uri,
    range: { start: document.positionAt(place.start), end: document.positionAt(place.end) },
  };
}

/** With a zone comes what it includes. */
function withIncluded(within: readonly string[], sides: readonly Snapshot[]): readonly string[] {
  const included = sides.flatMap(({ files }) =>
    files.flatMap(({ document }) =>
      isBelow(resolve(document.uri), within) ? (document.included ?? []).map(({ uri }) => resolve(uri)) : [],
    ),
  );
  return [...within, ...included];
}

function isBelow(path: string, within: readonly string[]): boolean {
  return within.some((root) => path === root || path.startsWith(`${root}/`));
}

function isWithin({ head, base }: PlacedChange, within: readonly string[]): boolean {
  if (within.length === 0) return true;
  const paths = [head, base].flatMap((place) => (place === undefined ? [] : resolve(place.path)));
  return paths.some((path) => isBelow(path, within));
}

function summaryOf(changes: readonly PlacedChange[]): Record<ChangeSeverity, number> {
  const summary = { error: 0, warning: 0, info: 0 };
  for (const { change } of changes) summary[change.severity]++;
  return summary;
}

function text(changes: readonly PlacedChange[]): string {
  if (changes.length === 0) return "Nothing changes, for mail or otherwise.\n";
  let out = "";
  for (const { change, head, base } of changes) {
    const at = head ?? base;
    const place =
      at === undefined
        ? ""
        : `${oneLine(at.path)}:${at.range.start.line + 1}:${at.range.start.character + 1}: `;
    out += `${place}${change.severity} ${change.message} [${change.kind}]\n`;
  }
  const { error, warning, info } = summaryOf(changes);
  return `${out}${counted(changes.length, "change")}: ${counted(error, "error")}, ${counted(warning, "warning")}, ${counted(info, "note")}\n`;
}

function json(changes: readonly PlacedChange[]): string {
  const shown = changes.map(({ change, head, base }) => ({
    kind: change.kind,
    severity: change.severity,
    domain: change.domain,
    message: change.message,
    before: shownValue(change.before),
    after: shownValue(change.after),
    path: (head ?? base)?.path ?? null,
    range: (head ?? base)?.range ?? null,
    base: base ?? null,
    ...(change.also.length === 0 ? {} : { also: change.also }),
    ...(change.evidence.length === 0 ? {} : { evidence: change.evidence.map(evidenceOf) }),
  }));
  return `${strictJson({ version: 1, changes: shown, summary: summaryOf(changes) })}\n`;
}

function shownIn({ change, head, base }: PlacedChange): Shown {
  const at = head ?? base;
  return { change, path: at?.path, line: at === undefined ? undefined : at.range.start.line + 1 };
}

function resultOf({ change, head, base }: PlacedChange): Result {
  const { kind, severity, message, domain, subject } = change;
  const related = head === undefined || base === undefined ? [] : [{ ...base, message: "before the change" }];
  const at = head ?? base ?? NOWHERE;
  return { id: kind, level: severity, message, at, related, subject: `${domain} ${subject}` };
}

const START = { line: 0, character: 0 };
const NOWHERE: Location = { path: ".", range: { start: START, end: START } };

function evidenceOf({ address, messages, passedSpf, passedDkim }: ReportedSender) {
  return { address, messages, passedSpf, passedDkim };
}

function shownValue(value: string | undefined): string | null {
  return value === undefined ? null : shownText(value, Number.MAX_SAFE_INTEGER);
}
