import { isBelow, parentOf } from "../dns/names.ts";
import type { DnsRecord } from "../dns/record.ts";
import type { Note } from "./change.ts";
import { selectorOf } from "./dkim.ts";
import { domainOf, isDmarcOwner } from "./dmarc.ts";
import { joinPhrases, plainName, say } from "./phrase.ts";
import { targetOf } from "./rdata.ts";
import { apexIn } from "./serial.ts";
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

/** The records of a name at a delegation whose zone is here too, or of a name below it. */
export interface Halves {
  /** In the files of the zone above: the delegation, and its glue (RFC 1034 section 4.2.1). */
  readonly above: readonly DnsRecord[];
  /** In the files of the zone itself. */
  readonly own: readonly DnsRecord[];
}

/** Both halves of a name on both sides. */
export interface CutHalves {
  /** The name that is delegated. */
  readonly cut: string;
  /** The zone of that name is here before and after the change. */
  readonly isKept: boolean;
  readonly base: Halves;
  readonly head: Halves;
}

/** The halves of a name; undefined where it is not delegated from one zone that is here to another, or one alone holds it. */
export function halvesAt(name: string, scope: Pick<Scope, "base" | "head">): CutHalves | undefined {
  const { base, head } = scope;
  const [before, after] = [apexIn(base, name), apexIn(head, name)];
  const cut = after === undefined || (before !== undefined && isBelow(before, after)) ? before : after;
  if (cut === undefined) return undefined;
  if (cut !== name && ![base, head].some((side) => isInSeveral(side.at(name)))) return undefined;
  const atCut = { base: halvesOf(cut, base), head: halvesOf(cut, head) };
  const isCut = ({ above, own }: Halves) => own.length > 0 && above.some(({ type }) => AT_A_CUT.has(type));
  const isKept = atCut.base.own.length > 0 && atCut.head.own.length > 0;
  if (!isCut(atCut.base) && !isCut(atCut.head)) return undefined;
  if (cut === name) return { cut, isKept, ...atCut };
  // Names that move into a zone of their own, or out of it, stay what they are.
  if (!isKept) return undefined;
  return { cut, isKept, base: below(name, atCut.base, base), head: below(name, atCut.head, head) };
}

function isInSeveral(records: readonly DnsRecord[]): boolean {
  return records.some(({ uri }) => uri !== records[0]?.uri);
}

function halvesOf(apex: string, side: Side): Halves {
  return split(apex, side, (records, fileOf) => {
    const own = new Set(records.filter(({ type }) => type === "SOA").map(fileOf));
    return (file) => !own.has(file);
  });
}

/** The files that delegate hold the glue. */
function below(name: string, { above }: Halves, side: Side): Halves {
  return split(name, side, (_, fileOf) => {
    const delegating = new Set(above.map(fileOf));
    return (file) => delegating.has(file);
  });
}

type FileOf = (record: DnsRecord) => string | undefined;

function split(
  name: string,
  side: Side,
  aboveOf: (records: readonly DnsRecord[], fileOf: FileOf) => (file: string | undefined) => boolean,
): Halves {
  const records = side.at(name);
  const fileOf: FileOf = ({ uri }) => fileWith(side.files, uri)?.key;
  const isAbove = aboveOf(records, fileOf);
  return {
    above: records.filter((record) => isAbove(fileOf(record))),
    own: records.filter((record) => !isAbove(fileOf(record))),
  };
}
