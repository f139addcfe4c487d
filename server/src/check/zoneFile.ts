import type { DnsRecord } from "../dns/record.ts";
import type { Block } from "../zone/block.ts";
import type { ZoneDocument } from "../zone/document.ts";
import type { Said } from "./said.ts";
import type { Cuts, ZoneFacts } from "./zoneFacts.ts";

/** A zone file with what is known and said about it as a whole. */
export interface ZoneFile extends Said {
  readonly document: ZoneDocument;
  readonly facts: ZoneFacts;
  blocks: readonly Block[];
  /** What every name of the file hangs on: where its zone begins, and whether it is all here. */
  shape: string;
  apex: string | undefined;
  /** Blocks whose columns a sliced update left to be read; only when there are none is it known which names are worth asking about. */
  readonly dueBlocks: Set<Block>;
  /** Names that are asked about later. */
  readonly dueNames: Set<string>;
}

/** A file of which not all blocks are read. */
export interface Unfinished {
  /** Where its zone began before. */
  readonly before: readonly string[];
  /** Whether the rules about the head of the zone have to be asked again in any case. */
  headMoved: boolean;
}

/** The owners of delegations and DNAMEs that came or went. */
export function movedCuts(old: Cuts, now: Cuts): readonly string[] {
  const moved: string[] = [];
  for (const [kind, owner] of old.kinds) if (!now.kinds.has(kind)) moved.push(owner);
  for (const [kind, owner] of now.kinds) if (!old.kinds.has(kind)) moved.push(owner);
  return moved;
}

/** Where the zones of some files begin. */
export function apexesOf(...files: readonly (ZoneFile | undefined)[]): readonly string[] {
  return files.flatMap((file) => (file?.apex === undefined ? [] : [file.apex]));
}

/** The names of some records, as far as they are known. */
export function ownersOf(records: readonly DnsRecord[]): readonly string[] {
  return records.flatMap(({ owner }) => (owner === undefined ? [] : [owner]));
}

/** So many of the first items. */
export function* first<Item>(items: Iterable<Item>, count: number): Iterable<Item> {
  let left = count;
  for (const item of items) {
    if (left-- === 0) return;
    yield item;
  }
}

/** Puts names to others. */
export function addAll(names: Set<string>, more: Iterable<string>): void {
  for (const name of more) names.add(name);
}
