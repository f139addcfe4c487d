import { digestOfKey, keyTag } from "../../dns/dnskey.ts";
import { hashing } from "../../dns/nsec3.ts";
import type { DnsRecord } from "../../dns/record.ts";
import { parseTime } from "../../dns/types/kinds/times.ts";
import type { OwnerView, Place, ZoneRule } from "../rule.ts";
import { HEAD, ofType, plain } from "./examples.ts";

const NOW = Date.UTC(2026, 0, 15) / 1000;
const SIGNED = (until: string, from: string) =>
  `${HEAD}www A 192.0.2.1\nwww RRSIG A 13 3 3600 ${until} ${from} 12345 example.com. oJB1W6WNGv8=\n`;

/** The key of RFC 4034 section 5.4, and its digests. */
const KEY =
  "256 3 5 AQOeiiR0GOMYkDshWoSKz9XzfwJr1AYtsmx3TGkJaNXVbfi/2pHm822aJ5iI9BMzNXxeYCmZDRD99WYwYqUSdjMmmAphXdvxegXd/M5+X7OrzKBaMbCVdFLUUh6DhweJBjEVv5f2wwjM9XzcnOf+EPbtG9DMBmADjFDc2w/rljwvFw==";
const DIGEST = "D4B7D520E7BB5F0F67674A0CCEB1E3E0614B93C4F9E99B8383F6A1E4469DA50A";
const OLD = "; dnslens-ignore-file zone-dnssec-algorithm-old\n";
const DELEGATION = `${OLD}${HEAD}dskey NS ns1.example.net.\ndskey NS ns2.example.net.\n`;
const HASHED =
  "2t7b4g4vsa5smi47k61mv5bv1a22bojr NSEC3 1 0 0 - 2t7b4g4vsa5smi47k61mv5bv1a22bojr NS SOA NSEC3PARAM\n";
const CHILD = {
  "dskey.example.com.zone": `${HEAD.replaceAll("ns1", "ns3")}@ DNSKEY ${KEY}\n`,
};

const zoneRrsigExpired: ZoneRule = {
  id: "zone-rrsig-expired",
  severity: "warning",
  scope: "zone",
  docs: {
    summary: "A signature has expired.",
    why: "Validating resolvers treat what it signs as forged: the name cannot be reached until the zone is signed again.",
    clock: NOW,
    bad: SIGNED("20260101000000", "20251201000000"),
    good: SIGNED("20260201000000", "20260101000000"),
    refs: ["RFC 4034 3.1.5", "RFC 4035 5.3.1"],
  },
  check(name, report) {
    const { now } = name.zone;
    if (now === undefined) return;
    for (const window of windows(name)) {
      const { record, until, place } = window;
      if (isAfter(until, now) || isSignedBesides(name, window, now)) continue;
      const since = new Date(until * 1000).toISOString().slice(0, 10);
      report(place("expiration"), `The signature of ${record.rdata.fields[0]?.text} expired on ${since}`);
      return;
    }
  },
};

const zoneRrsigNotYetValid: ZoneRule = {
  id: "zone-rrsig-not-yet-valid",
  severity: "warning",
  scope: "zone",
  docs: {
    summary: "A signature is not valid yet.",
    why: "Until then validating resolvers treat what it signs as forged, unless another signature stands beside it.",
    clock: NOW,
    bad: SIGNED("20260301000000", "20260201000000"),
    good: SIGNED("20260201000000", "20260101000000"),
    refs: ["RFC 4034 3.1.5", "RFC 4035 5.3.1"],
  },
  check(name, report) {
    const { now } = name.zone;
    if (now === undefined) return;
    for (const window of windows(name)) {
      const { record, from, until, place } = window;
      if (!isAfter(from, now + 1) || !isAfter(until, from) || isSignedBesides(name, window, now)) continue;
      const begin = new Date(from * 1000).toISOString().slice(0, 10);
      report(
        place("inception"),
        `The signature of ${record.rdata.fields[0]?.text} is valid from ${begin} on`,
      );
      return;
    }
  },
};

