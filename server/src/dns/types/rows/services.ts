import { hasOtherFamily } from "../kinds/apl.ts";
import { isOtherRelay, relay as relayKind } from "../kinds/gateways.ts";
import { isLaterLoc, printLoc } from "../kinds/loc.ts";
import { checkParams, paramKey } from "../kinds/svcparams.ts";
import { field, type RecordType, row } from "../type.ts";

const SVC = [
  field("priority", "u16", "0 makes it an alias of the target; above, lower is tried first"),
  field("target", "quotedHost", "The host of the service; `.` means the owner itself"),
  field("parameter", "svcParam", "What clients need to know before they connect", { repeat: "any" }),
];
const SVC_MORE = { only: "IN", check: checkParams, order: paramKey } as const;

const RELAYS = { 0: "none", 1: "an IPv4 address", 2: "an IPv6 address", 3: "a name" };

/** Where a service is, and how it is reached. */
export const SERVICES: readonly RecordType[] = [
  row("RP", 17, "RFC 1183 2.2", "{mbox} is responsible for {owner}", [
    field("mbox", "mailbox", "The mailbox; its first dot stands for `@`"),
    field("txtdname", "name", "A name whose TXT records say more; `.` for none"),
  ]),
  row("AFSDB", 18, "RFC 1183 1", "{hostname} serves the cell {owner}", [
    field("subtype", "u16", "What kind of server it is", { values: { 1: "AFS volume location", 2: "DCE" } }),
    field("hostname", "host", "The server"),
  ]),
  row("RT", 21, "RFC 1183 3.3", "{owner} is reached through {intermediate}", [
    field("preference", "u16", "Lower is tried first", { usual: "10" }),
    field("intermediate", "host", "The host that passes traffic on"),
  ]),
  row(
    "PX",
    26,
    "RFC 2163",
    "{owner} maps between mail domains of the Internet and X.400",
    [
      field("preference", "u16", "Lower is tried first", { usual: "10" }),
      field("map822", "name", "The Internet mail domain"),
      field("mapx400", "name", "The X.400 domain, written as a name"),
    ],
    { only: "IN" },
  ),
  row(
    "LOC",
    29,
    "RFC 1876",
    "{owner} stands at {latitude}, {longitude}",
    [
      field("latitude", "latitude", "Degrees, minutes and seconds north or south"),
      field("longitude", "longitude", "Degrees, minutes and seconds east or west"),
      field("altitude", "altitude", "Metres above the WGS 84 spheroid"),
      field("size", "size", "Diameter of a sphere around what is described"),
      field("horizontal precision", "horizontal", "How far off the place may be"),
      field("vertical precision", "vertical", "How far off the altitude may be"),
    ],
    { print: printLoc, isOpaque: isLaterLoc },
  ),
  row("NAPTR", 35, "RFC 3403 4", "{owner} is rewritten, to find a service", [
    field("order", "u16", "Lower is processed first, strictly"),
    field("preference", "u16", "Within one order, lower is preferred"),
    field("flags", "string", "What the result is", {
      values: {
        s: "a name with SRV records",
        a: "a name with addresses",
        u: "a URI",
        p: "protocol specific",
      },
    }),
    field("services", "string", "The service and how it is resolved (`E2U+sip`)"),
    field("regexp", "regexp", "The substitution that makes the result, or empty"),
    field("replacement", "name", "The next name to ask for, or `.` where the expression makes the result"),
  ]),
  row(
    "KX",
    36,
    "RFC 2230 3.1",
    "Keys for {owner} are exchanged with {exchanger}",
    [
      field("preference", "u16", "Lower is tried first", { usual: "10" }),
      field("exchanger", "host", "The host that exchanges keys"),
    ],
    { only: "IN" },
  ),
  row(
    "APL",
    42,
    "RFC 3123",
    "{owner} stands for a list of networks",
    [field("prefix", "prefix", "A network: `1:` IPv4, `2:` IPv6; `!` leaves it out", { repeat: "any" })],
    { only: "IN", isOpaque: hasOtherFamily },
  ),
  row("SVCB", 64, "RFC 9460", "{owner} is served by {target}", SVC, SVC_MORE),
  row("HTTPS", 65, "RFC 9460 9", "Browsers reach {owner} at {target}", SVC, SVC_MORE),
  row("DSYNC", 66, "RFC 9859", "Children of {owner} announce changes to {target}, port {port}", [
    field("type", "coveredType", "The record type that changed"),
    field("scheme", "dsyncScheme", "How to announce it", { values: { NOTIFY: "a NOTIFY message" } }),
    field("port", "u16", "The port that takes the message"),
    field("target", "host", "The host that takes the message"),
  ]),
  row(
    "IPN",
    264,
    "draft-johnson-dns-ipn-cla",
    "{owner} is the node {number} of a delay-tolerant network",
    [field("number", "ipn", "The number of the node: one of 64 bits, or two of 32 with a dot between them")],
    { dialect: "NSD 4.12 and newer", refusing: "BIND and Knot" },
  ),
  row("URI", 256, "RFC 7553", "{owner} is at {target}", [
    field("priority", "u16", "Lower is tried first"),
    field("weight", "u16", "Among equal priorities, the share of clients that come here"),
    field("target", "uri", "The URI, in quotes"),
  ]),
  row("CAA", 257, "RFC 8659 4", "Certificates for {owner}: {tag} {value}", [
    field("flags", "u8", "128 makes the property critical: authorities that do not know it must not issue", {
      values: { 0: "not critical", 128: "critical" },
    }),
    field("tag", "caaTag", "Which property it is", {
      values: {
        issue: "who may issue certificates",
        issuewild: "who may issue wildcard certificates",
        iodef: "where to report requests that break the policy",
        issuemail: "who may issue certificates for mail (RFC 9495)",
        issuevmc: "who may issue mark certificates for BIMI",
        contactemail: "the mailbox that proves control of the domain",
        contactphone: "the telephone that proves control of the domain",
      },
    }),
    field("value", "value", "What the property says"),
  ]),
  row("DOA", 259, "draft-durand-doa-over-dns", "{owner} is a digital object", [
    field("enterprise", "u32", "The private enterprise number that defines the type"),
    field("type", "u32", "The type of the object"),
    field("location", "u8", "How the data is to be taken"),
    field("media type", "string", "The media type of the object"),
    field("data", "dashedBase64", "The object or its address, in base64; `-` for none"),
  ]),
  row(
    "AMTRELAY",
    260,
    "RFC 8777",
    "Multicast from {owner} is relayed by {relay}",
    [
      field("precedence", "u8", "Lower is tried first"),
      field("discovery optional", "bit", "Whether clients may connect without discovery", {
        values: { 0: "discovery first", 1: "may connect at once" },
      }),
      field("relay type", "gatewayType", "What the relay is", { values: RELAYS }),
      field("relay", "relay", "The relay"),
    ],
    {
      isOpaque: isOtherRelay,
      print(wire) {
        const precedence = wire.number(1);
        const bits = wire.number(1);
        if (precedence === undefined || bits === undefined || (bits & 127) > 3) return undefined;
        const type = bits & 127;
        const relay = relayKind.print(wire, { name: "relay" }, ["", "", String(type)]);
        return relay === undefined ? undefined : `${precedence} ${bits >> 7} ${type} ${relay}`;
      },
    },
  ),
];
