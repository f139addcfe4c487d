import { argumentsOf } from "./arguments.ts";
import { type DataInput, dataFile } from "./dataFiles.ts";
import { attributeOf, type Declared, type SourceFile, writtenIn } from "./declared.ts";
import { evaluate } from "./eval/evaluate.ts";
import { Once } from "./eval/once.ts";
import type { Budget, Scope } from "./eval/scope.ts";
import type { Origin } from "./eval/text.ts";
import {
  failed,
  keyOf,
  type NamespaceValue,
  plainOf,
  type ResourceValue,
  unknown,
  type Value,
} from "./eval/value.ts";
import { type Instance, instancesOf } from "./expand.ts";
import type { Block, Expression } from "./hcl/ast.ts";
import { overridden, STANDS_ALONE } from "./overrides.ts";
import { folderOf, isOverride, isTerragrunt, moduleFolder } from "./paths.ts";
import { providerSource } from "./providerSource.ts";
import { severalOf } from "./several.ts";
import { variableValue } from "./variables.ts";

/** What a module is evaluated with. */
export interface ModuleInput extends DataInput {
  /** In the order in which Terraform reads them: by name. */
  readonly files: readonly SourceFile[];
  /** The folder's URI, without a final slash. */
  readonly folder: string;
  /** Variables that are set from outside; others have their defaults. */
  readonly variables: ReadonlyMap<string, Value>;
  /** The files of another folder; undefined where it is not known. */
  readonly filesOf: (folder: string) => readonly SourceFile[] | undefined;
  readonly budget: Budget;
  /** What addresses in it begin with: "module.public."; "" for a folder that nobody calls. */
  readonly path: string;
  /** The providers that the calls hand on to it, as they are written. */
  readonly account: string;
  /** How many calls of modules lead here. */
  readonly depth: number;
}

interface DeclaredValue {
  readonly file: SourceFile;
  readonly expression: Expression;
}

/** Calls of modules that lead into one another further than this are not followed. */
const DEEPEST = 4;

/**
 * The files of one folder with the values its variables have: what names mean in it, and what it calls. Values are
 * computed when somebody asks, and once.
 */
export class Module {
  readonly folder: string;
  readonly path: string;
  readonly files: readonly SourceFile[];
  /** In the order of the files. */
  readonly resources: readonly Declared[];
  readonly #input: ModuleInput;
  readonly #named = new Map<string, Declared>();
  readonly #locals = new Map<string, DeclaredValue>();
  readonly #variables = new Map<string, Declared>();
  readonly #outputs = new Map<string, DeclaredValue>();
  readonly #calls = new Map<string, Declared>();
  readonly #once = new Once();
  readonly #localValues = new Once();
  readonly #variableValues = new Once();
  readonly #resourceValues = new Map<string, ResourceValue>();
  readonly #roots = new Map<string, NamespaceValue["get"]>();
  /** What names of resources of one instance mean: most records name their zone. */
  readonly #singles = new Map<string, Pick<NamespaceValue, "get" | "resource">>();
  readonly #instances = new Map<Block, readonly Instance[]>();
  readonly #children = new Map<string, readonly ModuleCall[]>();
  readonly #scopes = new Map<SourceFile, Scope>();
  #wrapped: readonly ModuleCall[] | undefined;

  constructor(input: ModuleInput) {
    this.#input = input;
    this.folder = input.folder;
    this.path = input.path;
    this.files = overridden(input.files);
    const resources: Declared[] = [];
    for (const file of this.files) {
      const isAlone = !isOverride(file.uri);
      for (const block of file.hcl.body.blocks)
        if (isAlone || STANDS_ALONE.has(block.type)) this.#declare({ file, block }, resources);
    }
    this.resources = resources;
  }

