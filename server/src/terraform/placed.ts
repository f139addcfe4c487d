import type { SyntaxProblem } from "../dns/document.ts";

/** A problem and the file it stands in. */
export interface PlacedProblem {
  readonly uri: string;
  readonly problem: SyntaxProblem;
}
