import assert from "node:assert/strict";
import { test } from "node:test";
import { hover } from "../../src/features/hover.ts";
import { encodeFix } from "../../src/rules/finding.ts";
import { ZoneDocument } from "../../src/zone/document.ts";
import { open, record, ZONE } from "./opened.ts";

test("a finding stands in the literal that holds it, in whatever file, and names the resource", () => {
  const files = {
    "dns/locals.tf": 'locals {\n  spf = "v=spf1 mx +all"\n}\n',
    "dns/main.tf": ZONE + record("spf", "", "[local.spf]"),
  };
  const { workspace, found } = open(files);
  assert.deepEqual(found("dns/main.tf"), []);
  assert.deepEqual(found("dns/locals.tf"), ["spf-all-plus +all"]);
  const [finding] = workspace.findings("dns/locals.tf");
  const [related] = finding?.related.slice(-1) ?? [];
  assert.equal(related?.at.anchor.uri, "dns/main.tf");
  assert.match(related.message, /`aws_route53_record.spf`/);
  const edits = finding?.fixes[0] === undefined ? undefined : encodeFix(finding.fixes[0]);
  const start = files["dns/locals.tf"].indexOf("+all");
  assert.deepEqual(edits, [{ uri: "dns/locals.tf", at: { start, end: start + 4 }, text: "-all" }]);
});

test("a literal that two records use is not edited", () => {
  const { workspace } = open({
    "dns/main.tf": `${ZONE}locals {\n  spf = "v=spf1 mx +all"\n}\n${record("a", "a", "[local.spf]")}${record("b", "b", "[local.spf]")}`,
  });
  const findings = workspace.findings("dns/main.tf").filter(({ rule }) => rule.id === "spf-all-plus");
  assert.equal(findings.length, 1);
  assert.ok(findings[0]?.fixes.every((fix) => encodeFix(fix) === undefined));
});

test("a fix beside an interpolation is made, in place", () => {
  const text = ZONE + record("a", "a", '["v=spf1 incldue:_spf.example.net include:${var.x} -all"]');
  const { workspace } = open({ "dns/main.tf": text });
  const [finding] = workspace.findings("dns/main.tf").filter(({ rule }) => rule.id === "spf-mechanism-typo");
  const [edit] = finding?.fixes.map(encodeFix)[0] ?? [];
  assert.equal(
    text.slice(0, edit?.at.start) + edit?.text + text.slice(edit?.at.end),
    text.replace("incldue", "include"),
  );
});

test("files of one folder are one configuration: two SPF records of two files are seen", () => {
  const { found } = open({
    "dns/zone.tf": ZONE,
    "dns/a.tf":
      'resource "cloudflare_record" "a" {\n  zone_id = cloudflare_zone.z.id\n  name = "@"\n  type = "TXT"\n  content = "v=spf1 -all"\n}\n',
    "dns/b.tf":
      'resource "cloudflare_zone" "z" {\n  zone = "example.com"\n}\nresource "cloudflare_record" "b" {\n  zone_id = cloudflare_zone.z.id\n  name = "@"\n  type = "TXT"\n  content = "v=spf1 mx -all"\n}\n',
  });
  const all = [...found("dns/a.tf"), ...found("dns/b.tf")].filter((one) =>
    one.startsWith("spf-multiple-records"),
  );
  assert.notEqual(all.length, 0);
});

test("tfvars: the last of terraform.tfvars and *.auto.tfvars wins over a default", () => {
  const variable = 'variable "host" {\n  default = "default"\n}\n';
  const files = { "dns/main.tf": ZONE + variable + record("a", "${var.host}", '["x"]') };
  const owner = (more: Readonly<Record<string, string>>) =>
    open({ ...files, ...more }).owners("dns/main.tf")[0];
  assert.equal(owner({}), 'default.example.com. TXT "x"');
  const one = { "dns/terraform.tfvars": 'host = "one"\n' };
  assert.equal(owner(one), 'one.example.com. TXT "x"');
  const two = { ...one, "dns/a.auto.tfvars": 'host = "two"\n' };
  assert.equal(owner(two), 'two.example.com. TXT "x"');
  assert.equal(
    owner({ ...two, "dns/b.auto.tfvars.json": '{"host": "three"}' }),
    'three.example.com. TXT "x"',
  );
  assert.equal(owner({ ...two, "dns/prod.tfvars": 'host = "four"\n' }), 'two.example.com. TXT "x"');
});

