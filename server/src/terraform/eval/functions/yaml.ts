import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, parseDocument, Scalar, visit } from "yaml";
import { Entries } from "../entries.ts";
import { parseNum } from "../number.ts";
import { RecentTexts } from "../recentTexts.ts";
import type { Budget } from "../scope.ts";
import type { Origin } from "../text.ts";
import { failed, ofBool, ofList, ofNull, ofNum, ofString, plainOf, unknown, type Value } from "../value.ts";
import type { TerraformFunction } from "./types.ts";

/** Longer texts, and more or deeper nodes, are not followed: aliases of aliases have no end. */
const MOST_CHARACTERS = 300_000;
const MOST_NODES = 50_000;
const DEEPEST = 50;

/** What one step of an evaluation may cost here. */
const CHARACTERS_A_STEP = 10;
const NODES_A_STEP = 20;

/** `yamldecode`: what two versions of YAML read differently is unknown. */
export const yamldecode: TerraformFunction = ([value], at, budget) => {
  const text = plainOf(value);
  if (text === undefined || text.length > MOST_CHARACTERS) return unknown(at);
  const found = documentOf(text, budget);
  if (found === undefined || budget.steps <= 0) return unknown(at);
  // Terraform takes no text without a document, a comment alone included.
  if (found.contents === null) return failed(at);
  const reading = { at, aliases: found.aliases, left: MOST_NODES, hasDoubles: false };
  const decoded = nodeValue(found.contents, reading, 0);
  budget.steps -= Math.ceil((MOST_NODES - reading.left) / NODES_A_STEP);
  return reading.hasDoubles ? unknown(at) : decoded;
};

interface YamlText {
  readonly contents: Node | null;
  /** What each alias stands for. */
  readonly aliases: ReadonlyMap<Alias, Node>;
}

const READ = new RecentTexts<YamlText | undefined>(MOST_CHARACTERS);

function documentOf(text: string, budget: Pick<Budget, "steps">): YamlText | undefined {
  return READ.get(text, () => {
    budget.steps -= Math.ceil(text.length / CHARACTERS_A_STEP);
    return read(text);
  });
}

// Terraform reads tags and plain scalars in its own way, which is why all are taken as they are written. The library looks
// through all keys of a map for each of them, and through all of a document for each alias.
function read(text: string): YamlText | undefined {
  try {
    const document = parseDocument(text, { schema: "failsafe", logLevel: "error", uniqueKeys: false });
    if (document.errors.length > 0) return undefined;
    const anchors = new Map<string, Node>();
    const aliases = new Map<Alias, Node>();
    visit(document, {
      Value(_, node) {
        if (node.anchor !== undefined) anchors.set(node.anchor, node);
      },
      Alias(_, alias) {
        const node = anchors.get(alias.source);
        if (node !== undefined) aliases.set(alias, node);
      },
    });
    return { contents: document.contents, aliases };
  } catch {
    return undefined;
  }
}

interface Reading extends Pick<YamlText, "aliases"> {
  readonly at: Origin;
  left: number;
  hasDoubles: boolean;
}

function nodeValue(written: unknown, reading: Reading, depth: number): Value {
  const { at, aliases } = reading;
  const node = isAlias(written) ? aliases.get(written) : written;
  if (reading.left-- <= 0 || depth > DEEPEST) return unknown(at);
  if (isScalar(node)) return scalarOf(node, at);
  if (isSeq(node) && !hasTag(node)) {
    return ofList(
      node.items.map((item) => nodeValue(item, reading, depth + 1)),
      at,
    );
  }
  if (!isMap(node) || hasTag(node)) return unknown(at);
  const entries = new Entries();
  for (const { key, value } of node.items) {
    const name = nodeValue(key, reading, depth + 1);
    const plain = plainOf(name);
    if (plain !== undefined && entries.has(plain)) reading.hasDoubles = true;
    // What is merged into a map may have any key.
    if (plain === "<<") entries.setUnknown();
    else entries.set(name, value === null ? ofNull(at) : nodeValue(value, reading, depth + 1));
  }
  return entries.value(at);
}

function scalarOf(node: Scalar, at: Origin): Value {
  if (hasTag(node)) return unknown(at);
  const text = String(node.value ?? "");
  if (node.type !== Scalar.PLAIN) return ofString(text, at, "yamldecode");
  if (NULL.test(text)) return ofNull(at);
  if (text === "true" || text === "false") return ofBool(text === "true", at);
  if (NUMBER.test(text)) return ofNum(parseNum(text), at);
  return UNSURE.test(text) ? unknown(at) : ofString(text, at, "yamldecode");
}

const NULL = /^(?:null|~|)$/;
const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/;

// Truth, numbers and times as one version or the other has them; addresses and texts with a space are neither.
const UNSURE =
  /^(?:y|n|yes|no|on|off|true|false|null|<<|=|[-+]?\.(?:inf|nan)|[-+]?\.?[0-9][0-9_]*(?:\.[0-9_]*)?(?:e[-+]?[0-9]*)?|[-+]?0[xob][0-9a-f_]*|[-+]?[0-9][0-9_]*(?::[0-9_.]+)+|[0-9]{4}-[0-9].*)$/i;

function hasTag(node: Node): boolean {
  return node.tag !== undefined && node.tag !== "";
}
