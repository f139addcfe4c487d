import type { RecordPart } from "../dns/document.ts";
import type { DnsRecord } from "../dns/record.ts";
import { type Evaluated, evaluateFolder } from "./cluster.ts";
import type { DataFiles } from "./dataFiles.ts";
import type { SourceFile } from "./declared.ts";
import { TerraformDocument } from "./document.ts";
import { parseJson } from "./hcl/json.ts";
import { parseHcl } from "./hcl/parse.ts";
import { fileNameOf, folderOf, isTerragrunt, isTofu, moduleFolder, tofuTwin } from "./paths.ts";

/** A file with the folders that its `module` blocks name. */
interface Known extends SourceFile {
  readonly unit: string;
  readonly calls: readonly string[];
}

/** A folder as it was evaluated for one of those who read it. */
interface Configuration extends Evaluated {
  /** The program and the folder. */
  readonly key: string;
}

/** Who reads the files: OpenTofu takes `a.tofu` in the place of `a.tf`, Terraform takes no `.tofu` at all. */
type Program = "terraform" | "tofu";

/**
 * The Terraform files of a workspace. A folder is one module; the modules that it calls are evaluated with the values it gives
 * them. Folders are evaluated when somebody asks, and again when one of the files they hang on has changed.
 */
export class TerraformProject {
  readonly #files = new Map<string, Known>();
  readonly #documents = new Map<string, TerraformDocument>();
  readonly #evaluated = new Map<string, Configuration>();
  readonly #parts = new Map<string, { readonly from: readonly Evaluated[]; readonly part: RecordPart }>();
  readonly #ofFile = new Map<string, readonly Configuration[]>();
  readonly #related = new Map<string, ReadonlyMap<string, TerraformDocument>>();
  #units: ReadonlyMap<string, readonly Known[]> | undefined;
  #roots: ReadonlyMap<string, readonly string[]> | undefined;
  readonly #data: DataFiles | undefined;

  constructor(data?: DataFiles) {
    this.#data = data;
  }

  /** Takes in a file. */
  open(uri: string, text: string): TerraformDocument {
    const document = new TerraformDocument(uri, text, this);
    this.#documents.set(uri, document);
    this.set(document);
    return document;
  }

  /** Forgets a file. */
  close(uri: string): void {
    this.#documents.delete(uri);
    const file = this.#files.get(uri);
    if (file === undefined) return;
    this.#files.delete(uri);
    this.#changed(file, undefined);
  }

