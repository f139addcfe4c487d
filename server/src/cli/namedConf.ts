import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { textOf } from "../lsp/fileText.ts";
import {
  configuredOrigin,
  NAMED_CONF,
  NAMED_CONF_FOLDERS,
  type NamedConf,
  parseNamedConf,
} from "../zone/namedConf.ts";

const inFolder = new Map<string, readonly NamedConf[]>();

/** The origin that a `named.conf` gives a zone file: one beside it or in a folder above, up to `root`. */
export function originByNamedConf(path: string, root: string): string | undefined {
  const file = resolve(path);
  const top = resolve(root);
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const confs = NAMED_CONF_FOLDERS.flatMap((name) => confsIn(join(folder, name)));
    const origin = configuredOrigin(confs, posix(file));
    if (origin !== undefined) return origin;
    if (folder === top || !folder.startsWith(`${top}${sep}`)) return undefined;
  }
}

function confsIn(folder: string): readonly NamedConf[] {
  const known = inFolder.get(folder);
  if (known !== undefined) return known;
  const confs = namesIn(folder).flatMap((name) => {
    const path = join(folder, name);
    const text = textOf(readFileSync(path));
    return text === undefined ? [] : [parseNamedConf(posix(path), text)];
  });
  inFolder.set(folder, confs);
  return confs;
}

function namesIn(folder: string): readonly string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isFile() && NAMED_CONF.test(entry.name)).map(({ name }) => name);
  } catch {
    return [];
  }
}

function posix(path: string): string {
  return path.split(sep).join("/");
}
