import type { RdataToken } from "../../rdata.ts";
import type { Kind } from "../kind.ts";
import { shown } from "../reading.ts";
import { decimal } from "./numbers.ts";

/** A protocol of IP, by number or name (RFC 1035 section 3.4.2). */
export const ipProtocol: Kind = {
  read(reading) {
    const token = reading.take();
    const number = decimal(token);
    if (number > 255)
      return reading.fail(
        "zone-rdata-range",
        `${shown(token.raw)} is too big: a protocol is at most 255`,
        token,
      );
    if (!Number.isNaN(number)) return { text: String(number) };
    const named = token.quoted ? undefined : protocolOf(token.raw);
    if (named !== undefined) return { text: String(named) };
    return reading.fail(
      "zone-rdata-mnemonic",
      `${shown(token.raw)} is no protocol, neither a number nor a known name`,
      token,
    );
  },
  print(wire) {
    const value = wire.number(1);
    return value === undefined ? undefined : String(value);
  },
};

/** The ports that are served, by number or name, printed in order. */
export const ports: Kind = {
  mayBeEmpty: true,
  read(reading) {
    const found = new Set<number>();
    const protocol = reading.valueOf("protocol");
    while (reading.left > 0) {
      const token = reading.take();
      const port = portOf(token, protocol);
      if (port === undefined || port > 65_535) {
        while (reading.left > 0) reading.take();
        return port === undefined
          ? reading.fail(
              "zone-wks-service",
              `${shown(token.raw)} is no port, neither a number nor a known service`,
              token,
            )
          : reading.fail(
              "zone-rdata-range",
              `${shown(token.raw)} is too big: a port is at most 65535`,
              token,
            );
      }
      found.add(port);
    }
    return { text: [...found].sort((a, b) => a - b).join(" ") };
  },
  print(wire) {
    const bits = wire.rest();
    if (bits.length > 8192 || bits.endsWith("\0")) return undefined;
    const found: number[] = [];
    for (let port = 0; port < bits.length * 8; port++) {
      if ((bits.charCodeAt(port >> 3) & (0x80 >> (port & 7))) !== 0) found.push(port);
    }
    return found.join(" ");
  },
};

// Names are in lower case; their aliases, as systems list them, are the same in upper case.
function protocolOf(name: string): number | undefined {
  const isAlias = name === name.toUpperCase() && !/^(?:ESP|AH)$/.test(name);
  return known(PROTOCOLS, isAlias ? name.toLowerCase() : name);
}

function portOf(token: RdataToken, protocol: string | undefined): number | undefined {
  const number = decimal(token);
  if (!Number.isNaN(number)) return number;
  if (token.quoted) return undefined;
  const name = token.raw.toLowerCase();
  const other = protocol === "6" ? undefined : known(UDP, name);
  return known(BOTH, name) ?? (protocol === "17" ? other : (known(TCP, name) ?? other));
}

function known(table: Readonly<Record<string, number>>, name: string): number | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

const PROTOCOLS: Readonly<Record<string, number>> = {
  ip: 0,
  icmp: 1,
  igmp: 2,
  ggp: 3,
  ipencap: 4,
  st: 5,
  tcp: 6,
  egp: 8,
  igp: 9,
  pup: 12,
  udp: 17,
  hmp: 20,
  "xns-idp": 22,
  rdp: 27,
  "iso-tp4": 29,
  dccp: 33,
  xtp: 36,
  ddp: 37,
  "idpr-cmtp": 38,
  ipv6: 41,
  "ipv6-route": 43,
  "ipv6-frag": 44,
  idrp: 45,
  rsvp: 46,
  gre: 47,
  esp: 50,
  "ipsec-esp": 50,
  ah: 51,
  "ipsec-ah": 51,
  skip: 57,
  "ipv6-icmp": 58,
  "ipv6-nonxt": 59,
  "ipv6-opts": 60,
  rspf: 73,
  vmtp: 81,
  eigrp: 88,
  ospf: 89,
  "ax.25": 93,
  ipip: 94,
  etherip: 97,
  encap: 98,
  pim: 103,
  ipcomp: 108,
  vrrp: 112,
  l2tp: 115,
  isis: 124,
  sctp: 132,
  fc: 133,
  udplite: 136,
  hip: 139,
};

const BOTH: Readonly<Record<string, number>> = {
  echo: 7,
  discard: 9,
  sink: 9,
  null: 9,
  daytime: 13,
  chargen: 19,
  time: 37,
  domain: 53,
  kerberos: 88,
  sunrpc: 111,
  ntp: 123,
  "netbios-ns": 137,
  snmp: 161,
  "snmp-trap": 162,
  snmptrap: 162,
  xdmcp: 177,
  qmtp: 209,
  ldap: 389,
  "microsoft-ds": 445,
  kpasswd: 464,
  ipp: 631,
  ldaps: 636,
  syslog: 514,
  https: 443,
};

const TCP: Readonly<Record<string, number>> = {
  tcpmux: 1,
  systat: 11,
  users: 11,
  netstat: 15,
  qotd: 17,
  quote: 17,
  "ftp-data": 20,
  ftp: 21,
  ssh: 22,
  telnet: 23,
  smtp: 25,
  mail: 25,
  whois: 43,
  nicname: 43,
  tacacs: 49,
  gopher: 70,
  finger: 79,
  http: 80,
  www: 80,
  pop3: 110,
  "pop-3": 110,
  auth: 113,
  ident: 113,
  nntp: 119,
  imap2: 143,
  imap: 143,
  "netbios-ssn": 139,
  bgp: 179,
  irc: 194,
  z3950: 210,
  exec: 512,
  login: 513,
  shell: 514,
  printer: 515,
  submission: 587,
  ftps: 990,
  telnets: 992,
  imaps: 993,
  pop3s: 995,
  submissions: 465,
  nntps: 563,
  snpp: 444,
  hostnames: 101,
  "csnet-ns": 105,
  x400: 103,
  rlp: 39,
};

const UDP: Readonly<Record<string, number>> = {
  tftp: 69,
  bootps: 67,
  bootpc: 68,
  "netbios-dgm": 138,
  biff: 512,
  who: 513,
  route: 520,
  ntalk: 518,
  talk: 517,
  tacacs: 49,
  rlp: 39,
  ptp: 319,
  "domain-s": 853,
};
