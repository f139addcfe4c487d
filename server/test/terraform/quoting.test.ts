import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { TerraformProject } from "../../src/terraform/project.ts";
import { findingsOf, Workspace } from "../../src/workspace.ts";
import { applyFix } from "../fixing.ts";

const FOLDER = join(import.meta.dirname, "../../../test-fixtures/terraform/providers");
const RAW = '"v=spf1 mx -all"';
const QUOTED = '"\\"v=spf1 mx -all\\""';
const WANTED = '"v=spf1 mx -all"';

// What each provider makes of quotes where it wants none, and of none where it wants them (column txt_quoting of the table).
const WITH_QUOTES = "tf-txt-outer-quotes";
const WITHOUT = "tf-txt-missing-inner-quotes";
const CASES: readonly (readonly [type: string, rule: string, severity: string])[] = [
  ["aws_route53_record", WITH_QUOTES, "error"],
  ["azurerm_dns_txt_record", WITH_QUOTES, "error"],
  ["azurerm_private_dns_txt_record", WITH_QUOTES, "error"],
  ["digitalocean_record", WITH_QUOTES, "error"],
  ["ns1_record", WITH_QUOTES, "error"],
  ["hetznerdns_record_germanbrew", WITH_QUOTES, "error"],
  ["linode_domain_record", WITH_QUOTES, "error"],
  ["namecheap_domain_records", WITH_QUOTES, "error"],
  ["alicloud_alidns_record", WITH_QUOTES, "info"],
  ["scaleway_domain_record", WITH_QUOTES, "error"],
  ["transip_dns_record", WITH_QUOTES, "error"],
  ["netlify_dns_record", WITH_QUOTES, "error"],
  ["vercel_dns_record", WITH_QUOTES, "error"],
  ["exoscale_domain_record", WITH_QUOTES, "error"],
  ["opentelekomcloud_dns_recordset_v2", WITH_QUOTES, "error"],
  ["gcore_dns_zone_record", WITH_QUOTES, "error"],
  ["dns_txt_record_set", WITH_QUOTES, "error"],
  ["bunnynet_dns_record", WITH_QUOTES, "error"],
  ["inwx_nameserver_record", WITH_QUOTES, "error"],
  ["porkbun_dns_record", WITH_QUOTES, "error"],
  ["module_route53_map", WITH_QUOTES, "error"],
  ["module_route53_list", WITH_QUOTES, "error"],
  ["google_dns_record_set", WITHOUT, "error"],
  ["hcloud_zone_rrset", WITHOUT, "error"],
  ["hcloud_zone_record", WITHOUT, "error"],
  ["gandi_livedns_record", WITHOUT, "info"],
  ["vultr_dns_record", WITHOUT, "info"],
  ["akamai_dns_record", WITHOUT, "error"],
  ["powerdns_record", WITHOUT, "error"],
  ["yandex_dns_recordset", WITHOUT, "error"],
  ["openstack_dns_recordset_v2", WITHOUT, "error"],
  ["selectel_domains_rrset_v2", WITHOUT, "error"],
  ["infoblox_txt_record", WITHOUT, "error"],
];

// Both ways of writing are taken, or nobody knows which one is.
const EITHER = [
  "cloudflare_dns_record",
  "cloudflare_record",
  "hetznerdns_record_timohirt",
  "desec_rrset",
  "oci_dns_rrset",
  "oci_dns_record",
  "huaweicloud_dns_recordset",
  "module_cloudflare_zone",
  "dnsimple_zone_record",
  "ovh_domain_zone_record",
  "alicloud_dns_record",
  "stackit_dns_record_set",
  "ibm_cis_dns_record",
];

function read(text: string) {
  const document = new TerraformProject().open("dns/main.tf", text);
  const workspace = new Workspace();
  workspace.update(document);
  const findings = workspace.findings(document.uri).filter(({ rule }) => rule.id.startsWith("tf-"));
  return { document, findings };
}

function swapped(name: string): string {
  const text = readFileSync(join(FOLDER, `${name}.tf`), "utf8");
  return text.includes(QUOTED) ? text.replace(QUOTED, RAW) : text.replace(RAW, QUOTED);
}

