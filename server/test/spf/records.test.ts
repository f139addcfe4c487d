import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseSpf } from "../../src/mail/spf.ts";
import { MappedText } from "../../src/text/mappedText.ts";
import { findingsOf } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";
import { assertGrowth, milliseconds } from "../growth.ts";

function findings(text: string) {
  const document = new ZoneDocument("file:///z", text, { origin: "example.com." });
  return findingsOf(document);
}

// The healthy record includes one from elsewhere, and DMARC is not known here; both are said on the side.
const ASIDE = ["spf-lookups-lower-bound", "spf-all-softfail"];

function ids(text: string): readonly string[] {
  return findings(text)
    .map(({ rule }) => rule.id)
    .filter((id) => !ASIDE.includes(id));
}

// RFC 7208 appendix A: the zone, and the records it shows for example.com (the SPF type of A.4 written as TXT).
const APPENDIX_ZONE = `
@           MX  10 mail-a
            MX  20 mail-b
            A   192.0.2.10
            A   192.0.2.11
amy         A   192.0.2.65
bob         A   192.0.2.66
mail-a      A   192.0.2.129
mail-b      A   192.0.2.130
www         CNAME example.com.
`;

const APPENDIX: readonly string[] = [
  '@ TXT "v=spf1 a -all"',
  '@ TXT "v=spf1 a:example.org -all"',
  '@ TXT "v=spf1 mx -all"',
  '@ TXT "v=spf1 mx:example.org -all"',
  '@ TXT "v=spf1 mx mx:example.org -all"',
  '@ TXT "v=spf1 mx/30 mx:example.org/30 -all"',
  '@ TXT "v=spf1 ptr -all"',
  '@ TXT "v=spf1 ip4:192.0.2.128/28 -all"',
  '@ TXT "v=spf1 include:example.org include:example.net -all"',
  'la TXT "v=spf1 redirect=example.org"',
  '@ TXT "v=spf1 mx include:mobile-users._spf.%{d} include:remote-users._spf.%{d} -all"\nmobile-users._spf TXT "v=spf1 exists:%{l1r+}.%{d}"\nremote-users._spf TXT "v=spf1 exists:%{ir}.%{l1r+}.%{d}"',
];

for (const records of APPENDIX) {
  test(`RFC 7208 appendix A: no error in ${records}`, () => {
    const errors = findings(`${APPENDIX_ZONE}${records}\n`).filter(({ severity }) => severity === "error");
    assert.deepEqual(
      errors.map(({ rule }) => rule.id),
      [],
    );
  });
}

test("RFC 7208 appendix A.1 and A.4 show +all, which is the one error there", () => {
  const zone =
    '@ TXT "v=spf1 -include:ip4._spf.%{d} -include:ptr._spf.%{d} +all"\nip4._spf TXT "v=spf1 -ip4:192.0.2.0/24 +all"\nptr._spf TXT "v=spf1 -ptr +all"\n';
  for (const text of ['@ TXT "v=spf1 +all"\n', zone]) {
    const errors = findings(text).filter(({ severity }) => severity === "error");
    assert.deepEqual([...new Set(errors.map(({ rule }) => rule.id))], ["spf-all-plus"]);
  }
});

// A record as a healthy domain has it; each edit breaks it in one way.
const HEALTHY =
  "v=spf1 mx a:mail.example.net ip4:192.0.2.0/24 ip6:2001:db8:1::/48 include:_spf.example.net exists:%{ir}.ok.example.net -all";

