import type { ReviewFile, Snapshot } from "../../review/snapshot.ts";
import { isTerraformFile } from "../../terraform/paths.ts";
import { TerraformProject } from "../../terraform/project.ts";
import { ZoneDocument } from "../../zone/document.ts";
import { textOf } from "../paths.ts";
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
    const document = readZone(head, path, origin);
    if (document === undefined) continue;
    const file = { key: path, document };
    zones.head.set(path, file);
    if (base.idOf(path) === head.idOf(path)) zones.base.set(path, file);
  }
  for (const path of zonePaths(base)) {
    const document = zones.base.has(path) ? undefined : readZone(base, path, origin);
    if (document !== undefined) zones.base.set(path, { key: path, document });
  }
  const terraform = terraformFiles(base, head);
  return {
    base: { files: [...zones.base.values(), ...terraform.base] },
    head: { files: [...zones.head.values(), ...terraform.head] },
  };
}

function zonePaths({ paths }: Tree): readonly string[] {
  return paths.filter((path) => !isTerraformFile(path));
}

function readZone(tree: Tree, path: string, origin: string | undefined): ZoneDocument | undefined {
  const octets = tree.read(path);
  const text = octets === undefined ? undefined : textOf(octets);
  if (text === undefined) return undefined;
  return new ZoneDocument(tree.uriOf(path), text, origin === undefined ? {} : { origin });
}

/** What a Terraform file holds hangs on all others, so that either all are alike on both sides, or none is taken for it. */
function terraformFiles(
  base: Tree,
  head: Tree,
): { readonly base: readonly ReviewFile[]; readonly head: readonly ReviewFile[] } {
  const [before, after] = [base, head].map(({ paths }) => paths.filter(isTerraformFile));
  const isSame =
    before?.length === after?.length && (after ?? []).every((path) => base.idOf(path) === head.idOf(path));
  const files = projectFiles(head, after ?? []);
  return { base: isSame ? files : projectFiles(base, before ?? []), head: files };
}

function projectFiles(tree: Tree, paths: readonly string[]): readonly ReviewFile[] {
  const project = new TerraformProject();
  return paths.flatMap((path) => {
    const octets = tree.read(path);
    const text = octets === undefined ? undefined : textOf(octets);
    return text === undefined ? [] : [{ key: path, document: project.open(tree.uriOf(path), text) }];
  });
}
