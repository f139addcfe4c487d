import type { RecordDocument } from "../src/dns/document.ts";
import { type AnchoredFix, encodeFix } from "../src/rules/finding.ts";

/** Makes the edits of a fix in a document. Returns whether there are any: a fix that cannot be written is none. */
export function applyFix(document: RecordDocument, fix: AnchoredFix | undefined): boolean {
  const edits = fix === undefined ? undefined : encodeFix(fix);
  // They are in the order of their places.
  for (const { at, text } of [...(edits ?? [])].reverse()) document.replace(at, text);
  return edits !== undefined;
}
