import type { FileState } from "./fileState.ts";
import type { Knowledge } from "./knowledge.ts";
import { mentionsOf } from "./mentions.ts";
import type { NameChecks } from "./nameChecks.ts";

/**
 * Notes what other names ask about one: whether it is an apex, which selectors a domain has, and what is mentioned there.
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
  noteSelector(file, name, records.length > 0, names);
  for (const mention of file.mentions.set(name, mentionsOf(name, records))) names.follow(mention, name);
  const isCut = records.some(({ typeCode }) => typeCode === TYPE_NS);
  const border = `${isApex ? "SOA" : ""}${isCut ? "NS" : ""}`;
  const before = file.borders.get(name) ?? "";
  if (border === "") file.borders.delete(name);
  else file.borders.set(name, border);
  return border !== before;
}

function noteSelector({ selectors }: FileState, name: string, exists: boolean, names: NameChecks): void {
  const at = name.indexOf("._domainkey.");
  if (at < 0) return;
  const domain = name.slice(at + "._domainkey.".length);
  const owners = selectors.get(domain) ?? new Set();
  if (exists) owners.add(name);
  else owners.delete(name);
  selectors.set(domain, owners);
  names.follow(`._domainkey.${domain}`, name);
}

const TYPE_NS = 2;
const TYPE_SOA = 6;
