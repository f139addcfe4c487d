// Zones that were changed after they were signed: RFC 4035 sections 2.2 and 2.3. dnssec-verify and `kzonecheck -d on` refuse
// each of these but the first ones; it is told at once, and after an edit the same as of a fresh file.
import assert from "node:assert/strict";
import { test } from "node:test";
import { findingsOf, Workspace } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";

const SERVER = "ns1.example.net.";
const KEY =
  "257 3 13 mdsswUyr3DPW132mOi8V9xESWE8jTo0dxCjjnopKl+GqJxpVXckHAeF+KkxLbxILfDLUT0rAK9iUzy1L53eKGQ==";

function signature(owner: string, ...types: readonly string[]): readonly string[] {
  const labels = owner === "@" ? 2 : owner.replace("*.", "").split(".").length + 2;
  return types.map(
    (type) =>
      `${owner} RRSIG ${type} 13 ${labels} 3600 20380101000000 20260101000000 2371 example.com. oJB1W6WNGv8=`,
  );
}

const HEAD = [
  "$TTL 3600",
  `@ SOA ${SERVER} hostmaster 1 7200 3600 1209600 3600`,
  `@ NS ${SERVER}`,
  "@ NS ns2.example.net.",
  `@ DNSKEY ${KEY}`,
];
const NAMES = [
  "a.b A 192.0.2.1",
  ...signature("a.b", "A"),
  `sec NS ${SERVER}`,
  `sec DS 1 8 2 ${"AB".repeat(32)}`,
  ...signature("sec", "DS"),
  "sub NS ns.sub",
  "ns.sub A 192.0.2.5",
  "*.w TXT x",
  ...signature("*.w", "TXT"),
];
const CHAINED = [
  ...HEAD,
  ...signature("@", "SOA", "NS", "DNSKEY", "NSEC"),
  "@ NSEC a.b.example.com. NS SOA RRSIG NSEC DNSKEY",
  ...NAMES,
  "a.b NSEC sec.example.com. A RRSIG NSEC",
  "sec NSEC sub.example.com. NS DS RRSIG NSEC",
  "sub NSEC *.w.example.com. NS RRSIG NSEC",
  "*.w NSEC example.com. TXT RRSIG NSEC",
  ...["a.b", "sec", "sub", "*.w"].flatMap((owner) => signature(owner, "NSEC")),
];
const HASHED = [...HEAD, ...signature("@", "SOA", "NS", "DNSKEY"), ...NAMES];

/** The zone, what is taken out, what comes in, and the rules that speak. */
const CASES: readonly (readonly [
  zone: readonly string[],
  gone: string,
  come: string,
  rules: readonly string[],
])[] = [
  [CHAINED, "", "", []],
  [HASHED, "", "", []],
  [CHAINED, "", "y.sub A 192.0.2.9", []],
  [CHAINED, "", "sub NS ns2.sub\nns2.sub A 192.0.2.6", []],
  [CHAINED, "", "a.b A 192.0.2.2", []],
  [CHAINED, "", "a.b TXT x", ["zone-signature-missing"]],
  [HASHED, "", "a.b TXT x", ["zone-signature-missing"]],
  [CHAINED, "", "new A 192.0.2.2", ["zone-signature-missing"]],
  [HASHED, "", "@ NS x\nx A 192.0.2.2", ["zone-signature-missing"]],
  [HASHED, "", "new A 192.0.2.2", ["zone-signature-missing"]],
  [CHAINED, "", `new NS ${SERVER}`, ["zone-signature-missing"]],
  [HASHED, "", `new NS ${SERVER}`, []],
  [CHAINED, "", `sub DS 1 8 2 ${"AB".repeat(32)}`, ["zone-signature-missing"]],
  [CHAINED, "*.w TXT x", "", ["zone-nsec-types"]],
  [HASHED, "*.w TXT x", "", ["zone-signature-orphan"]],
  [
    CHAINED,
    "a.b NSEC sec.example.com. A RRSIG NSEC",
    "a.b NSEC sec.example.com. A NSEC",
    ["zone-nsec-types"],
  ],
  [CHAINED, "a.b NSEC sec.example.com. A RRSIG NSEC", "", ["zone-nsec-next", "zone-signature-missing"]],
  [
    CHAINED,
    "a.b NSEC sec.example.com. A RRSIG NSEC",
    "a.b NSEC ( c.example.com. A RRSIG NSEC )",
    ["zone-nsec-next"],
  ],
  [CHAINED, signature("@", "SOA")[0] ?? "", "", ["zone-signature-missing"]],
  [
    HASHED,
    signature("@", "SOA")[0] ?? "",
    (signature("@", "SOA")[0] ?? "").replace(" 2371 ", " 4711 "),
    ["zone-signature-key"],
  ],
  [HASHED, "", (signature("@", "SOA")[0] ?? "").replace(" 2371 ", " 4711 "), []],
];

for (const [zone, gone, come, rules] of CASES) {
  test(`${zone === CHAINED ? "NSEC" : "NSEC3"}: - ${gone} + ${JSON.stringify(come)}`, () => {
    const before = `${zone.join("\n")}\n`;
    const at = gone === "" ? before.length : before.indexOf(`${gone}\n`);
    const end = gone === "" ? at : at + gone.length + 1;
    const text = come === "" ? "" : `${come}\n`;
    const after = before.slice(0, at) + text + before.slice(end);
    assert.deepEqual(told(findingsOf(documentOf(after))), rules);
    const workspace = new Workspace();
    const edited = documentOf(before);
    workspace.update(edited);
    edited.replace({ start: at, end }, text);
    workspace.update(edited);
    assert.deepEqual(told(workspace.findings(edited.uri)), rules, "behind an edit");
    edited.replace({ start: at, end: at + text.length }, before.slice(at, end));
    workspace.update(edited);
    assert.deepEqual(told(workspace.findings(edited.uri)), [], "and back");
  });
}

function documentOf(text: string): ZoneDocument {
  return new ZoneDocument("file:///example.com.zone", text, { origin: "example.com." });
}

function told(findings: ReturnType<typeof findingsOf>): readonly string[] {
  return findings
    .map(({ rule }) => rule.id)
    .filter((id) => /^zone-(?:nsec|signature)-/.test(id))
    .sort();
}
