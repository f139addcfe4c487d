import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import {
  createConnection,
  createProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { createServer } from "../../src/lsp/createServer.ts";

const uri = "file:///example.com.zone";

function client() {
  const up = new PassThrough();
  const down = new PassThrough();
  createServer(createConnection(new StreamMessageReader(up), new StreamMessageWriter(down)), () => undefined);
  const connection = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  connection.listen();
  return connection;
}

test("a document is opened, explained, fixed and clean", async () => {
  const connection = client();
  const published: PublishDiagnosticsParams[] = [];
  let arrived = () => {};
  connection.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
    published.push(params);
    arrived();
  });
  const next = () => new Promise<void>((done) => (arrived = done));
  await connection.sendRequest("initialize", { processId: null, rootUri: null, capabilities: {} });
  await connection.sendNotification("initialized", {});

  const opened = next();
  const text = '@ IN TXT "v=spf1 mx +all"\n';
  await connection.sendNotification("textDocument/didOpen", {
    textDocument: { uri, languageId: "dns-zone", version: 1, text },
  });
  await opened;
  const [diagnostic] = published[0]?.diagnostics ?? [];
  const range = { start: { line: 0, character: 20 }, end: { line: 0, character: 24 } };
  assert.equal(diagnostic?.code, "spf-all-plus");
  assert.equal(diagnostic?.source, "dnslens");
  assert.deepEqual(diagnostic?.range, range);

  const hover = await connection.sendRequest<{ contents: { value: string } }>("textDocument/hover", {
    textDocument: { uri },
    position: { line: 0, character: 12 },
  });
  assert.match(hover.contents.value, /anybody may send as this domain/);

  const actions = await connection.sendRequest<
    { edit: { changes: Record<string, { range: unknown; newText: string }[]> } }[]
  >("textDocument/codeAction", { textDocument: { uri }, range, context: { diagnostics: [diagnostic] } });
  const edit = actions[0]?.edit.changes[uri]?.[0];
  assert.deepEqual(edit, { range, newText: "-all" });

  const changed = next();
  await connection.sendNotification("textDocument/didChange", {
    textDocument: { uri, version: 2 },
    contentChanges: [{ range, text: "-all" }],
  });
  await changed;
  assert.deepEqual(published.at(-1)?.diagnostics, []);
  connection.dispose();
});
