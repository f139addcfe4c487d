import type { Part, RecordDocument } from "../dns/document.ts";
import type { Finding } from "../rules/finding.ts";
import { Board } from "./board.ts";
import type { Links } from "./links.ts";
import { Mentions } from "./mentions.ts";
import { type Exchange, exchange } from "./parts.ts";
import { checkPart } from "./records.ts";
import { keepSaid, type Said } from "./said.ts";
import { countSuppressions } from "./suppress.ts";

/** What is known about one file: findings by part and by name, so that an edit computes only what it touched. */
export interface FileState extends Said {
  /** Rises with the files. */
  readonly number: number;
  /** The file as a list of one, which many mentions share. */
  readonly alone: readonly FileState[];
  readonly document: RecordDocument;
  /** As the document has them, in its order. */
  parts: readonly Part[];
  /** The same, to be asked whether one is among them. */
  readonly holding: Set<Part>;
  readonly byPart: Map<Part, readonly Finding[]>;
  /** In which other files what is said stands; shared by the files of a workspace. */
  readonly pointers: Links;
  mentions: Mentions;
  /** Names where a zone begins or is delegated away, and which of the two: what is known below hangs on them. */
  readonly borders: Map<string, string>;
  /** Nothing of its zone is in other files; otherwise what is absent here may stand there. */
  isWhole: boolean;
  /** The names that have an address, as far as a rule asked for them. */
  hosts: readonly string[] | undefined;
  /** How many comments in it silence something; undefined as long as nobody has asked. */
  suppressions: number | undefined;
  /** What is shown of it. */
  readonly board: Board;
  /** Parts of which something else is to be said than the board has. */
  readonly stirred: Set<Part>;
  /** Whether a finding stands in the file but in none of its parts, where the board cannot have it. */
  hasStrays: boolean;
  /** Parts that are read and not checked yet. */
  readonly dueParts: Set<Part>;
  /** Names about which the rules are still to be asked. */
  readonly dueNames: Set<string>;
}

let files = 0;

/** Nothing is known of a document yet. */
export function emptyState(document: RecordDocument, pointers: Links): FileState {
  const alone: FileState[] = [];
  const state: FileState = {
    number: files++,
    alone,
    document,
    parts: [],
    holding: new Set(),
    byPart: new Map(),
    pointers,
    byName: new Map(),
    anchored: new WeakMap(),
    standing: new WeakMap(),
    mentions: new Mentions(),
    borders: new Map(),
    isWhole: true,
    hosts: undefined,
    suppressions: undefined,
    board: new Board(),
    stirred: new Set(),
    hasStrays: false,
    dueParts: new Set(),
    dueNames: new Set(),
  };
  alone.push(state);
  return state;
}

/** Takes in which parts the document has now. */
export function takeParts(file: FileState): Exchange<Part> {
  const changed = exchange(file.parts, file.document.parts);
  file.parts = [...file.document.parts];
  if (file.suppressions !== undefined)
    file.suppressions += countSuppressions(changed.come) - countSuppressions(changed.gone);
  for (const part of changed.gone) file.holding.delete(part);
  for (const part of changed.come) file.holding.add(part);
  return changed;
}

/** Whether a comment of the file silences anything, or means to. */
export function hasSuppressions(file: FileState): boolean {
  file.suppressions ??= countSuppressions(file.parts);
  return file.suppressions > 0;
}

/** Some findings gave way to others; the former may point into parts that are gone. */
export function stir(file: FileState, before: Iterable<Finding>, now: Iterable<Finding>): void {
  for (const { at } of before) if (isPartOf(file, at.anchor)) file.stirred.add(at.anchor);
  for (const { at } of now) {
    if (isPartOf(file, at.anchor)) file.stirred.add(at.anchor);
    else if (at.anchor.uri === file.document.uri) file.hasStrays = true;
  }
}

/** Keeps what the rules say about a part of the file. */
export function readPart(file: FileState, part: Part): void {
  const found = checkPart(file.document, part);
  file.byPart.set(part, found);
  notePointers(file, found);
}

/** Keeps what is said about a name of the file now, in place of what was said before. */
export function takeSaid(file: FileState, name: string, found: readonly Finding[]): void {
  stir(file, file.byName.get(name) ?? [], found);
  keepSaid(file, name, found);
  notePointers(file, found);
}

// Files of a Terraform folder speak of each other's literals. What stood there once may still be listed.
function notePointers(file: FileState, findings: Iterable<Finding>): void {
  for (const { at } of findings) {
    const { uri } = at.anchor;
    if (uri !== file.document.uri) file.pointers.add(file, uri);
  }
}

/** Whether an anchor is a part of the file as it is now. */
export function isPartOf(file: FileState, anchor: object): anchor is Part {
  return file.holding.has(anchor as Part);
}

/** The document of that URI among a file and those that it includes. */
export function documentIn({ document }: FileState, uri: string): RecordDocument | undefined {
  return document.uri === uri ? document : document.included?.find((part) => part.uri === uri);
}

/** Whether a record of the document's own stands at a name; the files of a Terraform folder know each other's. */
export function holds(document: RecordDocument, name: string): boolean {
  const records = document.recordsAt(name);
  return document.related === undefined
    ? records.length > 0
    : records.some(({ uri }) => uri === document.uri);
}

const MOST_HOSTS = 1000;
const MOST_READ = 20_000;

/** The names of a file that have an address, so many that a rule can show what it means by them. */
export function hostsOf(file: FileState): readonly string[] {
  file.hosts ??= hostsIn(file.document);
  return file.hosts;
}

function hostsIn(document: RecordDocument): readonly string[] {
  const names = new Set<string>();
  let read = 0;
  for (const { type, owner } of document.records()) {
    if (names.size === MOST_HOSTS || ++read > MOST_READ) break;
    if (owner !== undefined && (type === "A" || type === "AAAA")) names.add(owner);
  }
  return [...names];
}