test("a local module is evaluated with what its caller gives it", () => {
  const { owners, found } = open({
    "live/main.tf": `${ZONE}module "mail" {
  source   = "../modules/mail"
  for_each = { a = "v=spf1 a -all", b = "v=spf1 mx +all" }
  name     = each.key
  spf      = each.value
  zone_id  = aws_route53_zone.main.zone_id
}
`,
    "modules/mail/main.tf": `variable "name" {}
variable "spf" {}
variable "zone_id" {}
resource "aws_route53_record" "spf" {
  zone_id = var.zone_id
  name    = var.name
  type    = "TXT"
  ttl     = 300
  records = [var.spf]
}
`,
  });
  assert.deepEqual(owners("modules/mail/main.tf"), [
    'a.example.com. TXT "v=spf1 a -all"',
    'b.example.com. TXT "v=spf1 mx +all"',
  ]);
  assert.deepEqual(found("live/main.tf"), ["spf-all-plus +all"]);
});

test("all instances of a module together are a tuple or an object of their outputs", () => {
  const { owners } = open({
    "live/main.tf": `${ZONE}module "many" {
  source   = "../modules/one"
  for_each = { a = "x", b = "y" }
  name     = each.value
}
module "counted" {
  source = "../modules/one"
  count  = 2
  name   = "n\${count.index}"
}
${record(
  "all",
  "all",
  '[join(" ", values(module.many)[*].out), join(" ", module.counted[*].out), join(" ", [for k, one in module.many : "${k}=${one.out}"])]',
)}`,
    "modules/one/main.tf": 'variable "name" {}\noutput "out" {\n  value = upper(var.name)\n}\n',
  });
  assert.deepEqual(owners("live/main.tf").slice(-3), [
    'all.example.com. TXT "X Y"',
    'all.example.com. TXT "N0 N1"',
    'all.example.com. TXT "a=X b=Y"',
  ]);
});

test("a variable holds what its type makes of a value, and its default where it cannot be null", () => {
  const { owners } = open({
    "a/main.tf": `${ZONE}variable "pair" {
  type    = tuple([string, number])
  default = [1, "2"]
}
variable "text" {
  default  = "standard"
  nullable = false
}
variable "settings" {
  type = object({ on = optional(bool, true), tags = optional(list(string), ["x"]) })
}
${record("r", "r", "[jsonencode([var.pair, var.text, var.settings])]")}`,
    "a/terraform.tfvars": 'text = null\nsettings = { on = "false" }\n',
  });
  assert.deepEqual(owners("a/main.tf").slice(-1), [
    String.raw`r.example.com. TXT "[[\"1\",2],\"standard\",{\"on\":false,\"tags\":[\"x\"]}]"`,
  ]);
});

// https://terragrunt.gruntwork.io: `inputs` are the variables of the module that `terraform { source }` names.
test("Terragrunt's inputs reach the module that it wraps", () => {
  const { owners, found } = open({
    "live/mail/terragrunt.hcl":
      'terraform {\n  source = "../../modules//mail"\n}\ninputs = {\n  zone = "example.com."\n  spf  = "v=spf1 mx +all"\n}\n',
    "modules/mail/main.tf":
      'variable "zone" {}\nvariable "spf" {}\nresource "google_dns_record_set" "spf" {\n  managed_zone = "z"\n  name = var.zone\n  type = "TXT"\n  ttl = 300\n  rrdatas = ["\\"${var.spf}\\""]\n}\n',
  });
  assert.deepEqual(owners("modules/mail/main.tf"), ['example.com. TXT "v=spf1 mx +all"']);
  assert.deepEqual(found("live/mail/terragrunt.hcl"), ["spf-all-plus +all"]);
});

test("strings that are mail records by their text are checked wherever they stand", () => {
  const { owners, found } = open({
    "dns/main.tf":
      'module "dns" {\n  source = "example/dns"\n  spf = "v=spf1 mx +all"\n  note = "about v=spf1"\n}\n',
    "dns/prod.tfvars": 'dmarc = "v=DMARC1; p=nonee"\n',
    "dns/live/terragrunt.hcl": 'inputs = {\n  spf = "v=spf1 ip4:1.2.3.4.5 -all"\n}\n',
  });
  assert.deepEqual(owners("dns/main.tf"), ['? TXT "v=spf1 mx +all"']);
  assert.deepEqual(found("dns/main.tf"), ["spf-all-plus +all"]);
  assert.equal(found("dns/prod.tfvars").length, 1);
  assert.equal(found("dns/live/terragrunt.hcl").length, 1);
});

