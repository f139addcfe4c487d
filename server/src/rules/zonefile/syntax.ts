import type { SyntaxRule } from "../rule.ts";

const GOOD = "www IN A 192.0.2.1";
const REFUSED = "Name servers refuse to load the zone.";

// What the zone reader reports itself: id, summary, an example, the clause.
const ROWS: readonly (readonly [string, string, string, string])[] = [
  ["zone-bom", "A byte order mark stands before the first line.", "\uFEFFwww IN A 192.0.2.1", "RFC 1035 5.1"],
  ["zone-parenthesis-unopened", "A `)` closes nothing.", "www IN A 192.0.2.1 )", "RFC 1035 5.1"],
  ["zone-parenthesis-unclosed", "A `(` is never closed.", "www IN A ( 192.0.2.1", "RFC 1035 5.1"],
  ["zone-type-unknown", "A line names no record type that exists.", "www IN AX 192.0.2.1", "RFC 1035 5.1"],
  ["zone-owner-missing", "A record has no owner to inherit.", "  IN A 192.0.2.1", "RFC 1035 5.1"],
  ["zone-ttl-invalid", "A TTL is not a time.", "$TTL soon", "RFC 2308 4"],
  ["zone-name-invalid", "A name is not legal.", "$ORIGIN a..example.com.", "RFC 1035 2.3.1"],
  ["zone-directive-unknown", "A directive does not exist.", "$INCLUED other.zone", "RFC 1035 5.1"],
  ["zone-directive-argument", "A directive lacks its argument.", "$ORIGIN", "RFC 1035 5.1"],
  ["txt-unbalanced-quote", "A quoted string is never closed.", '@ TXT "v=spf1 -all', "RFC 1035 5.1"],
];

/** The rules whose findings the zone reader makes. */
export const ZONE_SYNTAX_RULES: readonly SyntaxRule[] = ROWS.map(([id, summary, bad, ref]) => ({
  id,
  severity: "error",
  scope: "syntax",
  docs: { summary, why: REFUSED, bad, good: GOOD, refs: [ref] },
}));
