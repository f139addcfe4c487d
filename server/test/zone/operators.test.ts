// Zones as operators keep them and programs print them, each of which named-checkzone loads: nothing is wrong with them.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { findingsOf } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";

const FOLDER = new URL("../../../test-fixtures/zone/operators/", import.meta.url);

for (const file of readdirSync(FOLDER)) {
  test(`nothing is said of ${file}`, () => {
    const document = new ZoneDocument(`file:///${file}`, readFileSync(new URL(file, FOLDER), "utf8"));
    assert.deepEqual(
      findingsOf(document).map(({ rule, message }) => `${rule.id}: ${message}`),
      [],
    );
  });
}
