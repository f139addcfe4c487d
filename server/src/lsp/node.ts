// The language server as a process: over standard input and output (`--stdio`) or Node's IPC.
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { createServer } from "./createServer.ts";
import { nodeHost } from "./nodeHost.ts";

createServer(createConnection(ProposedFeatures.all), nodeHost);
