// The strings of a TXT record are joined with nothing between (RFC 6376 section 3.6.2.2, RFC 7208 section 3.3): a semicolon
// that stands in neither of them is lost. Expected: that alone is found, and its fix loses nothing that was written.
import assert from "node:assert/strict";
import { test } from "node:test";
import { findingsOf } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";
import { applyFix } from "../fixing.ts";

const KEY = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

/** Owner, strings, the rule, and the text that all fixes in turn come to. */
const CASES: readonly (readonly [string, readonly string[], string, string])[] = [
  [
    "s1._domainkey",
    ["v=DKIM1; k=ed25519; t=s", `p=${KEY}`],
    "dkim-missing-semicolon",
    `v=DKIM1; k=ed25519; t=s; p=${KEY}`,
  ],
  [
    "s1._domainkey",
    ["v=DKIM1", "k=ed25519", `p=${KEY}`],
    "dkim-missing-semicolon",
    `v=DKIM1; k=ed25519; p=${KEY}`,
  ],
  [
    "s1._domainkey",
    ["v=DKIM1; k=ed25519; x=1", `p=${KEY}`],
    "dkim-missing-semicolon",
    `v=DKIM1; k=ed25519; x=1; p=${KEY}`,
  ],
  [
    "s1._domainkey",
    ["v=DKIM1; k=ed25519; n=key", `p=${KEY}`],
    "dkim-missing-semicolon",
    `v=DKIM1; k=ed25519; n=key; p=${KEY}`,
  ],
  [
    "_dmarc",
    ["v=DMARC1", "p=reject; rua=mailto:d@example.com"],
    "dmarc-missing-semicolon",
    "v=DMARC1; p=reject; rua=mailto:d@example.com",
  ],
  [
    "_dmarc",
    ["v=DMARC1; p=reject", "rua=mailto:d@example.com"],
    "dmarc-missing-semicolon",
    "v=DMARC1; p=reject; rua=mailto:d@example.com",
  ],
  [
    "_dmarc",
    ["v=DMARC1 p=none sp=none rua=mailto:d@example.com"],
    "dmarc-missing-semicolon",
    "v=DMARC1; p=none; sp=none; rua=mailto:d@example.com",
  ],
  [
    "_dmarc",
    ["v=DMARC1,p=none,sp=none,rua=mailto:d@example.com"],
    "dmarc-comma-separator",
    "v=DMARC1; p=none; sp=none; rua=mailto:d@example.com",
  ],
  [
    "_smtp._tls",
    ["v=TLSRPTv1", "rua=mailto:t@example.com"],
    "tlsrpt-separator",
    "v=TLSRPTv1; rua=mailto:t@example.com",
  ],
  ["_mta-sts", ["v=STSv1", "id=1"], "mtasts-separator", "v=STSv1; id=1"],
  [
    "default._bimi",
    ["v=BIMI1", "l=https://example.com/l.svg; a="],
    "bimi-tag-syntax",
    "v=BIMI1; l=https://example.com/l.svg; a=",
  ],
];

for (const [owner, strings, id, wanted] of CASES) {
  test(`${id}: ${strings.join(" | ").replace(KEY, "KEY")}`, () => {
    const quoted = strings.map((one) => `"${one}"`).join(" ");
    const document = new ZoneDocument("file:///z.zone", `${owner} 3600 TXT ${quoted}\n`, {
      origin: "example.com.",
    });
    const own = ({ severity, rule }: { severity: string; rule: { id: string } }) =>
      severity === "error" && rule.id.startsWith(id.split("-")[0] ?? "");
    const found = findingsOf(document);
    assert.deepEqual(
      found.filter(own).map(({ rule }) => rule.id),
      [id],
    );
    for (const { rule, fixes } of found)
      assert.ok(rule.id === id || !fixes.some(({ safe }) => safe), `${rule.id} has a safe fix`);
    const [fix] = found.find(({ rule }) => rule.id === id)?.fixes ?? [];
    const after = document.withText(document.text());
    applyFix(after, fix);
    const [record] = after.records();
    assert.equal(record?.text?.text, wanted);
  });
}
