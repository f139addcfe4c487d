import type { Part } from "../dns/document.ts";
import type { Generate } from "./generate.ts";

/** What a statement inherits from the lines before it (RFC 1035 section 5.1, RFC 2308 section 4). */
export interface ZoneState {
  /** Absolute canonical origin; undefined where the file does not say. */
  readonly origin: string | undefined;
  /** Absolute canonical last stated owner; undefined where it cannot be told. */
  readonly owner: string | undefined;
  /** The flags that a record inherits with the owner; -1 where none is stated above, and no record has been told so. */
  readonly inherited: number;
  /** Last TTL in effect, in seconds; -1 none yet. */
  readonly ttl: number;
  /** From `$TTL`, or from the SOA's minimum where there is no `$TTL`; -1 none. */
  readonly defaultTtl: number;
  /** Class of the zone: that of its SOA, or the first one stated; 0 none yet. */
  readonly klass: number;
  /** Absolute canonical owner of the SOA above; undefined where there is none. */
  readonly apex: string | undefined;
  /** An `$ORIGIN` or `$INCLUDE` stands behind the last owner. */
  readonly moved: boolean;
  /** Something of the file stands above. */
  readonly begun: boolean;
}

/** What holds before the first line of a file. */
export function firstState(origin: string | undefined): ZoneState {
  return {
    origin,
    owner: undefined,
    inherited: -1,
    ttl: -1,
    defaultTtl: -1,
    klass: 0,
    apex: undefined,
    moved: false,
    begun: false,
  };
}

/** Bits of the `flags` column. */
export const FLAG = {
  ownerStated: 1,
  ttlStated: 2,
  classStated: 4,
  /** A parenthesis or a comment stands in the rdata. */
  grouped: 8,
  quoted: 16,
  escaped: 32,
  nonAscii: 64,
  /** The statement is not a usable record; only its problem is of interest. */
  broken: 128,
  /** A comment follows the rdata. */
  commented: 256,
  /** The owner cannot be told, so that the record is in no index. */
  nameless: 512,
  /** The owner lies outside the zone. */
  outside: 1024,
} as const;

/** One row per record; offsets are relative to the block. */
export interface Columns {
  readonly start: Uint32Array;
  readonly end: Uint32Array;
  readonly ownerEnd: Uint32Array;
  readonly ttlStart: Uint32Array;
  readonly typeStart: Uint32Array;
  readonly rdataStart: Uint32Array;
  readonly rdataEnd: Uint32Array;
  readonly ttl: Int32Array;
  readonly type: Uint16Array;
  readonly klass: Uint16Array;
  readonly flags: Uint16Array;
  /** Index into the block's `origins`. */
  readonly origin: Uint16Array;
  /** Row that states the owner; -1 for the block's entry state, -2 for none. */
  readonly ownerRow: Int32Array;
  readonly hashHi: Int32Array;
  readonly hashLo: Int32Array;
}

/** One word behind a directive's name. */
export interface Argument {
  /** Without its quotes. */
  readonly raw: string;
  readonly quoted: boolean;
  readonly start: number;
  readonly end: number;
}

/** A statement that begins with `$`. Offsets relative to the block. */
export interface Directive {
  /** In upper case: "$TTL". */
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  readonly args: readonly Argument[];
  /** What the directive was met with. */
  readonly state: ZoneState;
}

/** A `$GENERATE` and what it was met with. Offsets relative to the block. */
export interface Pattern {
  readonly generate: Generate;
  readonly start: number;
  readonly end: number;
  readonly origin: string | undefined;
  readonly ttl: number;
  readonly klass: number;
  readonly state: ZoneState;
}

/** The TTLs in effect where an included file ends: they outlive it. */
export type TimesAfter = Pick<ZoneState, "ttl" | "defaultTtl">;

/** Reads the file that an `$INCLUDE` names, from that state on; undefined where it cannot be read. */
export type Follow = (file: string, entry: ZoneState) => TimesAfter | undefined;

/**
 * A run of whole statements of a zone file, about 16 kB. Its contents never change; only its place does, when text
 * before it is edited.
 */
export interface Block extends Part {
  readonly entry: ZoneState;
  readonly exit: ZoneState;
  readonly rows: number;
  readonly columns: Columns;
  readonly origins: readonly (string | undefined)[];
  readonly directives: readonly Directive[];
  readonly patterns: readonly Pattern[];
  /** One of the directives is an `$INCLUDE`: asked of all blocks with every edit. */
  readonly includes: boolean;
  /** Line breaks in `text`: \n, \r\n or a lone \r. */
  readonly lines: number;
  /** Present place; set by the document alone. */
  start: number;
  line: number;
  /** Number in the name index; set by the document alone. */
  slot: number;
}

/** Whether everything that follows reads alike after either state. */
export function sameState(a: ZoneState, b: ZoneState): boolean {
  return (
    a.origin === b.origin &&
    a.owner === b.owner &&
    a.inherited === b.inherited &&
    a.ttl === b.ttl &&
    a.defaultTtl === b.defaultTtl &&
    a.klass === b.klass &&
    a.apex === b.apex &&
    a.moved === b.moved &&
    a.begun === b.begun
  );
}
