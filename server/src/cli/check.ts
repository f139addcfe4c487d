import { existsSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { DIALECTS, type Dialect } from "../check/dialect.ts";
import type { CheckSettings } from "../check/settings.ts";
import type { RecordDocument } from "../dns/document.ts";
import type { AskLive } from "../mail/live.ts";
import { encodeFix, type Finding, spanOf } from "../rules/finding.ts";
import { RULES, ruleById } from "../rules/index.ts";
import type { Severity } from "../rules/rule.ts";
import type { Span } from "../text/span.ts";
import { Workspace } from "../workspace.ts";
import { BASE_OPTION, textsIn } from "./base.ts";
import { besides, documentsOf } from "./documents.ts";
import { ZONE_OPTIONS } from "./files.ts";
import { github } from "./formats/github.ts";
import { gitlab } from "./formats/gitlab.ts";
import type { Result } from "./formats/result.ts";
import { sarif } from "./formats/sarif.ts";
import { LIVE_OPTIONS, liveOf } from "./live.ts";
import { policyFilesFor } from "./policyFiles.ts";
import { UsageError } from "./usage.ts";

const SEVERITIES = ["error", "warning", "info", "hint"] as const;
const LEVELS: readonly string[] = [...SEVERITIES, "never"];

const FORMATS: Readonly<Record<string, (reports: readonly FileReport[]) => string>> = {
  text,
  json,
  sarif: (reports) => sarif(resultsOf(reports), SARIF_RULES),
  github: (reports) => github(resultsOf(reports)),
  gitlab: (reports) => gitlab(resultsOf(reports)),
};

/** So many findings of one file are shown, the worst of them. */
const MOST_SHOWN = 1000;

interface FileReport {
  readonly document: RecordDocument;
  readonly findings: readonly Finding[];
  /** How many more there are. */
  readonly left: number;
  readonly summary: Readonly<Record<Severity, number>>;
}

/** `dnslens check`: prints the findings of the files; the exit status of contract. */
export async function check(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      format: { type: "string", default: "text" },
      "fail-on": { type: "string", default: "error" },
      rule: { type: "string", multiple: true, default: [] },
      ...ZONE_OPTIONS,
      fix: { type: "boolean", default: false },
      dialect: { type: "string", default: "bind" },
      "stdin-filename": { type: "string" },
      ...BASE_OPTION,
      ...LIVE_OPTIONS,
    },
  });
  const { format, "fail-on": failOn } = values;
  const render = FORMATS[format];
  if (render === undefined) {
    throw new UsageError(`--format takes ${Object.keys(FORMATS).join(", ")}, not \`${format}\``);
  }
  if (!LEVELS.includes(failOn))
    throw new UsageError(`--fail-on takes ${LEVELS.join(", ")}, not \`${failOn}\``);
  const settings = { ...settingsOf(values.rule), dialect: dialectOf(values.dialect) };
  const documents = documentsOf(positionals, values);
  const dns = liveOf(values);
  const checked = values.fix ? await allFixed(documents) : documents;
  const policies = policyFilesFor(positionals, checked);
  const around = { now: () => Date.now() / 1000, base: textsIn(values.base) };
  const workspace = (ask?: AskLive) => {
    const made = new Workspace(ask, around);
    made.setPolicyFiles(policies);
    return made;
  };
  const reports =
    dns === undefined
      ? reportsOn(checked, settings, workspace())
      : (await dns.during((ask) => reportsOn(checked, settings, workspace(ask)))).value;
  process.stdout.write(render(reports));
  const worst = SEVERITIES.slice(0, LEVELS.indexOf(failOn) + 1);
  if (failOn === "never") return 0;
  return reports.some(({ summary }) => worst.some((severity) => summary[severity] > 0)) ? 1 : 0;
}

// All files are one workspace, so that a name in one is known to the rules in another.
function reportsOn(
  documents: readonly RecordDocument[],
  settings: CheckSettings,
  workspace: Workspace,
): readonly FileReport[] {
  workspace.openForGood(documents);
  const report = (document: RecordDocument): FileReport => {
    const findings = workspace.findingsIn(document, settings);
    const shown = worstOf(findings);
    return { document, findings: shown, left: findings.length - shown.length, summary: countsOf(findings) };
  };
  const parts = new Set(documents.flatMap(({ included = [] }) => included.map(({ uri }) => uri)));
  const others = besides(documents).map(report);
  return [
    ...documents.map(report),
    ...others.filter(({ document, findings }) => parts.has(document.uri) || findings.length > 0),
  ];
}

function worstOf(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length <= MOST_SHOWN) return findings;
  const worst = SEVERITIES.flatMap((severity) => findings.filter((one) => one.severity === severity));
  const kept = new Set(worst.slice(0, MOST_SHOWN));
  return findings.filter((one) => kept.has(one));
}

function countsOf(findings: readonly Finding[]): Record<Severity, number> {
  const counts = { error: 0, warning: 0, info: 0, hint: 0 };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}

type Fixer = (document: RecordDocument) => string;

async function allFixed(documents: readonly RecordDocument[]): Promise<readonly RecordDocument[]> {
  // Read only now: it brings the editor's protocol along.
  const { safelyFixed } = await import("../features/codeActions.ts");
  return documents.map((document) => fixed(document, safelyFixed));
}

