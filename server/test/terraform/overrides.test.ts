import assert from "node:assert/strict";
import { test } from "node:test";
import { milliseconds } from "../growth.ts";
import { open, record, ZONE } from "./opened.ts";

// https://developer.hashicorp.com/terraform/language/files/override
test("what an override file states takes the place of what others declare", () => {
  const { found } = open({
    "dns/main.tf":
      ZONE +
      record("spf", "", '["v=spf1 mx +all"]') +
      'locals {\n  dmarc = "hello"\n}\n' +
      record("dmarc", "_dmarc", "[local.dmarc]"),
    "dns/prod_override.tf":
      'resource "aws_route53_record" "spf" {\n  records = ["v=spf1 mx ?all ip4:1.2.3"]\n}\nlocals {\n  dmarc = "v=DMARC1; p=nonee; rua=mailto:a@example.com"\n}\n',
  });
  assert.deepEqual(found("dns/main.tf"), []);
  assert.deepEqual(
    found("dns/prod_override.tf")
      .filter((one) => /address|ip4|p-invalid/.test(one))
      .map((one) => one.split(" ")[0]),
    ["spf-ip4-invalid", "dmarc-p-invalid"],
  );
});

test("records are those that the override files leave", () => {
  const mx = (host: string) =>
    `  record {\n    preference = 10\n    exchange   = "${host}.example.com"\n  }\n`;
  const block = (rest: string) => `resource "azurerm_dns_mx_record" "mx" {\n${rest}}\n`;
  const { owners } = open({
    "dns/main.tf": block(`  zone_name = "example.com"\n  ttl       = 300\n${mx("a")}`),
    "dns/a_override.tf": `locals {\n  sub = "b"\n}\n${block(`  name = local.sub\n${mx("b")}${mx("c")}`)}`,
    "dns/override.tf": block('  name = "o"\n'),
  });
  // `a_override.tf` comes before `override.tf`, and the last one wins.
  assert.deepEqual(owners("dns/main.tf"), [
    "o.example.com. MX 10 b.example.com.",
    "o.example.com. MX 10 c.example.com.",
  ]);
});

test("a preference in front of an MX host is told as long as no override file states another host", () => {
  const mx = `resource "cloudflare_record" "m" {
  zone_id  = "z"
  name     = "example.com."
  type     = "MX"
  priority = 10
  content  = "10 mx.example.net"
}
`;
  const found = (override: string) => open({ "main.tf": mx, "override.tf": override }).found("main.tf");
  assert.equal(found('resource "cloudflare_record" "m" {\n  ttl = 60\n}\n').length, 1);
  assert.deepEqual(found('resource "cloudflare_record" "m" {\n  content = "mx.example.net"\n}\n'), []);
});

// A finding stands where its argument is written, and so does the mend.
test("an argument that an override file states is judged as any other", () => {
  const cname = (rest: string) =>
    `resource "cloudflare_record" "k" {\n  zone_id = "z"\n  name = "s1._domainkey"\n  type = "CNAME"\n  content = "k.example.net"\n${rest}}\n`;
  const proxied = (is: boolean) => `resource "cloudflare_record" "k" {\n  proxied = ${is}\n}\n`;
  const on = open({ "main.tf": cname("  proxied = false\n"), "override.tf": proxied(true) });
  assert.deepEqual(on.found("main.tf"), []);
  assert.deepEqual(on.found("override.tf"), ["dkim-cname-proxied true"]);
  const off = open({ "main.tf": cname("  proxied = true\n"), "override.tf": proxied(false) });
  assert.deepEqual([...off.found("main.tf"), ...off.found("override.tf")], []);

  const mx = `resource "cloudflare_record" "m" {\n  zone_id = "z"\n  name = "@"\n  type = "MX"\n  content = "5 a.example.net"\n}\n`;
  const host = (text: string) =>
    `resource "cloudflare_record" "m" {\n  # The other host.\n  content = "${text}"\n}\n`;
  const bare = open({ "main.tf": mx, "override.tf": host("b.example.net") });
  assert.deepEqual(bare.found("main.tf"), []);
  assert.deepEqual(bare.found("override.tf"), ['tf-mx-preference-missing "b.example.net"']);
  const inFront = open({ "main.tf": mx, "override.tf": host("20 b.example.net") });
  assert.deepEqual(inFront.found("main.tf"), []);
  const [finding] = inFront.workspace.findings("override.tf");
  const edits = finding?.fixes[0]?.edits ?? [];
  assert.deepEqual(
    edits.map((edit) => (edit.kind === "source" ? edit.text : edit.kind)),
    ["", "\n  priority = 20"],
  );
});

// What would be taken away or copied is not all of the block.
test("a block that an override file changes is neither removed nor copied", () => {
  const { of } = open({
    "dns/main.tf": ZONE + record("a", "", '["v=spf1 mx -all"]'),
    "dns/override.tf": 'resource "aws_route53_record" "a" {\n  records = ["v=spf1 mx ~all"]\n}\n',
  });
  const [spf] = of("dns/main.tf").records();
  assert.equal(spf?.text?.text, "v=spf1 mx ~all");
  assert.equal(spf?.edit.remove(), undefined);
  const dmarc = { owner: "_dmarc.example.com.", type: "TXT", ttl: 300, rdata: { text: "v=DMARC1; p=none" } };
  assert.equal(spf?.edit.insertAfter(dmarc), undefined);
});

// Terraform refuses them; a file may hold them all the same, while it is written.
test("many blocks of one name, each overridden many times, end", () => {
  const count = 1500;
  const blocks = (body: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => `resource "aws_route53_record" "r" {\n${body(i)}}\n`).join("");
  const files = { "main.tf": blocks(() => ""), "override.tf": blocks((i) => `  x${i} = ${i}\n`) };
  // Read block by block it takes a minute.
  assert.ok(milliseconds(() => open(files).found("main.tf")) < 10_000);
});
