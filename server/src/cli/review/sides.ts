import { existsSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import type { RecordDocument } from "../../dns/document.ts";
import { isTerraformFile } from "../../terraform/paths.ts";
import { TerraformProject } from "../../terraform/project.ts";
import type { ZoneDocument } from "../../zone/document.ts";
import { givenOrigin, shown, textIn } from "../paths.ts";
import { UsageError } from "../usage.ts";
import { type Repository, refusalAt, repositoryAt } from "./git.ts";
import { readZone, type Sides, sidesOf } from "./snapshots.ts";
import { fileTree, folderTree, repositoryTrees, type Tree } from "./trees.ts";

/** What the arguments of `dnslens diff` name. */
export interface Wanted extends Sides {
  /** Only changes below these paths are shown; none: all. Absolute. */
  readonly within: readonly string[];
  /** Where on the base side a file lies that both sides have alike, and that is called by its path on the head side. */
  readonly basePath: (path: string) => string;
}

/** Reads both sides: `BASE [HEAD] [PATH...]`, each a git revision or a path. */
export function readSides(args: readonly string[], given: string | undefined): Wanted {
  const origin = givenOrigin(given);
  if (args.includes("")) throw new UsageError("a path is empty; `.` is the folder you are in");
  const [base, second, ...rest] = args;
  if (base === undefined)
    throw new UsageError(
      "diff needs something to compare with: `dnslens diff origin/main`, or `dnslens diff old/ new/`",
    );
  if (isPath(base) && second !== undefined && isPath(second))
    return {
      ...pathSides(base, second, origin),
      within: withinFolders(rest, [".", base, second]),
      basePath: pathIn(base, second),
    };
  const repository = repositoryAt(process.cwd());
  if (repository !== undefined) {
    const sides = revisionSides(base, second, repository, args, origin);
    if (sides !== undefined) return sides;
  }
  if (!isPath(base)) {
    const why =
      repository === undefined ? `no path, and ${refusalAt(process.cwd())}` : "neither a revision nor a path";
    const fetch =
      repository?.isShallow() === true ? "; this clone is shallow, and may lack it: fetch it" : "";
    throw new UsageError(`\`${base}\` is ${why}; name a revision, a directory or a file${fetch}`);
  }
  if (second !== undefined)
    throw new UsageError(`${second}: there is no such file or directory; check the path`);
  if (!statSync(base).isDirectory()) throw new UsageError(`\`${base}\` is one file; name the other one too`);
  return { ...pathSides(base, ".", origin), within: [], basePath: pathIn(base, ".") };
}

function pathIn(base: string, head: string): Wanted["basePath"] {
  return (path) => shown(join(base, relative(head, path)));
}

function isPath(argument: string): boolean {
  return existsSync(argument);
}

function revisionSides(
  base: string,
  second: string | undefined,
  repository: Repository,
  args: readonly string[],
  origin: string | undefined,
): Wanted | undefined {
  const range = /^(.*?)(\.\.\.?)(.*)$/.exec(base);
  if (range !== null && !isPath(base)) {
    const [from, dots, to] = [range[1] || "HEAD", range[2], range[3] || "HEAD"];
    const trees = [repository.treeOf(from), repository.treeOf(to)] as const;
    if (trees[0] === undefined || trees[1] === undefined) return undefined;
    if (dots === "..") return treeSides(repository, trees[0], trees[1], args.slice(1), origin);
    const parting = repository.mergeBase(from, to);
    const start = parting === undefined ? undefined : repository.treeOf(parting);
    if (start === undefined)
      throw new UsageError(
        `\`${base}\`: git knows no commit where the two part; fetch the whole history, or compare with \`${from}\` itself`,
      );
    return treeSides(repository, start, trees[1], args.slice(1), origin);
  }
  const from = repository.treeOf(base);
  if (from === undefined) return undefined;
  // A path that has the name of a revision is a path, as it is for git behind the first argument.
  const isRevision = second !== undefined && (repository.isBare || !isPath(second));
  const to = isRevision ? repository.treeOf(second) : undefined;
  if (to === undefined && repository.isBare)
    throw new UsageError("this repository is bare and has no working tree; name two revisions");
  const paths = args.slice(to === undefined ? 1 : 2);
  return treeSides(repository, from, to, paths, origin);
}

/** The paths that only count, from here or from one of the folders that are compared. */
function withinFolders(paths: readonly string[], folders: readonly string[]): readonly string[] {
  return paths.flatMap((path) => {
    const found = folders.map((folder) => resolve(folder, path)).filter(isPath);
    if (found.length === 0)
      throw new UsageError(`${path}: there is no such file or directory; check the path`);
    return found;
  });
}

function treeSides(
  repository: Repository,
  from: string,
  to: string | undefined,
  paths: readonly string[],
  origin: string | undefined,
): Wanted {
  const fromTop = (path: string) => relative(repository.root, resolve(path)).split(sep).join("/");
  const [base, head] = repositoryTrees(repository, from, to, new Set(paths.map(fromTop)));
  for (const path of paths) {
    const named = fromTop(path);
    const isThere = (one: string) => one === named || one.startsWith(`${named}/`);
    // What is gone from the disk may stand in one of the revisions.
    if (isPath(path) || base.paths.some(isThere) || head.paths.some(isThere)) continue;
    throw new UsageError(`\`${path}\` is neither a revision nor a path; check its name`);
  }
  tellModules(repository.changedModules(from, to), paths.map(fromTop), repository);
  return {
    ...sidesOf(base, head, origin),
    within: paths.map((path) => resolve(path)),
    basePath: (path) => path,
  };
}

/** Of what lies in another repository nothing is known here; that it changed must not go unsaid. */
function tellModules(modules: readonly string[], named: readonly string[], { root }: Repository): void {
  const isWanted = (module: string) =>
    named.length === 0 ||
    named.some((path) => path === "" || `${module}/`.startsWith(`${path}/`) || path.startsWith(`${module}/`));
  for (const module of modules.filter(isWanted))
    process.stderr.write(
      `dnslens: ${shown(join(root, module))}: a submodule that changed, left out; compare in its own folder\n`,
    );
}

/** Two directories, or two files. Files of equal contents under one name are read once. */
function pathSides(from: string, to: string, origin: string | undefined): Sides {
  const [fromFolder, toFolder] = [from, to].map((path) => statSync(path).isDirectory());
  if (fromFolder !== toFolder)
    throw new UsageError(`\`${from}\` and \`${to}\` are a file and a directory; name two of one kind`);
  if (fromFolder !== true) return fileSides(from, to, origin);
  return sidesOf(folderTree(from), folderTree(to), origin);
}

/** Two files are one zone, whatever they are called: both have the origin that one of them tells. */
function fileSides(from: string, to: string, given: string | undefined): Sides {
  const side = (document: RecordDocument) => ({ files: [{ key: "", document }] });
  if (isTerraformFile(from) || isTerraformFile(to))
    return { base: side(fileAt(from, given)), head: side(fileAt(to, given)) };
  const [before, after] = [fileTree(from), fileTree(to)];
  const origin = given ?? commonOrigin(zoneIn(before, undefined), zoneIn(after, undefined));
  return { base: side(zoneIn(before, origin)), head: side(zoneIn(after, origin)) };
}

function fileAt(path: string, origin: string | undefined): RecordDocument {
  if (!isTerraformFile(path)) return zoneIn(fileTree(path), origin);
  return new TerraformProject().open(shown(path), textIn(path, readFileSync(path)));
}

function zoneIn(tree: Tree, origin: string | undefined): ZoneDocument {
  const [name = ""] = tree.paths;
  const zone = readZone(tree, name, origin);
  if (zone === undefined) throw new UsageError(`${tree.uriOf(name)}: not a text file; leave it out`);
  return zone.document;
}

/** What a zone's own SOA says comes before what a file is called; a name of several labels before one of one. */
function commonOrigin(before: ZoneDocument, after: ZoneDocument): string | undefined {
  const known = [after, before].flatMap((document) =>
    document.origin === undefined ? [] : [{ document, origin: document.origin }],
  );
  const stated = known.find(
    ({ document, origin }) => document.recordsAt(origin, "SOA").length > 0 && isStated(document, origin),
  );
  const dotted = known.find(({ origin }) => origin.slice(0, -1).includes("."));
  return (stated ?? dotted ?? known[0])?.origin;
}

function isStated(document: ZoneDocument, origin: string): boolean {
  return document.recordsAt(origin, "SOA").some(({ name }) => name.toLowerCase() === origin);
}
