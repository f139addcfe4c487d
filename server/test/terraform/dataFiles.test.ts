import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeFix, spanOf } from "../../src/rules/finding.ts";
import type { DataFiles } from "../../src/terraform/dataFiles.ts";
import { TerraformProject } from "../../src/terraform/project.ts";
import { Workspace } from "../../src/workspace.ts";
import { open } from "./opened.ts";

/** Files by URI, each found beside the one that asks for it. */
function dataOf(files: Map<string, string>): DataFiles {
  return {
    read(from, path) {
      const uri = new URL(path, from).href;
      const text = files.get(uri);
      return text === undefined ? { uri } : { uri, text };
    },
  };
}

const txt = (value: string, more = "") => `${more}
resource "digitalocean_record" "r" {
  domain = "corp.net"
  type   = "TXT"
  name   = "@"
  ttl    = 300
  value  = ${value}
}
`;

function textOf(value: string, more = "", files: Readonly<Record<string, string>> = {}): string | undefined {
  const project = new TerraformProject(dataOf(new Map(Object.entries(files))));
  const [record] = project.open("file:///w/dns/main.tf", txt(value, more)).records();
  return record?.text?.text;
}

const HOLE = "\ufffc";

// Terraform's documentation, "file Function", and "References to Named Values" for `path`.
test("file() gives the text of a file in the module's folder, or in that in which Terraform runs", () => {
  const files = { "file:///w/dns/a.txt": "hello", "file:///w/dns/sub/b.txt": "below" };
  assert.equal(textOf(`file("\${path.module}/a.txt")`, "", files), "hello");
  assert.equal(textOf(`file("\${path.root}/sub/b.txt")`, "", files), "below");
  assert.equal(textOf('file("./sub/b.txt")', "", files), "below");
  assert.equal(textOf('"<${file("a.txt")}>"', "", files), "<hello>");
  // What is not there, lies anywhere, or is not known by its path.
  for (const path of ["c.txt", "/w/dns/a.txt", "~/a.txt", `\${path.cwd}/a.txt`, `\${var.x}/a.txt`])
    assert.equal(textOf(`file("${path}")`, "", files), HOLE, path);
  // Where the folder is hangs on the machine.
  assert.equal(textOf("path.module", "", files), HOLE);
});

test("a module that is called reads from its own folder", () => {
  const files = new Map([
    ["file:///w/m/a.txt", "in the module"],
    ["file:///w/a.txt", "in the root"],
  ]);
  const project = new TerraformProject(dataOf(files));
  project.open("file:///w/main.tf", 'module "m" { source = "./m" }\n');
  const called = project.open(
    "file:///w/m/main.tf",
    txt(`"\${file("\${path.module}/a.txt")}, \${file("\${path.root}/a.txt")}, \${file("a.txt")}"`),
  );
  assert.equal(called.records()[0]?.text?.text, "in the module, in the root, in the root");
});

// YAML 1.2.2, section 10.3 (core schema); what version 1.1 reads as something else may be either.
test("yamldecode() gives what every version of YAML does, and leaves the rest open", () => {
  const decoded = (yaml: string) =>
    textOf('try(jsonencode(yamldecode(file("a.yaml"))), "failed")', "", { "file:///w/dns/a.yaml": yaml });
  for (const [yaml, json] of [
    ["a: 1\nb: [x, 'y', \"z\\n\"]", '{"a":1,"b":["x","y","z\\n"]}'],
    ["- {h: mail, t: A}\n- h: www\n  t: CNAME", '[{"h":"mail","t":"A"},{"h":"www","t":"CNAME"}]'],
    ["a: true\nb: null\nc: ~\nd:\ne: ''", '{"a":true,"b":null,"c":null,"d":null,"e":""}'],
    [
      "a: 192.0.2.1\nb: 2001:db8::1\nc: 10 mail.corp.net",
      '{"a":"192.0.2.1","b":"2001:db8::1","c":"10 mail.corp.net"}',
    ],
    ["a: -3\nb: 1.5\nc: v=spf1 mx -all", '{"a":-3,"b":1.5,"c":"v=spf1 mx -all"}'],
    ["a: |\n  x\n  y\nb: >-\n  x\n  y", '{"a":"x\\ny\\n","b":"x y"}'],
    ["a: &x {p: q}\nb: *x", '{"a":{"p":"q"},"b":{"p":"q"}}'],
    // YAML 1.2.2, section 7.1: an alias means the last node before it that has the anchor.
    ["- &a p\n- *a\n- &a q\n- *a\n- {*a : 1}", '["p","p","q","q",{"q":1}]'],
    ["# nothing", "failed"],
  ] as const)
    assert.equal(decoded(yaml), json, yaml);
  for (const yaml of [
    "a: yes",
    "a: Off",
    "a: TRUE",
    "a: 0x1F",
    "a: 017",
    "a: 1_000",
    "a: 1e3",
    "a: .5",
    "a: .inf",
    "a: 1:30",
    "a: 2024-01-31",
    "a: !!str 5",
    "a: !x y",
    "a: &x {p: q}\nb:\n  <<: *x",
    "a: {",
    "a: b: c",
    "a: &x [*x]",
    "a: b\nc: d\na: e",
    // One document is all that is decoded (go-cty-yaml: "unexpected extra content after value").
    "a: b\n---\nc: d",
  ])
    assert.ok(decoded(yaml)?.includes(HOLE), yaml);
  assert.equal(decoded("[".repeat(5000)), HOLE);
});

