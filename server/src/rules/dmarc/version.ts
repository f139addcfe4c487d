import type { DmarcRecord } from "../../mail/dmarc.ts";
import { DMARC_TAGS } from "../../mail/dmarc.ts";
import { charactersOf } from "../../mail/spf/unicode.ts";
import type { Tag } from "../../mail/tags.ts";
import { isWithin } from "../../text/distance.ts";
import { type TextSpan, textSpan } from "../../text/span.ts";
import { firstPart } from "../mail/tagRules.ts";
import { deletion, type Row, replace, rulesOf } from "./examples.ts";
import { hiddenSeparators, runsOn } from "./separators.ts";

const IGNORED = "Receivers do not see the record: the domain is as if it had no DMARC at all.";

const ROWS: readonly Row[] = [
  {
    id: "dmarc-leading-whitespace",
    severity: "error",
    summary: "White space stands before `v=DMARC1`.",
    why: IGNORED,
    bad: " v=DMARC1; p=reject; rua=mailto:dmarc@example.com",
    refs: ["RFC 9989 4.8"],
    check(dmarc, report) {
      const blanks = /^[ \t]+(?=v[ \t]*=[ \t]*DMARC1)/.exec(dmarc.source.text);
      if (blanks === null) return;
      const at = textSpan(0, blanks[0].length);
      report(at, "White space before `v=DMARC1`: receivers ignore the record", replace("Delete it", at, ""));
    },
  },
  {
    id: "dmarc-version-missing",
    severity: "error",
    summary: "The record at `_dmarc` has no `v=DMARC1`.",
    why: IGNORED,
    bad: "p=reject; rua=mailto:dmarc@example.com",
    refs: ["RFC 9989 4.7"],
    check(dmarc, report) {
      const { tags, list } = dmarc;
      if (dmarc.recognized !== false || tags.has("v")) return;
      const first = firstWord(dmarc);
      if (/dmarc/i.test(first) && !isBareVersion(first)) return;
      const misnamed = misnamedVersion(dmarc);
      const glued = gluedVersion(dmarc);
      const isBare = misnamed !== undefined || isBareVersion(first);
      if (glued === undefined && !isBare && !tags.has("p") && !tags.has("rua")) return;
      if (/^\s*["']/.test(dmarc.source.text) || isBehindJunk(dmarc)) return;
      const at = glued ?? firstPart(list)?.trimmed ?? textSpan(0, 0);
      const start = textSpan(0, at.start);
      const message = "`v=DMARC1` is missing: receivers ignore the record";
      if (glued !== undefined) report(at, message, replace("Write `v=DMARC1;`", at, "v=DMARC1; "));
      else if (isBare) report(at, message, replace("Write `v=DMARC1`", at, "v=DMARC1"));
      else report(at, message, replace("Put `v=DMARC1; ` in front", start, "v=DMARC1; "));
    },
  },
  {
    id: "dmarc-version-not-first",
    severity: "error",
    summary: "`v=DMARC1` is not the first tag.",
    why: IGNORED,
    bad: "p=reject; v=DMARC1; rua=mailto:dmarc@example.com",
    refs: ["RFC 9989 4.7"],
    check(dmarc, report) {
      const v = dmarc.tags.get("v");
      if (v === undefined || v === dmarc.list.segments[0] || !isNearVersion(v.value)) return;
      const fix = deletion(dmarc, v, "Move `v=DMARC1` to the front");
      report(v.trimmed, "`v=DMARC1` does not stand first: receivers ignore the record", {
        ...fix,
        edits:
          v === firstPart(dmarc.list)
            ? [{ at: textSpan(0, v.trimmed.end), text: "v=DMARC1" }]
            : [{ at: textSpan(0, 0), text: "v=DMARC1; " }, ...fix.edits],
      });
    },
  },
  {
    id: "dmarc-version-invalid",
    severity: "error",
    summary: "The version is not exactly `DMARC1`.",
    why: `${IGNORED} Upper and lower case count here, and only here.`,
    bad: "v=dmarc1; p=reject; rua=mailto:dmarc@example.com",
    refs: ["RFC 9989 4.7", "RFC 9989 4.8"],
    check(dmarc, report) {
      const v = dmarc.tags.get("v");
      if (v === undefined || v !== dmarc.list.segments[0] || dmarc.recognized !== false) return;
      // A backslash before the semicolon is told as such.
      if (
        v.value === "DMARC1" ||
        runsOn(dmarc, v) ||
        hiddenSeparators(dmarc).length > 0 ||
        /"|^'|\\$/.test(v.value)
      )
        return;
      // What stands behind the version is kept.
      const behind = /^DMARC1([ \t]+)(?=[^ \t])/.exec(v.value)?.[1]?.length;
      const end = v.valueSpan.start + "DMARC1".length;
      report(
        v.value === "" ? v.trimmed : v.valueSpan,
        v.value === ""
          ? "`v` has no value instead of `DMARC1`: receivers ignore the record"
          : `\`${charactersOf(v.value)}\` is not \`DMARC1\`: receivers ignore the record`,
        behind === undefined
          ? replace("Write `DMARC1`", v.valueSpan, "DMARC1")
          : replace("Write `;` behind the version", textSpan(end, end + behind), "; "),
      );
    },
  },
];

/** What a DMARC record begins with (RFC 9989 section 4.8). */
export const DMARC_VERSION_RULES = rulesOf(ROWS);

function isNearVersion(value: string): boolean {
  return isWithin(value.toUpperCase(), "DMARC1", 2);
}

/** `DMARC1` without `v=`, or with something else for the `=`. */
export function isBareVersion(word: string): boolean {
  if (word.length > 12 || /^v[ \t]*[:=]/i.test(word)) return false;
  if (/^v$/i.test(word)) return true;
  return isNearVersion(word.replace(/[^a-z0-9]/gi, "").replace(/^v/i, ""));
}

/** A name of more octets is no version, which keeps reading linear. */
const GLUED_MOST = 40;

/** The same with the first tag behind it, and no semicolon between. */
export function gluedVersion({ list }: DmarcRecord): TextSpan | undefined {
  const [first] = list.segments;
  if (first?.kind !== "tag" || first.name.length > GLUED_MOST) return undefined;
  const [, version, name] = /^(.+?[ \t,]+)([a-z]+)$/i.exec(first.name) ?? [];
  if (version === undefined || name === undefined || !DMARC_TAGS.includes(name.toLowerCase()))
    return undefined;
  const { start } = first.nameSpan;
  return isBareVersion(version.replace(/[ \t,]+$/, "")) ? textSpan(start, start + version.length) : undefined;
}

/** A first tag with the version's value and another name. */
export function misnamedVersion({ list }: DmarcRecord): Tag | undefined {
  const first = firstPart(list);
  if (first?.kind !== "tag" || first.name.length > 3 || !isNearVersion(first.value)) return undefined;
  return /^v$/i.test(first.name) ? undefined : first;
}

/** A version behind octets that nobody sees: these are what is told. */
function isBehindJunk({ list }: DmarcRecord): boolean {
  const [first] = list.segments;
  return list.junk.length > 0 && first?.kind === "tag" && /^[\x80-\xff]+v$/i.test(first.name);
}

function firstWord(dmarc: DmarcRecord): string {
  const [first] = dmarc.list.segments;
  return first?.kind === "fragment" ? first.text : "";
}
