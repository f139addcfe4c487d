/** What each editor feature costs on one large zone, in seconds: the median of some calls, without the first, which is cold. */
import { codeLenses } from "../server/src/features/codeLens.ts";
import { completion } from "../server/src/features/completion.ts";
import { definition } from "../server/src/features/definition.ts";
import { documentSymbols } from "../server/src/features/documentSymbols.ts";
import { foldingRanges } from "../server/src/features/folding.ts";
import { rangeFormatting } from "../server/src/features/formatting.ts";
import { hover } from "../server/src/features/hover.ts";
import { inlayHints } from "../server/src/features/inlayHints.ts";
import { documentHighlights, references } from "../server/src/features/references.ts";
import { rename } from "../server/src/features/rename.ts";
import { semanticTokensIn } from "../server/src/features/semanticTokens.ts";
import { workspaceSymbols } from "../server/src/features/workspaceSymbols.ts";
import { Workspace } from "../server/src/workspace.ts";
import { ZoneDocument } from "../server/src/zone/document.ts";

/** Seconds by feature; `atMost` is what is wanted. */
export interface FeatureCost {
  readonly name: string;
  readonly seconds: number;
  readonly atMost: number;
}

const HINTS = { ttl: true, owner: true, lookups: true, keyBits: true };
const CALLS = 9;

/** Measures every feature in the middle of the zone. */
export function measureFeatures(text: string, origin: string): readonly FeatureCost[] {
  const middle = text.indexOf("\n", text.length / 2) + 1;
  const typed = 'x IN TXT "v=spf1 include:\nx IN MX 10 m\n';
  const document = new ZoneDocument(
    "file:///bench.zone",
    text.slice(0, middle) + typed + text.slice(middle),
    { origin },
  );
  const workspace = new Workspace();
  workspace.update(document);
  const lookup = workspace.lookupFrom(document.uri);
  const documents = [document];
  const spf = text.indexOf("v=spf1", middle) + typed.length;
  const host = text.indexOf("\nplatform ") + 2;
  const view = { start: middle, end: middle + 4000 };
  const { line } = document.positionAt(middle);
  const lines = { start: { line, character: 0 }, end: { line: line + 40, character: 0 } };
  const quick = 0.01;
  const usual = 0.05;
  return [
    timed("hover", quick, () => hover(document, spf, lookup)),
    timed("completion of include:", quick, () => completion(documents, middle + typed.indexOf("\n"))),
    timed("completion of a host", quick, () => completion(documents, middle + typed.length - 1)),
    timed("definition", usual, () => definition(documents, host)),
    timed("references", usual, () => references(documents, host, { includeDeclaration: true })),
    timed("highlights", usual, () => documentHighlights(document, host)),
    timed("rename", usual, () => rename(documents, host, "renamed")),
    timed("outline", usual, () => documentSymbols(document)),
    timed("folds", usual, () => foldingRanges(document)),
    timed("names of the workspace", usual, () => workspaceSymbols(documents, "nowhere")),
    timed("inlay hints in view", usual, () => inlayHints(document, view, lookup, HINTS)),
    timed("colours in view", usual, () => semanticTokensIn(document, view)),
    timed("code lenses", usual, () => codeLenses(document)),
    timed("formatting in view", usual, () =>
      rangeFormatting(document, lines, { insertSpaces: true, tabSize: 4 }),
    ),
  ];
}

function timed(name: string, atMost: number, run: () => unknown): FeatureCost {
  const times = Array.from({ length: CALLS + 1 }, () => {
    const began = performance.now();
    run();
    return (performance.now() - began) / 1000;
  });
  const warm = times.slice(1).sort((a, b) => a - b);
  return { name, seconds: warm[CALLS >> 1] ?? 0, atMost };
}