// Go's own limit is 10,000; what is deeper than any list of records is left open.
test("what lies in brackets without end is unknown, and brackets in texts are none", () => {
  const decoded = (json: string) =>
    textOf('jsonencode(jsondecode(file("a.json")))', "", { "file:///w/dns/a.json": json });
  assert.equal(decoded(`${"[".repeat(100_000)}${"]".repeat(100_000)}`), HOLE);
  const flat = `["${"[".repeat(500)}","\\"[{"]`;
  assert.equal(decoded(flat), flat);
});

// Terraform's documentation, "csvdecode Function"; RFC 4180 for quotes and line ends.
test("csvdecode() gives an object for each line", () => {
  const decoded = (csv: string) =>
    textOf('try(jsonencode(csvdecode(file("a.csv"))), "failed")', "", { "file:///w/dns/a.csv": csv });
  assert.equal(decoded("a,b\n1,2\n3,4\n"), '[{"a":"1","b":"2"},{"a":"3","b":"4"}]');
  assert.equal(
    decoded('a,b\r\n"x, ""y""","1\n2"\r\n\r\n,\r\n'),
    '[{"a":"x, \\"y\\"","b":"1\\n2"},{"a":"","b":""}]',
  );
  assert.equal(decoded("a,b\n1,2"), '[{"a":"1","b":"2"}]');
  assert.equal(decoded("a,b\n1,"), '[{"a":"1","b":""}]');
  assert.equal(decoded("a\n"), "[]");
  for (const wrong of ["a,a\n1,2\n", "a,b\n1\n", 'a\nx"y\n', 'a\n"x\n', 'a\n"x"y\n'])
    assert.equal(decoded(wrong), "failed", wrong);
});

const RECORDS = `locals {
  records = yamldecode(file("\${path.module}/records.yaml"))
}
resource "aws_route53_record" "r" {
  for_each = { for r in local.records : r.name => r }
  zone_id  = "Z"
  name     = "\${each.key}.corp.net."
  type     = "TXT"
  ttl      = 300
  records  = [each.value.text]
}
`;

// What stands in another file cannot be pointed at, so that the name of the record is all there is to go by.
test("what is said of records from a file names them, and changes with it", () => {
  const yaml = "file:///w/records.yaml";
  const files = new Map([
    [yaml, '- {name: a, text: "v=spf1 mx +all"}\n- {name: b, text: "v=spf1 a +all"}\n'],
  ]);
  const project = new TerraformProject(dataOf(files));
  const document = project.open("file:///w/main.tf", RECORDS);
  const workspace = new Workspace();
  workspace.update(document);
  const found = () =>
    workspace.findings("file:///w/main.tf").map(({ rule, message, fixes, at }) => {
      assert.deepEqual(
        fixes.flatMap(({ edits }) => edits).filter(({ kind }) => kind !== "record"),
        [],
      );
      const { start, end } = spanOf(at);
      return `${rule.id} ${/\(`.*`\)$/.exec(message)?.[0]} ${RECORDS.slice(start, end)}`;
    });
  const place = 'yamldecode(file("${path.module}/records.yaml"))';
  assert.deepEqual(found(), [
    `spf-all-plus (\`a.corp.net\`) ${place}`,
    `spf-all-plus (\`b.corp.net\`) ${place}`,
  ]);
  assert.ok(project.dataFiles().has(yaml));
  files.set(yaml, '- {name: a, text: "v=spf1 mx -all"}\n');
  assert.deepEqual(project.refresh("file:///w/other.yaml"), []);
  assert.deepEqual(project.refresh(yaml), [document]);
  workspace.update(document);
  assert.deepEqual(found(), []);
});