test("zone files and Terraform resolve each other's names", () => {
  const zone = new ZoneDocument(
    "example.net.zone",
    '@ SOA ns1 hostmaster 1 7200 3600 1209600 3600\n@ NS ns1\nns1 A 192.0.2.1\n_spf TXT "v=spf1 ip4:192.0.2.0/24 -all"\n',
    { origin: "example.net." },
  );
  const { workspace } = open(
    {
      "dns/main.tf":
        ZONE + record("spf", "", '["v=spf1 include:_spf.example.net include:gone.example.net -all"]'),
    },
    [zone],
  );
  const lookup = workspace.lookupFrom("dns/main.tf");
  assert.equal(lookup("_spf.example.net.", "TXT")?.[0]?.text?.text, "v=spf1 ip4:192.0.2.0/24 -all");
  assert.equal(workspace.lookupFrom("example.net.zone")("example.com.", "TXT")?.length, 1);
  const ids = workspace.findings("dns/main.tf").map(({ rule, at }) => `${rule.id} ${at.start}`);
  assert.ok(
    ids.some((id) => /include/.test(id)),
    ids.join("\n"),
  );
});

test("comments silence rules: above the block, behind a line, above an element", () => {
  const bad = '"v=spf1 mx +all"';
  for (const text of [
    `${ZONE}# dnslens-ignore spf-all-plus known\n${record("a", "a", `[${bad}]`)}`,
    ZONE + record("a", "a", `[${bad}] // dnslens-ignore spf-all-plus known`),
    ZONE + record("a", "a", `[\n    "other",\n    # dnslens-ignore spf-all-plus\n    ${bad},\n  ]`),
    `# dnslens-ignore-file spf-all-plus\n${ZONE}${record("a", "a", `[${bad}]`)}`,
    `locals {\n  # dnslens-ignore spf-all-plus\n  spf = ${bad}\n}\n`,
  ]) {
    assert.deepEqual(open({ "dns/main.tf": text }).found("dns/main.tf"), [], text);
  }
});

test("an edit in one file changes what is said of another; the same as fresh", () => {
  const main = ZONE + record("spf", "", "[local.spf]");
  const { of, workspace, found } = open({
    "dns/locals.tf": 'locals {\n  spf = "v=spf1 mx -all"\n}\n',
    "dns/main.tf": main,
  });
  assert.deepEqual(found("dns/locals.tf"), []);
  const locals = of("dns/locals.tf");
  const at = locals.text().indexOf("-all");
  locals.replace({ start: at, end: at + 4 }, "+all");
  const touched = workspace.update(locals);
  assert.ok(touched.includes("dns/main.tf"), touched.join(" "));
  assert.deepEqual(found("dns/locals.tf"), ["spf-all-plus +all"]);
  assert.deepEqual(found("dns/main.tf"), []);
});

test("the hover shows the value as it is evaluated and where its parts come from", () => {
  const { of, workspace } = open({
    "dns/locals.tf": 'locals {\n  includes = ["_spf.example.net"]\n}\n',
    "dns/main.tf":
      ZONE +
      record(
        "spf",
        "",
        '["v=spf1 ${join(" ", formatlist("include:%s", local.includes))} include:${var.more} -all"]',
      ),
  });
  const document = of("dns/main.tf");
  const say = (what: string) => {
    const shown = hover(document, document.text().indexOf(what), workspace.lookupFrom(document.uri));
    return typeof shown?.contents === "object" && "value" in shown.contents
      ? shown.contents.value
      : undefined;
  };
  const value = say("v=spf1") ?? "";
  assert.match(
    value,
    /Evaluated for `aws_route53_record\.spf`: `v=spf1 include:_spf\.example\.net include:… -all`/,
  );
  assert.match(value, /`locals\.tf:2`/);
  assert.match(value, /`\$\{var\.more\}` \(not known here\)/);
  assert.equal(say('resource "aws_route53_record"'), undefined);
});

