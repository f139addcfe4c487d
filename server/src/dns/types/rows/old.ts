import { isOtherAtmFormat } from "../kinds/identifiers.ts";
import { field, type RecordType, row } from "../type.ts";

const OLD = { obsolete: "nobody reads it any more" } as const;
const MAILBOX_OLD = { obsolete: "experimental since 1987; mail is routed by MX" } as const;

/** An address in class CH, which has nothing in common with that of the Internet. */
export const CHAOS_A: RecordType = row(
  "A",
  1,
  "RFC 1035 3.2.4",
  "{owner} has the Chaosnet address {address}",
  [
    field("network", "name", "The network that the address belongs to"),
    field("address", "octal", "The address, an octal number"),
  ],
);

/** Types that are rare, experimental or obsolete. */
export const OLD_TYPES: readonly RecordType[] = [
  row(
    "MD",
    3,
    "RFC 1035 3.3.4",
    "{madname} delivers mail for {owner}",
    [field("madname", "host", "The host that delivers mail")],
    { obsolete: "MX took its place (RFC 973)", refused: "MX 10" },
  ),
  row(
    "MF",
    4,
    "RFC 1035 3.3.5",
    "{madname} forwards mail for {owner}",
    [field("madname", "host", "The host that forwards mail")],
    { obsolete: "MX took its place (RFC 973)", refused: "MX 10" },
  ),
  row(
    "MB",
    7,
    "RFC 1035 3.3.3",
    "The mailbox {owner} is at {madname}",
    [field("madname", "host", "The host of the mailbox")],
    MAILBOX_OLD,
  ),
  row(
    "MG",
    8,
    "RFC 1035 3.3.6",
    "{mgmname} belongs to the mail group {owner}",
    [field("mgmname", "name", "A member of the group")],
    MAILBOX_OLD,
  ),
  row(
    "MR",
    9,
    "RFC 1035 3.3.8",
    "The mailbox {owner} is now {newname}",
    [field("newname", "name", "The new name of the mailbox")],
    MAILBOX_OLD,
  ),
  row("NULL", 10, "RFC 1035 3.3.10", "{owner} holds octets without a meaning", [], { generic: true }),
  row(
    "WKS",
    11,
    "RFC 1035 3.4.2",
    "{address} serves these ports for {owner}",
    [
      field("address", "ipv4", "The address of the host"),
      field("protocol", "ipProtocol", "The protocol", { values: { 6: "TCP", 17: "UDP" } }),
      field("ports", "ports", "The ports that are served"),
    ],
    { only: "IN", obsolete: "RFC 1123 5.2.12 says not to rely on it" },
  ),
  row("HINFO", 13, "RFC 1035 3.3.2", "{owner} is a {cpu} running {os}", [
    field("cpu", "string", "The hardware"),
    field("os", "string", "The operating system"),
  ]),
  row(
    "MINFO",
    14,
    "RFC 1035 3.3.7",
    "{rmailbx} is responsible for the list {owner}",
    [
      field("rmailbx", "mailbox", "Who is responsible for the list"),
      field("emailbx", "mailbox", "Where errors go"),
    ],
    MAILBOX_OLD,
  ),
  row(
    "X25",
    19,
    "RFC 1183 3.1",
    "{owner} has the X.25 address {address}",
    [field("address", "x25", "The address in the X.25 network")],
    OLD,
  ),
  row(
    "ISDN",
    20,
    "RFC 1183 3.2",
    "{owner} has the ISDN number {address}",
    [
      field("address", "string", "The telephone number"),
      field("subaddress", "string", "The subaddress", { optional: true }),
    ],
    OLD,
  ),
  row(
    "NSAP",
    22,
    "RFC 1706",
    "{owner} has the OSI address {address}",
    [field("address", "nsap", "The OSI address")],
    { ...OLD, only: "IN" },
  ),
  row(
    "NSAP-PTR",
    23,
    "RFC 1348",
    "{owner} points to {name}",
    [field("name", "name", "The name that belongs to the address")],
    { ...OLD, only: "IN" },
  ),
  row(
    "GPOS",
    27,
    "RFC 1712",
    "{owner} stands at {latitude}, {longitude}",
    [
      field("longitude", "string", "Degrees east"),
      field("latitude", "string", "Degrees north"),
      field("altitude", "string", "Metres above the ground"),
    ],
    { obsolete: "LOC took its place (RFC 1876)" },
  ),
  row("EID", 31, "IANA EID", "{owner} has a Nimrod endpoint", [field("identifier", "hex", "The endpoint")], {
    ...OLD,
    only: "IN",
  }),
  row("NIMLOC", 32, "IANA NIMLOC", "{owner} has a Nimrod locator", [field("locator", "hex", "The locator")], {
    ...OLD,
    only: "IN",
  }),
  row(
    "ATMA",
    34,
    "ATM Forum af-dans-0152",
    "{owner} has the ATM address {address}",
    [field("address", "atma", "The ATM address")],
    { ...OLD, only: "IN", isOpaque: isOtherAtmFormat },
  ),
  row(
    "A6",
    38,
    "RFC 2874",
    "{owner} has an IPv6 address in parts",
    [
      field("prefix length", "prefixLength", "How many bits come from the prefix"),
      field("address", "suffix", "The bits behind the prefix"),
      field("prefix name", "prefixName", "The name that has the bits of the prefix"),
    ],
    { only: "IN", obsolete: "AAAA is what is used (RFC 6563)" },
  ),
  row(
    "SINK",
    40,
    "draft-eastlake-kitchen-sink",
    "{owner} holds data of any kind",
    [
      field("meaning", "u8", "What the data means"),
      field("coding", "u8", "How it is coded"),
      field("subcoding", "u8", "How it is coded in detail"),
      field("data", "optionalBase64", "The data, in base64"),
    ],
    OLD,
  ),
  row("UINFO", 100, "IANA UINFO", "{owner} holds data of a user", [], { ...OLD, generic: true }),
  row("UID", 101, "IANA UID", "{owner} holds the number of a user", [], { ...OLD, generic: true }),
  row("GID", 102, "IANA GID", "{owner} holds the number of a group", [], { ...OLD, generic: true }),
  row("UNSPEC", 103, "IANA UNSPEC", "{owner} holds data without a meaning", [], { ...OLD, generic: true }),
  row("NID", 104, "RFC 6742 2.1", "{owner} is the node {node id}", [
    field("preference", "u16", "Lower is tried first", { usual: "10" }),
    field("node id", "locator", "The identifier of the node"),
  ]),
  row("L32", 105, "RFC 6742 2.2", "{owner} is found at {locator}", [
    field("preference", "u16", "Lower is tried first", { usual: "10" }),
    field("locator", "ipv4", "The locator of 32 bits"),
  ]),
  row("L64", 106, "RFC 6742 2.3", "{owner} is found at {locator}", [
    field("preference", "u16", "Lower is tried first", { usual: "10" }),
    field("locator", "locator", "The locator of 64 bits"),
  ]),
  row("LP", 107, "RFC 6742 2.4", "{owner} is found where {fqdn} is", [
    field("preference", "u16", "Lower is tried first", { usual: "10" }),
    field("fqdn", "name", "The name that has the locators"),
  ]),
  row("EUI48", 108, "RFC 7043 3", "{owner} has the hardware address {address}", [
    field("address", "eui48", "The address of its network interface"),
  ]),
  row("EUI64", 109, "RFC 7043 4", "{owner} has the hardware address {address}", [
    field("address", "eui64", "The address of its network interface"),
  ]),
];