  /** Takes in a document's text as it is now. */
  set(document: TerraformDocument): void {
    const { uri } = document;
    if (this.#documents.get(uri) !== document) return;
    const before = this.#files.get(uri);
    const file = readSource(uri, document.text());
    this.#files.set(uri, file);
    this.#changed(before, file);
  }

  /** The same files, to be changed without touching these. */
  copy(): TerraformProject {
    const copy = new TerraformProject(this.#data);
    for (const file of this.#files.values()) copy.#files.set(file.uri, file);
    return copy;
  }

  /** The files that functions read, as far as anybody has asked for what they make of them. */
  dataFiles(): ReadonlySet<string> {
    return new Set([...this.#evaluated.values()].flatMap(({ data }) => [...data]));
  }

  /** Forgets what was worked out from a file that functions read. Returns the documents that may say something else. */
  refresh(uri: string): readonly TerraformDocument[] {
    const touched = new Set<string>();
    for (const [root, { data, files }] of this.#evaluated) {
      if (!data.has(uri)) continue;
      this.#evaluated.delete(root);
      for (const file of files.keys()) touched.add(file);
    }
    this.#forgetRelations();
    return [...touched].flatMap((file) => this.#documentOf(file) ?? []);
  }

  has(uri: string): boolean {
    return this.#files.has(uri);
  }

  /** The folders of the files, and those that their modules name. */
  folders(): readonly string[] {
    const files = [...this.#files.values()];
    return [...new Set(files.flatMap(({ uri, calls }) => [folderOf(uri), ...calls]))];
  }

  /** What a file holds. The same object as long as nothing has changed that it hangs on. */
  part(uri: string): RecordPart {
    const from = this.#evaluations(uri);
    const known = this.#parts.get(uri);
    if (
      known !== undefined &&
      known.from.length === from.length &&
      known.from.every((one, i) => one === from[i])
    ) {
      return known.part;
    }
    const text = this.#files.get(uri)?.text ?? "";
    const held = from.flatMap((one) => one.files.get(uri) ?? []);
    const [only] = held;
    const part =
      held.length === 1 && only !== undefined
        ? only
        : {
            uri,
            start: 0,
            text,
            problems: held.flatMap(({ problems }) => problems),
            records: held.flatMap(({ records }) => records),
          };
    this.#parts.set(uri, { from, part });
    return part;
  }

  /** The records at a name, as the configuration that a file belongs to has them. */
  recordsAt(uri: string, owner: string, type?: string): readonly DnsRecord[] {
    for (const { byOwner } of this.#evaluations(uri)) {
      const records = byOwner.get(owner);
      if (records !== undefined)
        return type === undefined ? records : records.filter((record) => record.type === type);
    }
    return [];
  }

  /** The documents of the configurations that a file belongs to, by URI: the same object for all files of the same ones. */
  related(uri: string): ReadonlyMap<string, TerraformDocument> {
    const evaluations = this.#evaluations(uri);
    const key = evaluations.map((one) => one.key).join("\n");
    const known = this.#related.get(key);
    if (known !== undefined) return known;
    const related = new Map<string, TerraformDocument>();
    for (const one of evaluations.flatMap(({ files }) => [...files.keys()])) {
      const document = this.#documentOf(one);
      if (document !== undefined) related.set(one, document);
    }
    this.#related.set(key, related);
    return related;
  }

  // Those of a copy are made when somebody asks.
  #documentOf(uri: string): TerraformDocument | undefined {
    const known = this.#documents.get(uri);
    const file = this.#files.get(uri);
    if (known !== undefined || file === undefined) return known;
    const made = new TerraformDocument(uri, file.text, this);
    this.#documents.set(uri, made);
    return made;
  }

  // Asked for at every lookup of a name, so that it is kept.
  #evaluations(uri: string): readonly Configuration[] {
    const known = this.#ofFile.get(uri);
    if (known !== undefined) return known;
    const found = this.#findEvaluations(uri);
    this.#ofFile.set(uri, found);
    return found;
  }

  #findEvaluations(uri: string): readonly Configuration[] {
    const unit = this.#files.get(uri)?.unit;
    if (unit === undefined) return [];
    // A file that OpenTofu leaves out is read as Terraform reads it.
    const program = this.#isReplaced(uri) ? "terraform" : "tofu";
    return (this.#rootsOf(unit) ?? [unit]).map((root) => this.#evaluate(root, program));
  }

  #evaluate(root: string, program: Program): Configuration {
    const key = `${program} ${root}`;
    const known = this.#evaluated.get(key);
    if (known !== undefined) return known;
    const made = {
      ...evaluateFolder(root, (folder) => this.#filesOf(folder, program), this.#data),
      key,
    };
    this.#evaluated.set(key, made);
    return made;
  }

  #filesOf(unit: string, program: Program): readonly Known[] | undefined {
    this.#units ??= this.#sortedUnits();
    const files = this.#units.get(unit);
    if (files?.some(({ uri }) => isTofu(uri)) !== true) return files;
    return files.filter(({ uri }) => (program === "tofu" ? !this.#isReplaced(uri) : !isTofu(uri)));
  }

  #isReplaced(uri: string): boolean {
    const other = tofuTwin(uri);
    return other !== undefined && this.#files.has(other);
  }

  #sortedUnits(): ReadonlyMap<string, readonly Known[]> {
    const units = new Map<string, Known[]>();
    for (const file of this.#files.values()) {
      const files = units.get(file.unit);
      if (files === undefined) units.set(file.unit, [file]);
      else files.push(file);
    }
    for (const files of units.values()) files.sort((a, b) => (a.uri < b.uri ? -1 : 1));
    return units;
  }

  // The folders that lead to a folder by calls and are called by nobody; itself, where nobody calls it.
  #rootsOf(unit: string): readonly string[] | undefined {
    this.#roots ??= this.#findRoots();
    return this.#roots.get(unit);
  }

  #findRoots(): ReadonlyMap<string, readonly string[]> {
    const callers = new Map<string, Set<string>>();
    for (const { unit, calls } of this.#files.values()) {
      for (const called of calls) {
        if (called !== unit) callers.set(called, (callers.get(called) ?? new Set()).add(unit));
      }
    }
    const roots = new Map<string, readonly string[]>();
    for (const unit of callers.keys()) {
      const found = rootsFrom(unit, callers);
      if (found.length > 0) roots.set(unit, found);
    }
    return roots;
  }

  #forgetRelations(): void {
    this.#ofFile.clear();
    this.#related.clear();
  }

  #changed(before: Known | undefined, after: Known | undefined): void {
    const unit = after?.unit ?? before?.unit;
    this.#units = undefined;
    this.#forgetRelations();
    const sameCalls = before !== undefined && after !== undefined && `${before.calls}` === `${after.calls}`;
    if (!sameCalls) this.#roots = undefined;
    for (const [root, { folders }] of this.#evaluated) {
      if (unit !== undefined && folders.has(unit)) this.#evaluated.delete(root);
    }
  }
}

function rootsFrom(unit: string, callers: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  const seen = new Set<string>();
  const roots = new Set<string>();
  const open = [unit];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    const above = callers.get(at);
    if (above === undefined) roots.add(at);
    else open.push(...above);
  }
  return [...roots].sort();
}

function readSource(uri: string, text: string): Known {
  const name = fileNameOf(uri);
  const hcl = name.endsWith(".json") ? parseJson(text, name.endsWith(".tfvars.json")) : parseHcl(text);
  const folder = folderOf(uri);
  const caller = isTerragrunt(uri) ? "terraform" : "module";
  const unit = isTerragrunt(uri) ? uri : folder;
  const calls = hcl.body.blocks.flatMap(({ type, body }) => {
    const source = type === caller ? body.attributes.find(({ name }) => name === "source")?.value : undefined;
    const part = source?.kind === "template" && source.parts.length === 1 ? source.parts[0] : undefined;
    const called = part?.kind === "text" ? moduleFolder(folder, part.text) : undefined;
    return called === undefined ? [] : [called];
  });
  return { uri, text, hcl, unit, calls };
}
