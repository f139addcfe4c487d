import { HOLE } from "../../text/mappedText.ts";
import { type TextSpan, textSpan } from "../../text/span.ts";
import { scanIp4, scanIp6 } from "../networks.ts";
import type { DomainSpec, PrefixLength, Qualifier, SpfProblem, SpfProblemKind, SpfTerm } from "../spf.ts";
import { causeOf, causeOfDomain, causeOfIp, gluedTo } from "./causes.ts";
import { endsLikeDomain, parseMacroString } from "./domainSpec.ts";
import { type Keyword, keywordAt, type MechanismName } from "./keywords.ts";
import {
  COLON,
  DOT,
  EQUALS,
  isAlpha,
  isAlphanumeric,
  isDigit,
  isQualifier,
  MINUS,
  QUESTION,
  SLASH,
  TILDE,
  UNDERSCORE,
} from "./octets.ts";

const SOUND: readonly SpfProblem[] = [];

/** Reads text[start, end) as one term. */
export function parseTerm(text: string, start: number, end: number): SpfTerm {
  const span = textSpan(start, end);
  let holes = false;
  let visible = true;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code > 0x20 && code < 0x7f) continue;
    if (text.charAt(at) === HOLE) holes = true;
    else visible = false;
  }
  const signed = isQualifier(text.charCodeAt(start));
  const nameStart = signed ? start + 1 : start;
  const nameEnd = endOfName(text, nameStart, end);
  const name = textSpan(nameStart, nameEnd);
  const keyword = keywordAt(text, nameStart, nameEnd);
  if (holes) {
    return { kind: "unknown", span, name, problems: SOUND, keyword: nameEnd < end ? keyword : undefined };
  }
  if (!visible) return invalid(span, name, causeOf(text, start, end));
  if (nameEnd < end && text.charCodeAt(nameEnd) === EQUALS) {
    if (signed) return invalid(span, name, causeOf(text, start, end));
    return parseModifier(text, span, name, keyword);
  }
  if (keyword === undefined || keyword === "redirect" || keyword === "exp") {
    return invalid(span, name, causeOf(text, start, end));
  }
  return parseMechanism(text, span, name, keyword, signed ? start + 1 : start);
}

/** End of the name: where `:`, `=` or `/` stands. */
function endOfName(text: string, start: number, end: number): number {
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === COLON || code === EQUALS || code === SLASH) return at;
  }
  return end;
}

function invalid(span: TextSpan, name: TextSpan, cause: SpfProblem): SpfTerm {
  return { kind: "invalid", span, name, problems: [cause] };
}

function parseModifier(text: string, span: TextSpan, name: TextSpan, keyword: Keyword | undefined): SpfTerm {
  const start = name.end + 1;
  if (keyword === "redirect" || keyword === "exp") {
    const { domain, problems } = parseDomain(text, span, start, span.end);
    return { kind: keyword, span, name, problems, domain };
  }
  if (!isModifierName(text, name)) return invalid(span, name, { kind: "modifier-name", span });
  const problems: SpfProblem[] = [];
  const value = parseMacroString(text, start, span.end, problems);
  return { kind: "modifier", span, name, problems: problems.length > 0 ? problems : SOUND, value };
}

/** ALPHA *( ALPHA / DIGIT / "-" / "_" / "." ) */
function isModifierName(text: string, name: TextSpan): boolean {
  if (!isAlpha(text.charCodeAt(name.start))) return false;
  for (let at = name.start + 1; at < name.end; at++) {
    const code = text.charCodeAt(at);
    if (!isAlphanumeric(code) && code !== MINUS && code !== UNDERSCORE && code !== DOT) return false;
  }
  return true;
}

