// Hot: asked for every token before the rdata. Hash first, compare on a hit; no substring is made.

const CODES: Readonly<Record<string, number>> = {
  A: 1,
  NS: 2,
  MD: 3,
  MF: 4,
  CNAME: 5,
  SOA: 6,
  MB: 7,
  MG: 8,
  MR: 9,
  NULL: 10,
  WKS: 11,
  PTR: 12,
  HINFO: 13,
  MINFO: 14,
  MX: 15,
  TXT: 16,
  RP: 17,
  AFSDB: 18,
  X25: 19,
  ISDN: 20,
  RT: 21,
  NSAP: 22,
  "NSAP-PTR": 23,
  SIG: 24,
  KEY: 25,
  PX: 26,
  GPOS: 27,
  AAAA: 28,
  LOC: 29,
  NXT: 30,
  EID: 31,
  NIMLOC: 32,
  SRV: 33,
  ATMA: 34,
  NAPTR: 35,
  KX: 36,
  CERT: 37,
  A6: 38,
  DNAME: 39,
  SINK: 40,
  OPT: 41,
  APL: 42,
  DS: 43,
  SSHFP: 44,
  IPSECKEY: 45,
  RRSIG: 46,
  NSEC: 47,
  DNSKEY: 48,
  DHCID: 49,
  NSEC3: 50,
  NSEC3PARAM: 51,
  TLSA: 52,
  SMIMEA: 53,
  HIP: 55,
  NINFO: 56,
  RKEY: 57,
  TALINK: 58,
  CDS: 59,
  CDNSKEY: 60,
  OPENPGPKEY: 61,
  CSYNC: 62,
  ZONEMD: 63,
  SVCB: 64,
  HTTPS: 65,
  DSYNC: 66,
  SPF: 99,
  NID: 104,
  L32: 105,
  L64: 106,
  LP: 107,
  EUI48: 108,
  EUI64: 109,
  TKEY: 249,
  TSIG: 250,
  IXFR: 251,
  AXFR: 252,
  MAILB: 253,
  MAILA: 254,
  URI: 256,
  CAA: 257,
  AVC: 258,
  DOA: 259,
  AMTRELAY: 260,
  RESINFO: 261,
  WALLET: 262,
  TA: 32768,
  DLV: 32769,
};

const CLASSES: Readonly<Record<string, number>> = { IN: 1, CH: 3, CHAOS: 3, HS: 4, HESIOD: 4, NONE: 254 };

const NAMES = new Map(Object.entries(CODES).map(([name, code]) => [code, name]));
const TABLE: { readonly name: string; readonly code: number }[][] = Array.from({ length: 256 }, () => []);
for (const [name, code] of Object.entries(CODES))
  TABLE[hashOf(name, 0, name.length) & 255]?.push({ name, code });

/**
 * The code of the type mnemonic in text[start, end), any case, `TYPEn` included (RFC 3597 section 5); -1 where it is none.
 *
 * @param hash what `hashOf` gives for the same characters, where the caller has it already
 */
export function typeCode(text: string, start: number, end: number, hash = hashOf(text, start, end)): number {
  for (const { name, code } of TABLE[hash & 255] ?? []) {
    if (name.length === end - start && sameWord(text, start, name)) return code;
  }
  return numbered("TYPE", text, start, end);
}

/** The code of the class in text[start, end), any case, `CLASSn` included; -1 where it is none. */
export function classCode(text: string, start: number, end: number): number {
  const c = text.charCodeAt(start) | 0x20;
  if (c !== 0x69 && c !== 0x63 && c !== 0x68 && c !== 0x6e) return -1;
  for (const name in CLASSES) {
    if (name.length === end - start && sameWord(text, start, name)) return CLASSES[name] ?? -1;
  }
  return numbered("CLASS", text, start, end);
}

/** The mnemonic of a type code, "TYPEn" where there is none. */
export function typeName(code: number): string {
  return NAMES.get(code) ?? `TYPE${code}`;
}

/** "IN", "CH", "HS", "NONE" or "CLASSn". */
export function className(code: number): string {
  return Object.keys(CLASSES).find((name) => CLASSES[name] === code) ?? `CLASS${code}`;
}

/** The hash that `typeCode` takes: case-folded, 31 times plus. */
export function hashOf(text: string, start: number, end: number): number {
  let hash = 0;
  for (let i = start; i < end; i++) hash = (hash * 31 + (text.charCodeAt(i) | 0x20)) | 0;
  return hash;
}

function sameWord(text: string, start: number, name: string): boolean {
  for (let i = 0; i < name.length; i++) {
    if ((text.charCodeAt(start + i) | 0x20) !== (name.charCodeAt(i) | 0x20)) return false;
  }
  return true;
}

function numbered(prefix: string, text: string, start: number, end: number): number {
  const digits = start + prefix.length;
  if (digits >= end || end - digits > 5 || !sameWord(text, start, prefix)) return -1;
  const number = Number(text.slice(digits, end));
  return Number.isInteger(number) && number >= 0 && number < 65_536 ? number : -1;
}
