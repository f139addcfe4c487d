import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { LinePosition } from "../../dns/document.ts";

export type Level = "error" | "warning" | "info" | "hint";

export const LEVELS: readonly Level[] = ["error", "warning", "info", "hint"];

export interface Range {
  readonly start: LinePosition;
  readonly end: LinePosition;
}

export interface Location {
  readonly path: string;
  readonly range: Range;
}

/** Something to tell a code host, whether `check` found it or `diff`. */
export interface Result {
  /** A rule's id, or the kind of a change. */
  readonly id: string;
  readonly level: Level;
  readonly message: string;
  readonly at: Location;
  readonly related: readonly (Location & { readonly message: string })[];
  /** What stays the same when lines move: name and type of the record. */
  readonly subject: string;
}

/** The worst first; among equals in the order given. */
export function worstFirst(results: readonly Result[]): readonly Result[] {
  return [...results].sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));
}

/** A fingerprint for each result, from id, file and subject, not from the line; equal ones are numbered. */
export function fingerprints(results: readonly Result[]): readonly string[] {
  const seen = new Map<string, number>();
  return results.map(({ id, at, subject }) => {
    const key = JSON.stringify([id, at.path, subject]);
    const number = (seen.get(key) ?? 0) + 1;
    seen.set(key, number);
    return bytesToHex(sha256(utf8ToBytes(`${key} ${number}`))).slice(0, 32);
  });
}
