import { isField, isFieldName, isFieldValue } from "../../mail/fields.ts";
import type { Segment, Tag, TagRecord } from "../../mail/tags.ts";
import { type TextSpan, textSpan } from "../../text/span.ts";
import type { Report } from "../rule.ts";
import { deletingSegment, MOST_REPORTS, replacing, reportBlanks, type TagRow } from "./tagRules.ts";

/** What the rules about parts that are no fields differ in. */
interface Fields {
  readonly id: string;
  readonly why: string;
  readonly bad: string;
  readonly refs: readonly string[];
  /** The field that the record is there for. */
  readonly wanted: string;
  /** Completes "...: ". */
  readonly effect: string;
  /** Whether another rule speaks of the whole record. */
  readonly isUnreadable: (record: TagRecord) => boolean;
  /** Whether another rule speaks of a part. */
  readonly isOthers: (record: TagRecord, segment: Segment) => boolean;
}

/** A part of a TLS-RPT or MTA-STS record that is no field (RFC 8460 section 3, RFC 8461 section 3.1). */
export function fieldSyntaxRow({ id, why, bad, refs, wanted, effect, ...others }: Fields): TagRow {
  return {
    id,
    severity: "error",
    summary: "A part of the record is not `name=value`.",
    why,
    bad,
    refs,
    check(record, report) {
      if (record.source.hasHoles || others.isUnreadable(record)) return;
      let left = MOST_REPORTS;
      for (const segment of record.segments.slice(1)) {
        if (segment.kind === "empty" || others.isOthers(record, segment)) continue;
        const gap = gapIn(record, segment, wanted);
        if (gap === undefined && (isWhole(record, segment, wanted) || isAlone(record, segment, wanted)))
          continue;
        if (left-- === 0) return;
        if (segment.kind === "tag" && isFieldName(segment.name) && isFieldValue(segment.value))
          reportBlanks(segment, effect, report);
        else if (gap === undefined) reportPart(record, segment, effect, report);
        else report(gap, `\`${wanted}\` needs \`=\`: ${effect}`, replacing("Write `=`", gap, "="));
      }
    },
  };
}

/** Whether a part is a field's name and value with something else than `=` between them. */
export function isUnjoined(record: TagRecord, segment: Segment, wanted: string): boolean {
  return gapIn(record, segment, wanted) !== undefined;
}

/** The field that was meant by a name in other letters, or with octets that no name has. */
export function isMeant({ name }: Tag, wanted: string): boolean {
  return name.toLowerCase().replace(/[^a-z0-9_.-]/g, "") === wanted;
}

/** The name of a field that stands there without anything else, where the record lacks the field. */
export function isAlone({ source, tags }: TagRecord, { trimmed }: Segment, wanted: string): boolean {
  const text = source.text.slice(trimmed.start, trimmed.end);
  return text.toLowerCase() === wanted && !tags.some((tag) => isMeant(tag, wanted));
}

/** What stands between a field's name and its value, where that is no `=`. */
export function gapIn({ source }: TagRecord, { trimmed }: Segment, wanted: string): TextSpan | undefined {
  const name = trimmed.start + wanted.length;
  if (source.text.slice(trimmed.start, name).toLowerCase() !== wanted) return undefined;
  const gap = /^(?:[ \t]*:[ \t]*|[ \t]+)(?=[^ \t=])/.exec(source.text.slice(name, trimmed.end))?.[0].length;
  return gap === undefined ? undefined : textSpan(name, name + gap);
}

function reportPart(record: TagRecord, segment: Segment, effect: string, report: Report): void {
  const text = record.source.text.slice(segment.trimmed.start, segment.trimmed.end);
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  const fix = deletingSegment(record, segment, "Delete it");
  report(segment.trimmed, `\`${shown}\` is no field (\`name=value\`): ${effect}`, fix);
}

// The rules about the field itself and about the version speak of these.
function isWhole({ segments }: TagRecord, segment: Segment, wanted: string): boolean {
  if (segment.kind !== "tag") return false;
  if (isMeant(segment, wanted) || isField(segment)) return true;
  const [first] = segments;
  return /^v$/i.test(segment.name) && !(first?.kind === "tag" && /^v$/i.test(first.name));
}
