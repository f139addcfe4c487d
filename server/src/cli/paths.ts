import { isAscii, isUtf8 } from "node:buffer";
import { relative, sep } from "node:path";
import { absoluteName } from "../dns/names.ts";
import { loosePieces, looseText } from "../text/loose.ts";
import { UsageError } from "./usage.ts";

/** The text of a file; undefined where it is none. Octets that are no UTF-8 are kept, as name servers keep them (RFC 1035 section 5.1). */
export function textOf(octets: Buffer): string | undefined {
  if (octets.subarray(0, 8192).includes(0)) return undefined;
  if (isAscii(octets)) return octets.toString("latin1");
  return isUtf8(octets) ? octets.toString("utf8") : looseText(octets.toString("latin1"));
}

/** The same of a file that has to be text. Throws a UsageError that says what to do where it is none. */
export function textIn(path: string, octets: Buffer): string {
  const text = textOf(octets);
  if (text !== undefined) return text;
  const isUtf16 = /^(?:\xff\xfe|\xfe\xff)/.test(octets.subarray(0, 2).toString("latin1"));
  const what = isUtf16 ? "written in UTF-16; save it as UTF-8" : "not a text file; leave it out";
  throw new UsageError(`${path}: ${what}`);
}

/** What `textOf` read, as it stands in the file. */
export function octetsOf(text: string): Buffer {
  return Buffer.concat(
    loosePieces(text).map((piece, i) => Buffer.from(piece, i % 2 === 0 ? "utf8" : "latin1")),
  );
}

/** A path as the user would type it. */
export function shown(path: string): string {
  const near = relative(process.cwd(), path);
  return (near.startsWith("..") ? path : near).split(sep).join("/");
}

/** A number of things in words: "1 file", "2 files". */
export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

/** The origin that was given on the command line, absolute and in lower case. */
export function givenOrigin(given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  const origin = given === "" ? undefined : absoluteName(given, ".");
  if (origin === undefined) throw new UsageError(`--origin takes the name of a domain, not \`${given}\``);
  return origin;
}
