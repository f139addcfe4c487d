import { posix } from "node:path";
import { textOf } from "../../lsp/fileText.ts";
import { outermostFiles, type ReviewFile, type Snapshot } from "../../review/snapshot.ts";
import { folderOf, isTerraformFile } from "../../terraform/paths.ts";
import { TerraformProject } from "../../terraform/project.ts";
import { ZoneDocument } from "../../zone/document.ts";
import type { FileSource, Included } from "../../zone/includes.ts";
import { UsageError } from "../usage.ts";
import type { Tree } from "./trees.ts";

/** Both sides of a change. What they have alike is the same object on both. */
export interface Sides {
  readonly base: Snapshot;
  readonly head: Snapshot;
}

/** Reads both sides. Included files and Terraform modules are looked for on each side by itself. */
export function sidesOf(base: Tree, head: Tree, origin: string | undefined): Sides {
  const zones = { base: new Map<string, ReviewFile>(), head: new Map<string, ReviewFile>() };
  for (const path of zonePaths(head)) {
    const zone = readZone(head, path, origin);
    if (zone === undefined) continue;
    const file = { key: path, document: zone.document };
    zones.head.set(path, file);
    if ([path, ...zone.asked].every((one) => base.idOf(one) === head.idOf(one))) zones.base.set(path, file);
  }
  for (const path of zonePaths(base)) {
    const zone = zones.base.has(path) ? undefined : readZone(base, path, origin);
    if (zone === undefined) continue;
    // Otherwise all of it would be told to be gone.
    if (head.idOf(path) !== undefined && !zones.head.has(path) && zonePaths(head).includes(path))
      throw new UsageError(`${head.uriOf(path)}: no text file any more; repair it, or leave it out`);
    zones.base.set(path, { key: path, document: zone.document });
  }
  const terraform = terraformFiles(base, head);
  return {
    base: { files: [...outermostFiles([...zones.base.values()]), ...terraform.base] },
    head: { files: [...outermostFiles([...zones.head.values()]), ...terraform.head] },
  };
}

function zonePaths({ paths }: Tree): readonly string[] {
  return paths.filter((path) => !isTerraformFile(path));
}

/** A zone file of a tree, with the paths that its `$INCLUDE`s asked for, found or not; undefined where it is no text. */
export function readZone(tree: Tree, path: string, origin: string | undefined) {
  const octets = tree.read(path);
  const text = octets === undefined ? undefined : textOf(octets);
  if (text === undefined) return undefined;
  const asked = new Set<string>();
  const source = sourceOf(tree, path, asked);
  const document = new ZoneDocument(
    tree.uriOf(path),
    text,
    origin === undefined ? { source } : { source, origin },
  );
  return { document, asked };
}

/** Finds included files in a tree: beside the file that includes them, otherwise from the top. */
function sourceOf(tree: Tree, path: string, asked: Set<string>): FileSource {
  const paths = new Map([[tree.uriOf(path), path]]);
  return {
    include(from, name): Included {
      const beside = posix.normalize(posix.join(posix.dirname(paths.get(from) ?? path), name));
      const outside = name.startsWith("/") || beside.startsWith("../");
      if (outside) return { kind: "outside", uri: name };
      for (const at of [beside, posix.normalize(name)]) {
        asked.add(at);
        const octets = tree.read(at);
        if (octets === undefined) continue;
        const uri = tree.uriOf(at);
        paths.set(uri, at);
        const text = textOf(octets);
        return text === undefined ? { kind: "not-zone", uri } : { kind: "file", uri, text };
      }
      return { kind: "missing", uri: tree.uriOf(beside) };
    },
  };
}

/** What a Terraform file holds hangs on all others, so that either all are alike on both sides, or none is taken for it. */
function terraformFiles(
  base: Tree,
  head: Tree,
): { readonly base: readonly ReviewFile[]; readonly head: readonly ReviewFile[] } {
  const [before = [], after = []] = [base, head].map(({ paths }) => paths.filter(isTerraformFile));
  const { files, asked } = projectFiles(head, after);
  const isSame =
    before.length === after.length &&
    [...after, ...asked].every((path) => base.idOf(path) === head.idOf(path));
  return { base: isSame ? files : projectFiles(base, before).files, head: files };
}

/** The Terraform files of a tree, with the paths that their functions asked for, found or not. */
function projectFiles(tree: Tree, paths: readonly string[]) {
  const folders = new Map(paths.map((path) => [folderOf(tree.uriOf(path)), posix.dirname(path)]));
  const asked = new Set<string>();
  const project = new TerraformProject({
    read(from, path) {
      const folder = folders.get(folderOf(from));
      const at = posix.normalize(posix.join(folder ?? "..", path));
      const uri = tree.uriOf(at);
      if (at.startsWith("../")) return { uri };
      asked.add(at);
      const octets = tree.read(at);
      const text = octets === undefined ? undefined : textOf(octets);
      return text === undefined ? { uri } : { uri, text };
    },
  });
  const files = paths.flatMap((path): readonly ReviewFile[] => {
    const octets = tree.read(path);
    const text = octets === undefined ? undefined : textOf(octets);
    return text === undefined ? [] : [{ key: path, document: project.open(tree.uriOf(path), text) }];
  });
  // What they ask for is known when they are evaluated.
  for (const { document } of files) document.records();
  return { files, asked };
}
