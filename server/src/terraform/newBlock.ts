import { relativeTo } from "../dns/names.ts";
import type { NewRecord } from "../dns/record.ts";
import type { Span } from "../text/span.ts";
import { attributeOf, isOverridden } from "./declared.ts";
import { literalOf, valueFor } from "./encode.ts";
import type { RecordFacts } from "./facts.ts";

/**
 * A resource for another record of the same zone: the block of one that is there, with other values. Undefined where the block
 * makes several records, or holds what the new one would not have.
 */
export function copiedBlock(facts: RecordFacts, record: NewRecord): string | undefined {
  const { declared, row, zone, name } = facts;
  const { block, file } = declared;
  if (row === undefined || row.each !== undefined || block.type !== "resource" || file.uri.endsWith(".json"))
    return undefined;
  if (
    isOverridden(block) ||
    block.body.blocks.length > 0 ||
    block.body.attributes.some((one) => EXTRA.has(one.name))
  )
    return undefined;
  const owner = nameFor(record.owner, zone, row.form, name, row.apex[0]);
  const value =
    "text" in record.rdata
      ? valueFor(record.rdata.text, row, row.text === "quoted" ? "quoted" : "raw")
      : row.priority.length === 0
        ? record.rdata.presentation
        : undefined;
  if (owner === undefined || value === undefined) return undefined;
  const type =
    "at" in row.recordType ? { paths: row.recordType.at, text: literalOf(record.type, "quoted") } : undefined;
  if (type === undefined && facts.type !== record.type) return undefined;
  const edits = [
    replaced(facts, row.owner, literalOf(owner, "quoted")),
    ...(type === undefined ? [] : [replaced(facts, type.paths, type.text)]),
    replaced(facts, row.content, content(facts, literalOf(value, "quoted"))),
    ...(record.ttl === undefined ? [] : [replaced(facts, row.ttl, String(record.ttl))]),
  ];
  let text = file.text.slice(block.header.end, block.end);
  const known = edits.filter((edit) => edit !== undefined);
  if (known.length < edits.length) return undefined;
  for (const { at, text: put } of known.sort((a, b) => b.at.start - a.at.start)) {
    text = text.slice(0, at.start - block.header.end) + put + text.slice(at.end - block.header.end);
  }
  const label = labelFor(record, block.labels[1] ?? "", file.text);
  return `resource "${block.labels[0] ?? ""}" "${label}"${text}`;
}

/** Attributes that another record would not have. */
const EXTRA: ReadonlySet<string> = new Set([
  "count",
  "for_each",
  "priority",
  "data",
  "alias",
  "set_identifier",
  "proxied",
]);

interface Replaced {
  readonly at: Span;
  readonly text: string;
}

function replaced({ declared }: RecordFacts, paths: readonly string[], text: string): Replaced | undefined {
  for (const path of paths) {
    const attribute = attributeOf(declared.block, path);
    if (attribute !== undefined) return { at: attribute.value, text };
  }
  return undefined;
}

// A list where the block has one.
function content({ declared, row }: RecordFacts, literal: string): string {
  const isList = (row?.content ?? []).some(
    (path) => attributeOf(declared.block, path)?.value.kind === "tuple",
  );
  return isList ? `[${literal}]` : literal;
}

function labelFor({ owner, type }: NewRecord, label: string, text: string): string {
  const first = /^[_*]*([a-z0-9-]*)/i.exec(owner)?.[1] ?? "";
  const base = [first, label, type.toLowerCase()]
    .filter(Boolean)
    .join("_")
    .replace(/[^\w-]/g, "_");
  let name = base;
  for (let i = 2; text.includes(`"${name}"`); i++) name = `${base}_${i}`;
  return name;
}

/** The owner in the form in which the provider wants it, as short as it was; undefined where it cannot be written. */
export function nameFor(
  owner: string,
  zone: string | undefined,
  form: "relative" | "fqdn" | "both",
  before: string,
  apex: string | undefined,
): string | undefined {
  const isAbsolute = before.endsWith(".");
  if (form === "fqdn" || isAbsolute) return isAbsolute ? owner : owner.replace(/\.$/, "");
  if (zone === undefined) return undefined;
  const relative = relativeTo(owner, zone);
  if (relative.endsWith(".")) return undefined;
  if (form === "both" && before.endsWith(zone.replace(/\.$/, ""))) return owner.replace(/\.$/, "");
  return relative === "@" ? (apex ?? "") : relative;
}
