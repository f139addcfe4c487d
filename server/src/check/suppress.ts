import type { Part, RecordDocument } from "../dns/document.ts";
import { CHANGE_SUMMARIES } from "../review/change.ts";
import type { Finding } from "../rules/finding.ts";
import { spanOf } from "../rules/finding.ts";
import { suppressionUnused } from "../rules/zonefile/suppressions.ts";
import { type Span, shifted } from "../text/span.ts";
import { isBlock } from "./parts.ts";
import { type Suppression, scanSuppressions } from "./suppressions.ts";

interface Placed {
  readonly part: Part;
  readonly suppression: Suppression;
  /** What it speaks of, in document offsets. */
  readonly target: Span;
}

const byPart = new WeakMap<Part, readonly Suppression[]>();

/** The findings that no comment silences, and one for each comment that silences nothing. */
export function applySuppressions(document: RecordDocument, findings: readonly Finding[]): Finding[] {
  const placed = placedIn(document);
  if (placed.length === 0) return [...findings];
  const used = new Set<string>();
  const kept = findings.filter((finding) => {
    const { start } = spanOf(finding.at);
    let silenced = false;
    for (const [index, { suppression, target }] of placed.entries()) {
      if (!suppression.rules.includes(finding.rule.id) || start < target.start || start > target.end)
        continue;
      used.add(`${index} ${finding.rule.id}`);
      silenced = true;
    }
    return !silenced;
  });
  for (const [index, { part, suppression }] of placed.entries()) {
    for (const id of suppression.rules) {
      // Kinds of change are found by comparing two versions; here nobody can tell whether the comment is of use.
      if (used.has(`${index} ${id}`) || Object.hasOwn(CHANGE_SUMMARIES, id)) continue;
      kept.push({
        rule: suppressionUnused,
        severity: suppressionUnused.severity,
        message: `\`${id}\` finds nothing here: the comment silences nothing`,
        at: { anchor: part, start: suppression.span.start, end: suppression.span.end },
        related: [],
        fixes: [],
      });
    }
  }
  return kept;
}

/** Whether a comment silences a rule, or a kind of change, for what begins at an offset of the document. */
export function isSilenced(document: RecordDocument, id: string, offset: number): boolean {
  return placedIn(document).some(
    ({ suppression, target }) =>
      suppression.rules.includes(id) && offset >= target.start && offset <= target.end,
  );
}

/** How many comments of some parts silence anything, or mean to. */
export function countSuppressions(parts: readonly Part[]): number {
  return parts.reduce((sum, part) => sum + suppressionsIn(part).length, 0);
}

function suppressionsIn(part: Part): readonly Suppression[] {
  let suppressions = byPart.get(part);
  if (suppressions === undefined) {
    suppressions = scanSuppressions(part.text, isBlock(part) ? "zone" : "terraform");
    byPart.set(part, suppressions);
  }
  return suppressions;
}

function placedIn(document: RecordDocument): readonly Placed[] {
  const placed: Placed[] = [];
  for (const part of document.parts) {
    if (part.uri !== document.uri) continue;
    for (const suppression of suppressionsIn(part)) {
      const target =
        suppression.scope === "file"
          ? { start: 0, end: document.length }
          : targetOf(document, suppression, shifted(suppression.span, part.start));
      placed.push({ part, suppression, target });
    }
  }
  return placed;
}

// The statement on the comment's own line, or the one below where the comment has the line for itself.
function targetOf(document: RecordDocument, { alone }: Suppression, at: Span): Span {
  let { line } = document.positionAt(at.start);
  if (alone) line++;
  for (; line < document.lineCount; line++) {
    const span = lineSpan(document, line);
    const text = document.slice(span.start, span.end);
    const first = text.search(/\S/);
    if (alone && (first < 0 || /^(?:;|#|\/\/)/.test(text.slice(first)))) continue;
    const record = document.recordAt(span.start + Math.max(first, 0));
    if (record === undefined) return span;
    // An element of a list has its comment for itself, although the statement is the whole block.
    const { rdataSpan } = record;
    const at = span.start + Math.max(first, 0);
    if (document.language === "terraform" && rdataSpan.start <= at && at <= rdataSpan.end) {
      return { start: rdataSpan.start, end: Math.max(rdataSpan.end, span.end) };
    }
    return { start: Math.min(record.span.start, span.start), end: Math.max(record.span.end, span.end) };
  }
  return at;
}

function lineSpan(document: RecordDocument, line: number): Span {
  const start = document.offsetAt({ line, character: 0 });
  return { start, end: document.offsetAt({ line, character: Number.MAX_SAFE_INTEGER }) };
}
