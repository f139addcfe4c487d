import type { FileState } from "./fileState.ts";

/** Which files lead to which others, asked from the other end: what they include, or where what is said of them stands. */
export class Links {
  /** By the URI of a file, those that lead to it. */
  readonly #into = new Map<string, Set<FileState>>();
  readonly #from = new Map<FileState, Set<string>>();

  /** A file leads to another one too. */
  add(file: FileState, uri: string): void {
    this.#into.set(uri, (this.#into.get(uri) ?? new Set()).add(file));
    this.#from.set(file, (this.#from.get(file) ?? new Set()).add(uri));
  }

  /** A file leads to these, and to no others. */
  set(file: FileState, uris: Iterable<string>): void {
    this.drop(file);
    for (const uri of uris) this.add(file, uri);
  }

  /** A file leads nowhere any more. */
  drop(file: FileState): void {
    for (const uri of this.#from.get(file) ?? []) {
      const files = this.#into.get(uri);
      files?.delete(file);
      if (files?.size === 0) this.#into.delete(uri);
    }
    this.#from.delete(file);
  }

  /** The files that lead to one. */
  into(uri: string): readonly FileState[] {
    return [...(this.#into.get(uri) ?? [])];
  }

  /** The first of them. */
  first(uri: string): FileState | undefined {
    return this.#into.get(uri)?.values().next().value;
  }
}
