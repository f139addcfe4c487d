import type { Template } from "../hcl/ast.ts";
import type { Origin } from "./text.ts";
import type { Value } from "./value.ts";

/** How much one evaluation of a directory may cost; beyond it everything is unknown, so that hostile files end too. */
export interface Budget {
  steps: number;
}

/** What names mean where an expression stands. */
export interface Scope {
  /** Of the file in which the expression stands. */
  readonly uri: string;
  /** Names bound nearby: `each`, `count`, the variables of `for`, iterators of dynamic blocks. */
  readonly bound: ReadonlyMap<string, Value>;
  /** What a name means otherwise: `local`, `var`, `module`, a resource type. */
  readonly root: (name: string, at: Origin) => Value;
  readonly budget: Budget;
  /** Told of each string literal that is evaluated. */
  readonly touched?: (literal: Template) => void;
}

/** The same place with one more name. */
export function bind(scope: Scope, names: Iterable<readonly [string, Value]>): Scope {
  return { ...scope, bound: new Map([...scope.bound, ...names]) };
}