/** Applies the safe fixes to a file and those it includes, in place. */
function fixed(document: RecordDocument, fixer: Fixer): RecordDocument {
  const parts = new Map((document.included ?? []).map((part) => [part.uri, part]));
  for (const part of parts.values()) writeFixed(part, fixer);
  // Read again in any case: what it includes may be another text now.
  return document.withText(writeFixed(document, fixer));
}

/** The text afterwards; standard input, and what is not UTF-8, is left as it is. */
function writeFixed(document: RecordDocument, fixer: Fixer): string {
  const before = document.text();
  if (before.includes("\uFFFD")) return before;
  const after = fixer(document);
  if (after === before || !existsSync(document.uri)) return before;
  writeFileSync(document.uri, after);
  return after;
}

function dialectOf(name: string): Dialect {
  const known = DIALECTS.find((one) => one === name);
  if (known === undefined) throw new UsageError(`--dialect takes ${DIALECTS.join(", ")}, not \`${name}\``);
  return known;
}

function settingsOf(options: readonly string[]): CheckSettings {
  const rules: Record<string, "off" | Severity> = {};
  for (const option of options) {
    const [id = "", level = ""] = option.split("=");
    const known = level === "off" ? level : SEVERITIES.find((severity) => severity === level);
    if (known === undefined)
      throw new UsageError(`--rule takes ID=off|hint|info|warning|error, not \`${option}\``);
    if (ruleById(id) === undefined)
      throw new UsageError(`\`${id}\` is no rule; \`dnslens rules\` lists them`);
    rules[id] = known;
  }
  return { rules };
}

function summaryOf(reports: readonly FileReport[]): Record<Severity, number> {
  const sum = countsOf([]);
  for (const { summary } of reports) for (const severity of SEVERITIES) sum[severity] += summary[severity];
  return sum;
}

function text(reports: readonly FileReport[]): string {
  let out = "";
  for (const { document, findings, left } of reports) {
    for (const finding of findings) {
      const { line, character } = document.positionAt(spanOf(finding.at).start);
      out += `${document.uri}:${line + 1}:${character + 1}: ${finding.severity} ${finding.message} [${finding.rule.id}]\n`;
    }
    if (left > 0) out += `${document.uri}: ${left} more findings are not shown; the worst are\n`;
  }
  const { error, warning, info, hint } = summaryOf(reports);
  const files = reports.length === 1 ? "1 file" : `${reports.length} files`;
  return `${out}${files}: ${error} errors, ${warning} warnings, ${info} notes, ${hint} hints\n`;
}

function json(reports: readonly FileReport[]): string {
  const there = (uri: string, document: RecordDocument) =>
    [
      document,
      ...reports.map((report) => report.document),
      ...(document.related ?? []),
      ...(document.included ?? []),
    ].find((one) => one.uri === uri) ?? document;
  const files = reports.map(({ document, findings, left }) => ({
    path: document.uri,
    language: document.language,
    records: document.recordCount,
    ...(left > 0 ? { omitted: left } : {}),
    findings: findings.map((finding) => ({
      rule: finding.rule.id,
      severity: finding.severity,
      message: finding.message,
      range: rangeOf(document, spanOf(finding.at)),
      related: finding.related.map(({ at, message }) => ({
        message,
        path: at.anchor.uri,
        range: rangeOf(there(at.anchor.uri, document), spanOf(at)),
      })),
      fixes: finding.fixes.flatMap((fix) => {
        const edits = encodeFix(fix);
        if (edits === undefined) return [];
        return [
          {
            title: fix.title,
            safe: fix.safe,
            edits: edits.map((edit) => ({
              path: edit.uri,
              range: rangeOf(there(edit.uri, document), edit.at),
              text: edit.text,
            })),
          },
        ];
      }),
    })),
  }));
  return `${JSON.stringify({ version: 1, files, summary: summaryOf(reports) })}\n`;
}

const SARIF_RULES = RULES.map(({ id, docs }) => ({
  id,
  summary: docs.summary,
  help: `https://github.com/dnslens/dnslens/blob/main/docs/rules/${id}.md`,
}));

/** The findings for a code host. */
function resultsOf(reports: readonly FileReport[]): readonly Result[] {
  const documents = new Map(reports.map(({ document }) => [document.uri, document]));
  return reports.flatMap(({ document, findings }) =>
    findings.map((finding) => {
      const span = spanOf(finding.at);
      const record = document.recordAt(span.start);
      return {
        id: finding.rule.id,
        level: finding.severity,
        message: finding.message,
        at: { path: document.uri, range: rangeOf(document, span) },
        related: finding.related.map(({ at, message }) => {
          const there = documents.get(at.anchor.uri) ?? document;
          return { message, path: at.anchor.uri, range: rangeOf(there, spanOf(at)) };
        }),
        subject: record === undefined ? "" : `${record.owner ?? record.name} ${record.type}`,
      };
    }),
  );
}

function rangeOf(document: RecordDocument, span: Span) {
  return { start: document.positionAt(span.start), end: document.positionAt(span.end) };
}
