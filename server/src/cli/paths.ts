import { relative, sep } from "node:path";
import { absoluteName } from "../dns/names.ts";
import { UsageError } from "./usage.ts";

/** The text of a file; undefined where it is none. */
export function textOf(octets: Buffer): string | undefined {
  if (octets.subarray(0, 8192).includes(0)) return undefined;
  return isAscii(octets) ? octets.toString("latin1") : octets.toString("utf8");
}

/** A path as the user would type it. */
export function shown(path: string): string {
  const near = relative(process.cwd(), path);
  return (near.startsWith("..") ? path : near).split(sep).join("/");
}

function isAscii(octets: Uint8Array): boolean {
  for (let i = 0; i < octets.length; i++) if ((octets[i] ?? 0) > 127) return false;
  return true;
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
