import { type Document, isAlias, isMap, isScalar, isSeq, type Node, parseDocument, Scalar } from "yaml";
import { Entries } from "../entries.ts";
import { parseNum } from "../number.ts";
import type { Origin } from "../text.ts";
import { ofBool, ofList, ofNull, ofNum, ofString, plainOf, unknown, type Value } from "../value.ts";
import type { TerraformFunction } from "./types.ts";

/** Longer texts, and more or deeper nodes, are not followed: aliases of aliases have no end. */
const MOST_CHARACTERS = 300_000;
const MOST_NODES = 50_000;
const DEEPEST = 50;

/** `yamldecode`: what two versions of YAML read differently is unknown. */
export const yamldecode: TerraformFunction = ([value], at) => {
  const text = plainOf(value);
  if (text === undefined || text.length > MOST_CHARACTERS) return unknown(at);
  const document = read(text);
  if (document === undefined || document.errors.length > 0) return unknown(at);
  const { contents } = document;
  return contents === null ? ofNull(at) : nodeValue(contents, { at, left: MOST_NODES, document }, 0);
};

// Terraform reads tags and plain scalars in its own way, which is why all are taken as they are written.
function read(text: string): Document.Parsed | undefined {
  try {
    return parseDocument(text, { schema: "failsafe", logLevel: "silent" });
  } catch {
    return undefined;
  }
}

interface Reading {
  readonly at: Origin;
  readonly document: Document.Parsed;
  left: number;
}

function nodeValue(written: unknown, reading: Reading, depth: number): Value {
  const { at, document } = reading;
  const node = isAlias(written) ? written.resolve(document) : written;
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
    // What is merged into a map may have any key.
    if (plainOf(name) === "<<") entries.setUnknown();
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
