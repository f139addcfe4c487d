import type { RuleDocs, Severity, SyntaxRule } from "../rule.ts";

/** A row of the table below. */
interface Row {
  readonly id: string;
  /** "error" where it is not said. */
  readonly severity?: Severity;
  readonly summary: string;
  readonly why?: string;
  readonly bad: string;
  readonly good: string;
  readonly ref: string;
  /** The example ends without a line break. */
  readonly unended?: true;
  readonly dialect?: RuleDocs["dialect"];
}

const REFUSED = "Name servers refuse to load the zone.";
const LONG = "a".repeat(64);
const SOA = "@ SOA ns1.example.net. hostmaster 1 7200 3600 1209600 3600";
const SERVERS = "@ 3600 NS ns1.example.net.\n@ 3600 NS ns2.example.net.";

const PAIRS: readonly Row[] = [
  {
    id: "zone-parenthesis-unopened",
    summary: "A `)` closes nothing.",
    bad: "www IN A 192.0.2.1 )",
    good: "www IN A 192.0.2.1",
    ref: "RFC 1035 5.1",
  },
  {
    id: "zone-parenthesis-unclosed",
    summary: "A `(` is never closed.",
    why: "Everything up to the next `)` is one record: the records below are read as its value, and name servers refuse to load the zone.",
    bad: "www IN A ( 192.0.2.1",
    good: "www IN A ( 192.0.2.1 )",
    ref: "RFC 1035 5.1",
  },
  {
    id: "txt-unbalanced-quote",
    summary: "A quoted string is never closed.",
    why: "BIND and Knot refuse to load the zone; NSD reads on into the next lines.",
    bad: '@ TXT "v=spf1 -all',
    good: '@ TXT "v=spf1 -all"',
    ref: "RFC 1035 5.1",
  },
  {
    id: "zone-bom",
    summary: "A byte order mark stands before the first line.",
    why: "Editors hide it, name servers read it as part of the first name or directive, and refuse the zone.",
    bad: "\uFEFFwww IN A 192.0.2.1",
    good: "www IN A 192.0.2.1",
    ref: "RFC 1035 5.1",
  },
  {
    id: "zone-newline-missing",
    severity: "hint",
    summary: "The last line has no line end.",
    why: "Name servers load the zone, BIND with a warning. A script that adds a line writes it behind the last record.",
    bad: "www IN A 192.0.2.1",
    good: "www IN A 192.0.2.1\n",
    ref: "RFC 1035 5.1",
    unended: true,
  },
  {
    id: "zone-directive-unterminated",
    summary: "A directive on the last line has no line end.",
    why: "BIND refuses the zone with `extra input text`: it wants the end of the line behind `$TTL`, `$ORIGIN` and `$GENERATE`.",
    bad: "$TTL 3600",
    good: "$TTL 3600\n",
    ref: "RFC 2308 4",
    unended: true,
  },
];

const LINES: readonly Row[] = [
  {
    id: "zone-type-unknown",
    summary: "A line names no record type that exists.",
    bad: "www IN AX 192.0.2.1",
    good: "www IN A 192.0.2.1",
    ref: "RFC 1035 5.1",
  },
  {
    id: "zone-type-missing",
    summary: "A line has no record type.",
    bad: "www IN 192.0.2.1",
    good: "www IN A 192.0.2.1",
    ref: "RFC 1035 5.1",
  },
  {
    id: "zone-field-order",
    summary: "A TTL or a class stands behind the record type.",
    why: "TTL and class stand before the type, in either order. Behind it they are read as part of the value, and name servers refuse to load the zone.",
    bad: "www A 3600 192.0.2.1",
    good: "www 3600 A 192.0.2.1",
    ref: "RFC 1035 5.1",
  },
  {
    id: "zone-class-mismatch",
    summary: "A record has another class than its zone.",
    why: "A zone has one class, nearly always `IN`. Name servers refuse to load a zone with records of another one.",
    bad: `$TTL 3600\n${SOA.replace("SOA", "IN SOA")}\n${SERVERS}\nwww CH TXT "x"`,
    good: `$TTL 3600\n${SOA.replace("SOA", "IN SOA")}\n${SERVERS}\nwww IN TXT "x"`,
    ref: "RFC 1035 5.2",
  },
];

