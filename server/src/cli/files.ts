import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { isTerraformFile } from "../terraform/paths.ts";
import { ZoneDocument } from "../zone/document.ts";
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

/** Reads a zone file, `-` from standard input under the name given for it. Throws a UsageError where it is not text. */
export function readZone(path: string, origin: string | undefined, stdinName = "stdin"): ZoneDocument {
  const text = textOf(readFileSync(path === "-" ? 0 : path));
  if (text === undefined) throw new UsageError(`${path}: not a text file; leave it out`);
  const absolute = origin === undefined ? undefined : `${origin.toLowerCase().replace(/\.$/, "")}.`;
  return new ZoneDocument(
    path === "-" ? stdinName : shown(path),
    text,
    absolute === undefined ? {} : { origin: absolute },
  );
}

/** The text of a file; undefined where it is none. */
export function textOf(octets: Buffer): string | undefined {
  if (octets.subarray(0, 8192).includes(0)) return undefined;
  return isAscii(octets) ? octets.toString("latin1") : octets.toString("utf8");
}

/** A path as the user would type it. */
export function shown(path: string): string {
  const near = relative(process.cwd(), path);
  return (near.startsWith("..") ? path : near).split(sep).join("/");
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

function isAscii(octets: Uint8Array): boolean {
  for (let i = 0; i < octets.length; i++) if ((octets[i] ?? 0) > 127) return false;
  return true;
}
