import { isWithin } from "../text/distance.ts";
import { HOLE, type MappedText } from "../text/mappedText.ts";
import { type TextSpan, textSpan } from "../text/span.ts";
import { familyOfText } from "./classify.ts";
import { scanTags, type Tag, type TagRecord } from "./tags.ts";
import { isMailHost, isUriText } from "./uri.ts";

export type Policy = "none" | "quarantine" | "reject";

/** One address of `rua` or `ruf` (RFC 9989 section 4.8). */
export interface ReportUri {
  /** Without the white space around it. */
  readonly span: TextSpan;
  readonly text: string;
  /** Lower case; "" where there is none. */
  readonly scheme: string;
  /** Behind the `@`, lower case, for a sound mailto. */
  readonly host: string | undefined;
  /** `!10m`: obsolete, ignored (RFC 9989 C.4). */
  readonly size: TextSpan | undefined;
  readonly valid: boolean;
}

/** A DMARC policy record (RFC 9989 section 4.7), read to the end whatever is wrong with it. */
export interface DmarcRecord {
  readonly source: MappedText;
  readonly list: TagRecord;
  /** By lower-case name, as it stands first. */
  readonly tags: ReadonlyMap<string, Tag>;
  /** Receivers take it for a DMARC record: `v=DMARC1` stands first, in exactly that case. */
  readonly recognized: boolean | undefined;
  /** As the tags say it; undefined where absent or invalid. */
  readonly p: Policy | undefined;
  readonly sp: Policy | undefined;
  readonly np: Policy | undefined;
  readonly rua: readonly ReportUri[];
  readonly ruf: readonly ReportUri[];
  /** `t=y`: receivers are asked to act one level below the policy. */
  readonly testing: boolean;
  readonly strictDkim: boolean;
  readonly strictSpf: boolean;
  /**
   * What receivers make of it (section 4.10.1). policy: what `p` says. monitor: as `p=none`, because `p`, `sp` or `np` is
   * no policy but `rua` holds an address. nothing: no DMARC at all. ignored: not seen as a DMARC record.
   */
  readonly applies: "policy" | "monitor" | "nothing" | "ignored" | "unknown";
}

/** Reads a DMARC record; what is wrong with it is in the result, never an exception. */
export function parseDmarc(source: MappedText): DmarcRecord {
  const list = scanTags(source);
  const tags = new Map<string, Tag>();
  for (const tag of list.tags) {
    const name = tag.name.toLowerCase();
    if (!tags.has(name)) tags.set(name, tag);
  }
  const rua = urisOf(tags.get("rua"));
  const recognized = isRecognized(source.text);
  const record = {
    source,
    list,
    tags,
    recognized,
    p: policyOf(tags.get("p")),
    sp: policyOf(tags.get("sp")),
    np: policyOf(tags.get("np")),
    rua,
    ruf: urisOf(tags.get("ruf")),
    testing: isLetter(tags.get("t"), "y"),
    strictDkim: isLetter(tags.get("adkim"), "s"),
    strictSpf: isLetter(tags.get("aspf"), "s"),
  };
  const broken = record.p === undefined || isBroken(tags.get("sp")) || isBroken(tags.get("np"));
  return { ...record, applies: applied(source, recognized, broken, rua) };
}

/** Every tag that DMARC knows (RFC 9989 section 4.7). */
export const DMARC_TAGS: readonly string[] = [
  "v",
  "p",
  "sp",
  "np",
  "adkim",
  "aspf",
  "fo",
  "rua",
  "ruf",
  "t",
  "psd",
];

/** The tags whose value, where it is none, ends the whole policy (RFC 9989 section 4.10.1). */
export const DECIDING: readonly string[] = ["p", "sp", "np"];

/** Tags whose name an earlier one has, in any case (section 4.8): which one counts nobody says. */
export function repeatedTags({ list, tags }: DmarcRecord): readonly Tag[] {
  return list.tags.filter(
    (tag) => tag.name !== "" && !tag.name.includes(HOLE) && tags.get(tag.name.toLowerCase()) !== tag,
  );
}

