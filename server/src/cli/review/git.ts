import { spawnSync } from "node:child_process";
import { UsageError } from "../usage.ts";

/** One gigabyte: a repository's zone files in one answer. */
const LARGEST = 2 ** 30;

/** A repository, read through its objects: nothing is ever checked out. */
export interface Repository {
  /** The top folder, absolute. */
  readonly root: string;
  /** It has revisions alone: no working tree. */
  readonly isBare: boolean;
  /** The object id of the tree a revision names; undefined where it names none. */
  treeOf(revision: string): string | undefined;
  /** The files of a tree, by path from the top: their object ids. Links and submodules are left out. */
  filesOf(tree: string): ReadonlyMap<string, string>;
  /** The contents of objects, in the order asked for. */
  read(ids: readonly string[]): readonly Buffer[];
  /** The files of the working tree that git does not ignore, by path from the top. */
  workingFiles(): readonly string[];
  /** Those of them, and those that are gone, that are not as the tree has them; what git does not track is left out. */
  changedSince(tree: string): ReadonlySet<string>;
  /** The submodules that are not as the tree has them, in another one or where that is left out in the working tree. */
  changedModules(from: string, to: string | undefined): readonly string[];
  /** Where two revisions part. */
  mergeBase(a: string, b: string): string | undefined;
  /** Whether history before some commit was never fetched. */
  isShallow(): boolean;
}

/** The repository that a folder lies in; undefined where there is none, or no git. */
export function repositoryAt(folder: string): Repository | undefined {
  const workingTree = git(folder, ["rev-parse", "--show-toplevel"]);
  const top = workingTree ?? git(folder, ["rev-parse", "--absolute-git-dir"]);
  if (top === undefined) return undefined;
  const root = top.toString("utf8").replace(/\r?\n$/, "");
  const ask = (args: readonly string[], input?: string) => {
    const answer = git(root, args, input);
    if (answer === undefined) throw new UsageError(`git ${args[0]} failed; is the repository complete?`);
    return answer;
  };
  const line = (answer: Buffer | undefined) => answer?.toString("utf8").trim() || undefined;
  return {
    root,
    isBare: workingTree === undefined,
    treeOf: (revision) => {
      if (revision.startsWith("-")) return undefined;
      return line(git(root, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{tree}`]));
    },
    filesOf: (tree) => treeFiles(ask(["ls-tree", "-r", "-z", "--full-tree", tree])),
    read: (ids) => (ids.length === 0 ? [] : blobs(ask(["cat-file", "--batch"], `${ids.join("\n")}\n`), ids)),
    workingFiles: () => [
      ...new Set(names(ask(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]))),
    ],
    changedSince: (tree) =>
      new Set(names(ask(["diff", "--name-only", "--no-renames", "--no-ext-diff", "-z", tree, "--"]))),
    changedModules: (from, to) =>
      changedLinks(
        ask([
          "diff",
          "--raw",
          "--no-renames",
          "--no-ext-diff",
          "-z",
          from,
          ...(to === undefined ? [] : [to]),
          "--",
        ]),
      ),
    isShallow: () => line(git(root, ["rev-parse", "--is-shallow-repository"])) === "true",
    mergeBase: (a, b) => line(git(root, ["merge-base", "--end-of-options", a, b])),
  };
}

/** Why git tells nothing about a folder, and what to do. */
export function refusalAt(folder: string): string {
  const { error, stderr } = spawnSync("git", ["rev-parse"], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C" },
  });
  if (error !== undefined) return "git cannot be run";
  // In containers the files often belong to another user.
  return /dubious ownership/.test(stderr)
    ? `git does not trust this folder, which belongs to somebody else (\`git config --global --add safe.directory ${folder}\`)`
    : "this is no git repository";
}

function git(folder: string, args: readonly string[], input = ""): Buffer | undefined {
  const { status, stdout } = spawnSync("git", ["-c", "core.quotePath=false", ...args], {
    cwd: folder,
    input,
    maxBuffer: LARGEST,
    // Reading must not write: no index refresh, no question to anybody.
    env: { ...process.env, GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0" },
  });
  return status === 0 ? stdout : undefined;
}

function names(output: Buffer): readonly string[] {
  return output
    .toString("utf8")
    .split("\0")
    .filter((name) => name !== "");
}

/** `<mode> SP <type> SP <object> TAB <path> NUL`, again and again. */
function treeFiles(output: Buffer): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const entry of names(output)) {
    const tab = entry.indexOf("\t");
    const [mode = "", type, id = ""] = entry.slice(0, tab).split(" ");
    if (type === "blob" && mode !== "120000") files.set(entry.slice(tab + 1), id);
  }
  return files;
}

/** `:<mode> SP <mode> SP <object> SP <object> SP <status> NUL <path> NUL`, again and again. */
function changedLinks(output: Buffer): readonly string[] {
  const parts = names(output);
  return parts.filter((_, i) => i % 2 === 1 && /[: ]160000 /.test(parts[i - 1] ?? ""));
}

/** `<object> SP <type> SP <size> LF <contents> LF` for each object asked for. */
function blobs(output: Buffer, ids: readonly string[]): readonly Buffer[] {
  const found: Buffer[] = [];
  let at = 0;
  for (const id of ids) {
    const end = output.indexOf(10, at);
    const size = Number(output.toString("latin1", at, end).split(" ")[2]);
    if (end < 0 || !Number.isInteger(size))
      throw new UsageError(`git has no object ${id}; fetch the whole history`);
    found.push(output.subarray(end + 1, end + 1 + size));
    at = end + 1 + size + 1;
  }
  return found;
}
