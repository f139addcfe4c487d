import { HOLE, type MappedText } from "../text/mappedText.ts";
import { type TextSpan, textSpan } from "../text/span.ts";
import { type DkimKey, type KeyType, readKey } from "./dkimKey.ts";
import { pastedPrefix } from "./pasted.ts";
import { scanTags, type Tag, type TagRecord } from "./tags.ts";

/** One item of a colon-separated list, without the white space around it. */
export interface ListItem {
  readonly text: string;
  readonly span: TextSpan;
}

/** A tag whose value is a colon-separated list (`h`, `s` and `t`). */
export interface TagList {
  readonly tag: Tag;
  readonly items: readonly ListItem[];
}

/** A place where a value runs on into what was meant to be the next tag. */
export interface LostSeparator {
  /** What stands there instead of the semicolon: white space, a comma, or nothing. */
  readonly span: TextSpan;
  readonly comma: boolean;
  /** The name of the tag that was swallowed. */
  readonly name: string;
}

/** A DKIM key record (RFC 6376 section 3.6.1). A tag that occurs twice is held as it stands first. */
export interface DkimRecord {
  readonly source: MappedText;
  readonly list: TagRecord;
  /**
   * What the text is: a key record, nothing but white space, a DKIM-Signature header field, a DomainKeys policy
   * (RFC 4870), an ADSP record (RFC 5617), or a record pasted together with its name or type.
   */
  readonly shape: "key" | "empty" | "signature" | "policy" | "adsp" | "pasted";
  readonly v: Tag | undefined;
  readonly h: TagList | undefined;
  readonly k: Tag | undefined;
  readonly n: Tag | undefined;
  readonly p: Tag | undefined;
  readonly s: TagList | undefined;
  readonly t: TagList | undefined;
  /** The granularity of RFC 4871, gone from RFC 6376. */
  readonly g: Tag | undefined;
  /** Tags of other names, which verifiers ignore. */
  readonly unknown: readonly Tag[];
  readonly lostSeparators: readonly LostSeparator[];
  /** The list obeys the grammar of RFC 6376 section 3.2; otherwise verifiers ignore the whole record (section 6.1.2). */
  readonly wellFormed: boolean;
  /** Verifiers take it for a key record: well-formed, and `v` is absent or first and `DKIM1`. */
  readonly recognized: boolean;
  /** "unknown" where `k` is not known offline, "other" for a type no RFC names. */
  readonly keyType: KeyType;
  /** `p` is there and empty. */
  readonly revoked: boolean;
  /** The flag `y`: failing mail is treated as unsigned. */
  readonly testing: boolean;
  /** The flag `s`: `i=` must name the very domain of `d=`. */
  readonly strict: boolean;
  /** The key, where `p` is there and not empty. */
  readonly key: DkimKey | undefined;
}

/** Reads a DKIM key record; what is wrong with it is in the result, never an exception. */
export function parseDkim(source: MappedText): DkimRecord {
  const list = scanTags(source);
  const known: Partial<Record<string, Tag>> = {};
  const unknown: Tag[] = [];
  let lostSeparators: LostSeparator[] | undefined;
  let wellFormed = true;
  for (const tag of list.tags) {
    if (!isTagName(tag.name)) wellFormed = false;
    if (tag.name.length !== 1 || !KNOWN.includes(tag.name)) unknown.push(tag);
    else if (known[tag.name] === undefined) known[tag.name] = tag;
    else wellFormed = false;
    if (tag.value.includes("=")) lostSeparators = findLostSeparators(tag, source, lostSeparators);
  }
  const { v, h, k, n, p, s, t, g } = known;
  const keyType = keyTypeOf(k, source);
  const shape = shapeOf(list);
  const flags = listOf(t);
  wellFormed &&=
    shape === "key" && lostSeparators === undefined && segmentsAreTags(list) && !repeats(unknown);
  return {
    source,
    list,
    shape,
    v,
    h: listOf(h),
    k,
    n,
    p,
    s: listOf(s),
    t: flags,
    g,
    unknown,
    lostSeparators: lostSeparators ?? NONE,
    wellFormed,
    recognized: wellFormed && (v === undefined || (v === list.segments[0] && v.value === "DKIM1")),
    keyType,
    revoked: p !== undefined && p.value === "",
    testing: flags?.items.some((flag) => flag.text === "y") ?? false,
    strict: flags?.items.some((flag) => flag.text === "s") ?? false,
    key: p === undefined || p.value === "" ? undefined : readKey(source.text, p, keyType),
  };
}

