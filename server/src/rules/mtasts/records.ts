import { keptForLast } from "../../mail/kept.ts";
import type { Segment, Tag, TagRecord } from "../../mail/tags.ts";
import { isWithin } from "../../text/distance.ts";
import { textSpan } from "../../text/span.ts";
import { fieldSyntaxRow, isAlone, isMeant, isUnjoined } from "../mail/fieldRules.ts";
import {
  appendedTag,
  deletingSegment,
  firstPart,
  lostBefore,
  replacing,
  reportBlanks,
  reportEmpty,
  reportsPlaceOfVersion,
  type TagRow,
  tagNamed,
  tagRules,
  visible,
} from "../mail/tagRules.ts";

const GOOD = "v=STSv1; id=20261101T0000";
const NOBODY = "Senders take the domain for one without a policy, and do not insist on encryption.";
const LONGEST = 32;

// The name of a tag in the middle of another one's value: what parts them is lost.
function lostInValue(record: TagRecord, tag: Tag) {
  return lostBefore(record, tag, /id[ \t]*=/gi, ",: \t\u00c2\u00a0");
}
const POLICY_KEYS: ReadonlySet<string> = new Set(["version", "mode", "mx", "max_age"]);

const ROWS: readonly TagRow[] = [
  {
    id: "mtasts-version",
    severity: "error",
    summary: "The record does not begin with exactly `v=STSv1` and a semicolon.",
    why: `${NOBODY} Upper and lower case count.`,
    bad: "v=STS1; id=1",
    refs: ["RFC 8461 3.1"],
    check(record, report) {
      const [first] = record.segments;
      const { text } = record.source;
      if (first === undefined || record.source.hasHoles || lostIn(record) !== undefined) return;
      // Where nothing else is there, the missing `id` is what is to be told.
      if (/^v=STSv1[ \t]*(?:;|$)/.test(text)) return;
      if (reportsPlaceOfVersion(record, "v=STSv1", "senders", report)) return;
      report(
        first.trimmed,
        "The record must begin with exactly `v=STSv1`: senders ignore it",
        replacing("Write `v=STSv1`", textSpan(0, first.trimmed.end), "v=STSv1"),
      );
    },
  },
  {
    id: "mtasts-id-missing",
    severity: "error",
    summary: "The record has no `id`.",
    why: `${NOBODY} The \`id\` tells them when to fetch the policy again: it changes whenever the policy does.`,
    bad: "v=STSv1;",
    refs: ["RFC 8461 3.1"],
    check(record, report) {
      const v = firstPart(record);
      if (
        v === undefined ||
        record.source.hasHoles ||
        idOf(record) !== undefined ||
        lostIn(record) !== undefined
      )
        return;
      const message = "No `id`: senders take the domain for one without a policy";
      const misspelt = misnamedId(record);
      if (misspelt !== undefined)
        return report(misspelt.trimmed, message, replacing("Write `id`", misspelt.nameSpan, "id"));
      if (record.segments.some((segment) => isUnjoined(record, segment, "id"))) return;
      const alone = record.segments.find((segment) => isAlone(record, segment, "id"));
      const edit = alone === undefined ? appendedTag(record, "id=1") : { at: alone.trimmed, text: "id=1" };
      report(v.trimmed, message, {
        title: alone === undefined ? "Append `id=1`" : "Write `id=1`",
        safe: false,
        edits: [edit],
      });
    },
  },
  {
    id: "mtasts-id-invalid",
    severity: "error",
    summary: "`id` is not made of 1 to 32 letters and digits.",
    why: NOBODY,
    bad: "v=STSv1; id=2026-11-01",
    refs: ["RFC 8461 3.1"],
    check(record, report) {
      const id = idOf(record);
      if (id === undefined || record.source.hasHoles || lostInValue(record, id) !== undefined) return;
      if (/^[a-z0-9]{1,32}$/i.test(id.value))
        return reportBlanks(id, "senders may not read the record", report);
      const plain = id.value.replace(/[^a-z0-9]/gi, "").slice(0, LONGEST) || "1";
      const what =
        id.value === ""
          ? "`id` is empty"
          : id.value.length > LONGEST && /^[a-z0-9]+$/i.test(id.value)
            ? `\`id\` has ${id.value.length} characters, 32 are allowed`
            : "`id` holds something other than letters and digits";
      report(
        id.value === "" ? id.trimmed : id.valueSpan,
        `${what}: senders take the domain for one without a policy`,
        replacing(`Write \`id=${plain}\``, textSpan(id.equals.start, id.valueSpan.end), `=${plain}`),
      );
    },
  },
  {
    id: "mtasts-duplicate-id",
    severity: "warning",
    summary: "`id` stands twice.",
    why: "The first one counts: whoever changes the other one changes nothing.",
    bad: "v=STSv1; id=1; id=2",
    refs: ["RFC 8461 3.1"],
    check(record, report) {
      for (const tag of record.tags.filter(({ name }) => name === "id").slice(1)) {
        report(tag.trimmed, "The first `id` counts: this one is ignored", {
          ...deletingSegment(record, tag, "Delete this one"),
          safe: true,
        });
      }
    },
  },
  {
    id: "mtasts-policy-in-txt",
    severity: "error",
    summary: "Lines of the policy stand in the TXT record.",
    why: "`mode`, `mx` and `max_age` belong into the file at `https://mta-sts.<domain>/.well-known/mta-sts.txt`. Here senders ignore them: nothing is enforced.",
    bad: "v=STSv1; id=1; mode=enforce",
    refs: ["RFC 8461 3.1", "RFC 8461 3.2"],
    check(record, report) {
      for (const tag of record.tags) {
        if (!POLICY_KEYS.has(tag.name.toLowerCase())) continue;
        report(
          tag.trimmed,
          `\`${tag.name}\` belongs into the policy file: senders ignore it here`,
          deletingSegment(record, tag, `Delete \`${tag.name}\``),
        );
      }
      for (const segment of record.segments) {
        const key = policyKey(segment);
        if (key === undefined) continue;
        report(
          segment.trimmed,
          `\`${key}\` belongs into the policy file: senders ignore it here`,
          deletingSegment(record, segment, `Delete \`${key}\``),
        );
      }
    },
  },
  fieldSyntaxRow({
    id: "mtasts-field-syntax",
    why: `The record is a list of \`name=value\`; names begin with a letter or a digit. Anything else makes it invalid. ${NOBODY}`,
    bad: "v=STSv1; id=1; enforce",
    refs: ["RFC 8461 3.1"],
    wanted: "id",
    effect: "senders take the domain for one without a policy",
    isUnreadable: (record) => lostIn(record) !== undefined,
    isOthers: (record, segment) =>
      segment === misnamedId(record) ||
      policyKey(segment) !== undefined ||
      (segment.kind === "tag" && POLICY_KEYS.has(segment.name.toLowerCase())),
  }),
  {
    id: "mtasts-separator",
    severity: "error",
    summary: "A semicolon is missing.",
    why: NOBODY,
    bad: "v=STSv1 id=1",
    refs: ["RFC 8461 3.1"],
    check(record, report) {
      reportEmpty(record, "senders may not read the record", report);
      const lost = lostIn(record);
      if (lost === undefined) return;
      const written = record.source.text.slice(lost.start, lost.end).trim();
      report(
        visible(lost),
        written === ""
          ? "A `;` is missing here: senders ignore the record"
          : `\`${written}\` parts nothing here: senders ignore the record`,
        replacing("Write `;`", lost, "; "),
      );
    },
  },
];

