import type { MappedText } from "../text/mappedText.ts";

/** A DKIM key record (RFC 6376 section 3.6.1). */
export interface DkimRecord {
  readonly source: MappedText;
}

export function parseDkim(source: MappedText): DkimRecord {
  return { source };
}
