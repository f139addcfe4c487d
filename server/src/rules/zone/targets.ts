import { isAtOrBelow, isBelow, parentOf } from "../../dns/names.ts";
import type { DnsRecord } from "../../dns/record.ts";
import { endsInTld } from "../../dns/tlds.ts";
import { typed } from "../../dns/typed.ts";
import { isAddress, isUrl } from "../../dns/types/kinds/names.ts";
import type { Fix, OwnerView, Report, Target, ZoneRule } from "../rule.ts";
import { plain, type Row, rulesOf } from "./examples.ts";

/** Types whose target must be a host itself, not an alias, besides MX (RFC 2181 section 10.3, RFC 2782). */
const HOSTS: ReadonlySet<string> = new Set(["NS", "SRV"]);
const ADDRESSES: ReadonlySet<string> = new Set(["A", "AAAA"]);

const REACHED: ReadonlySet<string> = new Set([...ADDRESSES, "CNAME"]);

const ROWS: readonly Row[] = [
  {
    id: "zone-target-is-cname",
    severity: "error",
    summary: "The target of an NS or SRV record is a CNAME.",
    why: "A name server or service must be named by a name that has addresses itself. BIND refuses the zone for its own name servers; many resolvers do not follow the alias.",
    bad: "@ NS ns3\nns3 CNAME ns.example.net.",
    good: "@ NS ns3\nns3 A 192.0.2.1",
    refs: ["RFC 2181 10.3", "RFC 2782"],
    check(name, report) {
      for (const { record, target, at } of targets(name, HOSTS)) {
        const [own] = typed(name.zone.at(at) ?? [], "CNAME");
        const alias = own ?? typed(name.zone.wildcardFor(at), "CNAME")[0];
        if (alias === undefined) continue;
        const real = name.zone.targetOf(alias)?.name;
        const what = own === undefined ? "is answered by a wildcard alias" : "is an alias";
        report(
          { record, source: target.span },
          `\`${plain(at)}\` ${what} (CNAME); the target of an ${record.type} record has addresses itself`,
          { place: { record: alias, part: "record" }, message: "The CNAME stands here" },
          ...(real === undefined || real === at ? [] : [retarget(record, target, real)]),
        );
      }
    },
  },
  {
    id: "zone-target-without-address",
    severity: "warning",
    summary: "The target of a record has no address, though its zone is here.",
    why: "Clients are sent to a host that does not exist. BIND refuses a zone whose own name servers have no address.",
    bad: "_sip._tcp SRV 0 5 5060 sip",
    good: "_sip._tcp SRV 0 5 5060 sip\nsip A 192.0.2.1",
    refs: ["RFC 1912 2.8", "RFC 2782", "RFC 1034 4.2.1"],
    check(name, report) {
      for (const { record, target, at } of targets(name, SERVICES)) {
        if (isOwnAlias(name, record, at) || !name.zone.lacks(at, REACHED)) continue;
        const isOwn = record.type === "NS" && name.owner === name.zone.apex;
        const why = isOwn ? ": BIND refuses to load the zone" : "";
        report(
          { record, source: target.span },
          `\`${plain(at)}\` has no address (A or AAAA) in its zone${why}`,
          ...(isOwn ? [{ severity: "error" as const }] : []),
        );
      }
    },
  },
  {
    id: "zone-glue-missing",
    severity: "warning",
    summary: "A name server inside the delegated zone has no address here.",
    why: "To ask that server for its own address, resolvers would have to know it already: without glue the delegation leads nowhere.",
    bad: "sub NS ns.sub\nsub NS ns2.example.net.",
    good: "sub NS ns.sub\nsub NS ns2.example.net.\nns.sub A 192.0.2.1",
    refs: ["RFC 1034 4.2.1", "RFC 9471 3.1"],
    check(name, report) {
      const { apex, whole } = name.zone;
      if (apex === undefined || !whole || name.owner === apex || !isBelow(name.owner, apex)) return;
      for (const { record, target, at } of targets(name, new Set(["NS"]))) {
        if (!isAtOrBelow(at, name.owner)) continue;
        if (name.zone.stated(at).some(({ type }) => ADDRESSES.has(type))) continue;
        report(
          { record, source: target.span },
          `\`${plain(at)}\` lies in the zone it serves, and no address of it stands here: resolvers cannot reach it`,
        );
      }
    },
  },
  {
    id: "zone-cname-target-missing",
    severity: "warning",
    summary: "A CNAME points to a name that does not exist, though its zone is here.",
    why: "Whoever asks for the alias learns that there is nothing.",
    bad: "www CNAME web",
    good: "www CNAME web\nweb A 192.0.2.1",
    refs: ["RFC 1912 2.4"],
    check(name, report) {
      for (const { record, target, at } of targets(name, new Set(["CNAME"]))) {
        if (at === name.owner || name.zone.at(at)?.length !== 0) continue;
        report(
          { record, source: target.span },
          `\`${plain(at)}\` does not exist in its zone: the alias leads nowhere`,
        );
      }
    },
  },
  {
    id: "zone-target-missing-dot",
    severity: "warning",
    summary: "A target looks absolute but lacks its final dot.",
    why: "Without the final dot the origin is appended: the record points to a name that was never meant.",
    bad: "www CNAME shops.example.net",
    good: "www CNAME shops.example.net.",
    refs: ["RFC 1035 5.1"],
    check(name, report) {
      for (const { record, target, at } of written(name)) {
        if (isDoubled(name, record, at, target.written) || !lacksDot(name, record, target)) continue;
        report(
          { record, source: target.span },
          `Without its final dot this is \`${plain(at)}\``,
          dotted(record, target),
        );
      }
    },
  },
  {
    id: "owner-missing-trailing-dot",
    severity: "error",
    summary: "A name ends with the zone's name twice.",
    why: "Without a final dot the origin is appended once more: the record speaks of `www.example.com.example.com`.",
    bad: "www CNAME web.example.com\nweb A 192.0.2.1",
    good: "www CNAME web.example.com.\nweb A 192.0.2.1",
    refs: ["RFC 1035 5.1"],
    check(name, report) {
      checkOwner(name, report);
      for (const { record, target, at } of written(name)) {
        if (!isDoubled(name, record, at, target.written)) continue;
        const zone = name.zone.apex ?? name.zone.origin ?? "";
        const meant = at.slice(0, at.length - zone.length);
        const fix = target.written.endsWith(".") ? retarget(record, target, meant) : dotted(record, target);
        // An alias of itself is no better.
        const isLoop = meant === name.owner && record.type === "CNAME";
        report(
          { record, source: target.span },
          `The name is \`${plain(at)}\`: the zone's name stands in it twice`,
          ...(isLoop ? [] : [fix]),
        );
      }
    },
  },
];

