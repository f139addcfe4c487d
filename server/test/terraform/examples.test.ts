import assert from "node:assert/strict";
import { test } from "node:test";
import type { DnsRecord } from "../../src/dns/record.ts";
import { encodeFix } from "../../src/rules/finding.ts";
import { RULES } from "../../src/rules/index.ts";
import type { Rule } from "../../src/rules/rule.ts";
import { TerraformProject } from "../../src/terraform/project.ts";
import { Workspace } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";

/** Rules about the text of one record: in Terraform they say the same of it. */
const SCOPES: ReadonlySet<string> = new Set(["spf", "dkim", "dmarc", "tlsrpt", "mtasts", "bimi"]);

const RULES_OF_TEXTS = RULES.filter(
  ({ scope, docs }) => SCOPES.has(scope) && docs.language === undefined && !docs.beside,
);

/** How strings are cut and quoted is the provider's business, and who writes records of a public suffix has no folder. */
const ABOUT_STRINGS = /string|boundary|too-long|embedded-quote|pso/;

const BLOCKS: Readonly<Record<string, (name: string, text: string) => string>> = {
  azurerm_dns_txt_record: (name, text) => `  zone_name = "example.com"
  name      = "${name}"
  ttl       = 3600
  record {
    value = "${inHcl(text)}"
  }`,
  google_dns_record_set: (name, text) => `  managed_zone = "main"
  name         = "${name === "@" ? "" : `${name}.`}example.com."
  type         = "TXT"
  ttl          = 3600
  rrdatas      = ["${inHcl(quoted(text, '" "'))}"]`,
  aws_route53_record: (name, text) => `  zone_id = aws_route53_zone.main.zone_id
  name    = "${name === "@" ? "" : name}"
  type    = "TXT"
  ttl     = 3600
  records = ["${inHcl(quoted(text, '""').slice(1, -1))}"]`,
};

const ZONE = 'resource "aws_route53_zone" "main" {\n  name = "example.com"\n}\n';

function quoted(text: string, between: string): string {
  const chunks = text.match(/.{1,255}/gs) ?? [""];
  return `"${chunks.map((chunk) => chunk.replace(/["\\]/g, "\\$&")).join(between)}"`;
}

function inHcl(text: string): string {
  return text
    .replace(/["\\]/g, "\\$&")
    .replace(/([$%])(?=\{)/g, "$1$1")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t");
}

function textRecords(text: string): readonly DnsRecord[] {
  const document = new ZoneDocument("file:///example.com.zone", text, { origin: "example.com." });
  return [...document.records()].filter(({ type }) => type === "TXT");
}

function check(project: TerraformProject, uri: string, rule: Rule) {
  const document = project.open(uri, "");
  const workspace = new Workspace();
  return (text: string) => {
    document.replace({ start: 0, end: document.length }, text);
    workspace.update(document);
    const settings = { rules: rule.off ? { [rule.id]: rule.severity } : {} };
    const findings = workspace.findings(uri, settings);
    return { document, found: findings.filter((finding) => finding.rule.id === rule.id), findings };
  };
}

for (const [type, block] of Object.entries(BLOCKS)) {
  test(`${type}: what the rules say of zone text they say of Terraform, and their fixes mend it`, () => {
    const silent: string[] = [];
    const unmended: string[] = [];
    const unfixed: string[] = [];
    let fixes = 0;
    for (const rule of RULES_OF_TEXTS) {
      const records = textRecords(rule.docs.bad);
      const isAscii = records.every(({ text }) => /^[\x09\x0a\x0d\x20-\x7e]*$/.test(text?.text ?? ""));
      if (!isAscii || records.some(({ text }) => /[\r\n]/.test(text?.text ?? ""))) continue;
      const text =
        ZONE +
        records
          .map((record, i) => {
            const owner = record.owner ?? "example.com.";
            const name = owner === "example.com." ? "@" : owner.replace(/\.example\.com\.$/, "");
            return `resource "${type}" "r${i}" {\n${block(name, record.text?.text ?? "")}\n}\n`;
          })
          .join("");
      const run = check(new TerraformProject(), "dns/main.tf", rule);
      const { found } = run(text);
      if (found.length === 0) {
        silent.push(rule.id);
        continue;
      }
      for (const [index, fix] of (found[0]?.fixes ?? []).entries()) {
        const edits = encodeFix(fix);
        if (edits === undefined) {
          unfixed.push(`${rule.id}: ${fix.title}`);
          continue;
        }
        fixes++;
        let fixed = text;
        for (const edit of [...edits].reverse())
          fixed = fixed.slice(0, edit.at.start) + edit.text + fixed.slice(edit.at.end);
        const after = run(fixed);
        if (after.found.length > 0 || after.findings.some((finding) => finding.rule.id.startsWith("tf-")))
          unmended.push(`${rule.id} ${index}: ${fix.title}\n${fixed}`);
        run(text);
      }
    }
    assert.ok(fixes > 150, `${fixes} fixes were tried`);
    assert.deepEqual(
      silent.filter((id) => !ABOUT_STRINGS.test(id)),
      [],
    );
    assert.deepEqual(
      unfixed.filter((one) => !/: Delete the record$/.test(one)),
      [],
    );
    assert.deepEqual(unmended, []);
  });
}
