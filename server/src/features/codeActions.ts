import { type CodeAction, CodeActionKind, type TextEdit } from "vscode-languageserver";
import type { RecordDocument } from "../dns/document.ts";
import type { SourceEdit } from "../dns/record.ts";
import { encodeFix, type Finding, spanOf } from "../rules/finding.ts";
import { overlaps, type Span } from "../text/span.ts";
import { findingsOf } from "../workspace.ts";
import { rangeOf } from "./diagnostics.ts";

const PASSES = 10;

/** The fixes of the findings that a span touches. */
export function quickFixes(document: RecordDocument, findings: readonly Finding[], span: Span): CodeAction[] {
  const actions: CodeAction[] = [];
  for (const finding of findings) {
    if (!overlaps(spanOf(finding.at), span)) continue;
    for (const [index, fix] of finding.fixes.entries()) {
      const edits = encodeFix(fix);
      if (edits === undefined || edits.some(({ uri }) => uri !== document.uri)) continue;
      actions.push({
        title: fix.title,
        kind: CodeActionKind.QuickFix,
        isPreferred: index === 0 && finding.fixes.length === 1,
        edit: { changes: { [document.uri]: edits.map((edit) => textEdit(document, edit)) } },
      });
    }
  }
  return actions;
}

/** All safe fixes of a file in one action; none where there is nothing to do. */
export function fixAll(document: RecordDocument): CodeAction[] {
  const before = document.text();
  const after = safelyFixed(document);
  if (after === before) return [];
  const range = rangeOf(document, { start: 0, end: document.length });
  return [
    {
      title: "Apply all safe fixes of DNS Lens",
      kind: `${CodeActionKind.SourceFixAll}.dnslens`,
      edit: { changes: { [document.uri]: [{ range, newText: after }] } },
    },
  ];
}

/** The text with every safe fix applied, again and again until nothing more is to be done. */
export function safelyFixed(document: RecordDocument): string {
  const scratch = document.withText(document.text());
  for (let pass = 0; pass < PASSES; pass++) {
    const edits = safeEdits(scratch);
    if (edits.length === 0) break;
    for (const edit of edits) scratch.replace(edit.at, edit.text);
  }
  return scratch.text();
}

// From the end of the file to its start, so that each leaves the others' places alone.
function safeEdits(document: RecordDocument): readonly SourceEdit[] {
  const chosen: SourceEdit[] = [];
  for (const finding of findingsOf(document)) {
    const fix = finding.fixes.find(({ safe }) => safe);
    const edits = fix === undefined ? undefined : encodeFix(fix);
    if (edits === undefined || edits.some((edit) => chosen.some((other) => overlaps(edit.at, other.at))))
      continue;
    chosen.push(...edits);
  }
  return chosen.sort((a, b) => b.at.start - a.at.start);
}

function textEdit(document: RecordDocument, edit: SourceEdit): TextEdit {
  return { range: rangeOf(document, edit.at), newText: edit.text };
}
