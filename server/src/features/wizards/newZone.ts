import { absoluteName, relativeTo } from "../../dns/names.ts";
import { dateSerial } from "../../dns/serial.ts";
import { WizardRefused } from "./draft.ts";

/** What a person answered about a new zone. */
export interface ZoneAnswers {
  readonly origin: string;
  /** Names of its name servers; relative ones lie in the zone and get an address line to fill in. */
  readonly nameServers: readonly string[];
  /** Mail address of who is responsible. */
  readonly contact: string;
}

/** The text of a new zone file: SOA with the times of RFC 1912 section 2.2, name servers, and a domain that sends no mail yet. */
export function newZone({ origin: written, nameServers, contact }: ZoneAnswers, now: number): string {
  const origin = absoluteName(`${written.trim().replace(/\.$/, "")}.`, undefined);
  if (origin === undefined || origin === "." || /[\s"();]/.test(written.trim()))
    throw new WizardRefused(`\`${written}\` is no domain name`);
  const servers = nameServers.map((name) => {
    const absolute = absoluteName(name.trim(), origin);
    if (absolute === undefined || /[\s"();]/.test(name.trim()))
      throw new WizardRefused(`\`${name}\` is no host name`);
    return absolute;
  });
  const [primary] = servers;
  if (primary === undefined) throw new WizardRefused("A zone needs a name server, better two (RFC 1034 4.1)");
  const lines = [
    `$ORIGIN ${origin}`,
    "$TTL 3600",
    "",
    `@\tIN\tSOA\t${relativeTo(primary, origin)} ${mailbox(contact, origin)} (`,
    `\t\t\t${dateSerial(now)} ; serial`,
    "\t\t\t7200       ; refresh, 2 hours",
    "\t\t\t3600       ; retry, 1 hour",
    "\t\t\t1209600    ; expire, 2 weeks",
    "\t\t\t300 )      ; how long an answer that a name does not exist is kept, 5 minutes",
    "",
    ...servers.map((server) => `@\tIN\tNS\t${relativeTo(server, origin)}`),
    ...servers
      .filter((server) => server.endsWith(`.${origin}`))
      .map(
        (server, i) =>
          `; ${relativeTo(server, origin)}\tIN\tA\t192.0.2.${i + 1} ; write the server's address here`,
      ),
    "",
    "; no mail is sent as this domain yet",
    '@\tIN\tTXT\t"v=spf1 -all"',
    '_dmarc\tIN\tTXT\t"v=DMARC1; p=reject"',
    "",
  ];
  return lines.join("\n");
}

// The `@` of a mailbox is its first dot; dots before it are escaped (RFC 1035 section 8).
function mailbox(address: string, origin: string): string {
  const [, local = "", host = ""] = /^([^\s@"();]+)@([^\s@"();]+)$/.exec(address.trim()) ?? [];
  const name = absoluteName(`${local.replace(/\./g, "\\.")}.${host.replace(/\.$/, "")}.`, undefined);
  if (local === "" || name === undefined) throw new WizardRefused(`\`${address}\` is no mail address`);
  return relativeTo(name, origin);
}
