import assert from "node:assert/strict";
import { test } from "node:test";
import { LONG } from "../../src/dns/long.ts";
import { Recent } from "../../src/dns/recent.ts";
import { typed } from "../../src/dns/typed.ts";
import { ZoneDocument } from "../../src/zone/document.ts";

test("a long list of records falls into types as a short one does", () => {
  for (const count of [3, LONG + 9]) {
    const text = Array.from({ length: count }, (_, i) => `a ${["TXT x", "MX 1 m", "A 192.0.2.1"][i % 3]}\n`);
    const records = new ZoneDocument("file:///z", `$ORIGIN example.\n${text.join("")}`).recordsAt(
      "a.example.",
    );
    assert.equal(records.length, count);
    for (const type of ["TXT", "MX", "A", "NS"]) {
      const wanted = records.filter((record) => record.type === type);
      // Asked twice: a long list is gone through once.
      assert.deepEqual(typed(records, type), wanted);
      assert.deepEqual(typed(records, type), wanted);
    }
  }
});

test("what is asked for again stays, the rest is forgotten", () => {
  const recent = new Recent<number, string>(10);
  for (let i = 0; i < 100; i++) {
    recent.set(i, `made ${i}`);
    assert.equal(recent.get(0), "made 0");
    assert.equal(recent.get(i), `made ${i}`);
  }
  const kept = Array.from({ length: 100 }, (_, i) => recent.get(i)).filter((made) => made !== undefined);
  assert.ok(kept.length <= 20, `${kept.length} are kept`);
  recent.clear();
  assert.equal(recent.get(0), undefined);
});
