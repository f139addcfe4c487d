import type { RdataField } from "../../dns/rdata.ts";
import type { DnsRecord } from "../../dns/record.ts";
import { recordType } from "../../dns/types/table.ts";
import type { Field, RecordType } from "../../dns/types/type.ts";
import { code, plainName } from "../markdown.ts";
import { inWords } from "../timeSpans.ts";
import { headlineOf } from "./headlines.ts";
import type { ExplainToken } from "./token.ts";
import { meaningOf } from "./values.ts";

/** Fields shown of one record; the rest is counted. */
const MOST_FIELDS = 16;

/** Longest value shown. */
const MOST_CHARACTERS = 80;

/** What a record of any type does, in plain words, then its fields, what is wrong, and where it is specified. */
export function explainFields(record: DnsRecord): string {
  const row = recordType(record.typeCode);
  const { problems } = record.rdata;
  // A single field that the headline names already needs no list.
  const isSaid =
    row?.fields.length === 1 && row.does.includes(`{${row.fields[0]?.name}}`) && problems.length === 0;
  const shown = isSaid ? [] : record.rdata.fields.slice(0, MOST_FIELDS);
  const left = isSaid ? 0 : record.rdata.fields.length - shown.length;
  const lines = shown.map((field) => `- ${line(record, field, specOf(row, field))}`);
  if (left > 0) lines.push(`- and ${left} more`);
  return [
    `**${headline(record, row)}**`,
    ...(problems.length === 0 ? [] : [problems.map(({ message }) => message).join("\n\n")]),
    ...(lines.length === 0 ? [] : [lines.join("\n")]),
    footer(record, row),
  ].join("\n\n");
}

/** What the field under the cursor is, what its value means, and where that is specified. */
export const explainField: ExplainToken = (record, offset) => {
  const row = recordType(record.typeCode);
  if (record.text !== undefined || row === undefined) return undefined;
  const field = record.rdata.fields.find(({ start, end }) => start < end && start <= offset && offset <= end);
  const spec = field === undefined ? undefined : specOf(row, field);
  if (field === undefined || spec === undefined) return undefined;
  const meaning = line(record, field, spec);
  const about = meaning.endsWith(`: ${inside(spec.about)}`) ? "" : `${spec.about} · `;
  return {
    markdown: `${meaning}\n\n${about}${row.name}, ${row.ref}`,
    span: { start: field.start, end: field.end },
  };
};

function headline(record: DnsRecord, row: RecordType | undefined): string {
  const owner = plainName(record.owner ?? record.name);
  if (record.type === "") return `What kind of record this is, is not known here`;
  if (row === undefined) return `${owner} has data of the unknown type ${record.type}`;
  const { canonical, problems } = record.rdata;
  if (canonical === undefined && problems.length > 0) {
    return `This ${row.name} record is broken: name servers refuse it`;
  }
  if (canonical === undefined && record.rdata.fields.length === 0)
    return `What this ${row.name} record of ${owner} says is not known here`;
  return headlineOf(record) ?? filled(row.does, record, owner);
}

// The sentence of the type, with the values of this record.
function filled(sentence: string, record: DnsRecord, owner: string): string {
  return sentence.replaceAll(/\{([^}]+)\}/g, (_, name: string) => {
    if (name === "owner") return owner;
    const field = record.rdata.fields.find((each) => each.name === name);
    return field === undefined ? `the ${name}` : plainValue(field);
  });
}

function plainValue({ target, text }: RdataField): string {
  if (target !== undefined) return plainName(target);
  return /^[A-Za-z0-9.:+-]+$/.test(text) ? text : code(short(text.replace(/^"(.*)"$/s, "$1")));
}

function specOf(row: RecordType | undefined, field: RdataField): Field | undefined {
  return row?.fields.find(({ name }) => name === field.name);
}

function line(record: DnsRecord, field: RdataField, spec: Field | undefined): string {
  const values = spec?.values ?? {};
  const bare = field.text.replace(/^"(.*)"$/s, "$1").toLowerCase();
  const word = Object.keys(values).find((each) => each.toLowerCase() === bare);
  const value = word === undefined ? undefined : values[word];
  const meaning = value ?? meaningOf(record, field) ?? inside(spec?.about);
  const shown = code(short(field.target ?? field.text));
  return `${field.name} ${shown}${meaning === undefined ? "" : `: ${meaning}`}`;
}

// The description as it reads behind a colon.
function inside(about: string | undefined): string | undefined {
  return about?.replace(/^[A-Z](?=[a-z ])/, (letter) => letter.toLowerCase());
}

function short(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}

function footer({ ttl, type }: DnsRecord, row: RecordType | undefined): string {
  const parts = [
    ...(ttl === undefined ? [] : [`TTL ${inWords(ttl)}`]),
    ...(row?.obsolete === undefined ? [] : [`obsolete: ${row.obsolete}`]),
    ...(row?.dialect === undefined ? [] : [`known to ${row.dialect} alone`]),
    ...(type === "" ? [] : [`${type}, ${row?.ref ?? "RFC 3597"}`]),
  ];
  return parts.join(" · ");
}
