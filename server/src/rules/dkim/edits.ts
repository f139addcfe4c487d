import type { DkimRecord } from "../../mail/dkim.ts";
import { charactersOf } from "../../mail/spf/unicode.ts";
import { removalSpan, type Segment } from "../../mail/tags.ts";
import type { Edit } from "../rule.ts";

/** Takes a tag out of the list together with one of its semicolons. */
export function removeTag(dkim: DkimRecord, tag: Segment): Edit {
  return { at: removalSpan(dkim.list, tag), text: "" };
}

/** A value, of one character an octet, as a title may show it: cut after 24 characters. */
export function shown(octets: string): string {
  const text = /[\x80-\xff]/.test(octets) ? charactersOf(octets) : octets;
  return text.length > 24 ? `${text.slice(0, 24)}…` : text;
}

// What most records are not, or do not have: rules about it share one question.

export function isIllFormed({ wellFormed }: DkimRecord): boolean {
  return !wellFormed;
}

export function hasKeyProblem({ key }: DkimRecord): boolean {
  return key?.problem !== undefined;
}

export function hasFlags({ t }: DkimRecord): boolean {
  return t !== undefined;
}

export function hasHashes({ h }: DkimRecord): boolean {
  return h !== undefined;
}

export function hasBlanks({ key }: DkimRecord): boolean {
  return key !== undefined && key.base64.blanks.length > 0;
}