const MUTATIONS: readonly (readonly [string, string, string])[] = [
  ["v=spf1 ", "v=spf1, ", "spf-version-not-terminated"],
  ["v=spf1 ", "v=sfp1 ", "spf-version-malformed"],
  ["v=spf1 ", "\\239\\187\\191v=spf1 ", "spf-leading-whitespace"],
  ["include:", "includes:", "spf-mechanism-typo"],
  ["include:", "include=", "spf-mechanism-equals"],
  ["include:_spf", "include:.spf", "spf-domain-empty-label"],
  ["include:", "include:@", "spf-include-url"],
  ["_spf.example.net", "_spf.yourdomain.com", "spf-include-placeholder"],
  ["_spf.example.net", "_spf.example.net.", "spf-trailing-dot-target"],
  ["_spf.example.net", "<name>", "spf-include-placeholder"],
  ["include:_spf.example.net", "ptr", "spf-ptr"],
  ["include:_spf.example.net", "+include:_spf.example.net", "spf-plus-qualifier"],
  ["include:_spf.example.net", "mx", "spf-duplicate-term"],
  ["include:_spf.example.net", "x-y=z", "spf-unknown-modifier"],
  ["include:_spf.example.net", "redirect=_spf.example.net", "spf-redirect-with-all"],
  ["192.0.2.0/24", "192.0.2.0/024", "spf-ip4-prefix-invalid"],
  ["192.0.2.0/24", "192.0.2.0/0", "spf-cidr-zero"],
  ["192.0.2.0/24", "52.0.0.0/8", "spf-network-too-wide"],
  ["192.0.2.0/24", "192.168.0.0/24", "spf-ip-special-purpose"],
  ["192.0.2.0/24", "192.0.2.1/32", "spf-redundant-prefix"],
  ["192.0.2.0/24", "192.0.2.x", "spf-ip-wildcard"],
  ["2001:db8:1::/48", "::ffff:192.0.2.1", "spf-ip4-mapped-ip6"],
  ["%{ir}", "%{p}", "spf-macro-p"],
  ["%{ir}", "%{Ir}", "spf-macro-uppercase"],
  ["%{ir}", "%{s}", "spf-macro-sender"],
  ["%{ir}.ok", "ok", "spf-exists-no-macro"],
  ["%{ir}", "%{ir", "spf-macro-syntax"],
  [" -all", "", "spf-all-missing"],
  ["-all", "+all", "spf-all-plus"],
  ["-all", "?all", "spf-all-neutral"],
  ["-all", "-all a:late.example.net", "spf-all-not-last"],
  ["-all", "-all -all", "spf-all-multiple"],
  ["-all", "-ALL", "spf-uppercase"],
  ["-all", "−all", "spf-non-ascii"],
  ["-all", "-all exp=a.example.net exp=b.example.net", "spf-exp-multiple"],
  ["-all", "~all exp=a.example.net", "spf-exp-unused"],
  ["-all", "-all rr=all", "spf-rfc6652-modifier"],
  ["-all", "-all // office", "spf-inline-comment"],
];

test("a healthy record has no finding", () => {
  assert.deepEqual(ids(`@ TXT "${HEALTHY}"\n`), []);
});

for (const [from, to, id] of MUTATIONS) {
  test(`${id}: a healthy record with \`${to}\` for \`${from}\``, () => {
    assert.ok(HEALTHY.includes(from));
    assert.deepEqual(ids(`@ TXT "${HEALTHY.replace(from, to)}"\n`), [id]);
  });
}

test("an unknown part silences what it could falsify", () => {
  const spf = parseSpf(MappedText.plain("v=spf1 \ufffc include:_spf.example.net"));
  assert.equal(spf.recognized, true);
  assert.equal(spf.permerror, undefined);
  assert.deepEqual(spf.faults, []);
});

test("of a record too long to be read to its end it is not said that it lacks its all", () => {
  const strings = (text: string) => (text.match(/.{1,250}/gs) ?? []).map((part) => `"${part}"`).join(" ");
  const record = (count: number) => `v=spf1 mx ${"x= ".repeat(count)}`;
  assert.ok(ids(`@ TXT ${strings(record(1000))}`).includes("spf-all-missing"));
  const long = ids(`@ TXT ${strings(`${record(1100)}-all`)}`);
  assert.ok(long.includes("spf-record-over-512"));
  assert.ok(!long.includes("spf-all-missing"));
});

test("networks are read to the end of the longest record that fits (RFC 1035 section 3.2.1: 65,535 octets)", () => {
  const strings = (text: string) => (text.match(/.{1,250}/gs) ?? []).map((part) => `"${part}"`).join(" ");
  const networks = Array.from({ length: 3000 }, (_, i) => `ip4:9.${i >> 8}.${i & 255}.1`).join(" ");
  assert.ok(ids(`@ TXT ${strings(`v=spf1 ${networks}`)}`).includes("spf-all-missing"));
  assert.ok(ids(`@ TXT ${strings(`v=spf1 ${networks} ip4:300.1.1.1 -all`)}`).includes("spf-ip4-invalid"));
});

test("identical TXT records are one record (RFC 2181 section 5)", () => {
  assert.ok(!ids('@ TXT "v=spf1 mx -all"\n@ TXT "v=spf1 mx -all"\n').includes("spf-multiple-records"));
});

