import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from "vscode-languageserver";
import type { RecordDocument } from "../dns/document.ts";
import { type Finding, spanOf } from "../rules/finding.ts";
import type { Severity } from "../rules/rule.ts";
import { rangeOf } from "./positions.ts";

/** VS Code shows no more findings of one file than this. */
const MOST = 1000;

const SEVERITY: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** The findings as an editor shows them: the worst first where there are too many, and how many were left out. */
export function diagnosticsOf(document: RecordDocument, findings: readonly Finding[]): Diagnostic[] {
  const worst =
    findings.length <= MOST
      ? findings
      : [...findings].sort((a, b) => SEVERITY[a.severity] - SEVERITY[b.severity]).slice(0, MOST - 1);
  const shown = worst.map((finding) => diagnosticOf(document, finding));
  const left = findings.length - worst.length;
  if (left > 0) {
    shown.push({
      range: rangeOf(document, { start: 0, end: 0 }),
      severity: DiagnosticSeverity.Information,
      source: "dnslens",
      message: `${left} more findings in this file are not shown; the worst are`,
    });
  }
  return shown;
}

/** One finding as an editor shows it. */
export function diagnosticOf(document: RecordDocument, finding: Finding): Diagnostic {
  const { rule } = finding;
  const tags =
    rule.tag === undefined
      ? []
      : [rule.tag === "deprecated" ? DiagnosticTag.Deprecated : DiagnosticTag.Unnecessary];
  return {
    range: rangeOf(document, spanOf(finding.at)),
    severity: SEVERITY[finding.severity],
    source: "dnslens",
    code: rule.id,
    codeDescription: { href: `https://github.com/dnslens/dnslens/blob/main/docs/rules/${rule.id}.md` },
    message: finding.message,
    tags,
    relatedInformation: finding.related.flatMap(({ at, message }) => {
      const { uri } = at.anchor;
      const there = [document, ...(document.related ?? [])].find((one) => one.uri === uri);
      return there === undefined ? [] : [{ location: { uri, range: rangeOf(there, spanOf(at)) }, message }];
    }),
  };
}
