// The server as Neovim, Helix and Emacs start it: `dnslens serve --stdio`.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { isDeepStrictEqual } from "node:util";
import type {
  CodeAction,
  Diagnostic,
  DocumentSymbol,
  Location,
  PublishDiagnosticsParams,
  WorkspaceEdit,
} from "vscode-languageserver";
import { type Editor, startEditor } from "./client.ts";

const folder = mkdtempSync(join(tmpdir(), "dnslens-lsp-"));
const root = pathToFileURL(folder).href;
const uri = `${root}/example.com.zone`;
const TEXT = `$ORIGIN example.com.
$TTL 3600
@ IN SOA ns1 hostmaster ( 2026010101
  7200 3600 1209600 300 )
@ IN NS ns1
ns1 IN A 192.0.2.1
@ IN MX 10 mail
@ IN TXT "v=spf1 include:_spf.example.net +all"
mail IN A 192.0.2.2
`;
let editor: Editor;

before(async () => {
  writeFileSync(
    join(folder, "example.net.zone"),
    '$ORIGIN example.net.\n@ 3600 IN SOA ns1 h 1 7200 3600 1209600 300\n@ 3600 IN NS ns1.example.com.\n_spf 3600 IN TXT "v=spf1 ip4:198.51.100.7 -all"\n',
  );
  editor = await startEditor({ folder: root });
});
after(async () => {
  await editor.stop();
  rmSync(folder, { recursive: true });
});

test("findings come with the version they are of, and when they are asked for", async () => {
  const pushed = await editor.open(uri, TEXT);
  const plus = pushed.find(({ code }) => code === "spf-all-plus");
  assert.deepEqual(plus?.range, { start: { line: 7, character: 42 }, end: { line: 7, character: 46 } });
  assert.equal(plus?.source, "dnslens");
  assert.match(plus?.codeDescription?.href ?? "", /spf-all-plus/);
  // What other files of the workspace add comes as soon as they are read.
  const all = ({ diagnostics }: PublishDiagnosticsParams) =>
    diagnostics.some(({ code }) => code === "spf-include-neutral-all");
  await editor.publishedFor(uri, all);
  const pulled = await editor.ask<{ kind: string; items: Diagnostic[] }>("textDocument/diagnostic", {
    textDocument: { uri },
  });
  assert.equal(pulled.kind, "full");
  // More may have been read between the two: what is sent last is what was asked for.
  const { diagnostics } = await editor.publishedFor(uri, (params) =>
    isDeepStrictEqual(params.diagnostics, pulled.items),
  );
  assert.ok(diagnostics.length > 0);
});

test("quick fixes name their finding; one action for all of a rule; comments silence it", async () => {
  const [diagnostic] = (editor.published.get(uri)?.diagnostics ?? []).filter(
    ({ code }) => code === "spf-all-plus",
  );
  assert.ok(diagnostic);
  const actions = await editor.ask<CodeAction[]>("textDocument/codeAction", {
    textDocument: { uri },
    range: diagnostic.range,
    context: { diagnostics: [diagnostic] },
  });
  const fix = actions.find(({ title }) => title.includes("`-all`"));
  assert.deepEqual(fix?.diagnostics, [diagnostic]);
  assert.deepEqual(fix?.edit?.changes?.[uri], [{ range: diagnostic.range, newText: "-all" }]);
  const silence = actions.find(({ title }) => title.includes("for this record"));
  assert.equal(silence?.edit?.changes?.[uri]?.[0]?.newText, " ; dnslens-ignore spf-all-plus");
  assert.equal(silence?.edit?.changes?.[uri]?.[0]?.range.start.line, 7);
});

test("the serial is bumped as a source action", async () => {
  const actions = await editor.ask<CodeAction[]>("textDocument/codeAction", {
    textDocument: { uri },
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
    context: { diagnostics: [], only: ["source"] },
  });
  const bump = actions.find(({ kind }) => kind === "source.bumpSerial.dnslens");
  const [edit] = bump?.edit?.changes?.[uri] ?? [];
  assert.deepEqual(edit?.range, { start: { line: 2, character: 26 }, end: { line: 2, character: 36 } });
  assert.match(edit?.newText ?? "", /^20[0-9]{6}01$/);
});

test("names of files that nobody opened resolve", async () => {
  const [location] = await editor.ask<Location[]>("textDocument/definition", {
    textDocument: { uri },
    position: { line: 7, character: 30 },
  });
  assert.equal(location?.uri, `${root}/example.net.zone`);
  assert.equal(location?.range.start.line, 3);
  const hover = await editor.ask<{ contents: { value: string } }>("textDocument/hover", {
    textDocument: { uri },
    position: { line: 7, character: 12 },
  });
  assert.match(hover.contents.value, /198\.51\.100\.7/);
});