const META = { meta: true } as const;
const OWN = (dialect: string) => ({ dialect }) as const;

/** What stands in no zone file, or in those of some servers alone. */
export const SPECIAL: readonly RecordType[] = [
  row("OPT", 41, "RFC 6891", "Options of a message", [], META),
  row(
    "NXNAME",
    128,
    "RFC 9824 2.2",
    "A mark of names that do not exist, in answers signed as they are asked for",
    [],
    {
      ...META,
      dialect: "servers that sign each answer (RFC 9824)",
    },
  ),
  row("TKEY", 249, "RFC 2930", "A key that two servers agree on", [], META),
  row("TSIG", 250, "RFC 8945", "The signature of a message", [], META),
  row("IXFR", 251, "RFC 1995", "A question for the changes of a zone", [], META),
  row("AXFR", 252, "RFC 5936", "A question for a whole zone", [], META),
  row("MAILB", 253, "RFC 1035 3.2.3", "A question for mailboxes", [], META),
  row("MAILA", 254, "RFC 1035 3.2.3", "A question for mail agents", [], META),
  row("ANY", 255, "RFC 1035 3.2.3", "A question for everything", [], META),
  // Not registered: the numbers that PowerDNS uses, and that of the ANAME draft's implementations.
  row(
    "ANAME",
    65_305,
    "draft-ietf-dnsop-aname",
    "{owner} has the addresses of {target}",
    [field("target", "host", "The name whose addresses are copied")],
    OWN("PowerDNS forks and hosted DNS"),
  ),
  row(
    "ALIAS",
    65_401,
    "PowerDNS manual",
    "{owner} has the addresses of {target}",
    [field("target", "host", "The name whose addresses are copied")],
    OWN("PowerDNS and hosted DNS"),
  ),
  row(
    "LUA",
    65_402,
    "PowerDNS manual",
    "{owner} is answered by a script, as {type}",
    [
      field("type", "type", "The type of the answer"),
      field("script", "string", "The Lua expression that makes it", { repeat: "some" }),
    ],
    OWN("PowerDNS"),
  ),
];
