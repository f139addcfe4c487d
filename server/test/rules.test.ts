import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeFix, type Finding } from "../src/rules/finding.ts";
import { RULES } from "../src/rules/index.ts";
import type { Rule } from "../src/rules/rule.ts";
import { findingsOf } from "../src/workspace.ts";
import { ZoneDocument } from "../src/zone/document.ts";

const URI = "file:///example.com.zone";
const ORDER = ["error", "warning", "info", "hint"];

function check(text: string, rule: Rule): { document: ZoneDocument; findings: readonly Finding[] } {
  const document = new ZoneDocument(URI, text, { origin: "example.com." });
  return {
    document,
    findings: findingsOf(document, { rules: rule.off ? { [rule.id]: rule.severity } : {} }),
  };
}

function ids(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ rule }) => rule.id);
}

for (const rule of RULES) {
  test(`${rule.id}: its bad example yields it alone, its good one nothing, its fixes mend it`, () => {
    const { findings } = check(rule.docs.bad, rule);
    assert.deepEqual(ids(findings), [rule.id]);
    assert.deepEqual(ids(check(rule.docs.good, rule).findings), []);
    for (const fix of findings[0]?.fixes ?? []) {
      const { document } = check(rule.docs.bad, rule);
      const edits = encodeFix(fix);
      if (edits === undefined) continue;
      for (const edit of [...edits].reverse()) document.replace(edit.at, edit.text);
      const after = findingsOf(document);
      assert.ok(!ids(after).includes(rule.id), `${fix.title}: ${document.text()}`);
      const worse = after.filter(({ severity }) => ORDER.indexOf(severity) <= ORDER.indexOf(rule.severity));
      assert.deepEqual(ids(worse), [], `${fix.title}: ${document.text()}`);
    }
  });
}
