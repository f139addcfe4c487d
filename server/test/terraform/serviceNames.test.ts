// In a zone that is not known the labels in front of a name say all the same who looks there.
import assert from "node:assert/strict";
import { test } from "node:test";
import { TerraformProject } from "../../src/terraform/project.ts";
import { findingsOf } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";

const CASES: readonly (readonly [name: string, content: string, id: string])[] = [
  ["_dmarc", "v=DMAC1; p=reject; rua=mailto:d@corp.net", "dmarc-version-invalid"],
  ["_DMARC", "p=reject; rua=mailto:d@corp.net", "dmarc-version-missing"],
  ["_mta-sts", "id=1", "mtasts-version"],
  ["_smtp._tls", "rua=mailto:d@corp.net", "tlsrpt-version"],
  ["s1._domainkey", "k=rsa; t=s", "dkim-p-missing"],
  ["$" + "{var.selector}._domainkey", "k=rsa; t=s", "dkim-p-missing"],
];

for (const [name, content, id] of CASES) {
  test(`${name} "${content}": ${id}`, () => {
    const text = `resource "cloudflare_record" "r" {\n  zone_id = var.zone\n  name = "${name}"\n  type = "TXT"\n  content = "${content}"\n}\n`;
    const found = findingsOf(new TerraformProject().open("file:///m/main.tf", text));
    assert.ok(
      found.some(({ rule }) => rule.id === id),
      found.map(({ rule }) => rule.id).join(),
    );
    // At any other name nobody knows what the text is for.
    const elsewhere = text.replace(name, "www");
    assert.deepEqual(findingsOf(new TerraformProject().open("file:///m/main.tf", elsewhere)), []);
  });
}

test("a zone file without an origin is read alike", () => {
  const zone = new ZoneDocument("file:///part", '_dmarc 3600 TXT "p=reject; rua=mailto:d@corp.net"\n');
  assert.ok(findingsOf(zone).some(({ rule }) => rule.id === "dmarc-version-missing"));
});
