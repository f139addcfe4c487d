import { type CompletionItem, CompletionItemKind, type CompletionList } from "vscode-languageserver";
import type { RecordDocument } from "../../dns/document.ts";
import { relativeTo } from "../../dns/names.ts";
import type { SourceEdit } from "../../dns/record.ts";
import type { TerraformDocument } from "../../terraform/document.ts";
import { inLiteral, valueFor } from "../../terraform/encode.ts";
import { TerraformRecord } from "../../terraform/record.ts";
import { HOLE } from "../../text/mappedText.ts";
import { type Span, textSpan } from "../../text/span.ts";
import { ZoneDocument } from "../../zone/document.ts";
import { rangeOf } from "../positions.ts";
import { covers, type InValue, valueUnder } from "../terraformPlace.ts";
import { fieldAt, fieldValues, NAME_KINDS } from "./fields.ts";
import { recordTypes } from "./head.ts";
import { completionItem, type Proposal, plainProposal } from "./item.ts";
import { policyNames, reportAddresses, terraformHosts } from "./known.ts";
import { hostNames } from "./names.ts";
import { beginnings, mailProposals } from "./texts.ts";

const MOST = 400;
const NONE: CompletionList = { isIncomplete: false, items: [] };

/**
 * What can be written inside the string literals of DNS blocks: the type of a record; the terms and tags of mail records;
 * the fields of other types. Everything else belongs to other extensions. Each item is written as the provider wants it
 * quoted; where an edit would reach other records there is none.
 * @param documents the document itself first
 */
export function terraformCompletion(
  documents: readonly RecordDocument[],
  document: TerraformDocument,
  offset: number,
): CompletionList {
  const type = typeProposals(document, offset);
  if (type !== undefined) return type;
  const place = valueUnder(document, offset);
  if (place === undefined || place.value.slice(0, place.at).includes(HOLE)) return NONE;
  const { record, value, at } = place;
  const isText = record.facts.txt !== undefined;
  const { typed, proposals } = isText ? inText(documents, place) : inFields(documents, place);
  const rest = /^[^\s;,"]*/.exec(value.slice(at))?.[0] ?? "";
  const span = textSpan(at - typed.length, at + rest.length);
  const write = (text: string): SourceEdit | undefined => {
    const source = { start: offset - typed.length, end: offset + rest.length };
    if (!isText || place.literal === undefined) return written(document, place, source, text);
    const [edit] = record.edit.replaceText([{ at: span, text }]) ?? [];
    return edit?.uri === document.uri && covers(edit.at, offset) ? edit : undefined;
  };
  const items = proposals.slice(0, MOST).flatMap((proposal, i) => {
    const { goesOn, ...plain } = plainProposal(proposal);
    const edit = write(plain.text ?? plain.label);
    return edit === undefined ? [] : itemFor(document, plain, edit, i);
  });
  return { isIncomplete: false, items };
}

function written(
  { uri }: TerraformDocument,
  { record, literal }: InValue,
  at: Span,
  text: string,
): SourceEdit | undefined {
  const { row, txt, sharing, files } = record.facts;
  if (literal === undefined) {
    const value = txt === undefined ? text : valueFor(text, row, "raw");
    return value === undefined ? undefined : { uri, at, text: inLiteral(value, "quoted") };
  }
  return sharing.isShared(literal, files) ? undefined : { uri, at, text: inLiteral(text, literal.style) };
}

// An edit in several lines cannot stand in a completion.
function itemFor(
  document: TerraformDocument,
  proposal: Proposal,
  { at, text }: SourceEdit,
  index: number,
): readonly CompletionItem[] {
  const range = rangeOf(document, at);
  return range.start.line === range.end.line ? [completionItem({ ...proposal, text }, range, index)] : [];
}

// A type written as a string of its own.
function typeProposals(document: TerraformDocument, offset: number): CompletionList | undefined {
  const record = document.records().find((one) => {
    const span = one instanceof TerraformRecord ? one.facts.spans.type : undefined;
    return span !== undefined && span.start < offset && offset < span.end;
  });
  if (record === undefined) return undefined;
  const { start, end } = record.typeSpan;
  const written = document.slice(start, end);
  if (!/^"[A-Za-z0-9]*"$/.test(written)) return NONE;
  const range = rangeOf(document, { start: start + 1, end: end - 1 });
  return {
    isIncomplete: false,
    items: recordTypes().map((proposal, i) => completionItem(proposal, range, i)),
  };
}

interface Proposed {
  readonly typed: string;
  readonly proposals: readonly Proposal[];
}

function inText(documents: readonly RecordDocument[], { record, value, at }: InValue): Proposed {
  const text = value.slice(0, at);
  const after = value.slice(at).replace(/^[^\s;,"]*/, "");
  const mail = mailProposals(text, after, record.owner, {
    policies: () => policyNames(documents),
    hosts: () => hosts(documents),
    addresses: () => reportAddresses(documents),
  });
  return mail ?? { typed: text, proposals: /\s/.test(text) ? [] : beginnings(record.owner) };
}

function inFields(documents: readonly RecordDocument[], { record, value, at }: InValue): Proposed {
  const words = value.slice(0, at).split(/\s+/);
  const typed = words.pop() ?? "";
  const before = words.filter((word) => word !== "");
  const field = fieldAt(record.type, before.length);
  if (field === undefined) return { typed, proposals: [] };
  const values = fieldValues(record.type, field, before);
  if (!NAME_KINDS.has(field.kind)) return { typed, proposals: values };
  const { row, zone } = record.facts;
  const names = hosts(documents).map((name) => {
    const label = row?.targets === "in-zone" && zone !== undefined ? relativeTo(`${name}.`, zone) : name;
    return { label, kind: CompletionItemKind.Reference, detail: "in this workspace", rank: 4 };
  });
  return { typed, proposals: [...values, ...names] };
}

function hosts(documents: readonly RecordDocument[]): readonly string[] {
  const zones = documents.filter((one) => one instanceof ZoneDocument);
  const inZones = zones.flatMap((zone) =>
    hostNames(zone, "", undefined).map(({ label }) => label.replace(/\.$/, "")),
  );
  return [...new Set([...terraformHosts(documents), ...inZones])];
}
