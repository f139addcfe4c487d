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

// Terraform refuses them; a file may hold them all the same, while it is written.
test("many blocks of one name, each overridden many times, end", () => {
  const count = 1500;
  const blocks = (body: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => `resource "aws_route53_record" "r" {\n${body(i)}}\n`).join("");
  const files = { "main.tf": blocks(() => ""), "override.tf": blocks((i) => `  x${i} = ${i}\n`) };
  // Read block by block it takes a minute.
  assert.ok(milliseconds(() => open(files).found("main.tf")) < 10_000);
});
