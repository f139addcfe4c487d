import { lastUpTo } from "../../text/halving.ts";
import { HOLE } from "../../text/mappedText.ts";
import type { SourceSpan } from "../../text/span.ts";
import type { Template } from "../hcl/ast.ts";

/** A place in one of the files. */
export interface Origin extends SourceSpan {
  readonly uri: string;
}

/** Where a stretch of characters comes from. */
export interface Run extends Origin {
  /** In UTF-16 units of the decoded text. */
  readonly length: number;
  /** Each character stands in the source by itself; otherwise the whole span made them (an escape, a call). */
  readonly exact: boolean;
  /** The string literal that holds the characters; undefined where a call made them. */
  readonly literal: Template | undefined;
  /** The call that made the characters. */
  readonly call?: string;
}

/** Decoded text that knows where each of its characters comes from; a hole stands for what is unknown. */
export interface Text {
  readonly text: string;
  readonly runs: readonly Run[];
}

/** Longest text and longest list that are followed. */
export const LONGEST = 1_000_000;

export const EMPTY: Text = { text: "", runs: [] };

/** Text that an expression made, rather than a literal that holds it. */
export function madeText(text: string, at: Origin, call?: string): Text {
  if (text === "") return EMPTY;
  const { uri, start, end } = at;
  const run = { length: text.length, uri, start, end, exact: false, literal: undefined };
  return { text, runs: [call === undefined ? run : { ...run, call }] };
}

/** The text with its characters composed (NFC); what two characters became one of stands where both do. */
export function composed(whole: Text): Text {
  if (!/[\u0300-\uffff]/.test(whole.text)) return whole;
  const text = whole.text.normalize("NFC");
  if (text === whole.text && !/\ufffc\p{M}/u.test(text)) return whole;
  const pieces: Text[] = [];
  for (const { segment, index } of new Intl.Segmenter().segment(whole.text)) {
    const piece = sliced(whole, index, index + segment.length);
    // A mark may become one with what is not known before it.
    const made = segment.startsWith(HOLE) ? HOLE : segment.normalize("NFC");
    pieces.push(made === segment ? piece : { text: made, runs: [stretched(piece, made)] });
  }
  const result = joined(pieces);
  return result.text === text || text.includes(HOLE) ? result : { text, runs: [stretched(whole, text)] };
}

/** The texts one behind the other. */
export function joined(texts: readonly Text[]): Text {
  const [first] = texts;
  if (texts.length === 1 && first !== undefined) return first;
  let text = "";
  const runs: Run[] = [];
  for (const one of texts) {
    text += one.text;
    for (const run of one.runs) runs.push(run);
  }
  return { text, runs };
}

/** A part of a text; each character keeps its place. */
export function sliced(whole: Text, from: number, to = whole.text.length): Text {
  if (from <= 0 && to >= whole.text.length) return whole;
  const runs: Run[] = [];
  const begins = whole.runs.length > FEW ? placesOf(whole.runs) : undefined;
  let index = begins === undefined ? 0 : lastUpTo(begins, from);
  let at = begins?.[index] ?? 0;
  for (; index < whole.runs.length && at < to; index++) {
    const run = whole.runs[index];
    if (run === undefined) break;
    const start = Math.max(from, at) - at;
    const end = Math.min(to, at + run.length) - at;
    at += run.length;
    if (start >= end) continue;
    if (end - start === run.length) runs.push(run);
    else if (run.exact)
      runs.push({ ...run, length: end - start, start: run.start + start, end: run.start + end });
    else runs.push({ ...run, length: end - start });
  }
  return { text: whole.text.slice(from, to), runs };
}

const FEW = 16;

/** Where each run begins: a value of many runs (one for each escape) is cut into as many parts. */
const places = new WeakMap<readonly Run[], Uint32Array>();

function placesOf(runs: readonly Run[]): Uint32Array {
  let known = places.get(runs);
  if (known === undefined) {
    known = new Uint32Array(runs.length);
    for (let i = 1; i < runs.length; i++) known[i] = (known[i - 1] ?? 0) + (runs[i - 1]?.length ?? 0);
    places.set(runs, known);
  }
  return known;
}

/** The same places under other characters, as many as before (`upper`). */
export function recased(whole: Text, text: string): Text {
  return text.length === whole.text.length
    ? { text, runs: whole.runs }
    : { text, runs: [stretched(whole, text)] };
}

// Where the number of characters changed, all of it comes from all of the source.
function stretched(whole: Text, text: string): Run {
  const first = whole.runs[0];
  const last = whole.runs.at(-1) ?? first;
  if (first === undefined || last === undefined) throw new RangeError("an empty text has no characters");
  const end = last.uri === first.uri ? Math.max(first.end, last.end) : first.end;
  return { ...first, length: text.length, end, exact: false, literal: undefined };
}
