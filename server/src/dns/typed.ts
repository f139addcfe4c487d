import { LONG, onceForLong } from "./long.ts";
import { typeCode } from "./mnemonics.ts";
import type { DnsRecord } from "./record.ts";

const CODES = new Map<string, number>();

function codeOf(type: string): number {
  let code = CODES.get(type);
  if (code === undefined) {
    code = typeCode(type, 0, type.length);
    CODES.set(type, code);
  }
  return code;
}

/** Those of a list of records that are of one type, in their order: the very list where all are. */
export function typed(records: readonly DnsRecord[], type: string): readonly DnsRecord[] {
  const code = codeOf(type);
  if (records.length > LONG) return byType(records).get(code) ?? [];
  for (const record of records) {
    if (record.typeCode !== code) return records.filter(({ typeCode }) => typeCode === code);
  }
  return records;
}

const byType = onceForLong((records: readonly DnsRecord[]): ReadonlyMap<number, readonly DnsRecord[]> => {
  const lists = new Map<number, DnsRecord[]>();
  for (const record of records) {
    const list = lists.get(record.typeCode);
    if (list === undefined) lists.set(record.typeCode, [record]);
    else list.push(record);
  }
  return lists;
});
