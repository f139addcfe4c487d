// What we use of the API that VS Code's built-in git extension exports (`vscode.git`, version 1).
import { Disposable, type Event, extensions, Uri } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";

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
    readonly onDidChange: Event<void>;
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
  readonly onDidOpenRepository: Event<GitRepository>;
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

/** Answers what a file held at the last commit (`dnslens/baseText`), and tells the server when there is a new one. */
export function answerBaseRequests(client: BaseLanguageClient): Disposable {
  const stops: Disposable[] = [];
  let watched: Promise<GitApi | undefined> | undefined;
  const watch = async (): Promise<GitApi | undefined> => {
    const git = await tried(gitApi);
    if (git === undefined) return undefined;
    const moved = () => void tried(() => client.sendNotification("dnslens/baseMoved"));
    stops.push(...git.repositories.map((repository) => onCommit(repository, moved)));
    stops.push(
      git.onDidOpenRepository((repository) => {
        stops.push(onCommit(repository, moved));
        moved();
      }),
    );
    return git;
  };
  const answer = async (uri: Uri): Promise<string | null> => {
    if (uri.scheme !== "file") return null;
    watched ??= watch();
    const repository = (await watched)?.getRepository(uri);
    return (await tried(() => repository?.show("HEAD", uri.fsPath))) ?? null;
  };
  stops.push(
    client.onRequest("dnslens/baseText", ({ uri }: { readonly uri: string }) => answer(Uri.parse(uri, true))),
  );
  return { dispose: () => Disposable.from(...stops).dispose() };
}

function onCommit({ state }: GitRepository, moved: () => void): Disposable {
  let commit = state.HEAD?.commit;
  return state.onDidChange(() => {
    if (state.HEAD?.commit === commit) return;
    commit = state.HEAD?.commit;
    moved();
  });
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
