import type { FileSource, Included } from "../zone/includes.ts";
import type { Host } from "./host.ts";
import { canonicalUri } from "./uris.ts";

interface Surroundings {
  readonly host: () => Host;
  /** The text of a document that an editor has open. */
  readonly opened: (uri: string) => string | undefined;
  /** The URIs of the workspace's folders. */
  readonly folders: () => readonly string[];
  /** A file is asked for that nobody asked for before. */
  readonly wanted: (uri: string) => void;
  /** Files were read that were asked for in vain. */
  readonly arrived: (uris: readonly string[]) => void;
}

/** While others are being read, those that are here wait so many milliseconds: a zone reads itself again for all of them at once. */
const PATIENCE = 200;

/** The files that zones include and Terraform reads: what was not read yet is unknown, is read, and is told of when it is here. */
export class IncludedFiles implements FileSource {
  readonly #around: Surroundings;
  /** Undefined for a file that is not there; absent while nobody asked for it. */
  readonly #texts = new Map<string, string | undefined>();
  /** Links that lead out of the workspace. */
  readonly #outside = new Set<string>();
  /** Files that are being read, and whether they changed since. */
  readonly #asked = new Map<string, boolean>();
  /** The file that asked for another one first. */
  readonly #askers = new Map<string, string>();
  /** Files that were read and not told of. */
  readonly #untold = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  include(from: string, name: string): Included {
    const uri = resolved(from, name);
    // Where a draft will lie nobody knows.
    if (uri === undefined || this.#around.host().canRead?.(uri) === false)
      return { kind: "unknown", uri: uri ?? name };
    if (!this.#mayRead(from, uri)) return { kind: "outside", uri };
    const text = this.#around.opened(uri) ?? this.#texts.get(uri);
    if (text !== undefined) return { kind: "file", uri, text };
    if (this.#texts.has(uri)) return { kind: this.#outside.has(uri) ? "outside" : "missing", uri };
    if (!this.#asked.has(uri)) {
      this.#askers.set(uri, from);
      this.#around.wanted(uri);
      void this.read(uri);
    }
    return { kind: "unknown", uri };
  }

  /** Reads a file that was asked for, as it is now. */
  async read(uri: string): Promise<void> {
    if (this.#asked.has(uri)) {
      this.#asked.set(uri, true);
      return;
    }
    const host = this.#around.host();
    const roots = this.#rootsFrom(this.#askers.get(uri) ?? uri);
    let isOutside: boolean;
    let text: string | undefined;
    do {
      this.#asked.set(uri, false);
      isOutside = (await host.isBelow?.(uri, roots)) === false;
      text = isOutside ? undefined : await host.read(uri);
    } while (this.#asked.get(uri) === true);
    this.#asked.delete(uri);
    const isKnown = this.#texts.has(uri) && this.#texts.get(uri) === text;
    if (!isKnown || this.#outside.has(uri) !== isOutside) this.#untold.add(uri);
    this.#texts.set(uri, text);
    if (isOutside) this.#outside.add(uri);
    else this.#outside.delete(uri);
    if (this.#asked.size === 0) this.#tell();
    else this.#timer ??= setTimeout(() => this.#tell(), PATIENCE);
  }

  #tell(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const uris = [...this.#untold];
    this.#untold.clear();
    if (uris.length > 0) this.#around.arrived(uris);
  }

  /** The text of a file that somebody asked for, where it is there. */
  textOf(uri: string): string | undefined {
    return this.#texts.get(uri);
  }

  /** Whether somebody asked for the file. */
  knows(uri: string): boolean {
    return this.#texts.has(uri) || this.#asked.has(uri);
  }

  #mayRead(from: string, uri: string): boolean {
    return this.#rootsFrom(from).some((root) => uri.startsWith(`${root.replace(/\/$/, "")}/`));
  }

  // The folders of the workspace; where there is none, that of the file that asks.
  #rootsFrom(from: string): readonly string[] {
    const folders = this.#around.folders();
    const file = fileOf(from);
    return folders.length > 0 ? folders : [file.slice(0, file.lastIndexOf("/"))];
  }
}

/** The URI of the file that an `$INCLUDE` of another one names. */
export function resolved(from: string, name: string): string | undefined {
  try {
    return canonicalUri(new URL(name.replace(/[%#?]/g, encodeURIComponent), fileOf(from)).href);
  } catch {
    return undefined;
  }
}

// A draft that has a path already is that file to be.
function fileOf(uri: string): string {
  return uri.replace(/^untitled:\/(?!\/)/, "file:///");
}
