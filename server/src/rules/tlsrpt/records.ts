import { duplicateTags, type Tag, type TagRecord } from "../../mail/tags.ts";
import { isMailto, isTlsReportTarget } from "../../mail/uri.ts";
import { type TextSpan, textSpan } from "../../text/span.ts";
import {
  appendedTag,
  deletingSegment,
  lostBefore,
  MOST_REPORTS,
  replacing,
  reportBlanks,
  reportEmpty,
  reportsPlaceOfVersion,
  type TagRow,
  tagNamed,
  tagRules,
  withoutJunk,
  withoutSegment,
} from "../mail/tagRules.ts";
import type { Fix } from "../rule.ts";

const GOOD = "v=TLSRPTv1; rua=mailto:tls@reports.example.net";
const NOBODY = "Senders take the domain for one that does not want reports: failed encryption goes unseen.";

// The name of a tag in the middle of another one's value: what parts them is lost.
function lostIn(record: TagRecord, tag: Tag) {
  return lostBefore(record, tag, /rua[ \t]*=/gi, ", ;\t");
}

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
      if (/^v=TLSRPTv1[ \t]*;/.test(text)) return;
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
      const [v] = record.segments;
      if (v === undefined || record.source.hasHoles || ruaOf(record) !== undefined || isUnreadable(record))
        return;
      const domain = /^_smtp\._tls\.(.+)\.$/.exec(owner ?? "")?.[1];
      const message = "No `rua`: there is nowhere to send reports to";
      const empty = record.segments.find(
        ({ kind, trimmed }) => kind !== "empty" && isNamed(record, trimmed.start),
      );
      if (domain === undefined) return report(v.trimmed, message);
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
  {
    id: "tlsrpt-uri-scheme",
    severity: "error",
    summary: "An address for reports is neither `mailto:` nor `https:`.",
    why: "Senders of reports know these two only, and send nothing there.",
    bad: "v=TLSRPTv1; rua=tls@reports.example.net",
    refs: ["RFC 8460 3"],
    check(record, report) {
      const uris = urisOf(record);
      for (const [index, { text, at }] of uris.entries()) {
        if (/^(?:mailto|https):[^\s]/i.test(text) || text === "") continue;
        // The rest of an address that was cut at a comma of its own.
        if (isCut(uris[index - 1]?.text ?? "") && isRest(text)) continue;
        const plain = /^http:/i.exec(text);
        const start = textSpan(at.start, at.start + (plain?.[0].length ?? 0));
        const message = `\`${text}\` is neither \`mailto:\` nor \`https:\`: no reports are sent there`;
        if (plain !== null) report(at, message, replacing("Write `https:`", start, "https:"));
        else if (/^[^\s@:/]+@[^\s@:/]+$/.test(text))
          report(at, message, replacing("Put `mailto:` in front", start, "mailto:"));
        else if (/^[a-z0-9-]+(?:\.[a-z0-9-]+)+\//i.test(text))
          report(at, message, replacing("Put `https://` in front", start, "https://"));
        else report(at, message);
      }
    },
  },
  {
    id: "tlsrpt-uri-invalid",
    severity: "error",
    summary: "An address for reports is none.",
    why: "Senders of reports find nobody there: failed encryption goes unseen.",
    bad: "v=TLSRPTv1; rua=mailto:reports.example.net",
    refs: ["RFC 8460 3", "RFC 6068 2", "RFC 3986 2"],
    check(record, report) {
      const uris = urisOf(record);
      if (record.source.hasHoles || record.junk.length > 0) return;
      for (const [index, { text, at }] of uris.entries()) {
        const next = uris[index + 1];
        if (text === "") {
          const comma = textSpan(index === 0 ? at.start : at.start - 1, index === 0 ? at.end + 1 : at.end);
          if (uris.length > 1)
            report(
              comma,
              "This `,` parts nothing: senders cannot read the list",
              replacing("Delete it", comma, ""),
            );
          continue;
        }
        if (!/^(?:mailto|https):[^\s]/i.test(text) || text.includes("!")) continue;
        // An address that was cut at a comma of its own.
        if (next !== undefined && isCut(text) && isRest(next.text)) continue;
        if (isTlsReportTarget(text)) continue;
        report(at, `\`${text}\` is no address: no reports are sent there`, ...withoutSlashes(text, at));
      }
    },
  },
  {
    id: "tlsrpt-uri-unencoded",
    severity: "error",
    summary: "An address for reports holds `,`, `!` or `;` as it is.",
    why: "These part the list and its addresses: inside an address they are written `%2C`, `%21` and `%3B`.",
    bad: "v=TLSRPTv1; rua=https://reports.example.net/a;b",
    refs: ["RFC 8460 3"],
    check(record, report) {
      const rua = ruaOf(record);
      if (rua === undefined || record.source.hasHoles) return;
      const uris = urisOf(record);
      for (const [index, { text, at }] of uris.entries()) {
        const marks = [...text.matchAll(/!/g)].map((match) => at.start + match.index);
        if (marks.length > 0) marked(marks, "!", "%21");
        const next = uris[index + 1];
        if (next !== undefined && isCut(text) && isRest(next.text)) marked([at.end], ",", "%2C");
      }
      const following = record.segments[record.segments.indexOf(rua) + 1];
      const last = uris.at(-1)?.text ?? "";
      if (following?.kind === "fragment" && isRest(following.text) && /^https:|^mailto:[^@]*$/i.test(last)) {
        marked([rua.span.end], ";", "%3B");
      }
      function marked(places: readonly number[], mark: string, code: string) {
        const [start = 0] = places;
        report(
          textSpan(start, start + 1),
          `\`${mark}\` inside an address ends it here: no reports are sent there`,
          {
            title: `Write \`${code}\``,
            safe: false,
            edits: places.map((place) => ({ at: textSpan(place, place + 1), text: code })),
          },
        );
      }
    },
  },
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
          report(at, "A `;` is missing here: senders do not see `rua`", replacing("Write `;`", at, "; "));
        }
        const gap = spaceBeforeUri(value);
        if (gap === undefined) continue;
        const at = textSpan(valueSpan.start + gap.start, valueSpan.start + gap.end);
        report(at, "A `,` is missing between the addresses", replacing("Insert `,`", at, ","));
      }
      for (const [index, segment] of record.segments.entries()) {
        const before = record.segments[index - 1];
        if (segment.kind === "empty") reportEmpty(segment, "senders may not read the record", report);
        if (segment.kind !== "fragment" || !/^(?:mailto|https):/i.test(segment.text)) continue;
        if (before?.kind !== "tag" || before.name !== "rua") continue;
        const at = textSpan(before.trimmed.end, segment.trimmed.start);
        report(
          at,
          "Addresses are parted by `,`: the second one is not seen",
          replacing("Write `,`", at, ","),
        );
      }
    },
  },
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
          report(tag.trimmed, message, deletingSegment(record, tag, "Delete this one"));
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
      const [v] = record.segments;
      for (const tag of record.tags) {
        if (
          record.junk.length > 0 ||
          tag === v ||
          tag.name === "rua" ||
          tag.name === "" ||
          tag.name.toLowerCase() === "v"
        )
          continue;
        const message = `Senders ignore \`${tag.name}\``;
        // Without an address the record does nothing: this may be the one that was meant.
        if (ruaOf(record) === undefined) report(tag.trimmed, message);
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
      report(textSpan(first, first + 1), "This character is not ASCII: senders cannot read the record", {
        title: "Replace what is not ASCII",
        safe: false,
        edits: withoutJunk(record),
      });
    },
  },
];

