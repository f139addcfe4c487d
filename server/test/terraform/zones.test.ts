import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./opened.ts";

const CALLED = `variable "zone_id" { type = string }
variable "zone" { type = object({ id = string }) }
resource "aws_route53_record" "s" {
  zone_id = var.zone_id
  name    = "s"
  type    = "A"
  ttl     = 60
  records = ["192.0.2.1"]
}
resource "aws_route53_record" "o" {
  zone_id = var.zone.id
  name    = "o"
  type    = "A"
  ttl     = 60
  records = ["192.0.2.1"]
}
`;

// A value that is not known keeps where it comes from when it becomes a string, as its id does when Terraform runs.
test("a module whose variables have types knows the zone that it is given", () => {
  const { owners } = open({
    "file:///w/main.tf": `resource "aws_route53_zone" "a" { name = "corp.net" }
module "m" {
  source  = "./m"
  zone_id = aws_route53_zone.a.zone_id
  zone    = { id = aws_route53_zone.a.zone_id }
}
`,
    "file:///w/m/main.tf": CALLED,
  });
  assert.deepEqual(owners("file:///w/m/main.tf"), ["s.corp.net. A 192.0.2.1", "o.corp.net. A 192.0.2.1"]);
});

// Ways to say "the one zone, where it is there": `coalesce` gives its last argument where the others are null or empty.
test("functions that hand an id on do not lose its zone", () => {
  const { owners } = open({
    "file:///w/main.tf": `variable "id" {
  type    = string
  default = null
}
resource "aws_route53_zone" "a" {
  count = 1
  name  = "corp.net"
}
resource "aws_route53_record" "r" {
  for_each = {
    a = join("", aws_route53_zone.a.*.zone_id)
    b = tostring(aws_route53_zone.a[0].zone_id)
    c = coalesce(var.id, aws_route53_zone.a[0].zone_id)
    d = one(aws_route53_zone.a[*].zone_id)
    e = element(concat(aws_route53_zone.a.*.zone_id, [""]), 0)
  }
  zone_id = each.value
  name    = each.key
  type    = "A"
  ttl     = 60
  records = ["192.0.2.1"]
}
`,
  });
  const names = owners("file:///w/main.tf").map((one) => one.split(" ")[0]);
  assert.deepEqual(
    names,
    ["a", "b", "c", "d", "e"].map((name) => `${name}.corp.net.`),
  );
});

const TXT = `resource "aws_route53_record" "spf" {
  zone_id = aws_route53_zone.main.zone_id
  name    = ""
  type    = "TXT"
  ttl     = 300
  records = ["v=spf1 mx -all"]
}
`;

// Each call makes a zone of its own, public and private: both may hold the same names.
test("zones that the calls of one module make are different zones", () => {
  const { found } = open({
    "file:///w/main.tf": 'module "a" { source = "./m" }\nmodule "b" { source = "./m" }\n',
    "file:///w/m/main.tf": `resource "aws_route53_zone" "main" { name = "corp.net" }\n${TXT}`,
  });
  assert.deepEqual(found("file:///w/m/main.tf"), []);
});

test("zones that for_each makes are different zones, whatever their names", () => {
  const { found } = open({
    "file:///w/main.tf": `resource "aws_route53_zone" "z" {
  for_each = toset(["private", "public"])
  name     = "corp.net"
}
resource "aws_route53_record" "spf" {
  for_each = aws_route53_zone.z
  zone_id  = each.value.zone_id
  name     = ""
  type     = "TXT"
  ttl      = 300
  records  = ["v=spf1 mx -all"]
}
`,
  });
  assert.deepEqual(found("file:///w/main.tf"), []);
});

const azure = (label: string, more: string) => `resource "azurerm_dns_txt_record" "${label}" {
  name      = "@"
  zone_name = "corp.net"
  ttl       = 300
  record {
    value = "v=spf1 mx -all"
  }
  ${more}
}
`;

// A name that stands for itself is a zone of each resource group, subscription and project.
test("zones of one name in two groups or accounts are two", () => {
  const rules = (...more: readonly string[]) =>
    open({ "file:///w/main.tf": more.map((one, i) => azure(`r${i}`, one)).join("") })
      .found("file:///w/main.tf")
      .map((one) => one.split(" ")[0]);
  const group = 'resource_group_name = "rg"';
  assert.deepEqual(rules(group, 'resource_group_name = "other"'), []);
  assert.deepEqual(rules(group, `${group}\n  provider = azurerm.other`), []);
  assert.deepEqual(rules(group, group), ["tf-txt-competing-resources"]);
});

// Two modules that look one zone up work on the same records; with other providers they do not.
test("data sources that ask for one zone are that zone, in whichever module", () => {
  const rules = (second: string) =>
    open({
      "file:///w/main.tf": `module "a" { source = "./m" }\nmodule "b" {\n  source = "./m"\n${second}}\n`,
      "file:///w/m/main.tf": `data "aws_route53_zone" "main" { name = "corp.net" }\n${TXT.replace("aws_", "data.aws_").replace('resource "data.', 'resource "').replace("= aws_", "= data.aws_")}`,
    })
      .found("file:///w/m/main.tf")
      .map((one) => one.split(" ")[0]);
  assert.deepEqual(rules(""), ["tf-txt-competing-resources"]);
  assert.deepEqual(rules("  providers = { aws = aws.other }\n"), []);
});
