import { accessSync, constants, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, resolve, sep } from "node:path";
import { textOf } from "../lsp/fileText.ts";
import type { DataFiles } from "../terraform/dataFiles.ts";
import type { FileSource, Included } from "../zone/includes.ts";
import { shown } from "./paths.ts";
import { UsageError } from "./usage.ts";

/** The files below a folder, links resolved, for `$INCLUDE`; a name is relative to the file that includes it, else to the folder. */
export function filesBelow(root: string): FileSource {
  const top = topAt(root);
  return {
    include(from, name) {
      const beside = resolve(dirname(from), name);
      const path = realPath(beside) === undefined ? resolve(top, name) : beside;
      return included(top, path, beside);
    },
  };
}

/** The same for what Terraform's functions read: a path is relative to the folder of the file, and to nothing else. */
export function dataBelow(root: string): DataFiles {
  const top = topAt(root);
  return {
    read(from, path) {
      const beside = resolve(dirname(from), path);
      const found = !isShort(beside) ? undefined : included(top, beside, beside);
      return found?.kind === "file" ? found : { uri: shown(beside) };
    },
  };
}

function topAt(root: string): string {
  const top = realPath(resolve(root));
  if (top !== undefined && statSync(top).isDirectory()) return top;
  throw new UsageError(`--root ${root}: there is no such folder; check the path`);
}

/** No record is made of more octets than this, and no list of records that a person wrote. */
const MOST_OCTETS = 16_000_000;

function isShort(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return statSync(path).size <= MOST_OCTETS;
  } catch {
    return false;
  }
}

function included(top: string, path: string, wanted: string): Included {
  const real = realPath(path);
  // Of what lies outside not even whether it exists is told.
  if (!isWithin(top, real ?? resolve(path))) return { kind: "outside", uri: shown(wanted) };
  if (real === undefined) return { kind: "missing", uri: shown(wanted) };
  const uri = shown(path);
  if (!statSync(real).isFile()) return { kind: "not-zone", uri };
  const text = textOf(readFileSync(real));
  return text === undefined ? { kind: "not-zone", uri } : { kind: "file", uri, text };
}

function isWithin(top: string, path: string): boolean {
  return path === top || path.startsWith(top.endsWith(sep) ? top : top + sep);
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
