// What we use of the API that VS Code's built-in git extension exports (`vscode.git`, version 1).
import { extensions, type Uri } from "vscode";

/** A file that differs between two states of a repository. */
export interface GitChange {
  readonly uri: Uri;
  readonly originalUri: Uri;
  readonly renameUri: Uri | undefined;
}

interface GitRef {
  readonly name?: string | undefined;
  readonly commit?: string | undefined;
}

export interface GitRepository {
  readonly rootUri: Uri;
  readonly state: {
    readonly HEAD: GitRef | undefined;
    readonly workingTreeChanges: readonly GitChange[];
    readonly untrackedChanges?: readonly GitChange[];
  };
  /** The text of a file at a revision. */
  show(ref: string, path: string): Promise<string>;
  /** What the working tree changes against a revision. */
  diffWith(ref: string): Promise<readonly GitChange[]>;
  getMergeBase(a: string, b: string): Promise<string | undefined>;
  getBranchBase?(name: string): Promise<GitRef | undefined>;
}

export interface GitApi {
  readonly repositories: readonly GitRepository[];
  getRepository(uri: Uri): GitRepository | null;
  /** The URI under which the editor shows a file at a revision. */
  toGitUri(uri: Uri, ref: string): Uri;
}

/** The API of the built-in git extension; undefined where there is none, or it is switched off. */
export async function gitApi(): Promise<GitApi | undefined> {
  const extension = extensions.getExtension<{ readonly enabled: boolean; getAPI(version: 1): GitApi }>(
    "vscode.git",
  );
  if (extension === undefined) return undefined;
  const git = await extension.activate();
  return git.enabled ? git.getAPI(1) : undefined;
}

const DEFAULT_BRANCHES = ["origin/HEAD", "origin/main", "origin/master", "upstream/main", "main", "master"];

/**
 * The commit to compare with: where the branch left the one it was made from, or the default branch; the last commit where
 * that is the branch itself.
 */
export async function baseOf(
  repository: GitRepository,
): Promise<{ readonly commit: string; readonly name: string } | undefined> {
  const { HEAD } = repository.state;
  if (HEAD?.commit === undefined) return undefined;
  const origin =
    HEAD.name === undefined ? undefined : await tried(() => repository.getBranchBase?.(HEAD.name ?? ""));
  const candidates = origin?.name === undefined ? DEFAULT_BRANCHES : [origin.name, ...DEFAULT_BRANCHES];
  for (const name of candidates) {
    const commit = await tried(() => repository.getMergeBase(name, "HEAD"));
    if (commit !== undefined)
      return commit === HEAD.commit ? { commit, name: "the last commit" } : { commit, name };
  }
  return { commit: HEAD.commit, name: "the last commit" };
}

/** What a question gives; undefined where git answers with an error (no such branch, no such file). */
export async function tried<T>(ask: () => Promise<T> | undefined): Promise<T | undefined> {
  try {
    return await ask();
  } catch {
    return undefined;
  }
}
