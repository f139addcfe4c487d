import { HOLE } from "../../text/mappedText.ts";
import { EMPTY, joined, madeText, sliced, type Text } from "../eval/text.ts";
import type { ProviderRow } from "../providers/row.ts";
import { octetsOf } from "./octets.ts";
import { cutText, type DigitEscapes, readInner, readJsonString, readStrings, trimmed } from "./strings.ts";

/** A TXT value, read as its provider reads it. */
export interface TxtValue {
  /** The character-strings that will be published, as octets. */
  readonly published: readonly Text[];
  /** Those that were meant, where the quoting makes something else of them. */
  readonly meant: readonly Text[];
  readonly fault: TxtFault | undefined;
}

/** What is wrong with how a value is written for its provider. */
export interface TxtFault {
  readonly kind: "outer-quotes" | "missing-quotes" | "open-quote" | "unsplit" | "newline";
  /** The value works; only the plan never comes to rest. */
  readonly drifts: boolean;
  /** The provider or the service refuses the value, rather than to publish something else. */
  readonly refused: boolean;
}

const MAX_STRING = 255;

/** Reads the content of a TXT record in the way of its provider. */
export function readTxt(content: Text, row: ProviderRow): TxtValue {
  const text = octetsOf(content);
  const withoutBreaks = unbroken(text);
  if (withoutBreaks !== undefined && !isSeparated(text, row)) {
    const inner = formOf(row)(withoutBreaks, row);
    return {
      published: cutText(text, MAX_STRING),
      meant: inner.meant,
      fault: fault("newline", false, false),
    };
  }
  const value = formOf(row)(text, row);
  return value.fault === undefined || isCertain(value.fault, text) ? value : { ...value, fault: undefined };
}

// What a hole stands for may hold the very quotes that seem to be missing.
function isCertain({ kind }: TxtFault, { text }: Text): boolean {
  if (!text.includes(HOLE) || kind === "outer-quotes") return true;
  return kind === "missing-quotes" && !text.startsWith(HOLE);
}

type Reader = (text: Text, row: ProviderRow) => TxtValue;

function formOf(row: ProviderRow): Reader {
  return FORMS[row.text];
}

const FORMS: Readonly<Record<ProviderRow["text"], Reader>> = {
  raw: (text, row) => {
    const own = cutText(text, row.cut ?? MAX_STRING);
    const quoted = quotedAsWhole(text, "decimal");
    if (quoted === undefined) return { published: own, meant: own, fault: undefined };
    const isDropped = row.quotes === "dropped";
    const meant = cutText(joined(quoted), row.cut ?? MAX_STRING);
    return {
      published: isDropped ? meant : own,
      meant,
      fault: row.writer === "keep" ? undefined : fault("outer-quotes", isDropped, false),
    };
  },
  bare: (text) => {
    const quoted = quotedAsWhole(text, "octal")?.flatMap((string) => cutText(string, MAX_STRING));
    if (quoted !== undefined) {
      return { published: [text], meant: quoted, fault: fault("outer-quotes", false, false) };
    }
    return split(readInner(text, "octal").strings, "refused");
  },
  inner: (text) => {
    const quoted = quotedAsWhole(text, "decimal")?.flatMap((string) => cutText(string, MAX_STRING));
    if (quoted !== undefined) {
      return { published: [text], meant: quoted, fault: fault("outer-quotes", false, false) };
    }
    const strings = readInner(text, "decimal").strings.flatMap((string) => cutText(string, MAX_STRING));
    return { published: strings, meant: strings, fault: undefined };
  },
  quoted: (text, row) => {
    const value = trimmed(text);
    const isOpen = value.text.startsWith('"');
    if (!isOpen && !CLOSED_ALONE.test(value.text)) return unquoted(value, row);
    const { strings, isQuoted } = readStrings(value, "decimal");
    if (!isOpen || !isQuoted) {
      const meant = cutText(withoutQuotes(value), MAX_STRING);
      return { published: [text], meant, fault: fault("open-quote", false, true) };
    }
    return split(strings, row.unsplit);
  },
  json: (text) => {
    const value = readJsonString(text) ?? text;
    const strings = cutText(value, MAX_STRING);
    return { published: strings, meant: strings, fault: undefined };
  },
  keep: (text) => {
    const strings = (quotedAsWhole(text, "decimal") ?? [text]).flatMap((string) =>
      cutText(string, MAX_STRING),
    );
    return { published: strings, meant: strings, fault: undefined };
  },
};

