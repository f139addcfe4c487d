import { conformed } from "./eval/conform.ts";
import { evaluate } from "./eval/evaluate.ts";
import type { Scope } from "./eval/scope.ts";
import type { Origin } from "./eval/text.ts";
import { boolOf, unknown, type Value } from "./eval/value.ts";
import type { Block, Expression } from "./hcl/ast.ts";

/** What a variable holds: what was set from outside, or its default; as its type has it. */
export function variableValue({ body }: Block, set: Value | undefined, scope: Scope, at: Origin): Value {
  const find = (name: string): Expression | undefined =>
    body.attributes.find((one) => one.name === name)?.value;
  const nullable = find("nullable");
  // Of a variable that cannot be null, null is what was not set.
  const isLeftOut =
    set === undefined ||
    (set.kind === "null" && nullable !== undefined && boolOf(evaluate(nullable, scope)) === false);
  const standard = find("default");
  const own = isLeftOut ? (standard === undefined ? unknown(at) : evaluate(standard, scope)) : set;
  return conformed(own, find("type"), scope);
}
