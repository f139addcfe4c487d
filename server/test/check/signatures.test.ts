// When signatures and copies of keys are told of: RFC 4035 sections 5.3.1 and 5.3.3, RFC 7344 section 4.1. BIND refuses a zone
// whose CDS or CDNSKEY names none of its keys ("consistency checks failed"), keys or none.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Workspace } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";

const HEAD = `$TTL 3600
@ SOA ns1.example.net. hostmaster 1 7200 3600 1209600 3600
@ NS ns1.example.net.
@ NS ns2.example.net.
www A 192.0.2.1
`;
const KEY =
  "257 3 13 mdsswUyr3DPW132mOi8V9xESWE8jTo0dxCjjnopKl+GqJxpVXckHAeF+KkxLbxILfDLUT0rAK9iUzy1L53eKGQ==";
const NOW = Date.UTC(2026, 0, 15) / 1000;

function signature(until: string, from: string, covered = "A"): string {
  return `www RRSIG ${covered} 13 3 3600 ${until} ${from} 12345 example.com. oJB1W6WNGv8=\n`;
}

const OLD = signature("20260101000000", "20251201000000");
const CASES: readonly (readonly [string, string, readonly string[]])[] = [
  ["expired", OLD, ["zone-rrsig-expired"]],
  ["expired, beside one that is valid", OLD + signature("20260201000000", "20260101000000"), []],
  [
    "expired, beside a valid one of another type",
    OLD + signature("20260201000000", "20260101000000", "AAAA"),
    ["zone-rrsig-expired"],
  ],
  ["valid from this very second on", signature("20260201000000", "20260115000000"), []],
  [
    "valid from the next second on",
    signature("20260201000000", "20260115000001"),
    ["zone-rrsig-not-yet-valid"],
  ],
  ["a CDNSKEY of a key that is here", `@ DNSKEY ${KEY}\n@ CDNSKEY ${KEY}\n`, []],
  ["a CDNSKEY where there is no key at all", `@ CDNSKEY ${KEY}\n`, ["zone-cds-mismatch"]],
];

for (const [what, text, wanted] of CASES) {
  test(what, () => {
    const workspace = new Workspace(undefined, { now: () => NOW });
    const document = new ZoneDocument("file:///example.com.zone", HEAD + text, { origin: "example.com." });
    workspace.update(document);
    const ids = workspace.findings(document.uri).map(({ rule }) => rule.id);
    assert.deepEqual(
      ids.filter((id) => /^zone-(?:rrsig|cds)-/.test(id)),
      wanted,
    );
  });
}
