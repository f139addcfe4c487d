import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { spanOf } from "../../src/rules/finding.ts";
import { findingsOf, Workspace } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";

const RUNS = Number(process.env.FUZZ_RUNS ?? 300);
const uri = "file:///example.com.zone";
const child = "file:///sub.example.com.zone";

// Everything that the rules about zones look at, in few names, so that they meet.
const LINES = [
  "$TTL 3600",
  "@ SOA ns1.example.net. h.example.net. 1 7200 3600 1209600 3600",
  "www SOA ns1.example.net. h.example.net. 1 7200 3600 1209600 3600",
  "@ NS ns1.example.net.",
  "@ NS ns",
  "ns A 192.0.2.1",
  "ns 60 A 192.0.2.2",
  " AAAA 2001:db8::1",
  " AAAA 2001:DB8:0::1",
  "ns CNAME www",
  "www CNAME ns",
  "www CNAME web.example.com",
  "www CNAME www",
  "web CNAME mail.example.net",
  "web A 192.0.2.7",
  "sub NS ns.sub",
  "sub NS ns1.example.net.",
  "ns.sub A 192.0.2.3",
  "www.sub A 192.0.2.4",
  'sub TXT "at the cut"',
  "sub DNAME example.net.",
  "sub DS 60485 8 2 D4B7D520E7BB5F0F67674A0CCEB1E3E0614B93C4F9E99B8383F6A1E4469DA50A",
  "* A 192.0.2.9",
  "* MX 10 mail.example.net.",
  "@ NS sub",
  "web KX 10 a.app",
  "app NS ns1.example.net.",
  "web HTTPS 1 sub",
  "a..b A 192.0.2.1",
  "$ORIGIN .",
  "web KX 1 h.info",
  "@ NS localhost.",
  "$ORIGIN a_b.example.com.",
  "$ORIGIN example.com.",
  "2t7b4g4vsa5smi47k61mv5bv1a22bojr NSEC3 1 0 5 aabb 2t7b4g4vsa5smi47k61mv5bv1a22bojr NS SOA",
  "2t7b4g4vsa5smi47k61mv5bv1a22bojr NSEC3 1 1 5 - 2t7b4g4vsa5smi47k61mv5bv1a22bojr NS",
  "@ NSEC3PARAM 1 0 5 AABB",
  "*.sub NS ns1.example.net.",
  "a.*.b A 192.0.2.9",
  "www HTTPS 0 web",
  "www HTTPS 0 www",
  "www HTTPS 1 w_b",
  "web KX 10 a.in",
  "*.in A 192.0.2.9",
  "@ DNAME example.net.",
  '_x NAPTR 1 1 "s" "SIP+D2U" "" _sip._udp.example.com',
  "_x RP info.example.com .",
  `@ ZONEMD 1 1 1 ${"AB".repeat(48)}`,
  `@ CDS 55343 13 2 ${"AB".repeat(32)}`,
  "@ CDS 0 0 0 00",
  "@ NSEC3PARAM 2 0 5 AABB",
  "$GENERATE 1-3 h$ A 192.0.2.$",
  "$GENERATE 2-4 h$ CNAME web",
  "$GENERATE 1-2 sub NS ns$.sub",
  "$GENERATE 1-2 s$ NS ns.s$",
  "ns.s2 A 192.0.2.3",
  "x.s2 A 192.0.2.3",
  "h3 TXT x",
  "h1 A 192.0.2.9",
  "_sip._tcp SRV 0 5 5060 www",
  "_sip._tcp SRV 0 5 5060 ns.sub",
  "@ MX 10 w_b",
  "w_b A 192.0.2.8",
  "w_b AAAA ( 2001:db8::5 ) ; c",
  "www.example.net. A 192.0.2.1",
  "www.example.com.example.com. A 192.0.2.1",
  "$ORIGIN sub.example.com.",
  "$ORIGIN example.net.",
  "$ORIGIN example.com.",
  "$INCLUDE more.zone",
  "gone",
  "gone A 192.0.2.",
  "web CNAME gone",
  "sub NS ns.\0sub",
  "@ MX 10 \x01",
  "web CNAME ( ; c\n ns )",
  "@ MX ( 10 ; c\n\t gone )",
  "2t7b4g4vsa5smi47k61mv5bv1a22bojr NSEC3 ( ; 1 0\n 1 0 5 ; c\n aabb 2t7b4g4vsa5smi47k61mv5bv1a22bojr NS )",
  "; ------------------------------------------------------------------------------------------------------------",
  ...Array.from({ length: 20 }, (_, i) => `h${i} 300 IN AAAA 2001:db8::${i} ; ${"-".repeat(900)}`),
];

