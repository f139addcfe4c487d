// What `$GENERATE` adds to a zone stands in no column: it is looked through name by name, up to a limit.
import { absoluteName } from "../dns/names.ts";
import type { Pattern } from "../zone/block.ts";
import type { ZoneDocument } from "../zone/document.ts";
import { expand } from "../zone/generate.ts";
import { hashKey, hashName } from "../zone/hash.ts";

const TYPE_NS = 2;
const TYPE_CNAME = 5;
const TYPE_DNAME = 39;

/** What stands alone at its name, or ends the zone there. */
const JEALOUS: ReadonlySet<number> = new Set([TYPE_NS, TYPE_CNAME, TYPE_DNAME]);

/** So many names that patterns make are looked at in a zone, and so many of one pattern where something else stands. */
const MOST_NAMES = 200_000;
const MOST_MET = 1024;

/** Where patterns end the zone, by `hashKey`. */
export interface MadeCuts {
  readonly cuts: ReadonlySet<number>;
  /** The name servers that delegations name. */
  readonly servers: ReadonlySet<number>;
}

/** The delegations and DNAMEs that the patterns of a zone make. */
export function cutsMade(document: ZoneDocument): MadeCuts {
  const cuts = new Set<number>();
  const servers = new Set<number>();
  let left = MOST_NAMES;
  for (const { pattern } of document.patterns) {
    const { type, owner, rdata } = pattern.generate;
    if (type !== TYPE_NS && type !== TYPE_DNAME) continue;
    for (const number of numbers(pattern)) {
      if (left-- === 0) return { cuts, servers };
      add(cuts, absoluteName(expand(owner, number), pattern.origin));
      if (type === TYPE_NS) add(servers, absoluteName(expand(rdata, number), pattern.origin));
    }
  }
  return { cuts, servers };
}

/** The first name of each pattern of a zone, and those where something else stands too. */
export function namesMade(document: ZoneDocument): ReadonlySet<string> {
  const names = new Set<string>();
  const seen = new Map<string, number>();
  let left = MOST_NAMES;
  for (const { pattern } of document.patterns) {
    const { type, owner, start } = pattern.generate;
    let rows = MOST_MET;
    let hasMet = false;
    const isOne = owner.every((part) => typeof part === "string");
    for (const number of isOne ? [start] : numbers(pattern)) {
      if (left-- === 0) return names;
      const name = absoluteName(expand(owner, number), pattern.origin);
      if (name === undefined) continue;
      if (number === start) names.add(name);
      const { hi, lo } = hashName(name);
      if (document.names.bitsOf(hi, lo) >= 0 && rows-- > 0) names.add(name);
      const before = seen.get(name);
      if (before === undefined) seen.set(name, type);
      else if (!hasMet && (before === type || JEALOUS.has(before) || JEALOUS.has(type))) {
        // One name tells what is wrong with two patterns.
        names.add(name);
        hasMet = true;
      }
    }
  }
  return names;
}

function* numbers({ generate: { start, step, count } }: Pattern): Iterable<number> {
  for (let i = 0; i < count; i++) yield start + i * step;
}

function add(keys: Set<number>, name: string | undefined): void {
  if (name === undefined) return;
  const { hi, lo } = hashName(name);
  keys.add(hashKey(hi, lo));
}
