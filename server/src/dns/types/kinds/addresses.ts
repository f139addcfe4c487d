import type { Kind } from "../kind.ts";
import { shown } from "../reading.ts";
import { octetsOfNumber } from "../wire.ts";

/** A dotted quad without leading zeros, as inet_pton takes it. */
export const ipv4: Kind = {
  read(reading, field) {
    const token = reading.take();
    if (!token.quoted && parseIpv4(token.raw) !== undefined) return { text: token.raw };
    if (field.name === "address" && !token.quoted && parseIpv6(token.raw) !== undefined) {
      const message = `${shown(token.raw)} is an IPv6 address: it belongs into an AAAA record`;
      return reading.failForType("zone-rdata-ipv4", message, token, "AAAA");
    }
    const repaired = repairedIpv4(token.raw);
    return reading.fail(
      "zone-rdata-ipv4",
      `${shown(token.raw)} is ${isHostName(token.raw) ? NAME_FOR_ADDRESS : "not an IPv4 address"}: name servers refuse it`,
      token,
      repaired === undefined ? undefined : { title: `Write \`${repaired}\``, text: repaired },
    );
  },
  print: (wire) => {
    const octets = wire.take(4);
    return octets === undefined ? undefined : printIpv4(octets);
  },
};

/** An IPv6 address (RFC 4291 section 2.2), printed as BIND does. */
export const ipv6: Kind = {
  read(reading, field) {
    const token = reading.take();
    const octets = token.quoted ? undefined : parseIpv6(token.raw);
    if (octets !== undefined) return { text: printIpv6(octets) };
    if (field.name === "address" && !token.quoted && parseIpv4(token.raw) !== undefined) {
      const message = `${shown(token.raw)} is an IPv4 address: it belongs into an A record`;
      return reading.failForType("zone-rdata-ipv6", message, token, "A");
    }
    const bare = token.raw
      .replace(/%.*$/, "")
      .replace(/^\[(.*)\]$/, "$1")
      .replace(/\/128$/, "")
      .replace(/:{3,}/, "::");
    const repaired = bare !== token.raw || token.quoted ? parseIpv6(bare) : undefined;
    return reading.fail(
      "zone-rdata-ipv6",
      `${shown(token.raw)} is ${isHostName(token.raw) ? NAME_FOR_ADDRESS : "not an IPv6 address"}: name servers refuse it`,
      token,
      repaired === undefined ? undefined : { title: `Write \`${bare}\``, text: bare },
    );
  },
  print: (wire) => {
    const octets = wire.take(16);
    return octets === undefined ? undefined : printIpv6(octets);
  },
};

const NAME_FOR_ADDRESS = "a name and no address, a CNAME record points to a name";

function isHostName(raw: string): boolean {
  return /^(?:[a-z0-9_-]+\.)+[a-z][a-z0-9-]+\.?$/i.test(raw);
}

/** The four octets of a dotted quad; undefined where it is none. */
export function parseIpv4(text: string): string | undefined {
  if (!/^(?:(?:0|[1-9][0-9]{0,2})(?:\.|$)){4}$/.test(text) || text.endsWith(".")) return undefined;
  const parts = text.split(".").map(Number);
  return parts.every((part) => part < 256) ? String.fromCharCode(...parts) : undefined;
}

/** The sixteen octets of an IPv6 address; undefined where it is none. */
export function parseIpv6(text: string): string | undefined {
  const cut = text.indexOf("::");
  const head = groupsOf(cut < 0 ? text : text.slice(0, cut), cut >= 0);
  const tail = cut < 0 ? "" : groupsOf(text.slice(cut + 2), true);
  if (head === undefined || tail === undefined) return undefined;
  const gap = 16 - head.length - tail.length;
  if (cut < 0 ? gap !== 0 : gap < 2 || (text.slice(0, cut).includes(".") && head !== "")) return undefined;
  return head + "\0".repeat(gap) + tail;
}

/** Dotted quad of four octets. */
export function printIpv4(octets: string): string {
  return Array.from(octets, (octet) => octet.charCodeAt(0)).join(".");
}

/** The text of sixteen octets: the longest run of zeros short, IPv4-mapped and -compatible ones with a dotted quad. */
export function printIpv6(octets: string): string {
  const groups = Array.from(
    { length: 8 },
    (_, i) => octets.charCodeAt(2 * i) * 256 + octets.charCodeAt(2 * i + 1),
  );
  const { start, length } = longestZeros(groups);
  const quad = start === 0 && (length === 6 || (length === 5 && groups[5] === 0xffff));
  const words = groups.map((group) => group.toString(16));
  const tail = quad ? [...words.slice(length, 6), printIpv4(octets.slice(12))] : words.slice(start + length);
  if (length < 2) return words.join(":");
  return `${words.slice(0, start).join(":")}::${tail.join(":")}`;
}

function longestZeros(groups: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: -1, length: 0 };
  for (let i = 0; i < groups.length; i++) {
    let end = i;
    while (end < groups.length && groups[end] === 0) end++;
    if (end - i > best.length) best = { start: i, length: end - i };
    i = Math.max(i, end - 1);
  }
  return best.length < 2 ? { start: -1, length: 0 } : best;
}

// The octets of groups of hexadecimal digits, the last of which may be a dotted quad.
function groupsOf(text: string, mayBeEmpty: boolean): string | undefined {
  if (text === "") return mayBeEmpty ? "" : undefined;
  const groups = text.split(":");
  let octets = "";
  for (const [index, group] of groups.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(group)) octets += octetsOfNumber(Number.parseInt(group, 16), 2);
    else {
      const quad = index === groups.length - 1 ? parseIpv4(group) : undefined;
      if (quad === undefined) return undefined;
      octets += quad;
    }
  }
  return octets;
}

// What was probably meant: without leading zeros, a final dot or a prefix length of the whole address.
function repairedIpv4(raw: string): string | undefined {
  const parts = raw.replace(/\/32$/, "").replace(/\.$/, "").split(".");
  const text = parts.map((part) => part.replace(/^0+(?=[0-9])/, "")).join(".");
  return parseIpv4(text) === undefined ? undefined : text;
}
