import {
  type CallHierarchyIncomingCall,
  type CallHierarchyItem,
  type CallHierarchyOutgoingCall,
  SymbolKind,
} from "vscode-languageserver";
import type { RecordDocument } from "../dns/document.ts";
import type { DnsRecord } from "../dns/record.ts";
import { familyOf } from "../mail/classify.ts";
import { recordsFor } from "./definition.ts";
import { type Mention, mentionAt, mentionsIn, mentionsOf } from "./mentions.ts";
import { rangeOf } from "./positions.ts";

/** A provider's record may have thousands of callers; nobody reads on. */
const MOST_CALLERS = 200;

/** The SPF record under an offset, or the one that the `include:` under it names, as the start of a chain. */
export function prepareCallHierarchy(
  documents: readonly RecordDocument[],
  offset: number,
): CallHierarchyItem[] {
  const [document] = documents;
  if (document === undefined) return [];
  const mention = mentionAt(document, offset);
  if (mention !== undefined && isCall(mention)) return [itemOf(documents, mention.name)];
  const record = document.recordAt(offset);
  return record?.owner !== undefined && isSpf(record) ? [itemOf(documents, record.owner)] : [];
}

/** What the SPF record of an item includes or redirects to. */
export function outgoingCalls(
  documents: readonly RecordDocument[],
  item: CallHierarchyItem,
): CallHierarchyOutgoingCall[] {
  const found = spfOf(documents, nameOf(item));
  if (found === undefined) return [];
  const calls = new Map<string, CallHierarchyOutgoingCall>();
  for (const mention of mentionsOf(found.record).filter(isCall)) {
    if (mention.uri !== found.document.uri) continue;
    const range = rangeOf(found.document, mention.span);
    const fromRanges = [...(calls.get(mention.name)?.fromRanges ?? []), range];
    calls.set(mention.name, { to: itemOf(documents, mention.name), fromRanges });
  }
  return [...calls.values()];
}

/** The SPF records of the workspace that include or redirect to an item. */
export function incomingCalls(
  documents: readonly RecordDocument[],
  item: CallHierarchyItem,
): CallHierarchyIncomingCall[] {
  const name = nameOf(item);
  const calls = new Map<string, CallHierarchyIncomingCall>();
  for (const document of documents) {
    for (const mention of mentionsIn(document, name).filter(isCall)) {
      if (calls.size >= MOST_CALLERS) return [...calls.values()];
      const owner = mention.record?.owner;
      if (owner === undefined) continue;
      const fromRanges = [...(calls.get(owner)?.fromRanges ?? []), rangeOf(document, mention.span)];
      calls.set(owner, { from: itemOf(documents, owner), fromRanges });
    }
  }
  return [...calls.values()];
}

function isCall({ role, wants }: Mention): boolean {
  return role === "spf" && wants.includes("TXT");
}

function isSpf(record: DnsRecord): boolean {
  return record.text !== undefined && familyOf(record.text.text, record.owner) === "spf";
}

function spfOf(documents: readonly RecordDocument[], name: string) {
  return recordsFor(documents, name, ["TXT"]).find(({ record }) => isSpf(record));
}

function itemOf(documents: readonly RecordDocument[], name: string): CallHierarchyItem {
  const found = spfOf(documents, name);
  const shown = name.replace(/(.)\.$/, "$1");
  const data = { name };
  if (found === undefined) {
    // Outside the workspace there is nothing to go to: the item stays where the question was asked.
    const start = { line: 0, character: 0 };
    const range = { start, end: start };
    const uri = documents[0]?.uri ?? "";
    const detail = "not in this workspace";
    return { name: shown, detail, kind: SymbolKind.Interface, uri, range, selectionRange: range, data };
  }
  const { document, record } = found;
  const { ownerSpan, typeSpan } = record;
  const selected = ownerSpan.end > ownerSpan.start && ownerSpan.uri === undefined ? ownerSpan : typeSpan;
  return {
    name: shown,
    detail: record.text?.text.slice(0, 120) ?? "",
    kind: SymbolKind.Function,
    uri: document.uri,
    range: rangeOf(document, record.span),
    selectionRange: rangeOf(document, document.language === "zone" ? selected : record.span),
    data,
  };
}

function nameOf({ data, name }: CallHierarchyItem): string {
  const known: unknown = data;
  if (typeof known === "object" && known !== null && "name" in known && typeof known.name === "string")
    return known.name;
  return `${name.replace(/\.$/, "").toLowerCase()}.`;
}
