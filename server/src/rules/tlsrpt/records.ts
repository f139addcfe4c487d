import { isField, TLSRPT_VERSION } from "../../mail/fields.ts";
import { keptForLast } from "../../mail/kept.ts";
import { duplicateTags, placeOf, type Segment, type Tag, type TagRecord } from "../../mail/tags.ts";
import { isTlsReportTarget } from "../../mail/uri.ts";
import { isWithin } from "../../text/distance.ts";
import { textSpan } from "../../text/span.ts";
import { fieldSyntaxRow, isUnjoined } from "../mail/fieldRules.ts";
import {
  appendedTag,
  deletingSegment,
  firstPart,
  MOST_REPORTS,
  replacing,
  reportBlanks,
  reportEmpty,
  reportsPlaceOfVersion,
  type TagRow,
  tagNamed,
  tagRules,
  visible,
  withoutJunk,
  withoutSegment,
} from "../mail/tagRules.ts";
import { isCutOff, lostIn, ruaOf, spaceBeforeUri, TLSRPT_URI_ROWS } from "./uris.ts";

const GOOD = "v=TLSRPTv1; rua=mailto:tls@reports.example.net";
const NOBODY = "Senders take the domain for one that does not want reports: failed encryption goes unseen.";

const ROWS: readonly TagRow[] = [
  {
    id: "tlsrpt-version",
    severity: "error",
    summary: "The record does not begin with exactly `v=TLSRPTv1` and a semicolon.",
    why: `${NOBODY} Upper and lower case count.`,
    bad: "v=tlsrptv1; rua=mailto:tls@reports.example.net",
    refs: ["RFC 8460 3"],
    check(record, report) {
      const [first] = record.segments;
      if (first === undefined || record.source.hasHoles || isUnreadable(record)) return;
      const { text } = record.source;
      if (TLSRPT_VERSION.test(text)) return;
      // Nothing else is there: the missing address is what is to be told.
      if (/^v=TLSRPTv1[ \t]*$/.test(text)) return;
      if (reportsPlaceOfVersion(record, "v=TLSRPTv1", "senders", report)) return;
      const at = textSpan(0, first.trimmed.end);
      report(
        first.trimmed,
        "The record must begin with exactly `v=TLSRPTv1`: senders ignore it",
        replacing("Write `v=TLSRPTv1`", at, "v=TLSRPTv1"),
      );
    },
  },
  {
    id: "tlsrpt-rua-missing",
    severity: "error",
    summary: "The record names no address for reports.",
    why: "Reports are all it is for: without `rua` it does nothing.",
    bad: "v=TLSRPTv1;",
    refs: ["RFC 8460 3"],
    check(record, report, { owner }) {
      const v = firstPart(record);
      if (v === undefined || record.source.hasHoles || ruaOf(record) !== undefined || isUnreadable(record))
        return;
      if (record.segments.some((segment) => isUnjoined(record, segment, "rua"))) return;
      const domain = /^_smtp\._tls\.(.+)\.$/.exec(owner ?? "")?.[1];
      const message = "No `rua`: there is nowhere to send reports to";
      const empty = record.segments.find(
        ({ kind, trimmed }) => kind !== "empty" && isNamed(record, trimmed.start),
      );
      if (domain === undefined) return report(v.trimmed, message);
      const misspelt = misnamedRua(record);
      if (misspelt !== undefined)
        return report(misspelt.trimmed, message, replacing("Write `rua`", misspelt.nameSpan, "rua"));
      const nameless = record.segments.find((segment) => isNameless(record, segment));
      if (nameless !== undefined) {
        const { start } = nameless.trimmed;
        const fix = replacing("Write `rua=` in front", textSpan(start, start), "rua=");
        return report(nameless.trimmed, message, fix);
      }
      const text = `rua=mailto:tls-reports@${domain}`;
      const edit = empty === undefined ? appendedTag(record, text) : { at: empty.trimmed, text };
      report(v.trimmed, message, {
        title: `Send reports to \`tls-reports@${domain}\``,
        safe: false,
        edits: [edit],
      });
    },
  },
  {
    id: "tlsrpt-rua-not-after-version",
    severity: "hint",
    summary: "`rua` does not stand right behind the version.",
    why: "Any order is legal, but some senders expect it there.",
    bad: "v=TLSRPTv1; x=y; rua=mailto:tls@reports.example.net",
    quiet: "tlsrpt-unknown-field",
    refs: ["RFC 8460 3"],
    check(record, report) {
      const rua = ruaOf(record);
      const [v, second] = record.segments.filter(({ kind }) => kind !== "empty");
      if (rua === undefined || v?.kind !== "tag" || v === rua || second === rua || !isCounted(record)) return;
      const written = record.source.text.slice(rua.trimmed.start, rua.trimmed.end);
      const at = textSpan(v.trimmed.end, v.trimmed.end);
      report(rua.trimmed, "Some senders expect `rua` right behind the version", {
        title: "Move `rua` behind the version",
        safe: true,
        edits: [{ at, text: `; ${written}` }, withoutSegment(record, rua)],
      });
    },
  },
  ...TLSRPT_URI_ROWS,
  {
    id: "tlsrpt-separator",
    severity: "error",
    summary: "Two parts of the record are not parted as they must be.",
    why: "Fields are parted by semicolons, addresses by commas. Otherwise senders do not find the address, and send nothing.",
    bad: "v=TLSRPTv1 rua=mailto:tls@reports.example.net",
    refs: ["RFC 8460 3"],
    check(record, report) {
      const rua = ruaOf(record);
      if (rua !== undefined && rua.value !== "") reportBlanks(rua, "senders may not read the record", report);
      for (const tag of record.tags) {
        const { value, valueSpan } = tag;
        const lost = lostIn(record, tag);
        if (lost !== undefined) {
          const at = textSpan(valueSpan.start + lost.start, valueSpan.start + lost.end);
          report(
            visible(at),
            "A `;` is missing here: senders do not see `rua`",
            replacing("Write `;`", at, "; "),
          );
        }
        const gap = spaceBeforeUri(value);
        if (gap === undefined) continue;
        const at = textSpan(valueSpan.start + gap.start, valueSpan.start + gap.end);
        report(at, "A `,` is missing between the addresses", replacing("Insert `,`", at, ","));
      }
      reportEmpty(record, "senders may not read the record", report);
      for (const [index, segment] of record.segments.entries()) {
        if (!isParted(record, segment)) continue;
        const at = textSpan(record.segments[index - 1]?.trimmed.end ?? 0, segment.trimmed.start);
        report(
          at,
          "Addresses are parted by `,`: the second one is not seen",
          replacing("Write `,`", at, ","),
        );
      }
    },
  },
  fieldSyntaxRow({
    id: "tlsrpt-field-syntax",
    why: "The record is a list of `name=value`; names begin with a letter or a digit. Senders that read strictly discard anything else, and send no reports.",
    bad: "v=TLSRPTv1; rua=mailto:tls@reports.example.net; reports",
    refs: ["RFC 8460 3"],
    wanted: "rua",
    effect: "senders may not read the record",
    isUnreadable,
    isOthers: (record, segment) =>
      isCutOff(record, segment) ||
      isParted(record, segment) ||
      isNameless(record, segment) ||
      segment === misnamedRua(record),
  }),
  {
    id: "tlsrpt-duplicate-field",
    severity: "error",
    summary: "A field stands twice.",
    why: "Which one counts is not defined. Several addresses stand in one `rua`, parted by commas.",
    bad: "v=TLSRPTv1; rua=mailto:a@reports.example.net; rua=mailto:b@reports.example.net",
    refs: ["RFC 8460 3"],
    check(record, report) {
      for (const tag of duplicateTags(record).slice(0, MOST_REPORTS)) {
        const first = tagNamed(record, tag.name);
        const message = `\`${tag.name}\` stands twice: senders differ in which one counts`;
        if (first === undefined || tag.name !== "rua") {
          // Senders ignore what they do not know, once or twice.
          if (tag.name !== "v") continue;
          report(tag.trimmed, message, deletingSegment(record, tag, "Delete this one"), {
            severity: "warning",
          });
          continue;
        }
        const end = textSpan(first.valueSpan.end, first.valueSpan.end);
        report(tag.trimmed, message, {
          title: "Write both addresses into one `rua`",
          safe: false,
          edits: [{ at: end, text: `,${tag.value}` }, ...mergedAway(record, first, tag)],
        });
      }
    },
  },
  {
    id: "tlsrpt-unknown-field",
    severity: "hint",
    summary: "TLS-RPT knows no such field.",
    why: "Senders ignore it.",
    bad: "v=TLSRPTv1; rua=mailto:tls@reports.example.net; ruf=mailto:tls@reports.example.net",
    refs: ["RFC 8460 3"],
    check(record, report) {
      const v = firstPart(record);
      const rua = ruaOf(record);
      let left = MOST_REPORTS;
      for (const tag of record.junk.length > 0 ? [] : record.tags) {
        if (tag === v || /^(?:rua|v)$/i.test(tag.name) || !isField(tag) || tag === misnamedRua(record))
          continue;
        if (left-- === 0) return;
        const message = `Senders ignore \`${tag.name}\``;
        // Without an address the record does nothing: this may be the one that was meant.
        if (rua === undefined) report(tag.trimmed, message);
        else
          report(tag.trimmed, message, {
            ...deletingSegment(record, tag, `Delete \`${tag.name}\``),
            safe: true,
          });
      }
    },
  },
  {
    id: "tlsrpt-non-ascii",
    severity: "error",
    summary: "The record holds something other than printable ASCII.",
    why: "Text copied from a web page or a document may hold no-break spaces and typographic marks: senders cannot read the record.",
    bad: "v=TLSRPTv1;\\194\\160rua=mailto:tls@reports.example.net",
    refs: ["RFC 8460 3"],
    check(record, report) {
      const [first] = record.junk;
      if (first === undefined) return;
      report(first, "This character is not ASCII: senders cannot read the record", {
        title: "Replace what is not ASCII",
        safe: false,
        edits: withoutJunk(record),
      });
    },
  },
];

