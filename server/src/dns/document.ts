import type { Span } from "../text/span.ts";
import type { RecordSource } from "./lookup.ts";
import type { Anchor, DnsRecord } from "./record.ts";

/** A place as LSP counts it: from 0, in UTF-16 units. */
export interface LinePosition {
  readonly line: number;
  readonly character: number;
}

/** A fix that the reader itself offers; offsets relative to its part. */
export interface SyntaxFix {
  readonly title: string;
  readonly safe: boolean;
  readonly edits: readonly { readonly start: number; readonly end: number; readonly text: string }[];
}

/** Something the reader could not take as it stands; `rule` names its page. Offsets relative to its part. */
export interface SyntaxProblem {
  readonly rule: string;
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly fixes: readonly SyntaxFix[];
  /** Where it is less than its rule says. */
  readonly severity?: "info" | "hint";
  /** Other places that belong to it, in offsets of their files. */
  readonly related?: readonly (Span & { readonly uri: string; readonly message: string })[];
}

/**
 * A stretch of a document whose findings are kept together: a block of a zone file, a whole Terraform file. Its contents
 * never change; what an edit touched is another part afterwards.
 */
export interface Part extends Anchor {
  readonly text: string;
  readonly problems: readonly SyntaxProblem[];
}

/** A part whose records are made when it is read. */
export interface RecordPart extends Part {
  readonly records: readonly DnsRecord[];
}

/** A document that holds DNS records, whatever its syntax. Offsets are UTF-16 units of its text. */
export interface RecordDocument extends RecordSource {
  readonly uri: string;
  readonly language: "zone" | "terraform";
  /** In document order; those of its own URI are together the whole text, the others are of files that it includes. */
  readonly parts: readonly Part[];
  readonly length: number;
  readonly lineCount: number;
  readonly recordCount: number;
  /** The line break that the document uses. */
  readonly eol: string;
  /**
   * The documents whose records and findings hang on this one's text (the files of a Terraform folder), itself among them, by
   * their URIs. Documents that are related to the same ones share the object.
   */
  readonly related?: ReadonlyMap<string, RecordDocument>;
  /** Whether no part of its zone is known to stand in another file that is not here. */
  readonly isWhole: boolean;
  /** The files that it includes, where they are read as part of it, once for each place that includes them. */
  readonly included?: readonly RecordDocument[];
  /** What is wrong with the files that it includes, at the places that include them. */
  readonly includeProblems?: readonly { readonly part: Part; readonly problem: SyntaxProblem }[];

  /** As `records`, with all that patterns such as `$GENERATE` make; absent where there are no patterns in the syntax. */
  located?(): Iterable<{ readonly record: DnsRecord }>;
  text(): string;
  slice(start: number, end: number): string;
  positionAt(offset: number): LinePosition;
  offsetAt(position: LinePosition): number;
  /** Replaces a span, as an editor does. */
  replace(span: Span, text: string, most?: number): void;
  /** The same document as it would be with another text; this one stays as it is. */
  withText(text: string): RecordDocument;

  /** The record whose statement covers the offset. */
  recordAt(offset: number): DnsRecord | undefined;
}

/** Each document with those that hang together with it; of documents that are related to the same ones, the first has them. */
export function* together(
  documents: readonly RecordDocument[],
): Generator<readonly [RecordDocument, readonly RecordDocument[]]> {
  const seen = new Set<RecordDocument["related"]>();
  for (const document of documents) {
    const { related, included = [] } = document;
    const more = related === undefined || seen.has(related) ? [] : related.values();
    seen.add(related);
    yield [document, [...more, ...included]];
  }
}

/** The URIs of the files that a document includes. */
export function includedBy({ included = [] }: RecordDocument): readonly string[] {
  return included.map(({ uri }) => uri);
}

/** The documents that no other one includes; of those that include one another in a circle, the first. */
export function outermost(documents: readonly RecordDocument[]): readonly RecordDocument[] {
  const parts = new Set(documents.flatMap(includedBy));
  if (parts.size === 0) return documents;
  const kept = new Set(documents.filter(({ uri }) => !parts.has(uri)));
  const seen = new Set([...kept].flatMap((document) => [document.uri, ...includedBy(document)]));
  for (const document of documents) {
    if (seen.has(document.uri)) continue;
    kept.add(document);
    for (const uri of [document.uri, ...includedBy(document)]) seen.add(uri);
  }
  return documents.filter((document) => kept.has(document));
}
