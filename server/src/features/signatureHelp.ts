import type { SignatureHelp } from "vscode-languageserver";
import { typeCode } from "../dns/mnemonics.ts";
import { recordType } from "../dns/types/table.ts";
import type { Field } from "../dns/types/type.ts";
import type { TerraformDocument } from "../terraform/document.ts";
import type { ZoneDocument } from "../zone/document.ts";
import { cursorAt } from "./cursor.ts";
import { valueUnder } from "./terraformPlace.ts";

/** The fields of the record type before the cursor, and which of them is being written. */
export function signatureHelp(document: ZoneDocument, offset: number): SignatureHelp | null {
  const { place } = cursorAt(document, offset);
  if (place.kind === "directive") return directiveHelp(place.name, place.index);
  return place.kind === "rdata" ? typeHelp(place.type, place.index) : null;
}

/** The same in the value of a Terraform block; TXT values are no list of fields there. */
export function terraformSignature(document: TerraformDocument, offset: number): SignatureHelp | null {
  const place = valueUnder(document, offset);
  if (place === undefined || place.record.facts.txt !== undefined) return null;
  const words = place.value.slice(0, place.at).trimStart().split(/\s+/);
  return typeHelp(place.record.type, words.length - 1);
}

function typeHelp(name: string, index: number): SignatureHelp | null {
  const type = recordType(typeCode(name, 0, name.length));
  if (type === undefined || type.fields.length === 0) return null;
  const label = [type.name, ...type.fields.map(shown)].join(" ");
  const last = type.fields.length - 1;
  const repeats = type.fields[last]?.repeat !== undefined;
  // Clients take a number past the last parameter for the first one.
  if (index > last && !repeats) return null;
  const parameters = type.fields.map((field, i) => {
    const start = [type.name, ...type.fields.slice(0, i).map(shown)].join(" ").length + 1;
    const label: [number, number] = [start, start + shown(field).length];
    return { label, documentation: { kind: "markdown" as const, value: fieldPage(field) } };
  });
  const documentation = { kind: "markdown" as const, value: type.ref };
  const activeParameter = repeats ? Math.min(index, last) : index;
  return { signatures: [{ label, documentation, parameters }], activeSignature: 0, activeParameter };
}

const DIRECTIVES: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  $ORIGIN: [["name", "What relative names below are relative to"]],
  $TTL: [["ttl", "The TTL of records below that state none"]],
  $INCLUDE: [
    ["file", "The file to read here"],
    ["[origin]", "The origin inside that file; afterwards it is what it was"],
  ],
  $GENERATE: [
    ["range", "first-last, or first-last/step; `$` stands for the number"],
    ["owner", "The owner, with `$`"],
    ["type", "The record type"],
    ["rdata", "The rdata, with `$`"],
  ],
};

function directiveHelp(name: string, index: number): SignatureHelp | null {
  const fields = DIRECTIVES[name];
  if (fields === undefined || index >= fields.length) return null;
  const label = [name, ...fields.map(([field]) => field)].join(" ");
  const parameters = fields.map(([field, documentation]) => ({ label: field, documentation }));
  return { signatures: [{ label, parameters }], activeSignature: 0, activeParameter: index };
}

function shown({ name, optional, repeat }: Field): string {
  const word = name.replaceAll(" ", "-");
  const many = repeat === undefined ? word : `${word}…`;
  return optional || repeat === "any" ? `[${many}]` : many;
}

function fieldPage({ about, values = {} }: Field): string {
  const list = Object.entries(values).map(([value, meaning]) => `- \`${value}\`: ${meaning}`);
  return [about, list.join("\n")].filter((part) => part !== "").join("\n\n");
}
