import {
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
  type Range,
} from "vscode-languageserver";
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

/** Findings as they were shown last: who sends them knows by the object that one is still the same. */
const shownLast = new WeakMap<Finding, Diagnostic>();

/** One finding as an editor shows it; the same object as the last time where it is shown at the same place. */
export function diagnosticOf(document: RecordDocument, finding: Finding): Diagnostic {
  const range = rangeOf(document, spanOf(finding.at));
  const relatedInformation = finding.related.flatMap(({ at, message }) => {
    const { uri } = at.anchor;
    const there = uri === document.uri ? document : document.related?.get(uri);
    return there === undefined ? [] : [{ location: { uri, range: rangeOf(there, spanOf(at)) }, message }];
  });
  const last = shownLast.get(finding);
  if (last !== undefined && isSame(last.range, range) && areSame(last.relatedInformation, relatedInformation))
    return last;
  const { rule } = finding;
  const diagnostic: Diagnostic = {
    range,
    severity: SEVERITY[finding.severity],
    source: "dnslens",
    code: rule.id,
    codeDescription: { href: `https://github.com/dnslens/dnslens/blob/main/docs/rules/${rule.id}.md` },
    message: finding.message,
    tags:
      rule.tag === undefined
        ? []
        : [rule.tag === "deprecated" ? DiagnosticTag.Deprecated : DiagnosticTag.Unnecessary],
    relatedInformation,
  };
  shownLast.set(finding, diagnostic);
  return diagnostic;
}

function areSame(
  last: Diagnostic["relatedInformation"],
  now: readonly DiagnosticRelatedInformation[],
): boolean {
  // What is related to a finding does not change, only where it stands, and whether it stands in a file that is known.
  return (
    last?.length === now.length &&
    last.every(({ location: { uri, range } }, i) => {
      const there = now[i]?.location;
      return there !== undefined && there.uri === uri && isSame(there.range, range);
    })
  );
}

function isSame(a: Range, b: Range): boolean {
  return (
    a.start.line === b.start.line &&
    a.start.character === b.start.character &&
    a.end.line === b.end.line &&
    a.end.character === b.end.character
  );
}
