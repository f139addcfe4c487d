import { DECIDING, DMARC_TAGS, type DmarcRecord, repeatedTags } from "../../mail/dmarc.ts";
import type { Segment } from "../../mail/tags.ts";
import { distance, isWithin } from "../../text/distance.ts";
import { type TextSpan, textSpan } from "../../text/span.ts";
import { reportEmpty, withoutJunk } from "../mail/tagRules.ts";
import type { Edit, Fix } from "../rule.ts";
import { MOST } from "../run.ts";
import { deletion, type Row, replace, rulesOf } from "./examples.ts";
import { filling, isCutOff, lostEquals, meantByValue, namelessValue } from "./fragments.ts";
import { domainAt } from "./meant.ts";
import { commasIn, lostSemicolons, runsOn } from "./separators.ts";
import { gluedVersion, isBareVersion, misnamedVersion } from "./version.ts";

const REMOVED = ["pct", "rf", "ri"];
const SYNTAX = "Receivers drop what they cannot read, and a lost `p`, `sp` or `np` ends the whole policy.";

const ROWS: readonly Row[] = [
  {
    id: "dmarc-missing-semicolon",
    severity: "error",
    summary: "A semicolon is missing between two tags.",
    why: SYNTAX,
    bad: "v=DMARC1; p=reject rua=mailto:dmarc@example.com",
    refs: ["RFC 9989 4.8"],
    check(dmarc, report) {
      const lost = dmarc.list.tags.flatMap((tag) => lostSemicolons(dmarc, tag));
      const [first] = lost;
      if (first === undefined) return;
      report(
        textSpan(first.start, Math.max(first.end, first.start + 1)),
        "A `;` is missing here: what follows is read as part of the tag before",
        separated("Insert `;`", lost),
      );
    },
  },
  {
    id: "dmarc-comma-separator",
    severity: "error",
    summary: "Tags are parted by a comma.",
    why: SYNTAX,
    bad: "v=DMARC1; p=reject, rua=mailto:dmarc@example.com",
    refs: ["RFC 9989 4.8"],
    check(dmarc, report) {
      const lost = dmarc.list.tags.flatMap(commasIn);
      const [first] = lost;
      if (first === undefined) return;
      report(
        first,
        "A `,` does not part DMARC tags: what follows is read as part of the tag before",
        separated("Replace it by `;`", lost),
      );
    },
  },
  {
    id: "dmarc-colon-for-equals",
    severity: "error",
    summary: "A tag is written with `:` or a blank instead of `=`.",
    why: SYNTAX,
    bad: "v=DMARC1; p:reject; rua=mailto:dmarc@example.com",
    refs: ["RFC 9989 4.8"],
    check(dmarc, report) {
      for (const segment of dmarc.list.segments) {
        const lost = lostEquals(segment);
        if (lost === undefined) continue;
        const { name, at } = lost;
        const fix = dmarc.source.text.slice(at.start, at.end).includes(":")
          ? replace("Replace `:` by `=`", at, "=")
          : replace("Write `=`", at, "=");
        report(segment.trimmed, `\`${name}\` needs \`=\`: receivers do not see the tag`, fix);
      }
    },
  },
  {
    id: "dmarc-tag-without-value",
    severity: "warning",
    summary: "A tag has no value.",
    why: "A tag needs at least one character behind its `=`; receivers ignore it, and some the whole record.",
    bad: "v=DMARC1; p=reject; rua=mailto:dmarc@example.com; ruf=",
    refs: ["RFC 9989 4.8"],
    check(dmarc, report, { owner, record }) {
      let left = MOST;
      for (const segment of dmarc.list.segments) {
        if (left === 0) return;
        if (isVersion(dmarc, segment) || isCutOff(dmarc, segment)) continue;
        const value = namelessValue(dmarc, segment);
        if (value !== undefined) {
          left--;
          const what = value.name === "p" ? "This policy" : "This address";
          const why = segment.kind === "tag" ? "has one `=` too many" : `has no \`${value.name}=\` in front`;
          report(segment.trimmed, `${what} ${why}: receivers ignore it`, value.fix);
          continue;
        }
        if (isNoTag(segment) && !(segment === dmarc.list.segments[0] && dmarc.recognized === false)) {
          left--;
          report(
            segment.trimmed,
            "This is no tag: receivers ignore it",
            deletion(dmarc, segment, "Delete it"),
          );
          continue;
        }
        // A version or a policy without a value is told as one that is none.
        const isEmpty =
          segment.kind === "tag" &&
          segment.value === "" &&
          !/^v?$/i.test(segment.name) &&
          !DECIDING.includes(segment.name.toLowerCase());
        const isName =
          segment.kind === "fragment" &&
          /^[a-z]+$/i.test(segment.text) &&
          !(segment === dmarc.list.segments[0] && isBareVersion(segment.text));
        if (!isEmpty && !isName) continue;
        left--;
        report(
          segment.trimmed,
          "This tag has no value: receivers ignore it",
          ...filling(dmarc, segment, domainAt(owner, record.origin)),
        );
      }
    },
  },
  {
    id: "dmarc-empty-tag",
    severity: "hint",
    summary: "Two semicolons stand with nothing between them.",
    why: "The grammar has no empty tag; most receivers pass over it, a strict one need not.",
    bad: "v=DMARC1; p=reject;; rua=mailto:dmarc@example.com",
    refs: ["RFC 9989 4.8"],
    check(dmarc, report) {
      reportEmpty(dmarc.list, "strict receivers may not read the record", report);
    },
  },
  {
    id: "dmarc-duplicate-tag",
    severity: "error",
    summary: "A tag stands twice.",
    why: "RFC 9989 does not say which one counts, and the tag lists it builds on are void then: receivers differ.",
    bad: "v=DMARC1; p=reject; p=none; rua=mailto:dmarc@example.com",
    refs: ["RFC 9989 4.7", "RFC 6376 3.2"],
    check(dmarc, report) {
      for (const tag of repeatedTags(dmarc)) {
        report(
          tag.trimmed,
          `\`${tag.name.toLowerCase()}\` stands twice: receivers differ in which one counts`,
          deletion(dmarc, tag, "Delete this one"),
        );
      }
    },
  },
  {
    id: "dmarc-tag-name-case",
    severity: "warning",
    summary: "A tag's name is not in lower case.",
    why: "RFC 9989 allows it, but receivers that read tags as DKIM does take it for an unknown tag.",
    bad: "v=DMARC1; P=reject; rua=mailto:dmarc@example.com",
    refs: ["RFC 6376 3.2", "RFC 9989 4.8"],
    check(dmarc, report) {
      for (const tag of dmarc.list.tags) {
        const { name, nameSpan } = tag;
        const lower = name.toLowerCase();
        // A second one is told as that.
        if (name === lower || !DMARC_TAGS.includes(lower) || dmarc.tags.get(lower) !== tag) continue;
        if (lower === "v" && dmarc.recognized === false) continue;
        report(
          nameSpan,
          `Some receivers take \`${name}\` for an unknown tag`,
          replace(`Write \`${lower}\``, nameSpan, lower),
        );
      }
    },
  },
  {
    id: "dmarc-unknown-tag",
    severity: "warning",
    summary: "DMARC knows no such tag.",
    why: "Receivers ignore tags they do not know; what it was meant to say is not said.",
    bad: "v=DMARC1; p=reject; rua=mailto:dmarc@example.com; ruq=mailto:x@example.com",
    refs: ["RFC 9989 4.7"],
    check(dmarc, report) {
      let left = MOST;
      for (const tag of dmarc.list.tags) {
        const name = tag.name.toLowerCase();
        if (name === "" || DMARC_TAGS.includes(name) || REMOVED.includes(name) || /^mailto:/.test(name))
          continue;
        // Another rule names the character that made the name a strange one.
        if (/["'\\\x80-\xff]/.test(name) || isVersion(dmarc, tag)) continue;
        if (left-- === 0) return;
        const meant =
          meantByValue(dmarc, tag) ??
          nearestTags(name).find((one) => !dmarc.tags.has(one) && isFit(one, tag.value, dmarc));
        report(
          tag.nameSpan,
          `DMARC knows no tag \`${tag.name}\`: receivers ignore it`,
          ...(meant === "p" ? [{ severity: "error" as const }] : []),
          ...(meant !== undefined ? [replace(`Write \`${meant}\``, tag.nameSpan, meant)] : []),
          deletion(dmarc, tag, "Delete it"),
        );
      }
    },
  },
  {
    id: "dmarc-illegal-char",
    severity: "error",
    summary: "The record holds a character that DMARC does not allow.",
    why: "Control characters and everything beyond ASCII (typographic quotes, no-break spaces, dashes) are no part of a tag list; receivers drop the tag that holds one.",
    bad: "v=DMARC1; p=reject; rua=mailto:dmarc\\226\\128\\157@example.com",
    refs: ["RFC 9989 4.8"],
    check(dmarc, report) {
      const [first] = dmarc.list.junk.length > 0 ? dmarc.list.junk : tabsIn(dmarc);
      if (first === undefined || isOfVersion(dmarc)) return;
      report(first, "This character does not belong in a DMARC record: receivers drop the tag", {
        title: "Write plain ASCII",
        safe: false,
        edits: dmarc.list.junk.length > 0 ? plainEdits(dmarc) : tabsIn(dmarc).map((at) => ({ at, text: "" })),
      });
    },
  },
  {
    id: "dmarc-embedded-quote",
    severity: "error",
    summary: "A quotation mark stands inside the record.",
    why: "The mark becomes part of the value, and the value is none that receivers know.",
    bad: 'v=DMARC1; p=\\"reject\\"; rua=mailto:dmarc@example.com',
    refs: ["RFC 9989 4.8"],
    check(dmarc, report) {
      const { text } = dmarc.source;
      if (!/["']/.test(text)) return;
      const marks = /^\s*'|=\s*'/.test(text) ? /["']/g : /"/g;
      const edits = [...text.matchAll(marks)].map(({ index }) => ({
        at: textSpan(index, index + 1),
        text: "",
      }));
      const [first] = edits;
      if (first === undefined) return;
      report(first.at, "A quotation mark is part of the value here: receivers do not know such a value", {
        title: "Delete the quotation marks",
        safe: false,
        edits,
      });
    },
  },
];

export const DMARC_STRUCTURE_RULES = rulesOf(ROWS);

function separated(title: string, places: readonly TextSpan[]): Fix {
  return { title, safe: false, edits: places.map((at) => ({ at, text: "; " })) };
}

// White space is legal around `;` and `=`, but a value holds spaces at most.
function tabsIn(dmarc: DmarcRecord): readonly TextSpan[] {
  if (!/[\t\r\n]/.test(dmarc.source.text)) return [];
  return dmarc.list.tags.flatMap((tag) =>
    runsOn(dmarc, tag)
      ? []
      : Array.from(tag.value.matchAll(/[\t\r\n]/g), ({ index }) => {
          const at = tag.valueSpan.start + index;
          return textSpan(at, at + 1);
        }),
  );
}

// The known tags that a name may be meant for, the nearest first: one edit away for short names, two for long ones.
function nearestTags(name: string): readonly string[] {
  if (name === "policy") return ["p"];
  const most = name.length > 4 ? 2 : 1;
  if (name.length < 3 || name.length > 8) return [];
  return DMARC_TAGS.filter((tag) => tag.length > 1 && isWithin(name, tag, most)).sort(
    (a, b) => distance(name, a) - distance(name, b),
  );
}

// A dash has its place in addresses; in any other value it broke a word.
function plainEdits(dmarc: DmarcRecord): readonly Edit[] {
  const addresses = [dmarc.tags.get("rua"), dmarc.tags.get("ruf")];
  return withoutJunk(dmarc.list).map(({ at, text }) => {
    const isAddress = addresses.some(
      (tag) => tag !== undefined && tag.span.start <= at.start && at.end <= tag.span.end,
    );
    return { at, text: isAddress ? text : text.replace("-", "") };
  });
}

// What stands in the version alone is told, and mended, with it.
function isOfVersion({ list, recognized }: DmarcRecord): boolean {
  const [first] = list.segments;
  const last = list.junk.at(-1);
  if (recognized !== false || first === undefined || last === undefined || last.end > first.trimmed.end)
    return false;
  if (first.kind === "fragment") return isBareVersion(first.text);
  return first.kind === "tag" && /^v$/i.test(first.name) && !first.value.includes("=");
}

const POLICY = /^(?:none|quarantine|reject)$/i;
const VALUES: Readonly<Record<string, RegExp>> = {
  sp: POLICY,
  np: POLICY,
  adkim: /^[rs]$/i,
  aspf: /^[rs]$/i,
  psd: /^[ynu]$/i,
};

function isFit(tag: string, value: string, dmarc: DmarcRecord): boolean {
  if (tag === "p") return POLICY.test(value) || dmarc.rua.length > 0;
  const values = VALUES[tag];
  if (values !== undefined) return values.test(value);
  return tag !== "fo" || /^[01ds](?::[01ds])*$/i.test(value);
}

// What was meant as the version is told as that.
function isVersion(dmarc: DmarcRecord, segment: Segment): boolean {
  if (dmarc.recognized !== false) return false;
  return (
    segment === misnamedVersion(dmarc) ||
    (segment === dmarc.list.segments[0] && gluedVersion(dmarc) !== undefined)
  );
}

/** Plain words between two semicolons, or a value whose tag has no name; what other rules can name is none of these. */
function isNoTag(segment: Segment): boolean {
  if (segment.kind === "tag") return segment.name === "";
  if (lostEquals(segment) !== undefined) return false;
  if (segment.kind !== "fragment" || /^[a-z]+$/i.test(segment.text)) return false;
  // Addresses behind a semicolon, quotation marks and what is not ASCII are told as that.
  return /^[ -~]+$/.test(segment.text) && !/["'\\@]|^mailto:/i.test(segment.text);
}
