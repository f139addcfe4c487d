import { parentOf } from "../dns/names.ts";
import { type Changes, namesOfInterest } from "./changes.ts";
import { type FileState, holds } from "./fileState.ts";
import type { Knowledge } from "./knowledge.ts";

/** A file, and what is different in it. */
export interface Changed extends Pick<Changes, "names" | "types"> {
  readonly file: FileState;
}

/**
 * The names of each file about which the rules are to be asked again, the files in the order given.
 *
 * @param affected names of which something else may be said
 */
export function concernedBy(
  affected: ReadonlySet<string>,
  changed: readonly Changed[],
  files: readonly FileState[],
  known: Knowledge,
): ReadonlyMap<FileState, ReadonlySet<string>> {
  const own = new Map(changed.map(({ file, names }) => [file, names]));
  const concerned = new Map<FileState, Set<string>>();
  for (const file of files) {
    const names = new Set(own.get(file));
    for (const name of common(affected, file.byName)) names.add(name);
    if (!isOfFolder(file)) for (const name of affected) if (holds(file.document, name)) names.add(name);
    concerned.set(file, names);
  }
  // A Terraform folder may have thousands of files, each with a few of the names.
  for (const name of affected) {
    for (const file of known.filesStating(name))
      if (holds(file.document, name)) concerned.get(file)?.add(name);
  }
  return concerned;
}

function isOfFolder({ document }: FileState): boolean {
  return document.language === "terraform";
}

function common(names: ReadonlySet<string>, others: ReadonlyMap<string, unknown>): readonly string[] {
  if (names.size < others.size) return [...names].filter((name) => others.has(name));
  return [...others.keys()].filter((name) => names.has(name));
}

/** Everything that a rule was told about, or has something to say about, at or below some names. */
export function namesBelow(
  borders: readonly string[],
  asked: Iterable<string>,
  files: readonly FileState[],
): readonly string[] {
  const tops = new Set(borders);
  const names = [[...asked], ...files.map(({ document }) => [...namesOfInterest(document.parts)])].flat();
  return names.filter((name) => {
    let at: string | undefined = name;
    while (at !== undefined && !tops.has(at)) at = parentOf(at);
    return at !== undefined;
  });
}