/** The name of a tag that decides about mail and stands twice. */
export function repeatedDecision(dmarc: DmarcRecord): string | undefined {
  const names = repeatedTags(dmarc).map(({ name }) => name.toLowerCase());
  return names.find((name) => DECIDING.includes(name) || name === "t");
}

/** A text that was never meant as a DMARC record: receivers discard it, and so does everybody else (section 4.10). */
export function isUnrelated({ recognized, source, tags }: DmarcRecord): boolean {
  if (recognized !== false || source.hasHoles || familyOfText(source.text) !== undefined) return false;
  if ([...DECIDING, "rua", "ruf"].some((name) => tags.has(name))) return false;
  const version = tags.get("v")?.value.slice(0, 12).toUpperCase();
  if (version !== undefined && isWithin(version, "DMARC1", 3)) return false;
  return !/dmarc/i.test(source.text) && !/^\s*p\s*:/i.test(source.text);
}

/** The policy a value names, in any case (RFC 9989 section 4.8). */
export function policyOf(tag: Tag | undefined): Policy | undefined {
  const value = tag?.value.toLowerCase();
  return value === "none" || value === "quarantine" || value === "reject" ? value : undefined;
}

/** How far a policy goes: 0 none, 1 quarantine, 2 reject. */
export function strengthOf(policy: Policy): number {
  return ["none", "quarantine", "reject"].indexOf(policy);
}

function applied(
  source: MappedText,
  recognized: boolean | undefined,
  broken: boolean,
  rua: readonly ReportUri[],
): DmarcRecord["applies"] {
  if (recognized === false) return "ignored";
  if (recognized === undefined || source.hasHoles) return "unknown";
  if (!broken) return "policy";
  return rua.some(({ valid }) => valid) ? "monitor" : "nothing";
}

function isRecognized(text: string): boolean | undefined {
  const match = /^[vV][ \t]*=[ \t]*DMARC1[ \t]*(?:;|$)/.test(text);
  return match ? true : text.slice(0, 12).includes(HOLE) ? undefined : false;
}

function isBroken(tag: Tag | undefined): boolean {
  return tag !== undefined && policyOf(tag) === undefined;
}

function isLetter(tag: Tag | undefined, letter: string): boolean {
  return tag?.value.toLowerCase() === letter;
}

function urisOf(tag: Tag | undefined): readonly ReportUri[] {
  if (tag === undefined || tag.value === "") return [];
  const uris: ReportUri[] = [];
  const { value, valueSpan } = tag;
  for (let start = 0; start <= value.length && uris.length < MOST_URIS; ) {
    const comma = value.indexOf(",", start);
    const end = comma === -1 ? value.length : comma;
    const raw = value.slice(start, end);
    const text = raw.trim();
    const from = valueSpan.start + start + (text === "" ? 0 : raw.indexOf(text));
    uris.push(uriOf(text, from));
    start = end + 1;
  }
  return uris;
}

/** Nobody sends reports to more addresses than these. */
const MOST_URIS = 100;

function uriOf(text: string, from: number): ReportUri {
  const suffix = /![0-9]+[kmgt]?$/i.exec(text);
  const bare = suffix === null ? text : text.slice(0, suffix.index);
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(bare)?.[1]?.toLowerCase() ?? "";
  const behind = /^mailto:(?!mailto:)[^\s@,!;/.][^\s@,!;]*(?<!\.)@(\[[^\]]+\]|[^\s@,!;?]+)(?:\?\S*)?$/i.exec(
    bare,
  )?.[1];
  const host = behind !== undefined && isMailHost(behind) ? behind : undefined;
  const isSound = isUriText(bare) && !bare.includes("!");
  const valid = isSound && (scheme === "mailto" ? host !== undefined : scheme !== "");
  return {
    span: textSpan(from, from + text.length),
    text,
    scheme,
    host: host?.toLowerCase(),
    size: suffix === null ? undefined : textSpan(from + suffix.index, from + text.length),
    valid: valid || text.includes(HOLE),
  };
}
