import type { RdataFault } from "../../dns/types/faults.ts";
import type { Severity, SyntaxRule } from "../rule.ts";

interface Page {
  readonly summary: string;
  readonly bad: string;
  readonly good: string;
  readonly ref: string;
  /** What happens where it is not that name servers refuse the zone. */
  readonly why?: string;
  readonly severity?: Severity;
}

const REFUSED =
  "Name servers refuse to load the zone: a change to it never goes live, or the zone stops being answered.";
// What a zone of its SOA alone lacks.
const SERVERS = "\n@ NS ns1.example.net.\n@ NS ns2.example.net.";
const KEY = "AwEAAaAA";
const SHA1 = "2BB183AF5F22588179A53B0A98631FAD1A292118";
const SHA256 = "4CD8AC12345678901234567890123456789012345678901234567890ABCDEF01";

// What reading rdata finds wrong by itself. Each page's examples are run by a test.
const PAGES: Readonly<Record<RdataFault, Page>> = {
  "zone-rdata-field-missing": {
    summary: "A record ends before one of its fields.",
    bad: "@ HINFO PC",
    good: "@ HINFO PC Linux",
    ref: "RFC 1035 5.1",
  },
  "zone-rdata-trailing": {
    summary: "Something stands behind the last field of a record.",
    bad: "www A 192.0.2.1 192.0.2.2",
    good: "www A 192.0.2.1\nwww A 192.0.2.2",
    ref: "RFC 1035 5.1",
  },
  "zone-rdata-quoted": {
    summary: "A name stands in quotes.",
    bad: '@ MX 10 "mail.example.com."',
    good: "@ MX 10 mail.example.com.",
    ref: "RFC 1035 5.1",
  },
  "zone-rdata-number": {
    summary: "Something else stands where a number belongs.",
    bad: "@ MX mail.example.com.",
    good: "@ MX 10 mail.example.com.",
    ref: "RFC 1035 5.1",
  },
  "zone-rdata-range": {
    summary: "A number is too big for its field.",
    bad: "@ MX 65536 mail.example.com.",
    good: "@ MX 65535 mail.example.com.",
    ref: "RFC 1035 3.3",
  },
  "zone-rdata-time": {
    summary: "A time cannot be read.",
    bad: `@ 3600 SOA ns1.example.net. admin.example.com. 1 2x 3600 1209600 300${SERVERS}`,
    good: `@ 3600 SOA ns1.example.net. admin.example.com. 1 2h 3600 1209600 300${SERVERS}`,
    ref: "RFC 1035 3.3.13",
  },
  "zone-rdata-ipv4": {
    summary: "An IPv4 address is not one.",
    bad: "www A 192.0.2.010",
    good: "www A 192.0.2.10",
    ref: "RFC 1035 3.4.1",
  },
  "zone-rdata-ipv6": {
    summary: "An IPv6 address is not one.",
    bad: "www AAAA 2001:db8::1%eth0",
    good: "www AAAA 2001:db8::1",
    ref: "RFC 4291 2.2",
  },
  "zone-rdata-name": {
    summary: "A name in a record is not legal.",
    bad: "www CNAME web..example.net.",
    good: "www CNAME web.example.net.",
    ref: "RFC 1035 2.3.4",
  },
  "zone-target-is-ip": {
    summary: "An address stands where the name of a host belongs.",
    why: "It is read as a name made of numbers, which nobody has: the service is not found. The host needs a name with an A or AAAA record, and the record has to name that.",
    bad: "_sip._tcp SRV 0 0 5060 192.0.2.1",
    good: "_sip._tcp SRV 0 0 5060 sip.example.com.\nsip A 192.0.2.1",
    ref: "RFC 2782",
  },
  "zone-target-is-url": {
    summary: "The address of a web page stands where the name of a host belongs.",
    why: "DNS knows names, not pages: the record is read as a name with slashes, which nobody has. Name the host alone; to lead browsers to another page is the web server's work.",
    bad: "www CNAME https://pages.example.net/",
    good: "www CNAME pages.example.net.",
    ref: "RFC 1035 3.3.1",
  },
  "zone-rdata-string-too-long": {
    summary: "A character-string is longer than 255 octets.",
    bad: `@ HINFO PC "${"x".repeat(256)}"`,
    good: `@ HINFO PC "${"x".repeat(255)}"`,
    ref: "RFC 1035 3.3",
  },
  "zone-rdata-string": {
    summary: "A string does not hold what its field asks for.",
    bad: "@ X25 31106-17",
    good: "@ X25 3110617",
    ref: "RFC 1183 3.1",
  },
  "zone-rdata-escape": {
    summary: "A backslash is followed by something that is no escape.",
    bad: '@ HINFO "PC\\999" Linux',
    good: '@ HINFO "PC\\099" Linux',
    ref: "RFC 1035 5.1",
  },
  "zone-rdata-base64": {
    summary: "Base64 cannot be decoded.",
    bad: "host DHCID AAIBY2*=",
    good: "host DHCID AAIBY28=",
    ref: "RFC 4648 4",
  },
  "zone-rdata-hex": {
    summary: "Hexadecimal data cannot be decoded.",
    bad: "_443._tcp TLSA 3 1 2 0g",
    good: `_443._tcp TLSA 3 1 1 ${SHA256}`,
    ref: "RFC 4648 8",
  },
  "zone-rdata-base32": {
    summary: "A hashed name is not base32.",
    bad: "2t7b4g4vsa5smi47k61mv5bv1a22bojr NSEC3 1 0 0 - 2T7B4G4VSA5SMI47K61MV5BV1A22BOJZ A",
    good: "2t7b4g4vsa5smi47k61mv5bv1a22bojr NSEC3 1 0 0 - 2T7B4G4VSA5SMI47K61MV5BV1A22BOJR A",
    ref: "RFC 5155 3.3",
  },
  "zone-rdata-mnemonic": {
    summary: "A word that stands for a number is not known.",
    bad: `sub DS 12345 RSASHA255 2 ${SHA256}`,
    good: `sub NS ns.example.net.\nsub DS 12345 RSASHA256 2 ${SHA256}`,
    ref: "RFC 4034 A.1",
  },
  "zone-rdata-type": {
    summary: "A list of record types names one that does not exist.",
    bad: "@ NSEC www.example.com. A AAAB",
    good: "@ NSEC www.example.com. A AAAA",
    ref: "RFC 4034 4.2",
  },
  "zone-rdata-generic": {
    summary: "Generic record data does not fit its length or its type.",
    bad: "@ TYPE65400 \\# 3 c0000201",
    good: "@ TYPE65400 \\# 4 c0000201",
    ref: "RFC 3597 5",
  },
  "zone-digest-length": {
    summary: "A digest has not the length that its type makes.",
    bad: `sub CDS 12345 8 2 ${SHA1}`,
    good: `sub CDS 12345 8 2 ${SHA256}`,
    ref: "RFC 4034 5.1.3",
  },
  "zone-nsec-types-missing": {
    summary: "An NSEC record lists no types.",
    bad: "@ NSEC www.example.com.",
    good: "@ NSEC www.example.com. NS SOA RRSIG NSEC",
    ref: "RFC 4034 4.1.2",
  },
  "zone-soa-rname-at": {
    summary: "The mailbox of an SOA or RP record is written with an `@`.",
    why: "In a zone file the first dot stands for the `@`. Written out, it becomes a part of another name, and mail to who is responsible gets lost.",
    bad: "@ RP admin@example.com. .",
    good: "@ RP admin.example.com. .",
    ref: "RFC 1035 3.3.13",
  },
  "zone-caa-tag": {
    summary: "A CAA tag holds something else than letters and digits.",
    bad: '@ CAA 0 issue-wild "ca.example.net"',
    good: '@ CAA 0 issuewild "ca.example.net"',
    ref: "RFC 8659 4.1",
  },
  "zone-svcb-param": {
    summary: "A service parameter is unknown or has a value it cannot have.",
    bad: "@ HTTPS 1 . port=https",
    good: "@ HTTPS 1 . port=443",
    ref: "RFC 9460 2.1",
  },
  "zone-svcb-param-duplicate": {
    summary: "A service parameter is given twice.",
    bad: "@ HTTPS 1 . port=443 port=8443",
    good: "@ HTTPS 1 . port=443",
    ref: "RFC 9460 2.1",
  },
  "zone-svcb-mandatory": {
    summary: "A service parameter is said to be mandatory, but it is not there.",
    bad: "@ HTTPS 1 . mandatory=port alpn=h2",
    good: "@ HTTPS 1 . mandatory=port alpn=h2 port=443",
    ref: "RFC 9460 8",
  },
  "zone-svcb-no-default-alpn": {
    summary: "`no-default-alpn` stands without `alpn`.",
    bad: "@ HTTPS 1 . no-default-alpn",
    good: "@ HTTPS 1 . alpn=h2 no-default-alpn",
    ref: "RFC 9460 7.1.1",
  },
  "zone-loc-syntax": {
    summary: "A LOC record does not describe a place.",
    bad: "@ LOC 52.5 N 13 24 0.000 E 34m",
    good: "@ LOC 52 30 0.000 N 13 24 0.000 E 34m",
    ref: "RFC 1876 3",
  },
  "zone-apl-syntax": {
    summary: "An address prefix list holds something else.",
    bad: "@ APL 192.0.2.0/24",
    good: "@ APL 1:192.0.2.0/24",
    ref: "RFC 3123 5",
  },
  "zone-naptr-regexp": {
    summary: "The substitution of a NAPTR record cannot be carried out.",
    bad: '@ NAPTR 100 10 "u" "E2U+sip" "!^.*$!sip:info@example.com" .',
    good: '@ NAPTR 100 10 "u" "E2U+sip" "!^.*$!sip:info@example.com!" .',
    ref: "RFC 3402 3.2",
  },
  "zone-wks-service": {
    summary: "A WKS record names a service that is not known.",
    bad: "@ WKS 192.0.2.1 TCP smtpd",
    good: "@ WKS 192.0.2.1 TCP smtp",
    ref: "RFC 1035 3.4.2",
  },
  "zone-gateway": {
    summary: "A gateway stands where its type says that there is none.",
    bad: `@ IPSECKEY 10 0 2 gw.example.com. ${KEY}`,
    good: `@ IPSECKEY 10 0 2 . ${KEY}`,
    ref: "RFC 4025 3.1",
  },
  "zone-eui": {
    summary: "A hardware address is not written with `-` between its octets.",
    bad: "host EUI48 00:00:5e:00:53:2a",
    good: "host EUI48 00-00-5e-00-53-2a",
    ref: "RFC 7043 3.2",
  },
  "zone-locator": {
    summary: "A node identifier or locator is not four groups of digits.",
    bad: "host NID 10 14:4fff:ff20",
    good: "host NID 10 14:4fff:ff20:ee64",
    ref: "RFC 6742 2.1",
  },
  "zone-nsap": {
    summary: "An OSI or ATM address cannot be read.",
    bad: "host NSAP 47.0005",
    good: "host NSAP 0x47.0005",
    ref: "RFC 1706 7",
  },
  "zone-uri-target": {
    summary: "The target of a URI record stands without quotes.",
    bad: "_http._tcp URI 10 1 https://www.example.com/",
    good: '_http._tcp URI 10 1 "https://www.example.com/"',
    ref: "RFC 7553 4.4",
  },
  "zone-type-not-in-zone": {
    summary: "A type that exists in messages only stands in a zone.",
    bad: "@ OPT \\# 0",
    good: "www A 192.0.2.1",
    ref: "RFC 6895 3.1",
  },
  "zone-type-obsolete": {
    summary: "A type was replaced so long ago that name servers refuse it.",
    bad: "sub MF mail.example.com.",
    good: "sub MX 10 mail.example.com.",
    ref: "RFC 973",
  },
  "zone-dialect-type": {
    summary: "A type is known to some servers alone.",
    why: "Other name servers refuse a zone with it. `ALIAS` and the like are features of PowerDNS and of hosted DNS, which copy the addresses of the target; others (`CLA`, `IPN`) are registered, but newer than most releases. Where the server knows the type the record is fine; by its number (`TYPE264`) all take it.",
    bad: "@ ALIAS www.example.net.",
    good: "@ A 192.0.2.1",
    ref: "RFC 1035 3.2.2",
    severity: "warning",
  },
};

/** The rules whose findings come from reading rdata (`dns/types`). */
export const RDATA_FAULT_RULES: readonly SyntaxRule[] = Object.entries(PAGES).map(([id, page]) => ({
  id,
  severity: page.severity ?? "error",
  scope: "syntax",
  docs: {
    summary: page.summary,
    why: page.why ?? REFUSED,
    bad: page.bad,
    good: page.good,
    refs: [page.ref],
  },
}));
