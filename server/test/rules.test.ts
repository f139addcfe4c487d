import assert from "node:assert/strict";
import { test } from "node:test";
import type { RecordDocument } from "../src/dns/document.ts";
import { encodeFix, type Finding } from "../src/rules/finding.ts";
import { RULES } from "../src/rules/index.ts";
import { exampleText, type Rule } from "../src/rules/rule.ts";
import { TerraformProject } from "../src/terraform/project.ts";
import { Workspace } from "../src/workspace.ts";
import { ZoneDocument } from "../src/zone/document.ts";
import { policiesOf } from "./policies.ts";
import { filesOf } from "./sources.ts";

const ZONE_URI = "file:///example.com.zone";
const TERRAFORM_URI = "file:///dns/main.tf";
const ORDER = ["error", "warning", "info", "hint"];

const ABSENCE = RULES.filter(({ absence }) => absence);

// The example and what stands beside it, as one workspace. What a whole zone lacks is no subject of other rules' examples.
function check(text: string, rule: Rule) {
  const { before, clock } = rule.docs;
  const workspace = new Workspace(undefined, {
    ...(clock === undefined ? {} : { now: () => clock }),
    ...(before === undefined ? {} : { base: () => before }),
  });
  const documents = new Map<string, RecordDocument>();
  const add = (document: RecordDocument) => {
    documents.set(document.uri, document);
    workspace.update(document);
  };
  const { beside = {}, language } = rule.docs;
  workspace.setPolicyFiles(policiesOf(beside));
  for (const [path, content] of Object.entries(beside)) {
    if (!path.includes("/")) add(new ZoneDocument(`file:///${path}`, content));
  }
  const isTerraform = language === "terraform";
  const uri = isTerraform ? TERRAFORM_URI : ZONE_URI;
  add(
    isTerraform
      ? new TerraformProject().open(uri, text)
      : new ZoneDocument(uri, exampleText(rule.docs, text), {
          origin: "example.com.",
          source: filesOf(beside),
        }),
  );
  const rules = Object.fromEntries(
    ABSENCE.filter(({ id }) => id !== rule.id).map(({ id }) => [id, "off" as const]),
  );
  const settings = {
    rules: rule.off ? { ...rules, [rule.id]: rule.severity } : rules,
    dialect: rule.docs.dialect ?? "bind",
  } as const;
  const uris = () => new Set([uri, ...(documents.get(uri)?.included ?? []).map((part) => part.uri)]);
  const findings = () => [...uris()].flatMap((one) => workspace.findings(one, settings));
  const update = () => {
    for (const document of documents.values()) workspace.update(document);
  };
  return { documents, findings, update };
}

function ids(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ rule }) => rule.id);
}

for (const rule of RULES) {
  test(`${rule.id}: its bad example yields it alone, its good one nothing, its fixes mend it`, () => {
    const findings = check(rule.docs.bad, rule).findings();
    assert.deepEqual(ids(findings), [rule.id]);
    assert.deepEqual(ids(check(rule.docs.good, rule).findings()), []);
    for (const fix of findings[0]?.fixes ?? []) {
      const edits = encodeFix(fix);
      if (edits === undefined) continue;
      const example = check(rule.docs.bad, rule);
      for (const edit of [...edits].reverse()) example.documents.get(edit.uri)?.replace(edit.at, edit.text);
      example.update();
      const after = example.findings();
      const text = [...example.documents.values()].map((document) => document.text()).join("\n");
      assert.ok(!ids(after).includes(rule.id), `${fix.title}: ${text}`);
      const worse = after.filter(({ severity }) => ORDER.indexOf(severity) <= ORDER.indexOf(rule.severity));
      assert.deepEqual(ids(worse), [], `${fix.title}: ${text}`);
    }
  });
}
