import { Entries } from "./eval/entries.ts";
import { evaluate } from "./eval/evaluate.ts";
import type { Scope } from "./eval/scope.ts";
import type { Origin } from "./eval/text.ts";
import {
  hasKnownLength,
  isKnown,
  keyOf,
  type NamespaceValue,
  numberOf,
  ofList,
  unknown,
  type Value,
} from "./eval/value.ts";
import type { Instance } from "./expand.ts";
import type { Block } from "./hcl/ast.ts";

/** What the name of a block with `count` or `for_each` stands for: one of its instances by key, or all of them together. */
export function severalOf(
  block: Block,
  instances: () => readonly Instance[],
  valueIn: (instance: Instance, at: Origin) => Value,
  scope: Scope,
  at: Origin,
): NamespaceValue {
  const pick = (key: Value, origin: Origin): Value => {
    const wanted = isKnown(key) ? keyOf(key) : undefined;
    const found = instances().find((one) => one.key !== undefined && keyOf(one.key) === wanted);
    return found === undefined ? unknown(origin) : valueIn(found, origin);
  };
  const all = (origin: Origin): Value | undefined => {
    const every = instances();
    if (!areAll(block, scope, every)) return undefined;
    if (block.body.attributes.some(({ name }) => name === "count")) {
      return ofList(
        every.map((one) => valueIn(one, origin)),
        origin,
      );
    }
    const entries = new Entries();
    for (const one of every) if (one.key !== undefined) entries.set(one.key, valueIn(one, origin));
    return entries.value(origin);
  };
  const get = (_: string, origin: Origin) => unknown(origin);
  return { kind: "namespace", get, pick, all, resource: undefined, at };
}

// Whether these instances are known, and there can be no others.
function areAll({ body }: Block, scope: Scope, instances: readonly Instance[]): boolean {
  const attribute = body.attributes.find(({ name }) => name === "for_each" || name === "count");
  if (attribute === undefined || instances.some(({ key }) => key === undefined)) return false;
  const value = evaluate(attribute.value, scope);
  if (attribute.name === "count") return numberOf(value) === instances.length;
  if (value.kind === "object") return !value.isOpen && value.entries.size === instances.length;
  return value.kind === "list" && hasKnownLength(value) && value.items.length === instances.length;
}
