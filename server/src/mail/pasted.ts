import type { Span } from "../text/span.ts";

/** What stands in front of a mail record's own text because more than the text was pasted. */
export interface PastedPrefix {
  /** A whole line of a zone file, or only a name or a label such as `TXT=`. */
  readonly kind: "zone-line" | "label";
  /** Where the record's own text begins and ends, without quotes put around it; offsets in the text. */
  readonly start: number;
  readonly end: number;
  /** What stands between the strings that the text was written as. */
  readonly gaps: readonly Span[];
}

/** The prefix a text has besides its record; undefined for the ordinary text that has none. */
export function pastedPrefix(text: string): PastedPrefix | undefined {
  // Ordinary records begin with their version, and every TXT record comes through here.
  const first = text.charCodeAt(0) | 0x20;
  if (first === 0x76 && (text.charCodeAt(1) === 0x3d || text.charCodeAt(1) === 0x20)) return undefined;
  const head = text.slice(0, FARTHEST);
  const line = ZONE_LINE.exec(head);
  if (line !== null) return { kind: "zone-line", ...withoutQuotes(text, line[0].length) };
  const label = LABEL.exec(head);
  return label === null ? undefined : { kind: "label", ...withoutQuotes(text, label[0].length) };
}

/** Octets in which what was pasted before a record ends, with room to spare: a name has at most 255. */
const FARTHEST = 1024;

// `name`, TTL and class are optional in a zone line, but one of them, a quote, a parenthesis or a version must prove that it is one.
const ZONE_LINE =
  /^\s*(?:(?:\S{1,255}[ \t]+)?(?:(?:\d+[smhdw]?|IN|CH|HS)[ \t]+){1,2}TXT[ \t]+\S|(?:\S{1,255}[ \t]+)?TXT[ \t]+(?:\([ \t]*)?(?:"|v[ \t]*=)|\([ \t]*"v[ \t]*=)/i;

const LABEL =
  /^\s*(?:(?:TXT|type|name|host|value|record|data|content|target)\s*[:=]\s*(?:[\w.@*-]+\s+)?|(?:@|[\w*-]+(?:\.[\w*-]+)*\.?)(?:\s*[:=])?\s+|_[\w-]+(?:\.[\w-]+)*\.?\s*[:=]\s*)"?v\s*=\s*(?:spf1|DKIM1|DMARC1|TLSRPTv1|STSv1|BIMI1)/i;

/** From the last octet that a pattern matched back to where the record's text begins. */
function withoutQuotes(text: string, matched: number): Pick<PastedPrefix, "start" | "end" | "gaps"> {
  const head = text.slice(0, matched);
  const version = head.search(/v\s*=[^=]*$/i);
  let start = version === -1 ? matched - 1 : version;
  if (version === -1 && text[start] === "(") start += 1 + spaceAt(text, start + 1);
  if (version === -1 && text[start] === '"') start++;
  const quoted = text[start - 1] === '"';
  const isGroup = /\([ \t]*"?$/.test(text.slice(0, start));
  const trimmed = isGroup ? text.replace(/\s*\)?\s*$/, "") : text.trimEnd();
  let end = isGroup ? trimmed.length : text.length;
  if (quoted && trimmed.endsWith('"')) end = trimmed.length - 1;
  end = Math.max(start, end);
  return { start, end, gaps: quoted ? gapsIn(text, start, end) : [] };
}

function spaceAt(text: string, at: number): number {
  return /^\s*/.exec(text.slice(at))?.[0].length ?? 0;
}

// The quotes between strings, with the space between them.
function gapsIn(text: string, start: number, end: number): readonly Span[] {
  const gaps: Span[] = [];
  for (const match of text.slice(start, end).matchAll(/\\.|"\s*"/gs)) {
    if (match[0].startsWith('"'))
      gaps.push({ start: start + match.index, end: start + match.index + match[0].length });
  }
  return gaps;
}
