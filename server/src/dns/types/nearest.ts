import { distance } from "../../text/distance.ts";
import type { RdataProblem } from "../rdata.ts";

/** The fix that writes the one known word that was probably meant; undefined where none is near. */
export function nearestFix(word: string, known: readonly string[]): RdataProblem["fix"] {
  const most = word.length > 5 ? 2 : 1;
  const ranked = known
    .map((each) => ({ each, far: distance(word.toLowerCase(), each.toLowerCase()) }))
    .filter(({ far }) => far <= most)
    .sort((a, b) => a.far - b.far);
  const [best, second] = ranked;
  if (best === undefined || second?.far === best.far) return undefined;
  return { title: `Write \`${best.each}\``, text: best.each };
}
