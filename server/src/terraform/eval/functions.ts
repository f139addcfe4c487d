import { COLLECTIONS } from "./functions/collections.ts";
import { ENCODINGS } from "./functions/encodings.ts";
import { NETWORKS } from "./functions/networks.ts";
import { NUMBERS } from "./functions/numbers.ts";
import { STRINGS } from "./functions/strings.ts";
import type { TerraformFunction } from "./functions/types.ts";
import type { Budget } from "./scope.ts";
import type { Origin } from "./text.ts";
import { failed, unknown, type Value } from "./value.ts";

const FUNCTIONS: ReadonlyMap<string, TerraformFunction> = new Map(
  Object.entries({ ...STRINGS, ...COLLECTIONS, ...NUMBERS, ...NETWORKS, ...ENCODINGS }),
);

/** What the function makes of its arguments; unknown for a function that is not followed. */
export function call(name: string, values: readonly Value[], at: Origin, budget: Budget): Value {
  const run = FUNCTIONS.get(name.replace(/^core::/, ""));
  if (run === undefined) return unknown(at);
  const broken = values.find((value) => value.kind === "unknown" && value.failed);
  if (broken !== undefined) return failed(at);
  budget.steps -= values.length;
  return run(values, at) ?? (values.every(isSettled) ? failed(at) : unknown(at));
}

function isSettled(value: Value): boolean {
  return value.kind !== "unknown" && value.kind !== "namespace";
}
