import { readdir, readFile, realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { isPolicyPath } from "../mail/mtaSts.ts";
import { isTerraformFile } from "../terraform/paths.ts";
import { isZoneFileName } from "../zone/fileName.ts";
import { textOf } from "./fileText.ts";
import type { Host } from "./host.ts";
import { uriOfPath } from "./uris.ts";

/** So many folders are looked into at the most: a home folder opened by mistake has no end. */
const MOST_FOLDERS = 5000;
const LEFT_OUT: ReadonlySet<string> = new Set([
  "node_modules",
  ".git",
  ".hg",
  ".svn",
  ".terraform",
  ".terragrunt-cache",
]);

/** Files of this machine, for editors that do not answer questions about files. */
export const nodeHost: Host = {
  async read(uri) {
    try {
      return textOf(await readFile(fileURLToPath(uri)));
    } catch {
      return undefined;
    }
  },
  // Links are followed first: one that leads out of a folder does not make its target part of it.
  async isBelow(uri, folders) {
    try {
      const path = await realpath(fileURLToPath(uri));
      const roots = folders.filter((folder) => folder.startsWith("file:"));
      const real = await Promise.all(roots.map((folder) => realpath(fileURLToPath(folder))));
      return real.some((root) => path.startsWith(`${root}${sep}`));
    } catch {
      return true;
    }
  },
  async find(folders) {
    const found: string[] = [];
    const queue = folders.filter((uri) => uri.startsWith("file:")).map((uri) => fileURLToPath(uri));
    for (let looked = 0; looked < MOST_FOLDERS; looked++) {
      const folder = queue.shift();
      if (folder === undefined) break;
      for (const entry of await entriesOf(folder)) {
        const path = join(folder, entry.name);
        if (entry.isDirectory() && !LEFT_OUT.has(entry.name)) queue.push(path);
        else if (entry.isFile() && isRead(path, entry.name)) found.push(uriOfPath(path));
      }
    }
    return found;
  },
};

function isRead(path: string, name: string): boolean {
  return isZoneFileName(name) || isTerraformFile(name) || isPolicyPath(path);
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
