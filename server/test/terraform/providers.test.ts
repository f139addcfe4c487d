import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { DnsRecord } from "../../src/dns/record.ts";
import { encodeFix } from "../../src/rules/finding.ts";
import { TerraformProject } from "../../src/terraform/project.ts";
import { RESOURCES } from "../../src/terraform/providers/table.ts";
import { Workspace } from "../../src/workspace.ts";
import { applyFix } from "../fixing.ts";

const FOLDER = join(import.meta.dirname, "../../../test-fixtures/terraform/providers");
const names = readdirSync(FOLDER).filter((name) => name.endsWith(".tf"));

function read(text: string) {
  const document = new TerraformProject().open("dns/main.tf", text);
  const workspace = new Workspace();
  workspace.update(document);
  return { document, findings: workspace.findings(document.uri), records: [...document.records()] };
}

function line({ owner, ttl, type, rdata }: DnsRecord): string {
  return `${owner ?? "?"} ${ttl ?? "?"} ${type} ${rdata.printed ?? rdata.canonical ?? "?"}`;
}

// Comments hold what the table of providers says that the blocks publish.
function expected(text: string): readonly string[] {
  return text.split("\n").flatMap((one) => (one.startsWith("# ") ? [one.slice(2)] : []));
}

for (const name of names) {
  const text = readFileSync(join(FOLDER, name), "utf8");
  test(`${name}: the records are those that the provider publishes, and nothing is wrong with them`, () => {
    const { records, findings } = read(text);
    assert.deepEqual(records.map(line).sort(), [...expected(text)].sort());
    assert.deepEqual(
      findings
        .filter(({ severity }) => severity === "error")
        .map(({ rule, message }) => `${rule.id} ${message}`),
      [],
    );
  });

  if (!text.includes("v=spf1 mx -all")) continue;
  test(`${name}: a fix inside the value keeps its quoting`, () => {
    const { document, findings } = read(text.replace("v=spf1 mx -all", "v=spf1 mx +all"));
    const fix = findings.find(({ rule }) => rule.id === "spf-all-plus")?.fixes[0];
    assert.ok(applyFix(document, fix), "no fix is offered");
    assert.deepEqual([...document.records()].map(line).sort(), [...expected(text)].sort());
  });
}

test("every resource type of the table has a fixture", () => {
  const texts = names.map((name) => readFileSync(join(FOLDER, name), "utf8")).join("\n");
  const mirrored = /^azurerm_private_dns_(?!txt)|^dns_(?!txt|mx)/;
  const missing = RESOURCES.filter(
    ({ type }) => !mirrored.test(type) && !texts.includes(`resource "${type}"`),
  );
  assert.deepEqual(
    missing.map(({ type }) => type),
    [],
  );
});

// The provider's form: `content` is a list of JSON values, one for each field.
test("G-Core's fields are put together to one record", () => {
  const set = (type: string, content: string) => `resource "gcore_dns_zone_rrset" "r" {
  zone_name        = "corp.net"
  rrset_name       = "x.corp.net"
  rrset_type       = "${type}"
  ttl              = 300
  resource_records = [{ content = [${content}] }]
}
`;
  const mx = read(set("MX", 'jsonencode(10), jsonencode("mx.corp.net.")'));
  assert.deepEqual(mx.records.map(line), ["x.corp.net. 300 MX 10 mx.corp.net."]);
  assert.deepEqual(mx.findings, []);
  const a = read(set("A", 'jsonencode("192.0.2.1")'));
  assert.deepEqual(a.records.map(line), ["x.corp.net. 300 A 192.0.2.1"]);
});

// UltraDNS's documentation of the provider: APEXALIAS is 65282.
test("a service's own type is its own by number, too", () => {
  const { findings } = read(`resource "ultradns_record" "u" {
  zone_name   = "corp.net."
  owner_name  = "corp.net."
  record_type = "65282"
  ttl         = 300
  record_data = ["www.other.net."]
}
`);
  assert.deepEqual(findings, []);
});

// Cloudflare's API answers 9009, "Change the content of your MX record to be a hostname".
test("Cloudflare refuses a preference in front of the host, and the fix gives it its own argument", () => {
  const record = (more: string, content: string) => `resource "cloudflare_record" "m" {
  zone_id = "z"
  name    = "corp.net."
  type    = "MX"
  ${more}
  content = "${content}"
}
`;
  for (const more of ["ttl     = 60", "priority = 10"]) {
    const { document, findings } = read(record(more, "10 mx.corp.net"));
    assert.deepEqual(
      findings.map(({ rule }) => rule.id),
      ["tf-mx-preference-missing"],
    );
    const [fix] = findings[0]?.fixes ?? [];
    applyFix(document, fix);
    assert.deepEqual(read(document.text()).findings, []);
    assert.equal([...document.records()][0]?.rdata.canonical, "10 mx.corp.net.");
  }
  assert.deepEqual(read(record("priority = 10", "mx.corp.net")).findings, []);
});

test("an address of the other family is no reason to change the type of its neighbours", () => {
  const titles = (more: string, records: string) =>
    read(`resource "aws_route53_record" "r" {
  zone_id = "z"
  name    = "x"
  type    = "A"
  ttl     = 300
  ${more}
  records = ${records}
}
`).findings.flatMap(({ rule, fixes }) =>
      rule.id === "zone-rdata-ipv4"
        ? fixes.map((fix) => (encodeFix(fix) === undefined ? "-" : fix.title))
        : [],
    );
  assert.deepEqual(titles("", '["2001:db8::1"]'), ["Make it an AAAA record"]);
  assert.deepEqual(titles("", '["198.51.100.1", "2001:db8::1"]'), ["-"]);
  assert.deepEqual(titles("for_each = { a = 1 }", '["2001:db8::1"]'), ["-"]);
});

test("a text that stands where its value is not known is checked where it is written", () => {
  const { findings } = read(`variable "m" {
  type = map(string)
}
locals {
  a = get_env("X", "v=spf1 +all")
  b = lookup(var.m, "spf", "v=spf1 ?all")
  c = jsonencode({ spf = "v=spf1 mx all" })
  d = startswith(var.m.x, "v=spf1 +all")
}
`);
  assert.deepEqual(
    findings.map(({ rule }) => rule.id),
    ["spf-all-plus", "spf-all-neutral", "spf-all-plus"],
  );
});

// Linode's API, "Create a domain record": an underscore is put in front of `service` and `protocol`, which name the record.
test("service and protocol of an SRV record are its name", () => {
  const srv = (more: string) =>
    new TerraformProject()
      .open(
        "file:///w/main.tf",
        `resource "linode_domain" "d" {
  domain = "corp.net"
}
resource "linode_domain_record" "srv" {
  domain_id   = linode_domain.d.id
  record_type = "SRV"
  priority    = 10
  weight      = 5
  port        = 5060
  target      = "sip.corp.net"
${more}}
`,
      )
      .records()
      .map(({ owner }) => owner);
  assert.deepEqual(srv('service = "sip"\nprotocol = "tcp"\n'), ["_sip._tcp.corp.net."]);
  assert.deepEqual(srv('service = "_sip"\nprotocol = "_tcp"\n'), ["_sip._tcp.corp.net."]);
  // How they go with a name is not said anywhere.
  assert.deepEqual(srv('service = "sip"\nprotocol = "tcp"\nname = "oli"\n'), [undefined]);
  assert.deepEqual(srv('service = var.x\nprotocol = "tcp"\n'), [undefined]);
});
