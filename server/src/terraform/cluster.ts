import type { RecordPart, SyntaxProblem } from "../dns/document.ts";
import type { DnsRecord } from "../dns/record.ts";
import type { DataFiles } from "./dataFiles.ts";
import type { SourceFile } from "./declared.ts";
import { evaluate } from "./eval/evaluate.ts";
import { unknown, type Value } from "./eval/value.ts";
import { Module } from "./module.ts";
import { fileNameOf } from "./paths.ts";
import { problemsOf } from "./problems.ts";
import { TerraformRecord } from "./record.ts";
import { buildRecords } from "./records/build.ts";
import { Sharing } from "./sharing.ts";
import { signatureRecords } from "./signature.ts";

/** A folder with everything it calls, evaluated. */
export interface Evaluated {
  /** The folders it hangs on, those that are not there included. */
  readonly folders: ReadonlySet<string>;
  /** The other files that its functions read, by URI, those that are not there included. */
  readonly data: ReadonlySet<string>;
  readonly files: ReadonlyMap<string, RecordPart>;
  /** What stands at each name, without what excludes one another. */
  readonly byOwner: ReadonlyMap<string, readonly DnsRecord[]>;
}

/** Evaluations are cut off behind so many steps; hostile files end too. */
const STEPS = 500_000;

interface MutablePart extends RecordPart {
  readonly records: DnsRecord[];
  readonly problems: SyntaxProblem[];
}

/** Evaluates a folder and the modules that it calls: their records, and what is wrong with how they are written. */
export function evaluateFolder(
  folder: string,
  filesOf: (folder: string) => readonly SourceFile[] | undefined,
  dataFiles: DataFiles | undefined,
): Evaluated {
  const folders = new Set([folder]);
  const data = new Set<string>();
  const read = (from: string, path: string) => {
    const found = dataFiles?.read(`${from}/main.tf`, path);
    if (found !== undefined) data.add(found.uri);
    return found?.text;
  };
  const tracked = (one: string) => {
    folders.add(one);
    return filesOf(one);
  };
  const files = filesOf(folder) ?? [];
  const budget = { steps: STEPS, depth: 0, failures: 0 };
  const module = new Module({
    files,
    folder,
    variables: variablesOf(files),
    filesOf: tracked,
    read,
    root: folder,
    budget,
    path: "",
    account: "",
    depth: 0,
  });
  const parts = new Map<string, MutablePart>();
  const partOf = ({ uri, text }: { readonly uri: string; readonly text: string }) => {
    const known = parts.get(uri);
    if (known !== undefined) return known;
    const made = { uri, start: 0, text, problems: [], records: [] };
    parts.set(uri, made);
    return made;
  };
  const modules = modulesOf(module);
  const texts = new Map(modules.flatMap((one) => one.files.map(({ uri, text }) => [uri, text] as const)));
  for (const one of modules) for (const file of one.files) partOf(file);
  const sharing = new Sharing();
  const sinkOf = (uri: string) => {
    const part = partOf({ uri, text: texts.get(uri) ?? "" });
    return { records: part.records, anchor: part };
  };
  const escapes = new Map<string, ReadonlySet<number>>();
  for (const file of modules.flatMap((one) => one.files)) escapes.set(file.uri, badEscapesOf(file));
  const badEscapes = (uri: string) => escapes.get(uri) ?? NONE;
  buildRecords(module, { sinkOf, sharing, badEscapes });
  const seen = new Set<string>();
  for (const one of modules) {
    for (const file of one.files) {
      if (seen.has(file.uri)) continue;
      seen.add(file.uri);
      const { records } = sinkOf(file.uri);
      for (const record of signatureRecords(file, one, sharing, partOf(file))) records.push(record);
    }
  }
  const records = [...parts.values()].flatMap((part) => part.records);
  const owned = records.filter((record) => record instanceof TerraformRecord);
  for (const { uri, problem } of problemsOf(owned, modules, sharing)) parts.get(uri)?.problems.push(problem);
  for (const part of parts.values()) part.records.sort((a, b) => a.rdataSpan.start - b.rdataSpan.start);
  return { folders, data, files: parts, byOwner: indexOf(owned) };
}

const NONE: ReadonlySet<number> = new Set();

function badEscapesOf({ hcl }: SourceFile): ReadonlySet<number> {
  const escapes = hcl.problems.filter(({ kind }) => kind === "escape");
  return escapes.length === 0 ? NONE : new Set(escapes.map(({ start }) => start));
}

/** A module and all that it calls, each instance once. */
function modulesOf(module: Module): readonly Module[] {
  return [module, ...module.calls.flatMap((call) => modulesOf(call.module))];
}

// terraform.tfvars, then terraform.tfvars.json, then *.auto.tfvars and *.auto.tfvars.json by name; the last one wins.
function variablesOf(files: readonly SourceFile[]): ReadonlyMap<string, Value> {
  const rank = ({ uri }: SourceFile): number => {
    const name = fileNameOf(uri);
    if (name === "terraform.tfvars") return 0;
    if (name === "terraform.tfvars.json") return 1;
    return /\.auto\.tfvars(?:\.json)?$/.test(name) ? 2 : -1;
  };
  const variables = new Map<string, Value>();
  const chosen = files.filter((file) => rank(file) >= 0);
  for (const file of chosen.sort((a, b) => rank(a) - rank(b) || (a.uri < b.uri ? -1 : 1))) {
    for (const { name, value } of file.hcl.body.attributes) {
      const scope = {
        uri: file.uri,
        bound: undefined,
        root: (_: string, at: Value["at"]) => unknown(at),
        budget: { steps: STEPS, depth: 0, failures: 0 },
      };
      variables.set(name, evaluate(value, scope));
    }
  }
  return variables;
}

// A record that may not exist says nothing beside another one of its type.
function indexOf(records: readonly TerraformRecord[]): ReadonlyMap<string, readonly DnsRecord[]> {
  const byOwner = new Map<string, TerraformRecord[]>();
  for (const record of records) {
    if (record.owner === undefined) continue;
    const list = byOwner.get(record.owner);
    if (list === undefined) byOwner.set(record.owner, [record]);
    else list.push(record);
  }
  for (const [owner, all] of byOwner) {
    if (all.length === 1) continue;
    // Zones of one name (public and private) have nothing to do with each other.
    const list = all.filter(({ facts }) => facts.zoneKey === all[0]?.facts.zoneKey);
    byOwner.set(
      owner,
      list.filter((record, at) => {
        const { alternative } = record.facts;
        const isOfAnother = (other: TerraformRecord) =>
          other.type === record.type &&
          other.facts.alternative !== undefined &&
          other.facts.alternative !== alternative;
        // Of alternatives the first stands for all.
        if (alternative !== undefined && list.slice(0, at).some(isOfAnother)) return false;
        if (!record.facts.isConditional) return true;
        const isOther = (other: TerraformRecord) =>
          other !== record &&
          other.type === record.type &&
          other.facts.declared.block !== record.facts.declared.block;
        return !list.some((other, i) => isOther(other) && (!other.facts.isConditional || i < at));
      }),
    );
  }
  return byOwner;
}