// The module's argument is JSON, so that Terragrunt keeps its types; each record stands where it is written, and once.
test("what is encoded only to be decoded keeps its places", () => {
  const { found, of } = open({
    "file:///w/main.tf": `module "records" {
  source    = "terraform-aws-modules/route53/aws//modules/records"
  zone_name = "corp.net"
  records_jsonencoded = jsonencode([
    { name = "", type = "TXT", ttl = 300, records = ["v=spf1 mx +all", "\\"quoted\\""] },
    { name = "a", type = "A", ttl = 300, records = toset(["192.0.2.2", "192.0.2.1"]) },
  ])
}
`,
  });
  assert.deepEqual(found("file:///w/main.tf"), ["spf-all-plus +all", 'tf-txt-outer-quotes "\\"quoted\\""']);
  assert.deepEqual(
    of("file:///w/main.tf")
      .records()
      .map(({ owner, type }) => `${owner} ${type}`),
    ["corp.net. TXT", "corp.net. TXT", "a.corp.net. A", "a.corp.net. A"],
  );
});

// Values as `terraform console` 1.11 gives them.
test("templatefile() and templatestring() fill a template with the variables that they are given", () => {
  const files = {
    "file:///w/dns/spf.tpl": "v=spf1%{ for ip in ips } ip4:${ip}%{ endfor } ${all}",
    "file:///w/dns/strip.tpl": "%{ if x ~} yes %{ else ~} no %{ endif ~} end",
    "file:///w/dns/plain.tpl": '$${x} %%{if} "q" \\n',
    "file:///w/dns/open.tpl": "a ${x",
    "file:///w/dns/path.tpl": "a ${path.module}",
  };
  const of = (value: string, more = "") => textOf(value, more, files);
  const given = '{ ips = ["192.0.2.1", "192.0.2.2"], all = "-all" }';
  assert.equal(
    of(`templatefile("\${path.module}/spf.tpl", ${given})`),
    "v=spf1 ip4:192.0.2.1 ip4:192.0.2.2 -all",
  );
  assert.equal(of('templatefile("strip.tpl", { x = true })'), "yes end");
  assert.equal(of('templatefile("plain.tpl", {})'), '${x} %{if} "q" \\n');
  // What it is not given it does not know, `path` and the like included; what is no template makes nothing.
  assert.equal(of('templatefile("path.tpl", {})'), `a ${HOLE}`);
  assert.equal(of('templatefile("spf.tpl", { ips = [] })'), `v=spf1 ${HOLE}`);
  for (const call of ['"open.tpl", { x = 1 }', '"none.tpl", {}'])
    assert.equal(of(`templatefile(${call})`), HOLE, call);
  assert.equal(of('try(templatefile("path.tpl", {}), "failed")'), "failed");
  // A part of it may be unknown, or all that it is given.
  const unknown = 'variable "all" {}\n';
  assert.equal(of('templatefile("spf.tpl", { ips = [], all = var.all })', unknown), `v=spf1 ${HOLE}`);
  assert.equal(of('templatefile("spf.tpl", var.all)', unknown), `v=spf1${HOLE} ${HOLE}`);
  const local = 'locals {\n  spf = "v=spf1 $${all}"\n}\n';
  assert.equal(of('templatestring(local.spf, { all = "-all" })', local), "v=spf1 -all");
  const { found } = open({ "main.tf": `${local}${txt('templatestring(local.spf, { all = "-all" })')}` });
  assert.deepEqual(found("main.tf"), []);
});

test("what is wrong with a text of templatefile() stands at the call, names the record, and cannot be mended there", () => {
  const files = new Map([["file:///w/spf.tpl", "v=spf1 mx ${all}"]]);
  const project = new TerraformProject(dataOf(files));
  const main = project.open("file:///w/main.tf", txt('templatefile("spf.tpl", { all = "+all" })'));
  const workspace = new Workspace();
  workspace.update(main);
  const findings = workspace.findings(main.uri);
  assert.deepEqual(
    findings.map(({ rule, fixes }) => [rule.id, fixes.flatMap((fix) => encodeFix(fix) ?? []).length]),
    [["spf-all-plus", 0]],
  );
  assert.match(findings[0]?.message ?? "", /corp\.net/);
});
