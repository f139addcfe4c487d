import { HOLE, type MappedText } from "../text/mappedText.ts";
import { type TextSpan, textSpan } from "../text/span.ts";
import type { Keyword } from "./spf/keywords.ts";
import { parseTerms } from "./spf/terms.ts";
import { readVersion } from "./spf/version.ts";

/** An SPF record (RFC 7208 section 12), read to the end whatever is wrong with it. */
export interface SpfRecord {
  readonly source: MappedText;
  readonly version: SpfVersion;
  /**
   * Whether receivers take the text for an SPF record: exactly `v=spf1` in any case, then SP or the end (section 4.5).
   * Otherwise they do not see it and answer `none`. `undefined`: an unknown part decides.
   */
  readonly recognized: boolean | undefined;
  readonly terms: readonly SpfTerm[];
  /**
   * What keeps terms from doing what was meant, one cause a term: the syntax errors, and what the grammar accepts though it
   * cannot be meant (`include=x`, a URL for a name). Empty for a sound record.
   */
  readonly faults: readonly SpfProblem[];
  /** Separators that are anything but one space. */
  readonly gaps: readonly SpfGap[];
  /**
   * Whether the text alone makes every check end in permerror: a syntax error anywhere (section 4.6), or `redirect` or
   * `exp` twice (section 6). `undefined`: no error is seen, but a part of the text is unknown.
   */
  readonly permerror: boolean | undefined;
  /** A part of the text is not known, or its end was not read. */
  readonly hasHoles: boolean;
}

/** The version section, and what keeps receivers from seeing it. */
export interface SpfVersion {
  /** What stands for `v=spf1`, without what precedes or follows it; empty at the start where nothing does. */
  readonly span: TextSpan;
  readonly problems: readonly SpfVersionProblem[];
}

/**
 * leading: white space or a byte order mark in front. quote: a quotation mark in front. unterminated: something other than SP behind it.
 * malformed: a misspelt version. sender-id: `spf2.0/` (RFC 4406). missing: no version at all.
 */
export interface SpfVersionProblem {
  readonly kind: "leading" | "quote" | "unterminated" | "malformed" | "sender-id" | "missing";
  /** What to take away or replace. */
  readonly span: TextSpan;
}

/** Between terms, or behind the last one. A TAB is a syntax error; more than one SP is legal, and so is SP at the end. */
export interface SpfGap {
  readonly kind: "tab" | "spaces" | "trailing";
  readonly span: TextSpan;
}

export type Qualifier = "+" | "-" | "~" | "?";

interface TermParts {
  /** The whole term, qualifier included. */
  readonly span: TextSpan;
  /** The mechanism's keyword or the modifier's name. */
  readonly name: TextSpan;
  /** Syntax errors: each makes the whole record permerror. Empty for a sound term. */
  readonly problems: readonly SpfProblem[];
}

interface MechanismParts extends TermParts {
  /** `+` where none is written. */
  readonly qualifier: Qualifier;
  /** Empty where none is written. */
  readonly qualifierSpan: TextSpan;
}

export interface AllTerm extends MechanismParts {
  readonly kind: "all";
}

/** `include`, `exists` and `ptr`. */
export interface DomainTerm extends MechanismParts {
  readonly kind: "include" | "exists" | "ptr";
  /** Absent: `ptr` without one, or a term that lacks it. */
  readonly domain: DomainSpec | undefined;
}

/** `a` and `mx`. */
export interface HostTerm extends MechanismParts {
  readonly kind: "a" | "mx";
  /** Absent: the domain under check. */
  readonly domain: DomainSpec | undefined;
  readonly ip4Prefix: PrefixLength | undefined;
  readonly ip6Prefix: PrefixLength | undefined;
}

export interface Ip4Term extends MechanismParts {
  readonly kind: "ip4";
  /** 0 to 2^32-1, as written (host bits kept); `undefined` where it is no address. */
  readonly address: number | undefined;
  readonly addressSpan: TextSpan;
  readonly prefix: PrefixLength | undefined;
}

export interface Ip6Term extends MechanismParts {
  readonly kind: "ip6";
  readonly address: bigint | undefined;
  readonly addressSpan: TextSpan;
  readonly prefix: PrefixLength | undefined;
}

/** `redirect` and `exp`. */
export interface ReferenceTerm extends TermParts {
  readonly kind: "redirect" | "exp";
  readonly domain: DomainSpec | undefined;
}

/** A modifier that RFC 7208 does not define; receivers ignore it (section 6). */
export interface ModifierTerm extends TermParts {
  readonly kind: "modifier";
  readonly value: DomainSpec;
}

/** A term with a part that is not known offline, or the rest of a record too long or too broken to be read to its end. */
export interface UnknownTerm extends TermParts {
  readonly kind: "unknown";
  /** What the term is, where its argument alone is unknown; undefined: it may stand for any number of terms. */
  readonly keyword: Keyword | undefined;
}

/** No term of the grammar. */
export interface InvalidTerm extends TermParts {
  readonly kind: "invalid";
}

export type Mechanism = AllTerm | DomainTerm | HostTerm | Ip4Term | Ip6Term;
export type SpfTerm = Mechanism | ReferenceTerm | ModifierTerm | UnknownTerm | InvalidTerm;

