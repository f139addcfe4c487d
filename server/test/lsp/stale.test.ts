import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { IncludedFiles } from "../../src/lsp/includedFiles.ts";
import { nodeHost } from "../../src/lsp/nodeHost.ts";
import { startEditor } from "./client.ts";

const HEAD = "$TTL 3600\n@ SOA ns1.example.net. h 1 7200 3600 1209600 300\n@ MX 10 mail\n";
const ZONE = `${HEAD}$INCLUDE hosts.inc\n`;

function workspace() {
  const top = mkdtempSync(join(tmpdir(), "dnslens-stale-"));
  const folder = join(top, "zones");
  mkdirSync(folder);
  const root = pathToFileURL(folder).href;
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  return { top, root, write, zone: `${root}/example.org.zone`, part: `${root}/hosts.inc` };
}

const says =
  (rule: string) =>
  ({ diagnostics }: { readonly diagnostics: readonly { readonly code?: unknown }[] }) =>
    diagnostics.some(({ code }) => code === rule);
const NO_ADDRESS = "mx-target-no-address";

test("a part that was edited, saved and closed is read as it was saved, not as it was found first", async () => {
  const { top, root, write, zone, part } = workspace();
  write("hosts.inc", "other A 192.0.2.1\n");
  const capabilities = { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } };
  const editor = await startEditor({ folder: root, capabilities });
  const tell = (method: string, params: object) =>
    editor.connection.sendNotification(method, { textDocument: { uri: part }, ...params });
  await editor.open(zone, ZONE);
  await editor.publishedFor(zone, says(NO_ADDRESS));
  await editor.open(part, "other A 192.0.2.1\n");
  await editor.change(part, 2, "mail A 192.0.2.1\n");
  write("hosts.inc", "mail A 192.0.2.1\n");
  await tell("textDocument/didSave", {});
  await tell("workspace/didChangeWatchedFiles", { changes: [{ uri: part, type: 2 }] });
  await tell("textDocument/didClose", {});
  // Left out and written again.
  await editor.change(zone, 2, HEAD);
  await editor.change(zone, 3, ZONE);
  await editor.publishedFor(zone, (told) => told.version === 3 && !says(NO_ADDRESS)(told));
  await editor.stop();
  rmSync(top, { recursive: true });
});

test("what changes while it is read is read again", async () => {
  const given: ((text: string) => void)[] = [];
  const arrived: string[] = [];
  const files = new IncludedFiles({
    host: () => ({ read: () => new Promise((done) => given.push(done)), find: async () => [] }),
    opened: () => undefined,
    folders: () => ["file:///zones"],
    wanted: () => undefined,
    arrived: (uris) => arrived.push(...uris),
  });
  const turn = () => new Promise((done) => setImmediate(done));
  const text = () => {
    const found = files.include("file:///zones/a.zone", "hosts.inc");
    return found.kind === "file" ? found.text : found.kind;
  };
  assert.equal(text(), "unknown");
  await turn();
  assert.equal(text(), "unknown");
  assert.equal(given.length, 1, "asked for twice, and read once");
  assert.ok(files.knows("file:///zones/hosts.inc"), "news of it are wanted from now on");
  void files.read("file:///zones/hosts.inc");
  given[0]?.("old");
  await turn();
  given[1]?.("new");
  await turn();
  assert.equal(text(), "new");
  assert.deepEqual(arrived, ["file:///zones/hosts.inc"]);
});