const zoneDsMismatch: ZoneRule = {
  id: "zone-ds-mismatch",
  severity: "error",
  scope: "zone",
  docs: {
    summary: "No DS record of a delegation names a key of the child zone.",
    why: "Validating resolvers find no key they may trust and answer SERVFAIL: the child zone cannot be reached.",
    beside: CHILD,
    bad: `${DELEGATION}dskey DS 12345 5 2 ${DIGEST}`,
    good: `${DELEGATION}dskey DS 60485 5 2 ${DIGEST}`,
    refs: ["RFC 4034 5.2", "RFC 4035 5.2"],
  },
  check(name, report) {
    const sets = ofType(name, "DS");
    const [first] = sets;
    const child = first === undefined ? undefined : name.zone.childAt(name.owner);
    const keys = child?.filter(({ type }) => type === "DNSKEY") ?? [];
    const [key] = keys;
    if (first === undefined || key === undefined) return;
    if (sets.some((ds) => keys.some((one) => names(ds, one) !== false))) return;
    const tags = keys.map((one) => keyTag(one)).join(", ");
    report(
      { record: first, part: "rdata" },
      `No DS record names a key of \`${plain(name.owner)}\` (key tags ${tags}): validating resolvers cannot reach it`,
      { place: { record: key, part: "rdata" }, message: "Its keys stand here" },
    );
  },
};

const zoneCdsMismatch: ZoneRule = {
  id: "zone-cds-mismatch",
  severity: "warning",
  scope: "zone",
  docs: {
    summary: "A CDS or CDNSKEY record names no key of its zone, or asks for deletion beside others.",
    why: "The parent takes its DS records from here: with this one, validating resolvers would find no key to trust. Parents mostly refuse it. BIND refuses a zone that has one of an algorithm without keys, and one that asks for deletion beside others.",
    bad: `${OLD}${HEAD}@ DNSKEY ${KEY}\n@ CDS 60485 5 2 ${DIGEST}`,
    good: `${OLD}${HEAD}@ DNSKEY ${KEY}\n@ CDNSKEY ${KEY}`,
    refs: ["RFC 7344 4.1", "RFC 8078 4"],
  },
  check(name, report) {
    const keys = ofType(name, "DNSKEY");
    if (name.owner !== name.zone.apex) return;
    for (const record of ofType(name, "CDS", "CDNSKEY")) {
      const { canonical, fields } = record.rdata;
      // Algorithm 0 asks the parent to delete its DS records (RFC 8078 section 4).
      const isDeletion = fields[record.type === "CDS" ? 1 : 2]?.text === "0";
      if (canonical === undefined) continue;
      if (isDeletion) {
        const other = ofType(name, record.type).find(({ rdata }) => rdata.canonical !== canonical);
        if (other !== undefined)
          report(
            { record, part: "rdata" },
            `This asks the parent to delete the DS records, and stands alone: BIND refuses the zone with another ${record.type} record beside it`,
            { place: { record: other, part: "rdata" }, message: "The other one stands here" },
            { severity: "error" },
          );
        continue;
      }
      const isKnown = keys.some((key) =>
        record.type === "CDS" ? names(record, key) !== false : key.rdata.canonical === canonical,
      );
      if (isKnown) continue;
      const place = { record, part: "rdata" } as const;
      const algorithm = canonical.split(" ")[record.type === "CDS" ? 1 : 2];
      const isOfAKind = keys.some((key) => key.rdata.canonical?.split(" ")[2] === algorithm);
      if (isOfAKind || !name.zone.whole) {
        report(place, `This ${record.type} record names none of the zone's keys`);
        continue;
      }
      const none = keys.length > 0 ? `none of algorithm ${algorithm}` : "none";
      report(
        place,
        `This ${record.type} record names a key, and the zone has ${none}: BIND refuses to load it`,
        {
          severity: "error",
        },
      );
    }
  },
};