const NAMES: readonly Row[] = [
  {
    id: "zone-label-too-long",
    summary: "A label is longer than 63 octets.",
    bad: `${LONG} A 192.0.2.1`,
    good: `${LONG.slice(1)} A 192.0.2.1`,
    ref: "RFC 1035 2.3.4",
  },
  {
    id: "zone-name-too-long",
    summary: "A name is longer than 255 octets.",
    bad: `${Array(4).fill(LONG.slice(4)).join(".")} A 192.0.2.1`,
    good: `${Array(3).fill(LONG.slice(4)).join(".")} A 192.0.2.1`,
    ref: "RFC 1035 2.3.4",
  },
  {
    id: "zone-empty-label",
    summary: "A name has an empty label.",
    why: "Two dots in a row, or a dot at the beginning: between them there is no label. Name servers refuse to load the zone.",
    bad: "www..internal A 192.0.2.1",
    good: "www.internal A 192.0.2.1",
    ref: "RFC 1035 5.1",
  },
  {
    id: "zone-bad-escape",
    summary: "A backslash in a name is followed by neither three digits up to 255 nor another character.",
    bad: "a\\300b TXT x",
    good: "a\\200b TXT x",
    ref: "RFC 1035 5.1",
  },
  {
    id: "zone-name-non-ascii",
    severity: "warning",
    summary: "A name is written with other than ASCII characters.",
    why: "Zone files hold octets: the name is published in the file's own encoding, while browsers and mail servers ask for its punycode form. Knot refuses the zone.",
    bad: "bücher A 192.0.2.1",
    good: "xn--bcher-kva A 192.0.2.1",
    ref: "RFC 5890 2.3.2.1",
  },
  {
    id: "zone-owner-at",
    severity: "warning",
    summary: "An `@` is a label of a longer name.",
    why: "`@` stands for the origin only where it stands alone. In a longer name it is a label of its own: the record is published at a name that nobody asks for. Some providers export service records so.",
    bad: "_sip._tls.@ SRV 0 5 443 sip.example.net.",
    good: "_sip._tls SRV 0 5 443 sip.example.net.",
    ref: "RFC 1035 5.1",
  },
  {
    id: "zone-owner-missing",
    summary: "A record has no owner to inherit.",
    why: "A line that begins with a blank takes the owner of the record above it; the first one has none. Name servers refuse to load the zone.",
    bad: "  IN A 192.0.2.1",
    good: "@ IN A 192.0.2.1",
    ref: "RFC 1035 5.1",
  },
  {
    id: "zone-owner-after-origin",
    severity: "warning",
    summary: "A record inherits its owner from before the `$ORIGIN` or `$INCLUDE` above it.",
    why: "`$ORIGIN` changes what relative names mean, not the last owner: the record belongs to the name above the directive. Knot and NSD refuse the zone or read it otherwise.",
    bad: "www A 192.0.2.1\n$ORIGIN lab.example.com.\n  A 192.0.2.2",
    good: "www A 192.0.2.1\n$ORIGIN lab.example.com.\n@ A 192.0.2.2",
    ref: "RFC 1035 5.1",
  },
];

