import type { FileState } from "./fileState.ts";
import type { Knowledge } from "./knowledge.ts";
import { mentionsOf } from "./mentions.ts";
import type { NameChecks } from "./nameChecks.ts";

/**
 * Notes what other names ask about one: whether it is an apex, and what is mentioned there.
 * Returns whether a zone begins or ends here that did not before, or the other way round.
 *
 * @param here whether the file is one of the workspace, not one that was just removed
 */
export function noteFacts(
  file: FileState,
  name: string,
  here: boolean,
  known: Knowledge,
  names: NameChecks,
): boolean {
  const records = here ? file.document.recordsAt(name) : [];
  const isApex = file.isWhole && records.some(({ typeCode }) => typeCode === TYPE_SOA);
  known.noteApex(name, file.document.uri, isApex);
  names.noteMentions(file, name, mentionsOf(name, records));
  const has = (code: number) => records.some(({ typeCode }) => typeCode === code);
  const border = `${isApex ? "SOA" : ""}${has(TYPE_NS) ? "NS" : ""}${has(TYPE_DNAME) ? "DNAME" : ""}`;
  const before = file.borders.get(name) ?? "";
  if (border === "") file.borders.delete(name);
  else file.borders.set(name, border);
  return border !== before;
}

const TYPE_NS = 2;
const TYPE_SOA = 6;
const TYPE_DNAME = 39;
