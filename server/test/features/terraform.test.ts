// What an editor offers inside Terraform files. Quoting is that of the providers (Route 53: `""` splits, others take raw text).
import assert from "node:assert/strict";
import { test } from "node:test";
import type { CompletionItem, TextEdit } from "vscode-languageserver";
import { terraformCompletion } from "../../src/features/completion/terraform.ts";
import { definition } from "../../src/features/definition.ts";
import { documentLinks } from "../../src/features/documentLinks.ts";
import { documentSymbols } from "../../src/features/documentSymbols.ts";
import { references } from "../../src/features/references.ts";
import { prepareRename, RenameRefused, rename } from "../../src/features/rename.ts";
import { terraformSignature } from "../../src/features/signatureHelp.ts";
import { workspaceSymbols } from "../../src/features/workspaceSymbols.ts";
import type { TerraformDocument } from "../../src/terraform/document.ts";
import { TerraformProject } from "../../src/terraform/project.ts";
import { zone } from "./marked.ts";

const ZONE = `resource "aws_route53_zone" "main" {
  name = "example.com"
}
`;

function record(label: string, name: string, type: string, records: string): string {
  return `resource "aws_route53_record" "${label}" {
  zone_id = aws_route53_zone.main.zone_id
  name    = "${name}"
  type    = "${type}"
  ttl     = 300
  records = ${records}
}
`;
}

interface Marked {
  readonly document: TerraformDocument;
  readonly others: Readonly<Record<string, TerraformDocument>>;
  readonly offset: number;
}

/** `main.tf` with the cursor at `§`, beside other files. */
function marked(text: string, others: Readonly<Record<string, string>> = {}): Marked {
  const project = new TerraformProject();
  const opened = Object.entries(others).map(
    ([name, other]) => [name, project.open(`file:///dns/${name}`, other)] as const,
  );
  const document = project.open("file:///dns/main.tf", text.replace("§", ""));
  return { document, others: Object.fromEntries(opened), offset: text.indexOf("§") };
}

function items(text: string, others: Readonly<Record<string, string>> = {}): readonly CompletionItem[] {
  const { document, offset, others: opened } = marked(text, others);
  return terraformCompletion([document, ...Object.values(opened)], document, offset).items;
}

function labels(text: string): readonly string[] {
  return items(text).map(({ label }) => label);
}

/** The line of the cursor once the item is taken. */
function taken(text: string, label: string): string {
  const { document, offset } = marked(text);
  const item = items(text).find((one) => one.label === label);
  assert.ok(item?.textEdit !== undefined && "range" in item.textEdit, `${label} is not offered`);
  return edited(document, [item.textEdit]).split("\n")[document.positionAt(offset).line]?.trim() ?? "";
}

function edited(document: TerraformDocument, edits: readonly TextEdit[]): string {
  let text = document.text();
  const sorted = [...edits].sort(
    (a, b) => document.offsetAt(b.range.start) - document.offsetAt(a.range.start),
  );
  for (const { range, newText } of sorted) {
    text = text.slice(0, document.offsetAt(range.start)) + newText + text.slice(document.offsetAt(range.end));
  }
  return text;
}

test("SPF and DMARC values are completed inside their literals", () => {
  const spf = (value: string) => ZONE + record("spf", "", "TXT", `["${value}"]`);
  const found = labels(spf("v=spf1 §"));
  assert.ok(found.includes("include:") && found.includes("-all"), found.join(" "));
  assert.equal(taken(spf("v=spf1 mx -§"), "-all"), 'records = ["v=spf1 mx -all"]');
  assert.equal(
    taken(spf("v=spf1 include:_spf.goo§gle -all"), "_spf.google.com"),
    'records = ["v=spf1 include:_spf.google.com -all"]',
  );
  const dmarc = (value: string) => ZONE + record("dmarc", "_dmarc", "TXT", `["${value}"]`);
  assert.deepEqual(labels(dmarc("v=DMARC1; p=§")), ["none", "quarantine", "reject"]);
  assert.equal(
    taken(dmarc("v=DMARC1; p=n§one; sp=none"), "reject"),
    'records = ["v=DMARC1; p=reject; sp=none"]',
  );
});

