import { attributeOf } from "./declared.ts";
import { evaluate, originOf } from "./eval/evaluate.ts";
import type { Once } from "./eval/once.ts";
import type { Scope } from "./eval/scope.ts";
import { ofList, type ResourceValue, type Value } from "./eval/value.ts";
import { bodyValue } from "./expand.ts";
import type { Block } from "./hcl/ast.ts";

/** The arguments of a block in one of its instances: attributes, and nested blocks as lists. `once` keeps them by `instance`. */
export function argumentsOf(
  block: Block,
  scope: Scope,
  instance: string,
  once: Once,
): ResourceValue["argument"] {
  const found = new Map<string, Value>();
  return (name) => {
    const before = found.get(name);
    if (before !== undefined) return before;
    const attribute = attributeOf(block, name);
    const origin = originOf(attribute ?? block.header, scope);
    const nested = block.body.blocks.filter(({ type }) => type === name);
    if (attribute === undefined && nested.length === 0) return undefined;
    const path = `${instance}.${name}`;
    const value = once.value(path, origin, () =>
      attribute === undefined
        ? ofList(
            nested.map(({ body }) => bodyValue(body, scope, origin)),
            origin,
          )
        : evaluate(attribute.value, scope),
    );
    // While it is computed it is unknown to itself alone.
    if (once.known(path) !== undefined) found.set(name, value);
    return value;
  };
}
