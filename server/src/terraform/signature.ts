import type { Anchor, DnsRecord } from "../dns/record.ts";
import { HOLE } from "../text/mappedText.ts";
import type { Span } from "../text/span.ts";
import type { Declared, SourceFile } from "./declared.ts";
import { evaluate, originOf } from "./eval/evaluate.ts";
import { bind, type Scope } from "./eval/scope.ts";
import type { Text } from "./eval/text.ts";
import { unknown, type Value } from "./eval/value.ts";
import type { Block, Body, Expression } from "./hcl/ast.ts";
import type { Module } from "./module.ts";
import type { ProviderRow } from "./providers/row.ts";
import { TerraformRecord } from "./record.ts";
import { readTxt } from "./records/txt.ts";
import type { Sharing } from "./sharing.ts";

/** A string that says by how it begins that it is the text of a mail record. */
interface SignedString {
  readonly text: Text;
  readonly expression: Expression;
  readonly file: SourceFile;
  /** What leads to it, as references are written: "module.dns.spf". */
  readonly place: string;
  /** The block at the top of the file; undefined where the string stands in none. */
  readonly declared: Declared | undefined;
}

const SIGNATURE = /^\s*(?:"\s*)?(?:v=(?:spf1|DMARC1|DKIM1)|k=[^;]*;.*\bp=)/is;

/** Functions that hand their arguments on as they are, or among others. */
const TRANSPARENT: ReadonlySet<string> = new Set([
  "coalesce",
  "coalescelist",
  "compact",
  "concat",
  "distinct",
  "flatten",
  "get_env",
  "jsonencode",
  "lookup",
  "merge",
  "nonsensitive",
  "sensitive",
  "templatefile",
  "templatestring",
  "tolist",
  "tomap",
  "toset",
  "try",
  "yamlencode",
]);

/** Attributes that are prose. */
const PROSE: ReadonlySet<string> = new Set(["description", "error_message", "comment"]);

/** The strings of a file that are mail records by their text, as records of unknown owners. */
export function signatureRecords(
  file: SourceFile,
  module: Module,
  sharing: Sharing,
  anchor: Anchor,
): readonly DnsRecord[] {
  return signedStrings(file, module, sharing).map(({ text, expression, place, declared }) => {
    const { start, end } = expression;
    const block = declared ?? placeless(file, { start, end });
    const user = { address: "", uri: file.uri, start, text: undefined };
    for (const { literal, uri } of text.runs) {
      if (literal !== undefined) sharing.note(literal, uri, user);
    }
    return new TerraformRecord({
      anchor,
      declared: block,
      address: "",
      place,
      row: undefined,
      owner: undefined,
      name: "",
      zone: undefined,
      zoneKey: undefined,
      isInOwnZone: false,
      instance: block,
      continues: undefined,
      proxied: false,
      isOnly: true,
      ttl: undefined,
      type: "TXT",
      spans: {
        block: { start, end },
        header: { start, end },
        owner: undefined,
        ttl: undefined,
        type: undefined,
        content: { start, end },
      },
      content: text,
      // Whoever publishes it may quote it, or take its line break off.
      txt: { ...readTxt(text, UNKNOWN_PROVIDER), fault: undefined },
      isConditional: true,
      alternative: undefined,
      sharing,
      files: module.files,
    });
  });
}

/** Quoting as it is written: who will publish the text is not known. */
const UNKNOWN_PROVIDER: ProviderRow = {
  type: "",
  owner: [],
  form: "both",
  apex: [],
  zone: [],
  zoneIs: "name",
  recordType: { is: "TXT" },
  ttl: [],
  content: [],
  priority: [],
  text: "keep",
  writer: "keep",
};

// An attribute of a file that stands in no block (tfvars).
function placeless(file: SourceFile, span: Span): Declared {
  return {
    file,
    block: { type: "", labels: [], header: span, body: { attributes: [], blocks: [] }, ...span },
  };
}

function signedStrings(file: SourceFile, module: Module, sharing: Sharing): readonly SignedString[] {
  const found: SignedString[] = [];
  if (!MAIL.test(file.text)) return found;
  const scope = module.scopeOf(file);
  const visit = (body: Body, path: readonly string[], declared: Declared | undefined) => {
    const take = takeIn(declared);
    for (const { name, value } of body.attributes)
      if (!PROSE.has(name)) visitValue(value, { scope, sharing, path: [...path, name], take });
    for (const block of body.blocks) {
      const below = [...path, ...addressOf(block)];
      if (declared !== undefined) visit(block.body, below, declared);
      else if (MAIL.test(file.text.slice(block.start, block.end))) visit(block.body, below, { file, block });
    }
  };
  const takeIn =
    (declared: Declared | undefined): Visit["take"] =>
    (text, expression, path) => {
      // What `templatestring` or a script fills in later is not what is published.
      if (!SIGNATURE.test(text.text) || text.text.includes("${")) return;
      if (text.runs.some(({ literal }) => literal !== undefined && sharing.isUsed(literal))) return;
      const isMade = declared === undefined || module.instances(declared).length > 0;
      found.push({ text, expression, file, place: isMade ? path.join(".") : "", declared });
    };
  visit(file.hcl.body, [], undefined);
  return found;
}

/** How expressions refer to what a block holds. */
function addressOf({ type, labels }: Block): readonly string[] {
  if (type === "resource") return labels;
  if (type === "locals") return ["local"];
  return [type === "variable" ? "var" : type, ...labels];
}

/** What every such string has somewhere, so that most files are not gone through. */
const MAIL = /v(?:=|\\u003d)(?:spf1|DMARC1|DKIM1)|[pk]=/i;

interface Visit {
  readonly scope: Scope;
  readonly sharing: Sharing;
  /** The names on the way to the value; elements of a list have none. */
  readonly path: readonly string[];
  readonly take: (text: Text, expression: Expression, path: readonly string[]) => void;
}

function visitValue(expression: Expression, visit: Visit): void {
  const { scope } = visit;
  switch (expression.kind) {
    case "tuple":
      for (const item of expression.items) visitValue(item, visit);
      break;
    case "object":
      for (const { key, value } of expression.items)
        visitValue(value, { ...visit, path: [...visit.path, ...nameOf(key)] });
      break;
    case "conditional":
      visitValue(expression.yes, visit);
      visitValue(expression.no, visit);
      break;
    case "for": {
      visitValue(expression.collection, visit);
      const names = [expression.value, ...(expression.key === undefined ? [] : [expression.key])];
      const bound = names.map((name): [string, Value] => [name, unknown(originOf(expression, scope))]);
      visitValue(expression.result, { ...visit, scope: bind(scope, bound) });
      break;
    }
    case "call":
      if (TRANSPARENT.has(expression.name)) {
        for (const argument of expression.arguments) visitValue(argument, visit);
        break;
      }
      takeValue(expression, visit);
      break;
    case "template":
      takeValue(expression, visit);
      break;
  }
}

function nameOf(key: Expression): readonly string[] {
  const [part, ...others] = key.kind === "template" ? key.parts : [];
  return part?.kind === "text" && others.length === 0 ? [part.text] : [];
}

function takeValue(expression: Expression, { scope, sharing, path, take }: Visit): void {
  // Most texts are the content of a record.
  if (expression.kind === "template" && sharing.isUsed(expression)) return;
  if (!mayBeSigned(expression)) return;
  const value = evaluate(expression, scope);
  const texts = value.kind === "list" ? value.items : [value];
  for (const one of texts) {
    if (one.kind === "string" && !one.text.text.startsWith(HOLE)) take(one.text, expression, path);
  }
}

// The text of a literal that an expression refers to is looked at where it is written.
function mayBeSigned(expression: Expression): boolean {
  if (expression.kind === "template") {
    const { parts } = expression;
    let text = "";
    for (const part of parts) text += part.kind === "text" ? part.text : " ";
    if (MAIL.test(text)) return true;
    return parts.some((part) =>
      part.kind === "interpolation" ? mayBeSigned(part.expression) : part.kind !== "text",
    );
  }
  if (expression.kind === "call") return expression.arguments.some(mayBeSigned);
  if (expression.kind === "tuple") return expression.items.some(mayBeSigned);
  return expression.kind !== "variable" && expression.kind !== "attribute" && expression.kind !== "literal";
}
