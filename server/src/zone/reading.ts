import type { SyntaxFix, SyntaxProblem } from "../dns/document.ts";
import { absoluteName, isAtOrBelow, readName } from "../dns/names.ts";
import { printable } from "../dns/octets.ts";
import { type Columns, type Directive, FLAG, type Pattern, type ZoneState } from "./block.ts";
import { hashName, type NameHash } from "./hash.ts";

/** What the reader of a block knows between two statements; offsets are those of `text`. */
export interface Reading {
  readonly text: string;
  /** Where the block begins. */
  readonly from: number;
  readonly entry: ZoneState;
  origin: string | undefined;
  originHash: NameHash;
  /** Names relative to the origin lie in the zone. */
  originInside: boolean;
  ttl: number;
  defaultTtl: number;
  klass: number;
  apex: string | undefined;
  moved: boolean;
  /** The row whose owner is inherited: -1 the entry's, -2 nobody's. */
  ownerRow: number;
  columns: Columns;
  /** So many of them are filled. */
  rows: number;
  readonly origins: (string | undefined)[];
  readonly directives: Directive[];
  readonly patterns: Pattern[];
  readonly problems: SyntaxProblem[];
}

/** Takes up the state that a block begins with. */
export function startReading(text: string, from: number, entry: ZoneState, columns: Columns): Reading {
  const reading: Reading = {
    text,
    from,
    entry,
    origin: undefined,
    originHash: hashName(""),
    originInside: true,
    ttl: entry.ttl,
    defaultTtl: entry.defaultTtl,
    klass: entry.klass,
    apex: entry.apex,
    moved: entry.moved,
    ownerRow: entry.inherited < 0 ? -2 : -1,
    columns,
    rows: 0,
    origins: [],
    directives: [],
    patterns: [],
    problems: [],
  };
  setOrigin(reading, entry.origin);
  return reading;
}

/** What the statement behind the last one read begins with. */
export function stateOf(reading: Reading): ZoneState {
  const { origin, ttl, defaultTtl, klass, apex, moved, ownerRow } = reading;
  return {
    origin,
    owner: ownerName(reading, ownerRow),
    inherited: inheritedFlags(reading, ownerRow),
    ttl,
    defaultTtl,
    klass,
    apex,
    moved,
    begun: true,
  };
}

export function setOrigin(reading: Reading, origin: string | undefined): void {
  reading.origin = origin;
  reading.originHash = hashName(origin ?? "");
  reading.origins.push(origin);
  setApex(reading, reading.apex);
}

export function setApex(reading: Reading, apex: string | undefined): void {
  reading.apex = apex;
  reading.originInside =
    apex === undefined || reading.origin === undefined || isAtOrBelow(reading.origin, apex);
}

/** Absolute owner of a row, -1 the entry's; undefined where it cannot be told. */
export function ownerName(reading: Reading, row: number): string | undefined {
  if (row === -1) return reading.entry.owner;
  if (row < 0) return undefined;
  const { text, from, columns, origins } = reading;
  const start = from + (columns.start[row] ?? 0);
  const raw = text.slice(start, from + (columns.ownerEnd[row] ?? 0));
  return absoluteName(unquoted(raw), origins[columns.origin[row] ?? 0]);
}

/** The flags that records inherit with the owner of a row, -1 the entry's; -1 where there is none to inherit. */
export function inheritedFlags({ entry, columns }: Reading, row: number): number {
  if (row === -1) return entry.inherited;
  if (row < 0) return -1;
  const flags = (columns.flags[row] ?? 0) & (FLAG.nameless | FLAG.outside);
  return columns.ownerRow[row] === -2 ? flags | FLAG.broken : flags;
}

/** Notes a problem. */
export function complain(
  { problems, from }: Reading,
  rule: string,
  message: string,
  start: number,
  end: number,
  ...fixes: readonly SyntaxFix[]
): void {
  const moved = fixes.map((fix) => ({
    ...fix,
    edits: fix.edits.map((edit) => ({ ...edit, start: edit.start - from, end: edit.end - from })),
  }));
  problems.push({ rule, message, start: start - from, end: end - from, fixes: moved });
}

/** Notes what is wrong in a name as written at `start`; whether anything is. */
export function complainOfName(reading: Reading, raw: string, start: number): boolean {
  const [problem] = readName(raw, reading.origin).problems;
  if (problem === undefined) return false;
  const { kind, message } = problem;
  const dots = { start: start + problem.start, end: start + problem.end };
  const isFirst = raw.startsWith(".") && problem.start === 0;
  // One dot at the end makes a name absolute: only where it lies in the zone it was meant so.
  const absolute =
    problem.end === raw.length ? readName(`${raw.slice(0, problem.start)}.`, ".").name : undefined;
  const top = reading.apex ?? reading.origin;
  const isOutside = absolute !== undefined && top !== undefined && !isAtOrBelow(absolute, top);
  const fixes =
    kind !== "empty-label" || problem.end - problem.start === raw.length
      ? []
      : [
          isFirst || isOutside
            ? fix(isFirst ? "Delete the dot" : "Delete the dots", replace(dots.start, dots.end, ""))
            : fix("Write one dot", replace(dots.start, dots.end, ".")),
        ];
  complain(
    reading,
    `zone-${kind}`,
    `${message[0]?.toUpperCase()}${message.slice(1)}; name servers refuse the zone`,
    start + problem.start,
    start + problem.end,
    ...fixes,
  );
  return true;
}

type Edit = SyntaxFix["edits"][number];

/** A fix that changes what the zone says. */
export function fix(title: string, ...edits: readonly Edit[]): SyntaxFix {
  return { title, safe: false, edits };
}

export function insert(at: number, text: string): Edit {
  return { start: at, end: at, text };
}

export function replace(start: number, end: number, text: string): Edit {
  return { start, end, text };
}

/** A raw name or word without the quotes around it. */
export function unquoted(raw: string): string {
  return raw.startsWith('"') ? raw.slice(1, raw.length > 1 && raw.endsWith('"') ? -1 : undefined) : raw;
}

/** A piece of the reader's text for a message. */
export function shown(text: string, start: number, end: number): string {
  const piece = printable(text.slice(start, Math.min(end, start + 40))).replaceAll("`", "'");
  return `\`${piece}${end - start > 40 ? "…" : ""}\``;
}
