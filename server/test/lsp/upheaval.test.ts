// An edit at the top of a large file that changes how all that follows is read.
import assert from "node:assert/strict";
import { test } from "node:test";
import { findingsOf } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";
import { startEditor } from "./client.ts";

const uri = "file:///nowhere/example.com.zone";
const filler = Array.from({ length: 9000 }, (_, i) => `h${i} 300 A 192.0.2.${i % 250}\n`).join("");
const text = (origin: string) =>
  `$ORIGIN ${origin}\n@ 300 SOA ns h 1 7200 3600 1209600 300\n@ 300 NS ns\nns 300 A 192.0.2.1\n${filler}last 300 TXT "v=spf1 a:nobody.z.example.com +all"\n`;

const inOrigin = { start: { line: 0, character: 8 }, end: { line: 0, character: 9 } };
const inLast = { line: 9004, character: 2 };

test("is answered before all of it is read; who asks for names waits, and in the end all is as if it were new", async () => {
  const editor = await startEditor();
  const copied = async () => {
    const forms = await editor.ask<readonly { text: string | null }[]>("dnslens/copyAs", {
      uri,
      position: inLast,
    });
    return forms.map((one) => one.text ?? "").join("\n");
  };
  await editor.open(uri, text("x.example.com."));
  assert.match(await copied(), /last\.x\.example\.com/);
  await editor.connection.sendNotification("textDocument/didChange", {
    textDocument: { uri, version: 2 },
    contentChanges: [{ range: inOrigin, text: "y" }],
  });
  assert.match(await copied(), /last\.y\.example\.com/);
  await editor.connection.sendNotification("textDocument/didChange", {
    textDocument: { uri, version: 3 },
    contentChanges: [{ range: inOrigin, text: "z" }],
  });
  const about = (version: number, wanted: string) =>
    editor.publishedFor(
      uri,
      (params) =>
        params.version === version &&
        JSON.stringify(params.diagnostics.map(({ code }) => code).sort()) === wanted,
    );
  const fresh = findingsOf(new ZoneDocument(uri, text("z.example.com.")), { rules: {} });
  const codes = fresh.map(({ rule }) => rule.id).sort();
  // The one hangs on where the last record stands now, the other one on its own text.
  assert.ok(codes.includes("spf-a-void") && codes.includes("spf-all-plus"));
  await about(3, JSON.stringify(codes));
  const hover = await editor.ask<{ contents: { value: string } }>("textDocument/hover", {
    textDocument: { uri },
    position: inLast,
  });
  assert.match(hover.contents.value, /last\.z\.example\.com/);
  await editor.stop();
});
