import { complain, fix, insert, type Reading, replace } from "./reading.ts";

// What BIND reads to the end of its line, and finds no line end behind.
const ENDED_BY_LINE: ReadonlySet<string> = new Set(["$ORIGIN", "$TTL", "$GENERATE", "$DATE"]);

/** Says that a byte order mark stands before the first line. */
export function complainOfBom(reading: Reading): void {
  const { from } = reading;
  complain(
    reading,
    "zone-bom",
    "A byte order mark stands before the first line; name servers read it as part of the first name",
    from,
    from + 1,
    {
      ...fix("Delete the byte order mark", replace(from, from + 1, "")),
      safe: true,
    },
  );
}

/** Says that the last line has no end, where that is so. */
export function complainOfEnd(reading: Reading): void {
  const { text, from, directives } = reading;
  const end = text.length;
  const last = text.charCodeAt(end - 1);
  if (last === 0x0a || last === 0x0d) return;
  const directive = directives.at(-1);
  const isDirective = directive !== undefined && !/[\r\n]/.test(text.slice(from + directive.end));
  const more = { ...fix("End the last line", insert(end, eolOf(text))), safe: true };
  // `$INCLUDE` alone may end the file, as long as it names no origin.
  const needsEnd =
    directive !== undefined && (ENDED_BY_LINE.has(directive.kind) || directive.args.length > 1);
  if (isDirective && needsEnd) {
    complain(
      reading,
      "zone-directive-unterminated",
      `\`${directive.kind}\` stands on a last line without a line end: BIND refuses the zone`,
      from + directive.start,
      end,
      more,
    );
  } else
    complain(
      reading,
      "zone-newline-missing",
      "The last line has no line end; BIND warns, and a line added later runs into it",
      end - 1,
      end,
      more,
    );
}

function eolOf(text: string): string {
  const last = Math.max(text.lastIndexOf("\n"), text.lastIndexOf("\r"));
  if (last < 0) return "\n";
  return text[last] === "\n" && text[last - 1] === "\r" ? "\r\n" : (text[last] ?? "\n");
}
