import type { Part } from "../dns/document.ts";
import { namesOfInterest } from "./changes.ts";
import { noteFacts } from "./facts.ts";
import { type FileState, holds, readPart } from "./fileState.ts";
import type { Knowledge } from "./knowledge.ts";
import type { NameChecks } from "./nameChecks.ts";

/**
 * What sliced updates of a workspace put off, and how it is made good: a little at a time. First all parts are read, then names
 * are asked about: of the file that changed last before those of the others.
 */
export class Backlog {
  readonly #files: ReadonlyMap<string, FileState>;
  readonly #known: Knowledge;
  readonly #names: NameChecks;
  /** Files with parts to be read. */
  readonly #unread = new Set<FileState>();
  /** Files with names to be asked about. */
  readonly #unasked = new Set<FileState>();
  /** Files of which everything is read anew; when all of it is read, whoever was told something else has to be asked again. */
  readonly #renewed = new Set<FileState>();
  /** A file went of which everybody may have been told something. */
  #isGone = false;
  /** Files that are asked again, and their parts whose names are still to be collected. */
  readonly #again = new Map<FileState, Iterator<Part>>();
  /** The file that changed last. */
  #latest: FileState | undefined;
  /** Names that changed and on which many others hang: those that are still to be asked again. */
  readonly #subjects = new Map<string, Iterator<string>>();

  constructor(files: ReadonlyMap<string, FileState>, known: Knowledge, names: NameChecks) {
    this.#files = files;
    this.#known = known;
    this.#names = names;
  }

  get isEmpty(): boolean {
    return (
      this.#unread.size + this.#unasked.size + this.#renewed.size + this.#again.size + this.#subjects.size ===
        0 && !this.#isGone
    );
  }

  /** Something of a file is put off. */
  add(file: FileState): void {
    if (file.dueParts.size > 0) this.#unread.add(file);
    if (file.dueNames.size > 0) this.#unasked.add(file);
    this.#latest = file;
  }

  /** Nothing of a file is put off any more. */
  drop(file: FileState): void {
    for (const files of [this.#unread, this.#unasked, this.#renewed, this.#again]) files.delete(file);
  }

  /** A file is gone, and with it what is put off of it; everybody may have been told something of it. */
  gone(file: FileState): void {
    this.drop(file);
    this.#isGone = true;
  }

  /** Names that are to be asked again because of one that changed. */
  addDependents(subject: string, dependents: Iterator<string>): void {
    this.#subjects.set(subject, dependents);
  }

  /** Everything of a file is to be asked again; some parts at once. */
  begin(file: FileState, first: readonly Part[]): void {
    this.#renewed.add(file);
    for (const part of file.parts) file.dueParts.add(part);
    for (const part of first) this.#takePart(file, part);
    this.#known.forget();
    this.add(file);
  }

  /** Does a little of it. Returns the URIs of the files whose findings may have changed. */
  catchUp(): readonly string[] {
    const unread = this.#next(this.#unread);
    if (unread !== undefined) return this.#read(unread);
    if (this.#renewed.size > 0 || this.#isGone) return this.#askAgain();
    const unasked = this.#next(this.#unasked);
    if (unasked !== undefined) return this.#askNames(unasked);
    if (this.#again.size > 0) return this.#collect();
    return this.#askDependents();
  }

  #next(files: ReadonlySet<FileState>): FileState | undefined {
    const latest = this.#latest;
    return latest !== undefined && files.has(latest) ? latest : files.values().next().value;
  }

  #read(file: FileState): readonly string[] {
    const [part] = file.dueParts;
    if (part !== undefined) this.#takePart(file, part);
    if (file.dueParts.size === 0) this.#unread.delete(file);
    return [file.document.uri];
  }

  #takePart(file: FileState, part: Part): void {
    file.dueParts.delete(part);
    if (!file.byPart.has(part)) {
      readPart(file, part);
      file.stirred.add(part);
    }
    for (const name of namesOfInterest([part])) {
      noteFacts(file, name, true, this.#known, this.#names);
      file.dueNames.add(name);
    }
    this.#unasked.add(file);
  }

  // All facts are known again.
  #askAgain(): readonly string[] {
    this.#known.forget();
    for (const file of this.#files.values()) {
      if (this.#renewed.has(file)) for (const name of file.byName.keys()) file.dueNames.add(name);
      else this.#again.set(file, file.parts[Symbol.iterator]());
    }
    this.#renewed.clear();
    this.#isGone = false;
    return [];
  }

  #askNames(file: FileState): readonly string[] {
    let left = NAMES_IN_A_SLICE;
    for (const name of file.dueNames) {
      if (left-- === 0) return [file.document.uri];
      file.dueNames.delete(name);
      this.#names.check(file, name);
    }
    this.#unasked.delete(file);
    return [file.document.uri];
  }

  // The names of one part of a file that is asked again.
  #collect(): readonly string[] {
    for (const [file, parts] of this.#again) {
      const { done, value: part } = parts.next();
      if (done === true) this.#again.delete(file);
      else {
        for (const name of namesOfInterest([part])) file.dueNames.add(name);
        this.#unasked.add(file);
      }
      break;
    }
    return [];
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
}

/** So many names are asked about in one slice, some ten milliseconds at the most. */
const NAMES_IN_A_SLICE = 8;
