import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { lookupIn } from "../../src/dns/lookup.ts";
import { checkHost } from "../../src/mail/checkHost.ts";
import { formatAddress, parseAddress } from "../../src/mail/networks/text.ts";
import { resolverOf } from "../../src/mail/resolver.ts";
import type { Change } from "../../src/review/change.ts";
import { diff } from "../../src/review/diff.ts";
import { ZoneDocument } from "../../src/zone/document.ts";
import { snapshotOf } from "./pairs.ts";

const numRuns = Number(process.env.FUZZ_RUNS ?? 200);

/** One record as a zone file may write it. */
interface Written {
  readonly owner: string;
  readonly ttl: number;
  readonly type: string;
  readonly rdata: string;
}

const names = fc.constantFrom("@", "www", "mail", "a.b", "_spf", "*.w");
const hosts = fc.constantFrom("mail.example.com.", "www.example.com.", "host.example.net.");
const last = fc.integer({ min: 0, max: 15 });
const terms = fc.oneof(
  fc.tuple(last, fc.integer({ min: 27, max: 32 })).map(([host, bits]) => `ip4:192.0.2.${host}/${bits}`),
  fc.constantFrom(
    "mx",
    "a",
    "a:mail.example.com",
    "include:_spf.example.com",
    "include:other.example.net",
    "-ip4:192.0.2.4",
    "ip6:2001:db8::/126",
    "ptr",
    "moo",
  ),
);
const spf = fc
  .tuple(fc.array(terms, { maxLength: 4 }), fc.constantFrom("-all", "~all", "?all", "+all", ""))
  .map(([list, all]) => ["v=spf1", ...list, all].filter((term) => term !== "").join(" "));
const dmarc = fc
  .tuple(
    fc.constantFrom("none", "quarantine", "reject", "bad"),
    fc.constantFrom("", "; sp=none", "; sp=reject"),
    fc.constantFrom("", "; adkim=s", "; t=y"),
  )
  .map(([p, sp, rest]) => `v=DMARC1; p=${p}${sp}${rest}`);
const record: fc.Arbitrary<Written> = fc.oneof(
  fc.record({
    owner: names,
    ttl: fc.constantFrom(60, 3600),
    type: fc.constant("A"),
    rdata: last.map((host) => `192.0.2.${host}`),
  }),
  fc.record({
    owner: names,
    ttl: fc.constant(3600),
    type: fc.constant("MX"),
    rdata: fc.tuple(fc.constantFrom(0, 10), hosts).map(([p, host]) => `${p} ${host}`),
  }),
  fc.record({ owner: names, ttl: fc.constant(3600), type: fc.constant("CNAME"), rdata: hosts }),
  fc.record({
    owner: fc.constantFrom("@", "_spf", "mail"),
    ttl: fc.constant(3600),
    type: fc.constant("TXT"),
    rdata: spf.map((text) => `"${text}"`),
  }),
  fc.record({
    owner: fc.constantFrom("_dmarc", "_dmarc.www"),
    ttl: fc.constant(3600),
    type: fc.constant("TXT"),
    rdata: dmarc.map((text) => `"${text}"`),
  }),
  fc.record({
    owner: names,
    ttl: fc.constant(3600),
    type: fc.constant("TXT"),
    rdata: fc.constantFrom('"hello"', '"x" "y"', '"a;b"'),
  }),
);
const zone = fc.tuple(
  fc.array(record, { maxLength: 9 }),
  fc.constantFrom("", "@ 3600 SOA ns.example.net. h.example.net. 1 7200 3600 1209600 3600\n"),
);

function plain([records, soa]: readonly [readonly Written[], string]): string {
  return `$ORIGIN example.com.\n${soa}${records.map(({ owner, ttl, type, rdata }) => `${owner} ${ttl} IN ${type} ${rdata}\n`).join("")}`;
}

function changes(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): readonly Change[] {
  return diff(snapshotOf(new Map(Object.entries(before))), snapshotOf(new Map(Object.entries(after))));
}

function shown(found: readonly Change[]): string {
  return found.map(({ kind, message }) => `${kind} ${message}`).join("\n");
}

test("a zone and itself: nothing changes", () => {
  fc.assert(
    fc.property(zone, (it) => {
      assert.equal(shown(changes({ "a.zone": plain(it) }, { "a.zone": plain(it) })), "");
    }),
    { numRuns },
  );
});

/** The same records in other clothes. */
function disguised([records, soa]: readonly [readonly Written[], string], seed: number): string {
  let state = seed;
  const pick = (n: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) % n;
  };
  const lines = records.map(({ owner, ttl, type, rdata }) => {
    const absolute = owner === "@" ? "example.com." : `${owner}.example.com.`;
    const name = [owner, absolute, absolute.toUpperCase(), owner.toUpperCase()][pick(4)];
    const order = pick(2) === 0 ? `${ttl} IN` : `in ${ttl / 60}m`;
    const kind = pick(2) === 0 ? type : type.toLowerCase();
    return `${name}\t${order} ${kind} ${dressed(type, rdata, pick)}${["", " ; a comment", ""][pick(3)]}\n${["", "\n", "; between\n"][pick(3)]}`;
  });
  const shuffled = lines.map((line) => ({ line, at: pick(1000) })).sort((a, b) => a.at - b.at);
  return `; other clothes\n$ORIGIN example.com.\n${soa}${shuffled.map(({ line }) => line).join("")}`;
}