const TIMES: readonly Row[] = [
  {
    id: "zone-ttl-invalid",
    summary: "A TTL is not a time.",
    bad: "$TTL soon",
    good: "$TTL 1h",
    ref: "RFC 2308 4",
  },
  {
    id: "zone-ttl-missing",
    severity: "warning",
    summary: "Neither the SOA nor a `$TTL` above it states a TTL.",
    why: "The SOA's last number, which says how long names that do not exist are remembered, becomes the TTL of every record. BIND warns; servers that stick to RFC 2308 refuse.",
    bad: `${SOA}\n${SERVERS}`,
    good: `$TTL 3600\n${SOA}\n${SERVERS}`,
    ref: "RFC 2308 4",
  },
  {
    id: "zone-ttl-too-large",
    summary: "A TTL is longer than 2147483647 seconds.",
    why: "BIND takes it for 0, so that nobody keeps the answer, and refuses the zone from 4294967296 on.",
    bad: "www 3000000000 A 192.0.2.1",
    good: "www 86400 A 192.0.2.1",
    ref: "RFC 2181 8",
  },
  {
    id: "zone-ttl-high",
    severity: "hint",
    summary: "A TTL is longer than a week.",
    why: "Resolvers that limit TTLs forget the record sooner; the others keep a mistake for weeks after it was mended.",
    bad: "www 30d A 192.0.2.1",
    good: "www 1d A 192.0.2.1",
    ref: "RFC 8767 4",
  },
  {
    id: "zone-ttl-low",
    severity: "hint",
    summary: "A TTL is shorter than 30 seconds.",
    why: "Resolvers ask again for nearly every question. That is meant for a fail-over or a move, and is easily forgotten afterwards.",
    bad: "www 5 A 192.0.2.1",
    good: "www 300 A 192.0.2.1",
    ref: "RFC 1912 2.2",
  },
];

const DIRECTIVES: readonly Row[] = [
  {
    id: "zone-directive-unknown",
    summary: "A directive does not exist.",
    bad: "$ORIGN lab.example.com.",
    good: "$ORIGIN lab.example.com.",
    ref: "RFC 1035 5.1",
  },
  {
    id: "zone-directive-argument",
    summary: "A directive lacks its argument, or has it in quotes.",
    bad: "$ORIGIN",
    good: "$ORIGIN lab.example.com.",
    ref: "RFC 1035 5.1",
  },
  {
    id: "zone-trailing-text",
    summary: "Something stands behind the end of a directive.",
    bad: "$TTL 3600 1h",
    good: "$TTL 3600 ; 1h",
    ref: "RFC 2308 4",
  },
  {
    id: "zone-generate-invalid",
    summary: "A `$GENERATE` cannot be written out.",
    why: "Its range, its name, its type or what stands in braces is none. Name servers that know `$GENERATE` refuse to load the zone.",
    bad: "$TTL 3600\n$GENERATE 20-10 host$ A 192.0.2.$",
    good: "$TTL 3600\n$GENERATE 10-20 host$ A 192.0.2.$",
    ref: "BIND 9 Administrator Reference Manual 3.4.1",
  },
];

const DIALECT: readonly Row[] = [
  {
    id: "zone-dialect",
    summary: "The name server that the setting names does not read this, or reads it otherwise.",
    why: "`dnslens.zone.dialect`, or `--dialect`, says which name server loads the file. Zone files are read by each in a way of its own: `$GENERATE` is BIND's, relative names behind `$ORIGIN` are refused by NSD and Knot, of a TTL like `1h30m` PowerDNS reads the last unit.",
    bad: "$TTL 3600\n$GENERATE 1-3 host$ A 192.0.2.$",
    good: "$TTL 3600\nhost1 A 192.0.2.1\nhost2 A 192.0.2.2\nhost3 A 192.0.2.3",
    ref: "RFC 1035 5.1",
    dialect: "nsd",
  },
  {
    id: "zone-crlf",
    severity: "warning",
    summary: "Lines end as on Windows, and Knot loads the file.",
    why: "Knot reads the carriage return as part of the last word of each line, and refuses the zone.",
    bad: "www 3600 A 192.0.2.1\r\n",
    good: "www 3600 A 192.0.2.1\n",
    ref: "RFC 1035 5.1",
    dialect: "knot",
  },
];

/** The rules whose findings the zone reader makes. */
export const ZONE_SYNTAX_RULES: readonly SyntaxRule[] = [
  ...PAIRS,
  ...LINES,
  ...NAMES,
  ...TIMES,
  ...DIRECTIVES,
  ...DIALECT,
].map(ruleOf);

function ruleOf({
  id,
  severity = "error",
  summary,
  why = REFUSED,
  bad,
  good,
  ref,
  unended,
  dialect,
}: Row): SyntaxRule {
  const docs = {
    summary,
    why,
    bad,
    good,
    refs: [ref],
    ...(unended === true ? { unended } : {}),
    ...(dialect === undefined ? {} : { dialect }),
  };
  return { id, severity, scope: "syntax", docs };
}
