// Hot where a zone is signed: asked for each of its names.
import { typeCode } from "../dns/mnemonics.ts";
import { type Block, FLAG } from "../zone/block.ts";
import { hashAbsolute, lastHash } from "../zone/hash.ts";
import { AT_NAME, type NameIndex } from "../zone/index.ts";

const TYPE_NS = 2;
const TYPE_DS = 43;
const TYPE_RRSIG = 46;
const TYPE_NSEC = 47;

const ODD = FLAG.escaped | FLAG.nonAscii | FLAG.grouped | FLAG.commented | FLAG.quoted | FLAG.broken;

/** Whether something at a name of a signed zone may lack its signature, or the name its place in the chain of NSEC records. */
export function isUnsignedSuspect(
  blocks: readonly Block[],
  rows: readonly number[],
  isNsec: boolean,
  names: NameIndex,
): boolean {
  const types = new Set<number>();
  for (const [i, row] of rows.entries()) types.add(blocks[i]?.columns.type[row] ?? 0);
  if (isNsec !== types.has(TYPE_NSEC)) return true;
  const signed = new Set<number>();
  for (const [i, row] of rows.entries()) {
    const block = blocks[i];
    const code = block?.columns.type[row];
    if (block === undefined || (code !== TYPE_RRSIG && code !== TYPE_NSEC)) continue;
    const { flags, rdataStart, rdataEnd } = block.columns;
    if (((flags[row] ?? 0) & ODD) !== 0 && code === TYPE_NSEC) return true;
    const words = wordsOf(
      block.text,
      rdataStart[row] ?? 0,
      rdataEnd[row] ?? 0,
      code === TYPE_RRSIG ? 1 : 999,
    );
    if (code === TYPE_RRSIG) signed.add(codeOf(words[0] ?? ""));
    else if (!leadsOn(words, names) || !isListed(words, types)) return true;
  }
  for (const code of signed) if (!types.has(code)) return true;
  const isCut = types.has(TYPE_NS);
  for (const code of types) {
    if (code === TYPE_RRSIG || (isCut && code !== TYPE_DS && code !== TYPE_NSEC)) continue;
    if (!signed.has(code)) return true;
  }
  return false;
}

function leadsOn([next = ""]: readonly string[], names: NameIndex): boolean {
  if (!next.endsWith(".")) return false;
  hashAbsolute(next, 0, next.length);
  return (names.bitsOf(lastHash.hi, lastHash.lo) & (AT_NAME.nsec | SIGN)) === AT_NAME.nsec;
}

// -1 stands for a name that is not there.
const SIGN = -2147483648;

function isListed(words: readonly string[], types: ReadonlySet<number>): boolean {
  let listed = 0;
  for (let i = 1; i < words.length; i++) {
    if (!types.has(codeOf(words[i] ?? ""))) return false;
    listed++;
  }
  return listed === types.size;
}

function codeOf(word: string): number {
  return typeCode(word, 0, word.length);
}

function wordsOf(text: string, start: number, end: number, most: number): readonly string[] {
  const words: string[] = [];
  let at = start;
  while (at < end && words.length < most) {
    while (at < end && text.charCodeAt(at) <= 0x20) at++;
    const from = at;
    while (at < end && text.charCodeAt(at) > 0x20) at++;
    if (at > from) words.push(text.slice(from, at));
  }
  return words;
}
