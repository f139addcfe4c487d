import type { RdataToken } from "../../dns/rdata.ts";
import { scanTokens } from "../../dns/tokens.ts";
import { HOLE } from "../../text/mappedText.ts";
import type { Span } from "../../text/span.ts";
import type { Text } from "../eval/text.ts";
import { octetsOf, runAt } from "./octets.ts";

/** The items of rdata in presentation format, with their places in the document; `@` is the zone. */
export function tokensOf(
  content: Text,
  element: Span,
  uri: string,
  zone: string | undefined,
): readonly RdataToken[] {
  const octets = octetsOf(content);
  return scanTokens(octets.text, 0, octets.text.length, 0).map((token) => {
    const place = placeOf(octets, token.start, token.end, uri) ?? element;
    const raw = token.raw === "@" && !token.quoted ? (zone ?? HOLE) : token.raw;
    return { raw, quoted: token.quoted, start: place.start, end: place.end };
  });
}

// Undefined where the characters stand in another file.
function placeOf(content: Text, start: number, end: number, uri: string): Span | undefined {
  const first = runAt(content, start);
  const last = runAt(content, end - 1);
  if (first === undefined || last === undefined || first.run.uri !== uri || last.run.uri !== uri)
    return undefined;
  const from = first.run.start + (first.run.exact ? first.into : 0);
  const to = last.run.exact ? last.run.start + last.into + 1 : last.run.end;
  return { start: from, end: Math.max(from, to) };
}
