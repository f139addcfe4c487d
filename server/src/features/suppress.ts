import type { RecordDocument } from "../dns/document.ts";
import type { SourceEdit } from "../dns/record.ts";
import type { Span } from "../text/span.ts";
import { lineSpan } from "./positions.ts";

/** A comment that silences a rule for what stands at a span: behind the record's line, above it where it has several. */
export function suppressHere(document: RecordDocument, at: Span, rule: string): SourceEdit {
  const span = statementAt(document, at);
  const first = document.positionAt(span.start).line;
  const last = document.positionAt(span.end).line;
  const mark = markOf(document);
  if (first === last && document.language === "zone") {
    const line = lineSpan(document, first);
    const text = document.slice(line.start, line.end);
    const known = /(?:;|#|\/\/)[ \t]*dnslens-ignore[ \t]+[a-z0-9-]+(?:[ \t]*,[ \t]*[a-z0-9-]+)*/.exec(text);
    const end =
      known === null ? line.start + text.trimEnd().length : line.start + known.index + known[0].length;
    const written = known === null ? ` ${mark} dnslens-ignore ${rule}` : `, ${rule}`;
    return { uri: document.uri, at: { start: end, end: known === null ? line.end : end }, text: written };
  }
  const line = lineSpan(document, first);
  const indent = /^[ \t]*/.exec(document.slice(line.start, line.end))?.[0] ?? "";
  const text = `${document.language === "zone" ? "" : indent}${mark} dnslens-ignore ${rule}${document.eol}`;
  return { uri: document.uri, at: { start: line.start, end: line.start }, text };
}

/** A comment on top of the file that silences a rule everywhere in it. */
export function suppressInFile(document: RecordDocument, rule: string): SourceEdit {
  const start = document.slice(0, 1) === "\uFEFF" ? 1 : 0;
  const text = `${markOf(document)} dnslens-ignore-file ${rule}${document.eol}`;
  return { uri: document.uri, at: { start, end: start }, text };
}

function markOf(document: RecordDocument): string {
  return document.language === "zone" ? ";" : "#";
}

function statementAt(document: RecordDocument, at: Span): Span {
  const record = document.recordAt(at.start);
  return record === undefined || record.span.end < at.start ? at : record.span;
}
