import assert from "node:assert/strict";
import { test } from "node:test";
import { applyFix } from "../fixing.ts";
import { open } from "./opened.ts";

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
  const record = `resource "cloudflare_dns_record" "r" {
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
  assert.deepEqual(rulesOf(record), []);
});