for (const [name, rule, severity] of CASES) {
  test(`${name}: ${rule} as ${severity}, and its fix publishes the text`, () => {
    const { document, findings } = read(swapped(name));
    assert.deepEqual(
      findings.map((finding) => `${finding.rule.id} ${finding.severity}`),
      [`${rule} ${severity}`],
    );
    const [fix] = findings[0]?.fixes ?? [];
    assert.ok(applyFix(document, fix), "no fix is offered");
    const published = [...document.records()].map(({ rdata }) => rdata.canonical);
    assert.ok(published.includes(WANTED), published.join("\n"));
    assert.deepEqual(read(document.text()).findings, []);
  });
}

for (const name of EITHER) {
  test(`${name}: nothing is said of the quotes`, () => {
    assert.deepEqual(
      read(swapped(name)).findings.map(({ rule }) => rule.id),
      [],
    );
  });
}

test("Google prints what it would store of a value without quotes", () => {
  const { document } = read(swapped("google_dns_record_set"));
  const [first] = document.records();
  assert.equal(first?.rdata.canonical, '"v=spf1" "mx" "-all"');
  assert.equal(first.text?.text, "v=spf1 mx -all");
});

// A key of 2048 bits has 410 characters with its tags.
const KEY = `v=DKIM1; k=rsa; p=${"MIIB".repeat(98)}`;
const LONG: readonly (readonly [type: string, severity: string | undefined, split: string])[] = [
  ["aws_route53_record", "error", `"${KEY.slice(0, 255)}\\"\\"${KEY.slice(255)}"`],
  ["google_dns_record_set", "error", `"\\"${KEY.slice(0, 255)}\\" \\"${KEY.slice(255)}\\""`],
  ["cloudflare_dns_record", "info", `"\\"${KEY.slice(0, 255)}\\" \\"${KEY.slice(255)}\\""`],
  ["hcloud_zone_rrset", "error", `"\\"${KEY.slice(0, 255)}\\" \\"${KEY.slice(255)}\\""`],
  ["azurerm_dns_txt_record", undefined, `"${KEY}"`],
  ["digitalocean_record", undefined, `"${KEY}"`],
  ["powerdns_record", undefined, `"\\"${KEY}\\""`],
];

for (const [name, severity, split] of LONG) {
  test(`${name}: a key over 255 characters ${severity === undefined ? "is cut by the provider" : "has to be split"}`, () => {
    const text = readFileSync(join(FOLDER, `${name}.tf`), "utf8");
    const { document, findings } = read(text.replace("v=spf1 mx -all", KEY));
    assert.deepEqual(
      findings.map((finding) => `${finding.rule.id} ${finding.severity}`),
      severity === undefined ? [] : [`tf-txt-over-255-unsplit ${severity}`],
    );
    const [fix] = findings[0]?.fixes ?? [];
    applyFix(document, fix);
    assert.ok(document.text().includes(split), document.text());
    assert.deepEqual(read(document.text()).findings, []);
  });
}

test("Azure cuts at 254", () => {
  const text = readFileSync(join(FOLDER, "azurerm_dns_txt_record.tf"), "utf8");
  const { document } = read(text.replace("v=spf1 mx -all", KEY));
  const [first] = document.records();
  assert.equal(first?.rdata.canonical, `"${KEY.slice(0, 254)}" "${KEY.slice(254)}"`);
});

// A long text cut by hand, or taken over from Route 53: the strings are there, and the outer quotes are not.
for (const marks of ['\\" \\"', '\\"\\"']) {
  test(`quotes between strings are no part of them: ${marks}`, () => {
    const key = `v=DKIM1; k=rsa; p=${"MIIB".repeat(20)}${marks}${"MIIB".repeat(20)}`;
    const whole = key.replace(marks, "");
    const text = readFileSync(join(FOLDER, "google_dns_record_set.tf"), "utf8");
    const { document, findings } = read(text.replace(QUOTED, `"${key}"`));
    assert.deepEqual(
      findings.map(({ rule }) => rule.id),
      [WITHOUT],
    );
    const [fix] = findings[0]?.fixes ?? [];
    applyFix(document, fix);
    const [first] = document.records();
    assert.equal(first?.rdata.canonical, `"${whole}"`);
    assert.deepEqual(read(document.text()).findings, []);
  });
}

