import { keyTag, keyWire } from "../../dns/dnskey.ts";
import type { RdataField } from "../../dns/rdata.ts";
import type { DnsRecord } from "../../dns/record.ts";
import { octetsOfBase64 } from "../../dns/types/kinds/encoded.ts";
import { parseTime } from "../../dns/types/kinds/times.ts";
import { code } from "../markdown.ts";
import { inWords } from "../timeSpans.ts";

/** What the value of a field means beyond its description, in words; undefined where there is nothing to add. */
export function meaningOf(record: DnsRecord, field: RdataField): string | undefined {
  return BY_NAME[field.name]?.(record, field) ?? BY_KIND[field.kind]?.(record, field);
}

type Meaning = (record: DnsRecord, field: RdataField) => string | undefined;

const BY_NAME: Readonly<Record<string, Meaning>> = {
  serial: (_, { text }) => serialInWords(Number(text)),
  "public key": (record) => keyInWords(record),
  "original ttl": (_, { text }) => inWords(Number(text)),
};

const BY_KIND: Readonly<Record<string, Meaning>> = {
  seconds: (_, { text }) => inWords(Number(text)),
  time: (_, { text }) => {
    const seconds = parseTime(text);
    return seconds === undefined ? undefined : `${dateInWords(seconds)}, ${clock(seconds)} UTC`;
  },
  mailbox: (_, { target }) => mailboxOf(target),
  latitude: (_, { text }) => degrees(text),
  longitude: (_, { text }) => degrees(text),
  svcParam: (_, { text }) => parameterInWords(text),
  hex: (_, { text }) => octets(text.length / 2),
  base64: (_, { text }) => octets(octetsOfBase64(text).length),
};

const MONTHS = "January February March April May June July August September October November December".split(
  " ",
);

function serialInWords(serial: number): string | undefined {
  const [, year, month = "", day = "", version = ""] =
    /^((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})$/.exec(String(serial)) ?? [];
  const name = MONTHS[Number(month) - 1];
  if (year !== undefined && name !== undefined && Number(day) > 0 && Number(day) <= 31) {
    return `${Number(day)} ${name} ${year}, change ${Number(version)}`;
  }
  // What counts seconds since 1970 looks like this from 2001 on.
  return serial > 1_000_000_000 && serial < 2_000_000_000
    ? `${dateInWords(serial)}, ${clock(serial)} UTC, if it counts seconds`
    : undefined;
}

function dateInWords(seconds: number): string {
  const date = new Date(seconds * 1000);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

function clock(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(11, 16);
}

function mailboxOf(target: string | undefined): string | undefined {
  const [, local = "", domain = ""] = /^((?:\\.|[^.\\])+)\.(.+)\.$/.exec(target ?? "") ?? [];
  return local === "" || local.includes("\\@")
    ? undefined
    : code(`${local.replaceAll("\\.", ".")}@${domain}`);
}

function degrees(text: string): string | undefined {
  const [, whole, minutes, seconds, side = ""] = /^(\d+) (\d+) ([\d.]+) ([NSEW])$/.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const value = Number(whole) + Number(minutes) / 60 + Number(seconds) / 3600;
  return `${(/[SW]/.test(side) ? -value : value).toFixed(5)}°`;
}

function octets(count: number): string {
  return `${count} octet${count === 1 ? "" : "s"}`;
}

const PARAMETERS: Readonly<Record<string, string>> = {
  mandatory: "clients that do not know all of these keys skip the record",
  alpn: "the protocols that the service speaks, besides the usual one",
  "no-default-alpn": "the usual protocol is not spoken",
  port: "the port to connect to",
  ipv4hint: "addresses to try before the answer for A arrives",
  ech: "the key for an encrypted TLS hello",
  ipv6hint: "addresses to try before the answer for AAAA arrives",
  key7: "the path of DNS over HTTPS (dohpath)",
  key8: "the service takes part in oblivious HTTP (ohttp)",
};

function parameterInWords(text: string): string {
  return PARAMETERS[text.replace(/=.*/s, "")] ?? "a key without a name of its own";
}

function keyInWords(record: DnsRecord): string | undefined {
  const wire = keyWire(record);
  const tag = keyTag(record);
  if (wire === undefined || tag === undefined) return undefined;
  const bits = rsaBits(wire);
  return `key tag **${tag}**${bits === undefined ? "" : `, ${bits} bits`}`;
}

// Bits of the modulus of an RSA key (RFC 3110 section 2); undefined for other algorithms.
function rsaBits(wire: string): number | undefined {
  if (![1, 5, 7, 8, 10].includes(wire.charCodeAt(3))) return undefined;
  const short = wire.charCodeAt(4);
  const exponent = short === 0 ? wire.charCodeAt(5) * 256 + wire.charCodeAt(6) : short;
  const modulus = wire.slice((short === 0 ? 7 : 5) + exponent).replace(/^\0+/, "");
  return modulus === "" ? undefined : modulus.length * 8 - Math.clz32(modulus.charCodeAt(0)) + 24;
}
