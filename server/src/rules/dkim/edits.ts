import type { DkimRecord } from "../../mail/dkim.ts";
import { removalSpan, type Segment } from "../../mail/tags.ts";
import type { Edit } from "../rule.ts";

/** Takes a tag out of the list together with one of its semicolons. */
export function removeTag(dkim: DkimRecord, tag: Segment): Edit {
  return { at: removalSpan(dkim.list, tag), text: "" };
}

/** A value as a title may show it: cut after 24 characters. */
export function shown(text: string): string {
  return text.length > 24 ? `${text.slice(0, 24)}…` : text;
}
