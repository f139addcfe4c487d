import type { Finding } from "../rules/finding.ts";
import type { FileState } from "./fileState.ts";

/** In which other files what is said of a file stands: files of a Terraform folder speak of each other's literals. */
export class Pointers {
  /** By the URI of a file, those whose findings stand in it, or did. */
  readonly #into = new Map<string, Set<FileState>>();
  readonly #from = new Map<FileState, Set<string>>();

  /** Takes in what is said of a file. */
  note(file: FileState, findings: Iterable<Finding>): void {
    const own = file.document.uri;
    for (const { at } of findings) {
      const { uri } = at.anchor;
      if (uri === own) continue;
      this.#into.set(uri, (this.#into.get(uri) ?? new Set()).add(file));
      this.#from.set(file, (this.#from.get(file) ?? new Set()).add(uri));
    }
  }

  /** Nothing is said of a file any more. */
  drop(file: FileState): void {
    for (const uri of this.#from.get(file) ?? []) {
      const files = this.#into.get(uri);
      files?.delete(file);
      if (files?.size === 0) this.#into.delete(uri);
    }
    this.#from.delete(file);
  }

  /** The other files whose findings may stand in one. */
  into(uri: string): readonly FileState[] {
    return [...(this.#into.get(uri) ?? [])];
  }
}
