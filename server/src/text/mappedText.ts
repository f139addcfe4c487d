import { countWhile } from "./halving.ts";
import type { SourceSpan, TextSpan } from "./span.ts";

/** Where each decoded octet came from: two arrays, because joined strings leave gaps between one octet and the next. */
export interface SourceMap {
  /** Source offset of the first character of each octet. */
  readonly starts: Uint32Array;
  /** Source offset just past the last character of each octet. */
  readonly ends: Uint32Array;
  /** Only where octets come from more than one document: the documents, and for each octet an index into them. */
  readonly documents?: { readonly uris: readonly string[]; readonly of: Uint16Array };
}

/** Stands in `MappedText.text` for a part that cannot be known offline (an interpolation). */
export const HOLE = "\uFFFC";

/**
 * Decoded text, one character per octet (U+0000 to U+00FF, or HOLE), that knows where in the document it came from.
 * The map is made only when somebody asks for a source span: most texts are read and never pointed at.
 */
export class MappedText {
  readonly text: string;
  /** Octet offsets at which the second and later character-strings begin (RFC 1035 section 3.3.14). */
  readonly breaks: readonly number[];
  readonly #anchor: SourceSpan;
  readonly #makeMap: () => SourceMap;
  readonly #bases: readonly number[] | undefined;
  #map: SourceMap | undefined;
  #hasHoles: boolean | undefined;
  #reader: unknown;
  #reading: unknown;

  /**
   * @param anchor what stands for the whole text in the source; where an empty text is reported
   * @param makeMap called once at most; its arrays have one element per octet of `text`
   * @param bases where each string begins in the source, if all of them stand there as they are: then no map is needed
   */
  constructor(
    text: string,
    breaks: readonly number[],
    anchor: SourceSpan,
    makeMap: () => SourceMap,
    bases?: readonly number[],
  ) {
    this.text = text;
    this.breaks = breaks;
    this.#anchor = anchor;
    this.#makeMap = makeMap;
    this.#bases = bases;
  }

  /** Whether a string of the text begins at an offset, other than the first one. */
  isBreak(offset: number): boolean {
    return this.breaks[countWhile(this.breaks.length, (i) => (this.breaks[i] ?? 0) < offset)] === offset;
  }

  /** Text that stands in the source as it is, from `start` on; for tests and for values without escapes. */
  static plain(text: string, start = 0): MappedText {
    return new MappedText(text, [], { start, end: start + text.length }, () => {
      const starts = new Uint32Array(text.length);
      const ends = new Uint32Array(text.length);
      for (let i = 0; i < text.length; i++) {
        starts[i] = start + i;
        ends[i] = start + i + 1;
      }
      return { starts, ends };
    });
  }

  /** What `reader` makes of the text; kept until another one reads it, for one rule after the other asks. */
  read<T>(reader: (text: MappedText) => T): T {
    if (this.#reader !== reader) {
      this.#reading = reader(this);
      this.#reader = reader;
    }
    // The reader is the one that made the reading.
    return this.#reading as T;
  }

  /** Whether any part of the text is unknown. */
  get hasHoles(): boolean {
    this.#hasHoles ??= this.text.includes(HOLE);
    return this.#hasHoles;
  }

  /** What stands for the whole text in the source. */
  get anchor(): SourceSpan {
    return this.#anchor;
  }

  /** The source of decoded octets [start, end); an empty span points between its neighbours. */
  sourceOf(span: TextSpan): SourceSpan {
    if (this.text.length === 0) return this.#anchor;
    if (this.#bases !== undefined && this.#map === undefined) return this.#plainSource(span, this.#bases);
    this.#map ??= this.#makeMap();
    const { starts, ends, documents } = this.#map;
    const last = this.text.length - 1;
    const first = Math.min(span.start, last);
    const until = Math.min(span.end - 1, last);
    const place =
      span.end <= span.start || isOnePiece(this.#map, first, until)
        ? undefined
        : acrossPieces(this.#map, first, until);
    const start = place?.start ?? (span.start > last ? ends[last] : starts[first]) ?? 0;
    const end = place?.end ?? (span.end > span.start ? ends[until] : start) ?? start;
    const uri = documents?.uris[place?.document ?? documents.of[first] ?? 0] ?? this.#anchor.uri;
    return uri === undefined
      ? { start, end: Math.max(start, end) }
      : { start, end: Math.max(start, end), uri };
  }

  #plainSource(span: TextSpan, bases: readonly number[]): SourceSpan {
    const last = this.text.length - 1;
    const sourceAt = (octet: number) => {
      let string = 0;
      while (string < this.breaks.length && (this.breaks[string] ?? 0) <= octet) string++;
      return (bases[string] ?? 0) + octet - (string === 0 ? 0 : (this.breaks[string - 1] ?? 0));
    };
    const start = span.start > last ? sourceAt(last) + 1 : sourceAt(span.start);
    const end = span.end > span.start ? sourceAt(Math.min(span.end - 1, last)) + 1 : start;
    const { uri } = this.#anchor;
    return uri === undefined
      ? { start, end: Math.max(start, end) }
      : { start, end: Math.max(start, end), uri };
  }

  /** The octet whose source covers `offset`, or undefined when none does. */
  octetAt(offset: number): number | undefined {
    this.#map ??= this.#makeMap();
    const { starts, ends } = this.#map;
    for (let i = 0; i < starts.length; i++) {
      if ((starts[i] ?? 0) <= offset && offset < (ends[i] ?? 0)) return i;
    }
    return undefined;
  }
}

/** Whether octets stand one after the other in the source, or in one escape. */
function isOnePiece({ starts, ends, documents }: SourceMap, first: number, last: number): boolean {
  for (let i = first; i < last; i++) {
    if (documents !== undefined && documents.of[i] !== documents.of[i + 1]) return false;
    if (starts[i + 1] !== ends[i] && starts[i + 1] !== starts[i]) return false;
  }
  return true;
}

/**
 * Octets of which some are written elsewhere (what an interpolation stands for): what stands for those lies up to the
 * neighbours. Where these do not say, it is the piece that they begin with.
 */
function acrossPieces(map: SourceMap, first: number, last: number) {
  const { starts, ends, documents } = map;
  const placeOf = (from: Uint32Array, at: number) =>
    at < 0 || at >= starts.length ? undefined : { at: from[at] ?? 0, document: documents?.of[at] ?? 0 };
  const before = placeOf(ends, first - 1);
  const behind = placeOf(starts, last + 1);
  const begins = [placeOf(starts, first), before];
  const stops = [placeOf(ends, last), behind];
  for (const begin of begins) {
    for (const stop of stops) {
      if (begin === undefined || stop === undefined || begin.document !== stop.document) continue;
      const least = before?.document === begin.document ? before.at : 0;
      const most = behind?.document === stop.document ? behind.at : Number.POSITIVE_INFINITY;
      if (least <= begin.at && begin.at < stop.at && stop.at <= most)
        return { start: begin.at, end: stop.at, document: begin.document };
    }
  }
  let until = first;
  while (until < last && isOnePiece(map, until, until + 1)) until++;
  return { start: starts[first] ?? 0, end: ends[until] ?? 0, document: documents?.of[first] ?? 0 };
}