/** The first record that writes an owner with the zone's name in it twice; undefined where none does. */
export function doubledOwner(name: OwnerView): DnsRecord | undefined {
  const record = name.records.find((one) => one.name !== "");
  return record !== undefined && isDoubled(name, record, name.owner, record.name) ? record : undefined;
}

function checkOwner(name: OwnerView, report: Report): void {
  const record = doubledOwner(name);
  if (record === undefined) return;
  if (isSelector(name.owner) || name.owner.startsWith("_dmarc.")) return;
  const zone = name.zone.apex ?? name.zone.origin ?? "";
  const owner = name.owner.slice(0, name.owner.length - zone.length);
  const fix = !name.zone.ownersTakeDot
    ? renamed(record, owner, `Rename it to \`${plain(owner)}\``)
    : record.name.endsWith(".")
      ? renamed(record, owner, `Write \`${owner}\``)
      : ownerDotted(record);
  report(
    { record, part: "owner" },
    `The record stands at \`${plain(name.owner)}\`: the zone's name is in it twice, and nobody looks for it there`,
    fix,
  );
}

function ownerDotted(record: DnsRecord): Fix {
  const text = `${record.name}.`;
  return {
    title: `Write \`${text}\``,
    safe: false,
    edits: [{ kind: "source", record, at: record.ownerSpan, text }],
  };
}

function renamed(record: DnsRecord, owner: string, title: string): Fix {
  return { title, safe: false, edits: [{ kind: "rename", record, owner }] };
}

/** Types with a target that somebody connects to. */
const SERVICES: ReadonlySet<string> = new Set(["NS", "SRV", "KX", "AFSDB", "HTTPS", "SVCB"]);

/** Types with names that people write. */
const WRITTEN: ReadonlySet<string> = new Set([
  "SOA",
  "NAPTR",
  "RP",
  "LP",
  "IPSECKEY",
  "NS",
  "CNAME",
  "DNAME",
  "PTR",
  "MX",
  "SRV",
  "KX",
  "AFSDB",
  "HTTPS",
  "SVCB",
]);

