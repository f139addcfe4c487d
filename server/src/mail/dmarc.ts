import type { MappedText } from "../text/mappedText.ts";

/** A DMARC record (RFC 9989 section 4.7). */
export interface DmarcRecord {
  readonly source: MappedText;
}

export function parseDmarc(source: MappedText): DmarcRecord {
  return { source };
}
