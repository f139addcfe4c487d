import assert from "node:assert/strict";
import type { Position, Range, TextEdit } from "vscode-languageserver";
import { Workspace } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";

/** Stands in a test's zone text where the cursor is. */
const CURSOR = "§";

export const HEAD = `$ORIGIN example.com.
$TTL 3600
@ IN SOA ns1 hostmaster 2026010101 7200 3600 1209600 300
@ IN NS ns1
ns1 IN A 192.0.2.1
`;

export interface Marked {
  readonly document: ZoneDocument;
  /** The document first, then the others. */
  readonly documents: readonly ZoneDocument[];
  readonly offset: number;
  readonly position: Position;
  readonly workspace: Workspace;
}

/** The zone `example.com.` with the cursor at `§`, and other zones by their origin. */
export function marked(text: string, others: Readonly<Record<string, string>> = {}): Marked {
  const offset = text.indexOf(CURSOR);
  const document = zone("example.com.", text.replace(CURSOR, ""));
  const documents = [document, ...Object.entries(others).map(([origin, other]) => zone(origin, other))];
  const workspace = new Workspace();
  for (const one of documents) workspace.update(one);
  return { document, documents, offset, position: document.positionAt(Math.max(0, offset)), workspace };
}

/** A zone file named after its origin. */
export function zone(origin: string, text: string): ZoneDocument {
  return new ZoneDocument(`file:///zones/${origin}zone`, text, { origin });
}

/** The text of a range. */
export function textOf(document: ZoneDocument, range: Range): string {
  return document.slice(document.offsetAt(range.start), document.offsetAt(range.end));
}

/** The text after edits, which must not touch each other. */
export function edited(document: ZoneDocument, edits: readonly TextEdit[]): string {
  let out = "";
  let at = 0;
  const sorted = [...edits].sort(
    (a, b) => document.offsetAt(a.range.start) - document.offsetAt(b.range.start),
  );
  for (const { range, newText } of sorted) {
    const start = document.offsetAt(range.start);
    assert.ok(start >= at, "edits overlap");
    out += document.slice(at, start) + newText;
    at = document.offsetAt(range.end);
  }
  return out + document.slice(at, document.length);
}

/** Everything that `dnslens records` prints of a document. */
export function recordsOf(document: ZoneDocument): readonly string[] {
  return [...document.records()].map(({ owner, ttl, class: klass, type, rdata, text }) =>
    [owner, ttl, klass, type, rdata.canonical, ...(text === undefined ? [] : [text.text])].join(" "),
  );
}
