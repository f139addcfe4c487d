import assert from "node:assert/strict";
import { test } from "node:test";
import { TerraformProject } from "../../src/terraform/project.ts";
import { findingsOf } from "../../src/workspace.ts";

const ids = (text: string) =>
  findingsOf(new TerraformProject().open("file:///w/main.tf", text)).map(({ rule }) => rule.id);

const record = (name: string, value: string) =>
  `resource "cloudflare_record" "r" {\n  zone_id = "z"\n  ${name}\n  type    = "TXT"\n  content = ${value}\n}\n`;

// Terraform refuses each of these files; what of it is no text of a record says nothing about one.
const BROKEN: readonly (readonly [value: string, rules: readonly string[]])[] = [
  ['"v=spf1 %{ if true }mx%{ edif } -all"', ["tf-template-directive"]],
  ['"v=spf1 %{ i true }mx%{ endif } -all"', ["tf-template-directive"]],
  ['"v=spf1 % if true }mx%{ endif } -all"', []],
  ['"v=spf1 %{ if true }mx{ endif } -all"', []],
  ['"v=spf1 %{ for x in ["mx"] }${x}{ endfor } -all"', []],
  ['"v=spf1 mx -all', []],
  ['["v=spf1 mx -all]', []],
  // A macro is a macro, whatever Terraform takes it for.
  ['"v=spf1 exists:%{i}.corp.net -all"', ["tf-template-directive"]],
  ['"v=spf1 ipv4:192.0.2.1 -all', ["spf-mechanism-typo"]],
];

for (const [value, rules] of BROKEN) {
  test(`one mistake is one finding: ${value}`, () => {
    assert.deepEqual(ids(record('name    = "corp.net."', value)), rules);
  });
}

test("a name that cannot be read is not known", () => {
  for (const name of [
    'name      "_dmarc.corp.net."',
    'name ? = "_dmarc.corp.net."',
    'ttl = 1 name = "_dmarc.corp.net."',
  ])
    assert.deepEqual(ids(record(name, '"v=DMARC1; p=reject; rua=mailto:a@corp.net"')), [], name);
});

test("records of a block that cannot be read do not compete with others", () => {
  const block = (name: string, more: string) =>
    `resource "aws_route53_record" "${name}" {\n  ${more}zone_id = "z"\n  name = "corp.net."\n  type = "TXT"\n  ttl = 1\n  records = ["${name}"]\n}\n`;
  assert.deepEqual(ids(block("a", "") + block("b", "")), ["tf-txt-competing-resources"]);
  assert.deepEqual(ids(block("a", "") + block("b", "count 0\n  ")), []);
});
