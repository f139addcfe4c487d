import { HOLE } from "../text/mappedText.ts";

/** A code span that its content cannot leave: control and bidirectional characters are taken out. "…" is what is not known. */
export function code(value: string): string {
  const clean = value
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, "")
    .replaceAll(HOLE, "…")
    .slice(0, 300);
  const longest = Math.max(0, ...[...clean.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = clean.startsWith("`") || clean.endsWith("`") ? " " : "";
  return clean === "" ? "` `" : `${fence}${pad}${clean}${pad}${fence}`;
}

/** A name as a headline shows it: without the final dot, plain where it cannot be taken for Markdown. */
export function plainName(name: string): string {
  // The top of a zone that nobody names here.
  if (name === "") return "this name";
  const shown = name.replace(/\.$/, "");
  return /^[a-z0-9.-]+$/i.test(shown) ? shown : code(shown);
}
