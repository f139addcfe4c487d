import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from "vscode-languageserver";
import type { Shown } from "../check/board.ts";
import type { RecordDocument } from "../dns/document.ts";
import { type Finding, spanOf } from "../rules/finding.ts";
import type { Severity } from "../rules/rule.ts";
import { rangeOf } from "./positions.ts";

/** VS Code shows 1,000 findings of one file; the last of them says how many there are besides. */
export const MOST_SHOWN = 999;

const SEVERITY: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** The findings as an editor shows them, and how many were left out. */
export function diagnosticsOf(document: RecordDocument, { findings, left }: Shown): Diagnostic[] {
  const shown = findings.map((finding) => diagnosticOf(document, finding));
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
