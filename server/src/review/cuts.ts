import { parentOf } from "../dns/names.ts";
import type { DnsRecord } from "../dns/record.ts";
import type { Note } from "./change.ts";
import { selectorOf } from "./dkim.ts";
import { domainOf, isDmarcOwner } from "./dmarc.ts";
import { joinPhrases, plainName, say } from "./phrase.ts";
import { targetOf } from "./rdata.ts";
import { fileWith, type Scope, type Side } from "./snapshot.ts";

/**
 * The owner of the delegation or the DNAME by which others answer for a name; undefined where a zone that is here does
 * (RFC 1034 section 4.2.1, RFC 6672 section 2.2).
 */
export function handedAwayAt(name: string, side: Side): string | undefined {
  for (let at: string | undefined = name; at !== undefined; at = parentOf(at)) {
    if (at !== name && side.at(at, "DNAME").length > 0) return at;
    if (side.at(at, "SOA").length > 0) return undefined;
    if (side.at(at, "NS").length > 0) return at;
  }
  return undefined;
}

/** Says that others answer for a name from now on. Returns whether they do: what they say is not known here. */
export function reviewHandedAway(name: string, scope: Scope, note: Note): boolean {
  const cut = handedAwayAt(name, scope.head);
  if (cut === undefined || handedAwayAt(name, scope.base) !== undefined) return false;
  const lost = scope.base.at(name).filter(({ type }) => !AT_A_CUT.has(type));
  const [first] = lost;
  const types = [...new Set(lost.map(({ type }) => type))];
  if (first === undefined) return true;
  const [alias] = scope.head.at(cut, "DNAME");
  const target = alias === undefined ? undefined : targetOf(alias);
  const who =
    cut !== name && target !== undefined
      ? say`names below ${plainName(cut)} lead below ${plainName(target)} now`
      : say`the name servers of ${plainName(cut)} answer here now`;
  const what = joinPhrases(
    types.map((type) => [type]),
    " and ",
  );
  note({
    kind: "record-changed",
    severity: "warning",
    owner: isDmarcOwner(name) ? domainOf(name) : (selectorOf(name)?.domain ?? name),
    subject: `handed away ${name}`,
    phrase: [...who, ": what they say for ", ...what, " cannot be told here"],
    before: types.join(", "),
    base: first,
    head: scope.head.at(cut).find(({ type }) => type === "NS" || type === "DNAME"),
  });
  return true;
}

/** What belongs to the zone above, and says where the name is answered. */
const AT_A_CUT: ReadonlySet<string> = new Set(["NS", "DS", "DNAME"]);

/** The records of a name that is delegated and whose own zone is here too. */
export interface Halves {
  /** In the files of the zone above. */
  readonly above: readonly DnsRecord[];
  /** In the file that holds its SOA. */
  readonly own: readonly DnsRecord[];
}

/** Both halves of a name on both sides; undefined where the name is not delegated from one zone that is here to another. */
export function halvesAt(
  name: string,
  { base, head }: Pick<Scope, "base" | "head">,
): { readonly base: Halves; readonly head: Halves } | undefined {
  const halves = { base: halvesOf(name, base), head: halvesOf(name, head) };
  const isCut = ({ above, own }: Halves) => own.length > 0 && above.some(({ type }) => AT_A_CUT.has(type));
  return isCut(halves.base) || isCut(halves.head) ? halves : undefined;
}

function halvesOf(name: string, side: Side): Halves {
  const records = side.at(name);
  const fileOf = ({ uri }: DnsRecord) => fileWith(side.files, uri)?.key;
  const apexFiles = new Set(records.filter(({ type }) => type === "SOA").map(fileOf));
  return {
    above: records.filter((record) => !apexFiles.has(fileOf(record))),
    own: records.filter((record) => apexFiles.has(fileOf(record))),
  };
}
