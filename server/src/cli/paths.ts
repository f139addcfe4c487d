import { relative, sep } from "node:path";
import { absoluteName } from "../dns/names.ts";
import { decimalEscape } from "../dns/octets.ts";
import { textOf } from "../lsp/fileText.ts";
import { loosePieces } from "../text/loose.ts";
import { UsageError } from "./usage.ts";

/** The text of a file that has to be one. Throws a UsageError that says what to do where it is none. */
export function textIn(path: string, octets: Buffer): string {
  const text = textOf(octets);
  if (text !== undefined) return text;
  const what = isUtf16(octets) ? "written in UTF-16; save it as UTF-8" : "not a text file; leave it out";
  throw new UsageError(`${path}: ${what}`);
}

/** Whether a file begins as those in UTF-16 do. */
export function isUtf16(octets: Buffer): boolean {
  return /^(?:\xff\xfe|\xfe\xff)/.test(octets.subarray(0, 2).toString("latin1"));
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

/** A line for people: what would end it, or what a terminal would act on, as the DNS writes octets. */
export function oneLine(text: string): string {
  return text.replace(/[\x00-\x1f\x7f-\x9f]/g, (char) => decimalEscape(char.charCodeAt(0)));
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
