import { className, typeCode } from "../dns/mnemonics.ts";
import { isAtOrBelow, readName } from "../dns/names.ts";
import { scanTokens } from "../dns/tokens.ts";
import { parseTime } from "../dns/types/kinds/times.ts";
import type { Argument, Directive, Follow } from "./block.ts";
import { complainOfPairs } from "./faults.ts";
import { expand, type Generate, readGenerate } from "./generate.ts";
import {
  complain,
  complainOfName,
  fix,
  insert,
  type Reading,
  replace,
  setOrigin,
  shown,
  stateOf,
} from "./reading.ts";
import type { Statement } from "./statement.ts";
import { parseTtl, TTL_LONG, TTL_MAX, TTL_SHORT } from "./ttl.ts";
import { nearestDirective } from "./typos.ts";

interface Met extends Directive {
  /** Whether parentheses or quotes are amiss, which is reported already. */
  readonly isTorn: boolean;
}

type Apply = (reading: Reading, directive: Met, follow: Follow | undefined) => void;

const REFUSED = "name servers refuse the zone";

// What each directive does (RFC 1035 section 5.1, RFC 2308 section 4); `$DATE` is an old one that BIND skips.
const DIRECTIVES: Readonly<
  Record<string, { readonly args: number; readonly needs: string; readonly apply: Apply }>
> = {
  $ORIGIN: { args: 1, needs: "a name", apply: applyOrigin },
  $TTL: { args: 1, needs: "a time such as `3600` or `1h`", apply: applyTtl },
  $INCLUDE: { args: 2, needs: "a file name", apply: applyInclude },
  $GENERATE: { args: 6, needs: "a range, a name, a type and a value", apply: applyGenerate },
  $DATE: { args: 1, needs: "a date", apply: applyDate },
};

/** Reads a statement that begins with `$`, notes what is wrong in it, and does what it says. */
export function readDirective(reading: Reading, statement: Statement, follow: Follow | undefined): void {
  const isTorn = complainOfPairs(reading, statement);
  const { text, from } = reading;
  const { start, end } = statement;
  const args = scanTokens(text, statement.ownerEnd, end, 0);
  const word = text.slice(start, statement.ownerEnd);
  const directive: Met = { kind: word.toUpperCase(), start, end, args, state: stateOf(reading), isTorn };
  reading.directives.push({
    kind: directive.kind,
    start: start - from,
    end: end - from,
    args: args.map((arg) => ({ ...arg, start: arg.start - from, end: arg.end - from })),
    state: directive.state,
  });
  const known = Object.hasOwn(DIRECTIVES, directive.kind) ? DIRECTIVES[directive.kind] : undefined;
  if (known === undefined) {
    if (!isTorn) complainOfUnknown(reading, word, statement);
    return;
  }
  if (!isTorn) {
    const [quoted] = args.filter((arg, index) => arg.quoted && !mayBeQuoted(directive, index));
    if (args.length === 0)
      complain(
        reading,
        "zone-directive-argument",
        `\`${directive.kind}\` needs ${known.needs}; ${REFUSED}`,
        start,
        end,
      );
    else if (quoted !== undefined) {
      complain(
        reading,
        "zone-directive-argument",
        `\`${directive.kind}\` takes this without quotes; ${REFUSED}`,
        quoted.start,
        quoted.end,
        fix("Delete the quotes", replace(quoted.start, quoted.end, quoted.raw)),
      );
    } else complainOfRest(reading, directive, known.args);
  }
  if (args.length > 0) known.apply(reading, directive, follow);
}

function mayBeQuoted({ kind, args }: Directive, index: number): boolean {
  if (kind === "$INCLUDE") return index === 0;
  if (kind !== "$GENERATE") return false;
  // Where more words stand behind the value, that is told.
  const before = args[index - 1]?.raw ?? "";
  return index === args.length - 1 || (index > 2 && typeCode(before, 0, before.length) >= 0);
}

function complainOfUnknown(reading: Reading, word: string, { start, ownerEnd }: Statement): void {
  const meant = nearestDirective(word);
  const fixes = meant === undefined ? [] : [fix(`Write \`${meant}\``, replace(start, ownerEnd, meant))];
  const question = meant === undefined ? "" : `; did you mean \`${meant}\`?`;
  complain(
    reading,
    "zone-directive-unknown",
    `${shown(word, 0, word.length)} is not a directive, and ${REFUSED}${question}`,
    start,
    ownerEnd,
    ...fixes,
  );
}

function complainOfRest(reading: Reading, { kind, args }: Directive, takes: number): void {
  const extra = args[takes];
  const last = args.at(-1);
  const before = args[takes - 1];
  if (kind === "$GENERATE" || extra === undefined || last === undefined || before === undefined) return;
  complain(
    reading,
    "zone-trailing-text",
    `\`${kind}\` ends before this; ${REFUSED}`,
    extra.start,
    last.end,
    fix("Delete it", replace(before.end, last.end, "")),
  );
}

function applyOrigin(reading: Reading, { args: [arg], isTorn }: Met): void {
  if (arg === undefined) return;
  const { name } = readName(arg.raw, reading.origin);
  if (name !== undefined) setOrigin(reading, name);
  else if (!isTorn) complainOfName(reading, arg.raw, arg.start + (arg.quoted ? 1 : 0));
  reading.moved = true;
}

function applyTtl(reading: Reading, { args: [arg], isTorn }: Met): void {
  if (arg === undefined) return;
  const value = parseTtl(arg.raw, 0, arg.raw.length);
  if (value < 0) {
    if (!isTorn)
      complain(
        reading,
        "zone-ttl-invalid",
        `${shown(arg.raw, 0, arg.raw.length)} is no time: write seconds, or numbers with \`w\`, \`d\`, \`h\`, \`m\`, \`s\`; ${REFUSED}`,
        arg.start,
        arg.end,
      );
    return;
  }
  complainOfTtl(reading, value, arg.start, arg.end);
  reading.defaultTtl = value > TTL_MAX ? 0 : value;
  reading.ttl = reading.defaultTtl;
}