test("an empty value is offered the beginnings of mail records", () => {
  assert.ok(labels(ZONE + record("spf", "", "TXT", '["§"]')).includes("v=spf1"));
  assert.equal(taken(ZONE + record("spf", "", "TXT", '["§"]'), "v=spf1"), 'records = ["v=spf1 "]');
});

test("`%{` of a macro is written as HCL has it", () => {
  // Terraform's own syntax: `%{` begins a directive, `%%{` stands for itself.
  const text = ZONE + record("spf", "", "TXT", '["v=spf1 exists:%§ -all"]');
  assert.equal(taken(text, "%{i}"), 'records = ["v=spf1 exists:%%{i} -all"]');
});

test("targets: names with an address, and types", () => {
  const host = ZONE + record("mail", "mail", "A", '["192.0.2.1"]');
  assert.ok(labels(host + record("mx", "", "MX", '["10 §"]')).includes("mail.example.com"));
  assert.equal(
    taken(host + record("mx", "", "MX", '["10 ma§"]'), "mail.example.com"),
    'records = ["10 mail.example.com"]',
  );
  const typed = host + record("x", "x", "T§", '["hello"]');
  assert.equal(taken(typed, "TXT"), 'type    = "TXT"');
});

test("nothing outside of DNS values, and nothing that would reach other records", () => {
  assert.deepEqual(labels(`${ZONE}locals {\n  other = "hello §"\n}\n`), []);
  assert.deepEqual(labels('resource "aws_instance" "web" {\n  ami = "v=§"\n}\n'), []);
  const twice = `locals {\n  spf = "v=spf1 §"\n}\n${ZONE}${record("a", "a", "TXT", "[local.spf]")}${record("b", "b", "TXT", "[local.spf]")}`;
  assert.deepEqual(labels(twice), []);
  const once = `locals {\n  spf = "v=spf1 §"\n}\n${ZONE}${record("a", "a", "TXT", "[local.spf]")}`;
  assert.ok(labels(once).includes("-all"));
});

test("the fields of a value are shown while they are written", () => {
  const { document, offset } = marked(ZONE + record("mx", "", "MX", '["10 §mail.example.com"]'));
  const help = terraformSignature(document, offset);
  assert.equal(help?.signatures[0]?.label, "MX preference exchange");
  assert.equal(help?.activeParameter, 1);
});

const HOSTS = ZONE + record("mail", "mail", "A", '["192.0.2.1"]');
const USERS =
  record("mx", "", "MX", '["10 mail.example.com"]') +
  record("spf", "", "TXT", '["v=spf1 a:mail.example.com -all"]');

test("definition and references lead through Terraform and zone files", () => {
  const { document, offset } = marked(`${HOSTS}${record("mx", "", "MX", '["10 ma§il.example.com"]')}`);
  const [found] = definition([document], offset);
  assert.equal(found?.targetSelectionRange.start.line, 5);
  const other = zone("example.net.", "@ IN MX 10 mail.example.com.\n");
  const places = references([document, other], offset, { includeDeclaration: true });
  assert.deepEqual(
    places.map(({ uri }) => uri.slice(uri.lastIndexOf("/") + 1)),
    ["main.tf", "main.tf", "example.net.zone"],
  );
});

test("a rename writes every place in its own form, in Terraform and in zone files", () => {
  const { document, offset } = marked(HOSTS.replace('"mail"\n', '"ma§il"\n') + USERS);
  assert.deepEqual(prepareRename(document, offset).placeholder, "mail");
  const other = zone("example.net.", "@ IN MX 10 mail.example.com.\n");
  const changes = rename([document, other], offset, "smtp");
  const after = edited(document, changes[document.uri] ?? []);
  assert.equal(
    after,
    (HOSTS + USERS)
      .replace('name    = "mail"', 'name    = "smtp"')
      .replaceAll("mail.example.com", "smtp.example.com"),
  );
  assert.equal(changes[other.uri]?.[0]?.newText, "smtp.example.com.");
});

