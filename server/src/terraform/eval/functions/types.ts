import { isWhole, toDouble, truncated } from "../number.ts";
import type { Budget } from "../scope.ts";
import type { Origin } from "../text.ts";
import { numOf, type Value } from "../value.ts";

/** A function of the language. Undefined: the arguments are not such that it can be told what it gives. */
export type TerraformFunction = (
  values: readonly Value[],
  at: Origin,
  budget: Pick<Budget, "steps">,
) => Value | undefined;

/** The whole number of 64 bits that a value is or converts to. */
export function wholeOf(value: Value | undefined): number | undefined {
  const number = numOf(value);
  if (number === undefined || !isWhole(number)) return undefined;
  return BigInt.asIntN(64, truncated(number)) === truncated(number) ? toDouble(number) : undefined;
}
