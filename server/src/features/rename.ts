import type { Range, TextEdit } from "vscode-languageserver";
import type { RecordDocument } from "../dns/document.ts";
import { absoluteName, isAtOrBelow, parentOf, readName, relativeTo } from "../dns/names.ts";
import type { DnsRecord, SourceEdit } from "../dns/record.ts";
import { isAscii, toAsciiName } from "../mail/spf/unicode.ts";
import { TerraformRecord } from "../terraform/record.ts";
import { baseName } from "../text/path.ts";
import { isGenerated } from "../zone/generated.ts";
import { type Mention, mentionAt, mentionsIn } from "./mentions.ts";
import { rangeOf } from "./positions.ts";

/** Why a name cannot be renamed, in words for the person who tried. */
export class RenameRefused extends Error {}

/** The name under an offset, as written; throws RenameRefused where there is none, or none that a rename may change. */
export function prepareRename(
  document: RecordDocument,
  offset: number,
): { readonly range: Range; readonly placeholder: string } {
  const { span, inText, record } = renamable(document, offset);
  const isQuoted = document.language === "terraform" && document.slice(span.start, span.start + 1) === '"';
  const { start, end } = isQuoted ? { start: span.start + 1, end: span.end - 1 } : span;
  const written = document.slice(start, end);
  // A name that goes on in another string is shown without the quotes between the two.
  const whole = inText && record?.text?.text.slice(inText.start, inText.end);
  const placeholder = whole !== undefined && written.includes('"') ? whole : written;
  return { range: rangeOf(document, { start, end }), placeholder };
}

/**
 * Writes another name wherever the name under an offset stands, each place in its own form: absolute, relative to its
 * `$ORIGIN`, or without a final dot in mail texts. Names below it keep theirs. Throws RenameRefused where one of the places
 * cannot be written: half a rename breaks what the other half points to.
 * @param documents the document itself first
 */
export function rename(
  documents: readonly RecordDocument[],
  offset: number,
  newName: string,
): Readonly<Record<string, TextEdit[]>> {
  const [document] = documents;
  if (document === undefined) return {};
  const mention = renamable(document, offset);
  const name = nameFrom(newName.trim(), mention);
  const changes: Record<string, TextEdit[]> = {};
  const seen = new Set<string>();
  const add = (at: number, edits: readonly SourceEdit[], each: RecordDocument) => {
    for (const edit of edits) {
      const home = edit.uri === each.uri ? each : documents.find(({ uri }) => uri === edit.uri);
      const key = `${at} ${edit.at.start} ${edit.uri}`;
      if (home === undefined || seen.has(key)) continue;
      seen.add(key);
      const own = changes[edit.uri] ?? [];
      own.push({ range: rangeOf(home, edit.at), newText: edit.text });
      changes[edit.uri] = own;
    }
  };
  for (const each of documents) {
    const readings = documents.filter((one) => one !== each && one.uri === each.uri);
    const inTexts = new Map<DnsRecord, Mention[]>();
    for (const place of mentionsIn(each, mention.name)) {
      // Names below keep theirs, so that what they are relative to stays.
      if (place.role === "origin") continue;
      if (place.role === "owner") refuseOutside(name, place, documents);
      if (readings.some((one) => mentionAt(one, place.span.start)?.name !== place.name))
        throw new RenameRefused(
          `${whereOf(place, each)} the name is another one for each zone that includes the file: write it out there first`,
        );
      refuseMade(place, each);
      const { record } = place;
      if (record === undefined || place.inText === undefined || each.language !== "zone") {
        const edit = editFor(name, place, each);
        add(edit.at.start, [edit], each);
      } else inTexts.set(record, [...(inTexts.get(record) ?? []), place]);
    }
    for (const [record, places] of inTexts)
      add(record.span.start, textEdits(name, record, places, each), each);
  }
  return changes;
}

// Whoever renames what others point to may point elsewhere; the records at the name itself would be lost (RFC 1034 4.2.1).
function refuseOutside(
  name: string,
  { name: old, record }: Mention,
  documents: readonly RecordDocument[],
): void {
  const zone = record instanceof TerraformRecord ? record.origin : apexAbove(old, documents);
  if (zone === undefined || isAtOrBelow(name, zone)) return;
  const [shown, of] = [name, zone].map((one) => one.replace(/(.)\.$/, "$1"));
  throw new RenameRefused(
    `${shown} lies outside the zone ${of}, and no name server would answer with the records at it: choose a name below ${of}`,
  );
}

function apexAbove(name: string, documents: readonly RecordDocument[]): string | undefined {
  let at: string | undefined = name;
  while (at !== undefined && !hasSoa(at, documents)) at = parentOf(at);
  return at;
}