test("one value over several elements is one record to the rules", () => {
  const { found } = open({
    "dns/main.tf": ZONE + record("spf", "", '["v=spf1 mx", "include:_spf.example.net -all"]'),
  });
  assert.deepEqual(
    found("dns/main.tf").filter((one) => !one.startsWith("spf-lookups")),
    ['tf-value-split-over-elements "include:_spf.example.net -all"'],
  );
});

test("hostile files end", () => {
  const doubling = Array.from(
    { length: 40 },
    (_, i) => `  l${i + 1} = "\${local.l${i}}\${local.l${i}}"`,
  ).join("\n");
  const product = "[for a in local.r : [for b in local.r : [for c in local.r : [for d in local.r : d]]]]";
  for (const body of [
    `  l0 = "xxxxxxxx"\n${doubling}\n`,
    `  r = range(1000)\n  p = ${product}\n`,
    '  a = regexall("(a+)+b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")\n',
    "  a = local.b\n  b = local.a\n",
  ]) {
    const last = /(\w+) = .*\n$/.exec(body)?.[1] ?? "";
    const text = `locals {\n${body}}\n${ZONE}${record("a", "a", `["v=spf1 \${jsonencode(local.${last})} -all"]`)}`;
    assert.equal(open({ "dns/main.tf": text }).owners("dns/main.tf").length, 1);
  }
});

test("a record that a fix adds is a resource like the one beside it", () => {
  const { of } = open({ "dns/main.tf": ZONE + record("apex", "", '["v=spf1 mx -all"]') });
  const document = of("dns/main.tf");
  const [first] = document.records();
  const [edit] =
    first?.edit.insertAfter({
      owner: "_dmarc.example.com.",
      type: "TXT",
      ttl: 60,
      rdata: { text: "v=DMARC1; p=none; rua=mailto:dmarc@example.com" },
    }) ?? [];
  assert.ok(edit !== undefined);
  document.replace(edit.at, edit.text);
  assert.deepEqual(
    document.records().map(({ owner, ttl, rdata }) => `${owner} ${ttl} ${rdata.canonical}`),
    [
      'example.com. 300 "v=spf1 mx -all"',
      '_dmarc.example.com. 60 "v=DMARC1; p=none; rua=mailto:dmarc@example.com"',
    ],
  );
  assert.match(document.text(), /resource "aws_route53_record" "dmarc_apex_txt"/);
});

test("a record for a name whose resource owns all of its type is another element of its list", () => {
  const { of } = open({ "dns/main.tf": ZONE + record("apex", "", '["v=spf1 mx -all"]') });
  const document = of("dns/main.tf");
  const [first] = document.records();
  const add = (type: string) =>
    first?.edit.insertAfter({ owner: "example.com.", type, rdata: { text: "other" } });
  assert.equal(add("MX"), undefined);
  for (const { at, text } of add("TXT") ?? []) document.replace(at, text);
  assert.deepEqual(
    document.records().map(({ rdata }) => rdata.canonical),
    ['"v=spf1 mx -all"', '"other"'],
  );
});

test("nothing is said of the quoting of a string whose provider is not known", () => {
  const { found } = open({
    "dns/main.tf": `locals {
  heredoc = <<EOT
v=spf1 mx -all
EOT
  quoted = "\\"v=spf1 mx -all\\""
}
`,
    "dns/x.tfvars.json": '{"spf": "v\\u003dspf1 mx \\u002ball"}',
  });
  assert.deepEqual(found("dns/main.tf"), []);
  assert.deepEqual(found("dns/x.tfvars.json"), ["spf-all-plus \\u002ball"]);
});

// OpenTofu's documentation, "Files and Directories": of `a.tf` and `a.tofu` it reads the latter; Terraform reads no `.tofu`.
test("a .tofu file stands in the place of the .tf file of its name, and beside no Terraform", () => {
  const { found, owners } = open({
    "dns/zone.tf": ZONE,
    "dns/main.tf": record("spf", "", '["v=spf1 mx +all"]'),
    "dns/main.tofu": record("spf", "", '["v=spf1 mx ?all"]'),
    "dns/more.tofu": record("dmarc", "_dmarc", '["v=DMARC1; p=reject; rua=mailto:a@example.com"]'),
  });
  const rules = (uri: string) => found(uri).map((one) => one.split(" ")[0]);
  assert.deepEqual(rules("dns/main.tf"), ["spf-all-plus"]);
  assert.deepEqual(rules("dns/main.tofu"), ["spf-all-neutral"]);
  assert.equal(owners("dns/more.tofu").length, 1);
});