function applyDate(reading: Reading, { args: [arg], isTorn }: Met): void {
  if (
    arg === undefined ||
    arg.quoted ||
    isTorn ||
    (/^[0-9]{14}$/.test(arg.raw) && parseTime(arg.raw) !== undefined)
  )
    return;
  complain(
    reading,
    "zone-directive-argument",
    `\`$DATE\` takes a date of fourteen digits (YYYYMMDDHHMMSS); ${REFUSED}`,
    arg.start,
    arg.end,
  );
}

function applyInclude(
  reading: Reading,
  { args: [file, origin], isTorn, state }: Met,
  follow: Follow | undefined,
): void {
  if (file === undefined) return;
  reading.moved = true;
  if (origin !== undefined && !isTorn && complainOfName(reading, origin.raw, origin.start)) return;
  const entry = includeEntry(state, origin);
  const times = follow?.(file.raw, entry);
  if (times === undefined) return;
  reading.ttl = times.ttl;
  reading.defaultTtl = times.defaultTtl;
}

// Where the first stands outside of quotes and escapes; -1 where none does. Comments stand behind the last word of a line: only
// inside of parentheses there are others.
function parenthesisIn(text: string, start: number, end: number): number {
  let isQuoted = false;
  for (let at = start; at < end; at++) {
    const char = text[at];
    if (char === "\\") at++;
    else if (char === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (char === "(" || char === ")")) return at;
  }
  return -1;
}

function applyGenerate(reading: Reading, directive: Met): void {
  if (directive.isTorn) return;
  const { from, origin, apex } = reading;
  const { start, end, state } = directive;
  const parenthesis = parenthesisIn(reading.text, start, end);
  if (parenthesis >= 0) {
    const message = `\`$GENERATE\` stands on one line, without parentheses; ${REFUSED}`;
    complain(reading, "zone-generate-invalid", message, parenthesis, parenthesis + 1);
    return;
  }
  const generate = readGenerate(directive.args);
  if ("message" in generate) {
    const place = generate.at ?? { start, end };
    const { whole } = generate;
    const fixes =
      whole === undefined
        ? []
        : [fix("Put the value in quotes", insert(whole.start, '"'), insert(whole.end, '"'))];
    complain(reading, generate.rule, `${generate.message}; ${REFUSED}`, place.start, place.end, ...fixes);
    return;
  }
  const { klass, words } = generate;
  if (klass >= 0 && reading.klass !== 0 && klass !== reading.klass) {
    const zone = className(reading.klass);
    const message = `The zone is of class ${zone}, and a zone has one class; ${REFUSED}`;
    complain(reading, "zone-class-mismatch", message, words.owner.end, words.type.start);
    return;
  }
  const name = readName(expand(generate.owner, generate.start), origin).name;
  if (name !== undefined && apex !== undefined && !isAtOrBelow(name, apex)) {
    const message = `\`${name}\` lies outside the zone \`${apex}\`: BIND ignores the records`;
    complain(reading, "zone-out-of-zone", message, words.owner.start, words.owner.end);
    return;
  }
  const ttl = generate.ttl ?? (reading.defaultTtl >= 0 ? reading.defaultTtl : reading.ttl);
  reading.ttl = ttl;
  const own = { generate: relative(generate, from), start: start - from, end: end - from };
  reading.patterns.push({ ...own, origin, ttl, klass: klass < 0 ? reading.klass || CLASS_IN : klass, state });
}

const CLASS_IN = 1;

function relative(generate: Generate, from: number): Generate {
  const moved = (word: Argument) => ({ ...word, start: word.start - from, end: word.end - from });
  const { range, owner, type, rdata } = generate.words;
  return {
    ...generate,
    words: { range: moved(range), owner: moved(owner), type: moved(type), rdata: moved(rdata) },
  };
}

/** Notes a TTL that is too long for the DNS, or hardly meant so (RFC 2181 section 8). */
export function complainOfTtl(reading: Reading, ttl: number, start: number, end: number): void {
  const written = shown(reading.text, start, end);
  if (ttl > TTL_MAX) {
    complain(
      reading,
      "zone-ttl-too-large",
      `A TTL is at most ${TTL_MAX} (68 years): name servers take ${written} for 0 or refuse the zone`,
      start,
      end,
      fix("Write one day (`86400`)", replace(start, end, "86400")),
    );
  } else if (ttl > TTL_LONG) {
    complain(
      reading,
      "zone-ttl-high",
      `${written} is more than a week: many resolvers forget the record sooner, and others keep a mistake that long`,
      start,
      end,
    );
  } else if (ttl < TTL_SHORT) {
    complain(
      reading,
      "zone-ttl-low",
      ttl === 0
        ? `${written} lets nobody keep the answer: every question comes to your name servers`
        : `With ${written} seconds nearly every question comes to your name servers`,
      start,
      end,
    );
  }
}

/** Whether `complainOfTtl` has anything to say. */
export function isOddTtl(ttl: number): boolean {
  return ttl > TTL_LONG || ttl < TTL_SHORT;
}

/** What the file named by an `$INCLUDE` begins with. */
export function includeEntry(state: Directive["state"], origin: Argument | undefined): Directive["state"] {
  const name = origin === undefined ? state.origin : readName(origin.raw, state.origin).name;
  return { ...state, origin: name, moved: true, begun: false };
}
