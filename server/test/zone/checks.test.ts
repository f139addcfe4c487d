import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { findingsOf } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";
import { CHECKERS, type Checker, loads } from "./oracle.ts";

const FOLDER = fileURLToPath(new URL("../../../test-fixtures/zone/checks/", import.meta.url));

// A good and a bad zone for each check of how records stand together; the first line says what is found.
for (const file of readdirSync(FOLDER)) {
  const path = FOLDER + file;
  const text = readFileSync(path, "utf8");
  const expected = /^; finds (.+)$/m.exec(text)?.[1];

  test(`checks/${file}: ${expected}, and who loads it`, () => {
    const found = findingsOf(new ZoneDocument(path, text, { origin: "example.com." }));
    const shown = found
      // What a zone lacks for mail is another matter.
      .filter(({ rule }) => /^(?:zone|owner)-/.test(rule.id))
      .map(({ rule, severity }) => `${rule.id} ${severity}`);
    assert.equal(shown.length === 0 ? "nothing" : shown.join(", "), expected);
    const isSound = !shown.some((one) => one.endsWith(" error"));
    for (const checker of Object.keys(CHECKERS) as Checker[]) {
      const isLoaded = loads(checker, path);
      if (isLoaded === undefined) continue;
      const differs = new RegExp(`^; ${checker} ${isLoaded ? "loads" : "refuses"} it: .+$`, "m").test(text);
      assert.equal(isLoaded === isSound, !differs, `${checker} ${isLoaded ? "loads" : "refuses"} it`);
    }
  });
}
