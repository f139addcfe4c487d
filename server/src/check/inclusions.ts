import type { FileState } from "./fileState.ts";

/** Which files include which. */
export class Inclusions {
  /** By the URI of an included file, the files that include it. */
  readonly #including = new Map<string, Set<FileState>>();
  readonly #included = new Map<FileState, ReadonlySet<string>>();

  /** Takes in what a file includes now. */
  note(file: FileState): void {
    this.drop(file);
    const uris = new Set((file.document.included ?? []).map(({ uri }) => uri));
    if (uris.size === 0) return;
    this.#included.set(file, uris);
    for (const uri of uris) this.#including.set(uri, (this.#including.get(uri) ?? new Set()).add(file));
  }

  /** Nothing is known any more of what a file includes. */
  drop(file: FileState): void {
    for (const uri of this.#included.get(file) ?? []) {
      const files = this.#including.get(uri);
      files?.delete(file);
      if (files?.size === 0) this.#including.delete(uri);
    }
    this.#included.delete(file);
  }

  /** The files that include one. */
  of(uri: string): readonly FileState[] {
    return [...(this.#including.get(uri) ?? [])];
  }

  /** The first of them. */
  first(uri: string): FileState | undefined {
    return this.#including.get(uri)?.values().next().value;
  }
}
