import { isAtOrBelow, relativeTo } from "../../dns/names.ts";
import type { DnsRecord } from "../../dns/record.ts";
import { namesNobody } from "../nowhere.ts";
import type { Fix, OwnerView, ZoneRule } from "../rule.ts";
import { HEAD, ofType, plain, type Row, rdataKey, rulesOf } from "./examples.ts";
import { doubledOwner } from "./targets.ts";

const zoneSoaMissing: ZoneRule = {
  id: "zone-soa-missing",
  severity: "error",
  scope: "zone",
  docs: {
    summary: "A zone has no SOA record.",
    why: "Name servers refuse to load a zone without its SOA.",
    bad: "$TTL 3600\n@ NS ns1.example.net.\n@ NS ns2.example.net.\n",
    good: HEAD,
    refs: ["RFC 1035 5.2"],
  },
  check(name, report) {
    const { zone } = name;
    const [first, second] = ofType(name, "NS");
    if (
      first === undefined ||
      zone.soas.length > 0 ||
      zone.unreadSoa ||
      name.owner !== zone.origin ||
      !zone.whole
    )
      return;
    // The list of the root's servers is no zone.
    if (name.owner === "." || !(zone.headed || second !== undefined)) return;
    const server = zone.targetOf(first)?.name ?? name.owner;
    const before = zone.first?.span.start ?? first.span.start;
    const line = `${name.owner} 3600 IN SOA ${server} hostmaster.${name.owner} 1 7200 3600 1209600 3600\n`;
    report({ record: first, part: "type" }, "This zone has no SOA record: name servers refuse to load it", {
      title: `Add an SOA record for \`${plain(name.owner)}\``,
      safe: false,
      edits: [{ kind: "source", record: first, at: { start: before, end: before }, text: line }],
    });
  },
};

