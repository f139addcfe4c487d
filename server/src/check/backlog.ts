import type { Part } from "../dns/document.ts";
import { namesOfInterest } from "./changes.ts";
import { noteFacts } from "./facts.ts";
import { type FileState, holds } from "./fileState.ts";
import type { Knowledge } from "./knowledge.ts";
import type { NameChecks } from "./nameChecks.ts";
import { checkPart } from "./records.ts";

/** What sliced updates of a workspace put off, and how it is made good: a little at a time. */
export class Backlog {
  readonly #files: ReadonlyMap<string, FileState>;
  readonly #known: Knowledge;
  readonly #names: NameChecks;
  /** The files of which something is put off, the one that changed last behind the others. */
  readonly #due = new Set<FileState>();
  /** Names that changed and on which many others hang: those that are still to be asked again. */
  readonly #subjects = new Map<string, Iterator<string>>();

  constructor(files: ReadonlyMap<string, FileState>, known: Knowledge, names: NameChecks) {
    this.#files = files;
    this.#known = known;
    this.#names = names;
  }

  get isEmpty(): boolean {
    return this.#due.size === 0 && this.#subjects.size === 0;
  }

  /** Something of a file is put off. */
  add(file: FileState): void {
    this.#due.delete(file);
    this.#due.add(file);
  }

  /** Nothing of a file is put off any more. */
  drop(file: FileState): void {
    this.#due.delete(file);
  }

  /** Names that are to be asked again because of one that changed. */
  addDependents(subject: string, dependents: Iterator<string>): void {
    this.#subjects.set(subject, dependents);
  }

  /** Everything of a file is to be asked again; some parts at once. */
  begin(file: FileState, first: readonly Part[]): void {
    file.isRenewed = true;
    for (const part of file.parts) file.dueParts.add(part);
    for (const part of first) this.#takePart(file, part);
    this.#known.forget();
    this.add(file);
  }

  /** Does a little of it. Returns the URIs of the files whose findings may have changed. */
  catchUp(): readonly string[] {
    const file = [...this.#due].at(-1);
    if (file === undefined) return this.#askDependents();
    const [part] = file.dueParts;
    if (part !== undefined) this.#takePart(file, part);
    else if (file.isRenewed) this.askAgain(file);
    else this.#askNames(file);
    return [file.document.uri];
  }

  #takePart(file: FileState, part: Part): void {
    file.dueParts.delete(part);
    if (!file.byPart.has(part)) {
      file.byPart.set(part, checkPart(file.document, part));
      file.stirred.add(part);
    }
    for (const name of namesOfInterest([part])) {
      noteFacts(file, name, true, this.#known, this.#names);
      file.dueNames.add(name);
    }
  }

  #askNames(file: FileState): void {
    let left = NAMES_IN_A_SLICE;
    for (const name of file.dueNames) {
      if (left-- === 0) return;
      file.dueNames.delete(name);
      this.#names.check(file, name);
    }
    this.#due.delete(file);
  }

  #askDependents(): readonly string[] {
    const touched = new Set<string>();
    for (const [subject, dependents] of this.#subjects) {
      for (let left = NAMES_IN_A_SLICE; left > 0; left--) {
        const { done, value: name } = dependents.next();
        if (done === true) {
          this.#subjects.delete(subject);
          break;
        }
        for (const file of this.#files.values()) {
          if (!file.byName.has(name) && !holds(file.document, name)) continue;
          this.#names.check(file, name);
          touched.add(file.document.uri);
        }
      }
      break;
    }
    return [...touched];
  }

  /** All facts of a file are known again, or it is gone: who was told others has to be asked. */
  askAgain(changed: FileState): void {
    changed.isRenewed = false;
    this.#known.forget();
    for (const name of changed.byName.keys()) changed.dueNames.add(name);
    for (const file of this.#files.values()) {
      if (file === changed) continue;
      for (const name of this.#names.dependents.all()) file.dueNames.add(name);
      if (file.dueNames.size > 0) this.#due.add(file);
    }
    this.add(changed);
  }
}

/** So many names are asked about in one slice, some ten milliseconds at the most. */
const NAMES_IN_A_SLICE = 8;
