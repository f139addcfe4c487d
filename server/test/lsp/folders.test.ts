import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import type { Registration, SymbolInformation } from "vscode-languageserver";
import { type Editor, startEditor } from "./client.ts";

const folder = mkdtempSync(join(tmpdir(), "dnslens-folders-"));
const root = pathToFileURL(folder).href;
const registered: Registration[] = [];
let editor: Editor;

before(async () => {
  for (const name of ["a", "b"]) mkdirSync(join(folder, name));
  writeFileSync(join(folder, "a/example.com.zone"), "$TTL 300\nalpha A 192.0.2.1\n");
  writeFileSync(join(folder, "b/example.net.zone"), "$TTL 300\nbeta A 192.0.2.2\n");
  writeFileSync(join(folder, "a/hosts.inc"), "gone A 192.0.2.5\n");
  const workspace = { workspaceFolders: true, didChangeWatchedFiles: { dynamicRegistration: true } };
  editor = await startEditor({ folder: `${root}/a`, capabilities: { workspace } });
  editor.connection.onRequest("client/registerCapability", (params: { registrations: Registration[] }) => {
    registered.push(...params.registrations);
    return null;
  });
});
after(async () => {
  await editor.stop();
  rmSync(folder, { recursive: true });
});

async function names(query: string): Promise<readonly string[]> {
  const symbols = await editor.ask<SymbolInformation[]>("workspace/symbol", { query });
  return symbols.map(({ name }) => name);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 200 && !(await holds()); i++) await pause(50);
  assert.ok(await holds());
}

test("the files of a folder are known while it is open, and no longer", async () => {
  const b = { uri: `${root}/b`, name: "b" };
  const change = (added: object[], removed: object[]) =>
    editor.connection.sendNotification("workspace/didChangeWorkspaceFolders", { event: { added, removed } });
  await change([b], []);
  await until(async () => (await names("beta")).length > 0);
  await change([], [b]);
  await until(async () => (await names("beta")).length === 0);
  assert.ok((await names("alpha")).length > 0);
});

test("an included file that no pattern names is watched, and read again when it changes", async () => {
  const uri = `${root}/a/example.org.zone`;
  const zone = `$TTL 300
@ SOA ns1.example.net. hostmaster 1 7200 3600 1209600 300
@ NS ns1.example.net.
@ MX 10 mail
$INCLUDE hosts.inc
`;
  await editor.open(uri, zone);
  const isMissing = ({ code }: { code?: unknown }) => code === "mx-target-no-address";
  await editor.publishedFor(uri, ({ diagnostics }) => diagnostics.some(isMissing));
  const patterns = registered.flatMap(({ registerOptions }) => JSON.stringify(registerOptions));
  assert.ok(
    patterns.some((pattern) => pattern.includes("**/hosts.inc")),
    patterns.join(" "),
  );
  writeFileSync(join(folder, "a/hosts.inc"), "mail A 192.0.2.5\n");
  await editor.connection.sendNotification("workspace/didChangeWatchedFiles", {
    changes: [{ uri: `${root}/a/hosts.inc`, type: 2 }],
  });
  await editor.publishedFor(uri, ({ diagnostics }) => !diagnostics.some(isMissing));
});

test("where nobody tells of changed files, zones are read again when something is opened or saved", async (t) => {
  const own = mkdtempSync(join(tmpdir(), "dnslens-unwatched-"));
  const at = pathToFileURL(own).href;
  writeFileSync(join(own, "example.com.zone"), "$TTL 300\nalpha A 192.0.2.1\n");
  writeFileSync(join(own, "example.net.zone"), "$TTL 300\nbeta A 192.0.2.1\n");
  const unwatched = await startEditor({ folder: at });
  t.after(async () => {
    await unwatched.stop();
    rmSync(own, { recursive: true });
  });
  const known = async (query: string) =>
    (await unwatched.ask<SymbolInformation[]>("workspace/symbol", { query })).length > 0;
  await until(() => known("beta"));
  writeFileSync(join(own, "example.com.zone"), "$TTL 300\ngamma A 192.0.2.1\n");
  writeFileSync(join(own, "example.org.zone"), "$TTL 300\ndelta A 192.0.2.1\n");
  rmSync(join(own, "example.net.zone"));
  const uri = `${at}/example.de.zone`;
  await unwatched.open(uri, "$TTL 300\nepsilon A 192.0.2.1\n");
  await until(async () => !(await known("alpha")) && !(await known("beta")));
  await until(async () => (await known("gamma")) && (await known("delta")));
  // As another branch has it.
  for (let i = 0; i < 20; i++)
    writeFileSync(join(own, `example${i}.com.zone`), `$TTL 300\nmany${i} A 192.0.2.1\n`);
  await unwatched.connection.sendNotification("textDocument/didSave", { textDocument: { uri } });
  await until(async () => (await known("many0")) && (await known("many19")));
});
