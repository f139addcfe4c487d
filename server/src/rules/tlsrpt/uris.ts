import { keptForLast } from "../../mail/kept.ts";
import type { Segment, Tag, TagRecord } from "../../mail/tags.ts";
import { isMailto, isTlsReportTarget } from "../../mail/uri.ts";
import { isWithin } from "../../text/distance.ts";
import { type TextSpan, textSpan } from "../../text/span.ts";
import { lostBefore, replacing, type TagRow, tagNamed, unwrapping } from "../mail/tagRules.ts";
import type { Fix } from "../rule.ts";

/** Rules about the addresses of a TLS-RPT record (RFC 8460 section 3). */
export const TLSRPT_URI_ROWS: readonly TagRow[] = [
  {
    id: "tlsrpt-uri-scheme",
    severity: "error",
    summary: "An address for reports is neither `mailto:` nor `https:`.",
    why: "Senders of reports know these two only, and send nothing there.",
    bad: "v=TLSRPTv1; rua=tls@reports.example.net",
    refs: ["RFC 8460 3"],
    check(record, report) {
      const uris = urisOf(record);
      if (record.junk.length > 0) return;
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
        else report(at, message, ...unwrapping(text, at, isTlsReportTarget), ...misspeltMailto(text, at));
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
      if (record.junk.length > 0) return;
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
        const size = /^mailto:[^@!]*@[^@!]*(![0-9]*[a-z]{0,2})$/i.exec(text)?.[1];
        const marks = [...text.matchAll(/!/g)].map((match) => at.start + match.index);
        if (size !== undefined) sized(textSpan(at.end - size.length, at.end));
        else if (marks.length > 0) marked(marks, "!", "%21");
        const next = uris[index + 1];
        if (next !== undefined && isCut(text) && isRest(next.text)) marked([at.end], ",", "%2C");
      }
      const following = record.segments[record.segments.indexOf(rua) + 1];
      if (following !== undefined && isCutOff(record, following)) marked([rua.span.end], ";", "%3B");
      function sized(end: TextSpan) {
        const message = "TLS-RPT knows no size limits: no reports are sent there";
        report(end, message, replacing("Delete it", end, ""));
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
];

/** One address of `rua`, without the white space around it. */
interface Uri {
  readonly text: string;
  readonly at: ReturnType<typeof textSpan>;
}

/** The addresses of a TLS-RPT record. */
export const urisOf = keptForLast((record: TagRecord): readonly Uri[] => {
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
});

/** The `rua` of a record, where it has a value. */
export function ruaOf(record: TagRecord): Tag | undefined {
  const rua = tagNamed(record, "rua");
  return rua === undefined || rua.value === "" ? undefined : rua;
}

/** Where a tag's value runs on into `rua`. */
export function lostIn(record: TagRecord, tag: Tag) {
  return lostBefore(record, tag, /rua[ \t]*=/gi, ", ;\t");
}

/** An address behind another one with nothing but space between them; offsets in the value. */
export function spaceBeforeUri(value: string) {
  if (!value.includes(":") || !/[ \t]/.test(value)) return undefined;
  for (const { index } of value.matchAll(/(?:mailto|https?):/gi)) {
    let start = index;
    while (start > 0 && /[ \t]/.test(value.charAt(start - 1))) start--;
    if (start > 0 && start < index && value.charAt(start - 1) !== ",") return { start, end: index };
  }
  return undefined;
}

function misspeltMailto(text: string, { start }: TextSpan): readonly Fix[] {
  const scheme = /^([a-z]{4,8}):[^/]/i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined || !isWithin(scheme, "mailto", 2)) return [];
  if (!isMailto(`mailto:${text.slice(scheme.length + 1)}`)) return [];
  return [replacing("Write `mailto:`", textSpan(start, start + scheme.length + 1), "mailto:")];
}

/** `mailto://` taken for `https://`. */
function withoutSlashes(text: string, at: TextSpan): readonly Fix[] {
  const slashes = /^mailto:(\/+)/i.exec(text)?.[1];
  if (slashes === undefined || !isMailto(text.replace(slashes, ""))) return [];
  const start = at.start + "mailto:".length;
  return [replacing("Write `mailto:`", textSpan(start, start + slashes.length), "")];
}

/** Whether a part is the rest of an address that was cut at a `;` of its own. */
export function isCutOff(record: TagRecord, segment: Segment): boolean {
  if (segment.kind !== "fragment" || !isRest(segment.text)) return false;
  // No address holds a blank (RFC 3986 section 2).
  if (segment.trimmed.start > segment.span.start || /\s/.test(segment.text)) return false;
  const rua = ruaOf(record);
  if (rua === undefined || record.segments[record.segments.indexOf(rua) + 1] !== segment) return false;
  return isCut(urisOf(record).at(-1)?.text ?? "");
}

function isCut(text: string): boolean {
  return /^https:/i.test(text) || /^mailto:[^@]*$/i.test(text);
}

function isRest(text: string): boolean {
  return !/^[a-z][a-z0-9+.-]*:/i.test(text) && text !== "";
}
