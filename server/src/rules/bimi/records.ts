import {
  duplicateTags,
  type Fragment,
  placeOf,
  type Segment,
  type Tag,
  type TagRecord,
} from "../../mail/tags.ts";
import { isUriText } from "../../mail/uri.ts";
import { textSpan } from "../../text/span.ts";
import { gapIn, isUnjoined } from "../mail/fieldRules.ts";
import {
  deletingSegment,
  firstPart,
  lostBefore,
  replacing,
  reportEmpty,
  reportsPlaceOfVersion,
  type TagRow,
  tagNamed,
  tagRules,
  unwrapping,
  visible,
} from "../mail/tagRules.ts";
import type { Fix } from "../rule.ts";

/** How the pages name the specification. */
export const BIMI_DRAFT = "draft-brand-indicators-for-message-identification";

/** A record that no rule has anything to say about. */
export const BIMI_GOOD = "v=BIMI1; l=https://www.example.com/logo.svg; a=https://www.example.com/logo.pem";

const NO_LOGO = "Receivers show no logo.";
const CERTIFICATE = "a=https://www.example.com/logo.pem";
const LOGO = "l=https://www.example.com/logo.svg";
const KNOWN: ReadonlySet<string> = new Set(["v", "a", "l", "avp", "lps"]);

// The name of a tag in the middle of another one's value: what parts them is lost.
function lostIn(record: TagRecord, tag: Tag) {
  return lostBefore(record, tag, /(?:avp|lps|a|l)[ \t]*=/g, ", \t\u00c2\u00a0");
}

function isCutShort(record: TagRecord, tag: Tag): boolean {
  return lostIn(record, tag) !== undefined;
}

// The version and the next tag are one word: their semicolon is lost where two strings meet.
function isRunOn(record: TagRecord): boolean {
  const [first] = record.segments;
  return first?.kind === "tag" && /^BIMI1\S/.test(first.value) && isCutShort(record, first);
}

