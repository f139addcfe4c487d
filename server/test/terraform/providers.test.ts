import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { DnsRecord } from "../../src/dns/record.ts";
import { encodeFix } from "../../src/rules/finding.ts";
import { TerraformProject } from "../../src/terraform/project.ts";
import { RESOURCES } from "../../src/terraform/providers/table.ts";
import { Workspace } from "../../src/workspace.ts";

const FOLDER = join(import.meta.dirname, "../../../test-fixtures/terraform/providers");
const names = readdirSync(FOLDER).filter((name) => name.endsWith(".tf"));

function read(text: string) {
  const document = new TerraformProject().open("dns/main.tf", text);
  const workspace = new Workspace();
  workspace.update(document);
  return { document, findings: workspace.findings(document.uri), records: [...document.records()] };
}

function line({ owner, ttl, type, rdata }: DnsRecord): string {
  return `${owner ?? "?"} ${ttl ?? "?"} ${type} ${rdata.printed ?? rdata.canonical ?? "?"}`;
}

// Comments hold what the table of providers says that the blocks publish.
function expected(text: string): readonly string[] {
  return text.split("\n").flatMap((one) => (one.startsWith("# ") ? [one.slice(2)] : []));
}

for (const name of names) {
  const text = readFileSync(join(FOLDER, name), "utf8");
  test(`${name}: the records are those that the provider publishes, and nothing is wrong with them`, () => {
    const { records, findings } = read(text);
    assert.deepEqual(records.map(line).sort(), [...expected(text)].sort());
    assert.deepEqual(
      findings
        .filter(({ severity }) => severity === "error")
        .map(({ rule, message }) => `${rule.id} ${message}`),
      [],
    );
  });

  if (!text.includes("v=spf1 mx -all")) continue;
  test(`${name}: a fix inside the value keeps its quoting`, () => {
    const { document, findings } = read(text.replace("v=spf1 mx -all", "v=spf1 mx +all"));
    const fix = findings.find(({ rule }) => rule.id === "spf-all-plus")?.fixes[0];
    const edits = fix === undefined ? undefined : encodeFix(fix);
    assert.ok(edits !== undefined, "no fix is offered");
    for (const { at, text: replacement } of [...edits].reverse()) document.replace(at, replacement);
    assert.deepEqual([...document.records()].map(line).sort(), [...expected(text)].sort());
  });
}

test("every resource type of the table has a fixture", () => {
  const texts = names.map((name) => readFileSync(join(FOLDER, name), "utf8")).join("\n");
  const mirrored = /^azurerm_private_dns_(?!txt)|^dns_(?!txt|mx)/;
  const missing = RESOURCES.filter(
    ({ type }) => !mirrored.test(type) && !texts.includes(`resource "${type}"`),
  );
  assert.deepEqual(
    missing.map(({ type }) => type),
    [],
  );
});
