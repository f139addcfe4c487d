import { type CodeAction, CodeActionKind, type Diagnostic, type TextEdit } from "vscode-languageserver";
import type { RecordDocument } from "../dns/document.ts";
import type { SourceEdit } from "../dns/record.ts";
import { type AnchoredFix, encodeFix, type Finding, spanOf } from "../rules/finding.ts";
import { suppressionUnused } from "../rules/zonefile/suppressions.ts";
import { withLineBreaks } from "../text/lineBreaks.ts";
import { overlaps, type Span } from "../text/span.ts";
import { findingsOf } from "../workspace.ts";
import { diagnosticOf } from "./diagnostics.ts";
import { rangeOf } from "./positions.ts";
import { bumpSerial } from "./serial.ts";
import { suppressHere, suppressInFile } from "./suppress.ts";
import { changedPart } from "./textChange.ts";

const PASSES = 10;

/** The kinds of action that this server has. */
export const CODE_ACTION_KINDS = [
  CodeActionKind.QuickFix,
  CodeActionKind.RefactorRewrite,
  `${CodeActionKind.SourceFixAll}.dnslens`,
  `${CodeActionKind.Source}.bumpSerial.dnslens`,
] as const;

/** The texts of other files of the workspace, for fixes that reach there. */
export type Siblings = (uri: string) => RecordDocument | undefined;

/**
 * What can be done about the findings that a span touches: their fixes first, then the same fix for the whole file, then comments
 * that silence the rule.
 * @param diagnostics what the editor shows there: each action names the one it is for
 */
export function quickFixes(
  document: RecordDocument,
  findings: readonly Finding[],
  span: Span,
  diagnostics: readonly Diagnostic[] = [],
  siblings: Siblings = () => undefined,
): CodeAction[] {
  const here = findings.filter(({ at }) => overlaps(spanOf(at), span));
  const fixes: CodeAction[] = [];
  const everywhere = new Map<string, CodeAction>();
  const silences: CodeAction[] = [];
  for (const finding of here) {
    const shown = [diagnosticFor(document, finding, diagnostics)];
    for (const [index, fix] of finding.fixes.entries()) {
      const changes = changesOf(document, fix, siblings);
      if (changes === undefined) continue;
      const isPreferred = index === 0 && finding.fixes.length === 1;
      const kind = CodeActionKind.QuickFix;
      fixes.push({ title: fix.title, kind, diagnostics: shown, isPreferred, edit: { changes } });
    }
    const { id } = finding.rule;
    const all = everywhere.has(id) ? undefined : fixAllOf(document, findings, id);
    if (all !== undefined) everywhere.set(id, { ...all, diagnostics: shown });
    silences.push(...silencing(document, finding, shown));
  }
  return [...fixes, ...everywhere.values(), ...distinct(silences)];
}

/** All safe fixes of a file in one action; none where there is nothing to do. */
export function fixAll(document: RecordDocument): CodeAction[] {
  const before = document.text();
  const after = safelyFixed(document);
  if (after === before) return [];
  return [
    {
      title: "Apply all safe fixes of DNS Lens",
      kind: `${CodeActionKind.SourceFixAll}.dnslens`,
      edit: { changes: { [document.uri]: [changedPart(document, before, after)] } },
    },
  ];
}

/**
 * The next serial of the zone, as a source action and, with the cursor in the SOA record, as a rewriting.
 * @param now milliseconds since the epoch
 */
export function serialActions(document: RecordDocument, span: Span, now: number): CodeAction[] {
  const bump = bumpSerial(document, now);
  if (bump === undefined) return [];
  const title = `Bump the serial to ${bump.to}`;
  const edit = { changes: { [document.uri]: [textEdit(document, bump.edit)] } };
  const source = { title, kind: `${CodeActionKind.Source}.bumpSerial.dnslens`, edit };
  return overlaps(bump.soa.span, span)
    ? [{ title, kind: CodeActionKind.RefactorRewrite, edit }, source]
    : [source];
}

