import assert from "node:assert/strict";
import test from "node:test";
import type { Message } from "vscode-languageserver";
import { diagnosticsOf } from "../../src/features/diagnostics.ts";
import { encoder } from "../../src/lsp/encoder.ts";
import { Workspace } from "../../src/workspace.ts";
import { ZoneDocument } from "../../src/zone/document.ts";

const read = async (message: object) =>
  JSON.parse(
    Buffer.from(await encoder.encode({ jsonrpc: "2.0", ...message }, { charset: "utf-8" })).toString("utf8"),
  );

const publish = (diagnostics: readonly object[], version?: number) => ({
  method: "textDocument/publishDiagnostics",
  params: { uri: "file:///a%20b.zone", ...(version === undefined ? {} : { version }), diagnostics },
});

test("a message reads as it was written, its findings too, new ones and those that were sent before", async () => {
  const one = { range: {}, message: '“ä” 🐟 " \\ \u2028 , ]}}' };
  const two = { message: "another" };
  for (const list of [[], [one], [one, two], [two, one, one], []]) {
    for (const message of [publish(list), publish(list, 7)])
      assert.deepEqual(await read(message), { jsonrpc: "2.0", ...message });
  }
  for (const message of [
    { id: 1, result: null },
    { id: 2, result: { items: [one] } },
    { method: "$/progress", params: { token: "ü", value: { kind: "end" } } },
  ])
    assert.deepEqual(await read(message), { jsonrpc: "2.0", ...message });
});

// RFC 8259 section 8.2: what becomes of half a surrogate pair is unpredictable.
test("an octet that is no UTF-8 is shown as what cannot be shown, and what only looks like one as it is", async () => {
  const message = "h\\udce9 caf\udce9 \\\udce9";
  const octets = await encoder.encode({ jsonrpc: "2.0", ...publish([{ message }]) } as Message, {
    charset: "utf-8",
  });
  assert.doesNotMatch(Buffer.from(octets).toString("utf8"), /(?<!\\)\\ud[89a-f]/);
  const { params } = await read(publish([{ message }]));
  assert.equal(params.diagnostics[0].message, "h\\udce9 caf\ufffd \\\ufffd");
});

test("a finding is the same object as long as it is shown at the same place, and another one where it moved", () => {
  const text =
    "@ IN SOA ns h 1 1 1 1 1\n  NS ns.example.net.\na TXT v=spf1\\032+all\nb TXT v=spf1\\032+all\nb TXT x\n";
  const document = new ZoneDocument("file:///z.zone", text, { origin: "example.com." });
  const workspace = new Workspace();
  const show = () => {
    workspace.update(document);
    return diagnosticsOf(document, workspace.shown(document, { rules: {} }, 999));
  };
  const before = show();
  const below = before.filter(({ range }) => range.start.line >= 2);
  assert.ok(below.length >= 2);
  assert.deepEqual(show().filter((one) => before.includes(one)).length, before.length);
  document.replace({ start: text.length, end: text.length }, "c A 192.0.2.1\n");
  const after = show();
  const isKept = ({ code, range }: (typeof before)[number]) =>
    after.some((one) => one.code === code && one.range.start.line === range.start.line);
  assert.ok(before.every(isKept));
  document.replace({ start: 0, end: 0 }, "; a comment\n");
  for (const { code, range } of below) {
    const moved = show().find((one) => one.code === code && one.range.start.line === range.start.line + 1);
    assert.equal(moved?.range.start.character, range.start.character, String(code));
  }
});
