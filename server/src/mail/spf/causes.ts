import { type TextSpan, textSpan } from "../../text/span.ts";
import type { PrefixLength, SpfProblem, SpfProblemKind } from "../spf.ts";
import { addressCause, bareAddress, literalAddress } from "./addresses.ts";
import { keywordAt, nearestKeyword } from "./keywords.ts";
import { isQualifier } from "./octets.ts";
import { unseparated } from "./separators.ts";
import { asciiLookalike, charactersOf, isAscii, toAsciiName } from "./unicode.ts";

/** Why text[start, end) is no term, where nothing of the grammar fits. */
export function causeOf(text: string, start: number, end: number): SpfProblem {
  return (
    notAscii(text, start, end) ??
    strayMark(text, start, end) ??
    misplacedSign(text, start, end) ??
    gluedAll(text, start, end) ??
    bareWord(text, start, end) ??
    misspelt(text, start, end) ?? { kind: "unknown-mechanism", span: textSpan(start, end) }
  );
}

/** Why the domain-spec at `domain` is none, or can name nothing. */
export function causeOfDomain(text: string, term: TextSpan, domain: TextSpan): SpfProblem {
  const mark = gluedTo(text, term);
  if (mark !== undefined) return mark;
  const nested = nestedTerm(text, term, domain.start);
  if (nested !== undefined) return nested;
  const name = text.slice(domain.start, domain.end);
  const address = literalAddress(text.slice(domain.start, term.end));
  if (address !== undefined) {
    const key = text.slice(term.start, domain.start).replace(/^[+\-~?]/, "");
    const sign = text.slice(term.start, domain.start - key.length);
    const kind = /^(?:a|mx):/i.test(key) ? "host-is-ip" : "target-is-ip";
    return replacing(kind, textSpan(domain.start, term.end), `${sign}${address}`, term);
  }
  for (const { kind, pattern, meant } of DOMAIN_CAUSES) {
    if (!pattern.test(name)) continue;
    const text = meant?.(name);
    return text === undefined ? { kind, span: domain } : replacing(kind, domain, text);
  }
  const labels = name.split(".");
  if (name.length > 253 || labels.some((label) => label.length > 63)) {
    return { kind: "label-length", span: domain };
  }
  return { kind: "domain", span: domain };
}

/** `include:ip4:192.0.2.1`: a mechanism that takes no other one. */
function nestedTerm(text: string, term: TextSpan, start: number): SpfProblem | undefined {
  const inner = text.slice(start, term.end);
  const key = /^(?:include|a|mx|ptr|exists|ip4|ip6):(?=.)/i.exec(inner)?.[0];
  if (key === undefined) return undefined;
  const outer = text.slice(term.start, start).replace(/^[+\-~?]/, "");
  const span = textSpan(start, term.end);
  // A redirect leads to a record, as an include does.
  if (outer.endsWith("="))
    return /^redirect=$/i.test(outer) && /^include:$/i.test(key)
      ? replacing("nested", span, "", textSpan(start, start + key.length))
      : undefined;
  return replacing("nested", span, inner, textSpan(start - outer.length, term.end));
}

interface DomainCause {
  readonly kind: SpfProblemKind;
  readonly pattern: RegExp;
  meant?(name: string): string | undefined;
}

