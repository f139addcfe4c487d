import { typeCode, typeName } from "../../mnemonics.ts";
import type { RdataToken } from "../../rdata.ts";
import { noteDialect } from "../dialect.ts";
import type { Kind } from "../kind.ts";
import { nearestFix } from "../nearest.ts";
import { type Reading, shown } from "../reading.ts";
import { recordType, TYPES } from "../table.ts";
import type { Wire } from "../wire.ts";
import { decimal } from "./numbers.ts";

/** DNSSEC algorithm numbers and their mnemonics (IANA "DNS Security Algorithm Numbers"). */
export const ALGORITHMS: Readonly<Record<string, number>> = {
  RSAMD5: 1,
  DH: 2,
  DSA: 3,
  RSASHA1: 5,
  NSEC3DSA: 6,
  NSEC3RSASHA1: 7,
  RSASHA256: 8,
  RSASHA512: 10,
  ECCGOST: 12,
  ECDSAP256SHA256: 13,
  ECDSA256: 13,
  ECDSAP384SHA384: 14,
  ECDSA384: 14,
  ED25519: 15,
  ED448: 16,
  INDIRECT: 252,
  PRIVATEDNS: 253,
  PRIVATEOID: 254,
};

const DIGESTS: Readonly<Record<string, number>> = {
  "SHA-1": 1,
  SHA1: 1,
  "SHA-256": 2,
  SHA256: 2,
  GOST: 3,
  "SHA-384": 4,
  SHA384: 4,
};

const PROTOCOLS: Readonly<Record<string, number>> = {
  NONE: 0,
  TLS: 1,
  EMAIL: 2,
  DNSSEC: 3,
  IPSEC: 4,
  ALL: 255,
};

const CERTIFICATES: Readonly<Record<string, number>> = {
  PKIX: 1,
  SPKI: 2,
  PGP: 3,
  IPKIX: 4,
  ISPKI: 5,
  IPGP: 6,
  ACPKIX: 7,
  IACPKIX: 8,
  URI: 253,
  OID: 254,
};

const DSYNC_SCHEMES: Readonly<Record<string, number>> = { NOTIFY: 1 };

/** The names that BIND prints for algorithms of a CERT record. */
const PRINTED: Readonly<Record<string, number>> = {
  RSAMD5: 1,
  DH: 2,
  DSA: 3,
  RSASHA1: 5,
  NSEC3DSA: 6,
  NSEC3RSASHA1: 7,
  RSASHA256: 8,
  RSASHA512: 10,
  ECCGOST: 12,
  ECDSAP256SHA256: 13,
  ECDSAP384SHA384: 14,
  ED25519: 15,
  ED448: 16,
  INDIRECT: 252,
  PRIVATEDNS: 253,
  PRIVATEOID: 254,
};

export const algorithm = named(ALGORITHMS, 1);
export const digestType = named(DIGESTS, 1);
/** How names of NSEC3 are hashed, by the one word that BIND has for it (RFC 5155 section 11). */
export const nameHash = named({ "SHA-1": 1 }, 1);
export const protocol = named(PROTOCOLS, 1);
export const certType = named(CERTIFICATES, 2, CERTIFICATES);
export const certAlgorithm = named(ALGORITHMS, 1, PRINTED);
export const dsyncScheme = named(DSYNC_SCHEMES, 1, DSYNC_SCHEMES);

/** Key flags as a number, also hexadecimal, or as BIND's words joined by `|` (RFC 2535 section 3.1.2). */
export const keyFlags: Kind = {
  read(reading, field) {
    const token = reading.take();
    const { raw } = token;
    if (/^(?:0x[0-9a-f]+|[0-9]+)$/i.test(raw) && !token.quoted) {
      const value = Number(raw);
      if (value <= 0xffff) return { text: String(value) };
      return reading.fail(
        "zone-rdata-range",
        `${shown(raw)} is too big: the ${field.name} are at most 65535`,
        token,
      );
    }
    let value = 0;
    for (const word of raw.toUpperCase().split("|")) {
      const flag = KEY_FLAGS[word];
      if (flag === undefined || token.quoted) return unknownWord(reading, token, field.name, {});
      value |= flag;
    }
    return { text: String(value) };
  },
  print: (wire) => printedNumber(wire.number(2)),
};

