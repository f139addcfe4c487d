import assert from "node:assert/strict";
import { test } from "node:test";
import { spanOf } from "../../src/rules/finding.ts";
import { TerraformProject } from "../../src/terraform/project.ts";
import { findingsOf } from "../../src/workspace.ts";

function problemsOf(text: string): readonly string[] {
  const document = new TerraformProject().open("file:///w/main.tf", text);
  return findingsOf(document)
    .filter(({ severity }) => severity === "error")
    .map(({ rule }) => rule.id);
}

const ROUTE53 = 'resource "aws_route53_zone" "z" {\n  name = "corp.net"\n}\n';

function spfRecords(policy: string): string {
  return `${ROUTE53}resource "aws_route53_record" "r" {
  for_each = { a = 1, b = 2 }
  zone_id  = aws_route53_zone.z.zone_id
  name     = ""
  type     = "TXT"
  ttl      = 300
  ${policy}
  records  = ["v=spf1 ip4:8.8.8.\${each.value} -all"]
}
`;
}

// Route 53 answers with one record set of several that share a name and have set identifiers, and says so in its documentation.
test("records that are served in turn are never at one name together", () => {
  const weighted = "set_identifier = each.key\n  weighted_routing_policy {\n    weight = 10\n  }";
  assert.deepEqual(problemsOf(spfRecords(weighted)), []);
  assert.ok(problemsOf(spfRecords("")).includes("spf-multiple-records"));
});

test("Google's routing policies serve one item each", () => {
  const record = (weights: string) => `resource "google_dns_managed_zone" "g" {
  name     = "g"
  dns_name = "corp.net."
}
resource "google_dns_record_set" "s" {
  managed_zone = google_dns_managed_zone.g.name
  name         = "corp.net."
  type         = "TXT"
  ttl          = 300
  ${weights}
}
`;
  const item = (name: string) => `"\\"v=spf1 ip4:8.8.8.${name} -all\\""`;
  const wrr = (name: string) => `wrr {\n weight = 0.5\n rrdatas = [${item(name)}]\n }\n`;
  assert.deepEqual(problemsOf(record(`routing_policy {\n ${wrr("1")}${wrr("2")}}`)), []);
  assert.ok(problemsOf(record(`rrdatas = [${item("1")}, ${item("2")}]`)).includes("spf-multiple-records"));
});

test("a public and a private zone of one name are two", () => {
  const record = (kind: string, value: string) => `resource "azurerm_${kind}_zone" "${kind}" {
  name                = "corp.net"
  resource_group_name = "x"
}
resource "azurerm_${kind}_txt_record" "${kind}" {
  name                = "@"
  zone_name           = azurerm_${kind}_zone.${kind}.name
  resource_group_name = "x"
  ttl                 = 300
  record {
    value = "${value}"
  }
}
`;
  const text = record("dns", "v=spf1 -all") + record("private_dns", "v=spf1 ip4:198.51.100.1 -all");
  assert.ok(!problemsOf(text).includes("spf-multiple-records"));
});

// The value of `terraform console`: what stands in these places may refer to nothing, and is no template.
test("strings of .tfvars.json and of a variable's default in .tf.json are what they say", () => {
  const project = new TerraformProject();
  const macro = "v=spf1 exists:%{i}.x.example.org -all";
  project.open("file:///w/terraform.tfvars.json", JSON.stringify({ x: `${macro} $\{y}` }));
  const document = project.open(
    "file:///w/main.tf.json",
    JSON.stringify({
      variable: { x: {}, y: { default: macro } },
      resource: {
        cloudflare_record: {
          a: { zone_id: "z", name: "a.example.org", type: "TXT", content: "${var.x}" },
          b: { zone_id: "z", name: "b.example.org", type: "TXT", content: "${var.y}" },
        },
      },
    }),
  );
  const texts = [...document.records()].map(({ text }) => text?.text);
  assert.deepEqual(texts, [`${macro} $\{y}`, macro]);
  assert.ok(!findingsOf(document).some(({ rule }) => rule.id === "tf-template-directive"));
});

test("a key cut between two list elements in front of its `p=`", () => {
  const key = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAlnL";
  const found = problemsOf(`${ROUTE53}resource "aws_route53_record" "r" {
  zone_id = aws_route53_zone.z.zone_id
  name    = "s._domainkey"
  type    = "TXT"
  ttl     = 300
  records = ["v=DKIM1; k=rsa; ", "p=${key}"]
}
`);
  assert.ok(found.includes("tf-value-split-over-elements"), JSON.stringify(found));
  assert.ok(!found.includes("dkim-version-missing"));
  assert.ok(!found.includes("dkim-multiple-records"));
});

// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html: `\052` is an asterisk.
test("names of Route 53 hold octal escapes", () => {
  const document = new TerraformProject().open(
    "file:///w/main.tf",
    `${ROUTE53}resource "aws_route53_record" "r" {
  zone_id = aws_route53_zone.z.zone_id
  name    = "\\\\052.w"
  type    = "A"
  ttl     = 300
  records = ["198.51.100.1"]
}
`,
  );
  assert.deepEqual(
    [...document.records()].map(({ owner }) => owner),
    ["*.w.corp.net."],
  );
});

test("dynamic blocks in JSON, with and without an iterator of their own", () => {
  const record = (dynamic: object) => ({
    zone_name: "corp.net",
    name: "v",
    ttl: 3600,
    dynamic: { record: dynamic },
  });
  const document = new TerraformProject().open(
    "file:///w/main.tf.json",
    JSON.stringify({
      resource: {
        azurerm_dns_txt_record: {
          a: record({ for_each: ["p", "q"], content: { value: "a-${record.value}" } }),
          b: record({ for_each: ["r"], iterator: "it", content: [{ value: "b-${it.value}" }] }),
        },
      },
    }),
  );
  assert.deepEqual(
    [...document.records()].map(({ text }) => text?.text),
    ["a-p", "a-q", "b-r"],
  );
});

test("a record that is switched off is none", () => {
  const document = new TerraformProject().open(
    "file:///w/main.tf",
    `resource "gcore_dns_zone_rrset" "a" {
  zone_name        = "corp.net"
  rrset_name       = "corp.net"
  rrset_type       = "TXT"
  ttl              = 300
  resource_records = [
    { content = [jsonencode("off")], enabled = false },
    { content = [jsonencode("on")], enabled = true },
    { content = [jsonencode("plain")] },
  ]
}
resource "selectel_domains_rrset_v2" "b" {
  zone_id = "z"
  name    = "b.corp.net."
  type    = "TXT"
  ttl     = 300
  records {
    content  = "\\"off\\""
    disabled = true
  }
  records {
    content = "\\"on\\""
  }
}
`,
  );
  const texts = [...document.records()].map(({ text }) => text?.text);
  assert.deepEqual(texts, ["on", "plain", "on"]);
});

test("items that stand the other way round than Terraform joins them have a place from the first to the last", () => {
  const text = `resource "cloudflare_dns_record" "caa" {
  zone_id = "z"
  name    = "corp.net"
  type    = "CAA"
  ttl     = 300
  data = {
    value = "\${"letsencrypt.org\\" more"}"
    tag   = "issue"
    flags = 0
  }
}
`;
  const document = new TerraformProject().open("file:///w/main.tf", text);
  const spans = findingsOf(document).map(({ at }) => [at.start, at.end]);
  for (const [start = 0, end = 0] of spans) assert.ok(0 <= start && start <= end && end <= text.length);
  const [record] = document.records();
  for (const { start, end } of record?.rdata.fields ?? []) assert.ok(start <= end);
  assert.ok(record !== undefined && record.rdata.fields.length > 0);
});

// What is underlined of a term that an interpolation is part of, wherever the value is written.
test("a finding about a term with an interpolation stands at the term, as the record has it", () => {
  const text = `locals {
  office = "192.0.2.9"
  kind   = "ip4"
  term   = "ip4:192.0.2.9"
}
resource "aws_route53_record" "x" {
  zone_id = "Z"
  name    = "corp.net"
  type    = "TXT"
  ttl     = 300
  records = ["v=spf1 ip4:192.0.2.0/24 ip4:\${local.office} \${local.kind}:192.0.2.7 ip4:\${local.late} \${local.term} -all"]
}
resource "aws_route53_record" "y" {
  zone_id = "Z"
  name    = "corp.org"
  type    = "TXT"
  ttl     = 300
  records = [local.spf]
}
locals {
  late = "192.0.2.5"
  spf  = "v=spf1 ip4:192.0.2.0/24 ip4:\${local.office} -all"
}
`;
  const document = new TerraformProject().open("file:///w/main.tf", text);
  const shadowed = findingsOf(document)
    .filter(({ rule }) => rule.id === "spf-network-shadowed")
    .map(({ at }) => text.slice(spanOf(at).start, spanOf(at).end));
  assert.deepEqual(
    shadowed.sort(),
    [
      "${local.kind}:192.0.2.7",
      "ip4:${local.late}",
      "ip4:${local.office}",
      "ip4:${local.office}",
      // Written in one piece, it stands where it is written.
      "ip4:192.0.2.9",
    ].sort(),
  );
});

