import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { documentSymbols } from "../../src/features/documentSymbols.ts";
import { hover } from "../../src/features/hover.ts";
import { encodeFix } from "../../src/rules/finding.ts";
import { TerraformProject } from "../../src/terraform/project.ts";
import { Workspace } from "../../src/workspace.ts";

const FOLDERS = ["providers", "real"].map((name) =>
  join(import.meta.dirname, "../../../test-fixtures/terraform", name),
);
const RUNS = Number(process.env.DNSLENS_FUZZ ?? 3);

const texts = FOLDERS.flatMap((folder) =>
  readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8")),
);

test("whatever is done to a file, its records, findings, fixes and hovers are made, and lie in it", () => {
  for (const text of texts) {
    const change = fc.record({
      at: fc.nat(text.length),
      gone: fc.nat(20),
      put: fc.oneof(
        fc.string({ maxLength: 4 }),
        fc.constantFrom(
          '"',
          "${",
          "%{",
          "\\;",
          "}",
          "[",
          "null",
          "<<EOT\n",
          "for_each = var.x\n",
          "\ud800",
          "\u00e9",
          "0",
          "{}",
          "[]",
          "each.key",
        ),
      ),
    });
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 1, maxLength: 3 }),
        fc.nat(text.length),
        (changes, offset) => {
          let mutated = text;
          for (const { at, gone, put } of changes)
            mutated = mutated.slice(0, at) + put + mutated.slice(at + gone);
          const document = new TerraformProject().open("dns/main.tf", mutated);
          const workspace = new Workspace();
          workspace.update(document);
          for (const { at, fixes } of workspace.findings(document.uri)) {
            const start = at.anchor.start + at.start;
            assert.ok(
              0 <= start && start <= at.anchor.start + at.end && at.anchor.start + at.end <= mutated.length,
            );
            for (const edit of fixes.flatMap((fix) => encodeFix(fix) ?? [])) {
              assert.ok(0 <= edit.at.start && edit.at.start <= edit.at.end && edit.at.end <= mutated.length);
            }
          }
          for (const record of document.records()) void record.rdata.canonical;
          documentSymbols(document);
          hover(document, Math.min(offset, mutated.length), workspace.lookupFrom(document.uri));
        },
      ),
      { numRuns: RUNS },
    );
  }
});
