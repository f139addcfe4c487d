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
  const own = lineSpan(document, first);
  const text = document.slice(own.start, own.end);
  if (first === last && document.language === "zone" && !endsInString(text)) {
    const known = /(?:;|#|\/\/)[ \t]*dnslens-ignore[ \t]+[a-z0-9-]+(?:[ \t]*,[ \t]*[a-z0-9-]+)*/.exec(text);
    const end =
      known === null ? own.start + text.trimEnd().length : own.start + known.index + known[0].length;
    const written = known === null ? ` ${mark} dnslens-ignore ${rule}` : `, ${rule}`;
    return { uri: document.uri, at: { start: end, end: known === null ? own.end : end }, text: written };
  }
  const above = own.start + (text.startsWith("\uFEFF") ? 1 : 0);
  const indent = /^[ \t]*/.exec(text)?.[0] ?? "";
  const written = `${document.language === "zone" ? "" : indent}${mark} dnslens-ignore ${rule}${document.eol}`;
  return { uri: document.uri, at: { start: above, end: above }, text: written };
}

// Behind a string that is not closed stands no comment, but more of the string.
function endsInString(line: string): boolean {
  return !COMPLETE.test(line);
}

const COMPLETE = /^(?:[^";\\]|\\.|"(?:[^"\\]|\\.)*")*(?:;.*)?$/;

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
