import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import type { RecordDocument } from "../dns/document.ts";
import { parentOf } from "../dns/names.ts";
import { domainOfPolicy, idOf, isPolicyPath, type PolicyFile } from "../mail/mtaSts.ts";
import { FLAG } from "../zone/block.ts";
import { ZoneDocument } from "../zone/document.ts";
import { ownerOf } from "../zone/record.ts";
import { shown } from "./paths.ts";
import { type Repository, repositoryAt } from "./review/git.ts";

// Below a folder that was named, and beside a file that was.
const DEEPEST = 12;
const DEEPEST_BESIDE = 3;

const TYPE_TXT = 16;

/**
 * The MTA-STS policy files below the folders that were named, or that hold what was named, by domain; with what the last
 * commit has of them where they lie in a repository.
 */
export function policyFilesFor(
  paths: readonly string[],
  documents: readonly RecordDocument[],
): ReadonlyMap<string, PolicyFile> {
  const found = new Map<string, PolicyFile>();
  const domains = domainsOf(documents);
  if (domains.length === 0) return found;
  const files = new Set((paths.length === 0 ? ["."] : paths).flatMap(policiesNear));
  for (const file of files) {
    const path = shown(file);
    const domain = domainOfPolicy(path, domains);
    if (domain === undefined || found.has(domain)) continue;
    const text = readFileSync(file, "utf8");
    const repository = repositoryAt(dirname(file));
    const before = repository === undefined ? undefined : committed(repository, path, domain, documents);
    found.set(domain, { path, text, ...(before === undefined ? {} : { before }) });
  }
  return found;
}

function domainsOf(documents: readonly RecordDocument[]): readonly string[] {
  const domains = new Set<string>();
  for (const document of documents) {
    for (const owner of ownersOfTexts(document)) {
      if (owner?.startsWith("_mta-sts.") !== true) continue;
      const domain = parentOf(owner);
      if (domain !== undefined) domains.add(domain);
    }
  }
  return [...domains];
}

function* ownersOfTexts(document: RecordDocument): Iterable<string | undefined> {
  if (!(document instanceof ZoneDocument)) {
    for (const { owner, typeCode } of document.records()) if (typeCode === TYPE_TXT) yield owner;
    return;
  }
  // Most rows of a big zone are no texts, and need not become records.
  for (const block of document.parts) {
    const { type, flags } = block.columns;
    for (let row = 0; row < block.rows; row++) {
      if (type[row] === TYPE_TXT && ((flags[row] ?? 0) & FLAG.broken) === 0) yield ownerOf(block, row);
    }
  }
}

function policiesNear(path: string): readonly string[] {
  if (path === "-") return [];
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  return isFolder ? below(path, DEEPEST) : below(dirname(path), DEEPEST_BESIDE);
}

function below(folder: string, depth: number): readonly string[] {
  return entriesOf(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isFile()) return isPolicyPath(path) ? [path] : [];
    const isOther = entry.name === "node_modules" || entry.name === ".git";
    return entry.isDirectory() && !isOther && depth > 0 ? below(path, depth - 1) : [];
  });
}

// What may not be read holds no policy that could be told of.
function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** The policy file, and the domain's `id`, as the last commit has them; undefined where it has not both. */
function committed(
  repository: Repository,
  path: string,
  domain: string,
  documents: readonly RecordDocument[],
): PolicyFile["before"] {
  const tree = repository.treeOf("HEAD");
  if (tree === undefined) return undefined;
  const files = repository.filesOf(tree);
  const at = (file: string) => {
    const id = files.get(relative(repository.root, file).split(sep).join("/"));
    return id === undefined ? undefined : repository.read([id])[0]?.toString("utf8");
  };
  const text = at(join(process.cwd(), path));
  const owner = `_mta-sts.${domain}`;
  const document = documents.find((one) => one.recordsAt(owner, "TXT").length > 0);
  const zone = document instanceof ZoneDocument ? at(join(process.cwd(), document.uri)) : undefined;
  if (text === undefined || document === undefined || zone === undefined) return undefined;
  const [record] = document.withText(zone).recordsAt(owner, "TXT");
  return { text, id: record?.text === undefined ? undefined : idOf(record.text.text) };
}
