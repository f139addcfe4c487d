import type { MappedText } from "../text/mappedText.ts";

/** An SPF record (RFC 7208). */
export interface SpfRecord {
  readonly source: MappedText;
}

export function parseSpf(source: MappedText): SpfRecord {
  return { source };
}
