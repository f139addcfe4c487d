/** A regular expression of Go's RE2 as this engine runs it. */
export interface Pattern {
  first(text: string): RegExpExecArray | null;
  all(text: string): readonly RegExpExecArray[];
}

/** What a replacement is made of: its own text, and groups by number or name. */
export type Expansion = readonly (
  | { readonly start: number; readonly end: number }
  | { readonly group: string }
)[];

/** Longer texts are only searched by patterns that cannot backtrack far. */
const LONG = 2_000;

/**
 * The pattern of `regex`, `regexall` and `replace`; undefined where it is not understood, or could run for ever: RE2
 * is linear, this engine is not.
 */
export function compiled(source: string, length: number): Pattern | undefined {
  if (/\([^()]*[*+}][^()]*\)[*+{]/.test(source) || /\)[*+]\)?[*+]/.test(source)) return undefined;
  const open = source.match(/[^\\][*+]|\{[0-9]+,\}/g)?.length ?? 0;
  if (open > 2 && length > LONG) return undefined;
  const flags = /^\(\?([imsU]+)\)/.exec(source)?.[1] ?? "";
  if (flags.includes("U")) return undefined;
  const body = source
    .replace(/^\(\?[ims]+\)/, "")
    .replaceAll("(?P<", "(?<")
    .replaceAll("\\A", "^")
    .replaceAll("\\z", "$")
    .replaceAll("[[:alpha:]]", "[A-Za-z]")
    .replaceAll("[[:alnum:]]", "[A-Za-z0-9]")
    .replaceAll("[[:digit:]]", "[0-9]")
    .replaceAll("[[:space:]]", "\\s");
  let expression: RegExp;
  try {
    expression = new RegExp(body, `dg${flags}`);
  } catch {
    return undefined;
  }
  return {
    first: (text) => {
      expression.lastIndex = 0;
      return expression.exec(text);
    },
    all: (text) => [...text.matchAll(expression)],
  };
}

/** `$1`, `${name}` and `$$` in a replacement, as Go's `Expand` reads them. */
export function expansionOf(replacement: string): Expansion {
  const parts: ({ readonly start: number; readonly end: number } | { readonly group: string })[] = [];
  let from = 0;
  for (const match of replacement.matchAll(/\$(?:(\$)|\{(\w+)\}|(\w+))/g)) {
    parts.push({ start: from, end: match.index });
    from = match.index + match[0].length;
    if (match[1] !== undefined) parts.push({ start: match.index, end: match.index + 1 });
    else parts.push({ group: match[2] ?? match[3] ?? "" });
  }
  parts.push({ start: from, end: replacement.length });
  return parts;
}
