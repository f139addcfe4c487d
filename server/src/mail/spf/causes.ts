import { type TextSpan, textSpan } from "../../text/span.ts";
import { scanIp4, scanIp6 } from "../networks.ts";
import type { DomainSpec, PrefixLength, SpfProblem, SpfTerm } from "../spf.ts";
import type { Keyword } from "./keywords.ts";

// Names that people write for a mechanism (seen in published records).
const MEANT: Readonly<Record<string, string>> = {
  ip: "ip4",
  ipv4: "ip4",
  ipv6: "ip6",
  inlcude: "include",
  includes: "include",
  incldue: "include",
  inclue: "include",
  includ: "include",
  host: "a",
  al: "all",
  alll: "all",
};

/** Why text[start, end) is no term, where nothing of the grammar fits. */
export function causeOf(text: string, start: number, end: number): SpfProblem {
  const span = textSpan(start, end);
  const word = text.slice(start, end);
  const name = /^[+\-~?]?([a-z0-9._-]*)/i.exec(word)?.[1]?.toLowerCase() ?? "";
  const signed = /^[+\-~?]/.test(word) ? 1 : 0;
  const nameSpan = textSpan(start + signed, start + signed + name.length);
  if (/[^\x21-\x7e]/.test(word)) return { kind: "non-ascii", span };
  if (word.includes('"')) return { kind: "quote", span };
  if (/[,;]$/.test(word)) return { kind: "separator", span: textSpan(end - 1, end) };
  if (/^[+\-~?]{2}/.test(word)) return { kind: "double-qualifier", span: textSpan(start, start + 2) };
  if (signed === 1 && /^.(?:redirect|exp)=/i.test(word)) {
    return { kind: "qualifier-on-modifier", span: textSpan(start, start + 1) };
  }
  if (/^(?:redirect|exp):/i.test(word)) {
    return { kind: "modifier-colon", span: textSpan(start + name.length, start + name.length + 1) };
  }
  const meant = MEANT[name];
  if (meant !== undefined) return { kind: "typo", span: nameSpan, meant };
  const slash = text.slice(start + signed, end).search(/\/\d*$/);
  const address = slash < 0 ? end : start + signed + slash;
  if (scanIp4(text, start + signed, address) >= 0) return { kind: "bare-address", span, meant: "ip4" };
  if (scanIp6(text, start + signed, address) !== undefined)
    return { kind: "bare-address", span, meant: "ip6" };
  if (/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(word)) return { kind: "bare-name", span };
  return { kind: "unknown-mechanism", span };
}

/** Why a domain-spec that holds no bad macro is none. */
export function causeOfDomain(
  text: string,
  _term: TextSpan,
  domain: DomainSpec,
  _keyword: Keyword,
): SpfProblem {
  const { span } = domain;
  const name = text.slice(span.start, span.end);
  if (/:\/\/|@/.test(name)) return { kind: "url", span };
  if (scanIp4(text, span.start, span.end) >= 0) return { kind: "target-is-ip", span };
  if (/^\.|\.\./.test(name)) return { kind: "empty-label", span };
  return { kind: "domain", span };
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
  if (/[,;]$/.test(text.slice(address.start, term.end))) {
    return { kind: "separator", span: textSpan(term.end - 1, term.end) };
  }
  if (sound) return { kind: kind === "ip4" ? "ip4-prefix" : "ip6-prefix", span: prefix?.span ?? address };
  if (kind === "ip4" && scanIp6(text, address.start, address.end) !== undefined) {
    return { kind: "family", span: address, meant: "ip6" };
  }
  if (kind === "ip6" && scanIp4(text, address.start, address.end) >= 0)
    return { kind: "family", span: address, meant: "ip4" };
  if (text.slice(address.start, address.end).includes("%")) return { kind: "macro-in-ip", span: address };
  return { kind, span: address };
}

/** A comment inside the record, from the term on. */
export function commentAt(text: string, term: SpfTerm): SpfTerm | undefined {
  if (!/^(?:#|\/\/|\()/.test(text.slice(term.span.start, term.span.start + 2))) return undefined;
  const span = textSpan(term.span.start, text.length);
  return { kind: "invalid", span, name: term.name, problems: [{ kind: "comment", span }] };
}

/** A term and what follows it, where a space stands behind its colon, its equals sign or its qualifier. */
export function joinedTerm(
  text: string,
  term: SpfTerm,
  next: { readonly start: number; readonly end: number } | undefined,
): SpfTerm | undefined {
  if (next === undefined) return undefined;
  const word = text.slice(term.span.start, term.span.end);
  const span = textSpan(term.span.start, next.end);
  const gap = textSpan(term.span.end, next.start);
  if (/^[+\-~?]?[a-z0-9]+[:=]$/i.test(word)) {
    return { kind: "invalid", span, name: term.name, problems: [{ kind: "space-after-colon", span: gap }] };
  }
  if (/^[+\-~?]$/.test(word)) {
    return { kind: "invalid", span, name: term.name, problems: [{ kind: "double-qualifier", span: gap }] };
  }
  return undefined;
}