/** A CIDR prefix length. */
export interface PrefixLength {
  /** In bits; `undefined` where it is not one. */
  readonly length: number | undefined;
  /** Its slash or slashes included. */
  readonly span: TextSpan;
}

/** A domain-spec, or the macro-string of an unknown modifier (section 7.1). */
export interface DomainSpec {
  readonly span: TextSpan;
  /** The text as written, where it holds no `%`; `undefined` where only an expansion tells the name. */
  readonly literal: string | undefined;
  readonly parts: readonly MacroPart[];
}

export type MacroPart =
  | { readonly kind: "literal"; readonly span: TextSpan; readonly text: string }
  /** `%%`, `%_` and `%-`: `text` is what they stand for. */
  | { readonly kind: "escape"; readonly span: TextSpan; readonly text: "%" | " " | "%20" }
  | Macro
  /** A `%` that starts no macro. */
  | { readonly kind: "invalid"; readonly span: TextSpan };

/** `%{letter digits r delimiters}` */
export interface Macro {
  readonly kind: "macro";
  readonly span: TextSpan;
  /** Lower case. */
  readonly letter: string;
  /** Written in upper case: the value is URL-escaped (section 7.3). */
  readonly escaped: boolean;
  /** How many right-hand parts to keep; `undefined` = all. */
  readonly keep: number | undefined;
  readonly reverse: boolean;
  /** Empty: ".". */
  readonly delimiters: string;
}

/** What is wrong with a term: its cause, once. */
export interface SpfProblem {
  readonly kind: SpfProblemKind;
  readonly span: TextSpan;
  /** What was probably meant, likeliest first. Absent where there is nothing to guess from. */
  readonly repairs?: readonly SpfRepair[];
}

/** One guess at what was meant: `text` instead of what stands at `span`. */
export interface SpfRepair {
  readonly span: TextSpan;
  readonly text: string;
}

export type SpfProblemKind =
  | "unknown-mechanism"
  | "typo"
  | "bare-address"
  | "bare-name"
  | "modifier-colon"
  | "equals"
  | "space-after-colon"
  | "separator"
  | "comment"
  | "glued-all"
  | "nested"
  | "double-qualifier"
  | "qualifier-on-modifier"
  | "empty-argument"
  | "missing-argument"
  | "all-argument"
  | "modifier-name"
  | "quote"
  | "non-ascii"
  | "idn"
  | "domain"
  | "label-length"
  | "placeholder"
  | "empty-label"
  | "url"
  | "target-is-ip"
  | "host-is-ip"
  | "ip4"
  | "ip6"
  | "ip4-prefix"
  | "ip6-prefix"
  | "family"
  | "range"
  | "wildcard"
  | "netmask"
  | "macro-in-ip"
  | "macro-syntax"
  | "macro-letter"
  | "macro-exp-only"
  | "macro-zero"
  | "macro-delimiter"
  | "string-boundary";

/** Reads an SPF record. Linear in the text, never throws; what is wrong is in the nodes. */
export function parseSpf(source: MappedText): SpfRecord {
  const { text } = source;
  const version = readVersion(text);
  const { terms, faults: ofTerms, gaps } = parseTerms(source, endOfVersion(version));
  const glued = gluedVersion(source, version);
  const faults = glued === undefined ? ofTerms : [glued, ...ofTerms];
  const hasHoles = text.includes(HOLE) || terms.at(-1)?.kind === "unknown";
  return {
    source,
    version,
    recognized: isRecognized(text),
    terms,
    faults,
    gaps,
    permerror: isPermerror(terms, gaps) || (hasHoles ? undefined : false),
    hasHoles,
  };
}

/** `"v=spf1" "mx -all"`: the strings are joined, and no space stands behind the version. */
function gluedVersion(source: MappedText, version: SpfVersion): SpfProblem | undefined {
  const { end } = version.span;
  if (version.problems.length === 0 || !source.breaks.includes(end)) return undefined;
  if (version.problems.every(({ kind, span }) => kind !== "unterminated" || span.end > end)) return undefined;
  const at = textSpan(end, end);
  return { kind: "string-boundary", span: textSpan(end - 1, end + 1), repairs: [{ span: at, text: " " }] };
}

/** Terms begin behind the version and behind what stands where its space belongs. */
function endOfVersion(version: SpfVersion): number {
  let end = version.span.end;
  for (const problem of version.problems) {
    if (problem.span.end > end) end = problem.span.end;
  }
  return end;
}

function isRecognized(text: string): boolean | undefined {
  for (let i = 0; i < VERSION.length; i++) {
    const char = text.charAt(i);
    if (char === HOLE) return undefined;
    if (char.toLowerCase() !== VERSION.charAt(i)) return false;
  }
  const next = text.charAt(VERSION.length);
  return next === HOLE ? undefined : next === "" || next === " ";
}

const VERSION = "v=spf1";

function isPermerror(terms: readonly SpfTerm[], gaps: readonly SpfGap[]): boolean {
  let redirects = 0;
  let explanations = 0;
  for (const term of terms) {
    if (term.problems.length > 0) return true;
    if (term.kind === "redirect") redirects++;
    else if (term.kind === "exp") explanations++;
  }
  return redirects > 1 || explanations > 1 || gaps.some((gap) => gap.kind === "tab");
}
