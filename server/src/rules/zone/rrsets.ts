import type { DnsRecord } from "../../dns/record.ts";
import type { Edit, Fix, OwnerView, ZoneRule } from "../rule.ts";
import { ofType, plain, type Row, rdataKey, rulesOf } from "./examples.ts";
import { isSelector } from "./targets.ts";

/** What may stand beside a CNAME (RFC 4034 section 2.5, RFC 2181 section 10.1), and the old SIG and NXT. */
const BESIDE_CNAME: ReadonlySet<string> = new Set(["CNAME", "RRSIG", "NSEC", "KEY", "SIG", "NXT"]);

const ROWS: readonly Row[] = [
  {
    id: "zone-cname-at-apex",
    severity: "error",
    summary: "A CNAME stands at the top of a zone.",
    why: "The top of a zone has an SOA and NS records, and no other data may stand beside a CNAME: name servers refuse to load the zone.",
    bad: "@ CNAME www.example.net.",
    good: "@ A 192.0.2.1",
    refs: ["RFC 1034 3.6.2", "RFC 2181 10.1"],
    check(name, report) {
      const [record] = ofType(name, "CNAME");
      if (record === undefined || name.owner !== name.zone.apex) return;
      report(
        { record, part: "type" },
        `\`${plain(name.owner)}\` is the top of the zone and has an SOA: no CNAME may stand beside it, and name servers refuse the zone. Use A and AAAA records, or what your DNS host calls ALIAS`,
      );
    },
  },
  {
    id: "zone-cname-and-other-data",
    severity: "error",
    summary: "Other records stand beside a CNAME.",
    why: "A CNAME sends every question to its target, so that nothing else may stand at its name: name servers refuse to load the zone.",
    bad: 'www CNAME www.example.net.\nwww TXT "verification=1"',
    good: "www CNAME www.example.net.",
    refs: ["RFC 1034 3.6.2", "RFC 2181 10.1"],
    check(name, report) {
      const [record] = ofType(name, "CNAME");
      const other = name.records.filter(({ type }) => !BESIDE_CNAME.has(type));
      const [first] = other;
      if (record === undefined || first === undefined || name.owner === name.zone.apex) return;
      if (other.every((one) => isMail(name, one))) return;
      const types = [...new Set(other.map(({ type }) => type))];
      report(
        { record, part: "type" },
        `Nothing may stand beside a CNAME, and here stands ${types.join(", ")} too: name servers refuse the zone`,
        { place: { record: first, part: "type" }, message: `${first.type} of the same name` },
        { title: "Delete the CNAME", safe: false, edits: [{ kind: "remove", record }] },
      );
    },
  },
  {
    id: "zone-cname-multiple",
    severity: "error",
    summary: "A name has more than one CNAME.",
    why: "A name is an alias of one other name: name servers refuse to load a second CNAME.",
    bad: "www CNAME a.example.net.\nwww CNAME b.example.net.",
    good: "www CNAME a.example.net.",
    refs: ["RFC 2181 10.1"],
    check: (name, report) => single(name, "CNAME", report),
  },
  {
    id: "zone-dname-multiple",
    severity: "error",
    summary: "A name has more than one DNAME.",
    why: "A subtree is renamed to one other name: name servers refuse to load a second DNAME.",
    bad: "old DNAME a.example.net.\nold DNAME b.example.net.",
    good: "old DNAME a.example.net.",
    refs: ["RFC 6672 2.4"],
    check: (name, report) => single(name, "DNAME", report),
  },
  {
    id: "zone-svcb-alias-beside",
    severity: "warning",
    summary: "An alias (priority 0) stands beside other HTTPS or SVCB records of its name.",
    why: "Clients that find an alias ignore the service records beside it, and of several aliases each follows one by chance.",
    bad: "@ HTTPS 0 www.example.net.\n@ HTTPS 1 web.example.net.",
    good: "@ HTTPS 1 web.example.net.",
    refs: ["RFC 9460 2.4.1", "RFC 9460 2.4.2"],
    check(name, report) {
      for (const type of ["SVCB", "HTTPS"]) {
        const records = ofType(name, type).filter(({ rdata }) => rdata.canonical !== undefined);
        const aliases = records.filter(({ rdata }) => rdata.fields[0]?.text === "0");
        const [alias] = aliases;
        if (alias === undefined) continue;
        const isOther = (record: DnsRecord) => rdataKey(name, record) !== rdataKey(name, alias);
        const other = records.find((record) => !aliases.includes(record)) ?? aliases.find(isOther);
        if (other === undefined) continue;
        report(
          { record: alias, part: "rdata" },
          aliases.includes(other)
            ? `A name has one alias (priority 0) at most: each client follows one of the ${aliases.length} by chance`
            : `Beside this alias (priority 0) clients ignore the other ${type} records of the name`,
          { place: { record: other, part: "rdata" }, message: "The other one stands here" },
          { title: "Delete the alias", safe: false, edits: [{ kind: "remove", record: alias }] },
        );
      }
    },
  },
  {
    id: "zone-record-duplicate",
    severity: "warning",
    tag: "unnecessary",
    summary: "The same record stands twice in a zone.",
    why: "A set of records holds each only once: name servers drop the second. Mostly it was meant to say something else.",
    bad: "www A 192.0.2.1\nwww A 192.0.2.1",
    good: "www A 192.0.2.1\nwww A 192.0.2.2",
    refs: ["RFC 2181 5"],
    check(name, report) {
      const known = new Map<string, DnsRecord>();
      for (const record of name.records) {
        const rdata = rdataKey(name, record);
        if (rdata === undefined) continue;
        const key = `${record.class} ${record.type} ${rdata}`;
        const first = known.get(key);
        if (first === undefined) {
          known.set(key, record);
          continue;
        }
        report(
          { record, part: "record" },
          "The same record stands in the zone already: it is served once",
          { place: { record: first, part: "record" }, message: "It stands here" },
          {
            title: "Delete this copy",
            safe: !isCommented(name, record),
            edits: [{ kind: "remove", record }],
          },
        );
      }
    },
  },
  {
    id: "zone-ttl-mismatch",
    severity: "warning",
    summary: "Records of one name and type have different TTLs.",
    why: "The records of a set are answered together and have one TTL. BIND takes that of the first, others the lowest: not what is written.",
    bad: "www 300 A 192.0.2.1\nwww 600 A 192.0.2.2",
    good: "www 300 A 192.0.2.1\nwww 300 A 192.0.2.2",
    refs: ["RFC 2181 5.2"],
    check(name, report) {
      for (const records of sets(name)) {
        const [first] = records;
        const ttl = first?.ttl;
        const different = records.filter((record) => record.ttl !== undefined && record.ttl !== ttl);
        const [record] = different;
        if (first === undefined || ttl === undefined || record === undefined) continue;
        report(
          { record, part: "ttl" },
          `The TTL is ${record.ttl} here and ${ttl} in the first ${record.type} of the name: records of one set have one TTL`,
          { place: { record: first, part: "ttl" }, message: `TTL ${ttl}` },
          align(different, ttl),
        );
      }
    },
  },
];

