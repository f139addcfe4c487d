import { relative, sep } from "node:path";

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
