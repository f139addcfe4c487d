import { DECIDING, DMARC_TAGS, type DmarcRecord } from "../../mail/dmarc.ts";
import { placeOf, type Segment, type Tag } from "../../mail/tags.ts";
import { isWithin } from "../../text/distance.ts";
import { type TextSpan, textSpan } from "../../text/span.ts";
import type { Fix } from "../rule.ts";
import { deletion, replace } from "./examples.ts";

/** What stands between a tag's name and its value where `=` should. */
export function lostEquals(segment: Segment): { readonly name: string; readonly at: TextSpan } | undefined {
  if (segment.kind !== "fragment") return undefined;
  const [, name = "", gap = ""] = /^([a-z]+)([ \t]*:|[ \t]+(?=[^ \t:]))/i.exec(segment.text) ?? [];
  const isColon = gap.endsWith(":");
  if (!DMARC_TAGS.includes(name.toLowerCase()) || (!isColon && /^v$/i.test(name))) return undefined;
  const start = segment.trimmed.start + name.length;
  return { name, at: textSpan(isColon ? start + gap.length - 1 : start, start + gap.length) };
}

/** A tag of which only the value stands there, and how its name is put in front. */
export interface Nameless {
  readonly name: "p" | "rua";
  readonly fix: Fix;
}

/** A policy or an address without its tag, where the record lacks that tag. */
export function namelessValue(dmarc: DmarcRecord, segment: Segment): Nameless | undefined {
  if (dmarc.recognized !== true) return undefined;
  if (segment.kind === "tag") return strayEquals(dmarc, segment);
  if (segment.kind !== "fragment") return undefined;
  const { text, trimmed } = segment;
  const put = (name: Nameless["name"], front: string): Nameless => ({
    name,
    fix: replace(`Write \`${front}\` in front`, textSpan(trimmed.start, trimmed.start), front),
  });
  if (POLICY.test(text) && !dmarc.tags.has("p")) return put("p", "p=");
  if (!/^(?:mailto:)?[^\s@=:]+@[^\s@=:]+$/i.test(text) || dmarc.tags.has("rua")) return undefined;
  return put("rua", /^mailto:/i.test(text) ? "rua=" : "rua=mailto:");
}

const POLICY = /^(?:none|quarantine|reject)$/i;

/** `=p=reject`: the name stands behind another `=`. */
function strayEquals({ tags }: DmarcRecord, tag: Tag): Nameless | undefined {
  const name = tag.name === "" ? /^(p|rua)[ \t]*=/i.exec(tag.value)?.[1]?.toLowerCase() : undefined;
  if ((name !== "p" && name !== "rua") || tags.has(name)) return undefined;
  return { name, fix: replace("Delete `=`", textSpan(tag.trimmed.start, tag.valueSpan.start), "") };
}

/** The semicolon that cuts the policy of a tag in two (`p=qu;arantine`), with the white space around it. */
export function cutIn({ list }: DmarcRecord, tag: Tag): TextSpan | undefined {
  const next = list.segments[placeOf(list, tag) + 1];
  if (next?.kind !== "fragment" || tag.value === "" || !POLICY.test(tag.value + next.text)) return undefined;
  return DECIDING.includes(tag.name.toLowerCase())
    ? textSpan(tag.valueSpan.end, next.trimmed.start)
    : undefined;
}

/** Whether a part is the second half of such a policy. */
export function isCutOff(dmarc: DmarcRecord, segment: Segment): boolean {
  if (segment.kind !== "fragment" || segment.text.length > LONGEST) return false;
  const before = dmarc.list.segments[placeOf(dmarc.list, segment) - 1];
  return before?.kind === "tag" && cutIn(dmarc, before) !== undefined;
}

const LONGEST = "quarantine".length;

/** The tag that an unknown one was meant for, by the value that only `p` or `rua` has, where the record lacks that tag. */
export function meantByValue(dmarc: DmarcRecord, tag: Tag): "p" | "rua" | undefined {
  const name = tag.name.toLowerCase();
  if (dmarc.recognized !== true || name === "" || name.length > 4 || DMARC_TAGS.includes(name))
    return undefined;
  const meant = isWithin(name, "p", 1) ? "p" : isWithin(name, "rua", 1) ? "rua" : undefined;
  if (meant === undefined || dmarc.tags.has(meant)) return undefined;
  const isFit = meant === "p" ? POLICY : /^mailto:/i;
  return isFit.test(tag.value) ? meant : undefined;
}

/** Whether a `p` or `rua` stands there without its name or its `=`, so that the record only seems to lack it. */
export function isHalfThere(dmarc: DmarcRecord): boolean {
  return dmarc.list.segments.some((segment) => {
    if (segment.kind === "tag")
      return meantByValue(dmarc, segment) !== undefined || strayEquals(dmarc, segment) !== undefined;
    if (segment.kind !== "fragment") return false;
    return (
      namelessValue(dmarc, segment) !== undefined || /^(?:p|rua)$/i.test(lostEquals(segment)?.name ?? "")
    );
  });
}

/** What was left out of a tag that decides something is filled in; any other tag goes. */
export function filling(dmarc: DmarcRecord, segment: Segment, domain: string | undefined): readonly Fix[] {
  const { start, end } = segment.trimmed;
  const name = /^[a-z]+/i.exec(dmarc.source.text.slice(start, end))?.[0].toLowerCase();
  if (name === "rua" && domain !== undefined) {
    return [replace(`Send reports to \`dmarc@${domain}\``, segment.trimmed, `rua=mailto:dmarc@${domain}`)];
  }
  if (name === "p") {
    return dmarc.rua.some(({ valid }) => valid) ? [replace("Write `p=none`", segment.trimmed, "p=none")] : [];
  }
  return [deletion(dmarc, segment, "Delete it")];
}
