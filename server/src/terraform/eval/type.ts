/** The type of a value (Terraform's documentation, "Type Constraints"). */
export type Type = Scalar | Collection | TupleType | ObjectType;

/** `dynamic`: of a null that nobody gave a type; `any`: not known which. */
interface Scalar {
  readonly kind: "string" | "number" | "bool" | "dynamic" | "any";
}

interface Collection {
  readonly kind: "list" | "set" | "map";
  readonly of: Type;
}

interface TupleType {
  readonly kind: "tuple";
  readonly items: readonly Type[];
}

interface ObjectType {
  readonly kind: "object";
  readonly attributes: ReadonlyMap<string, Type>;
}

export const STRING: Type = { kind: "string" };
export const NUMBER: Type = { kind: "number" };
export const BOOL: Type = { kind: "bool" };
export const DYNAMIC: Type = { kind: "dynamic" };
export const ANY: Type = { kind: "any" };

export function listOf(of: Type): Type {
  return { kind: "list", of };
}

export function mapOf(of: Type): Type {
  return { kind: "map", of };
}

/** Whether the types are the same; what is not known is not the same as anything. */
export function isSame(a: Type, b: Type): boolean {
  if (a === b) return a.kind !== "any";
  switch (a.kind) {
    case "list":
    case "set":
    case "map":
      return b.kind === a.kind && isSame(a.of, b.of);
    case "tuple":
      return b.kind === "tuple" && a.items.length === b.items.length && a.items.every(isSameAt(b.items));
    case "object":
      return b.kind === "object" && hasSameNames(a, b) && [...a.attributes].every(isSameIn(b.attributes));
    default:
      return a.kind === b.kind && a.kind !== "any";
  }
}

/** Whether any part of the type is not known. */
export function isOpenType(type: Type): boolean {
  switch (type.kind) {
    case "list":
    case "set":
    case "map":
      return isOpenType(type.of);
    case "tuple":
      return type.items.some(isOpenType);
    case "object":
      return [...type.attributes.values()].some(isOpenType);
    default:
      return type.kind === "any";
  }
}

/** The one type that values of all these types can have; undefined where there is none. */
export function unify(types: readonly Type[]): Type | undefined {
  const [first, ...others] = types;
  if (first === undefined) return undefined;
  if (others.every((type) => isSame(first, type))) return first;
  const known = types.filter(({ kind }) => kind !== "any");
  if (known.length < types.length) {
    const type = unify(known);
    return type !== undefined && isSettled(type) ? type : ANY;
  }
  const kinds = new Set(types.map(({ kind }) => kind));
  const hasDynamic = kinds.delete("dynamic");
  const is = (...wanted: Type["kind"][]) =>
    wanted.every((kind) => kinds.has(kind)) && kinds.size === wanted.length;
  if (is("map") || is("list") || is("set")) return hasDynamic ? DYNAMIC : unifyCollections(types);
  const within = is("map", "object")
    ? unifyWithin(types, "object", "map")
    : is("list", "tuple")
      ? unifyWithin(types, "tuple", "list")
      : undefined;
  if (within !== undefined) return within;
  if (is("object"))
    return hasDynamic ? DYNAMIC : unifyObjects(types.filter((type) => type.kind === "object"));
  if (is("tuple")) return hasDynamic ? DYNAMIC : unifyTuples(types.filter((type) => type.kind === "tuple"));
  return [...types]
    .sort((a, b) => rankOf(a) - rankOf(b))
    .find((wanted) => wanted.kind !== "dynamic" && types.every((type) => isConvertible(type, wanted)));
}

