import { createHash } from "node:crypto";
import { lstatSync, readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { textOf } from "../../lsp/fileText.ts";
import { looksLikeZone, mayBeZoneFileName } from "../../zone/fileName.ts";
import { isRead, zoneFiles } from "../files.ts";
import { shown } from "../paths.ts";
import type { Repository } from "./git.ts";

/** One side of a change as files: a tree of a repository, its working tree, or a folder. Paths are from its top, with `/`. */
export interface Tree {
  /** The files that are read for what they are called, and those asked for by name. */
  readonly paths: readonly string[];
  /** Tells contents apart: equal ids, on whatever side, are equal contents. Undefined where there is no such file. */
  idOf(path: string): string | undefined;
  read(path: string): Buffer | undefined;
  /** The path as the user would type it. */
  uriOf(path: string): string;
}

/** Two trees of a repository, or a tree and the working tree where `to` is left out. */
export function repositoryTrees(
  repository: Repository,
  from: string,
  to: string | undefined,
  named: ReadonlySet<string>,
): readonly [Tree, Tree] {
  const store = storeOf(repository);
  const base = gitTree(repository, repository.filesOf(from), named, store);
  const head =
    to === undefined
      ? workingTree(repository, from, base, named, store)
      : gitTree(repository, repository.filesOf(to), named, store);
  const ids = [base, head].flatMap((tree) => tree.paths.map((path) => tree.idOf(path) ?? ""));
  store.load(ids.filter((id) => !id.startsWith(DISK)));
  return [withoutOthers(base, named), withoutOthers(head, named)];
}

/** Files whose names say too little are looked into. */
function withoutOthers(tree: Tree, named: ReadonlySet<string>): Tree {
  const isZone = (path: string) => {
    if (named.has(path) || !mayBeZoneFileName(basename(path))) return true;
    const head = tree.read(path)?.subarray(0, HEAD);
    return head !== undefined && looksLikeZone(textOf(head) ?? "");
  };
  return { ...tree, paths: tree.paths.filter(isZone) };
}

const HEAD = 8192;

function isCandidate(path: string, named: ReadonlySet<string>): boolean {
  return isRead(path) || mayBeZoneFileName(basename(path)) || named.has(path);
}

/** The contents of objects; those that are loaded together cost one question. */
interface Store {
  load(ids: readonly string[]): void;
  get(id: string): Buffer;
}

function storeOf(repository: Repository): Store {
  const contents = new Map<string, Buffer>();
  const load = (ids: readonly string[]) => {
    const wanted = [...new Set(ids)].filter((id) => !contents.has(id));
    for (const [i, octets] of repository.read(wanted).entries()) contents.set(wanted[i] ?? "", octets);
  };
  return {
    load,
    get: (id) => {
      load([id]);
      return contents.get(id) ?? Buffer.alloc(0);
    },
  };
}

function gitTree(
  { root }: Repository,
  ids: ReadonlyMap<string, string>,
  named: ReadonlySet<string>,
  store: Store,
): Tree {
  return {
    paths: [...ids.keys()].filter((path) => isCandidate(path, named)),
    idOf: (path) => ids.get(path),
    read: (path) => {
      const id = ids.get(path);
      return id === undefined ? undefined : store.get(id);
    },
    uriOf: urisBelow(root),
  };
}

const DISK = "sha256:";

/** What git does not know to be as in the base tree is read from the disk. */
function workingTree(
  repository: Repository,
  from: string,
  base: Tree,
  named: ReadonlySet<string>,
  store: Store,
): Tree {
  const changed = repository.changedSince(from);
  const files = new Set(repository.workingFiles());
  const disk = folderReader(repository.root);
  const known = (path: string) => (files.has(path) && !changed.has(path) ? base.idOf(path) : undefined);
  return {
    // A link is no zone of its own, as in a commit.
    paths: [...files].filter(
      (path) =>
        isCandidate(path, named) &&
        (named.has(path) || !isLink(join(repository.root, path))) &&
        (known(path) ?? disk.idOf(path)) !== undefined,
    ),
    idOf: (path) => known(path) ?? disk.idOf(path),
    read: (path) => {
      const id = known(path);
      return id === undefined ? disk.read(path) : store.get(id);
    },
    uriOf: urisBelow(repository.root),
  };
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

/** A folder as it stands. */
export function folderTree(folder: string): Tree {
  const paths = zoneFiles([folder]).map((path) => relative(folder, path).split(sep).join("/"));
  return { paths, ...folderReader(folder), uriOf: urisBelow(folder) };
}

/** One file, and what lies in its folder for whatever it includes. It is read once, as a pipe can be, and wherever a link leads. */
export function fileTree(path: string): Tree {
  const [folder, name] = [dirname(path), basename(path)];
  const [own, others] = [contentOf(readFileSync(path)), folderReader(folder)];
  return {
    paths: [name],
    idOf: (one) => (one === name ? own.id : others.idOf(one)),
    read: (one) => (one === name ? own.octets : others.read(one)),
    uriOf: urisBelow(folder),
  };
}

interface Content {
  readonly octets: Buffer;
  readonly id: string;
}

function contentOf(octets: Buffer): Content {
  return { octets, id: DISK + createHash("sha256").update(octets).digest("hex") };
}

/** Paths below a folder as the user would type them. Asked for every file, so that what they share is found once. */
function urisBelow(folder: string): Tree["uriOf"] {
  const near = relative(process.cwd(), resolve(folder)).split(sep).join("/");
  if (near.startsWith("..")) return (path) => shown(join(folder, path));
  return (path) => (near === "" ? path : `${near}/${path}`);
}

/** Files below a folder; what a link leads out of it to is not read. */
function folderReader(folder: string): Pick<Tree, "idOf" | "read"> {
  const contents = new Map<string, Content | undefined>();
  const top = realpathSync(resolve(folder));
  const at = (path: string) => {
    if (!contents.has(path)) {
      const octets = readBelow(top, path);
      contents.set(path, octets === undefined ? undefined : contentOf(octets));
    }
    return contents.get(path);
  };
  return { idOf: (path) => at(path)?.id, read: (path) => at(path)?.octets };
}

function readBelow(top: string, path: string): Buffer | undefined {
  try {
    const real = realpathSync(join(top, path));
    if (!real.startsWith(top + sep) || !statSync(real).isFile()) return undefined;
    return readFileSync(real);
  } catch (error) {
    // A file that is there and cannot be read is not one that is gone.
    if (error instanceof Error && "code" in error && (error.code === "EACCES" || error.code === "EPERM"))
      throw error;
    return undefined;
  }
}