function rulesOf(text: string): readonly string[] {
  return findingsOf(new TerraformProject().open("file:///w/main.tf", text)).map(({ rule }) => rule.id);
}

const route53 = (label: string, name: string, type: string, records: string, more = "") =>
  `resource "aws_route53_record" "${label}" {
  zone_id = aws_route53_zone.z.zone_id
  name    = "${name}"
  type    = "${type}"
  ttl     = 300
  records = [${records}]
  ${more}
}
`;

// RFC 2181 section 10.1, RFC 1034 section 3.6.2; Route 53 refuses the change.
test("records of one zone that cannot stand together", () => {
  const alias = route53("c", "www", "CNAME", '"a.other.net"');
  const rules = (more: string) => rulesOf(ROUTE53 + more);
  assert.deepEqual(rules(alias + route53("a", "www.corp.net", "A", '"192.0.2.1"')), [
    "zone-cname-and-other-data",
  ]);
  assert.deepEqual(rules(route53("c", "www", "CNAME", '"a.other.net", "b.other.net"')), [
    "zone-cname-multiple",
  ]);
  assert.deepEqual(rules(route53("c", "", "CNAME", '"a.other.net"')), ["zone-cname-at-apex"]);
  assert.deepEqual(rules(route53("a", "d", "A", '"192.0.2.1"') + route53("b", "d", "A", '"192.0.2.1"')), [
    "zone-record-duplicate",
  ]);
  const alternatives = ["a", "b"]
    .map((id) => route53(id, "www", "CNAME", `"${id}.other.net"`, `set_identifier = "${id}"`))
    .join("");
  assert.deepEqual(rules(alternatives), []);
  // Route 53 refuses two of one identifier: whatever they are, they differ.
  assert.deepEqual(rules(alternatives.replace(/set_identifier = "/g, "$&${var.stage}-")), []);
  assert.deepEqual(rules(alternatives.replace(/set_identifier = ".*"/g, "set_identifier = var.stage")), []);
  assert.deepEqual(rules(alias + route53("a", "www", "A", '"192.0.2.1"', "count = var.x ? 1 : 0")), []);
  assert.deepEqual(rules(alias + route53("a", "www", "A", '"192.0.2.1"', "provider = aws.other")), []);
});

// A proxied or flattened CNAME is answered with addresses (Cloudflare's documentation, "CNAME flattening").
test("an alias at the top of a zone is in order where the service flattens it", () => {
  const record = `resource "cloudflare_zone" "z" {
  name = "corp.net"
}
resource "cloudflare_dns_record" "c" {
  zone_id = cloudflare_zone.z.id
  name    = "corp.net"
  type    = "CNAME"
  ttl     = 1
  content = "a.other.net"
}
`;
  assert.deepEqual(rulesOf(record), []);
});

test("one call of a module does not know the zone of another", () => {
  const project = new TerraformProject();
  const call = (label: string, kind: string) =>
    `module "${label}" {\n  source = "./m"\n  kind = "${kind}"\n}\n`;
  project.open("file:///w/main.tf", call("a", "CNAME") + call("b", "A"));
  const document = project.open(
    "file:///w/m/main.tf",
    `variable "kind" {}\n${ROUTE53}${route53("r", "www", "CNAME", '"a.other.net"').replace('"CNAME"', "var.kind")}`,
  );
  assert.ok(!findingsOf(document).some(({ rule }) => rule.id === "zone-cname-and-other-data"));
});

// Terraform's documentation, "Chaining for_each Between Resources".
test("`for_each` over another resource goes through its instances", () => {
  const records = [
    ...new TerraformProject()
      .open(
        "file:///w/main.tf",
        `resource "aws_route53_zone" "z" {
  for_each = toset(["a.net", "b.net"])
  name     = each.key
}
resource "aws_route53_record" "r" {
  for_each = aws_route53_zone.z
  zone_id  = each.value.zone_id
  name     = "x.\${each.key}"
  type     = "CNAME"
  ttl      = 60
  records  = ["y.\${each.value.name}"]
}
`,
      )
      .records(),
  ];
  assert.deepEqual(
    records.map(({ owner, rdata }) => `${owner} ${rdata.canonical}`),
    ["x.a.net. y.a.net.", "x.b.net. y.b.net."],
  );
});