/** Whether values of a type may be converted to the other one; some of the values may not be, all the same. */
export function isConvertible(from: Type, to: Type): boolean {
  if (to.kind === "any" || to.kind === "dynamic" || from.kind === "any" || from.kind === "dynamic")
    return true;
  switch (to.kind) {
    case "list":
    case "set":
      if (from.kind === "tuple") return isUnified(from.items, to.of);
      return (from.kind === "list" || from.kind === "set") && isConvertible(from.of, to.of);
    case "map":
      if (from.kind === "object") return isUnified([...from.attributes.values()], to.of);
      return from.kind === "map" && isConvertible(from.of, to.of);
    case "tuple":
      return (
        from.kind === "tuple" &&
        from.items.length === to.items.length &&
        from.items.every((item, i) => isConvertible(item, to.items[i] ?? ANY))
      );
    case "object":
      if (from.kind !== "object" && from.kind !== "map") return false;
      return [...to.attributes].every(([name, type]) => {
        const own = from.kind === "object" ? from.attributes.get(name) : from.of;
        return own !== undefined && isConvertible(own, type);
      });
    case "string":
      return from.kind === "string" || from.kind === "number" || from.kind === "bool";
    default:
      return from.kind === to.kind || from.kind === "string";
  }
}

function isUnified(items: readonly Type[], of: Type): boolean {
  if (items.length === 0) return true;
  const wanted = of.kind === "dynamic" ? unify(items) : of;
  return wanted !== undefined && items.every((item) => isConvertible(item, wanted));
}

// Whatever is unified with it, these are what it stays: text, and lists and maps of it.
function isSettled(type: Type): boolean {
  return type.kind === "string" || ((type.kind === "list" || type.kind === "map") && isSettled(type.of));
}

// The more general, the earlier.
function rankOf(type: Type): number {
  switch (type.kind) {
    case "any":
    case "dynamic":
      return 9;
    case "tuple":
    case "object":
      return 4;
    case "list":
    case "map":
      return 2;
    case "set":
      return 3;
    default:
      return type.kind === "string" ? 0 : 1;
  }
}

function unifyCollections(types: readonly Type[]): Type | undefined {
  const [first] = types;
  const of = unify(types.flatMap((type) => ("of" in type ? [type.of] : [])));
  return of === undefined || first === undefined || !("of" in first) ? undefined : { kind: first.kind, of };
}

// Objects beside maps are maps in disguise, tuples beside lists are lists.
function unifyWithin(
  types: readonly Type[],
  kind: "object" | "tuple",
  into: "map" | "list",
): Type | undefined {
  const inner = types.flatMap((type) =>
    type.kind === "tuple" ? type.items : type.kind === "object" ? [...type.attributes.values()] : [],
  );
  const of = inner.length === 0 ? DYNAMIC : unify(inner);
  if (of === undefined) return undefined;
  const others = types.filter((type) => type.kind !== kind);
  return inner.length === 0 ? unify(others) : unify([...others, { kind: into, of }]);
}

function unifyObjects(types: readonly ObjectType[]): Type | undefined {
  const [first, ...others] = types;
  if (first === undefined) return undefined;
  if (!others.every((type) => hasSameNames(first, type))) {
    const of = unify(types.flatMap((type) => [...type.attributes.values()]));
    return of === undefined ? undefined : mapOf(of);
  }
  const attributes = new Map<string, Type>();
  for (const name of first.attributes.keys()) {
    const type = unify(types.map((one) => one.attributes.get(name) ?? ANY));
    if (type === undefined) return undefined;
    attributes.set(name, type);
  }
  return { kind: "object", attributes };
}

function unifyTuples(types: readonly TupleType[]): Type | undefined {
  const [first, ...others] = types;
  if (first === undefined) return undefined;
  if (others.some(({ items }) => items.length !== first.items.length)) {
    const of = unify(types.flatMap(({ items }) => items));
    return of === undefined ? undefined : listOf(of);
  }
  const items: Type[] = [];
  for (const i of first.items.keys()) {
    const type = unify(types.map((one) => one.items[i] ?? ANY));
    if (type === undefined) return undefined;
    items.push(type);
  }
  return { kind: "tuple", items };
}

function hasSameNames(a: ObjectType, b: ObjectType): boolean {
  return (
    a.attributes.size === b.attributes.size &&
    [...a.attributes.keys()].every((name) => b.attributes.has(name))
  );
}

function isSameAt(items: readonly Type[]) {
  return (type: Type, i: number) => isSame(type, items[i] ?? ANY);
}

function isSameIn(attributes: ReadonlyMap<string, Type>) {
  return ([name, type]: readonly [string, Type]) => isSame(type, attributes.get(name) ?? ANY);
}