/** What a TLS-RPT record says. */
export const TLSRPT_RECORD_RULES = tagRules("tlsrpt", "_smtp._tls", GOOD, ROWS);

function isNamed(record: TagRecord, start: number): boolean {
  return /^rua\b/i.test(record.source.text.slice(start, start + 4));
}

function isCounted(record: TagRecord): boolean {
  return TLSRPT_VERSION.test(record.source.text);
}

// Another rule names what keeps the parts from being seen.
function isUnreadable(record: TagRecord): boolean {
  return record.junk.length > 0 || record.tags.some((tag) => lostIn(record, tag) !== undefined);
}

// An address of `rua` behind a `;`.
function isParted(record: TagRecord, segment: Segment): boolean {
  if (segment.kind !== "fragment" || !/^(?:mailto|https):/i.test(segment.text)) return false;
  const before = record.segments[placeOf(record, segment) - 1];
  return before?.kind === "tag" && before.name === "rua";
}

// The second field goes with the semicolon before it, unless that is where the first one is edited.
function mergedAway(record: TagRecord, first: Tag, tag: Tag) {
  const next = record.segments[record.segments.indexOf(tag) + 1];
  if (next !== undefined || record.segments[record.segments.indexOf(tag) - 1] !== first) {
    return [withoutSegment(record, tag)];
  }
  return [{ at: textSpan(first.span.end, tag.span.end), text: "" }];
}

/** The first address without its `rua=`, where the record lacks that: the lack is told there. */
/** The `rua` that the record lacks, in other letters or within one edit. */
const misnamedRua = keptForLast((record: TagRecord) =>
  ruaOf(record) !== undefined
    ? undefined
    : record.tags.find(({ name, value }) =>
        name.toLowerCase() === "rua" ? value !== "" : isNearRua(name) && isTlsReportTarget(value),
      ),
);

function isNearRua(name: string): boolean {
  return name !== "ruf" && name.length < 5 && isWithin(name.toLowerCase(), "rua", 1);
}

function isNameless(record: TagRecord, segment: Segment): boolean {
  if (!isTarget(segment) || ruaOf(record) !== undefined) return false;
  if (record.segments.some((one) => isUnjoined(record, one, "rua"))) return false;
  return record.segments.find(isTarget) === segment;
}

function isTarget(segment: Segment): boolean {
  return segment.kind === "fragment" && isTlsReportTarget(segment.text);
}
