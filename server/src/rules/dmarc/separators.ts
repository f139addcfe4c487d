import type { DmarcRecord } from "../../mail/dmarc.ts";
import type { Tag } from "../../mail/tags.ts";
import { type TextSpan, textSpan } from "../../text/span.ts";
import { MOST_REPORTS } from "../mail/tagRules.ts";

// A known tag's name and `=` inside another tag's value: what parts them is lost.
const NAME = "(?:p|sp|np|adkim|aspf|fo|rua|ruf|t|psd|pct|rf|ri)[ \\t]*=";
const LOST = new RegExp(
  `(?<![,\\x80-\\xff])[ \\t](?=${NAME})|(?<=^(?:DMARC1|none|quarantine|reject))(?=${NAME})`,
  "gi",
);
const COMMA = new RegExp(`,[ \\t]*(?=${NAME})`, "gi");
const HIDDEN = new RegExp(`(?<![\\x80-\\xff])[\\x80-\\xff]+[ \\t]*(?=${NAME})`, "gi");
const AT_START = new RegExp(NAME, "iy");

/**
 * Where a tag's value runs on into the next tag without a semicolon: a blank, a value that is whole, or the border of two
 * strings, which receivers join with nothing between (RFC 7208 section 3.3, to which RFC 9989 section 4.5 points). In order.
 */
export function lostSemicolons({ source }: DmarcRecord, { value, valueSpan }: Tag): readonly TextSpan[] {
  if (!value.includes("=")) return [];
  const { start, end } = valueSpan;
  const lost = placesOf(LOST, value, start);
  const known = new Set(lost.map((at) => at.end));
  const borders = source.breaks.filter((at) => {
    AT_START.lastIndex = at - start;
    return at > start && at < end && !known.has(at) && AT_START.test(value);
  });
  return [...lost, ...borders.map((at) => textSpan(at, at))].sort((a, b) => a.start - b.start);
}

/** Where a comma stands for the semicolon behind a tag. */
export function commasIn({ value, valueSpan }: Tag): readonly TextSpan[] {
  return value.includes("=") ? placesOf(COMMA, value, valueSpan.start) : [];
}

/** Where octets beyond ASCII, mostly a no-break space, stand for the semicolon behind a tag. */
export function hiddenSeparators({ list }: DmarcRecord): readonly TextSpan[] {
  if (list.junk.length === 0) return [];
  return list.tags.flatMap(({ value, valueSpan }) => placesOf(HIDDEN, value, valueSpan.start));
}

/** Whether what follows a tag is read as part of its value. */
export function runsOn(dmarc: DmarcRecord, tag: Tag): boolean {
  return lostSemicolons(dmarc, tag).length > 0 || commasIn(tag).length > 0;
}

function placesOf(pattern: RegExp, value: string, base: number): readonly TextSpan[] {
  const places: TextSpan[] = [];
  for (const { index, 0: found } of value.matchAll(pattern)) {
    places.push(textSpan(base + index, base + index + found.length));
    if (places.length === MOST_REPORTS) break;
  }
  return places;
}
