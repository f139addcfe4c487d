import type { Origin } from "./text.ts";
import type { Value } from "./value.ts";

/** How much one evaluation of a directory may cost; beyond it everything is unknown, so that hostile files end too. */
export interface Budget {
  steps: number;
  /** How many expressions are being worked out, each for the one before. */
  depth: number;
  /** How many expressions failed so far: `try` and `can` ask whether any did within theirs. */
  failures: number;
}

/** What names mean where an expression stands. */
export interface Scope {
  /** Of the file in which the expression stands. */
  readonly uri: string;
  /** Names bound nearby: `each`, `count`, the variables of `for`, iterators of dynamic blocks. */
  readonly bound: Bound | undefined;
  /** What a name means otherwise: `local`, `var`, `module`, a resource type. */
  readonly root: (name: string, at: Origin) => Value;
  readonly budget: Budget;
  /** The text of a file that `file(...)` names; undefined where it is not known. */
  readonly read?: (path: string) => string | undefined;
}

/** What `path.module` and `path.root` are where a path to a file is put together: it begins with one of these. */
export const PLACES = { module: "\0module", root: "\0root" } as const;

/** A name and those that were bound before it. */
export interface Bound {
  readonly name: string;
  readonly value: Value;
  readonly outer: Bound | undefined;
}

/** The same place with more names. */
export function bind(scope: Scope, names: readonly (readonly [string, Value])[]): Scope {
  let { bound } = scope;
  for (const [name, value] of names) bound = { name, value, outer: bound };
  return { ...scope, bound };
}

/** What a name is bound to nearby; undefined where it is not. */
export function boundTo(scope: Scope, name: string): Value | undefined {
  for (let at = scope.bound; at !== undefined; at = at.outer) if (at.name === name) return at.value;
  return undefined;
}