const ROWS: readonly Row[] = [
  {
    id: "zone-soa-multiple",
    severity: "error",
    summary: "A zone has more than one SOA record.",
    why: "A zone has one SOA: name servers refuse to load a second one.",
    bad: "@ SOA ns1.example.net. hostmaster.example.net. 2 7200 3600 1209600 3600",
    good: "",
    refs: ["RFC 1035 5.2", "RFC 2181 6.1"],
    check(name, report) {
      for (const { record, first } of others(name, ofType(name, "SOA"))) {
        report(
          { record, part: "type" },
          "A zone has one SOA record: name servers refuse to load the second",
          { place: { record: first, part: "type" }, message: "The first one stands here" },
          remove("Delete this SOA", record),
        );
      }
    },
  },
  {
    id: "zone-soa-not-at-apex",
    severity: "error",
    summary: "An SOA record stands below the top of its zone.",
    why: "The SOA belongs to the name of the zone. Name servers refuse to load it anywhere else.",
    bad: "sub SOA ns1.example.net. hostmaster.example.net. 1 7200 3600 1209600 3600",
    good: "",
    refs: ["RFC 1035 5.2", "RFC 2181 6.1"],
    check(name, report) {
      const { apex, soas } = name.zone;
      const [record] = ofType(name, "SOA");
      if (record === undefined || apex === undefined || name.owner === apex) return;
      // Its final dot is missing: that is told.
      if (!isAtOrBelow(name.owner, apex) || doubledOwner(name) !== undefined) return;
      const move: readonly Fix[] =
        soas.length > 1
          ? []
          : [
              {
                title: `Move it to \`${plain(apex)}\``,
                safe: false,
                edits: [{ kind: "rename", record, owner: apex }],
              },
            ];
      report(
        { record, part: "owner" },
        `An SOA record stands at the top of its zone, \`${plain(apex)}\`: name servers refuse to load it here`,
        ...move,
      );
    },
  },
  {
    id: "zone-soa-not-first",
    severity: "error",
    summary: "Records stand above the SOA record.",
    why: "A zone file begins with its SOA. Some name servers and tools take nothing before it; where no TTL is stated, the records above it have none.",
    bad: "",
    good: "",
    refs: ["RFC 1035 5.2"],
    check(name, report) {
      const { apex, soas, first, whole } = name.zone;
      const [soa] = soas;
      if (soa === undefined || first === undefined || name.owner !== apex || soa.owner !== apex || !whole)
        return;
      if (first.span.start === soa.span.start) return;
      const isMovable = soa.rdata.canonical !== undefined && soa.origin === first.origin;
      const rdata = name.zone.rdataLine(soa);
      const ttl = soa.ttl === undefined ? "" : `${soa.ttl} `;
      const at = { start: first.span.start, end: first.span.start };
      const fixes: readonly Fix[] =
        isMovable && first.uri === soa.uri && first.name !== ""
          ? [
              {
                title: "Move the SOA to the top",
                safe: false,
                edits: [
                  { kind: "source", record: first, at, text: `${apex} ${ttl}IN SOA ${rdata}\n` },
                  { kind: "remove", record: soa },
                ],
              },
            ]
          : [];
      report(
        { record: soa, part: "type" },
        "The SOA is the first record of a zone file; here others stand above it",
        { place: { record: first, part: "type" }, message: "The first record stands here" },
        ...fixes,
      );
    },
  },
  {
    id: "zone-ns-missing",
    severity: "error",
    summary: "A zone has no NS record at its top.",
    why: "Name servers refuse to load a zone that names no server of its own.",
    bad: "",
    good: "",
    refs: ["RFC 1035 5.2", "RFC 1034 4.2.1"],
    check(name, report) {
      const { apex, soas, whole } = name.zone;
      const soa = soas.find(({ owner }) => owner === apex);
      if (soa === undefined || name.owner !== apex || !whole || ofType(name, "NS").length > 0) return;
      report(
        { record: soa, part: "type" },
        `No NS record stands at \`${plain(name.owner)}\`: name servers refuse to load the zone`,
      );
    },
  },
  {
    id: "zone-ns-single",
    severity: "info",
    summary: "A zone has a single name server.",
    why: "When that server cannot be reached, the whole domain is gone, mail included. Registries ask for two at least.",
    bad: "",
    good: "",
    refs: ["RFC 2182 5", "RFC 1034 4.1"],
    check(name, report) {
      const { apex, whole } = name.zone;
      const servers = ofType(name, "NS");
      const [only] = servers;
      if (only === undefined || name.owner !== apex || !whole) return;
      if (servers.every(namesNobody)) return;
      if (new Set(servers.map((record) => rdataKey(name, record))).size > 1) return;
      report(
        { record: only, part: "rdata" },
        "The zone has a single name server: when it is down, the domain is gone; two at least are usual",
      );
    },
  },
  {
    id: "zone-out-of-zone",
    severity: "error",
    summary: "A record's owner lies outside the zone.",
    why: "A name server answers for its zone alone: BIND ignores the record, NSD and Knot refuse the zone or ignore it too. Nobody gets to see it.",
    bad: "www.example.net. A 192.0.2.1",
    good: "www A 192.0.2.1",
    refs: ["RFC 1035 5.2", "RFC 1034 4.2.1"],
    check(name, report) {
      const { apex, soas } = name.zone;
      const [record] = name.records;
      if (record === undefined || apex === undefined || soas.length === 0) return;
      if (isAtOrBelow(name.owner, apex)) return;
      const fixes: Fix[] = [];
      const origin = record.origin;
      // `www.` for `www`: one label with a dot that was meant for a longer name.
      if (/^[^.\\]+\.$/.test(record.name) && origin !== undefined && isAtOrBelow(origin, apex)) {
        const owner = record.name.toLowerCase() + (origin === "." ? "" : origin);
        fixes.push({
          title: `Delete the final dot (\`${relativeTo(owner, origin)}\`)`,
          safe: false,
          edits: [{ kind: "rename", record, owner }],
        });
      }
      report(
        { record, part: "owner" },
        `\`${plain(name.owner)}\` lies outside the zone \`${plain(apex)}\`: name servers ignore it or refuse the zone`,
        ...fixes,
      );
    },
  },
];

/** What a record like the first one of its kind adds, in document order. */
function others(name: OwnerView, records: readonly DnsRecord[]) {
  const [first] = records;
  if (first === undefined) return [];
  const known = new Set([rdataKey(name, first)]);
  return records.slice(1).flatMap((record) => {
    const key = rdataKey(name, record);
    if (known.has(key)) return [];
    known.add(key);
    return [{ record, first }];
  });
}

function remove(title: string, record: DnsRecord): Fix {
  return { title, safe: false, edits: [{ kind: "remove", record }] };
}

const [SOA = "", NS1 = "", NS2 = ""] = HEAD.split("\n").slice(1);
const TTL = "$TTL 3600\n";
const BAD: Readonly<Record<string, string>> = {
  "zone-soa-not-first": `${TTL}${NS1}\n${SOA}\n${NS2}\n`,
  "zone-ns-missing": `${TTL}${SOA}\nwww A 192.0.2.1\n`,
  "zone-ns-single": `${TTL}${SOA}\n${NS1}\n`,
};

/** Rules about the top of a zone. */
export const APEX_RULES: readonly ZoneRule[] = [
  zoneSoaMissing,
  ...rulesOf(ROWS).map((rule) => {
    const bad = BAD[rule.id];
    return bad === undefined ? rule : { ...rule, docs: { ...rule.docs, bad } };
  }),
];
