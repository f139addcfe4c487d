import type { Expression } from "../hcl/ast.ts";
import { parseTemplate } from "../hcl/parse.ts";
import { collected } from "./access.ts";
import { bind, PLACES, type Scope } from "./scope.ts";
import { LONGEST, type Origin } from "./text.ts";
import { failed, isKnown, ofEntries, ofString, plainOf, unknown, type Value } from "./value.ts";

/** A call, as a function meets it that has to know where it stands. */
interface Call {
  readonly args: readonly Expression[];
  readonly scope: Scope;
  readonly at: Origin;
  /** Handed in, since expressions and templates hold each other. */
  readonly evaluate: (expression: Expression, scope: Scope) => Value;
}

/** The functions that make a text of a file, or of another text (Terraform's documentation, "templatefile Function"). */
export const FROM_TEXT: ReadonlyMap<string, (call: Call) => Value> = new Map([
  ["file", file],
  ["templatefile", (call: Call) => rendered(fileText(call), call, "templatefile")],
  ["templatestring", templatestring],
]);

function file(call: Call): Value {
  const text = fileText(call);
  return text === undefined ? unknown(call.at) : ofString(text, call.at, "file");
}

// Only what a reference leads to may be a template.
function templatestring(call: Call): Value {
  const [source] = call.args;
  const isReference = source?.kind === "attribute" || source?.kind === "index";
  const text = isReference ? plainOf(call.evaluate(source, call.scope)) : undefined;
  return rendered(text, call, "templatestring");
}

// Where the folders are is nothing that a configuration knows elsewhere: it hangs on the machine.
function fileText({ args: [written], scope, at, evaluate }: Call): string | undefined {
  if (written === undefined || scope.read === undefined) return undefined;
  const entries = Object.entries(PLACES).map(([name, place]) => {
    const key = ofString(name, at);
    return [name, { key, value: ofString(place, at) }] as const;
  });
  const places = ofEntries(new Map(entries), at, true);
  const path = plainOf(evaluate(written, bind(scope, [["path", places]])));
  return path === undefined ? undefined : scope.read(path);
}

// A template sees nothing but the variables that it is given, and what it makes stands nowhere but at the call.
function rendered(text: string | undefined, { args, scope, at, evaluate }: Call, name: string): Value {
  const [, written] = args;
  if (text === undefined || written === undefined || text.length > LONGEST) return unknown(at);
  const given = collected(evaluate(written, scope), at);
  const template = parseTemplate(text);
  if (template === undefined || (isKnown(given) && given.kind !== "object")) return failed(at);
  const isAll = given.kind === "object" && !given.isOpen;
  const root = (_: string, place: Origin) => (isAll ? failed(place) : unknown(place));
  const inner: Scope = { uri: scope.uri, bound: undefined, root, budget: scope.budget };
  const entries = given.kind === "object" ? [...given.entries] : [];
  const value = evaluate(
    template,
    bind(
      inner,
      entries.map(([key, entry]) => [key, entry.value] as const),
    ),
  );
  if (value.kind === "null") return failed(at);
  return value.kind === "string" ? ofString(value.text.text, at, name) : { ...value, at };
}
