import type { CodeLens } from "vscode-languageserver";
import type { RecordDocument } from "../dns/document.ts";
import type { DnsRecord, Lookup } from "../dns/record.ts";
import { familyOf } from "../mail/classify.ts";
import { FLAG } from "../zone/block.ts";
import { ZoneDocument } from "../zone/document.ts";
import { rangeOf } from "./positions.ts";
import { summaryOf } from "./summary.ts";

const MOST = 1000;
const NOT_TOLD = "what this comes to is not known here";
const TYPE_TXT = 16;
const TYPE_SPF = 99;

/** What a lens needs to be filled in once it is seen. */
export interface LensData {
  readonly uri: string;
  readonly offset: number;
}

/** A place above each mail record; what stands there is computed when it comes into view. */
export function codeLenses(document: RecordDocument): CodeLens[] {
  const lenses: CodeLens[] = [];
  for (const record of textRecords(document)) {
    if (lenses.length >= MOST) break;
    const family = familyOf(record.text?.text ?? "", record.owner);
    if (record.owner === undefined || (family !== "spf" && family !== "dmarc" && family !== "dkim")) continue;
    const data: LensData = { uri: document.uri, offset: record.rdataSpan.start };
    const { start } = document.language === "zone" ? record.span : record.rdataSpan;
    lenses.push({ range: rangeOf(document, { start, end: start }), data });
  }
  return lenses;
}

/**
 * Fills a lens in. `command` opens what explains it, where the editor has one.
 * @param before the document at the last commit; undefined where nobody knows it
 */
export function resolveCodeLens(
  document: RecordDocument,
  lens: CodeLens,
  lookup: Lookup,
  command: (record: DnsRecord) => { readonly command: string; readonly arguments?: unknown[] },
  before?: RecordDocument,
): CodeLens {
  const data = lensData(lens.data);
  const record = data === undefined ? undefined : document.recordAt(data.offset);
  if (record === undefined) return { ...lens, command: { title: "", command: "" } };
  // An editor keeps a line free for the lens.
  const title = summaryOf(record, lookup) ?? NOT_TOLD;
  const changed = before === undefined ? "" : changedFrom(before, record, title, lookup);
  return { ...lens, command: { title: `${title}${changed}`, ...command(record) } };
}

/** What the record came to at the last commit, where that was something else. */
function changedFrom(before: RecordDocument, record: DnsRecord, now: string, lookup: Lookup): string {
  const { owner = "", type, text } = record;
  const family = familyOf(text?.text ?? "", owner);
  const then = before
    .recordsAt(owner, type)
    .filter((one) => familyOf(one.text?.text ?? "", owner) === family);
  const [was] = then;
  if (was === undefined) return " · new since the last commit";
  const lookupThen: Lookup = (name, of) => {
    const found = before.recordsAt(name, of);
    return found.length > 0 ? found : lookup(name, of);
  };
  const said = then.length === 1 ? summaryOf(was, lookupThen) : undefined;
  return said === undefined || said === now ? "" : ` · at the last commit: ${said}`;
}

/** The URI and offset that a lens was made with. */
export function lensData(data: unknown): LensData | undefined {
  if (typeof data !== "object" || data === null || !("uri" in data) || !("offset" in data)) return undefined;
  const { uri, offset } = data;
  return typeof uri === "string" && typeof offset === "number" ? { uri, offset } : undefined;
}

function* textRecords(document: RecordDocument): Iterable<DnsRecord> {
  if (!(document instanceof ZoneDocument)) {
    for (const record of document.records()) if (record.text !== undefined) yield record;
    return;
  }
  for (const block of document.blocks) {
    const { type, flags } = block.columns;
    for (let row = 0; row < block.rows; row++) {
      if (((flags[row] ?? 0) & FLAG.broken) !== 0) continue;
      if (type[row] === TYPE_TXT || type[row] === TYPE_SPF) yield document.recordOf(block, row);
    }
  }
}
