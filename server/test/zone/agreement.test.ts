import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { filesBelow } from "../../src/cli/includes.ts";
import { findingsOf } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";
import { askNamed, askUs, CHECKERS, type Checker, loads, NO_BIND, type Verdict } from "./oracle.ts";
import { type Zone, zones } from "./zones.ts";

const FIXTURES = fileURLToPath(new URL("../../../test-fixtures/zone/", import.meta.url));
const RUNS = Number(process.env.ZONES ?? 150);

for (const kind of ["good", "bad"] as const) {
  for (const file of readdirSync(`${FIXTURES}${kind}`)) {
    const path = `${FIXTURES}${kind}/${file}`;
    const text = readFileSync(path, "utf8");

    test(`${kind}/${file} is ${kind}, here and in the checkers, unless it says why not`, () => {
      const document = new ZoneDocument(path, text, { origin: "example.com.", source: filesBelow(FIXTURES) });
      const errors = findingsOf(document).filter(({ severity }) => severity === "error");
      assert.equal(errors.length === 0, kind === "good", errors.map(({ message }) => message).join("\n"));
      if (kind === "bad") assert.equal(errors.length, 1, "one mistake is one finding");
      for (const checker of Object.keys(CHECKERS) as Checker[]) {
        const isLoaded = loads(checker, path);
        if (isLoaded === undefined) continue;
        const differs = new RegExp(`^; ${checker} (?:loads|refuses) it: `, "m").test(text);
        assert.equal(isLoaded, (kind === "good") !== differs, checker);
      }
    });
  }
}

test(`${RUNS} zones are loaded, or refused, as BIND does it`, { skip: NO_BIND }, async () => {
  const samples = fc.sample(zones, { numRuns: RUNS, seed: Number(process.env.SEED ?? Date.now() % 2 ** 31) });
  const verdicts = await askNamed(samples);
  for (const [index, zone] of samples.entries()) compare(zone, verdicts[index]);
});

function compare(zone: Zone, bind: Verdict | undefined): void {
  assert.ok(bind !== undefined);
  const us = askUs(zone);
  const shown = `${JSON.stringify(zone)}\nBIND: ${bind.said}\nhere: ${us.said}`;
  assert.equal(us.isLoaded, bind.isLoaded, shown);
  // Where an RRset has several TTLs BIND takes the first, also for what inherits the last one: then no TTLs are compared.
  const apart = hasSeveralTtls(us.records);
  if (bind.isLoaded) assert.deepEqual(lines(us, apart), lines(bind, apart), shown);
}

function lines({ records }: Verdict, withoutTtl: boolean): readonly string[] {
  return withoutTtl ? [...new Set(records.map((line) => line.replace(/ \S+/, "")))].sort() : records;
}

function hasSeveralTtls(records: readonly string[]): boolean {
  const ttls = new Map<string, string>();
  return records.some((line) => {
    const [owner, ttl = "", , type] = line.split(" ");
    const key = `${owner} ${type}`;
    const known = ttls.get(key) ?? ttl;
    ttls.set(key, known);
    return known !== ttl;
  });
}