test("a rename reaches the hosts of addresses, and keeps records in their zone", () => {
  const caa = record("caa", "", "CAA", '["0 iodef \\"mailto:ca@mail.example.com\\""]');
  const tls = record("tls", "_smtp._tls", "TXT", '["v=TLSRPTv1; rua=https://mail.example.com/x"]');
  const { document, offset } = marked(HOSTS.replace('"mail"\n', '"ma§il"\n') + caa + tls);
  const after = edited(document, rename([document], offset, "smtp")[document.uri] ?? []);
  assert.match(after, /mailto:ca@smtp\.example\.com\\"/);
  assert.match(after, /rua=https:\/\/smtp\.example\.com\/x"/);
  assert.throws(() => rename([document], offset, "mail.example.org."), /outside the zone example\.com/);
});

test("a rename that cannot reach every place is refused", () => {
  const parts = `locals {\n  host = "mail.example.com"\n}\n${HOSTS.replace('"mail"\n', '"ma§il"\n')}${record("mx", "", "MX", '["10 ${local.host}"]')}${record("mx2", "x", "MX", '["10 ${local.host}"]')}`;
  const { document, offset } = marked(parts);
  assert.throws(
    () => rename([document], offset, "smtp"),
    (error) => error instanceof RenameRefused && /expression/.test(error.message),
  );
  const { document: apex, offset: at } = marked(HOSTS + record("spf", "§", "TXT", '["v=spf1 -all"]'));
  assert.throws(() => rename([apex], at, "other"), RenameRefused);
});

test("a value of another file of the folder is a mention there", () => {
  const { document, others, offset } = marked(
    `${HOSTS.replace('"mail"\n', '"ma§il"\n')}${record("spf", "", "TXT", "[local.spf]")}`,
    { "locals.tf": 'locals {\n  spf = "v=spf1 a:mail.example.com -all"\n}\n' },
  );
  const locals = others["locals.tf"];
  assert.ok(locals);
  const changes = rename([document, locals], offset, "smtp");
  assert.equal(
    edited(locals, changes[locals.uri] ?? []),
    'locals {\n  spf = "v=spf1 a:smtp.example.com -all"\n}\n',
  );
});

test("names of Terraform files are among the symbols of the workspace", () => {
  const { document } = marked(HOSTS);
  assert.deepEqual(
    workspaceSymbols([document], "mail").map(({ name, containerName }) => [name, containerName]),
    [["mail.example.com", "example.com"]],
  );
});

test("the mail addresses of a value are links", () => {
  const { document } = marked(
    record("dmarc", "_dmarc", "TXT", '["v=DMARC1; p=none; rua=mailto:d@example.com!10m§"]'),
  );
  assert.deepEqual(
    documentLinks(document).map(({ range, target }) => [
      document.slice(document.offsetAt(range.start), document.offsetAt(range.end)),
      target,
    ]),
    [["mailto:d@example.com", "mailto:d@example.com"]],
  );
});

test("an outline has a name for everything, however little is written yet, and ends before the breaks of lines", () => {
  const text = 'resource "aws_route53_record" "b" {\r\n records = ["v=spf1 include:\r\n name = <<EOT\r\n';
  const document = new TerraformProject().open("main.tf", text);
  const lines = text.split("\r\n");
  const symbols = documentSymbols(document).flatMap((one) => [one, ...(one.children ?? [])]);
  assert.ok(symbols.length >= 2);
  for (const { name, range } of symbols) {
    assert.notEqual(name, "");
    for (const { line, character } of [range.start, range.end])
      assert.ok(character <= (lines[line]?.length ?? 0), `${line}:${character}`);
  }
  // The offset between the two characters of a break.
  assert.deepEqual(document.positionAt(text.indexOf("\n")), { line: 0, character: lines[0]?.length });
});
