import type { Anchor, DnsRecord, NewRecord, SourceEdit } from "../dns/record.ts";
import type { Span, TextSpan } from "../text/span.ts";
import type { Edit, Fix, Place, Rule, Severity } from "./rule.ts";

/** A span kept relative to an anchor, so that it stays right when text before the anchor changes. */
export interface Anchored {
  readonly anchor: Anchor;
  readonly start: number;
  readonly end: number;
}

/** Something a rule said about one place. */
export interface Finding {
  readonly rule: Rule;
  /** The rule's severity, unless a setting overrides it. */
  readonly severity: Severity;
  readonly message: string;
  readonly at: Anchored;
  readonly related: readonly { readonly at: Anchored; readonly message: string }[];
  readonly fixes: readonly AnchoredFix[];
}

/** A fix whose source spans are kept relative to an anchor; `encodeFix` makes it plain edits. */
export interface AnchoredFix {
  readonly title: string;
  readonly safe: boolean;
  readonly edits: readonly AnchoredEdit[];
}

type AnchoredEdit =
  | { readonly kind: "record"; readonly record: DnsRecord; readonly edit: Edit }
  | {
      readonly kind: "field" | "source";
      readonly record?: DnsRecord;
      readonly at: Anchored;
      readonly text: string;
    };

/** Where a place is in its document just now, kept relative to its anchor. */
export function anchored(place: Place): Anchored {
  const { record } = place;
  const span = spanOfPlace(place);
  return relativeTo(record.anchor, span);
}

/** `span` of the anchor's document, kept relative to the anchor. */
export function relativeTo(anchor: Anchor, span: Span & { readonly uri?: string }): Anchored {
  if (span.uri !== undefined && span.uri !== anchor.uri) {
    return { anchor: { uri: span.uri, start: 0 }, start: span.start, end: span.end };
  }
  return { anchor, start: span.start - anchor.start, end: span.end - anchor.start };
}

/** Everything a finding and its fixes point into. */
export function anchorsOf(finding: Finding): readonly Anchor[] {
  const anchors = [finding.at.anchor, ...finding.related.map(({ at }) => at.anchor)];
  for (const { edits } of finding.fixes) {
    for (const edit of edits) anchors.push(edit.kind === "record" ? edit.record.anchor : edit.at.anchor);
  }
  return anchors;
}

/** Present document offsets. */
export function spanOf(at: Anchored): Span {
  return { start: at.anchor.start + at.start, end: at.anchor.start + at.end };
}

/** Keeps a rule's fix relative to the record it was reported for. */
export function anchorFix(fix: Fix, record: DnsRecord): AnchoredFix {
  const edits = fix.edits.map((edit): AnchoredEdit => {
    const target = recordOfEdit(edit) ?? record;
    if (edit.kind === "field" || edit.kind === "source") {
      return { kind: edit.kind, record: target, at: relativeTo(target.anchor, edit.at), text: edit.text };
    }
    return { kind: "record", record: target, edit };
  });
  return { title: fix.title, safe: fix.safe, edits };
}

/**
 * The plain text edits of a fix, in the syntax of each record's document, sorted by place and without overlaps.
 * `undefined` where a record's syntax cannot make one of them; then the fix is not offered.
 */
export function encodeFix(fix: AnchoredFix): readonly SourceEdit[] | undefined {
  const out: SourceEdit[] = [];
  const texts = new Map<DnsRecord, { at: TextSpan; text: string }[]>();
  const added = new Map<DnsRecord, NewRecord[]>();
  for (const item of fix.edits) {
    if (item.kind !== "record") {
      const at = spanOf(item.at);
      if (item.kind === "source" || item.record === undefined) {
        out.push({ uri: item.at.anchor.uri, at, text: item.text });
        continue;
      }
      const edits = item.record.edit.field(at, item.text);
      if (edits === undefined) return undefined;
      out.push(...edits);
      continue;
    }
    const { record, edit } = item;
    if ("at" in edit && (edit.kind === undefined || edit.kind === "text")) {
      const list = texts.get(record);
      if (list === undefined) texts.set(record, [{ at: edit.at, text: edit.text }]);
      else list.push({ at: edit.at, text: edit.text });
      continue;
    }
    if (edit.kind === "insert") {
      added.set(record, [...(added.get(record) ?? []), edit.new]);
      continue;
    }
    const edits = recordEdits(record, edit);
    if (edits === undefined) return undefined;
    out.push(...edits);
  }
  for (const [record, list] of added) {
    const edits = record.edit.insertAfter(...list);
    if (edits === undefined) return undefined;
    out.push(...edits);
  }
  for (const [record, list] of texts) {
    const edits = record.edit.replaceText(
      list.sort((a, b) => a.at.start - b.at.start || a.at.end - b.at.end),
    );
    if (edits === undefined) return undefined;
    out.push(...edits);
  }
  return withoutOverlaps(out);
}

function recordEdits(record: DnsRecord, edit: Edit): readonly SourceEdit[] | undefined {
  switch (edit.kind) {
    case "reprint":
      return record.edit.reprint();
    case "remove":
      return record.edit.remove();
    case "rename":
      return record.edit.rename(edit.owner);
    case "retype":
      return record.edit.retype(edit.type);
    default:
      return undefined;
  }
}

/** The same edits in document order; `undefined` when two of them touch the same text. */
function withoutOverlaps(edits: readonly SourceEdit[]): readonly SourceEdit[] | undefined {
  const sorted = [...edits].sort(
    (a, b) => (a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : 0) || a.at.start - b.at.start || a.at.end - b.at.end,
  );
  for (let i = 1; i < sorted.length; i++) {
    const before = sorted[i - 1];
    const edit = sorted[i];
    if (
      before !== undefined &&
      edit !== undefined &&
      before.uri === edit.uri &&
      before.at.end > edit.at.start
    ) {
      return undefined;
    }
  }
  return sorted;
}

function recordOfEdit(edit: Edit): DnsRecord | undefined {
  return edit.kind === "insert" ? edit.after : edit.record;
}

function spanOfPlace(place: Place): Span & { readonly uri?: string } {
  const { record } = place;
  if ("source" in place) return place.source;
  if ("text" in place) return record.text?.sourceOf(place.text) ?? record.rdataSpan;
  switch (place.part) {
    case "owner":
      return record.ownerSpan.start === record.ownerSpan.end ? record.typeSpan : record.ownerSpan;
    case "ttl":
      return record.ttlSpan ?? record.typeSpan;
    case "type":
      return record.typeSpan;
    case "rdata":
      return record.rdataSpan;
    case "record":
      return record.span;
  }
}
