import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { outermost, type RecordDocument, together } from "../dns/document.ts";
import { textOf } from "../lsp/fileText.ts";
import { isTerraformFile } from "../terraform/paths.ts";
import { TerraformProject } from "../terraform/project.ts";
import { headOf, readZone, type ZoneValues, zoneFiles } from "./files.ts";
import { dataBelow } from "./includes.ts";
import { isUtf16, shown, textIn } from "./paths.ts";
import { readStdin } from "./stdin.ts";
import { UsageError } from "./usage.ts";

/**
 * The documents that the paths name, zone files and Terraform. A file that another one includes is read as part of that one
 * alone. What a Terraform file hangs on (the rest of
 * its folder, the modules it calls) is read with it, and is no document of its own unless it is named too.
 */
export function documentsOf(paths: readonly string[], values: ZoneValues): readonly RecordDocument[] {
  return readFiles(filesOf(paths), values);
}

/** The same of files that a search found. */
export function readFiles(files: readonly string[], values: ZoneValues): readonly RecordDocument[] {
  if (values["stdin-filename"] !== undefined && !files.includes("-"))
    throw new UsageError("--stdin-filename names what comes in on standard input; add `-` to the paths");
  const project = new TerraformProject(dataBelow(values.root ?? "."));
  const named = new Map<string, RecordDocument>();
  for (const path of files) {
    const name = path === "-" ? (values["stdin-filename"] ?? "stdin") : path;
    if (isTerraformFile(name)) named.set(path, openTerraform(project, path, name));
  }
  if (named.size > 0) readAround(project);
  return outermost(files.map((path) => named.get(path) ?? readZone(path, values)));
}

/** The files that the paths name. What a search found by its name is no text now and then; what a person named has to be. */
export function filesOf(paths: readonly string[]): readonly string[] {
  return zoneFiles(paths).filter((path) => {
    if (path === "-" || paths.includes(path)) return true;
    const head = headOf(path);
    if (textOf(head) !== undefined) return true;
    const what = isUtf16(head)
      ? "written in UTF-16, left out; save it as UTF-8"
      : "not a text file, left out";
    process.stderr.write(`dnslens: ${shown(path)}: ${what}\n`);
    return false;
  });
}

/** The files that belong to the documents, included ones and those into which their findings may point. */
export function besides(documents: readonly RecordDocument[]): readonly RecordDocument[] {
  const named = new Set(documents.map(({ uri }) => uri));
  const others = new Map<string, RecordDocument>();
  for (const [, more] of together(documents))
    for (const other of more) if (!named.has(other.uri)) others.set(other.uri, other);
  return [...others.values()];
}

function openTerraform(project: TerraformProject, path: string, name: string): RecordDocument {
  const text = textIn(path, path === "-" ? readStdin() : readFileSync(path));
  return project.open(path === "-" ? name : shown(path), text);
}

// Folders that are called may call others.
function readAround(project: TerraformProject): void {
  const done = new Set<string>();
  for (
    let folders = project.folders();
    folders.some((folder) => !done.has(folder));
    folders = project.folders()
  ) {
    for (const folder of folders) {
      if (!done.has(folder)) readFolder(project, folder);
      done.add(folder);
    }
  }
}

function readFolder(project: TerraformProject, folder: string): void {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (!entry.isFile() || !isTerraformFile(entry.name) || project.has(shown(path))) continue;
    const text = textOf(readFileSync(path));
    if (text !== undefined) project.open(shown(path), text);
  }
}
