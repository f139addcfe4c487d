/** A half-open range [start, end) of UTF-16 offsets in one document. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A span that may lie in another document than the one it was asked for (a Terraform local in a sibling file). */
export interface SourceSpan extends Span {
  /** Absent: the record's own document. */
  readonly uri?: string;
}

declare const textSpanBrand: unique symbol;

/** A half-open range of decoded text, in octets. Only MappedText turns it into a Span. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
  readonly [textSpanBrand]: true;
}

/** The span [start, end) of decoded text, in octets. */
export function textSpan(start: number, end: number): TextSpan {
  return { start, end } as TextSpan;
}

/** Whether two spans share at least one character, or touch when one of them is empty. */
export function overlaps(a: Span, b: Span): boolean {
  if (a.start === a.end || b.start === b.end) return a.start <= b.end && b.start <= a.end;
  return a.start < b.end && b.start < a.end;
}

/** From the one span to the other, whichever stands first (values that Terraform joins may stand in any order). */
export function across(a: Span, b: Span): Span {
  return { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}

/** The span moved by `delta` characters. */
export function shifted(span: Span, delta: number): Span {
  return { start: span.start + delta, end: span.end + delta };
}