test("a name is renamed in all its forms and files", async () => {
  const edit = await editor.ask<WorkspaceEdit>("textDocument/rename", {
    textDocument: { uri },
    position: { line: 5, character: 1 },
    newName: "dns",
  });
  assert.deepEqual(
    Object.fromEntries(
      Object.entries(edit.changes ?? {}).map(([file, edits]) => [file, edits.map(({ newText }) => newText)]),
    ),
    { [uri]: ["dns", "dns", "dns"], [`${root}/example.net.zone`]: ["dns.example.com."] },
  );
});

test("the outline has the owners, their records below them", async () => {
  const symbols = await editor.ask<DocumentSymbol[]>("textDocument/documentSymbol", {
    textDocument: { uri },
  });
  assert.deepEqual(
    symbols.map(({ name, children }) => [name, children?.map((child) => child.name).join(" ")]),
    [
      ["example.com", "SOA NS"],
      ["ns1.example.com", "A"],
      ["example.com", "MX TXT"],
      ["mail.example.com", "A"],
    ],
  );
});

test("a document that is closed is again what it is on disk; a base side has no findings", async () => {
  const other = `${root}/example.net.zone`;
  await editor.open(other, '$ORIGIN example.net.\n_spf 3600 IN TXT "v=spf1 ip4:203.0.113.9 -all"\n');
  const hoverOf = async () =>
    (
      await editor.ask<{ contents: { value: string } }>("textDocument/hover", {
        textDocument: { uri },
        position: { line: 7, character: 12 },
      })
    ).contents.value;
  assert.match(await hoverOf(), /203\.0\.113\.9/);
  await editor.connection.sendNotification("textDocument/didClose", { textDocument: { uri: other } });
  await editor.publishedFor(other, ({ version }) => version === undefined);
  let shown = await hoverOf();
  for (let i = 0; i < 100 && !shown.includes("198.51.100.7"); i++) shown = await hoverOf();
  assert.match(shown, /198\.51\.100\.7/);
  const base = "git:/zones/example.com.zone?%7B%22ref%22%3A%22HEAD%22%7D";
  assert.deepEqual(await editor.open(base, TEXT), []);
});

test("settings of a resource decide about its findings and its origin", async () => {
  const own = await startEditor({
    capabilities: { workspace: { configuration: true } },
    configuration: ({ scopeUri }) =>
      scopeUri?.endsWith("customer.txt")
        ? { rules: { "spf-all-plus": "hint" }, zone: { origins: { "zones/*.txt": "customer.example" } } }
        : {},
  });
  const text = '@ 3600 IN TXT "v=spf1 +all"\n';
  const severity = async (file: string) =>
    (await own.open(file, text)).find(({ code }) => code === "spf-all-plus")?.severity;
  assert.equal(await severity("file:///zones/customer.txt"), 4);
  assert.equal(await severity("file:///zones/other.txt"), 1);
  const hover = await own.ask<{ contents: { value: string } }>("textDocument/hover", {
    textDocument: { uri: "file:///zones/customer.txt" },
    position: { line: 0, character: 20 },
  });
  assert.match(hover.contents.value, /customer\.example/);
  await own.stop();
});

test("a zone is compared with the last commit when it is opened and saved", async () => {
  const own = await startEditor({ initializationOptions: { answersBaseText: true } });
  const file = "file:///compared.example.zone";
  let asked = 0;
  own.connection.onRequest("dnslens/baseText", (params: { uri: string }) => {
    asked++;
    return params.uri === file ? TEXT : null;
  });
  const says = (wanted: boolean) => (params: { diagnostics: readonly Diagnostic[] }) =>
    params.diagnostics.some(({ code }) => code === "zone-serial-not-bumped") === wanted;
  const save = () => own.connection.sendNotification("textDocument/didSave", { textDocument: { uri: file } });
  await own.open(file, TEXT);
  const more = `${TEXT}www IN A 192.0.2.3\n`;
  // Typing asks nobody and compares nothing.
  assert.ok(says(false)({ diagnostics: await own.change(file, 2, more) }));
  assert.ok(asked <= 1);
  await save();
  const { diagnostics } = await own.publishedFor(file, says(true));
  const found = diagnostics.find(({ code }) => code === "zone-serial-not-bumped");
  assert.equal(found?.range.start.line, 2);
  // Bumped by hand: gone at once.
  assert.ok(
    says(false)({ diagnostics: await own.change(file, 3, more.replace("2026010101", "2026010102")) }),
  );
  assert.ok(says(true)({ diagnostics: await own.change(file, 4, more) }));
  assert.equal(asked, 2);
  await own.stop();
});

// NSD knows no $GENERATE; BIND, the default, does.
const GENERATES = "$ORIGIN example.org.\n$TTL 3600\n$GENERATE 1-3 host$ A 192.0.2.$\n";

