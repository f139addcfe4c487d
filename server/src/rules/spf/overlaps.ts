import { keptForLast } from "../../mail/kept.ts";
import { network4, network6, unionOf } from "../../mail/networks/sets.ts";
import { networksOf } from "../../mail/networks/text.ts";
import type { Ip4Term, Ip6Term, Qualifier, SpfRecord, SpfTerm } from "../../mail/spf.ts";
import { textSpan } from "../../text/span.ts";
import type { SpfRule } from "../rule.ts";
import { MOST } from "../run.ts";
import { deleting, isSound, withoutTerm, wordAt, writing } from "./edits.ts";
import { keyOf } from "./networks.ts";

const GOOD = '@ TXT "v=spf1 ip4:192.0.2.0/24 ip4:198.51.100.7 -all"';
const FIRST = "RFC 7208 4.6.2";

const spfDuplicateTerm: SpfRule = {
  id: "spf-duplicate-term",
  severity: "hint",
  tag: "unnecessary",
  scope: "spf",
  docs: {
    summary: "A term stands twice.",
    why: "The second one is never reached with a sender the first did not match; if it looks something up, it costs one of ten lookups.",
    bad: '@ TXT "v=spf1 mx mx -all"',
    good: '@ TXT "v=spf1 mx -all"',
    refs: [FIRST],
  },
  check(spf, report, { record }) {
    if (!isSound(spf) || !mayRepeat(spf)) return;
    const seen = { "+": new Map(), "-": new Map(), "~": new Map(), "?": new Map() } as Record<
      Qualifier,
      Map<string, string>
    >;
    let left = MOST;
    for (const term of spf.terms.slice(0, COMPARED)) {
      if (!("qualifier" in term) || term.kind === "all") continue;
      const word = wordAt(spf, textSpan(term.qualifierSpan.end, term.span.end)).toLowerCase();
      const meant = OF_OWN_DOMAIN.has(term.kind) ? withDomain(word, record.owner) : word;
      const ofQualifier = seen[term.qualifier];
      const first = ofQualifier.get(meant);
      if (first === undefined) {
        ofQualifier.set(meant, word);
        continue;
      }
      if (left-- === 0) return;
      const says =
        first === word ? `\`${word}\` stands here a second time` : `\`${first}\` says what \`${word}\` says`;
      report(term.span, says, deleting(spf, term.span, true));
    }
  },
};

/** A mechanism with the domain that it means where it names none: the record's own (RFC 7208 5.3 to 5.5). */
function withDomain(word: string, owner: string | undefined): string {
  const [, kind, domain, lengths = ""] = /^(a|mx|ptr)(?::([^/]+))?(\/.*)?$/.exec(word) ?? [];
  if (kind === undefined || owner === undefined || owner.startsWith("*.")) return word;
  return `${kind}:${(domain ?? owner).replace(/\.$/, "")}${lengths}`;
}

/** Whether two terms are of one length and end alike: most records need no closer look. */
function mayRepeat({ terms, source }: SpfRecord): boolean {
  if (terms.length > MANY) return true;
  for (let i = 1; i < terms.length; i++) {
    const later = terms[i];
    if (later === undefined) continue;
    const length = later.span.end - later.name.start;
    for (let j = 0; j < i; j++) {
      const term = terms[j];
      if (term?.kind === later.kind && OF_OWN_DOMAIN.has(term.kind)) return true;
      if (term === undefined || term.span.end - term.name.start !== length) continue;
      const last = source.text.charCodeAt(term.span.end - 1) | 32;
      if (last === (source.text.charCodeAt(later.span.end - 1) | 32)) return true;
    }
  }
  return false;
}

const MANY = 16;
/** Mechanisms that name a domain, or mean the record's own. */
const OF_OWN_DOMAIN: ReadonlySet<string> = new Set(["a", "mx", "ptr"]);

const spfNetworkShadowed: SpfRule = {
  id: "spf-network-shadowed",
  severity: "hint",
  tag: "unnecessary",
  scope: "spf",
  docs: {
    summary: "A network lies inside an earlier one of the same qualifier.",
    why: "The earlier one matches first: the term does nothing.",
    bad: '@ TXT "v=spf1 ip4:192.0.2.0/24 ip4:192.0.2.5 -all"',
    good: GOOD,
    refs: [FIRST],
  },
  check(spf, report, { record }) {
    let left = MOST;
    for (const { outer, inner } of nestedIn(spf)) {
      if (outer.qualifier !== inner.qualifier || sameWords(spf, outer, inner)) continue;
      if (left-- === 0) return;
      report(
        inner.span,
        `\`${wordAt(spf, outer.span)}\` covers this already`,
        deleting(spf, inner.span, true),
        {
          place: { record, text: outer.span },
          message: "The wider network stands here",
        },
      );
    }
  },
};