/** What a TLS-RPT record says. */
export const TLSRPT_RECORD_RULES = tagRules("tlsrpt", "_smtp._tls", GOOD, ROWS);

/** One address of `rua`, without the white space around it. */
interface Uri {
  readonly text: string;
  readonly at: ReturnType<typeof textSpan>;
}

/** The addresses of a TLS-RPT record. */
export function urisOf(record: TagRecord): readonly Uri[] {
  const rua = ruaOf(record);
  if (rua === undefined || lostIn(record, rua) !== undefined) return [];
  const uris: Uri[] = [];
  for (let start = 0; start <= rua.value.length; ) {
    const comma = rua.value.indexOf(",", start);
    const end = comma === -1 ? rua.value.length : comma;
    const raw = rua.value.slice(start, end);
    const text = raw.trim();
    const from = rua.valueSpan.start + start + (text === "" ? 0 : raw.indexOf(text));
    // What a space parts is for the rule about separators.
    if (spaceBeforeUri(text) === undefined) uris.push({ text, at: textSpan(from, from + text.length) });
    start = end + 1;
  }
  return uris;
}

function ruaOf(record: TagRecord): Tag | undefined {
  const rua = tagNamed(record, "rua");
  return rua === undefined || rua.value === "" ? undefined : rua;
}

function isNamed(record: TagRecord, start: number): boolean {
  return /^rua\b/i.test(record.source.text.slice(start, start + 4));
}

function isCounted(record: TagRecord): boolean {
  return /^v=TLSRPTv1[ \t]*;/.test(record.source.text);
}

// Another rule names what keeps the parts from being seen.
function isUnreadable(record: TagRecord): boolean {
  return record.junk.length > 0 || record.tags.some((tag) => lostIn(record, tag) !== undefined);
}

// An address behind another one with nothing but space between them.
function spaceBeforeUri(value: string) {
  for (const { index } of value.matchAll(/(?:mailto|https?):/gi)) {
    let start = index;
    while (start > 0 && /[ \t]/.test(value.charAt(start - 1))) start--;
    if (start > 0 && start < index && value.charAt(start - 1) !== ",") return { start, end: index };
  }
  return undefined;
}

/** `mailto://` taken for `https://`. */
function withoutSlashes(text: string, at: TextSpan): readonly Fix[] {
  const slashes = /^mailto:(\/+)/i.exec(text)?.[1];
  if (slashes === undefined || !isMailto(text.replace(slashes, ""))) return [];
  const start = at.start + "mailto:".length;
  return [replacing("Write `mailto:`", textSpan(start, start + slashes.length), "")];
}

function isCut(text: string): boolean {
  return /^https:/i.test(text) || /^mailto:[^@]*$/i.test(text);
}

function isRest(text: string): boolean {
  return !/^[a-z][a-z0-9+.-]*:/i.test(text) && text !== "";
}

// The second field goes with the semicolon before it, unless that is where the first one is edited.
function mergedAway(record: TagRecord, first: Tag, tag: Tag) {
  const next = record.segments[record.segments.indexOf(tag) + 1];
  if (next !== undefined || record.segments[record.segments.indexOf(tag) - 1] !== first) {
    return [withoutSegment(record, tag)];
  }
  return [{ at: textSpan(first.span.end, tag.span.end), text: "" }];
}
