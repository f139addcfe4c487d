import type { Finding } from "../rules/finding.ts";
import { spanOf } from "../rules/finding.ts";
import { suppressionUnused } from "../rules/zonefile/suppressions.ts";
import { type Span, shifted } from "../text/span.ts";
import type { Block } from "../zone/block.ts";
import type { ZoneDocument } from "../zone/document.ts";
import { type Suppression, scanSuppressions } from "./suppressions.ts";

interface Placed {
  readonly block: Block;
  readonly suppression: Suppression;
  /** What it speaks of, in document offsets. */
  readonly target: Span;
}

const byBlock = new WeakMap<Block, readonly Suppression[]>();

/** The findings that no comment silences, and one for each comment that silences nothing. */
export function applySuppressions(document: ZoneDocument, findings: readonly Finding[]): Finding[] {
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
  for (const [index, { block, suppression }] of placed.entries()) {
    for (const id of suppression.rules) {
      if (used.has(`${index} ${id}`)) continue;
      kept.push({
        rule: suppressionUnused,
        severity: suppressionUnused.severity,
        message: `\`${id}\` finds nothing here: the comment silences nothing`,
        at: { anchor: block, start: suppression.span.start, end: suppression.span.end },
        related: [],
        fixes: [],
      });
    }
  }
  return kept;
}

function placedIn(document: ZoneDocument): readonly Placed[] {
  const placed: Placed[] = [];
  for (const block of document.blocks) {
    let suppressions = byBlock.get(block);
    if (suppressions === undefined) {
      suppressions = scanSuppressions(block.text);
      byBlock.set(block, suppressions);
    }
    for (const suppression of suppressions) {
      const target =
        suppression.scope === "file"
          ? { start: 0, end: document.length }
          : targetOf(document, suppression, shifted(suppression.span, block.start));
      placed.push({ block, suppression, target });
    }
  }
  return placed;
}

// The statement on the comment's own line, or the one below where the comment has the line for itself.
function targetOf(document: ZoneDocument, { alone }: Suppression, at: Span): Span {
  let { line } = document.positionAt(at.start);
  if (alone) line++;
  for (; line < document.lineCount; line++) {
    const span = lineSpan(document, line);
    const text = document.slice(span.start, span.end);
    const first = text.search(/\S/);
    if (alone && (first < 0 || text[first] === ";")) continue;
    const record = document.recordAt(span.start + Math.max(first, 0));
    if (record === undefined) return span;
    return { start: record.span.start, end: Math.max(record.span.end, span.end) };
  }
  return at;
}

function lineSpan(document: ZoneDocument, line: number): Span {
  const start = document.offsetAt({ line, character: 0 });
  return { start, end: document.offsetAt({ line, character: Number.MAX_SAFE_INTEGER }) };
}
