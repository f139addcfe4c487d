import { keyTag } from "../../dns/dnskey.ts";
import type { DnsRecord } from "../../dns/record.ts";
import { code, plainName } from "../markdown.ts";

/** The headline of a record whose values change what it does; undefined where the type's own sentence fits. */
export function headlineOf(record: DnsRecord): string | undefined {
  if (record.rdata.canonical === undefined) return undefined;
  return HEADLINES[record.type]?.(plainName(record.owner ?? record.name), record);
}

type Headline = (owner: string, record: DnsRecord) => string | undefined;

const HEADLINES: Readonly<Record<string, Headline>> = {
  MX: (owner, record) => (valueIn(record, "exchange") === "." ? `${owner} accepts no mail` : undefined),
  SRV: (owner, record) =>
    valueIn(record, "target") === "." ? `The service ${owner} does not exist` : undefined,
  SVCB: service,
  HTTPS: service,
  CAA: certificates,
  DNSKEY: key,
  CDNSKEY: (owner, record) =>
    valueIn(record, "algorithm") === "0" ? `${owner} asks its parent to stop securing it` : undefined,
  CDS: (owner, record) =>
    valueIn(record, "algorithm") === "0" ? `${owner} asks its parent to stop securing it` : undefined,
  TLSA: tls,
  SSHFP: (owner) => `The SSH server ${owner} has a key with this fingerprint`,
};

function service(owner: string, record: DnsRecord): string | undefined {
  const target = valueIn(record, "target");
  const what = record.type === "HTTPS" ? `The web server of ${owner}` : `The service ${owner}`;
  if (valueIn(record, "priority") === "0") {
    return target === "." ? `${what} does not exist` : `${what} is described at ${plainName(target)}`;
  }
  return target === "."
    ? `${what} is reached at the name itself`
    : `${what} is reached at ${plainName(target)}`;
}

function certificates(owner: string, record: DnsRecord): string | undefined {
  const value = valueIn(record, "value").replace(/^"(.*)"$/s, "$1");
  const issuer = value.split(";")[0]?.trim() ?? "";
  const may = issuer === "" ? "Nobody may" : `${plainName(issuer)} may`;
  switch (valueIn(record, "tag").toLowerCase()) {
    case "issue":
      return `${may} issue certificates for ${owner}`;
    case "issuewild":
      return `${may} issue wildcard certificates for ${owner}`;
    case "issuemail":
      return `${may} issue mail certificates for ${owner}`;
    case "issuevmc":
      return `${may} issue mark certificates for ${owner}`;
    case "iodef":
      return `Requests for certificates of ${owner} that are refused are reported to ${code(value)}`;
    default:
      return undefined;
  }
}

function key(owner: string, record: DnsRecord): string | undefined {
  const flags = Number(valueIn(record, "flags"));
  const what =
    (flags & 128) !== 0 ? "revoked key" : (flags & 1) !== 0 ? "key signing key" : "zone signing key";
  return `The ${what} ${keyTag(record)} of ${owner}`;
}

function tls(owner: string, record: DnsRecord): string | undefined {
  const what = CHECKS[valueIn(record, "usage")];
  return what === undefined ? undefined : `TLS at ${owner} has to show ${what}`;
}

const CHECKS: Readonly<Record<string, string>> = {
  0: "a certificate of this authority, valid as usual",
  1: "this certificate, valid as usual",
  2: "a certificate of this authority",
  3: "this certificate or key",
};

function valueIn({ rdata }: DnsRecord, name: string): string {
  const field = rdata.fields.find((each) => each.name === name);
  return field?.target ?? field?.text ?? "";
}
