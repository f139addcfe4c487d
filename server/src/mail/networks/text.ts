import ipaddr from "ipaddr.js";
import { scanIp4, scanIp6 } from "../networks.ts";
import { type Family, type IpAddress, type IpSet, rangesOf } from "./sets.ts";

/** A network as one writes it: "192.0.2.0/24"; "192.0.2.1" for a single address. */
export interface Network {
  readonly text: string;
  readonly prefix: number;
  readonly size: bigint;
}

/** Reads one IPv4 or IPv6 address; an IPv4-mapped one (::ffff:192.0.2.1) is IPv4. Undefined where it is none. */
export function parseAddress(text: string): IpAddress | undefined {
  const ip4 = scanIp4(text, 0, text.length);
  if (ip4 >= 0) return { family: 4, value: ip4 };
  const ip6 = scanIp6(text, 0, text.length);
  if (ip6 === undefined) return undefined;
  if (isMapped(ip6)) return { family: 4, value: Number(ip6 & 0xffff_ffffn) };
  return { family: 6, value: ip6 };
}

/** Whether IPv6 addresses are IPv4-mapped (RFC 4291 section 2.5.5.2): who comes from there is an IPv4 client (RFC 7208 section 5). */
export function isMapped(address: bigint, prefix = 128): boolean {
  return prefix >= 96 && address >> 32n === 0xffffn;
}

/** Dotted quad, or the canonical form of RFC 5952. */
export function formatAddress(address: IpAddress): string {
  if (address.family === 4) {
    const { value } = address;
    return `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;
  }
  const hex = address.value.toString(16).padStart(32, "0");
  const octets = Array.from({ length: 16 }, (_, i) => Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16));
  return new ipaddr.IPv6(octets).toRFC5952String();
}

/** The fewest networks that make up the set, ascending; `limit` of them at most. */
export function networksOf(set: IpSet, limit = Number.POSITIVE_INFINITY): readonly Network[] {
  const networks: Network[] = [];
  for (const range of rangesOf([set])) {
    const end = BigInt(range.end);
    for (let start = BigInt(range.start); start < end; ) {
      if (networks.length >= limit) return networks;
      const size = largestBlock(start, end);
      networks.push(networkAt(set.family, start, size));
      start += size;
    }
  }
  return networks;
}

/** The largest power of two that divides `start` and ends at or before `end`. */
function largestBlock(start: bigint, end: bigint): bigint {
  const fits = 1n << BigInt((end - start).toString(2).length - 1);
  const aligned = start & -start;
  return aligned !== 0n && aligned < fits ? aligned : fits;
}

function networkAt(family: Family, start: bigint, size: bigint): Network {
  const bits = family === 4 ? 32 : 128;
  const prefix = bits - (size.toString(2).length - 1);
  const address = formatAddress(family === 4 ? { family, value: Number(start) } : { family, value: start });
  return { text: prefix === bits ? address : `${address}/${prefix}`, prefix, size };
}
