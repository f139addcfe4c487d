import type { DnsRecord } from "../dns/record.ts";
import { type Block, FLAG, type Pattern } from "./block.ts";
import { allGenerated } from "./generated.ts";
import type { Include, IncludedDocument } from "./includes.ts";
import type { Neighbours } from "./record.ts";

/** A record of a zone and the file that it stands in. */
export interface Located<Document> {
  readonly document: Document;
  readonly record: DnsRecord;
}

interface Walked<Document extends IncludedDocument> extends IncludedDocument, Neighbours {
  readonly blocks: readonly Block[];
  readonly includes: readonly Include<Document>[];
  madeRecord(block: Block, row: number): DnsRecord;
}

interface Stop<Document> {
  readonly at: number;
  readonly document?: Document | undefined;
  readonly pattern?: Pattern;
}

/**
 * The records of a zone as name servers load them: those of an included file where it is included, and where `expand` is
 * set, those that `$GENERATE` makes.
 */
export function* walk<Document extends Walked<Document>>(
  document: Document,
  expand: boolean,
): Iterable<Located<Document>> {
  for (const block of document.blocks) {
    let row = 0;
    for (const stop of stopsIn(document, block, expand)) {
      for (; row < block.rows && (block.columns.start[row] ?? 0) < stop.at; row++) {
        if (isRecord(block, row)) yield { document, record: document.madeRecord(block, row) };
      }
      if (stop.document !== undefined) yield* walk(stop.document, expand);
      if (stop.pattern === undefined) continue;
      for (const record of allGenerated(block, stop.pattern, document)) yield { document, record };
    }
  }
}

/** What stands between the rows of a block, in document order, and its end. */
function stopsIn<Document extends Walked<Document>>(
  { includes }: Document,
  block: Block,
  expand: boolean,
): readonly Stop<Document>[] {
  const stops: Stop<Document>[] = includes
    .filter((include) => include.block === block)
    .map(({ directive, document }) => ({ at: directive.start, document }));
  if (expand) for (const pattern of block.patterns) stops.push({ at: pattern.start, pattern });
  return [...stops.sort((a, b) => a.at - b.at), { at: Number.POSITIVE_INFINITY }];
}

function isRecord({ columns }: Block, row: number): boolean {
  // Name servers leave out what lies outside the zone.
  return ((columns.flags[row] ?? 0) & (FLAG.broken | FLAG.outside)) === 0;
}
