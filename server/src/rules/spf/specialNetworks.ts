import { parseAddress } from "../../mail/networks/text.ts";

/** A block that no client on the Internet sends from (IANA special-purpose registries, RFC 6890). */
export interface SpecialNetwork {
  readonly text: string;
  readonly family: 4 | 6;
  readonly start: bigint;
  readonly prefix: number;
  /** Completes "... is in 10.0.0.0/8, ...". */
  readonly what: string;
  /** Set aside for examples (RFC 5737, RFC 3849, RFC 9637): at home in the zones of example names. */
  readonly documentation: boolean;
}

const PRIVATE = "private addresses (RFC 1918)";
const EXAMPLES = "set aside for documentation";

const TABLE: readonly (readonly [string, string])[] = [
  ["0.0.0.0/8", '"this network" (RFC 791)'],
  ["10.0.0.0/8", PRIVATE],
  ["100.64.0.0/10", "shared by carriers' translators (RFC 6598)"],
  ["127.0.0.0/8", "loopback"],
  ["169.254.0.0/16", "link-local"],
  ["172.16.0.0/12", PRIVATE],
  ["192.0.0.0/24", "protocol assignments (RFC 6890)"],
  ["192.0.2.0/24", EXAMPLES],
  ["192.168.0.0/16", PRIVATE],
  ["198.18.0.0/15", "benchmarking (RFC 2544)"],
  ["198.51.100.0/24", EXAMPLES],
  ["203.0.113.0/24", EXAMPLES],
  ["224.0.0.0/4", "multicast"],
  ["240.0.0.0/4", "reserved (RFC 1112)"],
  ["::/128", "the unspecified address"],
  ["::1/128", "loopback"],
  ["64:ff9b:1::/48", "local translation (RFC 8215)"],
  ["100::/64", "discard only (RFC 6666)"],
  ["2001:2::/48", "benchmarking (RFC 5180)"],
  ["2001:db8::/32", EXAMPLES],
  ["3fff::/20", EXAMPLES],
  ["5f00::/16", "segment routing (RFC 9602)"],
  ["fc00::/7", "unique local addresses (RFC 4193)"],
  ["fe80::/10", "link-local"],
  ["ff00::/8", "multicast"],
];

const NETWORKS: readonly SpecialNetwork[] = TABLE.flatMap(([text, what]) => {
  const slash = text.indexOf("/");
  const address = parseAddress(text.slice(0, slash));
  if (address === undefined) return [];
  const prefix = Number(text.slice(slash + 1));
  const { family } = address;
  return [{ text, family, start: BigInt(address.value), prefix, what, documentation: what === EXAMPLES }];
});

const NETWORKS_4 = NETWORKS.filter(({ family }) => family === 4).map((network) => ({
  network,
  start: Number(network.start),
  end: Number(network.start) + 2 ** (32 - network.prefix),
}));
const NETWORKS_6 = NETWORKS.filter(({ family }) => family === 6).map((network) => ({
  network,
  start: network.start,
  end: network.start + (1n << BigInt(128 - network.prefix)),
}));

/** The special block that holds the whole IPv4 network. Numbers, because every `ip4` term asks. */
export function specialNetwork4(address: number, prefix: number): SpecialNetwork | undefined {
  for (const { network, start, end } of NETWORKS_4) {
    if (address < start) return undefined;
    if (address < end) return prefix >= network.prefix ? network : undefined;
  }
  return undefined;
}

/** The special block that holds the whole IPv6 network. */
export function specialNetwork6(address: bigint, prefix: number): SpecialNetwork | undefined {
  return NETWORKS_6.find(
    ({ network, start, end }) => prefix >= network.prefix && address >= start && address < end,
  )?.network;
}