function parseMechanism(
  text: string,
  span: TextSpan,
  name: TextSpan,
  kind: MechanismName,
  signEnd: number,
): SpfTerm {
  const qualifier = signEnd > span.start ? qualifierOf(text.charCodeAt(span.start)) : "+";
  const qualifierSpan = textSpan(span.start, signEnd);
  switch (kind) {
    case "all": {
      const rest = textSpan(name.end, span.end);
      const problems: readonly SpfProblem[] =
        rest.start === rest.end ? SOUND : [argumentOfAll(text, rest, qualifierSpan)];
      return { kind, span, name, problems, qualifier, qualifierSpan };
    }
    case "ip4":
    case "ip6":
      return parseIp(text, span, name, kind, qualifier, qualifierSpan);
    case "a":
    case "mx":
      return parseHost(text, span, name, kind, qualifier, qualifierSpan);
    case "ptr": {
      if (name.end === span.end) {
        return { kind, span, name, problems: SOUND, qualifier, qualifierSpan, domain: undefined };
      }
      const { domain, problems } = parseDomain(text, span, name.end + 1, span.end);
      const wrong = hasColon(text, name) ? problems : [causeOf(text, span.start, span.end)];
      return { kind, span, name, problems: wrong, qualifier, qualifierSpan, domain };
    }
    case "include":
    case "exists": {
      if (!hasColon(text, name)) {
        const problems = [problem("missing-argument", span.start, span.end)];
        return { kind, span, name, problems, qualifier, qualifierSpan, domain: undefined };
      }
      const { domain, problems } = parseDomain(text, span, name.end + 1, span.end);
      return { kind, span, name, problems, qualifier, qualifierSpan, domain };
    }
  }
}

// Without its argument a bare `all` would let everybody send, which nobody meant who wrote an argument to it.
function argumentOfAll(text: string, rest: TextSpan, sign: TextSpan): SpfProblem {
  const repair =
    sign.start === sign.end
      ? { span: textSpan(sign.start, rest.end), text: "-all" }
      : { span: rest, text: "" };
  const isColonAlone = rest.end - rest.start === 1 && text.charCodeAt(rest.start) === COLON;
  return { kind: isColonAlone ? "typo" : "all-argument", span: rest, repairs: [repair] };
}

function qualifierOf(code: number): Qualifier {
  if (code === MINUS) return "-";
  if (code === TILDE) return "~";
  return code === QUESTION ? "?" : "+";
}

function hasColon(text: string, name: TextSpan): boolean {
  return text.charCodeAt(name.end) === COLON;
}

function problem(kind: SpfProblemKind, start: number, end: number): SpfProblem {
  return { kind, span: textSpan(start, end) };
}

/**
 * What is glued to a prefix length is a term of its own, which a repair keeps.
 * @param isAlone no other prefix length stands beside it
 */
function prefixProblem(
  text: string,
  term: TextSpan,
  kind: SpfProblemKind,
  span: TextSpan,
  isAlone: boolean,
): SpfProblem {
  const glued = gluedTo(text, term);
  if (glued !== undefined) return glued;
  const meant = meantPrefixes(text.slice(span.start, span.end), isAlone);
  const texts = meant === undefined ? [""] : [meant, ""];
  return { kind, span, repairs: texts.map((text) => ({ span, text })) };
}

