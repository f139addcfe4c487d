// A revoked key fails every signature, so that nothing else in its record can break mail (RFC 6376 3.6.1 and 6.1.2).
import assert from "node:assert/strict";
import { test } from "node:test";
import { findingsOf } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";

test("what stands beside an empty `p=` is no error", () => {
  for (const tags of ["h=sha1", "h=sha1:sha256", "h=sha512", "s=other", "k=dsa", "t=y", "t=s", "g="]) {
    const text = `s1._domainkey 3600 TXT "v=DKIM1; ${tags}; p="\n`;
    const found = findingsOf(new ZoneDocument("file:///z.zone", text, { origin: "corp.net." }));
    const worst = found.filter(({ rule, severity = rule.severity }) => /error|warning/.test(severity));
    assert.deepEqual(
      worst.map(({ message }) => message),
      [],
      tags,
    );
    assert.ok(found.some(({ rule }) => rule.id === "dkim-p-empty-revoked"));
  }
});