interface Pointer {
  readonly record: DnsRecord;
  readonly target: Target;
  /** Absolute. */
  readonly at: string;
}

/**
 * Whether a target was meant to be absolute: it ends in a top-level domain, and what its origin makes of it does not
 * exist. Such a target is reported as that alone.
 */
function lacksDot(name: OwnerView, { origin }: DnsRecord, target: Target): boolean {
  const { name: at, written } = target;
  // Behind `$ORIGIN .` every name is whole.
  if (origin === ".") return false;
  if (at === undefined || written.endsWith(".") || !endsInTld(written)) return false;
  // `info.dev` is a mailbox of `dev`; one at a domain of two labels has three.
  if (target.isMailbox && written.split(".").length < 3) return false;
  if (name.zone.stated(at).length > 0) return false;
  return !isAnswered(name, at);
}

// Whether a wildcard, a child zone or the target of a DNAME below the top of the zone may answer: then the label that looks like a
// top-level domain is one of the zone's.
function isAnswered({ zone }: OwnerView, at: string): boolean {
  const top = zone.apex ?? zone.origin ?? ".";
  for (let above = parentOf(at); above !== undefined && isBelow(above, top); above = parentOf(above)) {
    if (zone.stated(above).some(({ type }) => type === "NS" || type === "DNAME")) return true;
    if (zone.at(`*.${above}`)?.length) return true;
  }
  return false;
}

/** Whether the zone's name stands in a name twice, mostly because a final dot is missing. */
function isDoubled(
  { zone }: OwnerView,
  record: DnsRecord,
  at: string | undefined,
  written: string,
): at is string {
  const top = zone.apex ?? zone.origin;
  if (at === undefined || top === undefined || top === "." || !written.includes(".")) return false;
  return [top, record.origin ?? top].some(
    (base) => isBelow(at, base) && isAtOrBelow(at.slice(0, at.length - base.length), top),
  );
}

/** Names of DKIM keys have rules of their own for how they and their targets are written. */
export function isSelector(owner: string): boolean {
  return owner.includes("._domainkey.");
}

function* targets(name: OwnerView, types: ReadonlySet<string>): Iterable<Pointer> {
  // Nobody is answered with what stands below a delegation, or beside one: that is told, and where it points to matters no more.
  if (name.cut !== undefined) return;
  const { apex, origin } = name.zone;
  const isCut = name.owner !== (apex ?? origin) && name.records.some(({ type }) => type === "NS");
  for (const record of name.records) {
    if (!types.has(record.type) || (isCut && record.type !== "NS")) continue;
    const target = name.zone.targetOf(record);
    const at = target?.name;
    if (target === undefined || at === undefined || at === ".") continue;
    // Each of these mistakes is reported as that alone, and in other classes an A record is no address of the Internet.
    if (isAddress(target.written) || isUrl(target.written) || record.class !== "IN") continue;
    if (lacksDot(name, record, target) || isDoubled(name, record, at, target.written)) continue;
    yield { record, target, at };
  }
}

// Every name in the rdata of records that people write by hand.
function* written(name: OwnerView): Iterable<Pointer> {
  if (isSelector(name.owner)) return;
  for (const record of name.records) {
    if (!WRITTEN.has(record.type)) continue;
    for (const target of name.zone.namesIn(record)) {
      const at = target.name;
      // A mailbox with an `@` and the address of a page have rules of their own.
      if (at === undefined || at === "." || isUrl(target.written)) continue;
      if (target.isMailbox && target.written.includes("@")) continue;
      yield { record, target, at };
    }
  }
}

// An alias of itself, which has a rule of its own.
function isOwnAlias({ owner }: OwnerView, { type, rdata }: DnsRecord, at: string): boolean {
  return at === owner && (type === "SVCB" || type === "HTTPS") && rdata.fields[0]?.text === "0";
}

function retarget(record: DnsRecord, target: Target, to: string): Fix {
  return {
    title: `Point it to \`${plain(to)}\``,
    safe: false,
    edits: [{ kind: "field", record, at: target.span, text: to }],
  };
}

function dotted(record: DnsRecord, target: Target): Fix {
  const text = `${target.written}.`;
  return {
    title: `Add the final dot (\`${text}\`)`,
    safe: false,
    edits: [{ kind: "field", record, at: target.span, text }],
  };
}

/** Rules about the names that records point to. */
export const TARGET_RULES: readonly ZoneRule[] = rulesOf(ROWS);
