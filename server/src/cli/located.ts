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

/** Says on stderr which files named by an `$INCLUDE` are not part of what is written out, though name servers would want them. */
export function tellUnread(documents: readonly RecordDocument[]): void {
  for (const document of documents) {
    for (const { part, problem } of document.includeProblems ?? []) {
      if (problem.rule === "zone-include-empty") continue;
      const file = document.included?.find(({ uri }) => uri === part.uri) ?? document;
      const line = file.positionAt(part.start + problem.start).line + 1;
      process.stderr.write(`dnslens: ${part.uri}:${line}: left out. ${problem.message}\n`);
    }
  }
}

/** Every record as name servers load it, those that `$GENERATE` makes included, and the document that it stands in. */
export function* locatedIn(document: RecordDocument): Iterable<Located<RecordDocument>> {
  if (document instanceof ZoneDocument) yield* document.located();
  else for (const record of document.records()) yield { document, record };
}