const ROWS: readonly TagRow[] = [
  {
    id: "bimi-version",
    severity: "error",
    summary: "The record does not begin with exactly `v=BIMI1`.",
    why: `${NO_LOGO} Upper and lower case count: receivers must not mend it.`,
    bad: `v=bimi1; ${LOGO}; ${CERTIFICATE}`,
    refs: [BIMI_DRAFT],
    check(record, report) {
      const { text } = record.source;
      const [first] = record.segments;
      if (first === undefined || record.source.hasHoles || /^v[ \t]*=[ \t]*BIMI1[ \t]*(?:;|$)/.test(text))
        return;
      if (isRunOn(record)) return;
      const v = record.tags.find(({ name }) => name.toLowerCase() === "v");
      const isLogo = record.tags.some(({ name }) => /^[al]$/i.test(name)) || /^bimi/i.test(text);
      if (v === undefined && !isLogo) return;
      if (reportsPlaceOfVersion(record, "v=BIMI1", "receivers", report)) return;
      const rest = v === undefined ? null : /^(?:\S+?[,\s]+(?=[a-z]+\s*=)|\S*?(?=[al]\s*=))/i.exec(v.value);
      const end = v === undefined || rest === null ? first.trimmed.end : v.valueSpan.start + rest[0].length;
      report(
        first.trimmed,
        "The record must begin with exactly `v=BIMI1`: receivers ignore it",
        replacing("Write `v=BIMI1`", textSpan(0, end), rest === null ? "v=BIMI1" : "v=BIMI1; "),
      );
    },
  },
  {
    id: "bimi-l-missing",
    severity: "error",
    summary: "The record has no `l`, the address of the logo.",
    why: `The tag is required; it is empty where a domain declines to show a logo. ${NO_LOGO}`,
    bad: "v=BIMI1; a=",
    refs: [BIMI_DRAFT],
    check(record, report) {
      const v = firstPart(record);
      if (v === undefined || !isCounted(record) || record.source.hasHoles) return;
      if (tagNamed(record, "l") !== undefined) return;
      if (record.segments.some((segment) => isUnjoined(record, segment, "l") || isLoose(segment))) return;
      const misspelt = record.tags.find(({ name }) => name === "L");
      report(
        (misspelt ?? v).trimmed,
        "`l` is missing: receivers cannot use the record",
        misspelt === undefined
          ? replacing("Insert an empty `l=`", textSpan(v.trimmed.end, v.trimmed.end), "; l=")
          : replacing("Write `l`", misspelt.nameSpan, "l"),
      );
    },
  },
  {
    id: "bimi-l-not-https",
    severity: "error",
    summary: "The address of the logo is not `https:`.",
    why: `Receivers fetch logos over HTTPS only. ${NO_LOGO}`,
    bad: `v=BIMI1; l=http://www.example.com/logo.svg; ${CERTIFICATE}`,
    refs: [BIMI_DRAFT],
    check: notHttps("l", "the logo"),
  },
  {
    id: "bimi-l-not-svg",
    severity: "error",
    summary: "The logo is no SVG file.",
    why: `Logos are SVG (profile Tiny PS), plain or compressed. ${NO_LOGO}`,
    bad: `v=BIMI1; l=https://www.example.com/logo.png; ${CERTIFICATE}`,
    refs: [BIMI_DRAFT],
    check(record, report) {
      const l = tagNamed(record, "l");
      if (l === undefined || record.source.hasHoles || l.value.includes(",") || isCutShort(record, l)) return;
      if (rest(record, l) !== undefined) return;
      const path = /^https?:\/\/[^/?#]*(\/[^?#]*)?/i.exec(l.value);
      // What is no address is told as that.
      if (path === null || /\.svgz?$/i.test(path[1] ?? "") || !isUriText(l.value)) return;
      report(l.valueSpan, "The logo must be an SVG file (`.svg`, `.svgz`): receivers show none");
    },
  },
  {
    id: "bimi-l-list",
    severity: "error",
    summary: "An address holds a comma.",
    why: `There is one address, not a list, and a comma inside it is written \`%2C\`. ${NO_LOGO}`,
    bad: `v=BIMI1; ${LOGO},https://www.example.com/other.svg; ${CERTIFICATE}`,
    refs: [BIMI_DRAFT],
    check(record, report) {
      for (const tag of ["l", "a"].map((name) => tagNamed(record, name))) {
        const comma = tag?.value.indexOf(",") ?? -1;
        if (tag === undefined || comma < 0 || record.source.hasHoles) continue;
        const start = tag.valueSpan.start + comma;
        const isList = /,\s*https?:/i.test(tag.value);
        const rest = textSpan(start, tag.valueSpan.end);
        const fix = isList
          ? replacing("Keep the first address", rest, "")
          : replacing("Write `%2C`", rest, tag.value.slice(comma).replaceAll(",", "%2C"));
        report(
          textSpan(start, start + 1),
          "One address stands here, without commas: receivers show no logo",
          fix,
        );
      }
    },
  },
  {
    id: "bimi-a-not-https",
    severity: "error",
    summary: "The address of the certificate is not `https:`.",
    why: `Receivers fetch the mark certificate over HTTPS only. ${NO_LOGO}`,
    bad: `v=BIMI1; ${LOGO}; a=http://www.example.com/logo.pem`,
    refs: [BIMI_DRAFT],
    check: notHttps("a", "the certificate"),
  },
  {
    id: "bimi-a-missing",
    severity: "warning",
    summary: "A logo without a mark certificate.",
    why: "Gmail, Apple Mail and others show a logo only where `a` names a certificate for it (VMC or CMC).",
    bad: `v=BIMI1; ${LOGO}; a=;`,
    refs: [BIMI_DRAFT],
    check(record, report) {
      const l = tagNamed(record, "l");
      const a = record.tags.find(({ name }) => name.toLowerCase() === "a");
      if (
        l === undefined ||
        l.value === "" ||
        isCutShort(record, l) ||
        !isCounted(record) ||
        record.source.hasHoles
      )
        return;
      if (a !== undefined && a.value !== "" && a.name === "a") return;
      if (record.segments.some(isLoose)) return;
      report(
        (a ?? l).trimmed,
        "No mark certificate (`a`): most mailbox providers show no logo",
        ...(a?.name === "A" && a.value !== "" ? [replacing("Write `a`", a.nameSpan, "a")] : []),
      );
    },
  },
  {
    id: "bimi-declined",
    severity: "info",
    summary: "The domain declines to show a logo.",
    why: "Empty `l` and `a` say so on purpose: receivers look no further, also not at the domain above.",
    bad: "v=BIMI1; l=; a=;",
    refs: [BIMI_DRAFT],
    check(record, report) {
      const l = tagNamed(record, "l");
      const a = tagNamed(record, "a");
      if (l === undefined || l.value !== "" || (a?.value ?? "") !== "" || !isCounted(record)) return;
      report(l.trimmed, "The domain declines to show a logo");
    },
  },
  {
    id: "bimi-unknown-tag",
    severity: "hint",
    summary: "BIMI knows no such tag.",
    why: "Receivers ignore it.",
    bad: `${BIMI_GOOD}; x=1`,
    refs: [BIMI_DRAFT],
    check(record, report) {
      const [v] = record.segments;
      const hasLogo = tagNamed(record, "l") !== undefined;
      for (const tag of isCounted(record) ? record.tags : []) {
        const name = tag.name.toLowerCase();
        if (tag === v || name === "" || KNOWN.has(name)) continue;
        // Without a logo this may be the one that was meant.
        report(tag.trimmed, `Receivers ignore \`${tag.name}\``, {
          ...deletingSegment(record, tag, `Delete \`${tag.name}\``),
          safe: hasLogo,
        });
      }
    },
  },
  {
    id: "bimi-tag-syntax",
    severity: "error",
    summary: "The tags are not parted by semicolons, or something else stands among them.",
    why: "The record is a list of `name=value` (as in DKIM). Receivers that read strictly discard a list with anything else in it, and show no logo.",
    bad: `v=BIMI1; logo; ${LOGO}; ${CERTIFICATE}`,
    refs: ["RFC 6376 3.2", BIMI_DRAFT],
    check(record, report) {
      if (record.source.hasHoles || (!isCounted(record) && !isRunOn(record))) return;
      for (const tag of record.tags) {
        const { valueSpan } = tag;
        const lost = lostIn(record, tag);
        if (lost === undefined) continue;
        const at = textSpan(valueSpan.start + lost.start, valueSpan.start + lost.end);
        report(
          visible(at),
          "A `;` is missing here: receivers do not see what follows",
          replacing("Write `;`", at, "; "),
        );
      }
      reportEmpty(record, "receivers may discard the record", report);
      for (const segment of record.segments) {
        if (segment.kind !== "fragment") continue;
        const name = ["l", "a", "avp", "lps"].find((one) => gapIn(record, segment, one) !== undefined);
        const gap = name === undefined ? undefined : gapIn(record, segment, name);
        if (gap !== undefined) {
          report(
            gap,
            `\`${name}\` needs \`=\`: receivers may discard the record`,
            replacing("Write `=`", gap, "="),
          );
          continue;
        }
        report(
          segment.trimmed,
          `\`${segment.text}\` is no tag: receivers may discard the record`,
          mending(record, segment),
        );
      }
    },
  },
  {
    id: "bimi-duplicate-tag",
    severity: "error",
    summary: "A tag stands twice.",
    why: `A list with a repeated tag is void (RFC 6376). ${NO_LOGO}`,
    bad: `${BIMI_GOOD}; l=https://www.example.com/other.svg`,
    refs: ["RFC 6376 3.2", BIMI_DRAFT],
    check(record, report) {
      for (const tag of duplicateTags(record)) {
        report(
          tag.trimmed,
          `\`${tag.name}\` stands twice: receivers discard the record`,
          deletingSegment(record, tag, "Delete this one"),
        );
      }
    },
  },
  {
    id: "bimi-avp-invalid",
    severity: "error",
    summary: "`avp` is neither `brand` nor `personal`.",
    why: "It says which picture the owner prefers; another value means nothing, and may void the record.",
    bad: `${BIMI_GOOD}; avp=me`,
    refs: [BIMI_DRAFT],
    check(record, report) {
      const avp = tagNamed(record, "avp");
      if (avp === undefined || record.source.hasHoles || /^(?:brand|personal)$/.test(avp.value)) return;
      const at = avp.value === "" ? avp.trimmed : avp.valueSpan;
      report(
        at,
        `\`${avp.value}\` is no value of \`avp\``,
        ...["brand", "personal"].map((value) =>
          replacing(`Write \`avp=${value}\``, avp.trimmed, `avp=${value}`),
        ),
      );
    },
  },
];

/** What a BIMI record says. */
export const BIMI_RECORD_RULES = tagRules("bimi", "default._bimi", BIMI_GOOD, ROWS);

function isCounted(record: TagRecord): boolean {
  return /^v[ \t]*=[ \t]*BIMI1[ \t]*(?:;|$)/.test(record.source.text);
}

/** An address whose tag is broken or not there. */
function isLoose(segment: Segment): boolean {
  return segment.kind === "fragment" && segment.text.includes("https:");
}

/** The rest of an address that a semicolon cuts in two. */
function rest(record: TagRecord, tag: Tag): Segment | undefined {
  const next = record.segments[placeOf(record, tag) + 1];
  return next?.kind === "fragment" && !isLoose(next) && isHttps(`${tag.value}${next.text}`)
    ? next
    : undefined;
}

function mending(record: TagRecord, segment: Fragment): Fix {
  const before = record.segments[placeOf(record, segment) - 1];
  if (before?.kind === "tag" && /^[al]$/.test(before.name) && rest(record, before) === segment)
    return replacing("Delete `;`", textSpan(before.trimmed.end, segment.trimmed.start), "");
  const lacking = isHttps(segment.text)
    ? ["l", "a"].find((name) => tagNamed(record, name) === undefined)
    : undefined;
  const { start } = segment.trimmed;
  return lacking === undefined
    ? deletingSegment(record, segment, "Delete it")
    : replacing(`Write \`${lacking}=\` in front`, textSpan(start, start), `${lacking}=`);
}

function notHttps(name: "l" | "a", what: string): TagRow["check"] {
  return (record, report) => {
    const tag: Tag | undefined = tagNamed(record, name);
    if (tag === undefined || tag.value === "" || isCutShort(record, tag) || record.source.hasHoles) return;
    if (/^https:\/\/[^\s/]/i.test(tag.value)) {
      if (isUriText(tag.value) || /[,\s]\s*https?:/i.test(tag.value)) return;
      const encoded = tag.value.replace(/[^\x21-\x7e]/g, percentEncoded);
      return report(
        tag.valueSpan,
        "This is no address: blanks and what is not ASCII are written `%20` and the like",
        ...(isUriText(encoded) ? [replacing("Write it so", tag.valueSpan, encoded)] : []),
      );
    }
    const message = `Receivers fetch ${what} over \`https:\` only`;
    // A word of early drafts for a logo without a certificate, which is what an empty value says.
    if (name === "a" && /^self$/i.test(tag.value))
      return report(tag.valueSpan, message, replacing("Leave `a` empty", tag.valueSpan, ""));
    const plain = /^http:/i.exec(tag.value);
    const { start } = tag.valueSpan;
    if (plain !== null) {
      const at = textSpan(start, start + plain[0].length);
      const isAddress = /^http:\/\/[^\s/]/i.test(tag.value) && isUriText(tag.value);
      report(tag.valueSpan, message, ...(isAddress ? [replacing("Write `https:`", at, "https:")] : []));
    } else if (/^[a-z0-9-]+(?:\.[a-z0-9-]+)+\//i.test(tag.value)) {
      report(
        tag.valueSpan,
        message,
        replacing("Put `https://` in front", textSpan(start, start), "https://"),
      );
    } else report(tag.valueSpan, message, ...unwrapping(tag.value, tag.valueSpan, isHttps));
  };
}

function percentEncoded(octet: string): string {
  return `%${octet.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}

function isHttps(text: string): boolean {
  return /^https:\/\/[^\s/]/i.test(text) && isUriText(text);
}
