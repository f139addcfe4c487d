import { network4, network6 } from "../../mail/networks/sets.ts";
import { formatAddress, isMapped } from "../../mail/networks/text.ts";
import type { Ip4Term, Ip6Term, SpfRecord } from "../../mail/spf.ts";
import { type TextSpan, textSpan } from "../../text/span.ts";
import type { SpfRule } from "../rule.ts";
import { MOST } from "../run.ts";
import { deleting, isSound, reachedTerms, wordAt, writing } from "./edits.ts";
import { isExampleName } from "./examples.ts";
import { type SpecialNetwork, specialNetwork4, specialNetwork6 } from "./specialNetworks.ts";

const GOOD = '@ TXT "v=spf1 ip4:192.0.2.0/24 -all"';
const IP = "RFC 7208 5.6";

const spfCidrHostBits: SpfRule = {
  id: "spf-cidr-host-bits",
  severity: "warning",
  scope: "spf",
  docs: {
    summary: "The address of a network has bits set to the right of its prefix.",
    why: "Receivers drop these bits: the network is wider than it reads, and more hosts may send than one address suggests.",
    bad: '@ TXT "v=spf1 ip4:192.0.2.77/24 -all"',
    good: GOOD,
    refs: [IP],
  },
  check(spf, report) {
    if (!isSound(spf)) return;
    for (const term of spf.terms) {
      if ((term.kind !== "ip4" && term.kind !== "ip6") || !term.prefix?.length) continue;
      const start = networkStart(term);
      if (start === undefined || start === term.address) continue;
      const network = `${formatted(term.kind, start)}${wordAt(spf, term.prefix.span)}`;
      const at = textSpan(term.addressSpan.start, term.span.end);
      const alone = wordAt(spf, term.addressSpan);
      report(at, `\`${wordAt(spf, at)}\` is the whole network ${network}`, writing(network, at, true), {
        title: `Name the one address (\`${alone}\`)`,
        safe: false,
        edits: [{ at: term.prefix.span, text: "" }],
      });
    }
  },
};

const spfCidrZero: SpfRule = {
  id: "spf-cidr-zero",
  severity: "error",
  scope: "spf",
  docs: {
    summary: "A passing term has the prefix length 0.",
    why: "It matches every address of its family: whoever sends as this domain passes SPF, as with `+all`.",
    bad: '@ TXT "v=spf1 ip4:0.0.0.0/0 -all"',
    good: GOOD,
    refs: [IP],
  },
  check(spf, report) {
    if (!isSound(spf)) return;
    for (const term of reachedTerms(spf)) {
      if (!("qualifier" in term) || term.qualifier !== "+") continue;
      const zero =
        term.kind === "ip4" || term.kind === "ip6"
          ? term.prefix?.length === 0
          : (term.kind === "a" || term.kind === "mx") &&
            (term.ip4Prefix?.length === 0 || term.ip6Prefix?.length === 0);
      if (!zero) continue;
      const word = wordAt(spf, term.span);
      report(
        term.span,
        `\`${word}\` lets every address of its family send as this domain`,
        deleting(spf, term.span, false),
      );
    }
  },
};

// Wider than these a network is hardly one sender's own (RFC 9989 section 7.1 warns of overbroad SPF).
const NARROW_4 = 16;
const NARROW_6 = 32;

const spfNetworkTooWide: SpfRule = {
  id: "spf-network-too-wide",
  severity: "warning",
  scope: "spf",
  docs: {
    summary: "A passing network is wider than /16 (IPv4) or /32 (IPv6).",
    why: "So many addresses belong to many parties: each of them may send as this domain and pass DMARC.",
    bad: '@ TXT "v=spf1 ip4:52.0.0.0/8 -all"',
    good: GOOD,
    refs: ["RFC 9989 7.1"],
  },
  check(spf, report) {
    if (!isSound(spf)) return;
    for (const term of reachedTerms(spf)) {
      if ((term.kind !== "ip4" && term.kind !== "ip6") || term.qualifier !== "+") continue;
      const length = term.prefix?.length;
      if (length === undefined || length === 0 || length >= (term.kind === "ip4" ? NARROW_4 : NARROW_6))
        continue;
      if (specialOf(term) !== undefined) continue;
      const size =
        term.kind === "ip4" ? `${(2 ** (32 - length)).toLocaleString("en")} addresses` : `a /${length}`;
      report(term.span, `\`${wordAt(spf, term.span)}\` lets ${size} send as this domain`);
    }
  },
};

