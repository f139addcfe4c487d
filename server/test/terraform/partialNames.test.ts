import assert from "node:assert/strict";
import { test } from "node:test";
import { TerraformProject } from "../../src/terraform/project.ts";
import { findingsOf } from "../../src/workspace.ts";
import { applyFix } from "../fixing.ts";

const ZONE = 'resource "google_dns_managed_zone" "z" {\n  name     = "z"\n  dns_name = "corp.net."\n}\n';
const google = (zone: string, name: string) =>
  `resource "google_dns_record_set" "r" {\n  managed_zone = ${zone}\n  name = "${name}"\n  type = "TXT"\n  ttl = 300\n  rrdatas = ["\\"v=DMARC1; p=reject; rua=mailto:a@corp.net\\""]\n}\n`;
const read = (text: string) => {
  const document = new TerraformProject().open("file:///w/main.tf", text);
  return { document, owner: [...document.records()][0]?.owner, findings: findingsOf(document) };
};

// Google's documentation: "The DNS name this record set will apply to", with its final dot.
test("a name relative to the zone, where whole ones belong, is read as it was meant, and the fix writes it whole", () => {
  const { document, owner, findings } = read(ZONE + google("google_dns_managed_zone.z.name", "_dmarc"));
  assert.equal(owner, "_dmarc.corp.net.");
  assert.deepEqual(
    findings.map(({ rule }) => rule.id),
    ["tf-final-dot-missing"],
  );
  applyFix(document, findings[0]?.fixes[0]);
  assert.ok(document.text().includes('"_dmarc.corp.net."'), document.text());
  assert.deepEqual(findingsOf(document), []);
});

test("in a zone that is not known it stands at no known name, and nothing completes it", () => {
  const { owner, findings } = read(google("var.zone", "_dmarc"));
  assert.equal(owner, undefined);
  assert.deepEqual(
    findings.map(({ rule, fixes }) => `${rule.id} ${fixes.length}`),
    ["tf-final-dot-missing 0"],
  );
});

test("providers that take whole names without a final dot", () => {
  const ns1 = (domain: string) =>
    read(
      `resource "ns1_record" "r" {\n  zone = "corp.net"\n  domain = "${domain}"\n  type = "TXT"\n  short_answers = ["a"]\n}\n`,
    ).owner;
  assert.equal(ns1("_dmarc"), "_dmarc.corp.net.");
  assert.equal(ns1("www"), "www.corp.net.");
  assert.equal(ns1("www.corp.net"), "www.corp.net.");
  assert.equal(ns1("corp.net"), "corp.net.");
});
