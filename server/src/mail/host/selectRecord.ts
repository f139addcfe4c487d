import { onceForLong } from "../../dns/long.ts";
import type { DnsRecord } from "../../dns/record.ts";
import { HOLE, MappedText } from "../../text/mappedText.ts";
import { type Answer, type Resolver, targetName } from "../resolver.ts";
import { parseSpf, type SpfRecord } from "../spf.ts";

/** The SPF record at a name, as a receiver finds it (RFC 7208 sections 4.3 to 4.5). */
export type Selected =
  | { readonly kind: "record"; readonly spf: SpfRecord; readonly record: DnsRecord | undefined }
  | { readonly kind: "none"; readonly why: "malformed" | "nxdomain" | "no-record" }
  | { readonly kind: "multiple"; readonly records: readonly DnsRecord[] }
  | { readonly kind: "timeout" }
  | { readonly kind: "unknown"; readonly names: readonly string[] };

/** @param domain as a macro expands to it: with or without a final dot, of any case */
export function selectRecord(domain: string, resolve: Resolver): Selected {
  const name = targetName(domain);
  // An address literal is no name; a name of digits below no zone would only be asked for in vain.
  if (name === undefined || domain.startsWith("[")) return { kind: "none", why: "malformed" };
  const answer = resolve(name, "TXT");
  switch (answer.kind) {
    case "timeout":
    case "unknown":
      return answer;
    case "nxdomain":
      return { kind: "none", why: "nxdomain" };
    case "nodata":
      return { kind: "none", why: "no-record" };
    case "records":
      return chosen(name, answer);
  }
}

function chosen(name: string, answer: Answer & { readonly kind: "records" }): Selected {
  const found = recognizedIn(answer.values);
  if (found === undefined) return { kind: "unknown", names: [name] };
  const [first] = found;
  if (first === undefined) return { kind: "none", why: "no-record" };
  if (found.length > 1) {
    const records = found.flatMap((i) => answer.records?.[i] ?? []);
    return { kind: "multiple", records };
  }
  const record = answer.records?.[first];
  const text = record?.text ?? MappedText.plain(answer.values[first] ?? "");
  return { kind: "record", spf: text.read(parseSpf), record };
}

// Undefined where that cannot be told of one of them.
const recognizedIn = onceForLong((values: readonly string[]): readonly number[] | undefined => {
  const found: number[] = [];
  for (const [i, value] of values.entries()) {
    const recognized = isRecognized(value);
    if (recognized === undefined) return undefined;
    if (recognized) found.push(i);
  }
  return found;
});

/** Exactly `v=spf1` in any case, then a space or the end (section 4.5); undefined where an unknown part decides. */
function isRecognized(text: string): boolean | undefined {
  const head = text.slice(0, VERSION.length + 1).toLowerCase();
  const hole = head.indexOf(HOLE);
  if (hole >= 0) return VERSION.startsWith(head.slice(0, hole)) ? undefined : false;
  return head === VERSION || head === `${VERSION} `;
}

const VERSION = "v=spf1";