const zoneNsec3paramMissing: ZoneRule = {
  id: "zone-nsec3param-missing",
  severity: "warning",
  scope: "zone",
  docs: {
    summary: "NSEC3 records hash names in a way that no NSEC3PARAM record of the zone states.",
    why: "Name servers learn from the NSEC3PARAM record how to hash the name that was asked for. Without it they do not find these records, and what does not exist cannot be proven: validating resolvers answer SERVFAIL.",
    bad: `${HEAD}${HASHED}`,
    good: `${HEAD}@ NSEC3PARAM 1 0 0 -\n${HASHED}`,
    refs: ["RFC 5155 4", "RFC 5155 7.1"],
  },
  check(name, report) {
    const { zone } = name;
    if (name.owner !== zone.apex) return;
    const found = zone.hashings();
    if (found.size === 0) return;
    const stated = new Set(ofType(name, "NSEC3PARAM").map(statedHashing));
    // What cannot be read is reported as that.
    if (stated.has(undefined)) return;
    for (const [parameters, record] of found) {
      if (stated.has(parameters)) continue;
      const [, iterations, salt] = parameters.split(" ");
      report(
        { record, part: "rdata" },
        `No NSEC3PARAM record of \`${plain(name.owner)}\` states ${iterations} iterations and ${salt === "-" ? "no salt" : `the salt ${salt}`}: name servers do not use this record`,
      );
    }
  },
};

const zoneNsec3Hash: ZoneRule = {
  id: "zone-nsec3-hash",
  severity: "warning",
  scope: "zone",
  docs: {
    summary: "An NSEC3PARAM record names a hash algorithm that does not exist.",
    why: "1 (SHA-1) is the only one. Nobody can use the record, and BIND refuses a zone that has no other.",
    bad: `${HEAD}@ NSEC3PARAM 1 0 0 -\n@ NSEC3PARAM 2 0 0 -\n`,
    good: `${HEAD}@ NSEC3PARAM 1 0 0 -\n`,
    refs: ["RFC 5155 3.1.1", "RFC 5155 11"],
  },
  check(name, report) {
    if (name.owner !== name.zone.apex) return;
    const records = ofType(name, "NSEC3PARAM").filter(({ rdata }) => rdata.canonical !== undefined);
    const algorithmOf = ({ rdata }: DnsRecord) => rdata.fields[0]?.text;
    const isRefused = !records.some((record) => algorithmOf(record) === "1");
    for (const record of records) {
      const algorithm = record.rdata.fields[0];
      if (algorithm === undefined || algorithm.text === "1") continue;
      const { start, end } = algorithm;
      report(
        { record, source: { start, end } },
        `1 (SHA-1) is the only hash algorithm of NSEC3: ${isRefused ? "BIND refuses to load the zone" : "nobody can use this record"}`,
        ...(isRefused ? [{ severity: "error" as const }] : []),
      );
    }
  },
};

