import { spawnSync } from "node:child_process";
import { closeSync, lstatSync, openSync, readdirSync, readFileSync, readSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { textOf } from "../lsp/fileText.ts";
import { isTerraformFile } from "../terraform/paths.ts";
import { ZoneDocument } from "../zone/document.ts";
import { isZoneFileName, looksLikeZone, mayBeZoneFileName } from "../zone/fileName.ts";
import { LONG_BLOCK } from "../zone/parseBlock.ts";
import { filesBelow } from "./includes.ts";
import { originByNamedConf } from "./namedConf.ts";
import { givenOrigin, shown, textIn } from "./paths.ts";
import { readStdin } from "./stdin.ts";
import { UsageError } from "./usage.ts";

/** The zone and Terraform files that the paths name; directories are searched by name. */
export function zoneFiles(paths: readonly string[]): readonly string[] {
  const files = (paths.length === 0 ? ["."] : paths).flatMap((path) => {
    if (path === "-") return [path];
    if (path === "") throw new UsageError("a path is empty; `.` is the folder you are in");
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) throw new UsageError(`${path}: there is no such file; check the path`);
    return stat.isDirectory() ? below(path) : [path];
  });
  // A file that is named twice, or by name and by its folder, is one file.
  return [...new Map(files.map((path) => [path === "-" ? path : resolve(path), path])).values()];
}

/** What every command that reads zones takes. */
export const ZONE_OPTIONS = {
  origin: { type: "string" },
  root: { type: "string" },
  "stdin-filename": { type: "string" },
} as const;

/** What `parseArgs` makes of these options, and the name given for standard input. */
export interface ZoneValues {
  readonly origin?: string | undefined;
  readonly root?: string | undefined;
  readonly "stdin-filename"?: string | undefined;
}

/** Reads a zone file, `-` from standard input under the name given for it. Throws a UsageError where it is not text. */
export function readZone(path: string, { origin, root, "stdin-filename": stdin }: ZoneValues): ZoneDocument {
  const octets = path === "-" ? readStdin() : readFileSync(path);
  noteRead(octets.length);
  const text = textIn(path, octets);
  const uri = path === "-" ? (stdin ?? "stdin") : shown(path);
  const absolute = givenOrigin(origin) ?? originByNamedConf(uri, root ?? ".");
  const options = { source: filesBelow(root ?? "."), blockSize: LONG_BLOCK };
  return new ZoneDocument(uri, text, absolute === undefined ? options : { ...options, origin: absolute });
}

/**
 * How memory is to be used from so many octets read on. A check makes much garbage and keeps little: collected a little sooner
 * it takes two thirds of the memory, and no more time. Of a very large zone much is kept: there another third of the memory is
 * bought with a quarter more time.
 */
const MEMORY: readonly (readonly [octets: number, flags: string])[] = [
  [4_000_000, "--heap-growing-percent=40"],
  [32_000_000, "--optimize-for-size --semi-space-growth-factor=1 --heap-growing-percent=50"],
];
let octetsRead = 0;

function noteRead(octets: number): void {
  const before = octetsRead;
  octetsRead += octets;
  for (const [from, flags] of MEMORY) {
    if (before <= from && octetsRead > from) process.getBuiltinModule?.("node:v8").setFlagsFromString(flags);
  }
}

/** Whether a file is read for what it is called. */
export function isRead(path: string): boolean {
  const name = basename(path);
  return isZoneFileName(name) || isTerraformFile(name);
}

function below(directory: string): readonly string[] {
  return filesIn(directory).filter(
    (path) => isRead(path) || (mayBeZoneFileName(basename(path)) && beginsAsZone(path)),
  );
}

function filesIn(directory: string): readonly string[] {
  return notIgnored(directory) ?? walked(directory);
}

// What git would show of a folder, repositories within included; undefined where there is no git, or the folder is in no repository.
function notIgnored(directory: string): readonly string[] | undefined {
  const args = [
    "-C",
    directory,
    "ls-files",
    "-z",
    "--cached",
    "--others",
    "--exclude-standard",
    "--deduplicate",
  ];
  const { status, stdout } = spawnSync("git", args, { encoding: "utf8", maxBuffer: MOST_LISTED });
  // A repository of its own that is ignored as a whole is still what was asked for.
  if (status !== 0 || stdout === "") return undefined;
  return stdout
    .split("\0")
    .filter((name) => name !== "")
    .flatMap((name) => {
      const path = join(directory, name);
      const stat = lstatSync(path, { throwIfNoEntry: false });
      if (stat?.isFile() === true) return [path];
      // A submodule, or a repository that lies in this one.
      const isOther = stat?.isDirectory() === true && resolve(path) !== resolve(directory);
      return isOther && !SKIPPED.has(basename(path)) ? filesIn(path) : [];
    })
    .sort();
}

const MOST_LISTED = 1 << 28;
const SKIPPED: ReadonlySet<string> = new Set(["node_modules", ".git", ".terraform", ".terragrunt-cache"]);

function walked(directory: string): readonly string[] {
  return readdirSync(directory, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      if (SKIPPED.has(entry.name)) return [];
      const path = join(directory, entry.name);
      if (entry.isDirectory()) return walked(path);
      return entry.isFile() ? [path] : [];
    });
}

function beginsAsZone(path: string): boolean {
  return looksLikeZone(textOf(headOf(path)) ?? "");
}

/** How a file begins. */
export function headOf(path: string): Buffer {
  const head = Buffer.alloc(HEAD);
  const file = openSync(path, "r");
  try {
    return head.subarray(0, readSync(file, head, 0, HEAD, 0));
  } finally {
    closeSync(file);
  }
}

const HEAD = 8192;
