// The language server as a process: over standard input and output (`--stdio`) or Node's IPC.
import { Console } from "node:console";
import {
  type Connection,
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { dohAsk } from "../live/doh.ts";
import { nodeDns } from "../live/nodeDns.ts";
import { liveDns } from "../mail/live.ts";
import { createServer } from "./createServer.ts";
import { encoder } from "./encoder.ts";
import { nodeHost } from "./nodeHost.ts";
import { withOneSpelling } from "./uris.ts";

const openDns = (endpoint: string) => (endpoint === "" ? nodeDns() : liveDns(dohAsk(endpoint), Date.now));

createServer(
  process.argv.includes("--stdio") ? overStdio() : createConnection(ProposedFeatures.all),
  openDns,
  nodeHost,
);

// As the library does it for `--stdio`, but for the encoder.
function overStdio(): Connection {
  // Whatever a library has to say does not belong between the messages.
  globalThis.console = new Console(process.stderr);
  process.stdin.on("close", () => process.exit());
  const { reader, writer } = withOneSpelling(
    new StreamMessageReader(process.stdin),
    new StreamMessageWriter(process.stdout, { contentTypeEncoder: encoder }),
  );
  return createConnection(ProposedFeatures.all, reader, writer);
}
