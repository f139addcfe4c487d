import type { Segment, Tag, TagRecord } from "../../mail/tags.ts";
import { removalSpan } from "../../mail/tags.ts";
import { type TextSpan, textSpan } from "../../text/span.ts";
import type { Edit, Fix, Report, RuleDocs, Severity, TagRule } from "../rule.ts";

/** One row of a table of rules about records that are tag lists; `bad` is the text of the record at the table's owner. */
export interface TagRow {
  readonly id: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly why: string;
  readonly bad: string;
  /** A rule that has something to say about the example too. */
  readonly quiet?: string;
  readonly refs: readonly string[];
  readonly check: TagRule["check"];
}

/** The rules of a table. */
export function tagRules(
  scope: TagRule["scope"],
  owner: string,
  good: string,
  rows: readonly TagRow[],
): readonly TagRule[] {
  return rows.map(({ id, severity, summary, why, bad, quiet, refs, check }) => {
    const comment = quiet === undefined ? "" : `; dnslens-ignore-file ${quiet}\n`;
    const docs: RuleDocs = {
      summary,
      why,
      bad: `${comment}${owner} TXT "${bad}"`,
      good: `${owner} TXT "${good}"`,
      refs,
    };
    if (id.endsWith("-version")) return { id, severity, scope, docs, check };
    const undisguised: TagRule["check"] = (record, report, context) => {
      // What is not ASCII in a TLS-RPT record has a rule of its own.
      const isTold = scope !== "tlsrpt" || record.junk.length === 0;
      if (!isTold || disguiseOf(record).length === 0) check(record, report, context);
    };
    return { id, severity, scope, docs, check: undisguised };
  });
}

