import { CompletionItemKind } from "vscode-languageserver";
import { TYPES } from "../../dns/types/table.ts";
import type { RecordType } from "../../dns/types/type.ts";
import type { Proposal } from "./item.ts";

/** The record types that a zone may hold; the ones that most zones are made of first. */
export function recordTypes(): readonly Proposal[] {
  return TYPES.filter(({ meta, generic }) => meta !== true && generic !== true).map((type) => ({
    label: type.name,
    kind: CompletionItemKind.Class,
    detail: sentence(type),
    about: typePage(type),
    rank: COMMON.includes(type.name) ? 1 : type.obsolete === undefined ? 3 : 8,
  }));
}

const COMMON: readonly string[] = [
  "A",
  "AAAA",
  "CNAME",
  "MX",
  "NS",
  "TXT",
  "SRV",
  "CAA",
  "PTR",
  "SOA",
  "HTTPS",
  "TLSA",
];

/** What a type is for, and its fields. */
export function typePage(type: RecordType): string {
  const fields = type.fields.map(({ name, about }) => `- *${name}*: ${about}`);
  const obsolete = type.obsolete === undefined ? [] : [`**Obsolete**: ${type.obsolete}`];
  return [`${sentence(type)}.`, ...obsolete, fields.join("\n"), type.ref]
    .filter((part) => part !== "")
    .join("\n\n");
}

function sentence({ does }: RecordType): string {
  return does
    .replace(/\{owner\}/g, "the name")
    .replace(/\{([^}]+)\}/g, "its $1")
    .replace(/^t/, "T")
    .replace(/^i/, "I");
}

/** TTLs as people choose them. */
export const TTLS: readonly Proposal[] = [
  ["300", "5 minutes", "before a change that must be quick"],
  ["3600", "1 hour", "the usual choice"],
  ["1h", "1 hour", "the same with a unit (BIND, Knot, NSD)"],
  ["14400", "4 hours", ""],
  ["86400", "1 day", "for what hardly changes"],
  ["1d", "1 day", "the same with a unit"],
  ["1w", "1 week", "the longest that most resolvers keep"],
].map(([label = "", words = "", about = ""]) => ({
  label,
  kind: CompletionItemKind.Unit,
  detail: `TTL: ${words}`,
  about: `TTL of ${words}${about === "" ? "" : `: ${about}`}`,
  rank: 6,
}));

export const CLASSES: readonly Proposal[] = [
  {
    label: "IN",
    kind: CompletionItemKind.Keyword,
    detail: "The Internet",
    about: "Class of nearly every record; it may be left out",
    rank: 2,
  },
  {
    label: "CH",
    kind: CompletionItemKind.Keyword,
    detail: "Chaosnet: questions to a name server about itself",
    rank: 9,
  },
  { label: "HS", kind: CompletionItemKind.Keyword, detail: "Hesiod", rank: 9 },
];

/** What may begin with `$`. */
export const DIRECTIVES: readonly Proposal[] = [
  ["$ORIGIN", "What relative names below are relative to", "$ORIGIN ${1:example.com.}"],
  ["$TTL", "The TTL of records below that state none (RFC 2308 4)", "$TTL ${1:3600}"],
  ["$INCLUDE", "Reads another file here", "$INCLUDE ${1:file.zone}"],
  [
    "$GENERATE",
    "Makes many records from a range (BIND, Knot)",
    "$GENERATE ${1:1-10} ${2:host-\\$} ${3:A} ${4:192.0.2.\\$}",
  ],
].map(([label = "", detail = "", text = ""]) => ({
  label,
  kind: CompletionItemKind.Keyword,
  detail,
  about: detail,
  text,
  snippet: true as const,
  rank: 7,
}));

/** Whole records that are often written, at the start of a line. */
export const SNIPPETS: readonly Proposal[] = [
  [
    "soa",
    "A new zone's first record",
    "@ IN SOA ${1:ns1} ${2:hostmaster} ( ${3:2026010101} 7200 3600 1209600 300 )",
  ],
  ["mx", "Mail of the domain goes to a host", "${1:@} IN MX ${2:10} ${3:mail}"],
  ["spf", "Who may send mail as the domain", '${1:@} IN TXT "v=spf1 ${2:mx} ${3|-all,~all|}"'],
  ["spf none", "The domain sends no mail at all", '${1:@} IN TXT "v=spf1 -all"'],
  [
    "dmarc",
    "What becomes of mail that fails",
    '_dmarc IN TXT "v=DMARC1; p=${1|none,quarantine,reject|}; rua=mailto:${2:dmarc@example.com}"',
  ],
  ["dkim", "A key that verifies signatures", '${1:selector}._domainkey IN TXT "v=DKIM1; k=rsa; p=${2:key}"'],
  ["caa", "Who may issue certificates", '${1:@} IN CAA 0 issue "${2:letsencrypt.org}"'],
  ["srv", "Where a service is", "_${1:service}._${2|tcp,udp|} IN SRV ${3:0} ${4:0} ${5:443} ${6:host}"],
  [
    "tlsrpt",
    "Where reports on failed TLS go",
    '_smtp._tls IN TXT "v=TLSRPTv1; rua=mailto:${1:tls@example.com}"',
  ],
  ["mta-sts", "Mail to the domain must be encrypted", '_mta-sts IN TXT "v=STSv1; id=${1:20260101T000000}"'],
  ["null mx", "The domain receives no mail (RFC 7505)", "${1:@} IN MX 0 ."],
].map(([label = "", detail = "", text = ""]) => ({
  label,
  kind: CompletionItemKind.Snippet,
  detail,
  about: detail,
  text,
  snippet: true as const,
  rank: 8,
}));
