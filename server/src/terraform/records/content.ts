import { HOLE } from "../../text/mappedText.ts";
import { joined, madeText, sliced, type Text } from "../eval/text.ts";
import { numberOf, ofText, textOf, type Value } from "../eval/value.ts";
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

const SERVICE: readonly Part[] = [
  { names: ["priority", "svc_priority"] },
  { names: ["target", "target_name"] },
  { names: ["value", "svc_params"], usual: "", isContent: true },
];

/** Where a place of LOC lies in one direction (RFC 1876 section 3): what is finer than a degree may be left out. */
function coordinate(axis: "lat" | "long"): readonly Part[] {
  return [
    { names: [`${axis}_degrees`] },
    { names: [`${axis}_minutes`], usual: "0" },
    { names: [`${axis}_seconds`], usual: "0" },
    { names: [`${axis}_direction`] },
  ];
}

const LENGTHS = ["altitude", "size", "precision_horz", "precision_vert"];

const PARTS: Readonly<Record<string, readonly Part[]>> = {
  MX: [
    { names: ["preference", "priority", "mx_preference"] },
    { names: ["exchange", "target"], isContent: true },
  ],
  SRV: [
    { names: ["priority", "prio", "srv_priority"] },
    { names: ["weight", "srv_weight"] },
    { names: ["port", "srv_port"] },
    { names: ["target"], isContent: true },
  ],
  CAA: [
    { names: ["flags", "flag", "caaflag", "issuer_critical"], usual: "0" },
    { names: ["tag", "caatype", "caa_type"] },
    { names: ["value", "caavalue"], quoted: true, isContent: true },
  ],
  AFSDB: [{ names: ["subtype"] }, { names: ["target"], isContent: true }],
  TLSA: [
    { names: ["usage", "tlsausage"] },
    { names: ["selector", "tlsaselector"] },
    { names: ["matching_type", "match_type", "tlsamatchingtype"] },
    { names: ["certificate"], isContent: true },
  ],
  SMIMEA: [
    { names: ["usage", "smimeausage"] },
    { names: ["selector", "smimeaselector"] },
    { names: ["matching_type", "smimeamatchingtype"] },
    { names: ["certificate"], isContent: true },
  ],
  SSHFP: [
    { names: ["algorithm"] },
    { names: ["type", "fingerprint_type", "fptype"] },
    { names: ["fingerprint"], isContent: true },
  ],
  DS: [
    { names: ["key_tag", "keytag"] },
    { names: ["algorithm"] },
    { names: ["digest_type", "digesttype"] },
    { names: ["digest"], isContent: true },
  ],
  DNSKEY: [
    { names: ["flags"] },
    { names: ["protocol"] },
    { names: ["algorithm"] },
    { names: ["public_key", "key"], isContent: true },
  ],
  URI: [{ names: ["priority"] }, { names: ["weight"] }, { names: ["target"], quoted: true, isContent: true }],
  NAPTR: [
    { names: ["order"] },
    { names: ["preference", "pref"] },
    { names: ["flags", "flag", "flagsnaptr"], quoted: true },
    { names: ["service"], quoted: true },
    { names: ["regex", "regexp"], quoted: true },
    { names: ["replacement"], isContent: true },
  ],
  SVCB: SERVICE,
  HTTPS: SERVICE,
  CERT: [
    { names: ["type", "type_mnemonic", "type_value", "certtype"] },
    { names: ["key_tag", "keytag", "certkeytag"] },
    { names: ["algorithm", "certalgorithm"] },
    { names: ["certificate"], isContent: true },
  ],
  LOC: [...coordinate("lat"), ...coordinate("long"), ...LENGTHS.map((name) => ({ names: [name] }))],
  HINFO: [
    { names: ["hardware", "cpu"], quoted: true },
    { names: ["software", "os"], quoted: true },
  ],
  RP: [{ names: ["mailbox"] }, { names: ["txt"] }],
};

/** Types that begin with a number which people forget. */
const NUMBERED: ReadonlySet<string> = new Set(["MX", "SRV", "AFSDB"]);

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
  const words = text?.text.trim().split(/\s+/).filter(Boolean) ?? [];
  if (text !== undefined && content !== undefined && isWhole(words, parts, row))
    return ofText(text, content.at);
  const missing = parts.length - Math.max(words.length, 1);
  const pieces: Text[] = [];
  for (const [index, part] of parts.entries()) {
    // `weight port target` in the content, and the priority beside it.
    if (text !== undefined && words.length > 1 && index >= missing) break;
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
  if (text !== undefined && words.length > 1) pieces.push(text);
  const at = content?.at ?? entity.at;
  const space = madeText(" ", at);
  return ofText(joined(pieces.flatMap((piece, index) => (index === 0 ? [piece] : [space, piece]))), at);
}

// Content that goes without the fields beside it, or that has no place among them.
function isWhole(words: readonly string[], parts: readonly Part[], row: ProviderRow): boolean {
  const [first] = words;
  if (first === HOLE || parts.every(({ isContent }) => isContent !== true)) return true;
  if (row.priority.length === 0 && words.length > 1) return true;
  const needed = parts.filter(({ usual }) => usual !== "").length;
  return words.length >= parts.length || (words.length >= needed && /^[0-9]+$/.test(first ?? ""));
}

/** The contents of MX records, with the preferences that count up from the first one's (`increment`) where they have none. */
export function counted(contents: readonly Value[], body: Value, row: ProviderRow): readonly Value[] {
  const [first] = row.priority.flatMap((path) => valuesAt(body, path));
  const [step] = row.increment === undefined ? [] : valuesAt(body, row.increment);
  if (first === undefined || step === undefined) return contents;
  let next = numberOf(first);
  return contents.map((content) => {
    const text = holed(content);
    if (text === undefined || /\s/.test(text.text.trim())) return content;
    const number = madeText(next === undefined ? HOLE : String(next), first.at);
    const by = text.text.includes(HOLE) ? undefined : numberOf(step);
    next = next === undefined || by === undefined ? undefined : next + by;
    return ofText(joined([number, madeText(" ", content.at), text]), content.at);
  });
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
