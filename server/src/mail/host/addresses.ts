import { isAtOrBelow } from "../../dns/names.ts";
import { emptySet, type IpAddress, type IpSet, networkAround, unionOf } from "../networks/sets.ts";
import { parseAddress } from "../networks/text.ts";
import { type Answer, exchangeOf, type Resolver } from "../resolver.ts";
import type { HostTerm } from "../spf.ts";

/** Addresses that a term stands for, or why there are none. */
export type Hosts =
  | { readonly kind: "hosts"; readonly set: IpSet; readonly void: boolean }
  /** Some of its hosts are not known; `set` is what the others have. */
  | { readonly kind: "unknown"; readonly names: readonly string[]; readonly set: IpSet }
  | { readonly kind: "timeout" }
  | { readonly kind: "too-many-mx" };

/** At most ten mail exchangers, and ten names behind an address, are looked up (RFC 7208 section 4.6.4). */
export const MOST_HOSTS = 10;

/**
 * The addresses that `a` or `mx` with this target matches, prefix lengths applied (sections 5.3 and 5.4).
 * `void`: some question of the term was answered with nothing; section 4.6.4 counts such terms, not questions.
 */
export function hostsOf(term: HostTerm, target: string, family: 4 | 6, resolve: Resolver): Hosts {
  const prefix = family === 4 ? (term.ip4Prefix?.length ?? 32) : (term.ip6Prefix?.length ?? 128);
  if (term.kind === "a") return joinedHosts(family, [addressesOf(target, family, prefix, resolve)]);
  const exchanges = resolve(target, "MX");
  switch (exchanges.kind) {
    case "timeout":
      return exchanges;
    case "unknown":
      return { ...exchanges, set: emptySet(family) };
    case "nxdomain":
    case "nodata":
      return { kind: "hosts", set: emptySet(family), void: true };
    case "records": {
      if (exchanges.values.length > MOST_HOSTS) return { kind: "too-many-mx" };
      // A null MX names the root, where no mail host is (RFC 7505).
      const hosts = exchanges.values.map(exchangeOf).filter((host) => host !== "." && host !== "");
      return joinedHosts(
        family,
        hosts.map((host) => addressesOf(host, family, prefix, resolve)),
      );
    }
  }
}

/**
 * Whether some question of the term is answered with nothing, as `hostsOf` says it, without a look at the addresses; false
 * where that is not known, or the term fails.
 */
export function isHostVoid(kind: "a" | "mx", target: string, family: 4 | 6, resolve: Resolver): boolean {
  const type = family === 4 ? "A" : "AAAA";
  if (kind === "a") return isNothing(resolve(target, type));
  const exchanges = resolve(target, "MX");
  if (exchanges.kind !== "records") return isNothing(exchanges);
  const { values } = exchanges;
  if (values.length > MOST_HOSTS) return false;
  let isVoid = false;
  for (const value of values) {
    const host = exchangeOf(value);
    if (host === "." || host === "") continue;
    const answer = resolve(host, type);
    if (answer.kind === "unknown" || answer.kind === "timeout") return false;
    isVoid ||= isNothing(answer);
  }
  return isVoid;
}

function isNothing({ kind }: Answer): boolean {
  return kind === "nodata" || kind === "nxdomain";
}

function addressesOf(name: string, family: 4 | 6, prefix: number, resolve: Resolver): Hosts {
  const answer = resolve(name, family === 4 ? "A" : "AAAA");
  if (answer.kind === "timeout") return answer;
  if (answer.kind === "unknown") return { ...answer, set: emptySet(family) };
  const values = answer.kind === "records" ? answer.values : [];
  const sets = values.map(parseAddress).flatMap((address) => {
    return address?.family === family ? [networkAround(address, prefix)] : [];
  });
  return { kind: "hosts", set: unionOf(family, sets), void: answer.kind !== "records" };
}

function joinedHosts(family: 4 | 6, all: readonly Hosts[]): Hosts {
  const names: string[] = [];
  const sets: IpSet[] = [];
  let isVoid = false;
  for (const hosts of all) {
    if (hosts.kind !== "hosts" && hosts.kind !== "unknown") return hosts;
    sets.push(hosts.set);
    if (hosts.kind === "unknown") names.push(...hosts.names);
    else isVoid ||= hosts.void;
  }
  const set = unionOf(family, sets);
  return names.length > 0 ? { kind: "unknown", names, set } : { kind: "hosts", set, void: isVoid };
}

/** Names that an address points to and that point back. */
export interface ReverseNames {
  readonly names: readonly string[];
  /** The PTR question was answered with nothing. */
  readonly void: boolean;
  /** What is not known of it. */
  readonly unknown: readonly string[];
}

/** The validated names of an address (section 5.5), of those at or below `within` where it is given. */
export function validatedNames(ip: IpAddress, resolve: Resolver, within?: string): ReverseNames {
  const answer = resolve(reverseName(ip), "PTR");
  if (answer.kind === "unknown") return { names: [], void: false, unknown: answer.names };
  if (answer.kind !== "records") return { names: [], void: answer.kind !== "timeout", unknown: [] };
  const names: string[] = [];
  const unknown: string[] = [];
  for (const name of answer.values.slice(0, MOST_HOSTS)) {
    if (within !== undefined && !isAtOrBelow(name, within)) continue;
    const addresses = resolve(name, ip.family === 4 ? "A" : "AAAA");
    if (addresses.kind === "unknown") unknown.push(...addresses.names);
    else if (hasAddress(addresses, ip)) names.push(name);
  }
  return { names, void: false, unknown };
}

/** Whether the question for the address's names is answered with nothing. */
export function isReverseVoid(ip: IpAddress, resolve: Resolver): boolean {
  const { kind } = resolve(reverseName(ip), "PTR");
  return kind === "nxdomain" || kind === "nodata";
}

/** The name below in-addr.arpa or ip6.arpa whose PTR records name the host. */
export function reverseName(ip: IpAddress): string {
  const parts = dottedParts(ip).reverse().join(".").toLowerCase();
  return `${parts}.${ip.family === 4 ? "in-addr" : "ip6"}.arpa.`;
}

/** Four decimal octets, or 32 nibbles. Upper case, as the reference suite has it; in names case means nothing. */
export function dottedParts(ip: IpAddress): string[] {
  if (ip.family === 6) return [...ip.value.toString(16).toUpperCase().padStart(32, "0")];
  return [24, 16, 8, 0].map((shift) => String((ip.value >>> shift) & 255));
}

function hasAddress(answer: Answer, ip: IpAddress): boolean {
  if (answer.kind !== "records") return false;
  return answer.values.some((value) => {
    const address = parseAddress(value);
    return address?.family === ip.family && address.value === ip.value;
  });
}
