import type { Rdata } from "../dns/rdata.ts";
import { type TextSpan, textSpan } from "../text/span.ts";

/** A host that a `mailto:` or web address names. */
export interface UriHost {
  /** As written. */
  readonly raw: string;
  readonly at: TextSpan;
  /** The record types that are asked for there. */
  readonly wants: readonly string[];
}

// Hosts that are written with `%` stay out: they are no names as the DNS writes them.
const HOST =
  /(mailto:[^@,!;"\s]{1,254}@|https?:\/\/(?:[^@/?#,;"\s]{1,254}@)?)([a-z0-9_-]+(?:\.[a-z0-9_-]+)+\.?)(?![a-z0-9_%-])/gi;

/** The hosts of the URIs in a text (RFC 3986 section 3.2.2, RFC 6068 section 2). */
export function uriHosts(text: string): readonly UriHost[] {
  return Array.from(text.matchAll(HOST), ({ index, 1: before = "", 2: raw = "" }) => {
    const start = index + before.length;
    const wants = /^mailto:/i.test(before) ? ["MX"] : ["A", "AAAA"];
    return { raw, at: textSpan(start, start + raw.length), wants };
  });
}

const KINDS: ReadonlySet<string> = new Set(["uri", "value"]);

/** The same for rdata that holds URIs: the target of URI, the `iodef` of CAA. Their places are those of the document. */
export function rdataHosts({ fields }: Rdata): readonly UriHost[] {
  return fields.flatMap(({ kind, text, start, end }) => {
    if (!KINDS.has(kind)) return [];
    // Quotes may be left out where the field is written, or have escapes of their own there.
    const more = end - start - text.length;
    if (more !== 0 && Math.abs(more) !== 2) return [];
    const shift = start + more / 2;
    return uriHosts(text).map(({ at, ...host }) => ({
      ...host,
      at: textSpan(at.start + shift, at.end + shift),
    }));
  });
}
