import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { textOf } from "./fileText.ts";
import { type Host, isReadByName } from "./host.ts";
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

/** What tells one state of a file from another, by the URI of each that was read; undefined for one that was not there. */
const stamps = new Map<string, string | undefined>();

/** Files of this machine, for editors that do not answer questions about files. */
export const nodeHost: Host = {
  canRead: (uri) => uri.startsWith("file:"),
  async read(uri) {
    stamps.set(uri, await stampOf(uri));
    try {
      return textOf(await readFile(fileURLToPath(uri)));
    } catch {
      return undefined;
    }
  },
  // Links are followed first: one that leads out of a folder does not make its target part of it.
  async isBelow(uri, folders) {
    const path = await realPathOf(uri);
    if (path === undefined) return true;
    const roots = await Promise.all(folders.map(realPathOf));
    return roots.some(
      (root) => root !== undefined && path.startsWith(root.endsWith(sep) ? root : root + sep),
    );
  },
  async changed(folders) {
    const uris = new Set([...stamps.keys(), ...(await nodeHost.find(folders))]);
    const news = await Promise.all(
      [...uris].map(async (uri) => {
        const stamp = await stampOf(uri);
        return stamps.has(uri) ? stamp !== stamps.get(uri) : stamp !== undefined;
      }),
    );
    return [...uris].filter((_, i) => news[i]);
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
        else if (entry.isFile()) found.push(...[uriOfPath(path)].filter(isReadByName));
      }
    }
    return found;
  },
};

// Undefined for what is not there, or not on this machine.
async function realPathOf(uri: string): Promise<string | undefined> {
  try {
    return await realpath(fileURLToPath(uri));
  } catch {
    return undefined;
  }
}

async function stampOf(uri: string): Promise<string | undefined> {
  try {
    const { mtimeMs, size, ino } = await stat(fileURLToPath(uri));
    return `${mtimeMs} ${size} ${ino}`;
  } catch {
    return undefined;
  }
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
