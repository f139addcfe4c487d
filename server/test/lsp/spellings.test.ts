// Editors write one and the same file in several ways, and understand any of them.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { Location, WorkspaceEdit } from "vscode-languageserver";
import { canonicalUri } from "../../src/lsp/uris.ts";
import { startEditor } from "./client.ts";

const folder = mkdtempSync(join(tmpdir(), "dnslens-spellings-"));
after(() => rmSync(folder, { recursive: true }));

const ZONE = `$TTL 3600
@ SOA ns1 hostmaster 1 7200 3600 1209600 300
@ NS ns1
ns1 A 192.0.2.1
$INCLUDE mail~x.inc
@ MX 10 mail
`;

test("URIs of one file are one", () => {
  const same = [
    ["file:///a/x%2By.zone", "file:///a/x+y.zone"],
    ["file:///a/x~y.zone", "file:///a/x%7Ey.zone"],
    ["file:///a/%c3%a9.zone", "file:///a/%C3%A9.zone", "file:///a/é.zone"],
    ["file:///c%3A/a.zone", "file:///C:/a.zone", "FILE:///c:/a.zone"],
    ["file:///a/(b)@c.zone", "file:///a/%28b%29%40c.zone"],
  ];
  for (const spellings of same) assert.equal(new Set(spellings.map(canonicalUri)).size, 1, spellings.join());
  // A percent sign and another case are other files.
  const other = ["file:///a/b", "file:///a%252Fb", "file:///A/b"];
  assert.equal(new Set(other.map(canonicalUri)).size, other.length);
  const kept = ["untitled:Untitled-1", "git:/a+b.zone?%7B%22ref%22%3A%22%22%7D"];
  assert.deepEqual(kept.map(canonicalUri), kept);
});

test("a file is one file however its URI is written, and the editor's own writing comes back", async (t) => {
  const zones = join(folder, "a+b (1)");
  mkdirSync(zones);
  writeFileSync(join(zones, "x@y~z.zone"), `$ORIGIN example.com.\n${ZONE}`);
  writeFileSync(join(zones, "mail~x.inc"), "mail A 192.0.2.5\n");
  writeFileSync(join(zones, "o+ther.zone"), "$ORIGIN example.net.\n@ 3600 MX 10 mail.example.com.\n");
  // As little is encoded as can be, and all that can be.
  for (const encode of [
    (path: string) => encodeURI(path),
    (path: string) => path.replace(/[^a-z0-9./]/gi, (char) => `%${char.charCodeAt(0).toString(16)}`),
  ]) {
    const root = `file://${encode(zones)}`;
    const editor = await startEditor({ folder: root });
    t.after(() => editor.stop());
    const uri = `${root}/${encode("x@y~z.zone")}`;
    const part = `${root}/${encode("mail~x.inc")}`;
    await editor.open(uri, `$ORIGIN example.com.\n${ZONE}`);
    await editor.open(part, "mail A 192.0.2.5\n");
    const edit = await editor.ask<WorkspaceEdit>("textDocument/rename", {
      textDocument: { uri },
      position: { line: 6, character: 9 },
      newName: "post",
    });
    // What the editor has not named itself is below the folder as it names that.
    const other = Object.keys(edit.changes ?? {}).filter((one) => one !== uri && one !== part);
    assert.equal(other.length, 1);
    assert.ok(other[0]?.startsWith(`${root}/`), other[0]);
    assert.equal(decodeURIComponent(other[0] ?? ""), `file://${zones}/o+ther.zone`);
    assert.deepEqual([...new Set(Object.keys(edit.changes ?? {}))].length, 3);
    const [target] = await editor.ask<Location[]>("textDocument/definition", {
      textDocument: { uri },
      position: { line: 6, character: 9 },
    });
    assert.equal(target?.uri, part);
  }
});

test("a file is one file on every way to the server", async (t) => {
  const zones = join(folder, "ways");
  mkdirSync(zones);
  for (const over of ["stdio", "node-ipc", "pipe", "socket"] as const) {
    const editor = await startEditor({ folder: `file://${zones}`, over });
    t.after(() => editor.stop());
    const uri = `file://${zones}/x@y~z.zone`;
    await editor.open(uri, `$ORIGIN example.com.\n${ZONE}`);
    const edit = await editor.ask<WorkspaceEdit>("textDocument/rename", {
      textDocument: { uri },
      position: { line: 6, character: 9 },
      newName: "post",
    });
    assert.deepEqual(Object.keys(edit.changes ?? {}), [uri], over);
  }
});
