import { utf8Octets } from "../../dns/octets.ts";
import { HOLE, MappedText } from "../../text/mappedText.ts";
import type { SourceSpan } from "../../text/span.ts";
import { joined, type Run, sliced, type Text } from "../eval/text.ts";

/** The text as octets, one character each; holes stay what they are. */
export function octetsOf(text: Text): Text {
  if (isPlain(text.text)) return text;
  const pieces: Text[] = [];
  let from = 0;
  for (let at = 0; at < text.text.length; ) {
    const char = String.fromCodePoint(text.text.codePointAt(at) ?? 0);
    if (char <= "\x7f" || char === HOLE) {
      at += char.length;
      continue;
    }
    pieces.push(
      sliced(text, from, at),
      one(sliced(text, at, at + char.length), utf8Octets(char.codePointAt(0) ?? 0)),
    );
    at += char.length;
    from = at;
  }
  pieces.push(sliced(text, from));
  return joined(pieces);
}

/** What one piece of source stands for as a whole: an escape, a character of several octets. */
export function one(source: Text, text: string): Text {
  const first = source.runs[0];
  const last = source.runs.at(-1);
  if (first === undefined || last === undefined) return { text, runs: [] };
  const end = last.uri === first.uri ? Math.max(first.start, last.end) : first.end;
  const literal = source.runs.every((run) => run.literal === first.literal) ? first.literal : undefined;
  return { text, runs: [{ ...first, length: text.length, end, exact: false, literal }] };
}

/** Octets as text, where they are UTF-8; others stand as U+FFFD. */
export function textOfOctets(octets: string): string {
  if (isPlain(octets)) return octets;
  const encoded = [...octets].map((char) => {
    const code = char.charCodeAt(0);
    return code > 0xff ? encodeURIComponent(char) : `%${code.toString(16).padStart(2, "0")}`;
  });
  try {
    return decodeURIComponent(encoded.join(""));
  } catch {
    return octets.replace(/[\x80-\xff]/g, "\uFFFD");
  }
}

/** Character-strings of octets as text that knows its places; `uri` is the document whose spans need no URI. */
export function mappedText(strings: readonly Text[], anchor: SourceSpan, uri: string): MappedText {
  const whole = joined(strings);
  const breaks: number[] = [];
  let length = 0;
  for (const string of strings.slice(0, -1)) {
    length += string.text.length;
    breaks.push(length);
  }
  return new MappedText(whole.text, breaks, anchor, () => mapOf(whole, uri));
}

function mapOf({ text, runs }: Text, uri: string) {
  const starts = new Uint32Array(text.length);
  const ends = new Uint32Array(text.length);
  const uris = [uri];
  const of = new Uint16Array(text.length);
  let at = 0;
  for (const run of runs) {
    let index = uris.indexOf(run.uri);
    if (index < 0) index = uris.push(run.uri) - 1;
    for (let i = 0; i < run.length; i++, at++) {
      starts[at] = run.exact ? run.start + i : run.start;
      ends[at] = run.exact ? run.start + i + 1 : run.end;
      of[at] = index;
    }
  }
  return uris.length === 1 ? { starts, ends } : { starts, ends, documents: { uris, of } };
}

/** The run that holds the character at an offset, and how far into it the offset is. */
export function runAt(
  { runs }: Text,
  offset: number,
): { readonly run: Run; readonly into: number } | undefined {
  let at = 0;
  for (const run of runs) {
    if (offset < at + run.length) return { run, into: offset - at };
    at += run.length;
  }
  return undefined;
}

function isPlain(text: string): boolean {
  return !BEYOND_ASCII.test(text);
}

// A hole is no octet, and none of these.
const BEYOND_ASCII = /[\x80-\ufffb\ufffd-\uffff]/;
