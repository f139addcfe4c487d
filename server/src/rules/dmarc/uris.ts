import type { DmarcRecord, ReportUri } from "../../mail/dmarc.ts";
import { isPlaceholder } from "../../mail/reportTargets.ts";
import type { Tag } from "../../mail/tags.ts";
import { isWithin } from "../../text/distance.ts";
import { textSpan } from "../../text/span.ts";
import type { Fix } from "../rule.ts";
import { type Row, replace, rulesOf } from "./examples.ts";
import { runsOn } from "./separators.ts";

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
      ({ text, scheme }, before) =>
        scheme === "" && typo(text) === undefined && isBare(text) && !isPiece(before?.text ?? ""),
      (uri) => `\`${uri.text}\` lacks \`mailto:\`: no reports are sent there`,
      (uri) =>
        uri.text.includes("@")
          ? replace("Put `mailto:` in front", textSpan(uri.span.start, uri.span.start), "mailto:")
          : undefined,
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
      ({ text }) => /[ \t]mailto:/i.test(text),
      () => "A `,` is missing between the addresses: none of them is read",
      (uri) => ({
        title: "Insert `,`",
        safe: false,
        edits: [...uri.text.matchAll(/(?<![ \t])[ \t]+(?=mailto:)/gi)].map(({ index, 0: gap }) => {
          const start = uri.span.start + index;
          return { at: textSpan(start, start + gap.length), text: "," };
        }),
      }),
    ),
  },
  {
    id: "dmarc-uri-invalid",
    severity: "error",
    summary: "An address for reports is none.",
    why: NOBODY,
    bad: "v=DMARC1; p=reject; rua=mailto:example.com",
    refs: ["RFC 9989 4.8", "RFC 6068 2"],
    check: both(
      emptyItems,
      each(
        ({ text: written, scheme, valid, size, span }, _, after) => {
          const text = size === undefined ? written : written.slice(0, size.start - span.start);
          return (
            !valid &&
            !/!|\smailto:|\s[a-z]+\s*=/i.test(text) &&
            !/[<>{}]/.test(text) &&
            !(isPiece(text) && after?.scheme === "" && after.text !== "") &&
            !/["\t\r\n\x80-\xff]/.test(text) &&
            !(after === undefined && text.endsWith("\\")) &&
            typo(text) === undefined &&
            !(scheme === "" && isBare(text))
          );
        },
        (uri) => `\`${uri.text}\` is no address: no reports are sent there`,
        () => undefined,
      ),
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
        if (uris.length < 2) continue;
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
    id: "dmarc-uri-unencoded",
    severity: "error",
    summary: "A comma or an exclamation mark stands inside an address for reports.",
    why: "A comma ends the address, an exclamation mark begins a size limit: no reports are sent there. Inside an address they are written `%2C` and `%21`.",
    bad: "v=DMARC1; p=reject; rua=mailto:a!b@example.com",
    refs: ["RFC 9989 4.8"],
    check(dmarc, report) {
      for (const uris of [dmarc.rua, dmarc.ruf]) {
        for (const [index, uri] of uris.entries()) {
          const end = uri.size?.start ?? uri.span.end;
          const inside = dmarc.source.text.slice(uri.span.start, end);
          const first = inside.indexOf("!");
          const host = inside.lastIndexOf("@");
          if (first >= 0 && host >= 0 && first > host) {
            // Behind the host it begins a size limit, and what follows is none.
            const at = textSpan(uri.span.start + first, uri.span.end);
            report(at, "This is no size limit: no reports are sent there", replace("Delete it", at, ""));
          } else if (first >= 0) {
            // A scheme has none, encoded or not.
            const scheme = inside.indexOf(":");
            const edits = Array.from(inside.matchAll(/!/g), ({ index }) => ({
              at: textSpan(uri.span.start + index, uri.span.start + index + 1),
              text: index < scheme ? "" : "%21",
            }));
            const mark = textSpan(uri.span.start + first, uri.span.start + first + 1);
            const encode = { title: first < scheme ? "Delete it" : "Write `%21`", safe: false, edits };
            report(mark, "`!` inside an address: no reports are sent there", encode);
          }
          const next = uris[index + 1];
          if (next === undefined || !isPiece(uri.text) || next.scheme !== "") continue;
          const at = textSpan(uri.span.end, next.span.start);
          report(at, "`,` inside an address: no reports are sent there", replace("Write `%2C`", at, "%2C"));
        }
      }
    },
  },
  {
    id: "dmarc-uri-many",
    severity: "hint",
    summary: "There are more than two addresses for reports of one kind.",
    why: "Senders of reports need not serve more than two; those that follow RFC 9989 should send to each.",
    bad: "v=DMARC1; p=reject; rua=mailto:a@example.com,mailto:b@example.com,mailto:c@example.com",
    refs: ["RFC 7489 6.2", "RFC 9989 4.6"],
    check(dmarc, report) {
      for (const uris of [dmarc.rua, dmarc.ruf]) {
        const [third] = uris.filter(({ text }) => text !== "").slice(2);
        if (third === undefined || dmarc.recognized !== true) continue;
        report(third.span, `${uris.length} addresses: some senders of reports stop after two`);
      }
    },
  },
  {
    id: "dmarc-uri-placeholder",
    severity: "error",
    summary: "An address for reports was copied from an example.",
    why: "The reports go to strangers, or nowhere, and nobody here reads them.",
    bad: "v=DMARC1; p=reject; rua=mailto:you@yourdomain.com",
    refs: ["RFC 2606 3"],
    check(dmarc, report, { owner }) {
      for (const uri of [...dmarc.rua, ...dmarc.ruf]) {
        const address = uri.text.replace(/^mailto:/i, "");
        if (!isPlaceholder(address, uri.host, owner)) continue;
        report(uri.span, `\`${address}\` is an example, not an address of yours: nobody reads these reports`);
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
        if (segment.kind !== "fragment" || !/^(?:mailto:|[^\s@=:]+@[^\s@=:]+$)/i.test(segment.text)) continue;
        if (before?.kind !== "tag" || !/^ru[af]$/i.test(before.name)) continue;
        const at = textSpan(before.trimmed.end, segment.trimmed.start);
        const message = "This address is read as another tag: no reports are sent there";
        const isCut = isCutAddress(dmarc, before) && !/^mailto:/i.test(segment.text);
        report(
          segment.trimmed,
          message,
          isCut
            ? replace("Replace `;` by `:`", at, ":")
            : replace("Replace `;` by `,`", at, /^mailto:/i.test(segment.text) ? "," : ",mailto:"),
        );
      }
    },
  },
];

export const DMARC_URI_RULES = rulesOf(ROWS);

/** Nothing but `mailto` before a semicolon, where a colon was meant. */
function isCutAddress({ list }: DmarcRecord, tag: Tag): boolean {
  const after = list.segments[list.segments.indexOf(tag) + 1];
  return /(?:^|,[ \t]*)mailto$/i.test(tag.value) && after?.kind === "fragment" && after.text.includes("@");
}

// An address or a domain by itself.
function isBare(text: string): boolean {
  return /^[^\s@:/"<>]+@[^\s@:/"<>]+$/.test(text) || /^[^\s@:/"<>]+\.[^\s@:/"<>]+$/.test(text);
}

// What is left of an address that was cut at a comma of its own.
function isPiece(text: string): boolean {
  return /^mailto:[^@:/"]+$/i.test(text) && !text.includes(".");
}

/** Commas with nothing before or behind them: the grammar has no empty address (RFC 9989 section 4.8). */
function emptyItems(...[dmarc, report]: Parameters<Row["check"]>): void {
  for (const uris of [dmarc.rua, dmarc.ruf]) {
    for (const [index, { text, span }] of uris.entries()) {
      if (text !== "" || uris.length < 2) continue;
      const comma = dmarc.source.text.indexOf(
        ",",
        index === 0 ? span.start : (uris[index - 1]?.span.end ?? 0),
      );
      const at = textSpan(comma, comma + 1);
      report(at, "This `,` parts nothing: some receivers drop the whole list", replace("Delete it", at, ""));
    }
  }
}

function both(first: Row["check"], second: Row["check"]): Row["check"] {
  return (...about) => {
    first(...about);
    second(...about);
  };
}

function each(
  holds: (uri: ReportUri, before: ReportUri | undefined, after: ReportUri | undefined) => boolean,
  says: (uri: ReportUri) => string,
  fix: (uri: ReportUri) => Fix | undefined,
): Row["check"] {
  return (dmarc: DmarcRecord, report) => {
    for (const [name, uris] of [
      ["rua", dmarc.rua],
      ["ruf", dmarc.ruf],
    ] as const) {
      const tag = dmarc.tags.get(name);
      // What runs on into the next tag, or was cut at a semicolon, is told as that.
      if (tag !== undefined && (runsOn(dmarc, tag) || isCutAddress(dmarc, tag))) continue;
      let before: ReportUri | undefined;
      for (const [index, uri] of uris.entries()) {
        const isHeld = uri.text !== "" && holds(uri, before, uris[index + 1]);
        before = uri;
        if (!isHeld) continue;
        const one = fix(uri);
        report(uri.span, says(uri), ...(one === undefined ? [] : [one]));
      }
    }
  };
}

// What was written for `mailto:`, where something else was.
function typo(text: string): string | undefined {
  const written = /^(?:mail:to:?|mailto:?\/\/|mailto:[ \t]+|mailto=|[a-z]{4,8}:(?:\/\/)?)/i.exec(text)?.[0];
  const scheme = /^([a-z]+):(?:\/\/)?$/i.exec(written ?? "")?.[1]?.toLowerCase();
  if (scheme === undefined || (scheme === "mailto" && written?.endsWith("//") === true)) return written;
  return scheme !== "mailto" && isWithin(scheme, "mailto", 2) ? written : undefined;
}
