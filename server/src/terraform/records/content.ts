import { HOLE } from "../../text/mappedText.ts";
import { joined, madeText, sliced, type Text } from "../eval/text.ts";
import { ofText, textOf, type Value } from "../eval/value.ts";
import type { ProviderRow } from "../providers/row.ts";
import { firstAt, leavesAt, valuesAt } from "./path.ts";

/** A field of rdata that providers let people write by itself; the first attribute that is there counts. */
interface Part {
  readonly names: readonly string[];
  readonly quoted?: true;
  /** What it is where nobody says. */
  readonly usual?: string;
  /** The record's content itself, where no attribute has the field. */
  readonly isContent?: true;
}

const PARTS: Readonly<Record<string, readonly Part[]>> = {
  MX: [
    { names: ["preference", "priority", "mx_preference"] },
    { names: ["exchange", "target"], isContent: true },
  ],
  SRV: [
    { names: ["priority", "prio"] },
    { names: ["weight"] },
    { names: ["port"] },
    { names: ["target"], isContent: true },
  ],
  CAA: [
    { names: ["flags", "flag"], usual: "0" },
    { names: ["tag"] },
    { names: ["value"], quoted: true, isContent: true },
  ],
  TLSA: [
    { names: ["usage"] },
    { names: ["selector"] },
    { names: ["matching_type"] },
    { names: ["certificate"], isContent: true },
  ],
  SMIMEA: [
    { names: ["usage"] },
    { names: ["selector"] },
    { names: ["matching_type"] },
    { names: ["certificate"], isContent: true },
  ],
  SSHFP: [{ names: ["algorithm"] }, { names: ["type"] }, { names: ["fingerprint"], isContent: true }],
  DS: [
    { names: ["key_tag"] },
    { names: ["algorithm"] },
    { names: ["digest_type"] },
    { names: ["digest"], isContent: true },
  ],
  DNSKEY: [
    { names: ["flags"] },
    { names: ["protocol"] },
    { names: ["algorithm"] },
    { names: ["public_key"], isContent: true },
  ],
  URI: [{ names: ["priority"] }, { names: ["weight"] }, { names: ["target"], quoted: true, isContent: true }],
  NAPTR: [
    { names: ["order"] },
    { names: ["preference"] },
    { names: ["flags"], quoted: true },
    { names: ["service"], quoted: true },
    { names: ["regex"], quoted: true },
    { names: ["replacement"], isContent: true },
  ],
  SVCB: [{ names: ["priority"] }, { names: ["target"] }, { names: ["value"], isContent: true }],
  HTTPS: [{ names: ["priority"] }, { names: ["target"] }, { names: ["value"], isContent: true }],
  CERT: [
    { names: ["type"] },
    { names: ["key_tag"] },
    { names: ["algorithm"] },
    { names: ["certificate"], isContent: true },
  ],
};

/** Types that begin with a number which people forget. */
const NUMBERED: ReadonlySet<string> = new Set(["MX", "SRV"]);

/** Objects beside the content in which providers keep the fields. */
const HOLDERS = ["data", "srv"] as const;

/**
 * The rdata of a record that is no text, in presentation format: its content as it is where it is whole, otherwise put
 * together from the attributes that hold its fields. Undefined where there is nothing.
 */
export function presentationOf(
  type: string,
  content: Value | undefined,
  entity: Value,
  body: Value,
  row: ProviderRow,
): Value | undefined {
  const parts = PARTS[type];
  const text = content === undefined ? undefined : holed(content);
  if (parts === undefined)
    return text === undefined || content === undefined ? undefined : ofText(text, content.at);
  const words = text?.text.trim().split(/\s+/).filter(Boolean).length ?? 0;
  if (text !== undefined && content !== undefined && (words >= parts.length || text.text === HOLE))
    return ofText(text, content.at);
  const missing = parts.length - Math.max(words, 1);
  const pieces: Text[] = [];
  for (const [index, part] of parts.entries()) {
    // `weight port target` in the content, and the priority beside it.
    if (text !== undefined && words > 1 && index >= missing) break;
    const value =
      part.isContent === true && text !== undefined ? content : fieldOf(part, index, type, entity, body, row);
    const piece = value === undefined ? undefined : holed(value);
    if (piece === undefined) {
      // Where the content is all there is, what it lacks is lacking.
      if (part.usual === undefined)
        return row.priority.length === 0 && NUMBERED.has(type) && text !== undefined && content !== undefined
          ? ofText(text, content.at)
          : undefined;
      pieces.push(madeText(part.usual, body.at));
    } else {
      const isDotted =
        type === "CAA" && part.isContent === true && row.caaDot === true && piece.text.endsWith(".");
      const own = isDotted ? sliced(piece, 0, piece.text.length - 1) : piece;
      pieces.push(part.quoted === true ? quoted(own) : own);
    }
  }
  if (text !== undefined && words > 1) pieces.push(text);
  const at = content?.at ?? entity.at;
  const space = madeText(" ", at);
  return ofText(joined(pieces.flatMap((piece, index) => (index === 0 ? [piece] : [space, piece]))), at);
}

function fieldOf(
  part: Part,
  index: number,
  type: string,
  entity: Value,
  body: Value,
  row: ProviderRow,
): Value | undefined {
  for (const holder of HOLDERS) {
    for (const name of part.names) {
      const [found] = leavesAt(entity, `${holder}.${name}`);
      if (found !== undefined) return found;
    }
  }
  if (index === 0 && (type === "MX" || type === "SRV" || type === "URI")) {
    for (const path of row.priority) {
      const own =
        row.each !== undefined && path.startsWith(`${row.each}.`)
          ? path.slice(row.each.length + 1)
          : undefined;
      const found = own === undefined ? firstAt(body, path) : firstAt(entity, own);
      if (found !== undefined) return found;
    }
  }
  for (const name of part.names) {
    // `type` is the record's own.
    const [found] = name === "type" ? [] : leavesAt(entity, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

// Text of any scalar; what is unknown is a hole.
function holed(value: Value): Text | undefined {
  if (value.kind === "unknown" || value.kind === "namespace") return madeText(HOLE, value.at);
  return textOf(value);
}

function quoted(text: Text): Text {
  const [first] = text.runs;
  if (first === undefined || text.text.startsWith('"'))
    return text.text === "" ? { text: '""', runs: [] } : text;
  const quote = madeText('"', first);
  return joined([quote, text, quote]);
}
