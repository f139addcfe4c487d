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

/** What begins a comment, up to the end of its line, and what is skipped before it. */
const SKIPPED = {
  zone: /(?:[^";\\]|\\.|"(?:[^"\\]|\\.)*(?:"|$))*/y,
  terraform: /(?:[^"#/\\]|\\.|\/(?!\/)|"(?:[^"\\]|\\.)*(?:"|$))*/y,
} as const;

/** The suppressions in the comments of a text. Scanning costs one search where there are none. */
export function scanSuppressions(text: string, language: keyof typeof SKIPPED): readonly Suppression[] {
  if (!text.includes("dnslens-ignore")) return NONE;
  const found: Suppression[] = [];
  let heredoc: string | undefined;
  for (const { 0: line, index: lineStart } of text.matchAll(/[^\r\n]+/g)) {
    if (heredoc !== undefined) {
      if (line.trim() === heredoc) heredoc = undefined;
      continue;
    }
    const skipped = SKIPPED[language];
    skipped.lastIndex = 0;
    const before = skipped.exec(line)?.[0] ?? "";
    if (language === "terraform") heredoc = HEREDOC.exec(before)?.[1];
    for (const match of line.slice(before.length).matchAll(DIRECTIVE)) {
      const start = lineStart + before.length + match.index;
      found.push({
        rules: (match[2] ?? "").split(",").map((id) => id.trim()),
        span: { start, end: start + match[0].length },
        scope: match[1] === undefined ? "record" : "file",
        alone: before.trim() === "" && line.slice(0, before.length + match.index).trim() === "",
      });
    }
  }
  return found;
}

const HEREDOC = /<<[-~]?([A-Za-z_][\w-]*)[ \t]*$/;

const NONE: readonly Suppression[] = [];