test("a file that only has the name of a part elsewhere is no zone", async () => {
  const { top, root, write, zone } = workspace();
  write("hosts.inc", "mail A 192.0.2.1\n");
  const capabilities = { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } };
  const editor = await startEditor({ folder: root, capabilities });
  await editor.open(zone, ZONE);
  mkdirSync(join(fileURLToPath(root), "other"));
  write("other/hosts.inc", "$ORIGIN example.net.\nnowhere A 192.0.2.9\n");
  write("other.zone", "$ORIGIN example.net.\nsomewhere A 192.0.2.9\n");
  await editor.connection.sendNotification("workspace/didChangeWatchedFiles", {
    changes: ["other/hosts.inc", "other.zone"].map((name) => ({ uri: `${root}/${name}`, type: 1 })),
  });
  const names = async () => {
    const query = { query: "where" };
    const found = await editor.ask<readonly { readonly name: string }[]>("workspace/symbol", query);
    return found.map(({ name }) => name.split(".")[0]);
  };
  // The one that is a zone came last.
  for (let asks = 0; asks < 200 && (await names()).length === 0; asks++)
    await new Promise((done) => setTimeout(done, 20));
  assert.deepEqual(await names(), ["somewhere"]);
  await editor.stop();
  rmSync(top, { recursive: true });
});

const TERRAFORM = `resource "google_dns_record_set" "a" {
  managed_zone = "z"
  name         = "example.com."
  type         = "TXT"
  ttl          = 300
  rrdatas      = ["\\"\${file("link.txt")}\\""]
}
`;

test("a link that leads out of the folder of a single file is not followed, and none by an editor that follows them itself", async () => {
  for (const isOwn of [false, true]) {
    const { top, root, write } = workspace();
    writeFileSync(join(top, "secret.txt"), "v=spf1 +all");
    symlinkSync(join(top, "secret.txt"), join(fileURLToPath(root), "link.txt"));
    write("beside.txt", "v=spf1 +all");
    const initializationOptions = { ownClient: true };
    const editor = await startEditor(isOwn ? { folder: root, initializationOptions } : {});
    let asked = 0;
    editor.connection.onRequest("dnslens/findFiles", () => []);
    editor.connection.onRequest("dnslens/readFile", ({ uri }: { uri: string }) => {
      asked++;
      return readFileSync(fileURLToPath(uri), "utf8");
    });
    const main = `${root}/main.tf`;
    await editor.open(main, `${TERRAFORM}${TERRAFORM.replace('"a"', '"b"').replace("link", "beside")}`);
    const { diagnostics } = await editor.publishedFor(main, says("spf-all-plus"));
    const lines = diagnostics
      .filter(({ code }) => code === "spf-all-plus")
      .map(({ range }) => range.start.line);
    assert.deepEqual(lines, [12]);
    assert.equal(asked > 0, isOwn, "the editor is asked for files where it offers that");
    await editor.stop();
    rmSync(top, { recursive: true });
  }
});

test("a folder that is gone, and one that is the root of all, make no difference to links", async () => {
  const { top, root, write } = workspace();
  writeFileSync(join(top, "secret.txt"), "");
  write("own.txt", "");
  symlinkSync(join(top, "secret.txt"), join(fileURLToPath(root), "link.txt"));
  const folders = [root, `${root}/gone`];
  assert.equal(await nodeHost.isBelow?.(`${root}/own.txt`, folders), true);
  assert.equal(await nodeHost.isBelow?.(`${root}/link.txt`, folders), false);
  assert.equal(await nodeHost.isBelow?.(`${root}/link.txt`, ["file:///"]), true);
  rmSync(top, { recursive: true });
});

test("files that are read together are told of together", async () => {
  const told: (readonly string[])[] = [];
  const files = new IncludedFiles({
    host: () => ({ read: async (uri) => `text of ${uri}`, find: async () => [] }),
    opened: () => undefined,
    folders: () => ["file:///zones"],
    wanted: () => undefined,
    arrived: (uris) => told.push(uris),
  });
  for (let i = 0; i < 100; i++) files.include("file:///zones/a.zone", `${i}.inc`);
  while (told.flat().length < 100) await new Promise((done) => setImmediate(done));
  assert.equal(told.length, 1);
  await files.read("file:///zones/0.inc");
  assert.equal(told.length, 1, "what is as before is not told of");
});
