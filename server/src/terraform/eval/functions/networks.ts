import { parseIpv4, parseIpv6, printIpv4, printIpv6 } from "../../../dns/types/kinds/addresses.ts";
import type { Origin } from "../text.ts";
import { STRING } from "../type.ts";
import { numberOf, ofList, ofString, plainOf, unknown, type Value } from "../value.ts";
import type { TerraformFunction } from "./types.ts";

/** A network: its first address as a number, how many bits of it are fixed, and how many an address has. */
interface Network {
  readonly first: bigint;
  readonly fixed: number;
  readonly bits: 32 | 128;
}

/** `cidrsubnet` and its like (Terraform's documentation, "IP Network Functions"). */
export const NETWORKS: Readonly<Record<string, TerraformFunction>> = {
  cidrhost: ([prefix, host], at) => {
    const network = networkOf(prefix);
    const number = numberOf(host);
    if (network === undefined || number === undefined || !Number.isSafeInteger(number)) return undefined;
    const size = 1n << BigInt(network.bits - network.fixed);
    const place = BigInt(number) < 0n ? size + BigInt(number) : BigInt(number);
    if (place < 0n || place >= size) return undefined;
    return ofString(printed(network.first + place, network.bits), at, "cidrhost");
  },
  cidrnetmask: ([prefix], at) => {
    const network = networkOf(prefix);
    if (network === undefined || network.bits !== 32) return undefined;
    const free = BigInt(32 - network.fixed);
    return ofString(printed(((1n << 32n) - 1n) ^ ((1n << free) - 1n), 32), at, "cidrnetmask");
  },
  cidrsubnet: ([prefix, bits, which], at) => {
    const network = networkOf(prefix);
    const [more, number] = [numberOf(bits), numberOf(which)];
    if (network === undefined || more === undefined || number === undefined) return undefined;
    const fixed = network.fixed + more;
    if (!Number.isInteger(more) || more < 0 || fixed > network.bits) return undefined;
    if (!Number.isSafeInteger(number) || BigInt(Math.abs(number)) >> BigInt(more) !== 0n) return undefined;
    // Terraform takes what lies before the network, and makes something else of it.
    if (number < 0) return unknown(at);
    const first = network.first + (BigInt(number) << BigInt(network.bits - fixed));
    return subnet({ ...network, first, fixed }, at, "cidrsubnet");
  },
  cidrsubnets: ([prefix, ...bits], at) => {
    const network = networkOf(prefix);
    if (network === undefined) return undefined;
    const end = network.first + (1n << BigInt(network.bits - network.fixed));
    const made: Value[] = [];
    let next = network.first;
    for (const more of bits.map(numberOf)) {
      const fixed = network.fixed + (more ?? 0);
      if (more === undefined || !Number.isInteger(more) || more < 1 || fixed > network.bits) return undefined;
      const size = 1n << BigInt(network.bits - fixed);
      // Each begins where its own size allows.
      const first = ((next + size - 1n) / size) * size;
      if (first + size > end) return undefined;
      made.push(subnet({ ...network, first, fixed }, at, "cidrsubnets"));
      next = first + size;
    }
    return ofList(made, at, STRING);
  },
};

function networkOf(value: Value | undefined): Network | undefined {
  const [, address = "", length = ""] = /^(.+)\/([0-9]{1,3})$/.exec(plainOf(value) ?? "") ?? [];
  // Zeros in front are read over.
  const v4 = parseIpv4(address.replace(/(^|\.)0+(?=[0-9])/g, "$1"));
  const octets = v4 ?? parseIpv6(address);
  const bits = v4 === undefined ? 128 : 32;
  const fixed = Number(length);
  if (octets === undefined || fixed > bits) return undefined;
  const free = BigInt(bits - fixed);
  return { first: (numberFrom(octets) >> free) << free, fixed, bits };
}

function subnet({ first, fixed, bits }: Network, at: Origin, call: string): Value {
  return ofString(`${printed(first, bits)}/${fixed}`, at, call);
}

function numberFrom(octets: string): bigint {
  let number = 0n;
  for (const octet of octets) number = (number << 8n) | BigInt(octet.charCodeAt(0));
  return number;
}

function printed(address: bigint, bits: 32 | 128): string {
  const octets = Array.from({ length: bits / 8 }, (_, i) =>
    String.fromCharCode(Number((address >> BigInt(bits - 8 - 8 * i)) & 255n)),
  ).join("");
  return bits === 32 ? printIpv4(octets) : printIpv6(octets);
}
