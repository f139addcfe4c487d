// The language server as a process: over standard input and output (`--stdio`), a socket, a pipe or Node's IPC.
import { Console } from "node:console";
import { connect, type NetConnectOpts } from "node:net";
import {
  createConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageReader,
  type MessageWriter,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { dohAsk } from "../live/doh.ts";
import { nodeDns } from "../live/nodeDns.ts";
import { liveDns } from "../mail/live.ts";
import { createServer } from "./createServer.ts";
import { encoder } from "./encoder.ts";
import { placeOf } from "./failures.ts";
import { nodeHost } from "./nodeHost.ts";
import { withOneSpelling } from "./uris.ts";

/** How a client is talked to. A port or a pipe is the client's: the server connects to it. */
export type Transport = "stdio" | "node-ipc" | NetConnectOpts;

interface Ends {
  readonly reader: MessageReader;
  readonly writer: MessageWriter;
}

const openDns = (endpoint: string) => (endpoint === "" ? nodeDns() : liveDns(dohAsk(endpoint), Date.now));

/** Serves a client until it goes. Rejects where it cannot be reached. */
export async function serveOver(transport: Transport): Promise<never> {
  const ends = typeof transport === "string" ? endsOf(transport) : await endsAt(transport);
  const { reader, writer } = withOneSpelling(ends.reader, ends.writer);
  const connection = createConnection(ProposedFeatures.all, reader, writer);
  // What fails beside the requests ends none of them.
  process.on("unhandledRejection", (error) => connection.console.error(`Something failed${placeOf(error)}`));
  createServer(connection, openDns, nodeHost);
  return new Promise(() => undefined);
}

function endsOf(transport: "stdio" | "node-ipc"): Ends {
  if (transport === "node-ipc")
    return { reader: new IPCMessageReader(process), writer: new IPCMessageWriter(process) };
  // Whatever a library has to say does not belong between the messages.
  globalThis.console = new Console(process.stderr);
  process.stdin.on("close", () => process.exit());
  return streamEnds(process.stdin, process.stdout);
}

function endsAt(place: NetConnectOpts): Promise<Ends> {
  return new Promise((resolve, reject) => {
    const socket = connect(place, () => resolve(streamEnds(socket, socket)));
    socket.once("error", reject).once("close", () => process.exit());
  });
}

// As the library does it, but for the encoder.
function streamEnds(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Ends {
  return {
    reader: new StreamMessageReader(input),
    writer: new StreamMessageWriter(output, { contentTypeEncoder: encoder }),
  };
}
