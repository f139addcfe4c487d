// The colours of a zone file name the same record types as the reader.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { typeName } from "../../server/src/dns/mnemonics.ts";

// Types of questions and of messages, which no zone file holds (RFC 6895 section 3.1, RFC 9824 section 2.2).
const notInZones = ["OPT", "NXNAME", "TKEY", "TSIG", "IXFR", "AXFR", "MAILB", "MAILA", "ANY"];
const types = Array.from({ length: 65_536 }, (_, code) => code)
  .map((code) => [code, typeName(code)] as const)
  .filter(([code, name]) => name !== `TYPE${code}` && !notInZones.includes(name))
  .map(([, name]) => name);

test("every list of types in the grammar is the type table", () => {
  const grammar = readFileSync(new URL("../../syntaxes/dns-zone.tmLanguage.json", import.meta.url), "utf8");
  const lists = [...grammar.matchAll(/\(\?i?:(A6\|[A-Z0-9|-]+)\|TYPE/g)].map(([, list]) => list ?? "");
  assert.ok(lists.length > 0, "the grammar names no types");
  for (const list of new Set(lists)) {
    assert.deepEqual(list.split("|").sort(), [...new Set(types)].sort());
  }
});

test("the grammar's own tests show every type", () => {
  const shown = readFileSync(new URL("../../syntaxes/test/types.test.zone", import.meta.url), "utf8");
  const missing = types.filter((name) => !shown.includes(`owner IN ${name} data\n`));
  assert.deepEqual(missing, []);
});