function hasSoa(name: string, documents: readonly RecordDocument[]): boolean {
  return documents.some((document) => document.recordsAt(name, "SOA").length > 0);
}

function refuseMade(place: Mention, document: RecordDocument): void {
  if (place.record === undefined || !isGenerated(place.record) || isWrittenOut(place, document)) return;
  throw new RenameRefused(
    `${whereOf(place, document)} \`$GENERATE\` makes the name: write it out there first`,
  );
}

function isWrittenOut({ name, origin, span }: Mention, document: RecordDocument): boolean {
  return absoluteName(document.slice(span.start, span.end), origin) === name;
}

/** All places of one text at once: strings stay as short as they have to be. */
function textEdits(
  name: string,
  record: DnsRecord,
  places: readonly Mention[],
  document: RecordDocument,
): readonly SourceEdit[] {
  const edits = places.flatMap((place) => {
    const { inText, span } = place;
    if (inText === undefined) return [];
    return [{ at: inText, text: written(name, place, document.slice(span.start, span.end)) }];
  });
  const replaced = record.edit.replaceText(edits.sort((a, b) => a.at.start - b.at.start));
  if (replaced !== undefined) return replaced;
  const [place] = places;
  throw new RenameRefused(
    `${place === undefined ? "" : whereOf(place, document)} a comment stands between the strings that hold the name: move it first`,
  );
}

function editFor(name: string, place: Mention, document: RecordDocument): SourceEdit {
  const { span, record } = place;
  const before = document.slice(span.start, span.end);
  if (document.language === "zone")
    return { uri: document.uri, at: span, text: written(name, place, before) };
  const edits = record === undefined ? undefined : inTerraform(name, place, record, before);
  const [edit] = edits ?? [];
  if (edit !== undefined) return edit;
  throw new RenameRefused(
    `${whereOf(place, document)} the name is put together by an expression or used by several records: write it out there first`,
  );
}

function whereOf({ span }: Mention, document: RecordDocument): string {
  return `In ${baseName(document.uri)}, line ${document.positionAt(span.start).line + 1},`;
}

function inTerraform(name: string, place: Mention, { edit }: DnsRecord, before: string) {
  switch (place.role) {
    case "owner":
      return edit.rename(name);
    case "spf":
    case "report":
      return place.inText && edit.replaceText([{ at: place.inText, text: written(name, place, before) }]);
    case "uri":
      return place.inText === undefined
        ? edit.field(place.span, written(name, place, before))
        : edit.replaceText([{ at: place.inText, text: written(name, place, before) }]);
    default:
      return edit.field(place.span, before.endsWith(".") ? name : name.replace(/\.$/, ""));
  }
}

function renamable(document: RecordDocument, offset: number): Mention {
  const mention = mentionAt(document, offset);
  if (mention === undefined) throw new RenameRefused("There is no name here to rename");
  refuseMade(mention, document);
  if (mention.record instanceof TerraformRecord && mention.name === mention.record.origin)
    throw new RenameRefused("This is the name of the zone itself: change it where the zone is declared");
  if (mention.role === "origin" || document.recordsAt(mention.name, "SOA").length > 0)
    throw new RenameRefused("This is the name of the zone itself: change `$ORIGIN` to give it another one");
  return mention;
}

function nameFrom(typed: string, { origin, name: old, record }: Mention): string {
  // As the DNS has internationalized names (RFC 5890).
  const written = isAscii(typed) ? typed : (toAsciiName(typed) ?? typed);
  // In a mail text `mail.example.org` is meant whole; so is it where no origin is known, and in Terraform what names its zone.
  const isWhole =
    origin === undefined ||
    (record instanceof TerraformRecord && isAtOrBelow(`${written.toLowerCase()}.`, origin));
  const raw = isWhole && !written.endsWith(".") ? `${written}.` : written;
  const { name, problems } = readName(raw, origin);
  if (/[\s;"()]/.test(typed) || name === undefined || name === ".") {
    const [problem] = problems;
    throw new RenameRefused(
      problem === undefined ? "This is not a domain name" : `This is not a domain name: ${problem.message}`,
    );
  }
  return name === old ? old : name;
}

function written(name: string, { role, origin }: Mention, before: string): string {
  if (role === "spf" || role === "report" || role === "uri")
    return before.endsWith(".") ? name : name.replace(/\.$/, "");
  const wasAbsolute = before.endsWith(".") && absoluteName(before, undefined) !== undefined;
  return origin === undefined || wasAbsolute ? name : relativeTo(name, origin);
}
