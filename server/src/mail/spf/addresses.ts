import { type TextSpan, textSpan } from "../../text/span.ts";
import type { IpSet } from "../networks/sets.ts";
import { networksOf } from "../networks/text.ts";
import { scanIp4, scanIp6 } from "../networks.ts";
import type { PrefixLength, SpfProblem } from "../spf.ts";

/** Why the argument of `ip4` or `ip6` is no network, where no other term's text is mixed in. */
export function addressCause(
  text: string,
  term: TextSpan,
  kind: "ip4" | "ip6",
  address: TextSpan,
  sound: boolean,
  prefix: PrefixLength | undefined,
): SpfProblem {
  const argument = textSpan(address.start, term.end);
  const word = text.slice(address.start, term.end);
  const key = text.slice(term.start, address.start);
  if (word.includes("%{")) {
    // Addresses that depend on the message are asked for one by one.
    const sign = key.slice(0, -"ip4:".length);
    const exists = { span: term, text: `${sign}exists:%{ir}._spf.%{d}` };
    return { kind: "macro-in-ip", span: argument, repairs: [exists] };
  }
  if (sound && prefix !== undefined) return prefixCause(text, kind, address, prefix);
  const range = networksInRange(word);
  if (range !== undefined) {
    const terms = range.map((network) => `${key}${network}`).join(" ");
    return { kind: "range", span: argument, repairs: [{ span: term, text: terms }] };
  }
  if (/^[\da-f.:-]*(?:[*x][.:/*x\d]*)$/i.test(word) && /[*x]/i.test(word)) {
    const network = wildcardNetwork(word);
    if (network === undefined) return { kind: "wildcard", span: argument };
    return { kind: "wildcard", span: argument, repairs: [{ span: argument, text: network }] };
  }
  const other = kind === "ip4" ? "ip6" : "ip4";
  if (isAddress(other, text, address.start, address.end)) {
    const at = term.end - word.length - 1;
    return { kind: "family", span: argument, repairs: [{ span: textSpan(at - 3, at), text: other }] };
  }
  const repaired = kind === "ip4" ? tidied4(word) : tidied6(word);
  if (repaired === undefined) return { kind, span: address.end > address.start ? address : argument };
  return { kind, span: address, repairs: [{ span: argument, text: repaired }] };
}

/** A prefix length that is none: out of range, zero-padded, empty, or a netmask. */
function prefixCause(text: string, kind: "ip4" | "ip6", address: TextSpan, prefix: PrefixLength): SpfProblem {
  const { span } = prefix;
  const written = text.slice(span.start + 1, span.end);
  const mask = kind === "ip4" ? scanIp4(written, 0, written.length) : -1;
  if (mask >= 0) {
    const length = lengthOfMask(mask);
    if (length === undefined) return { kind: "netmask", span };
    return { kind: "netmask", span, repairs: [{ span, text: `/${length}` }] };
  }
  const most = kind === "ip4" ? 32 : 128;
  const meant = /^\/?0*(\d{1,3})\/*$/.exec(written)?.[1];
  const plain = meant !== undefined && Number(meant) <= most ? `/${Number(meant)}` : undefined;
  const dropped = { span: textSpan(address.end, span.end), text: "" };
  const repairs = plain === undefined ? [dropped] : [{ span, text: plain }, dropped];
  return { kind: kind === "ip4" ? "ip4-prefix" : "ip6-prefix", span, repairs };
}

/** The prefix length of a netmask; undefined where its ones are not together. */
export function lengthOfMask(mask: number): number | undefined {
  for (let length = 0; length <= 32; length++) {
    if (mask === 2 ** 32 - 2 ** (32 - length)) return length;
  }
  return undefined;
}

/** `ip4:...` or `ip6:...` for a word that is an address, with or without a prefix length; a range becomes several. */
export function bareAddress(word: string): string | undefined {
  const range = networksInRange(word);
  if (range !== undefined) return range.map((network) => `ip4:${network}`).join(" ");
  return literalAddress(word);
}

/** `ip4:...` or `ip6:...` for an address, with or without brackets and a prefix length. */
export function literalAddress(word: string): string | undefined {
  const slash = word.search(/\/\d{1,3}$/);
  const written = slash < 0 ? word : word.slice(0, slash);
  const address = /^\[.*\]$/.test(written) ? written.slice(1, -1) : written;
  const suffix = slash < 0 ? "" : word.slice(slash);
  if (isAddress("ip4", address, 0, address.length)) return `ip4:${address}${suffix}`;
  return isAddress("ip6", address, 0, address.length) ? `ip6:${address}${suffix}` : undefined;
}

function isAddress(kind: "ip4" | "ip6", text: string, start: number, end: number): boolean {
  return kind === "ip4" ? scanIp4(text, start, end) >= 0 : scanIp6(text, start, end) !== undefined;
}

/** The fewest networks from `a` to `b`, for `a-b` and `a-d` (`d` another last octet); undefined where it is no range. */
function networksInRange(word: string): readonly string[] | undefined {
  const dash = word.indexOf("-");
  if (dash < 0 || word.length > 31) return undefined;
  const first = scanIp4(word, 0, dash);
  if (first < 0) return undefined;
  const to = word.slice(dash + 1);
  const last = /^\d{1,3}$/.test(to) ? first - (first % 256) + Number(to) : scanIp4(to, 0, to.length);
  if (last < first || (/^\d+$/.test(to) && Number(to) > 255)) return undefined;
  const set: IpSet = { family: 4, bounds: [first, last + 1] };
  return networksOf(set).map(({ text }) => text);
}

/** 192.0.2.* is 192.0.2.0/24, and so on; only whole octets at the end can be one network. */
function wildcardNetwork(word: string): string | undefined {
  const octets = word.replace(/\/\d+$/, "").split(".");
  const fixed = octets.findIndex((octet) => /^[*x]+$/i.test(octet));
  if (fixed < 1 || octets.length > 4 || octets.slice(fixed).some((octet) => !/^[*x]+$/i.test(octet))) {
    return undefined;
  }
  const address = [0, 1, 2, 3].map((i) => (i < fixed ? octets[i] : "0")).join(".");
  return scanIp4(address, 0, address.length) < 0 ? undefined : `${address}/${fixed * 8}`;
}

/** Without zeros in front of octets and without a port. */
function tidied4(word: string): string | undefined {
  const plain = word.replace(/:\d{1,5}$/, "").replace(/(^|\.)0+(?=\d)/g, "$1");
  return plain !== word && literalAddress(plain) === `ip4:${plain}` ? plain : undefined;
}

/** Without brackets. */
function tidied6(word: string): string | undefined {
  const literal = word.startsWith("[") ? literalAddress(word) : undefined;
  return literal?.startsWith("ip6:") ? literal.slice("ip6:".length) : undefined;
}