/** One quote, at the end. */
const CLOSED_ALONE = /^[^"]*[^"\\]"$/;

function split(strings: readonly Text[], unsplit: ProviderRow["unsplit"]): TxtValue {
  const isLong = strings.some(({ text }) => text.length > MAX_STRING);
  if (!isLong) return { published: strings, meant: strings, fault: undefined };
  const cut = strings.flatMap((string) => cutText(string, MAX_STRING));
  return {
    published: cut,
    meant: cut,
    fault: unsplit === undefined ? undefined : fault("unsplit", unsplit === "drifts", unsplit === "refused"),
  };
}

// Text without quotes where the provider wants presentation format.
function unquoted(text: Text, row: ProviderRow): TxtValue {
  const meant = stringsWithin(text).flatMap((string) => cutText(string, MAX_STRING));
  const hasSpace = /\s/.test(text.text);
  const own = cutText(text, MAX_STRING);
  const whole = { published: own, meant };
  switch (row.unquoted) {
    case "splits":
      if (!hasSpace) return { ...whole, fault: undefined };
      return {
        published: readStrings(text, "decimal").strings,
        meant,
        fault: fault("missing-quotes", false, false),
      };
    case "splits-and-ends": {
      const end = text.text.indexOf(";");
      if (!hasSpace && end < 0) return { ...whole, fault: undefined };
      const { strings } = readStrings(end < 0 ? text : sliced(text, 0, end), "decimal");
      return {
        published: strings.length > 0 ? strings : [EMPTY],
        meant,
        fault: fault("missing-quotes", false, false),
      };
    }
    case "refused":
      return { ...whole, fault: fault("missing-quotes", false, true) };
    case "drifts":
      return { ...whole, fault: fault("missing-quotes", true, false) };
    default: {
      const drifts = text.text.length > MAX_STRING && row.unsplit === "drifts";
      return { published: own, meant: own, fault: drifts ? fault("unsplit", true, false) : undefined };
    }
  }
}

// The strings of a value that is quoted from its first character to its last.
function quotedAsWhole(text: Text, digits: DigitEscapes): readonly Text[] | undefined {
  const value = trimmed(text);
  if (value.text.length < 2 || !value.text.startsWith('"') || !value.text.endsWith('"')) return undefined;
  const { strings, isQuoted } = readStrings(value, digits);
  return isQuoted ? strings : undefined;
}

// Strings that have quotes between them, and lack the outer ones alone.
function stringsWithin(text: Text): readonly Text[] {
  const [first] = text.runs;
  if (first === undefined || !/[^\\]"\s*"/.test(text.text)) return [text];
  const quote = madeText('"', first);
  return quotedAsWhole(joined([quote, text, quote]), "decimal") ?? [text];
}

// A quote that is never closed, or closed and not opened.
function withoutQuotes(text: Text): Text {
  const start = text.text.startsWith('"') ? 1 : 0;
  const end = text.text.length - (text.text.length > 1 && text.text.endsWith('"') ? 1 : 0);
  return sliced(text, start, end);
}

// Line breaks only part strings that stand in quotes.
function isSeparated(text: Text, row: ProviderRow): boolean {
  if (row.text !== "quoted" && row.text !== "keep" && row.text !== "json") return false;
  return row.text === "json"
    ? readJsonString(text) !== undefined
    : quotedAsWhole(text, "decimal") !== undefined;
}

// The text as if its line breaks were spaces, without those at its ends; undefined where it has none.
function unbroken(text: Text): Text | undefined {
  if (!/[\r\n]/.test(text.text)) return undefined;
  const pieces: Text[] = [];
  let from = 0;
  for (const match of text.text.matchAll(/[ \t]*[\r\n]\s*/g)) {
    const line = sliced(text, from, match.index);
    if (line.text !== "") {
      const place = line.runs[0];
      if (pieces.length > 0 && place !== undefined) pieces.push(madeText(" ", place));
      pieces.push(line);
    }
    from = match.index + match[0].length;
  }
  const last = sliced(text, from);
  if (last.text !== "") {
    const place = last.runs[0];
    if (pieces.length > 0 && place !== undefined) pieces.push(madeText(" ", place));
    pieces.push(last);
  }
  return joined(pieces);
}

function fault(kind: TxtFault["kind"], drifts: boolean, refused: boolean): TxtFault {
  return { kind, drifts, refused };
}