const spfNetworkConflict: SpfRule = {
  id: "spf-network-conflict",
  severity: "warning",
  scope: "spf",
  docs: {
    summary: "A network lies inside an earlier one of another qualifier.",
    why: "The first match decides: the exception that stands later is never looked at.",
    bad: '@ TXT "v=spf1 ip4:192.0.2.0/24 -ip4:192.0.2.5 -all"',
    good: '@ TXT "v=spf1 -ip4:192.0.2.5 ip4:192.0.2.0/24 -all"',
    refs: [FIRST],
  },
  check(spf, report) {
    let left = MOST;
    for (const { outer, inner } of nestedIn(spf)) {
      if (outer.qualifier === inner.qualifier || deniesFirst(outer, inner)) continue;
      if (left-- === 0) return;
      const message = `\`${wordAt(spf, outer.span)}\` decides first: this term is never looked at`;
      const drop = deleting(spf, inner.span, true);
      if (prefixOf(outer) === prefixOf(inner)) report(inner.span, message, drop);
      else report(inner.span, message, movingBefore(spf, inner, outer), drop);
    }
  },
};

const spfDenyBeforeAllow: SpfRule = {
  id: "spf-deny-before-allow",
  severity: "info",
  scope: "spf",
  docs: {
    summary: "A network that may send lies inside an earlier one that may not.",
    why: "The first match decides: the later term is never looked at. It may be meant so.",
    bad: '@ TXT "v=spf1 -ip4:192.0.2.0/24 ip4:192.0.2.9 -all"',
    good: '@ TXT "v=spf1 ip4:192.0.2.9 -ip4:192.0.2.0/24 -all"',
    refs: [FIRST],
  },
  check(spf, report) {
    let left = MOST;
    for (const { outer, inner } of nestedIn(spf)) {
      if (!deniesFirst(outer, inner)) continue;
      if (left-- === 0) return;
      const message = `\`${wordAt(spf, outer.span)}\` refuses these senders before this term is looked at`;
      // Of two that are alike the one that comes first decides, whichever it is.
      if (prefixOf(outer) === prefixOf(inner)) report(inner.span, message);
      else report(inner.span, message, movingBefore(spf, inner, outer));
    }
  },
};

const spfNetworksMergeable: SpfRule = {
  id: "spf-networks-mergeable",
  severity: "hint",
  scope: "spf",
  docs: {
    summary: "Two neighbouring networks make up one.",
    why: "One term says the same, and the record stays shorter.",
    bad: '@ TXT "v=spf1 ip4:192.0.2.0/25 ip4:192.0.2.128/25 -all"',
    good: GOOD,
    refs: ["RFC 4632 5.1"],
  },
  check(spf, report) {
    const networks = networksIn(spf);
    if (networks.length < 2) return;
    const seen = new Map<string | number, Ip4Term | Ip6Term>();
    const merged = new Set<Ip4Term | Ip6Term>();
    let left = MOST;
    for (const { term, prefix, key } of networks) {
      const sibling = prefix === 0 ? undefined : seen.get(keyOfSibling(term, prefix));
      if (sibling !== undefined && sibling.qualifier === term.qualifier && !merged.has(sibling)) {
        if (left-- === 0) return;
        merged.add(term);
        const whole = aggregate(sibling, term);
        const text = `${keyOf(spf, sibling)}${whole}`;
        const between = spf.terms.slice(spf.terms.indexOf(sibling), spf.terms.indexOf(term));
        const alike = between.every((one) => !isNetwork(one) || one.qualifier === term.qualifier);
        report(term.span, `Together with \`${wordAt(spf, sibling.span)}\` this is ${whole}`, {
          ...writing(text, sibling.span, alike && between.every(isNetwork)),
          edits: [{ at: sibling.span, text }, withoutTerm(spf, term.span)],
        });
      }
      seen.set(key, term);
    }
  },
};

/** How networks of one record lie to each other. */
export const SPF_OVERLAP_RULES: readonly SpfRule[] = [
  spfDuplicateTerm,
  spfNetworkShadowed,
  spfNetworkConflict,
  spfDenyBeforeAllow,
  spfNetworksMergeable,
];

/** How many terms are compared with each other: no record that anybody can look up has that many. */
const COMPARED = 1_024;

interface Nested {
  /** The earlier network, which holds the whole of the later one. */
  readonly outer: Ip4Term | Ip6Term;
  readonly inner: Ip4Term | Ip6Term;
}

const NONE: readonly Nested[] = [];

/**
 * Each network that an earlier one holds, with the first such. Two networks are nested or disjoint, so a network asks for
 * its own first address under each shorter prefix length: linear in the number of networks.
 */
function nestedIn(spf: SpfRecord): readonly Nested[] {
  return spf.terms.length < 2 ? NONE : keptNested(spf);
}

