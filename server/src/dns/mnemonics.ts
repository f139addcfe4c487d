// Hot: asked for every token before the rdata. Hash first, compare on a hit; no substring is made.
import { recordType, TYPES } from "./types/table.ts";

const CLASSES: Readonly<Record<string, number>> = { IN: 1, CH: 3, CHAOS: 3, HS: 4, HESIOD: 4, NONE: 254 };

/** Every mnemonic of a type, in upper case. */
export const TYPE_MNEMONICS: readonly string[] = TYPES.map(({ name }) => name);

const TABLE: { readonly name: string; readonly code: number }[][] = Array.from({ length: 256 }, () => []);
for (const { name, code } of TYPES) TABLE[hashOf(name, 0, name.length) & 255]?.push({ name, code });

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
  return recordType(code)?.name ?? `TYPE${code}`;
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
  let number = 0;
  for (let i = digits; i < end; i++) {
    const digit = text.charCodeAt(i) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number < 65_536 ? number : -1;
}
