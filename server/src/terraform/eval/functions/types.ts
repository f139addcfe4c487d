import { isWhole } from "../number.ts";
import type { Origin } from "../text.ts";
import { numberOf, numOf, type Value } from "../value.ts";

/** A function of the language. Undefined: the arguments are not such that it can be told what it gives. */
export type TerraformFunction = (values: readonly Value[], at: Origin) => Value | undefined;

/** The whole number that a value is or converts to. */
export function wholeOf(value: Value | undefined): number | undefined {
  const number = numOf(value);
  return number !== undefined && isWhole(number) ? numberOf(value) : undefined;
}
