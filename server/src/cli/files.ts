import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { isTerraformFile } from "../terraform/paths.ts";
import { ZoneDocument } from "../zone/document.ts";
import { filesBelow } from "./includes.ts";
import { shown, textOf } from "./paths.ts";
import { UsageError } from "./usage.ts";

const ZONE_FILE =
  /\.(?:zone|zonefile|arpa|signed|rpz)$|^db\.[^/]+$|^named\.(?:root|ca|local|empty|localhost|loopback)$|^root\.hints$/i;

/** The zone and Terraform files that the paths name; directories are searched by name. */
export function zoneFiles(paths: readonly string[]): readonly string[] {
  return (paths.length === 0 ? ["."] : paths).flatMap((path) => {
    if (path === "-") return [path];
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) throw new UsageError(`${path}: there is no such file; check the path`);
    return stat.isDirectory() ? below(path) : [path];
  });
}

/** What every command that reads zones takes. */
export const ZONE_OPTIONS = { origin: { type: "string" }, root: { type: "string" } } as const;

/** What `parseArgs` makes of these options, and the name given for standard input. */
export interface ZoneValues {
  readonly origin?: string | undefined;
  readonly root?: string | undefined;
  readonly "stdin-filename"?: string | undefined;
}

/** Reads a zone file, `-` from standard input under the name given for it. Throws a UsageError where it is not text. */
export function readZone(path: string, { origin, root, "stdin-filename": stdin }: ZoneValues): ZoneDocument {
  const text = textOf(readFileSync(path === "-" ? 0 : path));
  if (text === undefined) throw new UsageError(`${path}: not a text file; leave it out`);
  const uri = path === "-" ? (stdin ?? "stdin") : shown(path);
  const absolute = origin === undefined ? undefined : `${origin.toLowerCase().replace(/\.$/, "")}.`;
  const source = filesBelow(root ?? ".");
  return new ZoneDocument(uri, text, absolute === undefined ? { source } : { source, origin: absolute });
}

const SKIPPED: ReadonlySet<string> = new Set(["node_modules", ".git", ".terraform", ".terragrunt-cache"]);

/** Whether a file is read for what it is called. */
export function isRead(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return ZONE_FILE.test(name) || isTerraformFile(name);
}

function below(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      if (SKIPPED.has(entry.name)) return [];
      const path = join(directory, entry.name);
      if (entry.isDirectory()) return below(path);
      return entry.isFile() && isRead(entry.name) ? [path] : [];
    });
}
