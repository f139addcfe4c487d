import { across } from "../../../text/span.ts";
import { encodeOctets } from "../../octets.ts";
import type { RdataField, RdataToken } from "../../rdata.ts";
import type { Kind } from "../kind.ts";
import { nearestFix } from "../nearest.ts";
import { type Reading, shown } from "../reading.ts";
import { octetsOfNumber, Wire } from "../wire.ts";
import { parseIpv4, parseIpv6, printIpv4, printIpv6 } from "./addresses.ts";
import { base64Fault, octetsOfBase64, printBase64 } from "./encoded.ts";
import { readOctets } from "./strings.ts";

/** Keys of service parameters by name (IANA "DNS SVCB Service Parameter Keys"). */
export const SVC_KEYS: Readonly<Record<string, number>> = {
  mandatory: 0,
  alpn: 1,
  "no-default-alpn": 2,
  port: 3,
  ipv4hint: 4,
  ech: 5,
  ipv6hint: 6,
  dohpath: 7,
  ohttp: 8,
};

// Names that are printed; BIND 9.18 prints all others as `keyN`.
const PRINTED = ["mandatory", "alpn", "no-default-alpn", "port", "ipv4hint", "ech", "ipv6hint"];

/** One `key=value` of SVCB and HTTPS (RFC 9460 section 2.1). */
export const svcParam: Kind = {
  read(reading) {
    const { tokens, raw, place } = takeParam(reading);
    const [, word = "", equals = ""] = /^([^=]*)(=?)/.exec(raw) ?? [];
    const key = keyOf(word);
    if (key === undefined || tokens[0]?.quoted) {
      return reading.fail(
        "zone-svcb-param",
        `${shown(word)} is no service parameter`,
        { start: place.start, end: place.start + word.length },
        tokens[0]?.quoted ? undefined : nearestFix(word, Object.keys(SVC_KEYS)),
      );
    }
    const [, second] = tokens;
    const valueToken = second ?? {
      raw: raw.slice(word.length + equals.length),
      quoted: false,
      start: place.start + word.length + equals.length,
      end: place.end,
    };
    const value = readOctets(reading, valueToken);
    if (value === undefined) return undefined;
    const wire = word.startsWith("key") ? checked(key, value) : toWire(key, value);
    if (wire.fault !== undefined) return reading.fail("zone-svcb-param", `\`${word}\`: ${wire.fault}`, place);
    return { text: printParam(key, wire.octets) };
  },
  print(wire) {
    const key = wire.number(2);
    const size = wire.number(2);
    const octets = size === undefined ? undefined : wire.take(size);
    if (key === undefined || octets === undefined || checked(key, octets).fault !== undefined)
      return undefined;
    return printParam(key, octets);
  },
};

/** Reports duplicate keys, mandatory keys that are absent, and `no-default-alpn` without `alpn` (RFC 9460 sections 2.2, 7.1, 8). */
export function checkParams(reading: Reading): void {
  const params = reading.fields.filter(({ kind }) => kind === "svcParam");
  const keys = new Map<number, RdataField>();
  for (const param of params) {
    const key = paramKey(param.text);
    if (keys.has(key)) {
      reading.fail(
        "zone-svcb-param-duplicate",
        `${shown(param.text.replace(/=.*/s, ""))} is given twice: name servers refuse it`,
        param,
        { title: "Delete the second one", text: "" },
      );
      return;
    }
    keys.set(key, param);
  }
  const mandatory = keys.get(0);
  for (const word of mandatory?.text.slice("mandatory=".length).split(",") ?? []) {
    if (mandatory === undefined || word === "" || (keys.has(keyOf(word) ?? -1) && word !== "mandatory"))
      continue;
    const message =
      word === "mandatory"
        ? "`mandatory` cannot list itself: clients discard the record, name servers refuse it"
        : `\`mandatory\` lists \`${word}\`, but the record does not have it: clients discard it, name servers refuse it`;
    reading.fail("zone-svcb-mandatory", message, mandatory);
  }
  const noDefault = keys.get(2);
  if (noDefault === undefined || keys.has(1)) return;
  reading.fail(
    "zone-svcb-no-default-alpn",
    "`no-default-alpn` without `alpn` leaves no protocol at all: name servers refuse it",
    noDefault,
  );
}

