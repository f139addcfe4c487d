import type { Kind, Named } from "../kind.ts";
import { type Item, type Reading, shown } from "../reading.ts";
import type { Wire } from "../wire.ts";
import { ipv4, ipv6, parseIpv6, printIpv6 } from "./addresses.ts";
import { readBase64, readHex } from "./encoded.ts";
import { name } from "./names.ts";
import { readNumber } from "./numbers.ts";

/** 0 none, 1 IPv4, 2 IPv6, 3 a name (RFC 4025 section 2.3, RFC 8777 section 4.2.3). */
export const gatewayType: Kind = {
  read(reading, field) {
    const token = reading.next;
    const value = readNumber(reading, 255, field.name);
    if (value === undefined || token === undefined) return undefined;
    if (value <= 3) return { text: String(value) };
    return reading.fail(
      "zone-rdata-range",
      `${shown(token.raw)} is no ${field.name}: 0 none, 1 IPv4, 2 IPv6, 3 a name`,
      token,
    );
  },
  print(wire) {
    const value = wire.number(1);
    return value === undefined || value > 3 ? undefined : String(value);
  },
};

/** What the gateway or relay type before it says. */
export const gateway: Kind = {
  read(reading, field) {
    const type = reading.valueOf("gateway type") ?? reading.valueOf("relay type");
    if (type === "1") return ipv4.read(reading, field);
    if (type === "2") return ipv6.read(reading, field);
    if (type === "3") return name.read(reading, field);
    const token = reading.take();
    if (type === undefined) return undefined;
    if (token.raw === "." && !token.quoted) return { text: "." };
    return reading.fail(
      "zone-gateway",
      `Type 0 means none, written \`.\`, but ${shown(token.raw)} stands here`,
      token,
      {
        title: "Write `.`",
        text: ".",
      },
    );
  },
  print: (wire, field, seen) => printGateway(wire, field, seen[1]),
};

/** The relay of an AMTRELAY record, whose type is the third field. */
export const relay: Kind = {
  read: gateway.read,
  print: (wire, field, seen) => printGateway(wire, field, seen[2]),
};

/** Whether AMTRELAY octets name a relay of a type that has no presentation form (RFC 8777 section 4.2.3). */
export function isOtherRelay(octets: string): boolean {
  return (octets.charCodeAt(1) & 127) > 3;
}

function printGateway(wire: Wire, field: Named, type: string | undefined) {
  if (type === "0") return ".";
  return type === "1"
    ? ipv4.print(wire, field, [])
    : type === "2"
      ? ipv6.print(wire, field, [])
      : name.print(wire, field, []);
}

/** The address of an A6 record: none where the whole is taken from the prefix (RFC 2874 section 3.1). */
export const suffix: Kind = {
  mayBeEmpty: true,
  read(reading, field): Item | undefined {
    const bits = Number(reading.valueOf("prefix length") ?? Number.NaN);
    if (bits === 128) return { text: "" };
    if (reading.left === 0) return missing(reading, field.name);
    const { next } = reading;
    const item = ipv6.read(reading, field);
    const octets = next === undefined ? undefined : parseIpv6(next.raw);
    return item === undefined || octets === undefined ? item : { text: printIpv6(masked(octets, bits)) };
  },
  print(wire, _, [length]) {
    const bits = Number(length);
    const octets = wire.take(Math.ceil((128 - bits) / 8))?.padStart(16, "\0");
    if (octets === undefined || octets !== masked(octets, bits)) return undefined;
    return bits === 128 ? "" : printIpv6(octets);
  },
};

/** The name of the prefix of an A6 record: none where the address is whole. */
export const prefixName: Kind = {
  mayBeEmpty: true,
  read(reading, field): Item | undefined {
    if (reading.valueOf("prefix length") === "0") return { text: "" };
    return reading.left === 0 ? missing(reading, field.name) : name.read(reading, field);
  },
  print: (wire, _, [length]) => (length === "0" ? "" : wire.name()),
};

/** The host identity tag of a HIP record (RFC 8005 section 5). */
export const tag: Kind = {
  read(reading) {
    const text = readHex(reading, 1);
    return text === undefined ? undefined : { text };
  },
  print: () => undefined,
};

/** The key of a HIP record, in one piece. */
export const identity: Kind = {
  read(reading) {
    const text = readBase64(reading, 1);
    return text === undefined ? undefined : { text };
  },
  print: () => undefined,
};

function masked(octets: string, bits: number): string {
  return Array.from(octets, (octet, i) => {
    const gone = Math.max(0, Math.min(8, bits - i * 8));
    return String.fromCharCode(octet.charCodeAt(0) & (0xff >> gone));
  }).join("");
}

function missing(reading: Reading, what: string): undefined {
  return reading.fail("zone-rdata-field-missing", `The record ends before its ${what}`, reading.end);
}
