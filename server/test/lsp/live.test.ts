import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import {
  createConnection,
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { nodeDns } from "../../src/live/nodeDns.ts";
import { createServer } from "../../src/lsp/createServer.ts";
import { MISSING, startNamed } from "../named.ts";

const ZONE = `$TTL 300
@ IN SOA ns1 hostmaster 1 7200 3600 1209600 300
@ NS ns1
ns1 A 127.0.0.1
_spf TXT "v=spf1 ip4:198.51.100.0/24 ~all"
`;

/** What a server says when somebody hovers over a record that includes `_spf.example.net`. */
async function hover(address: string, enabled: boolean, trusted: boolean): Promise<string> {
  const up = new PassThrough();
  const down = new PassThrough();
  const server = createConnection(new StreamMessageReader(up), new StreamMessageWriter(down));
  createServer(server, () => nodeDns({ servers: [address] }));
  const connection = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  connection.listen();
  const uri = "untitled:zone";
  await connection.sendRequest("initialize", {
    processId: null,
    rootUri: null,
    capabilities: {},
    initializationOptions: { trusted },
  });
  await connection.sendNotification("initialized", {});
  await connection.sendNotification("workspace/didChangeConfiguration", {
    settings: { dnslens: { live: { enabled } } },
  });
  const text = 'a.example. 300 IN TXT "v=spf1 include:_spf.example.net -all"\n';
  await connection.sendNotification("textDocument/didOpen", {
    textDocument: { uri, languageId: "dns-zone", version: 1, text },
  });
  const { contents } = await connection.sendRequest<{ contents: { value: string } }>("textDocument/hover", {
    textDocument: { uri },
    position: { line: 0, character: 2 },
  });
  connection.dispose();
  server.dispose();
  return contents.value;
}

test("a hover asks the DNS where a person allowed it, and says what it read and when", async (t) => {
  const named = await startNamed({ "example.net": ZONE });
  if (named === undefined) return t.skip(MISSING);
  t.after(() => named.stop());
  const live = await hover(named.address, true, true);
  assert.match(live, /256 IPv4 addresses/);
  assert.match(live, /Live DNS, read at \d\d:\d\d:\d\d UTC: `_spf\.example\.net\.` TXT/);
  for (const offline of [await hover(named.address, false, true), await hover(named.address, true, false)]) {
    assert.doesNotMatch(offline, /256|Live DNS/);
    assert.match(offline, /outside this workspace/);
  }
});
