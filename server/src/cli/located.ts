import type { RecordDocument } from "../dns/document.ts";
import { ZoneDocument } from "../zone/document.ts";
import type { Located } from "../zone/walk.ts";
import { UsageError } from "./usage.ts";

/** Throws where `$GENERATE` makes more records than anybody would want to have written out. */
export function guardPatterns(zone: RecordDocument, most: number): void {
  let sum = 0;
  for (const { document, block, pattern } of zone instanceof ZoneDocument ? zone.patterns : []) {
    const { count } = pattern.generate;
    sum += count;
    if (sum <= most) continue;
    const at = `${document.uri}:${document.positionAt(block.start + pattern.start).line + 1}`;
    throw new UsageError(
      `${at}: $GENERATE makes ${sum > count ? `${sum} records with those above` : `${count} records`}, more than ${most}; \`dnslens records --max-generate ${sum}\` writes them out`,
    );
  }
}

/** Every record as name servers load it, those that `$GENERATE` makes included, and the document that it stands in. */
export function* locatedIn(document: RecordDocument): Iterable<Located<RecordDocument>> {
  if (document instanceof ZoneDocument) yield* document.located();
  else for (const record of document.records()) yield { document, record };
}