const spfRedundantPrefix: SpfRule = {
  id: "spf-redundant-prefix",
  severity: "hint",
  tag: "unnecessary",
  scope: "spf",
  docs: {
    summary: "A prefix length says what is true without it.",
    why: "`/32` for IPv4 and `/128` for IPv6 are what a term without a prefix length means.",
    bad: '@ TXT "v=spf1 ip4:192.0.2.1/32 -all"',
    good: '@ TXT "v=spf1 ip4:192.0.2.1 -all"',
    refs: [IP],
  },
  check(spf, report) {
    if (!isSound(spf)) return;
    for (const term of spf.terms) {
      if (term.kind === "ip4" || term.kind === "ip6") {
        if (term.prefix?.length === (term.kind === "ip4" ? 32 : 128)) needless(term.prefix.span);
      } else if (term.kind === "a" || term.kind === "mx") {
        if (term.ip4Prefix?.length === 32) needless(term.ip4Prefix.span);
        if (term.ip6Prefix?.length === 128) needless(term.ip6Prefix.span);
      }
    }
    function needless(span: TextSpan): void {
      const word = wordAt(spf, span);
      report(span, `\`${word}\` is what the term means without it`, {
        title: `Delete \`${word}\``,
        safe: true,
        edits: [{ at: span, text: "" }],
      });
    }
  },
};

const spfIpSpecialPurpose: SpfRule = {
  id: "spf-ip-special-purpose",
  severity: "warning",
  scope: "spf",
  docs: {
    summary: "An address can never be that of a host on the Internet.",
    why: "Private, reserved and documentation addresses do not reach receivers: the term matches nothing, and the host meant is not listed. Documentation addresses are left alone in the zones of example names.",
    bad: '@ TXT "v=spf1 ip4:10.0.0.0/8 -all"',
    good: GOOD,
    refs: ["RFC 6890", "RFC 1918", "RFC 5737"],
  },
  check(spf, report, { owner }) {
    if (!isSound(spf)) return;
    let left = MOST;
    for (const term of spf.terms) {
      if ((term.kind !== "ip4" && term.kind !== "ip6") || term.prefix?.length === 0) continue;
      const special = specialOf(term);
      if (special === undefined) continue;
      if (special.documentation && (owner === undefined || isExampleName(owner))) continue;
      if (left-- === 0) return;
      report(
        term.span,
        `\`${wordAt(spf, term.span)}\` is in ${special.text}, ${special.what}: no mail on the Internet comes from there`,
        deleting(spf, term.span, false),
      );
    }
  },
};

const spfIp4MappedIp6: SpfRule = {
  id: "spf-ip4-mapped-ip6",
  severity: "warning",
  scope: "spf",
  docs: {
    summary: "`ip6` names an IPv4-mapped address.",
    why: "Receivers evaluate such clients as IPv4, so that the term never matches.",
    bad: '@ TXT "v=spf1 ip6:::ffff:192.0.2.1 -all"',
    good: '@ TXT "v=spf1 ip4:192.0.2.1 -all"',
    refs: ["RFC 7208 5"],
  },
  check(spf, report) {
    if (!isSound(spf)) return;
    for (const term of spf.terms) {
      if (term.kind !== "ip6" || !isMappedTerm(term)) continue;
      const ip4 = formatted("ip4", Number((term.address ?? 0n) & 0xffff_ffffn));
      const length = term.prefix?.length ?? 128;
      const text = `ip4:${ip4}${length === 128 ? "" : `/${length - 96}`}`;
      const fix =
        length === 96
          ? deleting(spf, term.span, true)
          : writing(text, textSpan(term.name.start, term.span.end), false);
      report(
        term.span,
        `\`${wordAt(spf, term.span)}\` never matches: receivers evaluate such clients as IPv4`,
        fix,
      );
    }
  },
};

/** What single networks are. */
export const SPF_NETWORK_RULES: readonly SpfRule[] = [
  spfCidrHostBits,
  spfCidrZero,
  spfNetworkTooWide,
  spfRedundantPrefix,
  spfIpSpecialPurpose,
  spfIp4MappedIp6,
];

/** First address of the term's network. */
export function networkStart(term: Ip4Term | Ip6Term): number | bigint | undefined {
  if (term.address === undefined) return undefined;
  if (term.prefix === undefined) return term.address;
  const { length } = term.prefix;
  if (length === undefined) return undefined;
  return (term.kind === "ip4" ? network4(term.address, length) : network6(term.address, length)).bounds[0];
}

function specialOf(term: Ip4Term | Ip6Term): SpecialNetwork | undefined {
  if (term.address === undefined) return undefined;
  if (term.kind === "ip4") return specialNetwork4(term.address, term.prefix?.length ?? 32);
  return isMappedTerm(term) ? undefined : specialNetwork6(term.address, term.prefix?.length ?? 128);
}

function isMappedTerm({ address, prefix }: Ip6Term): boolean {
  return address !== undefined && isMapped(address, prefix?.length);
}

function formatted(kind: "ip4" | "ip6", address: number | bigint): string {
  return kind === "ip4"
    ? formatAddress({ family: 4, value: Number(address) })
    : formatAddress({ family: 6, value: BigInt(address) });
}

/** The term's keyword and qualifier, as written, up to its address. */
export function keyOf(spf: SpfRecord, term: Ip4Term | Ip6Term): string {
  return wordAt(spf, textSpan(term.span.start, term.addressSpan.start));
}