/** The number of the key that printed parameter text begins with. */
export function paramKey(text: string): number {
  return keyOf(text.replace(/=.*/s, "")) ?? 65_536;
}

interface Encoded {
  readonly octets: string;
  readonly fault?: string;
}

function keyOf(word: string): number | undefined {
  if (Object.hasOwn(SVC_KEYS, word)) return SVC_KEYS[word];
  const [, digits] = /^key(0|[1-9][0-9]{0,4})$/.exec(word) ?? [];
  return digits === undefined || Number(digits) > 65_535 ? undefined : Number(digits);
}

// `key="a b"` comes as two tokens without a space between them.
function takeParam(reading: Reading) {
  const first = reading.take();
  const tokens: RdataToken[] = [first];
  if (
    !first.quoted &&
    first.raw.endsWith("=") &&
    reading.next?.quoted === true &&
    reading.next.start === first.end
  ) {
    tokens.push(reading.take());
  }
  const raw = tokens.map((token) => token.raw).join("");
  return { tokens, raw, place: across(first, tokens.at(-1) ?? first) };
}

function fault(text: string): Encoded {
  return { octets: "", fault: text };
}

function toWire(key: number, value: string): Encoded {
  switch (key) {
    case 0:
      return mandatoryWire(value);
    case 1:
      return alpnWire(value);
    case 2:
    case 8:
      return value === "" ? { octets: "" } : fault("it takes no value");
    case 3:
      return /^[0-9]+$/.test(value) && Number(value) < 65_536
        ? { octets: octetsOfNumber(Number(value), 2) }
        : fault("a port is a number up to 65535");
    case 4:
      return listWire(value, parseIpv4, "IPv4 address");
    case 5:
      return /^[A-Za-z0-9+/=]*$/.test(value) && base64Fault(value) === undefined
        ? { octets: octetsOfBase64(value) }
        : fault("its value is base64");
    case 6:
      return listWire(value, parseIpv6, "IPv6 address");
    default:
      return checked(key, value);
  }
}

function mandatoryWire(value: string): Encoded {
  const keys = value.split(",").map(keyOf);
  const numbers = keys.filter((key) => key !== undefined).sort((a, b) => a - b);
  if (numbers.length < keys.length) return fault("it lists keys, with `,` between them");
  if (new Set(numbers).size < numbers.length) return fault("a key is listed twice");
  return { octets: numbers.map((key) => octetsOfNumber(key, 2)).join("") };
}

// A list whose items may hold `\,` and `\\` (RFC 9460 appendix A.1).
function alpnWire(value: string): Encoded {
  const ids: string[] = [""];
  for (let at = 0; at < value.length; at++) {
    const char = value[at] ?? "";
    if (char === ",") ids.push("");
    else ids.push((ids.pop() ?? "") + (char === "\\" ? (value[++at] ?? "") : char));
  }
  if (ids.some((id) => id === "" || id.length > 255))
    return fault("a protocol of the list is empty or too long");
  return { octets: ids.map((id) => String.fromCharCode(id.length) + id).join("") };
}

function listWire(value: string, parse: (text: string) => string | undefined, what: string): Encoded {
  let octets = "";
  for (const item of value.split(",")) {
    const parsed = parse(item);
    if (parsed === undefined) return fault(`${shown(item)} is not an ${what}`);
    octets += parsed;
  }
  return { octets };
}

