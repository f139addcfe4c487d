import { CompletionItemKind } from "vscode-languageserver";
import { typeCode } from "../../dns/mnemonics.ts";
import { recordType } from "../../dns/types/table.ts";
import type { Field } from "../../dns/types/type.ts";
import type { Proposal } from "./item.ts";

/** Kinds of field that hold the name of a host or of records. */
export const NAME_KINDS: ReadonlySet<string> = new Set(["host", "name", "quotedHost"]);

/** The field of a type at an index of its rdata; the last one where it repeats. */
export function fieldAt(type: string, index: number): Field | undefined {
  const fields = recordType(typeCode(type, 0, type.length))?.fields ?? [];
  const last = fields.at(-1);
  return fields[index] ?? (last?.repeat === undefined ? undefined : last);
}

/** Values of a field that the field's own table lists, or that people usually write. */
export function fieldValues(type: string, field: Field, before: readonly string[]): readonly Proposal[] {
  if (type === "CAA" && field.name === "value") return caaValues(before[1] ?? "");
  if (type === "SVCB" || type === "HTTPS") {
    if (field.name === "priority") return SVC_PRIORITIES;
    // RFC 9460 2.2: each key once.
    const keys = new Set(before.slice(2).map((word) => word.split("=")[0]?.toLowerCase()));
    if (field.repeat !== undefined) return SVC_PARAMS.filter(({ label }) => !keys.has(label));
    return [{ label: ".", kind: CompletionItemKind.Value, detail: "the name itself", rank: 1 }];
  }
  const values = Object.entries(field.values ?? {}).map(([label, about]) => ({
    label,
    kind: CompletionItemKind.EnumMember,
    detail: about,
    about: `${field.about}: ${about}`,
    rank: 2,
  }));
  const usual = field.usual !== undefined && field.values?.[field.usual] === undefined ? [field.usual] : [];
  return [
    ...values,
    ...usual.map((label) => ({ label, kind: CompletionItemKind.Value, detail: field.about, rank: 1 })),
  ];
}

/** Names by which certificate authorities are known to CAA (their own documentation). */
const AUTHORITIES: readonly (readonly [string, string])[] = [
  ["letsencrypt.org", "Let's Encrypt"],
  ["pki.goog", "Google Trust Services"],
  ["digicert.com", "DigiCert"],
  ["sectigo.com", "Sectigo, ZeroSSL"],
  ["globalsign.com", "GlobalSign"],
  ["amazon.com", "Amazon (AWS Certificate Manager)"],
  ["amazontrust.com", "Amazon (AWS Certificate Manager)"],
  ["ssl.com", "SSL.com"],
  ["godaddy.com", "GoDaddy"],
  ["identrust.com", "IdenTrust"],
  ["entrust.net", "Entrust"],
  ["buypass.com", "Buypass"],
  ["certum.pl", "Certum"],
  ["actalis.it", "Actalis"],
  ["harica.gr", "HARICA"],
  ["swisssign.com", "SwissSign"],
  ["telesec.de", "Telekom Security"],
  [";", "nobody may issue"],
];

function caaValues(tag: string): readonly Proposal[] {
  if (/^iodef$/i.test(tag)) {
    return ["mailto:", "https://"].map((label) =>
      quoted(label, "Where to report requests that break the policy"),
    );
  }
  if (!/^issue/i.test(tag)) return [];
  return AUTHORITIES.map(([label, about]) => quoted(label, about));
}

function quoted(label: string, detail: string): Proposal {
  return { label, kind: CompletionItemKind.Module, detail, text: `"${label}"` };
}

const SVC_PRIORITIES: readonly Proposal[] = [
  ["1", "A service; lower numbers are tried first"],
  ["0", "Another name for the target (RFC 9460 2.4.2)"],
].map(([label = "", detail = ""], rank) => ({ label, kind: CompletionItemKind.Value, detail, rank }));

/** Parameters of SVCB and HTTPS (RFC 9460 section 14.3.2, RFC 9461, RFC 9540). */
const SVC_PARAMS: readonly Proposal[] = [
  ["alpn", "Protocols that the service speaks", 'alpn="${1:h3,h2}"'],
  ["port", "Another port than the usual one", "port=${1:443}"],
  ["ipv4hint", "IPv4 addresses to begin with", "ipv4hint=${1:192.0.2.1}"],
  ["ipv6hint", "IPv6 addresses to begin with", "ipv6hint=${1:2001:db8::1}"],
  ["ech", "Keys for Encrypted Client Hello, in base64", "ech=${1:key}"],
  ["no-default-alpn", "The protocol that the name stands for is not spoken", "no-default-alpn"],
  ["mandatory", "Keys that a client must understand", "mandatory=${1:alpn}"],
  ["dohpath", "Path of DNS over HTTPS (RFC 9461)", 'dohpath="${1:/dns-query{?dns\\}}"'],
  ["ohttp", "The service takes Oblivious HTTP (RFC 9540)", "ohttp"],
].map(([label = "", detail = "", text = ""]) => ({
  label,
  kind: CompletionItemKind.Property,
  detail,
  about: `${detail}. RFC 9460 7`,
  text,
  snippet: true as const,
}));
