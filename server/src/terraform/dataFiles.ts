import { PLACES } from "./eval/scope.ts";

/** Whoever may touch files finds those that the functions of a configuration read. */
export interface DataFiles {
  /** The file of that path, seen from another one; without a text where it is not there, or not read yet. */
  read(from: string, path: string): { readonly uri: string; readonly text?: string };
}

/** What a module needs to read files. */
export interface DataInput {
  /** The text of a file beside those of a folder; undefined where it is not known. */
  readonly read: (folder: string, path: string) => string | undefined;
  /** The folder in which Terraform runs. */
  readonly root: string;
}

/** The file that a path names in a module: one that begins nowhere is looked for in the root folder, where Terraform runs. */
export function dataFile(path: string, folder: string, { read, root }: DataInput): string | undefined {
  if (path.startsWith(`${PLACES.module}/`)) return read(folder, path.slice(PLACES.module.length + 1));
  if (path.startsWith(`${PLACES.root}/`)) return read(root, path.slice(PLACES.root.length + 1));
  return /^[/\\~\0]|^[a-z]:/i.test(path) ? undefined : read(root, path);
}
