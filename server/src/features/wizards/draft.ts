import type { TextEdit } from "vscode-languageserver";
import type { RecordDocument } from "../../dns/document.ts";
import { parentOf, relativeTo } from "../../dns/names.ts";
import { encodeOctets } from "../../dns/octets.ts";
import type { DnsRecord, NewRecord, SourceEdit } from "../../dns/record.ts";
import { baseName } from "../../text/path.ts";
import { ZoneDocument } from "../../zone/document.ts";
import { splitStrings } from "../../zone/strings.ts";
import { changedPart } from "../textChange.ts";

/** Why a wizard does not go on, in words for the person who answered it. */
export class WizardRefused extends Error {}

/** What a wizard writes: one edit a file, and the text that is new, for the person to look at first. */
export interface Outcome {
  readonly changes: Readonly<Record<string, TextEdit[]>>;
  readonly shown: readonly string[];
  /** What the edit does not do and the person should know. */
  readonly notes: readonly string[];
}

/** One step: the edits of a document as it then is. */
export type Step = (draft: RecordDocument) => readonly SourceEdit[];

/** A document as it would be after some steps, each of which sees what those before it wrote. */
export function drafted(
  document: RecordDocument,
  steps: readonly Step[],
  notes: readonly string[] = [],
): Outcome {
  const before = document.text();
  const draft = document.withText(before);
  for (const step of steps) {
    const edits = [...step(draft)].sort((a, b) => b.at.start - a.at.start);
    for (const { at, text } of edits) draft.replace(at, text);
  }
  const after = draft.text();
  if (after === before) return { changes: {}, shown: [], notes };
  const known = new Set(before.split(/\r\n|\r|\n/));
  const shown = after.split(/\r\n|\r|\n/).filter((line) => line.trim() !== "" && !known.has(line));
  return { changes: { [document.uri]: [changedPart(document, before, after)] }, shown, notes };
}

/** Several outcomes as one; they are of different files. */
export function together(outcomes: readonly Outcome[]): Outcome {
  return {
    changes: Object.assign({}, ...outcomes.map(({ changes }) => changes)),
    shown: outcomes.flatMap(({ shown }) => shown),
    notes: outcomes.flatMap(({ notes }) => notes),
  };
}

/** Adds a record behind those of its owner, or of the nearest name above that has any, or at the end. */
export function added(record: NewRecord): Step {
  return (draft) => {
    if (draft.recordsAt(record.owner, "CNAME").length > 0)
      throw new WizardRefused(
        `${record.owner.replace(/(.)\.$/, "$1")} is an alias (CNAME): nothing may stand beside it (RFC 1034 3.6.2)`,
      );
    const neighbour = neighbourOf(draft, record.owner);
    const edits = neighbour?.edit.insertAfter(record);
    if (edits !== undefined) return edits;
    if (draft.language !== "zone")
      throw new WizardRefused("There is no record in this file beside which a new one could be written");
    return [atEnd(draft, record)];
  };
}

/** Records that this very file holds; refuses where one of them stands in another that is read with it. */
export function ownRecords(document: RecordDocument, records: readonly DnsRecord[]): readonly DnsRecord[] {
  const other = records.find(({ uri }) => uri !== document.uri);
  if (other === undefined) return records;
  throw new WizardRefused(`The record of this name stands in ${baseName(other.uri)}: open that file first`);
}

function neighbourOf(draft: RecordDocument, owner: string): DnsRecord | undefined {
  for (let at: string | undefined = owner; at !== undefined; at = parentOf(at)) {
    const last = draft.recordsAt(at).findLast(({ uri }) => uri === draft.uri);
    if (last !== undefined) return last;
  }
  return undefined;
}

function atEnd(draft: RecordDocument, { owner, type, rdata }: NewRecord): SourceEdit {
  const { length, eol } = draft;
  const text =
    "presentation" in rdata
      ? rdata.presentation
      : splitStrings(rdata.text)
          .map((piece) => `"${encodeOctets(piece)}"`)
          .join(" ");
  const origin =
    draft instanceof ZoneDocument ? (draft.blocks.at(-1)?.exit.origin ?? draft.origin) : undefined;
  const before = length === 0 || /[\r\n]$/.test(draft.slice(length - 1, length)) ? "" : eol;
  const name = origin === undefined ? owner : relativeTo(owner, origin);
  const line = `${before}${name}\tIN\t${type}\t${text}${eol}`;
  return { uri: draft.uri, at: { start: length, end: length }, text: line };
}
