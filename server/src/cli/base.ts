import { existsSync, realpathSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import type { BaseText } from "../check/baseZone.ts";
import { textOf } from "../lsp/fileText.ts";
import { type Repository, repositoryAt } from "./review/git.ts";
import { UsageError } from "./usage.ts";

/** The option of commands that compare with a revision. */
export const BASE_OPTION = { base: { type: "string" } } as const;

/**
 * What files held in a git revision, HEAD unless another one is named; nothing outside a repository, and for files that are
 * as they were. git is asked for the first file that somebody wants to know about.
 */
export function textsIn(revision: string | undefined): BaseText {
  const trees = new Map<string, Tree | undefined>();
  return (path) => {
    if (!existsSync(path)) return undefined;
    const file = realpathSync(path);
    const folder = repositoryFolder(dirname(file));
    if (folder === undefined) {
      if (revision === undefined) return undefined;
      throw new UsageError(`--base ${revision}: ${path} lies in no git repository`);
    }
    if (!trees.has(folder)) trees.set(folder, openTree(folder, revision));
    return trees.get(folder)?.(relative(folder, file).split(sep).join("/"));
  };
}

type Tree = (path: string) => string | undefined;

function openTree(folder: string, revision: string | undefined): Tree | undefined {
  const repository = repositoryAt(folder);
  const tree = repository?.treeOf(revision ?? "HEAD");
  if (revision !== undefined && tree === undefined)
    throw new UsageError(`--base ${revision}: git knows no such revision here`);
  if (repository === undefined || tree === undefined) return undefined;
  const changed = repository.changedSince(tree);
  let files: ReturnType<Repository["filesOf"]> | undefined;
  return (path) => {
    if (!changed.has(path)) return undefined;
    files ??= repository.filesOf(tree);
    const id = files.get(path);
    const [octets] = id === undefined ? [] : repository.read([id]);
    return octets === undefined ? undefined : textOf(octets);
  };
}

// The folder with the repository, without asking git: most files lie in none.
function repositoryFolder(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return at;
    if (dirname(at) === at) return undefined;
  }
}
