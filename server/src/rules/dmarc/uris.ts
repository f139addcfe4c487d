import type { DmarcRecord, ReportUri } from "../../mail/dmarc.ts";
import { textSpan } from "../../text/span.ts";
import type { Fix } from "../rule.ts";
import { type Row, replace, rulesOf } from "./examples.ts";

const NOBODY = "Receivers cannot send reports there.";

const ROWS: readonly Row[] = [
  {
    id: "dmarc-uri-missing-mailto",
    severity: "error",
    summary: "An address for reports lacks `mailto:`.",
    why: NOBODY,
    bad: "v=DMARC1; p=reject; rua=dmarc@example.com",
    refs: ["RFC 9989 4.7", "RFC 9989 4.8"],
    check: each(
      ({ text, scheme }) => scheme === "" && /^[^\s@:/"]+@[^\s@:/"]+\.[^\s@:/"]+$/.test(text),
      (uri) => `\`${uri.text}\` lacks \`mailto:\`: no reports are sent there`,
      (uri) => replace("Put `mailto:` in front", textSpan(uri.span.start, uri.span.start), "mailto:"),
    ),
  },
  {
    id: "dmarc-uri-mailto-typo",
    severity: "error",
    summary: "`mailto:` is misspelt.",
    why: NOBODY,
    bad: "v=DMARC1; p=reject; rua=mailto://dmarc@example.com",
    refs: ["RFC 6068 2"],
    check: each(
      ({ text }) => typo(text) !== undefined,
      (uri) => `\`${uri.text}\` does not begin with \`mailto:\`: no reports are sent there`,
      (uri) => {
        const end = uri.span.start + (typo(uri.text) ?? "").length;
        return replace("Write `mailto:`", textSpan(uri.span.start, end), "mailto:");
      },
    ),
  },
  {
    id: "dmarc-uri-space-list",
    severity: "error",
    summary: "Addresses for reports are parted by a space.",
    why: "The list needs commas; with a space none of the addresses is read.",
    bad: "v=DMARC1; p=reject; rua=mailto:a@example.com mailto:b@example.com",
    refs: ["RFC 9989 4.8"],
    check: each(
      ({ text }) => /\smailto:/i.test(text),
      () => "A `,` is missing between the addresses: none of them is read",
      (uri) => {
        const gap = /\s(?=mailto:)/i.exec(uri.text);
        const start = uri.span.start + (gap?.index ?? 0);
        return replace("Insert `,`", textSpan(start, start + (gap?.[0].length ?? 0)), ",");
      },
    ),
  },
  {
    id: "dmarc-uri-invalid",
    severity: "error",
    summary: "An address for reports is none.",
    why: NOBODY,
    bad: "v=DMARC1; p=reject; rua=mailto:example.com",
    refs: ["RFC 9989 4.8", "RFC 6068 2"],
    check: each(
      ({ text, scheme, valid }) =>
        !valid &&
        !/\s/.test(text) &&
        !/["\x80-\xff]/.test(text) &&
        typo(text) === undefined &&
        !(scheme === "" && /^[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+$/.test(text)),
      (uri) => `\`${uri.text}\` is no address: no reports are sent there`,
      () => undefined,
    ),
  },
  {
    id: "dmarc-uri-size-suffix",
    severity: "hint",
    summary: "An address for reports has a size limit.",
    why: "RFC 9989 took such limits out; receivers ignore them.",
    bad: "v=DMARC1; p=reject; rua=mailto:dmarc@example.com!10m",
    refs: ["RFC 9989 C.4"],
    check: each(
      ({ size }) => size !== undefined,
      () => "Receivers ignore size limits today",
      (uri) => ({ ...replace("Delete it", uri.size ?? uri.span, ""), safe: true }),
    ),
  },
  {
    id: "dmarc-uri-scheme",
    severity: "warning",
    summary: "An address for reports is not a `mailto:`.",
    why: "Receivers need support nothing else; most pass over other schemes.",
    bad: "v=DMARC1; p=reject; rua=https://reports.example.com/dmarc",
    refs: ["RFC 9989 4.7"],
    check: each(
      ({ scheme, text }) => scheme !== "" && scheme !== "mailto" && typo(text) === undefined,
      (uri) => `\`${uri.scheme}:\`: receivers need send reports by \`mailto:\` only`,
      () => undefined,
    ),
  },
  {
    id: "dmarc-uri-duplicate",
    severity: "hint",
    summary: "An address for reports stands twice.",
    why: "It gets every report twice, or once.",
    bad: "v=DMARC1; p=reject; rua=mailto:dmarc@example.com,mailto:dmarc@example.com",
    refs: ["RFC 9989 4.7"],
    check(dmarc, report) {
      for (const uris of [dmarc.rua, dmarc.ruf]) {
        const seen = new Set<string>();
        for (const [index, uri] of uris.entries()) {
          const key = uri.text.toLowerCase();
          const before = uris[index - 1];
          if (seen.has(key) && before !== undefined) {
            const at = textSpan(before.span.end, uri.span.end);
            report(uri.span, "This address stands twice", {
              ...replace("Delete this one", at, ""),
              safe: true,
            });
          }
          seen.add(key);
        }
      }
    },
  },
  {
    id: "dmarc-uri-semicolon-list",
    severity: "error",
    summary: "Addresses for reports are parted by a semicolon.",
    why: "The second one is read as another tag, and nothing is sent to it.",
    bad: "v=DMARC1; p=reject; rua=mailto:a@example.com; mailto:b@example.com",
    refs: ["RFC 9989 4.8"],
    check(dmarc, report) {
      for (const [index, segment] of dmarc.list.segments.entries()) {
        const before = dmarc.list.segments[index - 1];
        if (segment.kind !== "fragment" || !/^mailto:/i.test(segment.text)) continue;
        if (before?.kind !== "tag" || !/^ru[af]$/i.test(before.name)) continue;
        const at = textSpan(before.trimmed.end, segment.trimmed.start);
        report(
          segment.trimmed,
          "This address is read as another tag: no reports are sent there",
          replace("Replace `;` by `,`", at, ","),
        );
      }
    },
  },
];

export const DMARC_URI_RULES = rulesOf(ROWS);

function each(
  holds: (uri: ReportUri) => boolean,
  says: (uri: ReportUri) => string,
  fix: (uri: ReportUri) => Fix | undefined,
): Row["check"] {
  return (dmarc: DmarcRecord, report) => {
    if (dmarc.source.hasHoles) return;
    for (const uri of [...dmarc.rua, ...dmarc.ruf]) {
      if (uri.text === "" || !holds(uri)) continue;
      const one = fix(uri);
      report(uri.span, says(uri), ...(one === undefined ? [] : [one]));
    }
  };
}

// What was written for `mailto:`, where something else was.
function typo(text: string): string | undefined {
  return /^(?:mail:to:?|maito:|mailt:|mialto:|mailot:|mailto:?\/\/|mailto:[ \t]+|mailto=|mail:)/i.exec(
    text,
  )?.[0];
}
