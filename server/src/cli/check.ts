import { existsSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { DIALECTS, type Dialect } from "../check/dialect.ts";
import type { CheckSettings } from "../check/settings.ts";
import type { RecordDocument } from "../dns/document.ts";
import type { AskLive, LiveDns } from "../mail/live.ts";
import { RULES, ruleById } from "../rules/index.ts";
import type { Severity } from "../rules/rule.ts";
import { strictJson } from "../text/loose.ts";
import { Workspace } from "../workspace.ts";
import { BASE_OPTION, textsIn } from "./base.ts";
import { Crew, shareOf, type Task, threadsFor, threadsWanted } from "./crew.ts";
import { besides, filesOf, readFiles } from "./documents.ts";
import { type FileReport, reportsOn, sumOf } from "./fileReport.ts";
import { ZONE_OPTIONS, type ZoneValues } from "./files.ts";
import { github } from "./formats/github.ts";
import { gitlab } from "./formats/gitlab.ts";
import { LEVELS, type Result } from "./formats/result.ts";
import { sarif } from "./formats/sarif.ts";
import { LIVE_OPTIONS, liveOf } from "./live.ts";
import { counted, octetsOf, oneLine } from "./paths.ts";
import { policyFilesFor } from "./policyFiles.ts";
import { UsageError } from "./usage.ts";

const FAIL_ON: readonly string[] = [...LEVELS, "never"];

const FORMATS: Readonly<Record<string, (reports: readonly FileReport[]) => string>> = {
  text,
  json,
  sarif: (reports) => sarif(resultsOf(reports), SARIF_RULES),
  github: (reports) => github(resultsOf(reports)),
  gitlab: (reports) => gitlab(resultsOf(reports)),
};

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
      threads: { type: "string" },
      ...BASE_OPTION,
      ...LIVE_OPTIONS,
    },
  });
  const { format, "fail-on": failOn } = values;
  const render = FORMATS[format];
  if (render === undefined) {
    throw new UsageError(`--format takes ${Object.keys(FORMATS).join(", ")}, not \`${format}\``);
  }
  if (!FAIL_ON.includes(failOn))
    throw new UsageError(`--fail-on takes ${FAIL_ON.join(", ")}, not \`${failOn}\``);
  const wanted = threadsWanted(values.threads);
  const { origin, root, base, "stdin-filename": stdin } = values;
  const settings = { ...settingsOf(values.rule), dialect: dialectOf(values.dialect) };
  const job: Job = {
    paths: positionals,
    files: filesOf(positionals),
    zones: { origin, root, "stdin-filename": stdin },
    base,
    settings,
    withFixes: format === "json",
  };
  const dns = liveOf(values);
  const threads = dns === undefined && !values.fix ? threadsFor(job.files, wanted) : 1;
  const mends = values.fix && job.files.includes("-");
  if (mends && format !== "text")
    throw new UsageError(`--fix writes the mended - to standard output; leave out --format ${format}`);
  const reports = threads > 1 ? await checkedBy(threads, job) : await checkedAlone(job, values.fix, dns);
  (mends ? process.stderr : process.stdout).write(render(reports));
  const worst = LEVELS.slice(0, FAIL_ON.indexOf(failOn) + 1);
  if (failOn === "never") return 0;
  return reports.some(({ summary }) => worst.some((severity) => summary[severity] > 0)) ? 1 : 0;
}

/** Everything that a thread has to know to check its part of the files. */
interface Job {
  /** As the person named them. */
  readonly paths: readonly string[];
  readonly files: readonly string[];
  readonly zones: ZoneValues;
  readonly base: string | undefined;
  readonly settings: CheckSettings;
  readonly withFixes: boolean;
}

type Check = (ask?: AskLive) => readonly FileReport[];

// All files are one workspace, so that a name in one is known to the rules in another.
function checkOf(
  { paths, base, settings, withFixes }: Job,
  documents: readonly RecordDocument[],
  checked = documents,
): Check {
  const policies = policyFilesFor(paths, documents);
  const around = { now: () => Date.now() / 1000, base: textsIn(base) };
  return (ask) => {
    const workspace = new Workspace(ask, around);
    workspace.setPolicyFiles(policies);
    workspace.openForGood(documents, checked);
    return reportsOn(checked, workspace, settings, withFixes);
  };
}

