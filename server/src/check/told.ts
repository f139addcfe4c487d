import type { Part, RecordDocument } from "../dns/document.ts";
import { type Finding, spanOf } from "../rules/finding.ts";
import { ZoneDocument } from "../zone/document.ts";
import { type Shown, worst } from "./board.ts";
import { dialectFindings } from "./dialect.ts";
import { type FileState, hasSuppressions } from "./fileState.ts";
import type { Links } from "./links.ts";
import { findingOf } from "./records.ts";
import { saidIn } from "./said.ts";
import { adjusted, type CheckSettings, distinct } from "./settings.ts";
import { applySuppressions } from "./suppress.ts";
import type { ZoneChecks } from "./zoneChecks.ts";

/** What the rules said about the files of a workspace, as a person is told it: with the settings and without what comments silence. */
export class Told {
  readonly #files: ReadonlyMap<string, FileState>;
  readonly #zones: ZoneChecks;
  readonly #inclusions: Links;
  readonly #pointers: Links;

  constructor(files: ReadonlyMap<string, FileState>, zones: ZoneChecks, inclusions: Links, pointers: Links) {
    this.#files = files;
    this.#zones = zones;
    this.#inclusions = inclusions;
    this.#pointers = pointers;
  }

  /** The same for a document that may stand outside: what the files in here say about literals of theirs in it. */
  findingsIn(document: RecordDocument, settings: CheckSettings): readonly Finding[] {
    const { uri } = document;
    const including = this.#inclusions.into(uri);
    const own = [...this.#of(uri), ...this.#relatedTo(document)];
    // The files that include it know what it is part of.
    const files = including.length > 0 ? including : own;
    const all = files.flatMap((file) => this.#said(file, uri));
    const kept = applySuppressions(document, [
      ...distinct(all),
      ...dialectFindings(document, settings.dialect ?? "bind"),
    ]);
    return adjusted(kept, settings).sort((a, b) => spanOf(a.at).start - spanOf(b.at).start);
  }

  /**
   * What an editor can show of a document: the worst findings where there are too many, without reading all of them again.
   *
   * @param most so many at the most
   */
  shown(document: RecordDocument, settings: CheckSettings, most: number): Shown {
    const file = this.#files.get(document.uri);
    if (
      file === undefined ||
      !isPlain(file, document, settings) ||
      this.#inclusions.into(document.uri).length > 0
    )
      return worst(this.findingsIn(document, settings), most);
    return file.board.shown(file, (part) => this.#saidAt(file, part), settings, most);
  }

  #of(uri: string): readonly FileState[] {
    const file = this.#files.get(uri);
    return file === undefined ? [] : [file];
  }

  // In an order that does not hang on which of them changed last.
  #relatedTo({ uri, related }: RecordDocument): readonly FileState[] {
    const files = this.#pointers.into(uri).filter(({ document }) => related?.has(document.uri));
    return files.sort((a, b) => (a.document.uri < b.document.uri ? -1 : 1));
  }

  #saidAt(file: FileState, part: Part): readonly Finding[] {
    return distinct([
      ...(file.byPart.get(part) ?? []),
      ...this.#zones.findingsAt(file.document.uri, part),
      ...saidIn(file, part),
    ]);
  }

  /** What one file of the workspace says about itself or another one that it is read with. */
  #said({ document, byPart, byName }: FileState, uri: string): readonly Finding[] {
    const all: Finding[] = [];
    const add = (findings: Iterable<Finding>) => {
      for (const one of findings) if (one.at.anchor.uri === uri) all.push(one);
    };
    for (const part of document.parts) add(byPart.get(part) ?? []);
    for (const found of byName.values()) add(found);
    for (const found of this.#zones.findings(document.uri)) add(found);
    for (const { part, problem } of document.includeProblems ?? []) {
      const finding = part.uri === uri ? findingOf(part, problem) : undefined;
      if (finding !== undefined) all.push(finding);
    }
    return all;
  }
}

/** Whether what is said about the parts of a file is all that is shown of it: no comment speaks of others, no file is read with it. */
function isPlain(file: FileState, document: RecordDocument, { dialect }: CheckSettings): boolean {
  return (
    file.document === document &&
    document instanceof ZoneDocument &&
    document.included.length === 0 &&
    (document.includeProblems ?? []).length === 0 &&
    !file.hasStrays &&
    (dialect ?? "bind") === "bind" &&
    !hasSuppressions(file)
  );
}