const QUOTED = /^(["']|\u00e2\u0080[\u0098-\u009f]).*(["']|\u00e2\u0080[\u0098-\u009f])[ \t]*$/s;

/** Marks that were published with the record and hide all of it: quotes around it, backslashes before its semicolons. */
function disguiseOf({ source: { text } }: TagRecord): readonly TextSpan[] {
  if (/^[^;\\]*\\+[ \t]*;/.test(text))
    return [...text.matchAll(/\\+(?=[ \t]*(?:;|$))/g)].map(({ index, 0: marks }) =>
      textSpan(index, index + marks.length),
    );
  const [, open, close] = QUOTED.exec(text) ?? [];
  if (open === undefined || close === undefined) return [];
  return [textSpan(0, open.length), textSpan(text.lastIndexOf(close), text.length)];
}

/** More findings of one kind in one record say nothing more. */
export const MOST_REPORTS = 20;

/**
 * Where a value runs on into what was meant to be the next part: what stands before the first `start` that is not at the
 * value's own beginning, if only the border of two strings. Offsets in the value; undefined where there is nothing.
 * @param start global
 * @param separators what may have been written for the separator that is missing
 */
export function lostBefore({ source }: TagRecord, tag: Tag, start: RegExp, separators: string) {
  const { value, valueSpan } = tag;
  if (value.search(start) === -1) return undefined;
  for (const { index } of value.matchAll(start)) {
    let from = index;
    while (from > 0 && separators.includes(value.charAt(from - 1))) from--;
    const isParted = from < index || source.isBreak(valueSpan.start + index);
    if (from > 0 && isParted) return { start: from, end: index };
  }
  return undefined;
}

/** A place to show for what is lost: of nothing at all, the first octet behind it. */
export function visible({ start, end }: TextSpan): TextSpan {
  return textSpan(start, Math.max(end, start + 1));
}

/** A fix that replaces a span. */
export function replacing(title: string, at: TextSpan, text: string): Fix {
  return { title, safe: false, edits: [{ at, text }] };
}

/** A fix that takes away the marks around an address, where what stands between them is one. */
export function unwrapping(
  text: string,
  at: TextSpan,
  isAddress: (inner: string) => boolean,
): readonly Fix[] {
  const inner = /^(?:"(.+)"|'(.+)'|<(.+)>|\u00e2\u0080[\u0098-\u009f](.+)\u00e2\u0080[\u0098-\u009f])$/
    .exec(text)
    ?.slice(1)
    .find((one) => one !== undefined)
    ?.trim();
  return inner !== undefined && isAddress(inner) ? [replacing("Delete the marks around it", at, inner)] : [];
}

/** Takes a segment out together with one of its semicolons. */
export function withoutSegment(record: TagRecord, segment: Segment): Edit {
  return { at: removalSpan(record, segment), text: "" };
}

/**
 * Reports that a record's version is hidden behind marks, missing, or does not stand first, with its fix.
 * @param readers who ignores such a record
 * @returns whether it did; otherwise the version stands first, however it is written
 */
export function reportsPlaceOfVersion(
  record: TagRecord,
  version: string,
  readers: "senders" | "receivers",
  report: Report,
): boolean {
  const first = firstPart(record);
  const tag = record.tags.find(({ name }) => name.toLowerCase() === "v");
  const disguise = disguiseOf(record);
  if (first !== undefined && disguise.length > 0) {
    report(
      first.trimmed,
      `Quotation marks or backslashes are published with it: ${readers} ignore the record`,
      {
        title: "Delete them",
        safe: false,
        edits: disguise.map((at) => ({ at, text: "" })),
      },
    );
    return true;
  }
  if (first === undefined || tag === record.segments[0]) return false;
  if (tag === undefined && isVersion(record, version)) return false;
  const at = textSpan(0, first.trimmed.start);
  if (tag === undefined) {
    report(
      first.trimmed,
      `\`${version}\` is missing: ${readers} ignore the record`,
      replacing(`Put \`${version}; \` in front`, at, `${version}; `),
    );
    return true;
  }
  report(tag.trimmed, `\`${version}\` does not stand first: ${readers} ignore the record`, {
    title: "Move it to the front",
    safe: false,
    edits:
      tag === first
        ? [isLonger(tag, version) ? { at, text: "" } : { at: textSpan(0, first.trimmed.end), text: version }]
        : [{ at, text: `${version}; ` }, withoutSegment(record, tag)],
  });
  return true;
}

// More than a version stands there.
function isLonger({ value }: Tag, version: string): boolean {
  return value.length > version.length;
}

/** The first part that is not empty. */
export function firstPart({ segments }: TagRecord): Segment | undefined {
  return segments.find(({ kind }) => kind !== "empty");
}

/** Whether the first part is a version, however it is written: without its `=`, or behind octets that nobody sees. */
export function isVersion({ segments, source }: TagRecord, version: string): boolean {
  const [first] = segments;
  if (first === undefined || first.kind === "empty") return false;
  const letters = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, "");
  const written = letters(source.text.slice(first.trimmed.start, first.trimmed.end));
  return written.replace(/^v/, "") === letters(version).slice(1);
}

/**
 * Reports the semicolons that end nothing, where the grammar of a record has no empty part. Of those in front of everything
 * the rule about the version speaks.
 */
export function reportEmpty({ segments }: TagRecord, effect: string, report: Report): void {
  const begin = segments.findIndex(({ kind }) => kind !== "empty");
  for (const { kind, span, separator } of segments.slice(Math.max(0, begin))) {
    if (kind !== "empty" || separator === undefined) continue;
    const at = textSpan(span.start, separator.end);
    report(separator, `This \`;\` ends nothing: ${effect}`, replacing("Delete it", at, ""));
  }
}

/** Reports blanks beside the `=` of a tag, where the grammar of a record has none. */
export function reportBlanks({ nameSpan, valueSpan }: Tag, effect: string, report: Report): void {
  const at = textSpan(nameSpan.end, valueSpan.start);
  if (at.end - at.start > 1)
    report(at, `No blank may stand beside this \`=\`: ${effect}`, replacing("Write `=`", at, "="));
}

/** A fix that takes a segment out. */
export function deletingSegment(record: TagRecord, segment: Segment, title: string): Fix {
  return { title, safe: false, edits: [withoutSegment(record, segment)] };
}

/** The first tag of that very name. */
export function tagNamed(record: TagRecord, name: string): Tag | undefined {
  return record.tags.find((tag) => tag.name === name);
}

/** Where a further tag goes: behind the last one, with a semicolon in front. */
export function appendedTag(record: TagRecord, text: string): Edit {
  const last = record.segments.findLast(({ kind }) => kind !== "empty");
  const end = last?.trimmed.end ?? record.source.text.length;
  return { at: textSpan(end, end), text: `; ${text}` };
}

interface TextEdit {
  readonly at: TextSpan;
  readonly text: string;
}

// U+2010 to U+2015 in UTF-8, one character an octet.
const DASH = /\u00e2\u0080[\u0090-\u0095]/g;

/**
 * What belongs in the place of a no-break space: a separator where one is missing, a blank behind a semicolon, and nothing
 * anywhere else. A space in front of the record hides it, one at its end or in the middle would be part of a value.
 */
function blankAt(text: string, { start, end }: TextSpan): string {
  const before = text.charAt(start - 1);
  if (start === 0 || end === text.length) return "";
  if (before === ";") return " ";
  const behind = text.slice(end, end + LONGEST_START);
  if (/^(?:mailto|https?):/i.test(behind)) return before === "," || before === "=" ? "" : ",";
  return /^[ \t]*[a-z]{1,5}[ \t]*=/i.test(behind) ? "; " : "";
}

const LONGEST_START = 16;

/** Replaces octets beyond printable ASCII: no-break spaces and dashes by what belongs there, everything else by nothing. */
export function withoutJunk(record: TagRecord): readonly TextEdit[] {
  const { text } = record.source;
  return record.junk.map((at) => {
    const octets = text.slice(at.start, at.end);
    const blank = blankAt(text, at);
    return {
      at,
      text: octets
        .replaceAll("\u00c2\u00a0", blank)
        .replace(DASH, "-")
        .replace(/[^ ,;-]/g, ""),
    };
  });
}
