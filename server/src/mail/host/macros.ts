import type { DomainSpec, Macro, MacroPart } from "../spf.ts";

/** The value of a macro letter (lower case); undefined where it is not known. */
export type MacroValue = (letter: string) => string | undefined;

// 253 characters of a name, a final dot, and one more to see that the name is too long.
const NAME_ROOM = 256;
/** Receivers may cut an explanation (RFC 7208 section 6.2); a megabyte of macros must not become gigabytes. */
const EXPLANATION_ROOM = 4096;

/**
 * Expands a domain-spec (RFC 7208 section 7) from its end on and no further than a name may be long: what stands before
 * is cut off anyway (section 7.3). Undefined where a value is not known.
 */
export function expandDomain(spec: DomainSpec, valueFor: MacroValue): string | undefined {
  if (spec.literal !== undefined) return spec.literal.slice(-NAME_ROOM);
  let text = "";
  for (let i = spec.parts.length - 1; i >= 0 && text.length < NAME_ROOM; i--) {
    const part = spec.parts[i];
    const piece = part === undefined ? "" : expandPart(part, valueFor);
    if (piece === undefined) return undefined;
    text = piece.slice(-NAME_ROOM) + text;
  }
  return text;
}

/** Expands an explanation; undefined where a value is not known. */
export function expandExplanation(spec: DomainSpec, valueFor: MacroValue): string | undefined {
  let text = "";
  for (const part of spec.parts) {
    const piece = expandPart(part, valueFor);
    if (piece === undefined) return undefined;
    text += piece.slice(0, EXPLANATION_ROOM);
    if (text.length > EXPLANATION_ROOM) break;
  }
  return text.slice(0, EXPLANATION_ROOM);
}

/** Whether the domain-spec asks for a macro letter. */
export function usesMacro(spec: DomainSpec | undefined, letter: string): boolean {
  return spec?.parts.some((part) => part.kind === "macro" && part.letter === letter) ?? false;
}

function expandPart(part: MacroPart, valueFor: MacroValue): string | undefined {
  switch (part.kind) {
    case "literal":
    case "escape":
      return part.text;
    case "macro": {
      const value = valueFor(part.letter);
      if (value === undefined) return undefined;
      const text = transformed(value, part);
      return part.escaped ? urlEscaped(text) : text;
    }
    case "invalid":
      return "";
  }
}

/** Split, reversed, cut to its last parts and joined with dots (section 7.3). */
function transformed(value: string, macro: Macro): string {
  if (macro.keep === undefined && !macro.reverse && macro.delimiters === "") return value;
  const delimiters = macro.delimiters === "" ? "." : macro.delimiters;
  const parts: string[] = [];
  let start = 0;
  for (let at = 0; at <= value.length; at++) {
    if (at < value.length && !delimiters.includes(value.charAt(at))) continue;
    parts.push(value.slice(start, at));
    start = at + 1;
  }
  if (macro.reverse) parts.reverse();
  return (macro.keep === undefined ? parts : parts.slice(-macro.keep)).join(".");
}

/** Everything but the unreserved characters of RFC 3986 as %XX. */
function urlEscaped(octets: string): string {
  return octets.replace(
    /[^A-Za-z0-9\-._~]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );
}
