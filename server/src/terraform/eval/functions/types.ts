import type { Origin } from "../text.ts";
import type { Value } from "../value.ts";

/** A function of the language. Undefined: the arguments are not such that it can be told what it gives. */
export type TerraformFunction = (values: readonly Value[], at: Origin) => Value | undefined;
