import type { Span } from "../text/span.ts";

/** A comment that silences rules for one record or for its whole file. */
export interface Suppression {
  readonly rules: readonly string[];
  /** Of the comment's directive, offsets in the text that was scanned. */
  readonly span: Span;
  readonly scope: "file" | "record";
  /** The comment stands alone on its line, so that it speaks of the statement below. */
  readonly alone: boolean;
}

const DIRECTIVE = /(?:;|#|\/\/)[ \t]*dnslens-ignore(-file)?[ \t]+([a-z0-9-]+(?:[ \t]*,[ \t]*[a-z0-9-]+)*)/g;

/** The suppressions in a text. Scanning costs one search where there are none. */
export function scanSuppressions(text: string): readonly Suppression[] {
  if (!text.includes("dnslens-ignore")) return NONE;
  const found: Suppression[] = [];
  for (const match of text.matchAll(DIRECTIVE)) {
    const start = match.index;
    const lineStart = Math.max(text.lastIndexOf("\n", start), text.lastIndexOf("\r", start)) + 1;
    found.push({
      rules: (match[2] ?? "").split(",").map((id) => id.trim()),
      span: { start, end: start + match[0].length },
      scope: match[1] === undefined ? "record" : "file",
      alone: text.slice(lineStart, start).trim() === "",
    });
  }
  return found;
}

const NONE: readonly Suppression[] = [];
