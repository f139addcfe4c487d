import type { Kind } from "../kind.ts";
import { type Reading, shown } from "../reading.ts";
import { Wire } from "../wire.ts";
import { parseIpv4, parseIpv6, printIpv4, printIpv6 } from "./addresses.ts";

/** One item of an address prefix list: `[!]afi:address/prefix` (RFC 3123 section 5). */
export const prefix: Kind = {
  read(reading) {
    const token = reading.take();
    const { raw } = token;
    const [, not = "", family = "", address = "", bits = ""] =
      /^(!?)([0-9]+):([^/]*)\/([0-9]+)$/.exec(token.quoted ? "" : raw) ?? [];
    const shape = FAMILIES[Number(family)];
    if (shape === undefined) {
      return bad(reading, token, "expected `[!]1:192.0.2.0/24` or `[!]2:2001:db8::/32`", withFamily(raw));
    }
    const octets = shape.parse(address);
    if (octets === undefined) return bad(reading, token, `${shown(address)} is not an ${shape.name} address`);
    if (Number(bits) > shape.bits) {
      return bad(reading, token, `an ${shape.name} prefix has at most ${shape.bits} bits`);
    }
    return { text: `${not}${Number(family)}:${shape.print(octets)}/${Number(bits)}` };
  },
  print(wire: Wire) {
    const item = itemOf(wire);
    const shape = FAMILIES[item?.family ?? 0];
    if (item === undefined || shape === undefined) return undefined;
    const { not, family, octets, bits } = item;
    return `${not}${family}:${shape.print(octets.padEnd(shape.bits / 8, "\0"))}/${bits}`;
  },
};

/** Whether a list on the wire is sound and has an item of a family that has no presentation form. */
export function hasOtherFamily(octets: string): boolean {
  const wire = new Wire(octets);
  let other = false;
  while (wire.left > 0) {
    const item = itemOf(wire);
    if (item === undefined) return false;
    other ||= !Object.hasOwn(FAMILIES, item.family);
  }
  return other;
}

// The next item of a list; its octets stop before those that are zero (RFC 3123 section 4).
function itemOf(wire: Wire) {
  const family = wire.number(2);
  const bits = wire.number(1);
  const size = wire.number(1);
  if (family === undefined || bits === undefined || size === undefined) return undefined;
  const octets = wire.take(size & 127);
  const most = FAMILIES[family]?.bits ?? Number.POSITIVE_INFINITY;
  if (octets === undefined || octets.endsWith("\0") || octets.length * 8 > most || bits > most)
    return undefined;
  return { not: size > 127 ? "!" : "", family, octets, bits };
}

const FAMILIES: Readonly<
  Record<
    number,
    { name: string; bits: number; parse(text: string): string | undefined; print(octets: string): string }
  >
> = {
  1: { name: "IPv4", bits: 32, parse: parseIpv4, print: printIpv4 },
  2: { name: "IPv6", bits: 128, parse: parseIpv6, print: printIpv6 },
};

// The same with the family that was forgotten.
function withFamily(raw: string): string | undefined {
  const [, not = "", address = "", bits] = /^(!?)([0-9a-f.:]+)\/([0-9]+)$/i.exec(raw) ?? [];
  const found = Object.entries(FAMILIES).find(([, { parse }]) => parse(address) !== undefined);
  if (found === undefined || !(Number(bits) <= found[1].bits)) return undefined;
  return `${not}${found[0]}:${address}/${bits}`;
}

function bad(
  reading: Reading,
  token: { readonly raw: string; readonly start: number; readonly end: number },
  why: string,
  text?: string,
) {
  return reading.fail(
    "zone-apl-syntax",
    `${shown(token.raw)} is not an address prefix: ${why}`,
    token,
    text === undefined ? undefined : { title: `Write \`${text}\``, text },
  );
}