/** A type mnemonic. */
export const type: Kind = {
  read(reading) {
    const token = reading.take();
    const code = codeOf(token);
    if (code < 0) return unknownType(reading, token);
    noteMnemonic(reading, token, code);
    return { text: publishedName(code) };
  },
  print: (wire) => printedType(wire.number(2)),
};

/** The type that a signature covers: a mnemonic or a plain number. */
export const coveredType: Kind = {
  read(reading) {
    const token = reading.take();
    const code = codeOrNumber(token);
    if (code < 0) return unknownType(reading, token);
    noteMnemonic(reading, token, code);
    return { text: publishedName(code) };
  },
  print: (wire) => printedType(wire.number(2)),
};

/** The type that a SIG covers; `0` for a transaction (RFC 2931 section 3). Types without a name are bare numbers. */
export const sigType: Kind = {
  read(reading, field) {
    const item = coveredType.read(reading, field);
    return item === undefined ? undefined : { text: item.text.replace(/^TYPE/, "") };
  },
  print(wire) {
    return printedType(wire.number(2))?.replace(/^TYPE/, "");
  },
};

/** The types that exist at a name, in windows of 256 (RFC 4034 section 4.1.2), printed in order. */
export const bitmap: Kind = {
  mayBeEmpty: true,
  read(reading) {
    const codes = readTypes(reading, 65_535);
    return codes === undefined ? undefined : { text: printTypes(codes) };
  },
  print: printBitmap,
};

/** Like `bitmap`, of which there has to be one: the name exists, so that something stands there. */
export const someTypes: Kind = {
  mayBeEmpty: true,
  read(reading) {
    const { end } = reading;
    const codes = readTypes(reading, 65_535);
    if (codes === undefined) return undefined;
    if (codes.length > 0) return { text: printTypes(codes) };
    return reading.fail(
      "zone-nsec-types-missing",
      "An NSEC record lists the types at its name: it has none",
      end,
    );
  },
  print: (wire) => printBitmap(wire) || undefined,
};

/** The single bitmap of NXT: types below 128 alone (RFC 2535 section 5.2). */
export const oldBitmap: Kind = {
  mayBeEmpty: true,
  read(reading) {
    const codes = readTypes(reading, 127, codeOrNumber);
    return codes === undefined ? undefined : { text: printOldTypes(codes) };
  },
  print(wire) {
    const bits = wire.rest();
    return bits.endsWith("\0") || bits.length > 16 ? undefined : printOldTypes(bitsOf(bits, 0));
  },
};

// Types without a name are bare numbers.
function printOldTypes(codes: readonly number[]): string {
  return printTypes(codes).replaceAll("TYPE", "");
}

const KEY_FLAGS: Readonly<Record<string, number>> = {
  NOCONF: 0x4000,
  NOAUTH: 0x8000,
  NOKEY: 0xc000,
  FLAG2: 0x2000,
  EXTEND: 0x1000,
  FLAG4: 0x0800,
  FLAG5: 0x0400,
  USER: 0,
  ZONE: 0x0100,
  HOST: 0x0200,
  NTYP3: 0x0300,
  FLAG8: 0x0080,
  FLAG9: 0x0040,
  FLAG10: 0x0020,
  FLAG11: 0x0010,
  SIG0: 0,
  SIG1: 1,
  SIG2: 2,
  SIG3: 3,
  SIG4: 4,
  SIG5: 5,
  SIG6: 6,
  SIG7: 7,
  SIG8: 8,
  SIG9: 9,
  SIG10: 10,
  SIG11: 11,
  SIG12: 12,
  SIG13: 13,
  SIG14: 14,
  SIG15: 15,
  KSK: 1,
};