async function checkedAlone(
  job: Job,
  fix: boolean,
  dns: LiveDns | undefined,
): Promise<readonly FileReport[]> {
  const read = readFiles(job.files, job.zones);
  const run = checkOf(job, fix ? await allFixed(read, givenOnStdin(job)) : read);
  return dns === undefined ? run() : (await dns.during(run)).value;
}

async function checkedBy(threads: number, job: Job): Promise<readonly FileReport[]> {
  const crew = new Crew<readonly FileReport[]>(job, threads);
  try {
    const documents = readFiles(job.files, job.zones);
    const own = checkOf(job, documents, shareOf(documents, { number: 0, of: threads }))();
    const all = [...own, ...(await crew.answers()).flat()];
    const byPath = new Map(all.map((report) => [report.path, report]));
    return [...documents, ...besides(documents)].flatMap(({ uri }) => byPath.get(uri) ?? []);
  } finally {
    crew.dismiss();
  }
}

/** What a thread that `check` started does: its share of the files. */
export function checkShare({ job, share }: Task<Job>): readonly FileReport[] {
  const documents = readFiles(job.files, job.zones);
  return checkOf(job, documents, shareOf(documents, share))();
}

type Fixer = (document: RecordDocument) => string;

/** The name under which standard input is read: what is mended goes to standard output, though a file may be called so. */
function givenOnStdin({ files, zones }: Job): string | undefined {
  return files.includes("-") ? (zones["stdin-filename"] ?? "stdin") : undefined;
}

async function allFixed(
  documents: readonly RecordDocument[],
  stdin: string | undefined,
): Promise<readonly RecordDocument[]> {
  // Read only now: it brings the editor's protocol along.
  const { safelyFixed } = await import("../features/codeActions.ts");
  return documents.map((document) => {
    if (document.uri !== stdin) return fixed(document, safelyFixed);
    const text = safelyFixed(document);
    process.stdout.write(octetsOf(text));
    return document.withText(text);
  });
}

/** Applies the safe fixes to a file and those it includes, in place. */
function fixed(document: RecordDocument, fixer: Fixer): RecordDocument {
  const parts = new Map((document.included ?? []).map((part) => [part.uri, part]));
  for (const part of parts.values()) writeFixed(part, fixer);
  // Read again in any case: what it includes may be another text now.
  return document.withText(writeFixed(document, fixer));
}

/** The text afterwards. */
function writeFixed(document: RecordDocument, fixer: Fixer): string {
  const before = document.text();
  const after = fixer(document);
  if (after === before || !existsSync(document.uri)) return before;
  writeFileSync(document.uri, octetsOf(after));
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
    const known = level === "off" ? level : LEVELS.find((severity) => severity === level);
    if (known === undefined)
      throw new UsageError(`--rule takes ID=off|hint|info|warning|error, not \`${option}\``);
    if (ruleById(id) === undefined)
      throw new UsageError(`\`${id}\` is no rule; \`dnslens rules\` lists them`);
    rules[id] = known;
  }
  return { rules };
}

function text(reports: readonly FileReport[]): string {
  let out = "";
  for (const { path, findings, left } of reports) {
    for (const { id, level, message, at } of findings) {
      const { line, character } = at.range.start;
      out += `${oneLine(path)}:${line + 1}:${character + 1}: ${level} ${message} [${id}]\n`;
    }
    if (left > 0) out += `${oneLine(path)}: ${left} more findings are not shown; the worst are\n`;
  }
  const { error, warning, info, hint } = sumOf(reports);
  const counts = [
    counted(error, "error"),
    counted(warning, "warning"),
    counted(info, "note"),
    counted(hint, "hint"),
  ];
  return `${out}${counted(reports.length, "file")}: ${counts.join(", ")}\n`;
}

function json(reports: readonly FileReport[]): string {
  const files = reports.map(({ path, language, records, left, findings }) => ({
    path,
    language,
    records,
    ...(left > 0 ? { omitted: left } : {}),
    findings: findings.map(({ id, level, message, at, related, fixes }) => ({
      rule: id,
      severity: level,
      message,
      range: at.range,
      related,
      fixes,
    })),
  }));
  return `${strictJson({ version: 1, files, summary: sumOf(reports) })}\n`;
}

const SARIF_RULES = RULES.map(({ id, docs }) => ({
  id,
  summary: docs.summary,
  why: docs.why,
  help: `https://github.com/dnslens/dnslens/blob/main/docs/rules/${id}.md`,
}));

function resultsOf(reports: readonly FileReport[]): readonly Result[] {
  return reports.flatMap(({ findings }) => findings);
}
