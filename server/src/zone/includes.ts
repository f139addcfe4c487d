import type { Block, Directive, TimesAfter, ZoneState } from "./block.ts";
import { includeEntry } from "./directives.ts";

/** How deep files may include files. */
export const INCLUDE_DEPTH = 10;

/** How many files one file may include in all. */
export const INCLUDE_MOST = 1000;

/** What a file named by an `$INCLUDE` turned out to be; of a file that may not be read, nothing but its URI is known. */
export type Included =
  | { readonly kind: "file"; readonly uri: string; readonly text: string }
  | { readonly kind: "missing" | "outside" | "not-zone" | "unknown"; readonly uri: string };

/** Whoever may touch files finds the one that an `$INCLUDE` of the file `from` names. */
export interface FileSource {
  include(from: string, name: string): Included;
}

/** A file read as part of another one. */
export interface IncludedDocument {
  readonly uri: string;
  readonly recordCount: number;
  /** What the file leaves to the one that includes it. */
  readonly exit: TimesAfter;
  /** Whether nothing in it can be read as part of a zone. */
  readonly isForeign: boolean;
}

/** An `$INCLUDE`, and what it leads to. */
export interface Include<Document extends IncludedDocument> {
  readonly block: Block;
  readonly directive: Directive;
  readonly uri: string;
  readonly kind: Included["kind"] | "cycle" | "deep" | "empty";
  readonly document: Document | undefined;
}

/** Where a file stands among those that include it. */
export interface IncludePlace {
  readonly source: FileSource;
  /** The URIs from the outermost file down to the one that includes this one. */
  readonly above: readonly string[];
  /** How many more files may be read for the outermost one. */
  readonly budget: { left: number };
}

type Open<Document> = (uri: string, text: string, entry: ZoneState, place: IncludePlace) => Document;

type Found<Document extends IncludedDocument> = Pick<Include<Document>, "uri" | "kind" | "document">;

/** The files that one zone file includes, each read from the state of its `$INCLUDE` on; read once for each state. */
export class Includes<Document extends IncludedDocument> {
  readonly #uri: string;
  readonly #place: IncludePlace;
  readonly #open: Open<Document>;
  #found = new Map<string, Found<Document>>();

  constructor(uri: string, place: IncludePlace, open: Open<Document>) {
    this.#uri = uri;
    this.#place = place;
    this.#open = open;
  }

  /** Reads a file, where it may be read, and says what it leaves behind. */
  readonly follow = (name: string, entry: ZoneState): TimesAfter | undefined => {
    const key = keyOf(name, entry);
    const found = this.#found.get(key) ?? this.#find(name, entry);
    this.#found.set(key, found);
    return found.document?.exit;
  };

  /** The includes of these blocks, in their order. What no block names any more is forgotten. */
  settle(blocks: readonly Block[]): readonly Include<Document>[] {
    const kept = new Map<string, Found<Document>>();
    const list: Include<Document>[] = [];
    for (const block of blocks) {
      if (!block.includes) continue;
      for (const directive of block.directives) {
        const [file, origin] = directive.args;
        if (directive.kind !== "$INCLUDE" || file === undefined) continue;
        const key = keyOf(file.raw, includeEntry(directive.state, origin));
        const found = this.#found.get(key);
        if (found === undefined) continue;
        kept.set(key, found);
        list.push({ block, directive, ...found });
      }
    }
    this.#found = kept;
    return list;
  }

  /** Forgets what the files held, so that they are read anew. */
  forget(): void {
    this.#found = new Map();
  }

  #find(name: string, entry: ZoneState): Found<Document> {
    const { source, above, budget } = this.#place;
    const chain = [...above, this.#uri];
    const included = source.include(this.#uri, name);
    const { uri } = included;
    if (chain.includes(uri)) return { uri, kind: "cycle", document: undefined };
    if (included.kind !== "file") return { uri, kind: included.kind, document: undefined };
    if (chain.length > INCLUDE_DEPTH || budget.left <= 0) return { uri, kind: "deep", document: undefined };
    budget.left--;
    const document = this.#open(uri, included.text, entry, { source, above: chain, budget });
    // Nothing is said about what stands in a file that is no zone file: it may be anybody's.
    if (document.isForeign) return { uri, kind: "not-zone", document: undefined };
    return { uri, kind: included.text.trim() === "" ? "empty" : "file", document };
  }
}

function keyOf(name: string, entry: ZoneState): string {
  return JSON.stringify([name, entry]);
}