/** Whether a name may stand before `=`: a letter, then letters, digits and `_` (RFC 6376 section 3.2). */
export function isTagName(name: string): boolean {
  if (name.length === 0) return false;
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i);
    const lower = code | 0x20;
    if (lower >= 0x61 && lower <= 0x7a && code < 0x80) continue;
    if (i > 0 && ((code >= 0x30 && code <= 0x39) || code === 0x5f)) continue;
    if (code !== 0xfffc) return false;
  }
  return true;
}

const KNOWN = "vhknpstg";
const NONE: readonly LostSeparator[] = [];

function keyTypeOf(k: Tag | undefined, source: MappedText): KeyType {
  if (k === undefined) return source.hasHoles ? "unknown" : "rsa";
  if (k.value === "rsa" || k.value === "ed25519") return k.value;
  return k.value.includes(HOLE) ? "unknown" : "other";
}

function shapeOf(list: TagRecord): DkimRecord["shape"] {
  const { text } = list.source;
  const [first] = list.segments;
  // Nearly every record begins with one of these; what else the text may be is then out of the question.
  if (first?.kind === "tag" && first.value === "DKIM1") return hasTag(list, "bh") ? "signature" : "key";
  if (text.trim() === "") return "empty";
  if (pastedPrefix(text) !== undefined) return "pasted";
  if (hasTag(list, "bh") || (hasTag(list, "a") && hasTag(list, "b") && hasTag(list, "d"))) return "signature";
  if (hasTag(list, "p")) return "key";
  if (first?.kind === "tag" && first.name === "dkim") return "adsp";
  return list.tags.some((tag) => tag.name === "o" && /^[~\-!.^?]$/.test(tag.value)) ? "policy" : "key";
}

function hasTag(list: TagRecord, name: string): boolean {
  for (const tag of list.tags) if (tag.name === name) return true;
  return false;
}

function segmentsAreTags(list: TagRecord): boolean {
  for (const segment of list.segments) {
    if (segment.kind === "tag") continue;
    if (segment.kind === "empty" || !segment.text.includes(HOLE)) return false;
  }
  return true;
}

function repeats(tags: readonly Tag[]): boolean {
  return tags.length > 1 && new Set(tags.map((tag) => tag.name)).size < tags.length;
}

function listOf(tag: Tag | undefined): TagList | undefined {
  if (tag === undefined) return undefined;
  const items: ListItem[] = [];
  const { value, valueSpan } = tag;
  for (let start = 0; start <= value.length; ) {
    const colon = value.indexOf(":", start);
    const end = colon === -1 ? value.length : colon;
    const raw = value.slice(start, end);
    const text = raw.trim();
    const from = valueSpan.start + start + (text === "" ? 0 : raw.indexOf(text));
    items.push({ text, span: textSpan(from, from + text.length) });
    start = end + 1;
  }
  return { tag, items };
}

// Adds what looks like `k=` or `p=` inside a value: a known letter behind white space or a comma, or where a string of the
// record begins, which receivers join to the one before with nothing between (RFC 6376 section 3.6.2.2).
function findLostSeparators(
  tag: Tag,
  source: MappedText,
  found: LostSeparator[] | undefined,
): LostSeparator[] | undefined {
  const { value, valueSpan } = tag;
  let out = found;
  for (let equals = value.indexOf("="); equals !== -1; equals = value.indexOf("=", equals + 1)) {
    // `s==` and a final `s=` end base64 that somebody folded; they open no tag.
    if (tag.name === "p" && (equals === value.length - 1 || value[equals + 1] === "=")) continue;
    let nameEnd = equals;
    while (nameEnd > 0 && isBlank(value[nameEnd - 1])) nameEnd--;
    const name = value.charAt(nameEnd - 1);
    if (nameEnd === 0 || !KNOWN.includes(name.toLowerCase())) continue;
    let start = nameEnd - 1;
    while (start > 0 && (isBlank(value[start - 1]) || value[start - 1] === ",")) start--;
    const runsOn = start === nameEnd - 1;
    const isVersion = tag.name === "v" && value.slice(0, start) === "DKIM1";
    if (runsOn && !isVersion && !source.isBreak(valueSpan.start + start)) continue;
    out ??= [];
    const span = textSpan(valueSpan.start + start, valueSpan.start + nameEnd - 1);
    out.push({ span, comma: value.slice(start, nameEnd - 1).includes(","), name });
  }
  return out;
}

function isBlank(char: string | undefined): boolean {
  return char === " " || char === "\t" || char === "\r" || char === "\n";
}
