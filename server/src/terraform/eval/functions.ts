import { COLLECTIONS } from "./functions/collections.ts";
import { ENCODINGS } from "./functions/encodings.ts";
import { HASHES } from "./functions/hashes.ts";
import { LETTERS } from "./functions/letters.ts";
import { NETWORKS } from "./functions/networks.ts";
import { NUMBERS } from "./functions/numbers.ts";
import { PATHS } from "./functions/paths.ts";
import { SETS } from "./functions/sets.ts";
import { STRINGS } from "./functions/strings.ts";
import { TIMES } from "./functions/times.ts";
import type { TerraformFunction } from "./functions/types.ts";
import type { Budget } from "./scope.ts";
import type { Origin } from "./text.ts";
import { failed, isSettled, unknown, type Value } from "./value.ts";

const FUNCTIONS: ReadonlyMap<string, TerraformFunction> = new Map(
  Object.entries({
    ...STRINGS,
    ...LETTERS,
    ...COLLECTIONS,
    ...SETS,
    ...NUMBERS,
    ...NETWORKS,
    ...ENCODINGS,
    ...HASHES,
    ...PATHS,
    ...TIMES,
  }),
);

/** What takes null for an argument; everything else fails. */
const TAKE_NULL: ReadonlySet<string> = new Set([
  "coalesce",
  "coalescelist",
  "format",
  "formatlist",
  "jsonencode",
  "lookup",
  "merge",
  "nonsensitive",
  "sensitive",
  "tobool",
  "tolist",
  "tomap",
  "tonumber",
  "toset",
  "tostring",
]);

/** What the function makes of its arguments; unknown for a function that is not followed. */
export function call(
  name: string,
  values: readonly Value[],
  at: Origin,
  budget: Pick<Budget, "steps">,
): Value {
  const bare = name.replace(/^core::/, "");
  const run = FUNCTIONS.get(bare);
  if (run === undefined) return unknown(at);
  if (values.some((value) => value.kind === "unknown" && value.failed)) return failed(at);
  if (values.some(({ kind }) => kind === "null") && !TAKE_NULL.has(bare)) return failed(at);
  budget.steps -= values.length;
  return run(values, at, budget) ?? (values.every(isSettled) ? failed(at) : unknown(at));
}
