import type { MappedText } from "../text/mappedText.ts";

/** A tag list (RFC 6376 section 3.2 and those like it). */
export interface TagRecord {
  readonly source: MappedText;
}

export function parseTags(source: MappedText): TagRecord {
  return { source };
}
