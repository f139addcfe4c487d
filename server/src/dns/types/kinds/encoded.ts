import { across } from "../../../text/span.ts";
import type { RdataToken } from "../../rdata.ts";
import type { Kind } from "../kind.ts";
import { type At, type Reading, shown } from "../reading.ts";
import { hexOf } from "../wire.ts";

/** Base64 to the end, in as many pieces as one likes (RFC 4648 section 4). */
export const base64: Kind = {
  read(reading) {
    const text = readBase64(reading, reading.left);
    return text === undefined ? undefined : { text };
  },
  print: (wire) => printBase64(wire.rest()) || undefined,
};

/** Base64 to the end, or nothing at all. */
export const optionalBase64: Kind = {
  mayBeEmpty: true,
  read: (reading, field) => (reading.left === 0 ? { text: "" } : base64.read(reading, field)),
  print: (wire) => printBase64(wire.rest()),
};

/** Base64, or `-` for none (DOA). */
export const dashedBase64: Kind = {
  read(reading, field) {
    if (reading.left > 1 || reading.next?.raw !== "-") return base64.read(reading, field);
    reading.take();
    return { text: "-" };
  },
  print: (wire) => printBase64(wire.rest()) || "-",
};

/** The key of a KEY or DNSKEY: none where the flags say so (RFC 2535 section 3.1.2). */
export const key: Kind = {
  mayBeEmpty: true,
  read(reading, field) {
    if ((Number(reading.valueOf("flags")) & 0xc000) === 0xc000 && reading.left === 0) return { text: "" };
    if (reading.left === 0) {
      return reading.fail(
        "zone-rdata-field-missing",
        `The record ends before its ${field.name}`,
        reading.end,
      );
    }
    return base64.read(reading, field);
  },
  print(wire, _, [flags]) {
    const text = printBase64(wire.rest());
    return (text === "") === ((Number(flags) & 0xc000) === 0xc000) ? text : undefined;
  },
};

/** Hexadecimal digits to the end, in as many pieces as one likes. */
export const hex: Kind = {
  read(reading) {
    const text = readHex(reading, reading.left);
    return text === undefined ? undefined : { text };
  },
  print: (wire) => hexOf(wire.rest()) || undefined,
};

/** Hexadecimal digits to the end, or nothing at all. */
export const optionalHex: Kind = {
  mayBeEmpty: true,
  read: (reading, field) => (reading.left === 0 ? { text: "" } : hex.read(reading, field)),
  print: (wire) => hexOf(wire.rest()),
};

/** Hexadecimal digits in one piece, or `-` for none (NSEC3 salt). */
export const salt: Kind = {
  read(reading) {
    const [token] = reading.tokens.slice(reading.at);
    if (token?.raw === "-" && !token.quoted) {
      reading.take();
      return { text: "-" };
    }
    const text = readHex(reading, 1);
    if (text === undefined || token === undefined || text.length <= 510)
      return text === undefined ? undefined : { text };
    return reading.fail("zone-rdata-range", "A salt has at most 255 octets", token);
  },
  print(wire) {
    const octets = wire.counted();
    return octets === "" ? "-" : octets === undefined ? undefined : hexOf(octets);
  },
};

/** A hash in base32 with the extended hex alphabet, without padding (RFC 4648 section 7). */
export const base32hex: Kind = {
  read(reading) {
    const token = reading.take();
    const text = token.raw.toUpperCase();
    const size = Math.floor((text.length * 5) / 8);
    const spare = (text.length * 5) % 8;
    const last = BASE32.indexOf(text.at(-1) ?? "");
    const whole = [0, 2, 4, 5, 7].includes(text.length % 8) && (last & ((1 << spare) - 1)) === 0;
    if (token.quoted || !/^[0-9A-V]+$/.test(text) || !whole) {
      return reading.fail(
        "zone-rdata-base32",
        `${shown(token.raw)} is not base32 of the digits 0 to 9 and letters A to V`,
        token,
      );
    }
    return size > 255 ? reading.fail("zone-rdata-range", "A hash has at most 255 octets", token) : { text };
  },
  print(wire) {
    const octets = wire.counted();
    return octets === undefined || octets === "" ? undefined : printBase32(octets);
  },
};

