import type { Finding } from "../../src/rules/finding.ts";
import { findingsOf } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";

/** The head of a zone with which nothing is wrong. */
export const HEAD = `$TTL 3600
@ SOA ns1.example.net. hostmaster 1 7200 3600 1209600 3600
@ NS ns1.example.net.
@ NS ns2.example.net.
`;

/** The lines below the head, unless they have one of their own. */
export function open(text: string): ZoneDocument {
  const whole = text.startsWith("$TTL 3600\n") ? text : HEAD + text;
  return new ZoneDocument("file:///example.com.zone", `${whole}\n`, { origin: "example.com." });
}

/** What is said of a zone, apart from what mail lacks in it. */
export function found(document: ZoneDocument): readonly Finding[] {
  return findingsOf(document).filter(({ rule }) => /^(?:zone|owner|txt|mx)-/.test(rule.id));
}