// A comment goes with its line; it may be what a `;` cut off a value.
function isCommented({ zone }: OwnerView, record: DnsRecord): boolean {
  const { start, end } = record.rdataSpan;
  return zone.rdataLine(record).includes(";", end - start);
}

// SPF records and DKIM keys beside a CNAME have rules of their own.
function isMail({ owner }: OwnerView, { type, text }: DnsRecord): boolean {
  return type === "TXT" && (isSelector(owner) || /^v=spf1(?: |$)/i.test(text?.text ?? ""));
}

// RRSIG records belong to the set they sign, each with its TTL (RFC 4034 section 3).
function sets(name: OwnerView): Iterable<readonly DnsRecord[]> {
  const byType = new Map<string, DnsRecord[]>();
  for (const record of name.records) {
    if (record.type === "RRSIG") continue;
    const key = `${record.class} ${record.type}`;
    const set = byType.get(key);
    if (set === undefined) byType.set(key, [record]);
    else set.push(record);
  }
  return byType.values();
}

function align(records: readonly DnsRecord[], ttl: number): Fix {
  const edits = records.map((record): Edit => {
    const { ttlSpan, typeSpan } = record;
    return ttlSpan === undefined
      ? { kind: "source", record, at: { start: typeSpan.start, end: typeSpan.start }, text: `${ttl} ` }
      : { kind: "source", record, at: ttlSpan, text: `${ttl}` };
  });
  return { title: `Use the TTL of the first (${ttl})`, safe: false, edits };
}

function single(name: OwnerView, type: string, report: Parameters<ZoneRule["check"]>[1]): void {
  const [first, ...more] = ofType(name, type);
  if (first === undefined) return;
  const known = new Set([rdataKey(name, first)]);
  for (const record of more) {
    const key = rdataKey(name, record);
    if (known.has(key)) continue;
    known.add(key);
    report(
      { record, part: "rdata" },
      `A name has one ${type} at most: name servers refuse the zone`,
      { place: { record: first, part: "rdata" }, message: "The first one stands here" },
      { title: `Delete this ${type}`, safe: false, edits: [{ kind: "remove", record }] },
      { title: "Delete the first one", safe: false, edits: [{ kind: "remove", record: first }] },
    );
  }
}

/** Rules about the records that stand together at a name. */
export const RRSET_RULES: readonly ZoneRule[] = rulesOf(ROWS);
