import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { RULES } from "../src/rules/index.ts";

/** One rule as the mail catalogue beside the project has it. */
interface Entry {
  readonly id: string;
  readonly severity: string;
}

const CATALOGUE = new URL("../../../shared/mail-rules.json", import.meta.url);
const DECISIONS = new URL("../../docs/decisions.md", import.meta.url);

const isHere = existsSync(CATALOGUE);
const SKIP = isHere ? false : "../shared/mail-rules.json is not here";

function entries(): readonly Entry[] {
  return JSON.parse(readFileSync(CATALOGUE, "utf8"));
}

test("every rule of the mail catalogue exists, or a decision says why not", { skip: SKIP }, () => {
  const decisions = readFileSync(DECISIONS, "utf8");
  const ids = new Set(RULES.map(({ id }) => id));
  const missing = entries()
    .map(({ id }) => id)
    .filter((id) => !ids.has(id) && !decisions.includes(`\`${id}\``));
  assert.deepEqual(missing, []);
});

test("severities are those of the catalogue, or a decision says why not", { skip: SKIP }, () => {
  const decisions = readFileSync(DECISIONS, "utf8");
  const severities = new Map(RULES.map(({ id, severity }) => [id, severity]));
  const other = entries().filter(
    ({ id, severity }) =>
      severities.has(id) && severities.get(id) !== severity && !decisions.includes(`\`${id}\``),
  );
  assert.deepEqual(
    other.map(({ id }) => id),
    [],
  );
});

test("no two rules share an id", () => {
  const ids = RULES.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
});