test("any text ends without throwing, its spans in the text and its terms in order", () => {
  const pieces = fc.constantFrom(
    "v=spf1",
    " ",
    "mx",
    "a:",
    "ip4:",
    "192.0.2.",
    "1",
    "-",
    "~",
    "all",
    "include:",
    "%",
    "{",
    "}",
    "i",
    "r",
    ",",
    ";",
    "(",
    ")",
    "#",
    "//",
    "/",
    "\t",
    "\u00c2\u00a0",
    "\u00e2\u0080\u0093",
    '"',
    ".",
    "example.net",
    "=",
    ":",
    "redirect",
    "*",
    "\ufffc",
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), fc.boolean(), (parts, versioned) => {
      const text = (versioned ? "v=spf1 " : "") + parts.join("");
      const spf = parseSpf(MappedText.plain(text));
      let at = 0;
      for (const { span } of spf.terms) {
        assert.ok(span.start >= at && span.end > span.start && span.end <= text.length);
        at = span.end;
      }
      for (const { span, repairs } of spf.faults) {
        assert.ok(span.start >= 0 && span.start <= span.end && span.end <= text.length);
        for (const repair of repairs ?? []) assert.ok(repair.span.end <= text.length);
      }
      ids(
        `@ TXT "${text.replace(/["\\\t\ufffc]/g, (char) => (char === "\ufffc" ? "" : `\\${char.charCodeAt(0).toString().padStart(3, "0")}`))}"\n`,
      );
    }),
    { numRuns: 1000 },
  );
});

const HOSTILE: Readonly<Record<string, (n: number) => string>> = {
  "terms of one network": (n) => `v=spf1 ${"ip4:192.0.2.1 ".repeat(n)}-all`,
  "networks of all sizes": (n) =>
    `v=spf1 ${Array.from({ length: n }, (_, i) => `ip4:10.${i % 256}.${(i >> 8) % 256}.0/${8 + (i % 25)}`).join(" ")} -all`,
  "unknown words": (n) => `v=spf1 ${"foo ".repeat(n)}-all`,
  "open parentheses": (n) => `v=spf1 ${"( a:x.example.net ".repeat(n)}-all`,
  comments: (n) => `v=spf1 ${"# mx ".repeat(n)}-all`,
  "one long word": (n) => `v=spf1 ${"x".repeat(n * 8)} -all`,
  "one list": (n) => `v=spf1 ip4:${"192.0.2.1,".repeat(n)} -all`,
  macros: (n) => `v=spf1 exists:${"%{i}.".repeat(n)}example.net -all`,
  "broken macros": (n) => `v=spf1 exists:${"%{".repeat(n * 2)}.example.net -all`,
  slashes: (n) => `v=spf1 a:example.net${"/".repeat(n * 4)} -all`,
  qualifiers: (n) => `v=spf1 ${"-".repeat(n * 4)}all`,
  "lone qualifiers": (n) => `v=spf1 ${"- ".repeat(n * 2)}all`,
  spaces: (n) => `v=spf1${" ".repeat(n * 4)}mx${" ".repeat(n * 4)}-all`,
  dots: (n) => `v=spf1 include:${".".repeat(n * 4)}example.net -all`,
};

for (const [name, make] of Object.entries(HOSTILE)) {
  test(`linear: ${name}`, () => {
    // Ten times the text; quadratic work would take a hundred times as long.
    assertGrowth(
      () => time(make(1000)),
      () => time(make(10_000)),
      50,
    );
  });
}

function time(text: string): number {
  const strings = (text.match(/.{1,250}/gs) ?? []).map((piece) => `"${piece}"`).join(" ");
  return milliseconds(() => findings(`@ TXT ${strings}\n`));
}

test("what stands behind `all` lets nobody send, and costs no lookup (RFC 7208 section 5.1)", () => {
  for (const term of ["ip4:0.0.0.0/0", "ip4:52.0.0.0/8", "mx/0", "include:spf.mtasv.net"]) {
    const ids = (record: string) => {
      const zone = new ZoneDocument("file:///z.zone", `@ 3600 TXT "${record}"\n`, { origin: "corp.net." });
      return findingsOf(zone).map(({ rule }) => rule.id);
    };
    const speak = (id: string) => /^(?:spf-cidr-zero|spf-network-too-wide|provider-spf-unneeded)$/.test(id);
    assert.deepEqual(ids(`v=spf1 -all ${term}`).filter(speak), [], term);
    assert.equal(ids(`v=spf1 ${term} -all`).filter(speak).length, 1, term);
  }
});

test("of two networks that are alike neither is moved before the other: the first decides either way (RFC 7208 4.6.2)", () => {
  const of = (record: string) =>
    findings(`@ TXT "${record}"`).find(({ rule }) => rule.id === "spf-deny-before-allow");
  assert.equal(of("v=spf1 -ip4:192.0.2.1 ip4:192.0.2.1 -all")?.fixes.length, 0);
  assert.equal(of("v=spf1 -ip4:192.0.2.0/24 ip4:192.0.2.1 -all")?.fixes.length, 1);
});

test("`%%` makes no name differ between senders (RFC 7208 7.1)", () => {
  assert.deepEqual(ids('@ TXT "v=spf1 exists:%%x.example.org -all"\n'), ["spf-exists-no-macro"]);
  assert.deepEqual(ids('@ TXT "v=spf1 exists:%{i}.example.org -all"\n'), []);
});