function shown(found: ReturnType<typeof findingsOf>): readonly string[] {
  return found
    .map(({ rule, at, message }) => `${spanOf(at).start} ${spanOf(at).end} ${rule.id} ${message}`)
    .sort();
}

const lines = fc.array(fc.constantFrom(...LINES), { maxLength: 40 });
const edits = fc.array(fc.tuple(fc.boolean(), fc.nat(), fc.nat(2), fc.constantFrom(...LINES, "")), {
  maxLength: 8,
});

test("after edits of two zones, what is said about both is what a fresh workspace says", () => {
  fc.assert(
    fc.property(lines, lines, edits, (one, two, changes) => {
      const text = (some: readonly string[]) => some.map((line) => `${line}\n`).join("");
      const documents = [
        new ZoneDocument(uri, text(one), { origin: "example.com." }),
        new ZoneDocument(child, text(two), { origin: "sub.example.com." }),
      ] as const;
      const workspace = new Workspace();
      for (const document of documents) workspace.update(document);
      for (const [which, at, count, line] of changes) {
        const document = documents[which ? 1 : 0];
        const from = at % document.lineCount;
        const start = document.offsetAt({ line: from, character: 0 });
        const end = document.offsetAt({ line: from + count, character: 0 });
        document.replace({ start, end: Math.max(start, end) }, line === "" ? "" : `${line}\n`);
        workspace.update(document);
      }
      const fresh = documents.map((document) => document.withText(document.text()));
      const after = new Workspace();
      after.open(fresh);
      for (const [i, document] of fresh.entries()) {
        assert.deepEqual(
          shown(workspace.findings(documents[i]?.uri ?? "")),
          shown(after.findings(document.uri)),
        );
      }
    }),
    { numRuns: RUNS },
  );
});

test("a name that the search of a whole zone leaves out is one that no rule speaks of", () => {
  fc.assert(
    fc.property(lines, (some) => {
      const text = some.map((line) => `${line}\n`).join("");
      const whole = new ZoneDocument(uri, text, { origin: "example.com." });
      // An edit asks about each name it touches, so that typing a zone line by line asks about all of them.
      const typed = new ZoneDocument(uri, "", { origin: "example.com." });
      const workspace = new Workspace();
      workspace.update(typed);
      for (const line of some) {
        typed.replace({ start: typed.length, end: typed.length }, `${line}\n`);
        workspace.update(typed);
      }
      assert.deepEqual(shown(workspace.findings(uri)), shown(findingsOf(whole)));
    }),
    { numRuns: RUNS },
  );
});

/** What the search of a whole zone may overlook: names that look like others, fields behind comments. */
const OVERLOOKED: Readonly<Record<string, readonly string[]>> = {
  "@ SOA a h 1 2 3 4 5\ngone\nweb CNAME gone\n": ["zone-cname-target-missing"],
  "sub NS ns.\0sub\n": ["zone-host-name-illegal"],
  "@ SOA a h 1 2 3 4 5\n2t7b4g4vsa5smi47k61mv5bv1a22bojr NSEC3 ( ; c\n 1 0 5 ; c\n aabb 2t7b4g4vsa5smi47k61mv5bv1a22bojr NS )\n":
    ["zone-nsec3param-missing"],
};

for (const [text, wanted] of Object.entries(OVERLOOKED)) {
  test(`the search of a whole zone finds ${wanted.join()} in ${JSON.stringify(text)}`, () => {
    const found = findingsOf(new ZoneDocument(uri, text, { origin: "example.com." }));
    const ids = found.map(({ rule }) => rule.id);
    for (const id of wanted) assert.ok(ids.includes(id), ids.join());
  });
}
