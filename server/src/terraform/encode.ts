import { decimalEscape } from "../dns/octets.ts";
import { HOLE } from "../text/mappedText.ts";
import type { Template } from "./hcl/ast.ts";
import type { ProviderRow } from "./providers/row.ts";
import { textOfOctets } from "./records/octets.ts";

const MAX_STRING = 255;

/** A character-string in quotes as DNS prints it; holes stay. */
export function quotedString(octets: string): string {
  return `"${escapedString(octets)}"`;
}

/** What stands between the quotes of a character-string. */
export function escapedString(octets: string): string {
  if (!ESCAPED.test(octets)) return octets;
  let out = "";
  for (const char of octets) {
    const code = char.charCodeAt(0);
    if (char === '"' || char === "\\") out += `\\${char}`;
    else if ((code >= 0x20 && code < 0x7f) || char === HOLE) out += char;
    else out += decimalEscape(code);
  }
  return out;
}

const ESCAPED = /[^\x20-\x7e]|["\\]/;

/** Octets cut into strings of at most 255. */
export function chunksOf(octets: string): readonly string[] {
  const chunks: string[] = [];
  for (let at = 0; at === 0 || at < octets.length; at += MAX_STRING)
    chunks.push(octets.slice(at, at + MAX_STRING));
  return chunks;
}

/** How a value is quoted for a provider whose way is not known: as it was. */
export type Kept = "quoted" | "raw";

/** A TXT text as the value that its provider takes; undefined where it cannot be written. */
export function valueFor(octets: string, row: ProviderRow | undefined, kept: Kept): string | undefined {
  const quoted = () => chunksOf(octets).map(quotedString).join(" ");
  switch (row?.writer ?? "keep") {
    case "raw":
      return row?.text === "inner" ? escapedString(octets) : textOfOctets(octets);
    case "quoted":
    case "quoted-preferred":
      return quoted();
    case "raw-split-bare":
      return chunksOf(octets).map(escapedOctal).join('""');
    default:
      return kept === "quoted" ? quoted() : textOfOctets(octets);
  }
}

/** A part of a TXT text inside the value that its provider takes: what a quoted string would escape is escaped. */
export function partFor(octets: string, row: ProviderRow | undefined, kept: Kept): string {
  const writer = row?.writer ?? "keep";
  if (writer === "raw-split-bare") return escapedOctal(octets);
  const isQuoted = writer === "quoted" || row?.text === "inner" || kept === "quoted";
  return isQuoted ? escapedString(octets) : textOfOctets(octets);
}

// Route 53 reads `\ooo`.
function escapedOctal(octets: string): string {
  let out = "";
  for (const char of octets) {
    const code = char.charCodeAt(0);
    if (char === '"' || char === "\\") out += `\\${char}`;
    else if ((code >= 0x20 && code < 0x7f) || char === HOLE) out += char;
    else out += `\\${code.toString(8).padStart(3, "0")}`;
  }
  return out;
}

/** Text as it stands inside a string literal of that style. */
export function inLiteral(text: string, style: Template["style"]): string {
  const template = text.replace(/([$%])(?=\{)/g, "$1$1");
  switch (style) {
    case "heredoc":
      return template;
    case "json":
      return JSON.stringify(template).slice(1, -1);
    case "json-plain":
      return JSON.stringify(text).slice(1, -1);
    case "quoted":
      return template
        .replace(/["\\]/g, "\\$&")
        .replaceAll("\n", "\\n")
        .replaceAll("\r", "\\r")
        .replaceAll("\t", "\\t");
  }
}

/** A whole string literal in quotes; a heredoc becomes one. */
export function literalOf(text: string, style: Template["style"]): string {
  return `"${inLiteral(text, style === "heredoc" ? "quoted" : style)}"`;
}
