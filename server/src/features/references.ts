import type { DocumentHighlight, Location } from "vscode-languageserver";
import { DocumentHighlightKind } from "vscode-languageserver";
import type { RecordDocument } from "../dns/document.ts";
import { type Mention, mentionAt, mentionsOfAny, namesOfMention } from "./mentions.ts";
import { rangeOf } from "./positions.ts";

/**
 * Every place that writes the name under an offset, in any form.
 * @param documents the document itself first
 */
export function references(
  documents: readonly RecordDocument[],
  offset: number,
  context: { readonly includeDeclaration: boolean },
): readonly Location[] {
  const [first] = documents;
  const mention = first === undefined ? undefined : mentionAt(first, offset);
  if (mention === undefined) return [];
  // A file that is included twice has each place once.
  const places = new Map<string, Location>();
  for (const document of documents) {
    const { uri } = document;
    for (const { role, span } of placesIn(document, mention)) {
      if (context.includeDeclaration || role !== "owner")
        places.set(`${span.start} ${uri}`, { uri, range: rangeOf(document, span) });
    }
  }
  return [...places.values()];
}

/** The places of one document that write the name under an offset: owners as written, all others as read. */
export function documentHighlights(document: RecordDocument, offset: number): readonly DocumentHighlight[] {
  const mention = mentionAt(document, offset);
  if (mention === undefined) return [];
  return placesIn(document, mention).map(({ span, role }) => ({
    range: rangeOf(document, span),
    kind: role === "owner" ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }));
}

/** Where a document writes one of the names that a mention stands for, each place once. */
function placesIn(document: RecordDocument, mention: Mention): readonly Mention[] {
  const found = mentionsOfAny(document, namesOfMention(mention));
  return [...new Map(found.map((place) => [place.span.start, place])).values()];
}
