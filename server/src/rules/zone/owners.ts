import { labelsOf } from "../../dns/names.ts";
import type { DnsRecord } from "../../dns/record.ts";
import { isAddress, isUrl } from "../../dns/types/kinds/names.ts";
import type { OwnerView, Place, ZoneRule } from "../rule.ts";
import { ofType, type Row, rulesOf, targetPlace } from "./examples.ts";

const LETTERS = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
const UNDERSCORED = /^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?$/;

/** Labels below which BIND takes any owner of an address: Active Directory's catalogue, SPF macros (`exists:`). */
const EXEMPT: ReadonlySet<string> = new Set(["_msdcs", "_spf", "_spf_verify", "_spf_rate"]);

/** What other than ASCII and `@` as a label mean in an owner, its reader says. */
const SAID_OF_OWNERS = /[^\0-\x7f]|^@\.|\.@(?:\.|$)/;

function isOwner(place: Place): boolean {
  return "part" in place && place.part === "owner";
}

const ROWS: readonly Row[] = [
  {
    id: "zone-host-name-illegal",
    severity: "warning",
    summary: "The name of a host has characters that host names do not have.",
    why: "Host names are letters, digits and hyphens. BIND warns or refuses the zone (`check-names`), and many programs do not accept the name.",
    bad: "web!1 A 192.0.2.1",
    good: "web-1 A 192.0.2.1",
    refs: ["RFC 952", "RFC 1123 2.1"],
    check(name, report) {
      const isRaw = name.records.some((record) => SAID_OF_OWNERS.test(record.name));
      for (const { place, host } of hosts(name)) {
        // An owner may be a wildcard, and one inside it has a rule of its own; no host is called `*` (RFC 1123 section 2.1).
        const mayBeWild = isOwner(place);
        const label = labelsOf(host).find((one) => !UNDERSCORED.test(one) && !(mayBeWild && one === "*"));
        if (label === undefined || (mayBeWild && isRaw)) continue;
        report(
          place,
          `\`${label}\` is no part of a host name: it has letters, digits and hyphens, a hyphen only inside`,
        );
      }
    },
  },
  {
    id: "zone-host-name-underscore",
    severity: "warning",
    summary: "The name of a host has an underscore.",
    why: "Underscores mark names that are no hosts. BIND warns or refuses the zone (`check-names`), and no certificate is issued for the name.",
    bad: "web_1 A 192.0.2.1",
    good: "web-1 A 192.0.2.1",
    refs: ["RFC 952", "RFC 1123 2.1", "RFC 8552 1.1"],
    check(name, report) {
      for (const { place, host } of hosts(name)) {
        const labels = labelsOf(host);
        if (!labels.every((one) => UNDERSCORED.test(one))) continue;
        const label = labels.find((one) => !LETTERS.test(one));
        if (label !== undefined) report(place, `\`${label}\` has an underscore: host names have none`);
      }
    },
  },
  {
    id: "zone-wildcard-not-first",
    severity: "warning",
    summary: "A `*` stands inside a name.",
    why: "Only a whole first label `*` is a wildcard: here it is an ordinary label that matches nothing else.",
    bad: "web.*.lab A 192.0.2.1",
    good: "*.lab A 192.0.2.1",
    refs: ["RFC 4592 2.1.1", "RFC 4592 2.2"],
    check(name, report) {
      const [record] = name.records;
      if (record === undefined) return;
      if (!labelsOf(name.owner).some((label, i) => label === "*" && i > 0)) return;
      report(
        { record, part: "owner" },
        "`*` is a wildcard as the first label only: here it matches nothing else",
      );
    },
  },
];

interface Host {
  readonly host: string;
  readonly place: Place;
}

/** Names that must be host names: owners of addresses and MX, and the hosts that records point to. */
function* hosts(name: OwnerView): Iterable<Host> {
  const labels = labelsOf(name.owner);
  const [host] = ofType(name, "A", "AAAA", "MX");
  if (host !== undefined && !labels.some((label) => EXEMPT.has(label)))
    yield { host: name.owner.replace(/^\*\./, ""), place: { record: host, part: "owner" } };
  for (const record of name.records) {
    if (!isPointer(name, record)) continue;
    const target = name.zone.targetOf(record);
    if (target?.name === undefined || target.name === ".") continue;
    // Each of these mistakes is reported as that alone.
    if (isUrl(target.written) || isAddress(target.written)) continue;
    yield { host: target.name, place: targetPlace(name, record) };
  }
}

// PTR records name hosts in the reverse zones alone; elsewhere they are anything (RFC 6763 section 4.1).
// Of SVCB and HTTPS the service records do, aliases may have underscores (RFC 9460 section 2.4).
function isPointer({ owner }: OwnerView, { type, rdata }: DnsRecord): boolean {
  if (type === "SVCB" || type === "HTTPS") return rdata.fields[0]?.text !== "0";
  if (type === "PTR") return /\.(?:in-addr|ip6)\.arpa\.$/.test(owner) && !/(?:^|\.)_/.test(owner);
  return type === "NS" || type === "MX" || type === "SRV" || type === "SOA";
}

/** Rules about the names records stand at, and what a host may be called. */
export const OWNER_RULES: readonly ZoneRule[] = rulesOf(ROWS);
