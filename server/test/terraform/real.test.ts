import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { TerraformProject } from "../../src/terraform/project.ts";
import { Workspace } from "../../src/workspace.ts";

const FOLDER = join(import.meta.dirname, "../../../test-fixtures/terraform/real");

test("blocks as people write them, full of what is not known, yield no finding", () => {
  let blocks = 0;
  for (const name of readdirSync(FOLDER)) {
    const text = readFileSync(join(FOLDER, name), "utf8");
    blocks += text.match(/^(?:resource|module) /gm)?.length ?? 0;
    const document = new TerraformProject().open("dns/main.tf", text);
    const workspace = new Workspace();
    workspace.update(document);
    const found = workspace.findings(document.uri);
    assert.deepEqual(
      found.map(({ rule, at, message }) => `${document.slice(at.start, at.end)}: ${message} [${rule.id}]`),
      [],
      name,
    );
  }
  assert.ok(blocks >= 60, `${blocks} blocks`);
});
