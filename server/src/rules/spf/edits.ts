import type { SpfRecord, SpfTerm } from "../../mail/spf.ts";
import { countWhile } from "../../text/halving.ts";
import { type TextSpan, textSpan } from "../../text/span.ts";
import type { Edit, Fix } from "../rule.ts";

/** Whether receivers see the record and get past its syntax; otherwise advice about its terms means nothing. */
export function isSound(spf: SpfRecord): boolean {
  return spf.recognized === true && spf.permerror !== true && spf.faults.length === 0;
}

/** The terms that receivers look at: none behind the first `all` (RFC 7208 section 5.1). */
export function reachedTerms({ terms }: SpfRecord): readonly SpfTerm[] {
  const all = terms.findIndex(({ kind }) => kind === "all");
  return all < 0 ? terms : terms.slice(0, all + 1);
}

/** Whether anything is wrong with the version or a term. */
export function isAmiss({ faults, version }: SpfRecord): boolean {
  return faults.length > 0 || version.problems.length > 0;
}

/** Takes a term out, with the spaces in front of it. */
export function withoutTerm(spf: SpfRecord, term: TextSpan): Edit {
  let { start } = term;
  while (start > 0 && spf.source.text.charCodeAt(start - 1) === 0x20) start--;
  return { at: textSpan(start, term.end), text: "" };
}

/** Adds a term behind everything else. */
export function appended(spf: SpfRecord, term: string): Edit {
  const { text } = spf.source;
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 0x20) end--;
  return { at: textSpan(end, text.length), text: ` ${term}` };
}

/** A fix that takes a term out. `safe`: no sender's result depends on it. */
export function deleting(spf: SpfRecord, term: TextSpan, safe: boolean): Fix {
  return { title: `Delete \`${shortened(wordAt(spf, term))}\``, safe, edits: [withoutTerm(spf, term)] };
}

/** A fix that writes `text` instead of what stands at `at`. */
export function writing(text: string, at: TextSpan, safe: boolean): Fix {
  return { title: `Write \`${shortened(text)}\``, safe, edits: [{ at, text }] };
}

/** The record's text at a span. */
export function wordAt(spf: SpfRecord, { start, end }: TextSpan): string {
  return spf.source.text.slice(start, end);
}

const SHOWN = 60;

/** For messages and titles. */
export function shortened(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

/** The term that a span lies in. Terms stand in order, and a hostile record has ten thousand of them. */
export function termOf({ terms }: SpfRecord, span: TextSpan): SpfTerm | undefined {
  const term = terms[countWhile(terms.length, (i) => (terms[i]?.span.end ?? 0) < span.end)];
  return term !== undefined && term.span.start <= span.start && span.end <= term.span.end ? term : undefined;
}
