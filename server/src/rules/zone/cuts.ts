import { isAtOrBelow, parentOf } from "../../dns/names.ts";
import type { DnsRecord } from "../../dns/record.ts";
import { typed } from "../../dns/typed.ts";
import type { OwnerView, Report, ZoneRule } from "../rule.ts";
import { ofType, plain, type Row, rulesOf, targetPlace } from "./examples.ts";

/** What the parent answers at a delegation itself (RFC 4035 section 2.6, RFC 1034 section 4.2.1). */
const AT_DELEGATION: ReadonlySet<string> = new Set(["NS", "DS", "RRSIG", "NSEC", "NSEC3"]);
const ADDRESSES: ReadonlySet<string> = new Set(["A", "AAAA"]);

const DELEGATION = "sub NS ns1.example.net.\nsub NS ns2.example.net.\n";
const DS = "sub DS 60485 8 2 D4B7D520E7BB5F0F67674A0CCEB1E3E0614B93C4F9E99B8383F6A1E4469DA50A";

const ROWS: readonly Row[] = [
  {
    id: "zone-data-below-delegation",
    severity: "warning",
    summary: "A record stands at or below a delegation.",
    why: "The name belongs to the servers that the NS records name: this zone's servers refer to them and never answer with the record.",
    bad: `${DELEGATION}www.sub A 192.0.2.1`,
    good: `sub NS ns.sub\nsub NS ns2.example.net.\nns.sub A 192.0.2.1`,
    refs: ["RFC 1034 4.2.1", "RFC 2181 5.4.1"],
    check(name, report) {
      const cut = name.cut ?? delegationAt(name);
      if (cut?.type !== "NS") return;
      const record = hidden(name, cut);
      if (record === undefined) return;
      report(
        { record, part: "owner" },
        `\`${plain(cut.owner ?? "")}\` is delegated to other name servers: nobody is answered with this ${record.type} record`,
        { place: { record: cut, part: "record" }, message: "The delegation stands here" },
      );
    },
  },
  {
    id: "zone-data-below-dname",
    severity: "warning",
    summary: "A record, or a name server of the zone, stands below a DNAME.",
    why: "The DNAME sends every question below it elsewhere: nobody is answered with the record, and Knot and NSD refuse the zone. BIND does where a name server of the zone lies there.",
    bad: "old DNAME example.net.\nwww.old A 192.0.2.1",
    good: "old DNAME example.net.",
    refs: ["RFC 6672 2.4"],
    check(name, report) {
      checkServers(name, report);
      const [record] = name.records;
      const { cut } = name;
      if (record === undefined || cut?.type !== "DNAME") return;
      report(
        { record, part: "owner" },
        `The DNAME at \`${plain(cut.owner ?? "")}\` sends every question below it elsewhere: nobody is answered with this ${record.type} record`,
        { place: { record: cut, part: "record" }, message: "The DNAME stands here" },
      );
    },
  },
  {
    id: "zone-ns-wildcard",
    severity: "error",
    summary: "A wildcard is delegated.",
    why: "A wildcard cannot be delegated: BIND refuses to load the zone.",
    bad: "*.sub NS ns1.example.net.",
    good: DELEGATION,
    refs: ["RFC 4592 4.2"],
    check(name, report) {
      const [record] = ofType(name, "NS");
      if (record === undefined || !name.owner.startsWith("*.")) return;
      report({ record, part: "owner" }, "A wildcard cannot be delegated: BIND refuses to load the zone");
    },
  },
  {
    id: "zone-ds-at-apex",
    severity: "error",
    summary: "A DS record stands at the top of its own zone.",
    why: "The DS record belongs into the parent zone, beside the delegation: BIND refuses to load it here.",
    bad: DS.replace("sub", "@"),
    good: DELEGATION + DS,
    refs: ["RFC 4034 5", "RFC 4035 2.4"],
    check(name, report) {
      const [record] = ofType(name, "DS");
      if (record === undefined || name.owner !== name.zone.apex) return;
      report(
        { record, part: "type" },
        "A DS record stands in the parent zone, beside the delegation: BIND refuses to load it at the top of the zone",
        { title: "Delete the DS record", safe: false, edits: [{ kind: "remove", record }] },
      );
    },
  },
  {
    id: "zone-ds-without-ns",
    severity: "warning",
    summary: "A DS record stands where nothing is delegated.",
    why: "A DS record vouches for the keys of a child zone; without NS records there is none, and validating resolvers may fail the name.",
    bad: DS,
    good: DELEGATION + DS,
    refs: ["RFC 4035 2.4"],
    check(name, report) {
      const { apex, whole } = name.zone;
      const [record] = ofType(name, "DS");
      if (record === undefined || apex === undefined || name.owner === apex || !whole) return;
      if (name.cut !== undefined || ofType(name, "NS").length > 0) return;
      report(
        { record, part: "owner" },
        "No NS records stand beside this DS record: there is no child zone to vouch for",
      );
    },
  },
  {
    id: "zone-key-not-at-apex",
    severity: "warning",
    summary: "A record that belongs to the top of the zone stands below it.",
    why: "DNSKEY, CDS, CDNSKEY, NSEC3PARAM, ZONEMD and CSYNC records are asked for at the top of the zone only: here nobody uses them.",
    bad: "sub DNSKEY 257 3 13 mdsswUyr3DPW132mOi8V9xESWE8jTo0dxCjjnopKl+GqJxpVXckHAeF+KkxLbxILfDLUT0rAK9iUzy1L53eKGQ==",
    good: "@ DNSKEY 257 3 13 mdsswUyr3DPW132mOi8V9xESWE8jTo0dxCjjnopKl+GqJxpVXckHAeF+KkxLbxILfDLUT0rAK9iUzy1L53eKGQ==",
    refs: ["RFC 4035 2.1", "RFC 7344 4.1", "RFC 5155 4", "RFC 8976 2", "RFC 7477 2.1"],
    check(name, report) {
      const { apex } = name.zone;
      const [record] = ofType(name, "DNSKEY", "CDS", "CDNSKEY", "NSEC3PARAM", "ZONEMD", "CSYNC");
      if (record === undefined || apex === undefined || name.owner === apex || name.cut !== undefined) return;
      if (isSignal(name)) return;
      report(
        { record, part: "owner" },
        `${record.type} records are looked for at \`${plain(apex)}\` only: nobody uses this one`,
      );
    },
  },
];

