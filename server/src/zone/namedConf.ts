import { absoluteName } from "../dns/names.ts";
import { baseName } from "../text/path.ts";

/** A zone that a `named.conf` names, and the file it is loaded from. */
export interface ConfiguredZone {
  /** Absolute, canonical. */
  readonly origin: string;
  /** As written; relative to `directory` where that is stated. */
  readonly file: string;
}

/** What a `named.conf` says about zones; what it includes is not read. */
export interface NamedConf {
  /** Where the configuration stands, with `/`. */
  readonly path: string;
  readonly directory: string | undefined;
  readonly zones: readonly ConfiguredZone[];
  /** The zones by the last part of their file's path. */
  readonly byName: ReadonlyMap<string, readonly ConfiguredZone[]>;
}

/** File names that BIND's configuration has, in the folder it stands in. */
export const NAMED_CONF = /^named\.conf(?:\.[a-z0-9-]+)*$/i;

/** The names that distributions give its parts. */
export const NAMED_CONF_NAMES: readonly string[] = [
  "named.conf",
  "named.conf.local",
  "named.conf.default-zones",
  "named.conf.zones",
];

/** Folders, seen from the top of a project, in which `named.conf` usually stands. */
export const NAMED_CONF_FOLDERS: readonly string[] = ["", "etc", "etc/bind", "bind", "named"];

/** Reads the zone statements of a `named.conf`, those of views too. Never throws; what is torn is passed over. */
export function parseNamedConf(path: string, text: string): NamedConf {
  const words = wordsOf(text);
  const zones: ConfiguredZone[] = [];
  let directory: string | undefined;
  // The clauses that are open, by their first words; a zone clause has its name.
  const open: { readonly head: readonly string[] }[] = [];
  let head: string[] = [];
  for (const word of words) {
    if (word === "{") {
      open.push({ head });
      head = [];
    } else if (word === "}") {
      open.pop();
      head = [];
    } else if (word === ";") {
      const [name, value] = head;
      const clause = open.at(-1)?.head ?? [];
      if (value !== undefined && name === "file" && clause[0] === "zone") {
        const origin = absoluteName(`${(clause[1] ?? "").replace(/\.$/, "")}.`, undefined);
        if (origin !== undefined) zones.push({ origin, file: value });
      }
      if (name === "directory" && clause[0] === "options") directory = value;
      head = [];
    } else head.push(head.length === 0 ? word.toLowerCase() : word);
  }
  const byName = new Map<string, ConfiguredZone[]>();
  for (const zone of zones) {
    const name = baseName(zone.file);
    byName.set(name, [...(byName.get(name) ?? []), zone]);
  }
  return { path, directory, zones, byName };
}

/**
 * The origin of the zone that is loaded from a file, by the statement whose path is most like it: configuration is often
 * kept apart from the machine it is for, so that absolute paths begin otherwise. Undefined where none, or several, fit best.
 */
export function configuredOrigin(confs: readonly NamedConf[], path: string): string | undefined {
  let best = 0;
  let found = new Set<string>();
  for (const { path: conf, directory, byName } of confs) {
    const folder = conf.slice(0, Math.max(0, conf.lastIndexOf("/")));
    for (const { origin, file } of byName.get(baseName(path)) ?? []) {
      const isAbsolute = file.startsWith("/");
      const candidates = isAbsolute ? [file] : [joined(folder, file), joined(directory ?? "", file)];
      const score = Math.max(...candidates.map((one) => alike(one, path)));
      // Of a relative path every folder must be there.
      const needed = isAbsolute ? 1 : file.split("/").filter((part) => part !== "" && part !== ".").length;
      if (score < needed || score < best) continue;
      if (score > best) found = new Set();
      best = score;
      found.add(origin);
    }
  }
  return found.size === 1 ? [...found][0] : undefined;
}

/** How many names two paths have in common, counted from their ends. */
function alike(a: string, b: string): number {
  const as = a.split("/").reverse();
  const bs = b.split("/").reverse();
  let count = 0;
  while (count < as.length && count < bs.length && as[count] === bs[count] && as[count] !== "") count++;
  return count;
}

function joined(folder: string, file: string): string {
  const parts: string[] = folder === "" ? [] : folder.split("/");
  for (const part of file.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}

// Comments of all three kinds fall away; quotes are taken off.
function wordsOf(text: string): readonly string[] {
  const pattern =
    /\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*|#[^\n]*|"((?:\\.|[^"\\])*)"?|([{};])|((?:[^\s{};"#/]|\/(?![/*]))+)/g;
  const words: string[] = [];
  for (const [, quoted, mark, word] of text.matchAll(pattern)) {
    const found = quoted ?? mark ?? word;
    if (found !== undefined) words.push(found);
  }
  return words;
}
