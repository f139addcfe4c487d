import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeFix } from "../../src/rules/finding.ts";
import { applyFix } from "../fixing.ts";
import { open, record, ZONE } from "./opened.ts";

const URI = "file:///w/main.tf";

const ovh = (label: string, name: string, type: string, target: string) =>
  `resource "ovh_domain_zone_record" "${label}" {
  zone      = "corp.net"
  subdomain = "${name}"
  fieldtype = "${type}"
  ttl       = 300
  target    = "${target}"
}
`;

function rulesOf(text: string): readonly string[] {
  return open({ [URI]: text }).found(URI);
}

// OVH's targets are as in a zone file: without their final dot the zone is put behind them.
test("a target without its final dot is told where the service adds the zone", () => {
  assert.deepEqual(rulesOf(ovh("a", "www", "CNAME", "corp.net")), ["owner-missing-trailing-dot corp.net"]);
  assert.deepEqual(rulesOf(ovh("a", "", "MX", "1 mx.corp.net")), ["owner-missing-trailing-dot mx.corp.net"]);
  assert.deepEqual(rulesOf(ovh("a", "www", "CNAME", "shops.other.net")), [
    "zone-target-missing-dot shops.other.net",
  ]);
  for (const right of ["corp.net.", "shops.other.net.", "web", "web.internal", "a.corp.net.", "@"])
    assert.deepEqual(rulesOf(ovh("a", "www", "CNAME", right)), [], right);
  // A name of the zone that ends like a domain.
  assert.deepEqual(rulesOf(ovh("a", "www", "CNAME", "web.dev") + ovh("b", "web.dev", "A", "192.0.2.1")), []);
});

const azure = (name: string) => `resource "azurerm_dns_txt_record" "t" {
  name      = "${name}"
  zone_name = "corp.net"
  ttl       = 300
  record {
    value = "v=spf1 mx -all"
  }
}
`;

// Azure's record names are relative to the zone, whatever they end with.
test("an owner that repeats the zone is told where names are relative, and written as one", () => {
  for (const [name, right] of [
    ["corp.net", "@"],
    ["www.corp.net", "www"],
  ] as const) {
    const { of, workspace } = open({ [URI]: azure(name) });
    const [finding] = workspace.findings(URI);
    assert.equal(finding?.rule.id, "owner-missing-trailing-dot");
    assert.ok(applyFix(of(URI), finding.fixes[0]));
    assert.equal(of(URI).text(), azure(right));
  }
  for (const right of ["@", "www", "corp", "net.corp"]) assert.deepEqual(rulesOf(azure(right)), [], right);
});

// Route 53 and Cloudflare add the zone only where it is not there.
test("an owner that ends with the zone is in order where the provider looks for that", () => {
  const text = `resource "cloudflare_dns_record" "r" {
  zone_id = cloudflare_zone.z.id
  name    = "www.corp.net"
  type    = "CNAME"
  ttl     = 300
  content = "shops.other.net"
}
resource "cloudflare_zone" "z" {
  name = "corp.net"
}
`;
  assert.deepEqual(rulesOf(text), []);
});

// Google's provider checks the owner (`validateRecordNameTrailingDot`), its service the targets (terraform-provider-google
// issue 9074); PowerDNS answers "not in expected format" (pdns issue 7834).
test("names that their service refuses without a final dot are told, and mended", () => {
  const google = (name: string, type: string, rrdata: string) =>
    `resource "google_dns_record_set" "r" {\n  managed_zone = "z"\n  name = ${name}\n  type = "${type}"\n  ttl = 300\n  rrdatas = ["${rrdata}"]\n}\n`;
  const srv = (target: string) =>
    `resource "dns_srv_record_set" "r" {\n  zone = "corp.net."\n  name = "_sip._tcp"\n  ttl = 300\n  srv {\n    priority = 1\n    weight = 2\n    port = 5060\n    target = "${target}"\n  }\n}\n`;
  for (const [wrong, right] of [
    [google('"corp.net"', "A", "192.0.2.1"), google('"corp.net."', "A", "192.0.2.1")],
    [google('"w.corp.net."', "CNAME", "x.other.net"), google('"w.corp.net."', "CNAME", "x.other.net.")],
    [google('"corp.net."', "MX", "10 mx.corp.net"), google('"corp.net."', "MX", "10 mx.corp.net.")],
    [srv("sip.corp.net"), srv("sip.corp.net.")],
  ] as const) {
    const { of, workspace } = open({ [URI]: wrong });
    const [finding, ...more] = workspace.findings(URI);
    assert.equal(finding?.rule.id, "tf-final-dot-missing");
    assert.deepEqual(more, []);
    assert.ok(applyFix(of(URI), finding.fixes[0]));
    assert.equal(of(URI).text(), right);
    assert.deepEqual(rulesOf(right), []);
  }
  // What the rest of the name is, nobody knows.
  for (const name of [
    "var.x",
    `"w.\${var.x}"`,
    `"w.\${google_dns_managed_zone.z.dns_name}"`,
    `"\${var.x}net."`,
  ])
    assert.deepEqual(rulesOf(google(name, "CNAME", `\${var.y}`)), [], name);
  assert.deepEqual(rulesOf(google('"corp.net."', "TXT", "word")), []);
});

// A resource moves with all that it holds: SPF beside the misplaced record would be gone from its name.
test("a record moves to another name only where nothing moves with it", () => {
  const moves = (records: string) =>
    open({ [URI]: ZONE + record("r", "mail", records) })
      .workspace.findings(URI)
      .filter(({ rule }) => rule.id === "dmarc-wrong-owner")
      .flatMap(({ fixes }) => fixes.map((fix) => encodeFix(fix)?.map(({ text }) => text)));
  const dmarc = '"v=DMARC1; p=reject; rua=mailto:a@example.com"';
  assert.deepEqual(moves(`[${dmarc}]`), [['"_dmarc.mail"']]);
  assert.deepEqual(moves(`["v=spf1 mx -all", ${dmarc}]`).filter(Boolean), []);
});