const zoneZonemdUnusable: ZoneRule = {
  id: "zone-zonemd-unusable",
  severity: "warning",
  scope: "zone",
  docs: {
    summary: "A ZONEMD record cannot be used to verify the zone.",
    why: "It belongs to another serial than the SOA's, or there are two with one scheme and hash algorithm: whoever verifies the zone skips it.",
    bad: `${HEAD}@ ZONEMD 2 1 1 ${"AB".repeat(48)}\n`,
    good: `${HEAD}@ ZONEMD 1 1 1 ${"AB".repeat(48)}\n`,
    refs: ["RFC 8976 2.2", "RFC 8976 4"],
  },
  check(name, report) {
    const [soa] = ofType(name, "SOA");
    const serial = soa?.rdata.fields[2]?.text;
    if (soa === undefined || serial === undefined || name.owner !== name.zone.apex) return;
    const seen = new Map<string, DnsRecord>();
    for (const record of ofType(name, "ZONEMD")) {
      const [own, scheme, algorithm] = record.rdata.fields;
      if (record.rdata.canonical === undefined || own === undefined) continue;
      const kind = `${scheme?.text} ${algorithm?.text}`;
      const first = seen.get(kind);
      if (own.text !== serial)
        report(
          { record, source: { start: own.start, end: own.end } },
          `The digest is of serial ${own.text}, the SOA has ${serial}: nobody can verify the zone with it`,
          { place: { record: soa, part: "rdata" }, message: "The SOA stands here" },
        );
      else if (first !== undefined && first.rdata.canonical !== record.rdata.canonical)
        report({ record, part: "rdata" }, "Two digests of one scheme and hash algorithm: neither is used", {
          place: { record: first, part: "rdata" },
          message: "The first one stands here",
        });
      if (!seen.has(kind)) seen.set(kind, record);
    }
  },
};

// A record with flags does not count: RFC 5155 section 4.1.2.
function statedHashing({ rdata }: DnsRecord): string | undefined {
  const [algorithm, flags, iterations, salt] = rdata.fields;
  if (rdata.canonical === undefined || salt === undefined) return undefined;
  return flags?.text === "0" ? hashing(algorithm?.text ?? "", iterations?.text ?? "", salt.text) : "";
}

/** Whether a DS or CDS record names a key; undefined where that cannot be told. */
function names(ds: DnsRecord, key: DnsRecord): boolean | undefined {
  const [tag, algorithm, digestType, digest] = ds.rdata.fields;
  const keyAlgorithm = key.rdata.fields[2];
  const keyTagHere = keyTag(key);
  if (tag === undefined || digest === undefined || keyTagHere === undefined) return undefined;
  if (Number(tag.text) !== keyTagHere || algorithm?.text !== keyAlgorithm?.text) return false;
  const wanted = digestOfKey(key, digestType?.text ?? "");
  return wanted === undefined ? undefined : wanted === digest.text.replace(/\s/g, "").toUpperCase();
}

/** When a signature is valid, in seconds since 1970. */
interface Window {
  readonly record: DnsRecord;
  readonly until: number;
  readonly from: number;
  readonly place: (field: string) => Place;
}

function* windows(name: OwnerView): Iterable<Window> {
  for (const record of ofType(name, "RRSIG")) {
    const fields = new Map(record.rdata.fields.map((field) => [field.name, field]));
    const until = parseTime(fields.get("expiration")?.text ?? "");
    const from = parseTime(fields.get("inception")?.text ?? "");
    if (until === undefined || from === undefined) continue;
    const place = (field: string): Place => {
      const at = fields.get(field);
      return at === undefined
        ? { record, part: "rdata" }
        : { record, source: { start: at.start, end: at.end } };
    };
    yield { record, until, from, place };
  }
}

// One signature that is valid now is enough (RFC 4035 section 5.3.3): a zone that is being signed again has both.
function isSignedBesides(name: OwnerView, { record }: Window, now: number): boolean {
  const covered = record.rdata.fields[0]?.text;
  return [...windows(name)].some(
    ({ record: other, from, until }) =>
      other !== record &&
      other.rdata.fields[0]?.text === covered &&
      !isAfter(from, now + 1) &&
      isAfter(until, now),
  );
}

// Times go round after 2^32 seconds (RFC 4034 section 3.1.5).
function isAfter(time: number, now: number): boolean {
  return (time - Math.floor(now) + 2 ** 33) % 2 ** 32 < 2 ** 31;
}

/** Rules about signatures and the keys that DS records name. */
export const DNSSEC_RULES: readonly ZoneRule[] = [
  zoneRrsigExpired,
  zoneRrsigNotYetValid,
  zoneDsMismatch,
  zoneCdsMismatch,
  zoneNsec3paramMissing,
  zoneNsec3Hash,
  zoneZonemdUnusable,
];
