// Parts of a DMARC record without `=`: each is told once, and no fix loses what was written (RFC 9989 4.8).
import assert from "node:assert/strict";
import { test } from "node:test";
import { findingsOf } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";
import { applyFix } from "../fixing.ts";

const RUA = "rua=mailto:d@corp.net";

const CASES: readonly (readonly [text: string, id: string, fixed: string])[] = [
  [`v=DMARC1; p reject; ${RUA}`, "dmarc-colon-for-equals", `v=DMARC1; p=reject; ${RUA}`],
  [`v=DMARC1; p=reject; ${RUA}; sp  none`, "dmarc-colon-for-equals", `v=DMARC1; p=reject; ${RUA}; sp=none`],
  [
    `v=DMARC1; p=reject; ${RUA}; sp : none`,
    "dmarc-colon-for-equals",
    `v=DMARC1; p=reject; ${RUA}; sp = none`,
  ],
  ["v=DMARC1; p=reject; rua mailto:d@corp.net", "dmarc-colon-for-equals", `v=DMARC1; p=reject; ${RUA}`],
  [
    `v=DMARC1; p=reject; ${RUA}; ruf mailto:d@corp.net; fo=1`,
    "dmarc-colon-for-equals",
    `v=DMARC1; p=reject; ${RUA}; ruf=mailto:d@corp.net; fo=1`,
  ],
  ["v=DMARC1; p=reject; mailto:d@corp.net", "dmarc-tag-without-value", `v=DMARC1; p=reject; ${RUA}`],
  ["v=DMARC1; p=reject; d@corp.net", "dmarc-tag-without-value", `v=DMARC1; p=reject; ${RUA}`],
  [`v=DMARC1; reject; ${RUA}`, "dmarc-tag-without-value", `v=DMARC1; p=reject; ${RUA}`],
  [`v=DMARC1; p=reject; ${RUA}; x-y`, "dmarc-tag-without-value", `v=DMARC1; p=reject; ${RUA}`],
  [`v=DMARC1 p reject; ${RUA}`, "dmarc-version-invalid", `v=DMARC1; p reject; ${RUA}`],
  [
    `v=DMARC1; p=reject; ${RUA}; rf=mailto:d@corp.net; fo=1`,
    "dmarc-rf-removed",
    `v=DMARC1; p=reject; ${RUA}; ruf=mailto:d@corp.net; fo=1`,
  ],
];

for (const [text, id, fixed] of CASES) {
  test(`${text}: ${id}, and its fix`, () => {
    const zone = new ZoneDocument("file:///z.zone", `_dmarc 3600 TXT "${text}"\n`, { origin: "corp.net." });
    const found = findingsOf(zone).filter(({ rule, severity = rule.severity }) => {
      return severity !== "info" && rule.id !== "dmarc-ruf-privacy";
    });
    assert.deepEqual(
      found.map(({ rule }) => rule.id),
      [id],
    );
    const [fix] = found[0]?.fixes ?? [];
    assert.equal(fix?.safe ?? false, false);
    applyFix(zone, fix);
    assert.equal(zone.text(), `_dmarc 3600 TXT "${fixed}"\n`);
  });
}

test("`fo` is no needless tag where the `ruf` that it is for was lost, and a TLS-RPT field behind a blank is no rest of an address", () => {
  const ids = (owner: string, text: string) =>
    findingsOf(new ZoneDocument("file:///z.zone", `${owner} 3600 TXT "${text}"\n`, { origin: "corp.net." }))
      .map(({ rule, severity = rule.severity }) => `${severity} ${rule.id}`)
      .filter((one) => one.startsWith("error") || one.includes("-fo-"));
  assert.deepEqual(ids("_dmarc", `v=DMARC1; p=reject; ${RUA} ruf=mailto:f@corp.net; fo=1`), [
    "error dmarc-missing-semicolon",
  ]);
  assert.deepEqual(ids("_smtp._tls", "v=TLSRPTv1; rua=https://r.example.net/; ext1"), [
    "error tlsrpt-field-syntax",
  ]);
});
