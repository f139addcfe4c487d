import { field, type RecordType, row } from "../type.ts";

const STRINGS = field(
  "text",
  "string",
  "A string of up to 255 octets; readers join the strings of a record",
  {
    repeat: "some",
  },
);

/** The types that most zones are made of. */
export const COMMON: readonly RecordType[] = [
  row("A", 1, "RFC 1035 3.4.1", "{owner} has the IPv4 address {address}", [
    field("address", "ipv4", "The IPv4 address of the host"),
  ]),
  row("NS", 2, "RFC 1035 3.3.11", "{nsdname} is a name server of {owner}", [
    field("nsdname", "host", "A host that answers for the zone; it needs an address of its own"),
  ]),
  row("CNAME", 5, "RFC 1035 3.3.1", "{owner} is another name for {cname}", [
    field("cname", "host", "The name that all questions about the owner are passed on to"),
  ]),
  row("SOA", 6, "RFC 1035 3.3.13", "{owner} is a zone, kept at {mname}", [
    field("mname", "host", "The name server where the zone is changed"),
    field("rname", "mailbox", "The mailbox of who is responsible; its first dot stands for `@`"),
    field("serial", "u32", "The version: secondaries copy the zone when it grows"),
    field("refresh", "seconds", "How often secondaries ask for a new version"),
    field("retry", "seconds", "How soon they ask again when that failed"),
    field("expire", "seconds", "How long they answer without having reached the primary"),
    field(
      "minimum",
      "seconds",
      "How long resolvers remember that a name or type does not exist (RFC 2308 4)",
    ),
  ]),
  row("PTR", 12, "RFC 1035 3.3.12", "{owner} points to {ptrdname}", [
    field("ptrdname", "host", "The name that belongs to the address the owner stands for"),
  ]),
  row("MX", 15, "RFC 1035 3.3.9", "Mail for {owner} goes to {exchange}", [
    field("preference", "u16", "Lower is tried first; hosts with the same number share the mail", {
      usual: "10",
    }),
    field("exchange", "name", "The host that takes the mail; it needs an address, and may not be an alias"),
  ]),
  row("TXT", 16, "RFC 1035 3.3.14", "{owner} carries a text", [STRINGS]),
  row(
    "AAAA",
    28,
    "RFC 3596 2.2",
    "{owner} has the IPv6 address {address}",
    [field("address", "ipv6", "The IPv6 address of the host")],
    { only: "IN" },
  ),
  row(
    "SRV",
    33,
    "RFC 2782",
    "{owner} is served by {target}, port {port}",
    [
      field("priority", "u16", "Lower is tried first"),
      field("weight", "u16", "Among equal priorities, the share of clients that come here"),
      field("port", "u16", "The port of the service"),
      field("target", "host", "The host of the service; `.` says that there is none"),
    ],
    { only: "IN" },
  ),
  row("DNAME", 39, "RFC 6672", "Every name below {owner} is an alias of the same name below {target}", [
    field("target", "host", "The name that takes the owner's place at the end of names"),
  ]),
  row("SPF", 99, "RFC 7208 3.1", "{owner} carries an SPF policy that no receiver reads", [STRINGS], {
    obsolete: "publish the policy as TXT: receivers ask for nothing else",
  }),
];

/** Texts of other types. */
export const TEXTS: readonly RecordType[] = [
  row("NINFO", 56, "IANA NINFO", "{owner} tells the state of its zone", [STRINGS]),
  row("AVC", 258, "IANA AVC", "{owner} tells what application it belongs to", [STRINGS]),
  row("RESINFO", 261, "RFC 9606", "{owner} tells what its resolver can do", [STRINGS]),
  row("CLA", 263, "draft-johnson-dns-ipn-cla", "{owner} tells how its bundles are carried", [STRINGS], {
    dialect: "NSD 4.11 and newer",
    refusing: "BIND and Knot",
  }),
  row("WALLET", 262, "IANA WALLET", "{owner} has a wallet for payments", [STRINGS]),
];