/** The digits of the next `count` tokens; undefined after saying what is wrong. */
export function readHex(reading: Reading, count: number): string | undefined {
  const tokens = Array.from({ length: count }, () => reading.take());
  const bad = tokens.find(({ raw, quoted }) => quoted || !/^[0-9a-f]+$/i.test(raw));
  if (bad !== undefined) {
    return reading.fail(
      "zone-rdata-hex",
      `${shown(bad.raw)} is not hexadecimal: digits and the letters a to f`,
      bad,
    );
  }
  const text = tokens.map(({ raw }) => raw).join("");
  if (text.length % 2 === 0) return text.toUpperCase();
  return reading.fail(
    "zone-rdata-hex",
    `${text.length} hexadecimal digits make no whole octets: one is missing or too many`,
    whole(tokens, reading),
  );
}

/** The text of the next `count` tokens of base64; undefined after saying what is wrong. */
export function readBase64(reading: Reading, count: number): string | undefined {
  const tokens = Array.from({ length: count }, () => reading.take());
  const bad = tokens.find(({ raw, quoted }) => quoted || !/^[A-Za-z0-9+/=]+$/.test(raw));
  if (bad !== undefined) {
    const at = bad.raw.search(/[^A-Za-z0-9+/=]/);
    const place = bad.quoted || at < 0 ? bad : { start: bad.start + at, end: bad.start + at + 1 };
    return reading.fail("zone-rdata-base64", `${shown(bad.raw)} is not base64`, place);
  }
  const text = tokens.map(({ raw }) => raw).join("");
  const fault = base64Fault(text);
  return fault === undefined
    ? text
    : reading.fail("zone-rdata-base64", `This base64 is not whole: ${fault}`, whole(tokens, reading));
}

/** What is wrong with text of the right characters; undefined where nothing is. */
export function base64Fault(text: string): string | undefined {
  const padding = /=*$/.exec(text)?.[0].length ?? 0;
  const digits = text.slice(0, text.length - padding);
  if (digits.includes("=")) return "an `=` stands in the middle";
  if (text.length % 4 !== 0) return `${text.length} characters are no multiple of four`;
  if (padding > 2) return "more than two `=` stand at its end";
  const last = BASE64.indexOf(digits.at(-1) ?? "A");
  return (padding === 2 && (last & 15) !== 0) || (padding === 1 && (last & 3) !== 0)
    ? "bits are left over at its end"
    : undefined;
}

/** The octets that base64 without faults writes. */
export function octetsOfBase64(text: string): string {
  let octets = "";
  let bits = 0;
  let held = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = BASE64.indexOf(text[i] ?? "");
    if (digit < 0) break;
    bits = ((bits << 6) | digit) & 0xffff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      octets += String.fromCharCode((bits >> held) & 255);
    }
  }
  return octets;
}

/** Octets as base64. */
export function printBase64(octets: string): string {
  let text = "";
  for (let i = 0; i < octets.length; i += 3) {
    const left = octets.length - i;
    const group =
      (octets.charCodeAt(i) << 16) |
      ((left > 1 ? octets.charCodeAt(i + 1) : 0) << 8) |
      (left > 2 ? octets.charCodeAt(i + 2) : 0);
    for (let digit = 0; digit < 4; digit++) {
      text += digit > left ? "=" : BASE64[(group >> (18 - 6 * digit)) & 63];
    }
  }
  return text;
}

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const BASE32 = "0123456789ABCDEFGHIJKLMNOPQRSTUV";

function printBase32(octets: string): string {
  let text = "";
  let bits = 0;
  let held = 0;
  for (let i = 0; i < octets.length; i++) {
    bits = ((bits << 8) | octets.charCodeAt(i)) & 0xffff;
    held += 8;
    while (held >= 5) {
      held -= 5;
      text += BASE32[(bits >> held) & 31];
    }
  }
  return held === 0 ? text : text + BASE32[(bits << (5 - held)) & 31];
}

function whole(tokens: readonly RdataToken[], reading: Reading): At {
  const first = tokens[0];
  const last = tokens.at(-1);
  return first === undefined || last === undefined ? reading.end : across(first, last);
}
