/** What stands in front of a mail record's own text because more than the text was pasted. */
export interface PastedPrefix {
  /** A whole line of a zone file, or only a name or a label such as `TXT=`. */
  readonly kind: "zone-line" | "label";
  /** Where the record's own text begins and ends, without quotes put around it; offsets in the text. */
  readonly start: number;
  readonly end: number;
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

// `name`, TTL and class are optional in a zone line, but one of them, a quote or a version must prove that it is one.
const ZONE_LINE =
  /^\s*(?:(?:\S{1,255}[ \t]+)?(?:(?:\d+[smhdw]?|IN|CH|HS)[ \t]+){1,2}TXT[ \t]+\S|(?:\S{1,255}[ \t]+)?TXT[ \t]+(?:"|v[ \t]*=))/i;

const LABEL =
  /^\s*(?:(?:TXT|type|name|host|value|record|data|content|target)\s*[:=]\s*(?:[\w.@*-]+\s+)?|(?:@|[\w*-]+(?:\.[\w*-]+)*\.?)(?:\s*[:=])?\s+|_[\w-]+(?:\.[\w-]+)*\.?\s*[:=]\s*)"?v\s*=\s*(?:spf1|DKIM1|DMARC1|TLSRPTv1|STSv1|BIMI1)/i;

/** From the last octet that a pattern matched back to where the record's text begins. */
function withoutQuotes(text: string, matched: number): { readonly start: number; readonly end: number } {
  const head = text.slice(0, matched);
  const version = head.search(/v\s*=[^=]*$/i);
  let start = version === -1 ? matched - 1 : version;
  let end = text.length;
  if (version === -1 && text[start] === '"') start++;
  const quoted = text[start - 1] === '"';
  const trimmed = text.trimEnd();
  if (quoted && trimmed.endsWith('"')) end = trimmed.length - 1;
  return { start, end: Math.max(start, end) };
}