// Google, and Cloudflare as well, refuse quotes without a partner, wherever the one that is there stands.
test("a quote that is closed and was not opened is one finding, and the fix gives it its partner", () => {
  for (const type of ["google_dns_record_set", "cloudflare_dns_record"]) {
    const text = readFileSync(join(FOLDER, `${type}.tf`), "utf8").replace(QUOTED, '"v=spf1 mx -all\\""');
    const document = new TerraformProject().open("main.tf", text);
    const workspace = new Workspace();
    workspace.update(document);
    const findings = workspace.findings(document.uri);
    assert.deepEqual(
      findings.map(({ rule }) => rule.id),
      [WITHOUT],
    );
    applyFix(document, findings[0]?.fixes[0]);
    assert.ok(document.text().includes(QUOTED));
  }
});

test("a key in quotes that is not split is one finding where the provider adds quotes", () => {
  const key = `v=DKIM1; p=${"A".repeat(300)}`;
  for (const [type, zone, content] of [
    ["aws_route53_record", 'zone_id = "Z1"\n  type = "TXT"\n  name = "s._domainkey.corp.net."', "records"],
    ["dns_txt_record_set", 'zone = "corp.net."\n  name = "s._domainkey"', "txt"],
  ]) {
    const text = `resource "${type}" "k" {\n  ${zone}\n  ttl = 300\n  ${content} = ["\\"${key}\\""]\n}\n`;
    const document = new TerraformProject().open("main.tf", text);
    const workspace = new Workspace();
    workspace.update(document);
    const ids = () => workspace.findings(document.uri).map(({ rule }) => rule.id);
    assert.ok(ids().includes(WITH_QUOTES));
    assert.ok(!ids().includes("dkim-record-too-long-unsplit"));
    applyFix(
      document,
      workspace.findings(document.uri).find(({ rule }) => rule.id === WITH_QUOTES)?.fixes[0],
    );
    assert.equal([...document.records()][0]?.rdata.printed, `"${key.slice(0, 255)}" "${key.slice(255)}"`);
  }
});

// RFC 1035 section 5.1: a record's data as quoted strings, in parentheses where it goes over several lines.
for (const [pasted, wanted] of [
  ['( \\"v=spf1 mx \\" \\"-all\\" )', "v=spf1 mx -all"],
  ['(\\"v=spf1 mx -all\\")', "v=spf1 mx -all"],
  ['@ IN TXT ( \\"v=spf1 mx \\"\\"-all\\" )', "v=spf1 mx -all"],
  ['@ 300 IN TXT \\"v=spf1 mx \\" \\"-all\\"', "v=spf1 mx -all"],
  ["x TXT ( v=spf1 mx -all )", "v=spf1 mx -all"],
] as const) {
  test(`what was pasted from a zone file keeps its text alone: ${pasted}`, () => {
    const text = `resource "digitalocean_record" "r" {\n  domain = "corp.net"\n  name   = "@"\n  type   = "TXT"\n  value  = "${pasted}"\n}\n`;
    const document = new TerraformProject().open("main.tf", text);
    const findings = findingsOf(document);
    assert.deepEqual(
      findings.map(({ rule }) => rule.id),
      ["txt-zone-line-pasted"],
    );
    applyFix(document, findings[0]?.fixes[0]);
    assert.ok(document.text().includes(`"${wanted}"`), document.text());
    assert.deepEqual(findingsOf(document), []);
  });
}

test("a text in parentheses is no line of a zone file", () => {
  for (const text of ['(\\"hello\\")', "see the TXT (record)"]) {
    const document = new TerraformProject().open(
      "main.tf",
      `resource "digitalocean_record" "r" {\n  domain = "corp.net"\n  name   = "@"\n  type   = "TXT"\n  value  = "${text}"\n}\n`,
    );
    assert.deepEqual(findingsOf(document), []);
  }
});
