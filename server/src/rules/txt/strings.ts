import type { MappedText } from "../../text/mappedText.ts";
import { type TextSpan, textSpan } from "../../text/span.ts";

/** Longest character-string, in octets (RFC 1035 section 3.3). */
const STRING_MAX = 255;

/** The character-strings of more than 255 octets. */
export function overlongStrings(source: MappedText): readonly TextSpan[] {
  const { breaks, text } = source;
  if (text.length <= STRING_MAX) return NONE;
  const found: TextSpan[] = [];
  for (let i = 0; i <= breaks.length; i++) {
    const start = breaks[i - 1] ?? 0;
    const end = breaks[i] ?? text.length;
    if (end - start > STRING_MAX) found.push(textSpan(start, end));
  }
  return found;
}

const NONE: readonly TextSpan[] = [];