// A number or a word for it; printed as the number, or by the words in `print`.
function named(
  words: Readonly<Record<string, number>>,
  size: number,
  print: Readonly<Record<string, number>> = {},
): Kind {
  const most = 256 ** size - 1;
  const text = (value: number) => Object.keys(print).find((word) => print[word] === value) ?? String(value);
  return {
    read(reading, field) {
      const token = reading.take();
      const number = decimal(token);
      if (number <= most) return { text: text(number) };
      if (!Number.isNaN(number)) {
        return reading.fail(
          "zone-rdata-range",
          `${shown(token.raw)} is too big: the ${field.name} is at most ${most}`,
          token,
        );
      }
      const value = token.quoted ? undefined : words[token.raw.toUpperCase()];
      return value === undefined ? unknownWord(reading, token, field.name, words) : { text: text(value) };
    },
    print(wire) {
      const value = wire.number(size);
      return value === undefined ? undefined : text(value);
    },
  };
}

function unknownWord(
  reading: Reading,
  token: RdataToken,
  name: string,
  words: Readonly<Record<string, number>>,
): undefined {
  return reading.fail(
    "zone-rdata-mnemonic",
    `${shown(token.raw)} is no ${name}, neither a number nor a known word`,
    token,
    nearestFix(token.raw, Object.keys(words)),
  );
}

function unknownType(reading: Reading, token: RdataToken): undefined {
  return reading.fail(
    "zone-rdata-type",
    `${shown(token.raw)} is not a record type`,
    token,
    nearestFix(token.raw, typeNames()),
  );
}

// Asked when something is wrong, as the table of types is read after this file.
function typeNames(): readonly string[] {
  return TYPES.filter(({ meta }) => meta !== true).map(({ name }) => name);
}

function codeOf(token: RdataToken): number {
  return token.quoted ? -1 : typeCode(token.raw, 0, token.raw.length);
}

function codeOrNumber(token: RdataToken): number {
  const number = decimal(token);
  return number <= 65_535 ? number : codeOf(token);
}

// What every name server reads: the number of a type that some do not know.
function publishedName(code: number): string {
  return recordType(code)?.dialect === undefined ? typeName(code) : `TYPE${code}`;
}

// Numbers of types are taken everywhere.
function noteMnemonic(reading: Reading, token: RdataToken, code: number): void {
  const row = recordType(code);
  if (row?.dialect !== undefined && token.raw.toUpperCase() === row.name) noteDialect(row, reading, token);
}

function readTypes(reading: Reading, most: number, read = codeOf): readonly number[] | undefined {
  const codes = new Set<number>();
  while (reading.left > 0) {
    const token = reading.take();
    const code = read(token);
    if (code < 0 || code > most || (code === 0 && most < 255)) {
      while (reading.left > 0) reading.take();
      return code < 0
        ? unknownType(reading, token)
        : reading.fail(
            "zone-rdata-range",
            `${shown(token.raw)} does not fit: this record lists types from 1 to ${most}`,
            token,
          );
    }
    noteMnemonic(reading, token, code);
    codes.add(code);
  }
  return [...codes].sort((a, b) => a - b);
}

function printTypes(codes: readonly number[]): string {
  return codes.map(publishedName).join(" ");
}

function printBitmap(wire: Wire): string | undefined {
  const codes: number[] = [];
  let before = -1;
  while (wire.left > 0) {
    const window = wire.number(1);
    const bits = wire.counted();
    if (window === undefined || bits === undefined || window <= before) return undefined;
    if (bits === "" || bits.length > 32 || bits.endsWith("\0")) return undefined;
    before = window;
    codes.push(...bitsOf(bits, window * 256));
  }
  return printTypes(codes);
}

function bitsOf(octets: string, first: number): number[] {
  const codes: number[] = [];
  for (let i = 0; i < octets.length * 8; i++) {
    if ((octets.charCodeAt(i >> 3) & (0x80 >> (i & 7))) !== 0) codes.push(first + i);
  }
  return codes;
}

function printedType(code: number | undefined): string | undefined {
  return code === undefined ? undefined : publishedName(code);
}

function printedNumber(value: number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}