// Octets given as they are, which have to be what the key holds.
function checked(key: number, octets: string): Encoded {
  const bad = fault("its octets are not what this key holds");
  const size = octets.length;
  switch (key) {
    case 0:
      return size > 0 && size % 2 === 0 && ascending(octets) ? { octets } : bad;
    case 1:
      return size > 0 && idsOf(octets) !== undefined ? { octets } : bad;
    case 2:
      return size === 0 ? { octets } : bad;
    case 3:
      return size === 2 ? { octets } : bad;
    case 4:
      return size > 0 && size % 4 === 0 ? { octets } : bad;
    case 6:
      return size > 0 && size % 16 === 0 ? { octets } : bad;
    case 7:
      return isDohPath(octets) && isUtf8(octets)
        ? { octets }
        : fault("it begins with `/` and has a `{?dns}`");
    default:
      return { octets };
  }
}

/** A URI template that begins with `/` and has the variable `dns` (RFC 9461 section 5; RFC 6570 sections 2.1 to 2.4). */
function isDohPath(text: string): boolean {
  if (!text.startsWith("/") || !TEMPLATE.test(text)) return false;
  for (const [, variables = ""] of text.matchAll(EXPRESSION)) {
    if (variables.split(",").some((one) => one.replace(/[:*].*$/s, "") === "dns")) return true;
  }
  return false;
}

const PERCENT = "%[0-9A-Fa-f]{2}";
const NAME = `(?:[A-Za-z0-9_]|${PERCENT})(?:\\.?(?:[A-Za-z0-9_]|${PERCENT}))*`;
const VARIABLE = `${NAME}(?::[1-9][0-9]{0,3}|\\*)?`;
const BRACES = `\\{[+#./;?&]?(${VARIABLE}(?:,${VARIABLE})*)\\}`;
const EXPRESSION = new RegExp(BRACES, "g");
const TEMPLATE = new RegExp(`^(?:[^{}%]|${PERCENT}|${BRACES})*$`, "s");

function isUtf8(octets: string): boolean {
  const escaped = Array.from(octets, (octet) => `%${octet.charCodeAt(0).toString(16).padStart(2, "0")}`);
  try {
    decodeURIComponent(escaped.join(""));
    return true;
  } catch {
    return false;
  }
}

function ascending(octets: string): boolean {
  for (let i = 2; i < octets.length; i += 2)
    if (octets.slice(i - 2, i) >= octets.slice(i, i + 2)) return false;
  return true;
}

function idsOf(octets: string): readonly string[] | undefined {
  const wire = new Wire(octets);
  const ids: string[] = [];
  while (wire.left > 0) {
    const id = wire.counted();
    if (id === undefined || id === "") return undefined;
    ids.push(id);
  }
  return ids;
}

function printParam(key: number, octets: string): string {
  const word = PRINTED[key] ?? `key${key}`;
  const value = printValue(key, octets);
  return value === undefined || octets === "" ? word : `${word}=${value}`;
}

function printValue(key: number, octets: string): string | undefined {
  switch (key) {
    case 0:
      return pieces(octets, 2)
        .map((pair) => pair.charCodeAt(0) * 256 + pair.charCodeAt(1))
        .map((number) => PRINTED[number] ?? `key${number}`)
        .join(",");
    case 1:
      return `"${encodeOctets((idsOf(octets) ?? []).map((id) => id.replace(/[\\,]/g, "\\$&")).join(","))}"`;
    case 2:
      return undefined;
    case 3:
      return String(octets.charCodeAt(0) * 256 + octets.charCodeAt(1));
    case 4:
      return pieces(octets, 4).map(printIpv4).join(",");
    case 5:
      return printBase64(octets);
    case 6:
      return pieces(octets, 16).map(printIpv6).join(",");
    default:
      return `"${encodeOctets(octets)}"`;
  }
}

function pieces(octets: string, size: number): readonly string[] {
  return Array.from({ length: octets.length / size }, (_, i) => octets.slice(i * size, (i + 1) * size));
}