// Where a name server vouches for the keys of a zone that it signs for the first time (RFC 9615 section 4.1).
function isSignal({ owner, records }: OwnerView): boolean {
  const isOfChild = records.every(({ type }) => ["CDS", "CDNSKEY", "RRSIG", "NSEC"].includes(type));
  return isOfChild && owner.startsWith("_dsboot.") && owner.includes("._signal.");
}

function checkServers(name: OwnerView, report: Report): void {
  const { apex } = name.zone;
  if (apex === undefined || name.owner !== apex) return;
  for (const record of ofType(name, "NS")) {
    const server = name.zone.targetOf(record)?.name;
    const dname = server === undefined ? undefined : dnameAbove(name, server, apex);
    if (server === undefined || dname === undefined) continue;
    report(
      targetPlace(name, record),
      `\`${plain(server)}\` lies below the DNAME at \`${plain(dname.owner ?? "")}\`: BIND refuses to load the zone`,
      { place: { record: dname, part: "record" }, message: "The DNAME stands here" },
      { severity: "error" },
    );
  }
}

function dnameAbove({ zone }: OwnerView, name: string, apex: string): DnsRecord | undefined {
  for (let at = parentOf(name); at !== undefined && isAtOrBelow(at, apex); at = parentOf(at)) {
    const [dname] = typed(zone.at(at) ?? [], "DNAME");
    if (dname !== undefined) return dname;
  }
  return undefined;
}

// A name with NS records below the top of the zone: the zone's origin is the top where no SOA says so.
function delegationAt(name: OwnerView): DnsRecord | undefined {
  const { apex, origin } = name.zone;
  const top = apex ?? origin;
  if (top === undefined || name.owner === top || name.owner.startsWith("*.")) return undefined;
  return ofType(name, "NS")[0];
}

function hidden(name: OwnerView, cut: DnsRecord): DnsRecord | undefined {
  const glue = name.zone.isNameServer(name.owner);
  return name.records.find(({ type }) => {
    if (glue && ADDRESSES.has(type)) return false;
    return name.owner !== cut.owner || !(AT_DELEGATION.has(type) || type === "CNAME");
  });
}

/** Rules about delegations and what belongs to them. */
export const CUT_RULES: readonly ZoneRule[] = rulesOf(ROWS);