  /** The calls of other modules that can be followed, each in each of its instances. */
  get calls(): readonly ModuleCall[] {
    this.#wrapped ??= this.#readWrapped();
    return [...this.#wrapped, ...[...this.#calls.keys()].flatMap((name) => this.#callsOf(name))];
  }

  /** All blocks `module "..."`, followed or not. */
  get callBlocks(): readonly Declared[] {
    return [...this.#calls.values()];
  }

  /** What names mean in a file of the module, outside of any block that binds some. */
  scopeOf(file: SourceFile): Scope {
    const known = this.#scopes.get(file);
    if (known !== undefined) return known;
    const scope: Scope = {
      uri: file.uri,
      bound: undefined,
      root: (name, at) => this.#root(name, at),
      budget: this.#input.budget,
      read: (path) => dataFile(path, this.folder, this.#input),
    };
    this.#scopes.set(file, scope);
    return scope;
  }

  /** A block in each of the instances that `count` and `for_each` make of it. */
  instances(declared: Declared): readonly Instance[] {
    const known = this.#instances.get(declared.block);
    if (known !== undefined) return known;
    // Those of one block may hang on those of another, which is no nesting of expressions.
    const { budget } = this.#input;
    budget.depth++;
    const made = instancesOf(declared.block, this.scopeOf(declared.file));
    budget.depth--;
    this.#instances.set(declared.block, made);
    return made;
  }

  /** The resource or data block of that address ("data.aws_route53_zone.main"). */
  declared(address: string): Declared | undefined {
    return this.#named.get(address);
  }

  /** The resources of some types, in all of their instances. */
  resourcesOf(types: readonly string[]): readonly ResourceValue[] {
    return this.resources
      .filter(({ block }) => types.includes(block.labels[0] ?? ""))
      .flatMap((declared) => {
        const address = declared.block.labels.join(".");
        return this.instances(declared).map(({ scope, key }) =>
          this.#resourceValue(address, declared, scope, indexOf(key)),
        );
      });
  }

  /** The value of an argument of a block, outside of its instances. */
  argumentOf({ block, file }: Declared, name: string): Value | undefined {
    const attribute = attributeOf(block, name);
    return attribute === undefined ? undefined : evaluate(attribute.value, this.scopeOf(file));
  }

  /** Whose a block is, as far as that is written: the providers that the calls hand on, and the one that it names itself. */
  accountOf(declared: Declared): string {
    return `${this.#input.account}${writtenIn(declared, "provider", this.files) ?? ""}`;
  }

  /** The source of a provider as `required_providers` names it ("germanbrew/hetznerdns"). */
  providerSource(name: string): string | undefined {
    return providerSource(name, this.files, (file) => this.scopeOf(file));
  }

  #declare(declared: Declared, resources: Declared[]): void {
    const { block, file } = declared;
    const [first = "", second = ""] = block.labels;
    switch (block.type) {
      case "resource":
        resources.push(declared);
        this.#named.set(`${first}.${second}`, declared);
        break;
      case "data":
        this.#named.set(`data.${first}.${second}`, declared);
        break;
      case "locals":
        for (const { name, value } of block.body.attributes)
          this.#locals.set(name, { file, expression: value });
        break;
      case "variable":
        this.#variables.set(first, declared);
        break;
      case "output": {
        const value = attributeOf(block, "value");
        if (value !== undefined) this.#outputs.set(first, { file, expression: value.value });
        break;
      }
      case "module":
        this.#calls.set(first, declared);
        break;
    }
  }

  #root(name: string, at: Origin): Value {
    if (UNTOLD.has(name)) return unknown(at);
    let get = this.#roots.get(name);
    if (get === undefined) {
      get = this.#makeRoot(name);
      this.#roots.set(name, get);
    }
    return namespace(get, at);
  }

  #makeRoot(name: string): NamespaceValue["get"] {
    switch (name) {
      case "local":
        return (key, origin) => this.#local(key, origin);
      case "var":
        return (key, origin) => this.#variable(key, origin);
      case "module":
        return (key, origin) => this.#moduleValue(key, origin);
      case "data":
        return (type, origin) =>
          namespace((key, place) => this.#resource(`data.${type}.${key}`, place), origin);
      default:
        return (key, origin) => this.#resource(`${name}.${key}`, origin);
    }
  }

  #local(name: string, at: Origin): Value {
    const known = this.#localValues.known(name);
    if (known !== undefined) return known;
    const local = this.#locals.get(name);
    if (local === undefined) return unknown(at);
    return this.#localValues.value(name, at, () => evaluate(local.expression, this.scopeOf(local.file)));
  }