const keptNested = keptForLast((spf: SpfRecord) => findNested(networksIn(spf)));

function findNested(networks: readonly Network[]): readonly Nested[] {
  if (networks.length < 2) return NONE;
  const first = new Map<string | number, Network>();
  const prefixes = { ip4: new Set<number>(), ip6: new Set<number>() };
  const found: Nested[] = [];
  for (const network of networks) {
    const { term, prefix: own, key } = network;
    let outer = first.get(key);
    if (outer === undefined) first.set(key, network);
    const known = prefixes[term.kind];
    for (const prefix of known) {
      if (prefix >= own) continue;
      const candidate = first.get(keyAt(term, startAt(term, prefix), prefix));
      if (candidate !== undefined && (outer === undefined || candidate.index < outer.index))
        outer = candidate;
    }
    if (outer !== undefined) found.push({ outer: outer.term, inner: term });
    known.add(own);
  }
  return found.length === 0 ? NONE : found;
}

/** One network of a record, and what is the same for all terms that write it. */
interface Network {
  readonly term: Ip4Term | Ip6Term;
  readonly index: number;
  readonly prefix: number;
  readonly key: string | number;
}

const networksIn = keptForLast((spf: SpfRecord): readonly Network[] =>
  networkTerms(spf).map((term, index) => {
    const prefix = prefixOf(term);
    return { term, index, prefix, key: keyAt(term, startAt(term, prefix), prefix) };
  }),
);

/** The networks that are looked at: those before the first `all`. */
function networkTerms(spf: SpfRecord): readonly (Ip4Term | Ip6Term)[] {
  const terms: (Ip4Term | Ip6Term)[] = [];
  if (!isSound(spf)) return terms;
  for (const term of spf.terms) {
    if (term.kind === "all") break;
    if (isNetwork(term)) terms.push(term);
    if (terms.length === COMPARED) break;
  }
  return terms;
}

function prefixOf(term: Ip4Term | Ip6Term): number {
  return term.prefix?.length ?? (term.kind === "ip4" ? 32 : 128);
}

function startAt(term: Ip4Term | Ip6Term, prefix: number): number | bigint {
  if (term.kind === "ip4") {
    const address = term.address ?? 0;
    return address - (address % 2 ** (32 - prefix));
  }
  const address = term.address ?? 0n;
  if (prefix === 128) return address;
  const bits = BigInt(128 - prefix);
  return (address >> bits) << bits;
}

function keyAt({ kind }: Ip4Term | Ip6Term, start: number | bigint, prefix: number): string | number {
  return kind === "ip4" ? Number(start) * 64 + prefix : `${start.toString(16)}/${prefix}`;
}

/** Key of the other half of the network twice as wide. */
function keyOfSibling(term: Ip4Term | Ip6Term, prefix: number): string | number {
  const start = startAt(term, prefix);
  if (typeof start === "bigint") return keyAt(term, start ^ (1n << BigInt(128 - prefix)), prefix);
  const size = 2 ** (32 - prefix);
  return keyAt(term, (start / size) % 2 === 0 ? start + size : start - size, prefix);
}

function aggregate(a: Ip4Term | Ip6Term, b: Ip4Term | Ip6Term): string {
  const sets = [a, b].map((term) =>
    term.kind === "ip4"
      ? network4(term.address ?? 0, prefixOf(term))
      : network6(term.address ?? 0n, prefixOf(term)),
  );
  const whole = unionOf(a.kind === "ip4" ? 4 : 6, sets);
  return networksOf(whole, 1)[0]?.text ?? "";
}

function isNetwork(term: SpfTerm): term is Ip4Term | Ip6Term {
  return term.kind === "ip4" || term.kind === "ip6";
}

const DENIES: readonly Qualifier[] = ["-", "~"];

function deniesFirst(outer: Ip4Term | Ip6Term, inner: Ip4Term | Ip6Term): boolean {
  return DENIES.includes(outer.qualifier) && inner.qualifier === "+";
}

/** `spf-duplicate-term` speaks of these. */
function sameWords(spf: SpfRecord, a: Ip4Term | Ip6Term, b: Ip4Term | Ip6Term): boolean {
  const words = [a, b].map(({ qualifierSpan, span }) => wordAt(spf, textSpan(qualifierSpan.end, span.end)));
  return words[0]?.toLowerCase() === words[1]?.toLowerCase();
}

function movingBefore(spf: SpfRecord, inner: Ip4Term | Ip6Term, outer: Ip4Term | Ip6Term) {
  const word = wordAt(spf, inner.span);
  const at = textSpan(outer.span.start, outer.span.start);
  return {
    title: `Move \`${word}\` before \`${wordAt(spf, outer.span)}\``,
    safe: false,
    edits: [{ at, text: `${word} ` }, withoutTerm(spf, inner.span)],
  };
}
