import type { TerraformDocument } from "../terraform/document.ts";
import { joined, type Text } from "../terraform/eval/text.ts";
import type { Template } from "../terraform/hcl/ast.ts";
import { TerraformRecord } from "../terraform/record.ts";
import type { SourceSpan, Span } from "../text/span.ts";

/** A record of which something stands under the cursor. */
export interface Under {
  readonly record: TerraformRecord;
  /** Undefined for a literal outside of the record's block. */
  readonly at: Span | undefined;
}

/** The record whose value, name, type or TTL an offset touches, or that uses a literal there. */
export function recordUnder(document: TerraformDocument, offset: number): Under | undefined {
  const own = document.records().filter((record) => record instanceof TerraformRecord);
  for (const record of own) {
    const spans: readonly (SourceSpan | undefined)[] = [
      record.facts.spans.content,
      record.facts.spans.owner,
      record.facts.spans.ttl,
      record.facts.spans.type,
    ];
    const at = spans.find((span) => span !== undefined && span.uri === undefined && covers(span, offset));
    if (at !== undefined) return { record, at };
  }
  for (const one of new Set([document, ...document.related.values()])) {
    for (const record of one.records()) {
      if (!(record instanceof TerraformRecord)) continue;
      const isPart = record.facts.content?.runs.some((run) => {
        const span = run.literal ?? run;
        return run.uri === document.uri && covers(span, offset);
      });
      if (isPart === true) return { record, at: undefined };
    }
  }
  return undefined;
}

/** The cursor in the value of a record. */
export interface InValue {
  readonly record: TerraformRecord;
  /** The value as it is read: octets of the text of a TXT record, presentation form of all others. */
  readonly value: string;
  /** How many characters of it stand before the cursor. */
  readonly at: number;
  /** The string literal that the cursor is in, where the value could be read. */
  readonly literal: Template | undefined;
}

/** Where in the value of a record an offset stands; undefined outside of the string literals that values are made of. */
export function valueUnder(document: TerraformDocument, offset: number): InValue | undefined {
  const found = recordUnder(document, offset);
  if (found === undefined) return undefined;
  const { txt, content, spans } = found.record.facts;
  const whole = txt === undefined ? content : joined(txt.meant);
  const place = whole === undefined ? undefined : placeIn(whole, document, offset);
  if (place !== undefined) return { record: found.record, ...place };
  // Half a value is none yet: what stands between the quotes is taken as it is.
  const { start, end } = spans.content;
  const written = document.slice(start, end);
  if (offset <= start || offset >= end || !/^"[^"\\$%{}\r\n]*"$/.test(written)) return undefined;
  return { record: found.record, value: written.slice(1, -1), at: offset - start - 1, literal: undefined };
}

function placeIn(
  { text, runs }: Text,
  document: TerraformDocument,
  offset: number,
): Omit<InValue, "record"> | undefined {
  let at = 0;
  let behind: Omit<InValue, "record"> | undefined;
  for (const { length, uri, start, end, exact, literal } of runs) {
    if (uri === document.uri && literal !== undefined) {
      if (exact && start <= offset && offset <= end) return { value: text, at: at + offset - start, literal };
      if (!exact && offset === start) return { value: text, at, literal };
      // White space at the end is no part of the value, but what is written next stands behind it.
      const gap = end <= offset && offset < literal.end ? document.slice(end, offset) : "x";
      if (gap.trim() === "") {
        const value = text.slice(0, at + length) + gap;
        behind = { value: value + text.slice(at + length), at: value.length, literal };
      }
    }
    at += length;
  }
  return behind;
}

/** Whether an offset lies in a span or touches it. */
export function covers({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}
