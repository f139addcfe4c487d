import { type Node, parseTree } from "jsonc-parser";
import { utf8Octets } from "../../../dns/octets.ts";
import { tooDeepAt } from "../../../text/nesting.ts";
import { Entries } from "../entries.ts";
import { parseNum } from "../number.ts";
import { RecentTexts } from "../recentTexts.ts";
import { joined, madeText, type Origin, type Text } from "../text.ts";
import {
  failed,
  isKnown,
  ofBool,
  ofList,
  ofNull,
  ofNum,
  ofString,
  ofText,
  plainOf,
  sortedEntries,
  unknown,
  type Value,
} from "../value.ts";
import { csvdecode } from "./csv.ts";
import { jsonOf, jsonString } from "./json.ts";
import type { TerraformFunction } from "./types.ts";
import { yamldecode } from "./yaml.ts";

/** `jsonencode` and its like. */
export const ENCODINGS: Readonly<Record<string, TerraformFunction>> = {
  jsonencode: ([value], at) => {
    if (value === undefined) return undefined;
    // The common trick to quote a TXT value: its characters keep their places where JSON has them as they are.
    if (value.kind === "string") {
      const { text } = value.text;
      const quote = madeText('"', at, "jsonencode");
      if (jsonString(text) === `"${text}"`) return ofText(joined([quote, value.text, quote]), at);
    }
    if (!isKnown(value)) return unknown(at);
    const encoded = ofString(jsonOf(value), at, "jsonencode");
    ENCODED.set(encoded.text, value);
    return encoded;
  },
  jsondecode: ([value], at, budget) => {
    const source = value?.kind === "string" ? ENCODED.get(value.text) : undefined;
    if (source !== undefined) return asDecoded(source);
    const text = plainOf(value);
    if (text === undefined) return undefined;
    const read = READ.get(text, () => {
      budget.steps -= Math.ceil(text.length / CHARACTERS_A_STEP);
      return readJson(text);
    });
    if (read === undefined) return failed(at);
    budget.steps -= Math.ceil(read.nodes / NODES_A_STEP);
    return read.tree === undefined || budget.steps <= 0 ? unknown(at) : fromJson(read.tree, text, at);
  },
  csvdecode,
  yamldecode,
  base64encode: ([value], at) => {
    const text = plainOf(value);
    return text === undefined ? undefined : ofString(base64(utf8(text)), at, "base64encode");
  },
  base64decode: ([value], at) => {
    const text = plainOf(value);
    const octets = text === undefined ? undefined : fromBase64(text);
    return octets === undefined ? undefined : ofString(octets, at, "base64decode");
  },
  urlencode: ([value], at) => {
    const text = plainOf(value);
    if (text === undefined) return undefined;
    const encoded = encodeURIComponent(text)
      .replaceAll("%20", "+")
      .replace(/[!'()*]/g, percent);
    return ofString(encoded, at, "urlencode");
  },
  nonsensitive: ([value]) => value,
  sensitive: ([value]) => value,
};

/** What texts are the JSON of: decoded again, its characters keep their places. */
const ENCODED = new WeakMap<Text, Value>();

// JSON has neither lists nor maps nor sets, only tuples and objects.
function asDecoded(value: Value): Value {
  switch (value.kind) {
    case "list":
      return ofList(value.items.map(asDecoded), value.at);
    case "object": {
      const entries = new Entries();
      for (const { key, value: inner } of sortedEntries(value)) entries.set(key, asDecoded(inner));
      return entries.value(value.at);
    }
    case "null":
      return ofNull(value.at);
    default:
      return value;
  }
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Octets in base64 with its padding (RFC 4648 section 4). */
export function base64(octets: ArrayLike<number>): string {
  let out = "";
  for (let i = 0; i < octets.length; i += 3) {
    const a = octets[i] ?? 0;
    const b = octets[i + 1];
    const c = octets[i + 2];
    const bits = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    out += ALPHABET.charAt(bits >> 18) + ALPHABET.charAt((bits >> 12) & 63);
    out += b === undefined ? "=" : ALPHABET.charAt((bits >> 6) & 63);
    out += c === undefined ? "=" : ALPHABET.charAt(bits & 63);
  }
  return out;
}

// Undefined where it is no base64, or no UTF-8 text.
function fromBase64(text: string): string | undefined {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) return undefined;
  let encoded = "";
  for (let i = 0; i < text.length; i += 4) {
    const digits = [...text.slice(i, i + 4).replace(/=/g, "")].map((digit) => ALPHABET.indexOf(digit));
    const bits = digits.reduce((sum, digit, k) => sum | (digit << (18 - 6 * k)), 0);
    for (let k = 0; k < digits.length - 1; k++)
      encoded += `%${((bits >> (16 - 8 * k)) & 255).toString(16).padStart(2, "0")}`;
  }
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}

function utf8(text: string): readonly number[] {
  return [...text].flatMap((char) =>
    [...utf8Octets(char.codePointAt(0) ?? 0)].map((octet) => octet.charCodeAt(0)),
  );
}

function percent(char: string): string {
  return `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** What one step of an evaluation may cost here. */
const CHARACTERS_A_STEP = 100;
const NODES_A_STEP = 20;

const READ = new RecentTexts<JsonText | undefined>(300_000);

interface JsonText {
  /** Undefined where it is not followed. */
  readonly tree: Node | undefined;
  /** About so many values. */
  readonly nodes: number;
}

// Undefined where it is no JSON.
function readJson(text: string): JsonText | undefined {
  if (tooDeepAt(text) !== undefined) return { tree: undefined, nodes: 0 };
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  return { tree: parseTree(text), nodes: text.split(",").length };
}

const LONE = /\p{Surrogate}/gu;

// The tree, not what JavaScript makes of it: numbers keep their digits.
function fromJson(node: Node, text: string, at: Origin): Value {
  const children = node.children ?? [];
  switch (node.type) {
    case "string":
      return ofString(String(node.value).replace(LONE, "\ufffd"), at, "jsondecode");
    case "number":
      return ofNum(parseNum(text.slice(node.offset, node.offset + node.length)), at);
    case "boolean":
      return ofBool(node.value === true, at);
    case "array":
      return ofList(
        children.map((item) => fromJson(item, text, at)),
        at,
      );
    case "object": {
      const entries = new Entries();
      for (const { children: [key, value] = [] } of children) {
        if (key !== undefined && value !== undefined)
          entries.set(fromJson(key, text, at), fromJson(value, text, at));
      }
      return entries.value(at);
    }
    default:
      return ofNull(at);
  }
}
