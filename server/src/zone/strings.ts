import { decodeStep, isPlain, isSingle, octetsOf, stepEnd } from "../dns/octets.ts";
import type { RdataToken } from "../dns/rdata.ts";
import { MappedText } from "../text/mappedText.ts";
import type { Span } from "../text/span.ts";

/** A character-string of a zone file may hold this many octets (RFC 1035 section 3.3). */
export const MAX_STRING = 255;

/**
 * The character-strings `tokens`, escapes taken off and joined with nothing between them (RFC 7208 section 3.3).
 *
 * @param arePlain it is known that none of them holds an escape or a character beyond ASCII
 */
export function decodeStrings(tokens: readonly RdataToken[], anchor: Span, arePlain = false): MappedText {
  const pieces: string[] = [];
  const breaks: number[] = [];
  let length = 0;
  let bases: number[] | undefined = [];
  for (const token of tokens) {
    const { raw } = token;
    if (pieces.length > 0) breaks.push(length);
    const plain = arePlain || isPlain(raw);
    if (!plain) bases = undefined;
    bases?.push(token.start + (token.quoted ? 1 : 0));
    const piece = plain ? raw : octetsOf(raw);
    length += piece.length;
    pieces.push(piece);
  }
  // Joined at once they are one piece of memory, which the readers of keys go through octet by octet.
  const [only = ""] = pieces;
  const text = pieces.length < 2 ? only : pieces.join("");
  return new MappedText(text, breaks, anchor, () => mapOf(tokens, text.length), bases);
}

/** The same for strings that do not stand in the document as they are: each octet comes from `anchor` as a whole. */
export function decodeForeign(tokens: readonly RdataToken[], anchor: Span): MappedText {
  const { text, breaks } = decodeStrings(tokens, anchor);
  return new MappedText(text, breaks, anchor, () => ({
    starts: new Uint32Array(text.length).fill(anchor.start),
    ends: new Uint32Array(text.length).fill(anchor.end),
  }));
}

/** Cuts text into character-strings of at most 255 octets, behind a space where one is near the end of a piece. */
export function splitStrings(text: string): readonly string[] {
  const pieces: string[] = [];
  let at = 0;
  while (text.length - at > MAX_STRING) {
    const space = text.lastIndexOf(" ", at + MAX_STRING - 1);
    const cut = space > at + MAX_STRING / 2 ? space + 1 : at + MAX_STRING;
    pieces.push(text.slice(at, cut));
    at = cut;
  }
  pieces.push(text.slice(at));
  return pieces;
}

function mapOf(tokens: readonly RdataToken[], length: number) {
  const starts = new Uint32Array(length);
  const ends = new Uint32Array(length);
  let octet = 0;
  for (const token of tokens) {
    const base = token.start + (token.quoted ? 1 : 0);
    if (isPlain(token.raw)) {
      for (let at = 0; at < token.raw.length; at++, octet++) {
        starts[octet] = base + at;
        ends[octet] = base + at + 1;
      }
      continue;
    }
    for (let at = 0; at < token.raw.length; ) {
      const single = isSingle(token.raw, at);
      const end = single ? at + 2 : stepEnd(token.raw, at);
      const count = single ? 1 : (decodeStep(token.raw, at, end)?.length ?? 0);
      for (const last = octet + count; octet < last; octet++) {
        starts[octet] = base + at;
        ends[octet] = base + end;
      }
      at = end;
    }
  }
  return { starts, ends };
}

/** A value without the apostrophes around it, which are quotes to a shell and part of the value to a name server. */
export function withoutApostrophes(value: string): string {
  return value.length > 1 && value.startsWith("'") && value.endsWith("'") ? value.slice(1, -1).trim() : value;
}
