import type { CheckSettings } from "../check/settings.ts";
import type { RecordDocument } from "../dns/document.ts";
import { encodeFix, type Finding, spanOf } from "../rules/finding.ts";
import type { Severity } from "../rules/rule.ts";
import { withLineBreaks } from "../text/lineBreaks.ts";
import type { Span } from "../text/span.ts";
import type { Workspace } from "../workspace.ts";
import { besides } from "./documents.ts";
import { LEVELS, type Location, type Range, type Result } from "./formats/result.ts";

/** So many findings of one file are shown, the worst of them. */
const MOST_SHOWN = 1000;

export type Summary = Readonly<Record<Severity, number>>;

/** What `check` says about one file: plain data, so that one thread can hand it to another. */
export interface FileReport {
  readonly path: string;
  readonly language: RecordDocument["language"];
  readonly records: number;
  /** The worst of them, in document order. */
  readonly findings: readonly FindingReport[];
  /** How many more there are. */
  readonly left: number;
  readonly summary: Summary;
}

export interface FindingReport extends Result {
  readonly fixes: readonly {
    readonly title: string;
    readonly safe: boolean;
    readonly edits: readonly (Location & { readonly text: string })[];
  }[];
}

/** What a workspace says about `documents`, and about the files beside them into which findings point. */
export function reportsOn(
  documents: readonly RecordDocument[],
  workspace: Workspace,
  settings: CheckSettings,
  withFixes: boolean,
): readonly FileReport[] {
  const others = besides(documents);
  const all = new Map([...others, ...documents].map((document) => [document.uri, document]));
  const report = (document: RecordDocument) =>
    reportOn(document, workspace.findingsIn(document, settings), all, withFixes);
  const parts = new Set(documents.flatMap(({ included = [] }) => included.map(({ uri }) => uri)));
  return [
    ...documents.map(report),
    ...others.map(report).filter(({ path, findings }) => parts.has(path) || findings.length > 0),
  ];
}

function reportOn(
  document: RecordDocument,
  findings: readonly Finding[],
  all: ReadonlyMap<string, RecordDocument>,
  withFixes: boolean,
): FileReport {
  const shown = worstOf(findings);
  const place = (uri: string, span: Span): Location => {
    const there = uri === document.uri ? document : (all.get(uri) ?? document);
    return { path: uri, range: rangeOf(there, span) };
  };
  const fixesOf = (finding: Finding) =>
    finding.fixes.flatMap((fix) => {
      const edits = encodeFix(fix)?.map(({ uri, at, text }) => ({
        ...place(uri, at),
        text: withLineBreaks(text, (all.get(uri) ?? document).eol),
      }));
      return edits === undefined ? [] : [{ title: fix.title, safe: fix.safe, edits }];
    });
  return {
    path: document.uri,
    language: document.language,
    records: document.recordCount,
    findings: shown.map((finding) => {
      const span = spanOf(finding.at);
      return {
        id: finding.rule.id,
        level: finding.severity,
        message: finding.message,
        at: place(document.uri, span),
        related: finding.related.map(({ at, message }) => ({
          message,
          ...place(at.anchor.uri, spanOf(at)),
        })),
        subject: subjectOf(document, span),
        fixes: withFixes ? fixesOf(finding) : [],
      };
    }),
    left: findings.length - shown.length,
    summary: countsOf(findings),
  };
}

function subjectOf(document: RecordDocument, { start }: Span): string {
  const record = document.recordAt(start);
  return record === undefined ? "" : `${record.owner ?? record.name} ${record.type}`;
}

function rangeOf(document: RecordDocument, { start, end }: Span): Range {
  return { start: document.positionAt(start), end: document.positionAt(end) };
}

function worstOf(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length <= MOST_SHOWN) return findings;
  const worst = LEVELS.flatMap((level) => findings.filter(({ severity }) => severity === level));
  const kept = new Set(worst.slice(0, MOST_SHOWN));
  return findings.filter((one) => kept.has(one));
}

function countsOf(findings: readonly Finding[]): Summary {
  const counts = { error: 0, warning: 0, info: 0, hint: 0 };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}

/** How many findings there are in all files. */
export function sumOf(reports: readonly FileReport[]): Summary {
  const sum = { error: 0, warning: 0, info: 0, hint: 0 };
  for (const { summary } of reports) for (const level of LEVELS) sum[level] += summary[level];
  return sum;
}