/** What an MTA-STS record says. */
export const MTASTS_RECORD_RULES = tagRules("mtasts", "_mta-sts", GOOD, ROWS);

function idOf(record: TagRecord): Tag | undefined {
  return tagNamed(record, "id");
}

// A line of the policy as it stands in the file.
function policyKey(segment: Segment): string | undefined {
  if (segment.kind !== "fragment") return undefined;
  const key = /^([a-z_]+)[ \t]*:/i.exec(segment.text)?.[1]?.toLowerCase();
  return key !== undefined && POLICY_KEYS.has(key) ? key : undefined;
}

/** The `id` that the record lacks, in other letters or within one edit. */
const misnamedId = keptForLast((record: TagRecord) =>
  idOf(record) !== undefined
    ? undefined
    : record.tags.find((tag) => isMeant(tag, "id") || (isNearId(tag) && /^[a-z0-9]{1,32}$/i.test(tag.value))),
);

function isNearId({ name }: Tag): boolean {
  return !/^v?$/i.test(name) && name.length < 4 && isWithin(name.toLowerCase(), "id", 1);
}

function lostIn(record: TagRecord) {
  for (const tag of record.tags) {
    const lost = lostInValue(record, tag);
    const { start } = tag.valueSpan;
    if (lost !== undefined) return textSpan(start + lost.start, start + lost.end);
  }
  return undefined;
}
