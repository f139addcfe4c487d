import { isAscii, isUtf8 } from "node:buffer";
import { looseText } from "../text/loose.ts";

/** The text of a file; undefined where it is none. Octets that are no UTF-8 are kept, as name servers keep them (RFC 1035 section 5.1). */
export function textOf(octets: Buffer): string | undefined {
  if (octets.subarray(0, 8192).includes(0)) return undefined;
  if (isAscii(octets)) return octets.toString("latin1");
  return isUtf8(octets) ? octets.toString("utf8") : looseText(octets.toString("latin1"));
}
