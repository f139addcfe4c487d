import assert from "node:assert/strict";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Hover, Location, PublishDiagnosticsParams, WorkspaceEdit } from "vscode-languageserver";
import { type Editor, startEditor } from "./client.ts";

const top = mkdtempSync(join(tmpdir(), "dnslens-includes-"));
const folder = mkdtempSync(join(top, "zones-"));
const root = pathToFileURL(folder).href;
const uri = `${root}/example.com.zone`;
const part = `${root}/mail.inc`;
const ZONE = `$TTL 3600
@ SOA ns1.example.net. hostmaster 1 7200 3600 1209600 300
@ NS ns1.example.net.
@ NS ns2.example.net.
$INCLUDE mail.inc lab.example.com.
$INCLUDE link.inc
`;
let editor: Editor;

before(async () => {
  writeFileSync(join(folder, "mail.inc"), '@ TXT "v=spf1 -all"\n');
  writeFileSync(join(top, "secret.inc"), "secret A 192.0.2.1\n");
  symlinkSync(join(top, "secret.inc"), join(folder, "link.inc"));
  editor = await startEditor({ folder: root });
});
after(async () => {
  await editor.stop();
  rmSync(top, { recursive: true });
});

const codes = ({ diagnostics }: PublishDiagnosticsParams) => diagnostics.map(({ code }) => code);

test("an included file is read from where it is included, and its findings are shown in it", async () => {
  await editor.open(uri, ZONE);
  await editor.open(part, '@ TXT "v=spf1 +all"\n');
  const { diagnostics } = await editor.publishedFor(part, (one) => codes(one).includes("spf-all-plus"));
  assert.ok(!diagnostics.some(({ code }) => code === "zone-owner-missing"));
  const hover = await editor.ask<Hover>("textDocument/hover", {
    textDocument: { uri: part },
    position: { line: 0, character: 3 },
  });
  assert.match(JSON.stringify(hover.contents), /lab\.example\.com/);
});

test("a link that leads out of the workspace is not followed", async () => {
  const shown = await editor.publishedFor(uri, (one) => codes(one).includes("zone-include-outside"));
  const [finding] = shown.diagnostics.filter(({ code }) => code === "zone-include-outside");
  assert.equal(finding?.range.start.line, 5);
});

test("what is typed in an included file changes what is said in it and in the zone", async () => {
  await editor.change(part, 2, "x..y A 192.0.2.1\n");
  await editor.publishedFor(part, (one) => codes(one).join() === "zone-empty-label");
});

test("a name is renamed in the files that a zone includes too, and refused where they read it under two origins", async () => {
  const hosts = `${root}/hosts.inc`;
  await editor.open(hosts, "mail A 192.0.2.5\n");
  const zone = `${root}/example.net.zone`;
  const text = `$TTL 3600
@ SOA ns1.example.org. hostmaster 1 7200 3600 1209600 300
@ NS ns1.example.org.
@ MX 10 mail
$INCLUDE hosts.inc
`;
  await editor.open(zone, text);
  const at = { textDocument: { uri: zone }, position: { line: 3, character: 9 } };
  const { changes } = await editor.ask<WorkspaceEdit>("textDocument/rename", { ...at, newName: "post" });
  assert.deepEqual(
    Object.fromEntries(
      Object.entries(changes ?? {}).map(([uri, edits]) => [uri, edits.map(({ newText }) => newText)]),
    ),
    { [zone]: ["post"], [hosts]: ["post"] },
  );
  const places = await editor.ask<Location[]>("textDocument/references", {
    ...at,
    context: { includeDeclaration: true },
  });
  assert.deepEqual(
    places.map(({ uri, range }) => `${uri.slice(root.length + 1)}:${range.start.line}`).sort(),
    ["example.net.zone:3", "hosts.inc:0"],
  );
  await editor.change(zone, 2, `${text}$INCLUDE hosts.inc lab.example.net.\n`);
  await assert.rejects(
    editor.ask("textDocument/rename", { ...at, newName: "post" }),
    /another one for each zone that includes the file/,
  );
});

test("where nobody tells of changed files, included ones are read again when the zone is opened or saved", async () => {
  const own = mkdtempSync(join(tmpdir(), "dnslens-unwatched-"));
  const at = pathToFileURL(own).href;
  const zone = `${at}/example.org.zone`;
  writeFileSync(join(own, "hosts.inc"), "other A 192.0.2.1\n");
  const unwatched = await startEditor({ folder: at });
  const text =
    "$TTL 3600\n@ SOA ns1.example.net. h 1 7200 3600 1209600 300\n@ MX 10 mail\n$INCLUDE hosts.inc\n";
  const says = (wanted: boolean) => (one: PublishDiagnosticsParams) =>
    codes(one).includes("mx-target-no-address") === wanted;
  await unwatched.open(zone, text);
  await unwatched.publishedFor(zone, says(true));
  assert.deepEqual(await unwatched.ask("dnslens/includedFiles", {}), [{ uri: `${at}/hosts.inc` }]);
  writeFileSync(join(own, "hosts.inc"), "mail A 192.0.2.1\n");
  await unwatched.connection.sendNotification("textDocument/didSave", { textDocument: { uri: zone } });
  await unwatched.publishedFor(zone, says(false));
  await unwatched.connection.sendNotification("textDocument/didClose", { textDocument: { uri: zone } });
  writeFileSync(join(own, "hosts.inc"), "other A 192.0.2.1\n");
  await unwatched.open(zone, text);
  await unwatched.publishedFor(zone, says(true));
  await unwatched.stop();
  rmSync(own, { recursive: true });
});

test("of what a draft includes is said only what is known: nobody knows where it will lie, unless it has a path", async () => {
  const text =
    "$ORIGIN example.org.\n$TTL 3600\n@ SOA ns1.example.net. h 1 7200 3600 1209600 300\n@ MX 10 mail\n$INCLUDE";
  const ofIncludes = async (uri: string, file: string) =>
    (await editor.open(uri, `${text} ${file}\n`))
      .map(({ code }) => code)
      .filter((code) => /include/.test(`${code}`));
  const elsewhere = [
    "untitled:Untitled-1",
    "vscode-vfs://github/zones/example.org.zone",
    "githubpr:/100%.zone?{}",
  ];
  for (const uri of elsewhere) assert.deepEqual(await ofIncludes(uri, "hosts.inc"), [], uri);
  // As `code new.example.org.zone` opens a file that is not there yet.
  const draft = `untitled:${new URL(root).pathname}/new.example.org.zone`;
  await editor.open(draft, `${text} absent.inc\n`);
  await editor.publishedFor(draft, (one) => codes(one).includes("zone-include-missing"));
  await editor.change(draft, 2, `${text} hosts.inc\n`);
  await editor.publishedFor(draft, (one) => !codes(one).includes("zone-include-missing"));
  assert.deepEqual(await ofIncludes(`untitled:${new URL(root).pathname}/b.zone`, "../x"), [
    "zone-include-outside",
  ]);
});
