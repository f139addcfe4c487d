// Templates of `$GENERATE` look like those of JavaScript.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: see above
import assert from "node:assert/strict";
import { test } from "node:test";
import { ZoneDocument } from "../../src/zone/document.ts";

test("the names that $GENERATE makes are known, and no others", () => {
  const text = "$TTL 300\n$GENERATE 10-30/10 h$ A 192.0.2.$\n$GENERATE 0-255 ${0,3,n}.r PTR h$\n";
  const document = new ZoneDocument("file:///example.com.zone", text, { origin: "example.com." });
  const at = (name: string) => document.recordsAt(`${name}.example.com.`).map(({ rdata }) => rdata.canonical);
  assert.deepEqual(at("h20"), ["192.0.2.20"]);
  assert.deepEqual(at("h25"), []);
  assert.deepEqual(at("h020"), []);
  // 0x1f in nibbles, the lowest first.
  assert.deepEqual(at("f.1.r"), ["h31.example.com."]);
});