const DOMAIN_CAUSES: readonly DomainCause[] = [
  { kind: "placeholder", pattern: /[<>{}[\]$]/ },
  { kind: "url", pattern: /:\/\/|@/, meant: hostOf },
  { kind: "netmask", pattern: /\/\d{1,3}(?:\.\d{1,3}){3}$/, meant: (name) => name.replace(/\/[\d.]+$/, "") },
  { kind: "url", pattern: /\//, meant: hostOf },
  { kind: "domain", pattern: /^[^:]*:\d{1,5}$/, meant: withoutPort },
  {
    kind: "empty-label",
    pattern: /^\.|\.\./,
    meant: (name) => {
      const whole = name.replace(/\.{2,}/g, ".").replace(/^\./, "");
      return whole === "" ? undefined : whole;
    },
  },
];

function withoutPort(name: string): string | undefined {
  const host = name.slice(0, name.indexOf(":"));
  return host.includes(".") ? host : undefined;
}

function hostOf(url: string): string | undefined {
  const rest = url.replace(/^[a-z][a-z0-9+.-]*:\/\//i, "");
  const host = rest.replace(/[/?#].*$/s, "");
  const bare = host.slice(host.lastIndexOf("@") + 1).replace(/:\d*$/, "");
  return bare.includes(".") ? bare : undefined;
}

/** Why the argument of `ip4` or `ip6` is no network. */
export function causeOfIp(
  text: string,
  term: TextSpan,
  kind: "ip4" | "ip6",
  address: TextSpan,
  sound: boolean,
  prefix: PrefixLength | undefined,
): SpfProblem {
  return (
    gluedTo(text, term) ??
    nestedTerm(text, term, address.start) ??
    addressCause(text, term, kind, address, sound, prefix)
  );
}

/** What is wrong with a modifier that RFC 7208 does not know: most are mechanisms with the wrong sign. */
export function causeOfModifier(text: string, term: TextSpan, name: TextSpan): SpfProblem | undefined {
  const keyword = keywordAt(text, name.start, name.end);
  const sign = textSpan(name.end, name.end + 1);
  if (keyword === "all") return replacing("all-argument", textSpan(name.end, term.end), "-all", term);
  if (keyword !== undefined) return replacing("equals", sign, ":");
  const nearest = nearestKeyword(text.slice(name.start, name.end).toLowerCase());
  if (nearest === undefined || nearest === "all") return undefined;
  if (nearest === "redirect" || nearest === "exp") return replacing("typo", name, nearest);
  return replacing("typo", textSpan(name.start, sign.end), `${nearest}:`);
}

/** What stands in a term and is no part of it: a mark, or an `all` behind it. */
export function gluedTo(text: string, { start, end }: TextSpan): SpfProblem | undefined {
  return strayMark(text, start, end) ?? gluedAll(text, start, end);
}

/** A quotation mark, a comment, or a comma or semicolon inside the term. */
function strayMark(text: string, start: number, end: number): SpfProblem | undefined {
  const word = text.slice(start, end);
  const quote = word.indexOf('"');
  if (quote >= 0) {
    const at = textSpan(start + quote, start + quote + 1);
    return replacing("quote", at, word.replace(/"+/g, ""), textSpan(start, end));
  }
  const comment = /^\/\/|#|^\(/.exec(word);
  if (comment !== null) return { kind: "comment", span: textSpan(start + comment.index, end) };
  const separator = word.search(/[,;]/);
  return separator < 0 ? undefined : separators(text, start, end, start + separator);
}

function separators(text: string, start: number, end: number, at: number): SpfProblem {
  const span = textSpan(at, at + 1);
  const meant = unseparated(text.slice(start, end));
  if (meant === undefined) return { kind: "separator", span };
  if (meant !== "") return replacing("separator", span, meant, textSpan(start, end));
  const from = text.charAt(start - 1) === " " ? start - 1 : start;
  return replacing("separator", span, "", textSpan(from, end));
}

/** `-all` and its like, written to the end of another term. */
function gluedAll(text: string, start: number, end: number): SpfProblem | undefined {
  const at = end - 4;
  if (at <= start || !isQualifier(text.charCodeAt(at)) || isQualifier(text.charCodeAt(at - 1)))
    return undefined;
  if (text.slice(at + 1, end).toLowerCase() !== "all") return undefined;
  // Taken apart, a `+all` would let everybody send.
  if (text.charAt(at) === "+") return { kind: "glued-all", span: textSpan(at, end) };
  return replacing("glued-all", textSpan(at, end), " ", textSpan(at, at));
}

function endsName(code: number): boolean {
  return code === 0x3a || code === 0x3d || code === 0x2f;
}

/** Two qualifiers, a qualifier before a modifier, `=` for `:` behind a qualifier, `:` for `=`. */
function misplacedSign(text: string, start: number, end: number): SpfProblem | undefined {
  let at = start;
  while (at < end && isQualifier(text.charCodeAt(at))) at++;
  const signs = textSpan(start, at);
  if (at - start > 1) {
    const kept = [...new Set(text.slice(start, at))].reverse();
    return {
      kind: "double-qualifier",
      span: signs,
      repairs: kept.map((sign) => ({ span: signs, text: sign })),
    };
  }
  let nameEnd = at;
  while (nameEnd < end && !endsName(text.charCodeAt(nameEnd))) nameEnd++;
  const keyword = keywordAt(text, at, nameEnd);
  const mark = text.charAt(nameEnd);
  const markSpan = textSpan(nameEnd, nameEnd + 1);
  const isModifier = keyword === "redirect" || keyword === "exp";
  if (mark === "=" && at > start && isModifier) return replacing("qualifier-on-modifier", signs, "");
  if (mark === "=" && keyword === "all") return replacing("all-argument", textSpan(nameEnd, end), "");
  if (mark === "=" && keyword !== undefined) return replacing("equals", markSpan, ":");
  if (mark === ":" && isModifier) return replacing("modifier-colon", markSpan, "=");
  if (nameEnd === end && isModifier) return { kind: "missing-argument", span: textSpan(start, end) };
  return undefined;
}

/** An address or a host name without the mechanism before it. */
function bareWord(text: string, start: number, end: number): SpfProblem | undefined {
  const from = isQualifier(text.charCodeAt(start)) ? start + 1 : start;
  const word = text.slice(from, end);
  const span = textSpan(from, end);
  const address = bareAddress(word);
  if (address !== undefined) return replacing("bare-address", span, address);
  if (!/^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.[a-z][a-z0-9-]*[a-z0-9]\.?$/i.test(word)) return undefined;
  const mechanism = /^_|^spf/i.test(word) ? "include" : "a";
  return replacing("bare-name", span, `${mechanism}:${word}`);
}

function misspelt(text: string, start: number, end: number): SpfProblem | undefined {
  const from = isQualifier(text.charCodeAt(start)) ? start + 1 : start;
  const name = /^[a-z0-9._-]{1,16}/i.exec(text.slice(from, Math.min(end, from + 17)))?.[0] ?? "";
  const keyword = nearestKeyword(name.toLowerCase());
  const span = textSpan(from, from + name.length);
  if (keyword === undefined || (span.end < end && !/[:=/]/.test(text.charAt(span.end)))) return undefined;
  const mark = text.charAt(span.end);
  // `ptr/24`: the name is right, what follows it is not (RFC 7208 section 5.5).
  if (name.toLowerCase() === keyword && mark === "/") return undefined;
  if ((keyword === "redirect" || keyword === "exp") && mark === ":") {
    return replacing("typo", textSpan(from, span.end + 1), `${keyword}=`);
  }
  if (span.end === end && NEEDS_ARGUMENT.has(keyword)) return undefined;
  // Who writes `ip` or `ipv4` names the family by the address.
  if (keyword === "ip4" && mark === ":" && literalAddress(text.slice(span.end + 1, end))?.startsWith("ip6:"))
    return replacing("typo", span, "ip6");
  if (keyword === "all" && span.end < end) return undefined;
  // A bare `all` would let everybody send.
  return replacing("typo", span, keyword === "all" && from === start ? "-all" : keyword);
}

const NEEDS_ARGUMENT: ReadonlySet<string> = new Set(["include", "exists", "ip4", "ip6", "redirect", "exp"]);

/** Octets outside printable ASCII: look-alikes of ASCII, or letters of an internationalized name. */
function notAscii(text: string, start: number, end: number): SpfProblem | undefined {
  let first = start;
  while (first < end && text.charCodeAt(first) > 0x20 && text.charCodeAt(first) < 0x7f) first++;
  if (first === end) return undefined;
  let last = first;
  while (last < end && (text.charCodeAt(last) <= 0x20 || text.charCodeAt(last) >= 0x7f)) last++;
  const term = textSpan(start, end);
  const span = textSpan(first, last);
  const ascii = asciiLookalike(charactersOf(text.slice(start, end)));
  if (isAscii(ascii)) {
    if (ascii.trim() !== "") return replacing("non-ascii", span, unspaced(ascii), term);
    const from = text.charAt(start - 1) === " " ? start - 1 : start;
    return replacing("non-ascii", span, "", textSpan(from, end));
  }
  const target = /^([+\-~?]?(?:include|a|mx|ptr|exists|redirect|exp)[:=])(.+)$/is.exec(ascii);
  const name = target?.[2];
  if (name === undefined || !/^[\p{L}\p{M}\p{N}._-]+$/u.test(name)) return { kind: "non-ascii", span };
  const encoded = toAsciiName(name);
  const domain = textSpan(start + (target?.[1] ?? "").length, end);
  return encoded === undefined ? { kind: "idn", span: domain } : replacing("idn", domain, encoded);
}

/** A no-break space parts terms, or has got into one: then what stands behind it begins no term. */
function unspaced(ascii: string): string {
  const [first = "", ...words] = ascii.trim().split(/ +/);
  return words.reduce((text, word) => `${text}${BEGINS_TERM.test(word) ? " " : ""}${word}`, first);
}

const BEGINS_TERM = /^(?:[+\-~?]|[+\-~?]?(?:all|a|mx|ptr)$|[+\-~?]?[a-z][a-z0-9]*[:=/])/i;

function replacing(kind: SpfProblemKind, span: TextSpan, text: string, at: TextSpan = span): SpfProblem {
  return { kind, span, repairs: [{ span: at, text }] };
}