test("the name server that loads the files decides what is wrong in them", async () => {
  const dialect = { zone: { dialect: "nsd" } };
  const own = await startEditor({
    capabilities: { workspace: { configuration: true } },
    configuration: ({ scopeUri }) => (scopeUri?.includes("/nsd/") ? dialect : {}),
  });
  const said = async (file: string) => (await own.open(file, GENERATES)).map(({ code }) => code);
  assert.deepEqual(await said("file:///nsd/example.org.zone"), ["zone-dialect"]);
  assert.deepEqual(await said("file:///bind/example.org.zone"), []);
  await own.stop();

  const pushing = await startEditor();
  const file = "file:///example.org.zone";
  assert.deepEqual(await pushing.open(file, GENERATES), []);
  const settings = { dnslens: dialect };
  await pushing.connection.sendNotification("workspace/didChangeConfiguration", { settings });
  await pushing.publishedFor(file, ({ diagnostics }) => diagnostics[0]?.code === "zone-dialect");
  await pushing.stop();
});

test("origins that are set later make other records of open files and of those that nobody opened", async () => {
  const own = mkdtempSync(join(tmpdir(), "dnslens-origins-"));
  const at = pathToFileURL(own).href;
  writeFileSync(join(own, "b.zone"), "$TTL 3600\nhost A 192.0.2.9\n");
  const editor = await startEditor({ folder: at });
  const open = `${at}/a.zone`;
  const text = "$TTL 3600\nwww A 192.0.2.1\nalias CNAME host.customer.example.\n";
  await editor.open(open, text);
  const settings = { dnslens: { zone: { origins: { "{a,b}.zone": "customer.example" } } } };
  await editor.connection.sendNotification("workspace/didChangeConfiguration", { settings });
  const ask = async () => ({
    hover: await editor.ask<{ contents: { value: string } }>("textDocument/hover", {
      textDocument: { uri: open },
      position: { line: 1, character: 1 },
    }),
    targets: await editor.ask<Location[]>("textDocument/definition", {
      textDocument: { uri: open },
      position: { line: 2, character: 15 },
    }),
  });
  let said = await ask();
  for (let i = 0; i < 100 && said.targets.length === 0; i++) said = await ask();
  assert.match(said.hover.contents.value, /www\.customer\.example/);
  assert.equal(said.targets[0]?.uri, `${at}/b.zone`);
  await editor.stop();
  rmSync(own, { recursive: true });
});

test("a changed zone is saved with the next serial, once, where the setting asks for it", async () => {
  const own = await startEditor({
    capabilities: { textDocument: { synchronization: { willSaveWaitUntil: true } } },
  });
  await own.connection.sendNotification("workspace/didChangeConfiguration", {
    settings: { dnslens: { zone: { bumpSerialOnSave: true } } },
  });
  const willSave = () =>
    own.ask<readonly { newText: string }[]>("textDocument/willSaveWaitUntil", {
      textDocument: { uri },
      reason: 1,
    });
  await own.open(uri, TEXT);
  assert.deepEqual(await willSave(), []);
  await own.change(uri, 2, `${TEXT}www IN A 192.0.2.3\n`);
  const [edit] = await willSave();
  assert.match(edit?.newText ?? "", /^20[0-9]{6}01$/);
  // Bumped by hand, or by the edit just made: not again.
  await own.change(uri, 3, TEXT.replace("2026010101", "2026010102"));
  assert.deepEqual(await willSave(), []);
  await own.stop();
});

test("an editor that pulls findings is sent none", async () => {
  const own = await startEditor({ capabilities: { textDocument: { diagnostic: {} } } });
  assert.ok(own.initialized.capabilities.diagnosticProvider);
  await own.connection.sendNotification("textDocument/didOpen", {
    textDocument: { uri, languageId: "dns-zone", version: 1, text: TEXT },
  });
  const { items } = await own.ask<{ items: Diagnostic[] }>("textDocument/diagnostic", {
    textDocument: { uri },
  });
  assert.ok(items.some(({ code }) => code === "spf-all-plus"));
  assert.equal(own.published.size, 0);
  await own.stop();
});

test("an editor that pulls findings is asked to pull again when a setting changed", {
  timeout: 60_000,
}, async (t) => {
  const own = await startEditor({
    capabilities: {
      textDocument: { diagnostic: {} },
      workspace: { diagnostics: { refreshSupport: true } },
    },
  });
  t.after(() => own.stop());
  const pull = async () => {
    const { items } = await own.ask<{ items: Diagnostic[] }>("textDocument/diagnostic", {
      textDocument: { uri },
    });
    return items.find(({ code }) => code === "spf-all-plus")?.severity;
  };
  await own.connection.sendNotification("textDocument/didOpen", {
    textDocument: { uri, languageId: "dns-zone", version: 1, text: TEXT },
  });
  assert.equal(await pull(), 1);
  const asked = new Promise<void>((done) => {
    own.connection.onRequest("workspace/diagnostic/refresh", () => done());
  });
  await own.connection.sendNotification("workspace/didChangeConfiguration", {
    settings: { dnslens: { rules: { "spf-all-plus": "hint" } } },
  });
  await asked;
  assert.equal(await pull(), 4);
});