function dressed(type: string, rdata: string, pick: (n: number) => number): string {
  if (type === "A") return pick(2) === 0 ? rdata : `( ${rdata}\n )`;
  if (type !== "TXT") return pick(2) === 0 ? rdata : rdata.toUpperCase();
  const text = rdata.slice(1, -1).replaceAll('" "', "");
  const at = pick(text.length + 1);
  return (
    [
      `"${text}"`,
      `"${text.slice(0, at)}" "${text.slice(at)}"`,
      `( "${text.slice(0, at)}"\n\t"${text.slice(at)}" )`,
    ][pick(3)] ?? rdata
  );
}

test("order, case, splits, comments, relative and absolute names mean nothing", () => {
  fc.assert(
    fc.property(zone, fc.integer({ min: 1, max: 1_000_000 }), (it, seed) => {
      // The same text in two splits is two records (RFC 2181 section 5): a set of records has each once.
      const once = [...new Map(it[0].map((one) => [`${one.owner} ${one.type} ${one.rdata}`, one])).values()];
      const before = plain([once, it[1]]);
      const after = disguised([once, it[1]], seed);
      assert.equal(shown(changes({ "a.zone": before }, { "b.zone": after })), "", after);
    }),
    { numRuns },
  );
});

test("a zone over two files is the same zone", () => {
  fc.assert(
    fc.property(zone, fc.nat(), ([records, soa], cut) => {
      const at = records.length === 0 ? 0 : cut % records.length;
      const parts = {
        "a.zone": plain([records.slice(0, at), soa]),
        "b.zone": plain([records.slice(at), ""]),
      };
      assert.equal(shown(changes({ "a.zone": plain([records, soa]) }, parts)), "");
    }),
    { numRuns },
  );
});

test("who is newly authorized one way is revoked the other way", () => {
  const values = (found: readonly Change[], kind: string, side: "before" | "after") =>
    found
      .filter((one) => one.kind === kind)
      .map((one) => `${one.domain} ${one[side]}`)
      .sort();
  fc.assert(
    fc.property(zone, zone, (a, b) => {
      const forth = changes({ "z.zone": plain(a) }, { "z.zone": plain(b) });
      const back = changes({ "z.zone": plain(b) }, { "z.zone": plain(a) });
      assert.deepEqual(values(forth, "spf-authorized", "after"), values(back, "spf-revoked", "before"));
      assert.deepEqual(values(forth, "spf-revoked", "before"), values(back, "spf-authorized", "after"));
    }),
    { numRuns },
  );
});

test("the networks said to be gained and lost are those that check_host() tells, address by address", () => {
  const networks = fc.array(
    fc
      .tuple(fc.constantFrom("", "-", "~", "?"), last, fc.integer({ min: 26, max: 32 }))
      .map(([q, host, bits]) => `${q}ip4:192.0.2.${host * 4}/${bits}`),
    { maxLength: 5 },
  );
  const all = fc.constantFrom("-all", "~all");
  const text = fc
    .tuple(networks, all)
    .map(([list, end]) => `@ 60 TXT "v=spf1 ${[...list, end].join(" ")}"\n`);
  fc.assert(
    fc.property(text, text, (before, after) => {
      const found = changes({ "example.com.zone": before }, { "example.com.zone": after });
      const passes = (zoneText: string) => {
        const resolve = resolverOf(lookupIn([new ZoneDocument("example.com.zone", zoneText)]));
        const passing = new Set<string>();
        for (let host = 0; host < 256; host++) {
          const ip = parseAddress(`192.0.2.${host}`);
          if (ip === undefined) continue;
          const { result } = checkHost({ ip, mailFrom: "a@example.com", helo: undefined, time: 0 }, resolve);
          if (result === "pass") passing.add(formatAddress(ip));
        }
        return passing;
      };
      const [was, is] = [passes(before), passes(after)];
      const said = (kind: string, side: "before" | "after") =>
        addressesOf(found.find((one) => one.kind === kind)?.[side]);
      assert.deepEqual(
        said("spf-authorized", "after"),
        [...is].filter((one) => !was.has(one)),
      );
      assert.deepEqual(
        said("spf-revoked", "before"),
        [...was].filter((one) => !is.has(one)),
      );
    }),
    { numRuns: Math.min(numRuns, 60) },
  );
});

/** Every address of networks within 192.0.2.0/24, in order. */
function addressesOf(networks: string | undefined): readonly string[] {
  const found: number[] = [];
  for (const network of networks?.split(" ") ?? []) {
    const [address = "", bits = "32"] = network.split("/");
    const first = Number(address.split(".")[3]);
    for (let i = 0; i < 2 ** (32 - Number(bits)); i++) found.push(first + i);
  }
  return found.sort((a, b) => a - b).map((host) => `192.0.2.${host}`);
}

test("whatever the files hold, a review ends, and says nothing of a side compared with itself", () => {
  const pieces = [
    '@ www _dmarc s1._domainkey *.a _spf 60 IN TXT A MX CNAME NS SOA DS CAA "v=spf1 "v=DMARC1; p=reject include:x.example.com',
    'redirect=a.example.com exists:%{i}.x ip4:1.2.3.4/ ip6:::/0 -all " ( ) ; \\ \\300 0 192.0.2.1 k=rsa; p=MIIB p=; t=y é',
    "$GENERATE 1-5 a$",
  ].flatMap((some) => some.split(" "));
  const piece = fc.constantFrom(...pieces, "\n", "\n$ORIGIN x.\n", "\n$TTL 1\n", "\0");
  const text = fc.array(piece, { maxLength: 40 }).map((words) => words.join(" "));
  fc.assert(
    fc.property(text, text, (a, b) => {
      const side = (one: string) => ({ "example.com.zone": one, "other.zone": `@ A 192.0.2.1\n${one}` });
      changes(side(a), side(b));
      assert.equal(shown(changes(side(a), side(a))), "");
    }),
    { numRuns },
  );
});
