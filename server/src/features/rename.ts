import type { Range, TextEdit } from "vscode-languageserver";
import { absoluteName, readName, relativeTo } from "../dns/names.ts";
import type { ZoneDocument } from "../zone/document.ts";
import { type Mention, mentionAt, mentionsIn } from "./mentions.ts";
import { rangeOf } from "./positions.ts";

/** Why a name cannot be renamed, in words for the person who tried. */
export class RenameRefused extends Error {}

/** The name under an offset, as written; throws RenameRefused where there is none, or none that a rename may change. */
export function prepareRename(
  document: ZoneDocument,
  offset: number,
): { readonly range: Range; readonly placeholder: string } {
  const { span } = renamable(document, offset);
  return { range: rangeOf(document, span), placeholder: document.slice(span.start, span.end) };
}

/**
 * Writes another name wherever the name under an offset stands, each place in its own form: absolute, relative to its
 * `$ORIGIN`, or without a final dot in mail texts. Names below it keep theirs.
 * @param documents the document itself first
 */
export function rename(
  documents: readonly ZoneDocument[],
  offset: number,
  newName: string,
): Readonly<Record<string, TextEdit[]>> {
  const [document] = documents;
  if (document === undefined) return {};
  const mention = renamable(document, offset);
  const name = nameFrom(newName.trim(), mention);
  const changes: Record<string, TextEdit[]> = {};
  for (const each of documents) {
    const edits = mentionsIn(each, mention.name).map((place) => ({
      range: rangeOf(each, place.span),
      newText: written(name, place, each.slice(place.span.start, place.span.end)),
    }));
    if (edits.length > 0) changes[each.uri] = edits;
  }
  return changes;
}

function renamable(document: ZoneDocument, offset: number): Mention {
  const mention = mentionAt(document, offset);
  if (mention === undefined) throw new RenameRefused("There is no name here to rename");
  if (mention.role === "origin" || document.recordsAt(mention.name, "SOA").length > 0) {
    throw new RenameRefused("This is the name of the zone itself: change `$ORIGIN` to give it another one");
  }
  return mention;
}

function nameFrom(written: string, { origin, name: old }: Mention): string {
  // In a mail text `mail.example.org` is meant whole; so is it where no origin is known.
  const raw = origin === undefined && !written.endsWith(".") ? `${written}.` : written;
  const { name, problems } = readName(raw, origin);
  if (/[\s;"()]/.test(written) || name === undefined || name === ".") {
    const [problem] = problems;
    throw new RenameRefused(
      problem === undefined ? "This is not a domain name" : `This is not a domain name: ${problem.message}`,
    );
  }
  return name === old ? old : name;
}

function written(name: string, { role, origin }: Mention, before: string): string {
  if (role === "spf" || role === "report") return before.endsWith(".") ? name : name.replace(/\.$/, "");
  const wasAbsolute = before.endsWith(".") && absoluteName(before, undefined) !== undefined;
  return origin === undefined || wasAbsolute ? name : relativeTo(name, origin);
}