  #variable(name: string, at: Origin): Value {
    const known = this.#variableValues.known(name);
    if (known !== undefined) return known;
    const declared = this.#variables.get(name);
    return this.#variableValues.value(name, at, () => {
      if (declared === undefined) return this.#input.variables.get(name) ?? unknown(at);
      const set = this.#input.variables.get(name);
      return variableValue(declared.block, set, this.scopeOf(declared.file), at);
    });
  }

  #resource(address: string, at: Origin): Value {
    const single = this.#singles.get(address);
    if (single !== undefined)
      return { kind: "namespace", get: single.get, pick: undefined, resource: single.resource, at };
    const declared = this.#named.get(address);
    if (declared === undefined) return unknown(at);
    const { block } = declared;
    const isMany = block.body.attributes.some(({ name }) => name === "count" || name === "for_each");
    const scope = this.scopeOf(declared.file);
    if (!isMany) {
      const value = this.#instanceValue(address, declared, scope, "", at);
      this.#singles.set(address, { get: value.get, resource: value.resource });
      return value;
    }
    const valueIn = ({ key, scope: own }: Instance, origin: Origin) =>
      this.#instanceValue(address, declared, own, indexOf(key), origin);
    return severalOf(block, () => this.instances(declared), valueIn, scope, at);
  }

  #instanceValue(
    address: string,
    declared: Declared,
    scope: Scope,
    index: string,
    at: Origin,
  ): NamespaceValue {
    const resource = this.#resourceValue(address, declared, scope, index);
    const get = (name: string, origin: Origin): Value =>
      resource.argument(name) ?? { ...unknown(origin), resource };
    return { kind: "namespace", get, pick: undefined, resource, at };
  }

  #resourceValue(address: string, declared: Declared, scope: Scope, index: string): ResourceValue {
    const { block } = declared;
    const instance = `${address}${index}`;
    const known = this.#resourceValues.get(instance);
    if (known !== undefined) return known;
    const made = {
      address: `${this.path}${instance}`,
      type: block.labels[0] ?? "",
      isData: block.type === "data",
      account: this.accountOf(declared),
      argument: argumentsOf(block, scope, instance, this.#once),
    };
    this.#resourceValues.set(instance, made);
    return made;
  }

  #moduleValue(name: string, at: Origin): Value {
    const declared = this.#calls.get(name);
    if (declared === undefined) return unknown(at);
    const { block } = declared;
    const calls = this.#callsOf(name);
    const outputsOf = (call: ModuleCall | undefined, origin: Origin): Value =>
      call === undefined
        ? unknown(origin)
        : namespace((output, place) => call.module.#output(output, place), origin);
    const isMany = block.body.attributes.some((one) => one.name === "count" || one.name === "for_each");
    if (!isMany) return outputsOf(calls[0], at);
    const valueIn = (instance: Instance, origin: Origin) =>
      outputsOf(
        calls.find((call) => call.instance === instance),
        origin,
      );
    return severalOf(block, () => this.instances(declared), valueIn, this.scopeOf(declared.file), at);
  }

  #output(name: string, at: Origin): Value {
    const output = this.#outputs.get(name);
    if (output === undefined) return failed(at);
    return this.#once.value(`output.${name}`, at, () =>
      evaluate(output.expression, this.scopeOf(output.file)),
    );
  }

  #callsOf(name: string): readonly ModuleCall[] {
    const known = this.#children.get(name);
    if (known !== undefined) return known;
    this.#children.set(name, []);
    const declared = this.#calls.get(name);
    const calls = declared === undefined ? [] : this.#follow(name, declared);
    this.#children.set(name, calls);
    return calls;
  }

  #follow(name: string, declared: Declared): readonly ModuleCall[] {
    return this.#called(name, declared, this.folder, ({ scope }) => {
      const given = declared.block.body.attributes.filter((attribute) => !META.has(attribute.name));
      return new Map(given.map((attribute) => [attribute.name, evaluate(attribute.value, scope)]));
    });
  }

  // A Terragrunt file calls the module that its `terraform` block names with its `inputs`.
  #readWrapped(): readonly ModuleCall[] {
    return this.files
      .filter(({ uri }) => isTerragrunt(uri))
      .flatMap((file) => {
        const block = file.hcl.body.blocks.find(({ type }) => type === "terraform");
        const inputs = file.hcl.body.attributes.find((attribute) => attribute.name === "inputs");
        if (block === undefined) return [];
        return this.#called("", { file, block }, folderOf(file.uri), ({ scope }) => {
          const value = inputs === undefined ? undefined : evaluate(inputs.value, scope);
          const entries = value?.kind === "object" ? [...value.entries] : [];
          return new Map(entries.map(([key, entry]) => [key, entry.value]));
        });
      });
  }

  #called(
    name: string,
    declared: Declared,
    from: string,
    variablesIn: (instance: Instance) => ReadonlyMap<string, Value>,
  ): readonly ModuleCall[] {
    const { depth, filesOf, read, root, budget, account } = this.#input;
    const source = plainOf(this.argumentOf(declared, "source"));
    const folder = source === undefined ? undefined : moduleFolder(from, source);
    const files = folder === undefined || depth >= DEEPEST ? undefined : filesOf(folder);
    if (folder === undefined || files === undefined) return [];
    const providers = writtenIn(declared, "providers", this.files);
    const handedOn = providers === undefined ? account : `${account}${providers} `;
    return this.instances(declared).map((instance) => {
      const variables = variablesIn(instance);
      const path = name === "" ? this.path : `${this.path}module.${name}${indexOf(instance.key)}.`;
      const around = { path, account: handedOn, depth: depth + 1 };
      const module = new Module({ files, folder, variables, filesOf, read, root, budget, ...around });
      return { name, declared, instance, module };
    });
  }
}

/** A call of another module in one of its instances. */
export interface ModuleCall {
  readonly name: string;
  readonly declared: Declared;
  readonly instance: Instance;
  readonly module: Module;
}

/** Names whose values only a plan tells, or the blocks around them. */
const UNTOLD: ReadonlySet<string> = new Set(["each", "count", "self", "path", "terraform"]);

const META: ReadonlySet<string> = new Set([
  "source",
  "version",
  "providers",
  "count",
  "for_each",
  "depends_on",
]);

// `["a"]`, `[0]`.
function indexOf(key: Value | undefined): string {
  if (key === undefined) return "";
  return `[${key.kind === "string" ? JSON.stringify(key.text.text) : (plainOf(key) ?? keyOf(key))}]`;
}

function namespace(get: NamespaceValue["get"], at: Origin): NamespaceValue {
  return { kind: "namespace", get, pick: undefined, resource: undefined, at };
}
