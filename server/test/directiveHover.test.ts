// Templates of `$GENERATE` look like those of JavaScript.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: see above
import assert from "node:assert/strict";
import { test } from "node:test";
import { hover } from "../src/features/hover.ts";
import { Workspace } from "../src/workspace.ts";
import { ZoneDocument } from "../src/zone/document.ts";

function said(text: string): string {
  const document = new ZoneDocument("file:///example.com.zone", text, { origin: "example.com." });
  const workspace = new Workspace();
  workspace.update(document);
  return JSON.stringify(hover(document, 2, workspace.lookupFrom(document.uri))?.contents ?? "");
}

test("$GENERATE is counted, and its first and last record are shown, however many there are", () => {
  const text = said("$GENERATE 1-2147483647/2 h${0,4,d} CNAME t$.example.net.\n");
  assert.match(text, /makes 1,073,741,824 CNAME records/);
  assert.match(text, /h0001\.example\.com\. CNAME t1\.example\.net\./);
  assert.match(text, /h2147483647\.example\.com\. CNAME t2147483647\.example\.net\./);
});

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

test("other directives say what they change", () => {
  assert.match(said("$ORIGIN lab\n"), /lab/);
  assert.match(said("$TTL 1h\n"), /1h/);
});