/** The text with every safe fix applied, again and again until nothing more is to be done. */
export function safelyFixed(document: RecordDocument): string {
  const scratch = document.withText(document.text());
  for (let pass = 0; pass < PASSES; pass++) {
    const edits = safeEdits(scratch);
    if (edits.length === 0) break;
    for (const edit of edits) scratch.replace(edit.at, withLineBreaks(edit.text, document.eol));
  }
  return scratch.text();
}

/** An edit as the protocol writes it. */
export function textEdit(document: RecordDocument, edit: SourceEdit): TextEdit {
  return { range: rangeOf(document, edit.at), newText: withLineBreaks(edit.text, document.eol) };
}

// From the end of the file to its start, so that each leaves the others' places alone.
function safeEdits(document: RecordDocument): readonly SourceEdit[] {
  const fixes = findingsOf(document).flatMap(({ fixes }) => fixes.find(({ safe }) => safe) ?? []);
  return [...apart(document, fixes)].sort((a, b) => b.at.start - a.at.start);
}

/** The edits of fixes that do not touch each other's text, the first ones first. */
function apart(document: RecordDocument, fixes: readonly AnchoredFix[]): readonly SourceEdit[] {
  const chosen: SourceEdit[] = [];
  for (const fix of fixes) {
    const edits = encodeFix(fix);
    if (edits === undefined || edits.some(({ uri }) => uri !== document.uri)) continue;
    if (edits.some((edit) => chosen.some((other) => overlaps(edit.at, other.at)))) continue;
    chosen.push(...edits);
  }
  return chosen;
}

function fixAllOf(
  document: RecordDocument,
  findings: readonly Finding[],
  id: string,
): CodeAction | undefined {
  const alike = findings.filter(({ rule, fixes }) => rule.id === id && fixes.length > 0);
  if (alike.length < 2) return undefined;
  const edits = apart(
    document,
    alike.flatMap(({ fixes }) => fixes[0] ?? []),
  );
  if (edits.length === 0) return undefined;
  return {
    title: `Fix all ${alike.length} findings of \`${id}\` in this file`,
    kind: CodeActionKind.QuickFix,
    edit: { changes: { [document.uri]: edits.map((edit) => textEdit(document, edit)) } },
  };
}

function silencing(
  document: RecordDocument,
  finding: Finding,
  diagnostics: readonly Diagnostic[],
): readonly CodeAction[] {
  const { id } = finding.rule;
  // A comment that silences nothing is no place for another one.
  if (id === suppressionUnused.id) return [];
  const common = { kind: CodeActionKind.QuickFix, diagnostics: [...diagnostics] };
  const changed = (edit: SourceEdit) => ({ changes: { [document.uri]: [textEdit(document, edit)] } });
  return [
    {
      ...common,
      title: `Ignore \`${id}\` for this record (a comment)`,
      edit: changed(suppressHere(document, spanOf(finding.at), id)),
    },
    {
      ...common,
      title: `Ignore \`${id}\` in this file (a comment)`,
      edit: changed(suppressInFile(document, id)),
    },
  ];
}

function distinct(actions: readonly CodeAction[]): readonly CodeAction[] {
  return [
    ...new Map(actions.map((action) => [`${action.title} ${JSON.stringify(action.edit)}`, action])).values(),
  ];
}

function changesOf(
  document: RecordDocument,
  fix: AnchoredFix,
  siblings: Siblings,
): Record<string, TextEdit[]> | undefined {
  const edits = encodeFix(fix);
  if (edits === undefined) return undefined;
  const changes: Record<string, TextEdit[]> = {};
  for (const edit of edits) {
    const target = edit.uri === document.uri ? document : siblings(edit.uri);
    if (target === undefined) return undefined;
    changes[edit.uri] = [...(changes[edit.uri] ?? []), textEdit(target, edit)];
  }
  return changes;
}

// The editor's own copy where it sent one: that is the light bulb the person clicked on.
function diagnosticFor(document: RecordDocument, finding: Finding, shown: readonly Diagnostic[]): Diagnostic {
  const own = diagnosticOf(document, finding);
  const { start } = own.range;
  return (
    shown.find(
      ({ code, range }) =>
        code === own.code && range.start.line === start.line && range.start.character === start.character,
    ) ?? own
  );
}
