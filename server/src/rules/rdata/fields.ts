import type { RdataField } from "../../dns/rdata.ts";
import type { DnsRecord } from "../../dns/record.ts";
import type { Fix, Place, TypeRule } from "../rule.ts";

/** The field of that name in rdata that could be read; what could not be read has its own finding. */
export function fieldOf(record: DnsRecord, name: string): RdataField | undefined {
  const { canonical, fields } = record.rdata;
  return canonical === undefined ? undefined : fields.find((field) => field.name === name);
}

/** The value of a numeric field; NaN where it could not be read. */
export function numberOf(record: DnsRecord, name: string): number {
  return Number(fieldOf(record, name)?.text ?? Number.NaN);
}

/** The octets of a string field, out of their quotes. */
export function stringOf({ text }: RdataField): string {
  return text
    .slice(1, -1)
    .replaceAll(/\\([0-9]{3}|.)/g, (_, escaped: string) =>
      escaped.length === 3 ? String.fromCharCode(Number(escaped)) : escaped,
    );
}

/** Where a field stands. */
export function placeOf(record: DnsRecord, { start, end }: RdataField): Place {
  return { record, source: { start, end } };
}

/** A fix that writes a field anew; not safe, because what is published changes. */
export function rewrite(field: RdataField, text: string, title = `Write \`${text}\``): Fix {
  return { title, safe: false, edits: [{ kind: "field", at: { start: field.start, end: field.end }, text }] };
}

/** What is the same in all rules about one record of some types. */
export function typeRule(
  id: string,
  types: readonly string[],
  docs: Omit<TypeRule["docs"], "refs"> & { readonly ref: string },
  check: TypeRule["check"],
  severity: TypeRule["severity"] = "warning",
): TypeRule {
  const { ref, ...rest } = docs;
  return { id, severity, scope: "record", types, docs: { ...rest, refs: [ref] }, check };
}
