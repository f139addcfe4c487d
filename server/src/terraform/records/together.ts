import { joined, madeText, type Text } from "../eval/text.ts";

/** A part that is a tag of its own. */
const TAG = /^\s*[a-z]{1,6}\s*=\s*[^\s=]/i;
const LIST = /^\s*v\s*=\s*(?:DMARC1|DKIM1|TLSRPTv1|STSv1|BIMI1)/i;

/** What the parts of a value were to be: terms of SPF have a space between them, tags of the other records a semicolon. */
export function together(parts: readonly (readonly Text[])[]): readonly Text[] {
  const beginning = parts[0]?.[0]?.text ?? "";
  const separatorOf = /^\s*v=spf1/i.test(beginning) ? ofTerms : LIST.test(beginning) ? ofTags : () => "";
  const strings: Text[] = [];
  for (const part of parts) {
    const [first, ...more] = part;
    const before = strings.at(-1)?.text;
    const separator = before === undefined ? "" : separatorOf(before, first?.text ?? "");
    const place = first?.runs[0];
    if (separator !== "" && first !== undefined && place !== undefined)
      for (const string of [joined([madeText(separator, place), first]), ...more]) strings.push(string);
    else for (const string of part) strings.push(string);
  }
  return strings;
}

function ofTerms(before: string, after: string): string {
  return /\s$/.test(before) || /^\s/.test(after) ? "" : " ";
}

// Half of a key is no tag.
function ofTags(before: string, after: string): string {
  return TAG.test(after) && !/;\s*$/.test(before) ? "; " : "";
}