/** The prefix lengths that were meant where slashes are too few or too many, or zeros stand in front. */
function meantPrefixes(written: string, isAlone: boolean): string | undefined {
  const found = /^(\/{1,3})0*(\d{1,3})(?:\/{1,2}0*(\d{1,3}))?\/*$/.exec(written);
  if (found === null) return undefined;
  const [, slashes, first, second] = found;
  if (second !== undefined)
    return isAlone && Number(first) <= 32 && Number(second) <= 128 ? `/${first}//${second}` : undefined;
  if (slashes === "/" && Number(first) <= 32) return `/${first}`;
  return (isAlone || slashes !== "/") && Number(first) <= 128 ? `//${first}` : undefined;
}

/** Reads the domain-spec text[start, end) of the term at `term`. */
function parseDomain(
  text: string,
  term: TextSpan,
  start: number,
  end: number,
): { domain: DomainSpec | undefined; problems: readonly SpfProblem[] } {
  if (start >= end) return { domain: undefined, problems: [problem("empty-argument", term.start, term.end)] };
  const problems: SpfProblem[] = [];
  const domain = parseMacroString(text, start, end, problems);
  if (problems.length > 0) return { domain, problems };
  if (endsLikeDomain(text, domain)) return { domain, problems: SOUND };
  return { domain, problems: [causeOfDomain(text, term, domain.span)] };
}

/** `a` and `mx`: [ ":" domain-spec ] [ "/" ip4 length ] [ "//" ip6 length ] */
function parseHost(
  text: string,
  span: TextSpan,
  name: TextSpan,
  kind: "a" | "mx",
  qualifier: Qualifier,
  qualifierSpan: TextSpan,
): SpfTerm {
  if (name.end === span.end) {
    return {
      kind,
      span,
      name,
      problems: SOUND,
      qualifier,
      qualifierSpan,
      domain: undefined,
      ip4Prefix: undefined,
      ip6Prefix: undefined,
    };
  }
  const colon = hasColon(text, name);
  const tail = colon ? startOfPrefixes(text, name.end + 1, span.end) : name.end;
  const found = colon ? parseDomain(text, span, name.end + 1, tail) : undefined;
  const double = doubleSlash(text, tail, span.end);
  const ip4Prefix = double > tail ? prefixLength(text, tail, double, 1, 32) : undefined;
  const ip6Prefix = span.end > double ? prefixLength(text, double, span.end, 2, 128) : undefined;
  const problems = [...(found?.problems ?? SOUND)];
  if (problems.length === 0 && ip4Prefix !== undefined && ip4Prefix.length === undefined) {
    problems.push(prefixProblem(text, span, "ip4-prefix", ip4Prefix.span, ip6Prefix === undefined));
  }
  if (problems.length === 0 && ip6Prefix !== undefined && ip6Prefix.length === undefined) {
    problems.push(prefixProblem(text, span, "ip6-prefix", ip6Prefix.span, ip4Prefix === undefined));
  }
  return {
    kind,
    span,
    name,
    problems: problems.length > 0 ? problems : SOUND,
    qualifier,
    qualifierSpan,
    domain: found?.domain,
    ip4Prefix,
    ip6Prefix,
  };
}

/** Where the digits and slashes at the end begin: a domain-spec may hold slashes, but cannot end in one and digits. */
function startOfPrefixes(text: string, start: number, end: number): number {
  let from = end;
  for (let at = end - 1; at >= start; at--) {
    const code = text.charCodeAt(at);
    if (code === SLASH) from = at;
    else if (!isDigit(code)) break;
  }
  return from;
}

/** Where `//` stands in text[start, end), or the end. */
function doubleSlash(text: string, start: number, end: number): number {
  for (let at = start; at + 1 < end; at++) {
    if (text.charCodeAt(at) === SLASH && text.charCodeAt(at + 1) === SLASH) return at;
  }
  return end;
}

/** text[start, end) is `slashes` slashes and a prefix length: no leading zero, at most `most`. */
function prefixLength(text: string, start: number, end: number, slashes: number, most: number): PrefixLength {
  const span = textSpan(start, end);
  const first = start + slashes;
  const digits = end - first;
  if (digits < 1 || digits > 3 || (digits > 1 && text.charCodeAt(first) === 0x30))
    return { length: undefined, span };
  let length = 0;
  for (let at = first; at < end; at++) {
    const code = text.charCodeAt(at);
    if (!isDigit(code)) return { length: undefined, span };
    length = length * 10 + code - 0x30;
  }
  return { length: length <= most ? length : undefined, span };
}

function parseIp(
  text: string,
  span: TextSpan,
  name: TextSpan,
  kind: "ip4" | "ip6",
  qualifier: Qualifier,
  qualifierSpan: TextSpan,
): SpfTerm {
  const colon = hasColon(text, name);
  const start = Math.min(name.end + 1, span.end);
  const slash = colon ? slashIn(text, start, span.end) : start;
  const addressSpan = textSpan(start, slash);
  const prefix =
    slash < span.end && colon ? prefixLength(text, slash, span.end, 1, kind === "ip4" ? 32 : 128) : undefined;
  if (kind === "ip4") {
    const value = scanIp4(text, start, slash);
    const address = value < 0 ? undefined : value;
    const problems = ipProblems(text, span, kind, colon, addressSpan, address !== undefined, prefix);
    return { kind, span, name, problems, qualifier, qualifierSpan, address, addressSpan, prefix };
  }
  const address = scanIp6(text, start, slash);
  const problems = ipProblems(text, span, kind, colon, addressSpan, address !== undefined, prefix);
  return { kind, span, name, problems, qualifier, qualifierSpan, address, addressSpan, prefix };
}

function slashIn(text: string, start: number, end: number): number {
  for (let at = start; at < end; at++) if (text.charCodeAt(at) === SLASH) return at;
  return end;
}

function ipProblems(
  text: string,
  span: TextSpan,
  kind: "ip4" | "ip6",
  colon: boolean,
  address: TextSpan,
  sound: boolean,
  prefix: PrefixLength | undefined,
): readonly SpfProblem[] {
  if (!colon) return [problem("missing-argument", span.start, span.end)];
  if (address.start === span.end) return [problem("empty-argument", span.start, span.end)];
  if (sound && (prefix === undefined || prefix.length !== undefined)) return SOUND;
  return [causeOfIp(text, span, kind, address, sound, prefix)];
}
