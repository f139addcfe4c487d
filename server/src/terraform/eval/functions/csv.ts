import { Entries } from "../entries.ts";
import type { Origin } from "../text.ts";
import { failed, ofList, ofString, plainOf, type Value } from "../value.ts";
import type { TerraformFunction } from "./types.ts";

/** `csvdecode`: the first line names the fields of all others (RFC 4180). */
export const csvdecode: TerraformFunction = ([value], at) => {
  const text = plainOf(value);
  if (text === undefined) return undefined;
  const [names, ...rows] = rowsOf(text) ?? [];
  if (names === undefined || new Set(names).size < names.length) return failed(at);
  if (rows.some(({ length }) => length !== names.length)) return failed(at);
  return ofList(
    rows.map((row) => objectOf(names, row, at)),
    at,
  );
};

function objectOf(names: readonly string[], row: readonly string[], at: Origin): Value {
  const entries = new Entries();
  for (const [i, name] of names.entries()) {
    entries.set(ofString(name, at, "csvdecode"), ofString(row[i] ?? "", at, "csvdecode"));
  }
  return entries.value(at);
}

const FIELD = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;

// Undefined where a quote stands where none may; empty lines are none.
function rowsOf(text: string): readonly (readonly string[])[] | undefined {
  const rows: string[][] = [];
  let row: string[] = [];
  FIELD.lastIndex = 0;
  while (FIELD.lastIndex < text.length) {
    const [whole, quoted, plain = "", end] = FIELD.exec(text) ?? [];
    if (whole === undefined) return undefined;
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"').replaceAll("\r\n", "\n"));
    if (end === ",") {
      // A line may end with a field that is empty.
      if (FIELD.lastIndex === text.length) row.push("");
      else continue;
    }
    if (row.length > 1 || row[0] !== "" || quoted !== undefined) rows.push(row);
    row = [];
  }
  if (row.length > 0) rows.push(row);
  return rows;
}
