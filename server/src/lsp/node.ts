// The language server as a process: over standard input and output (`--stdio`) or Node's IPC.
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { dohAsk } from "../live/doh.ts";
import { nodeDns } from "../live/nodeDns.ts";
import { liveDns } from "../mail/live.ts";
import { createServer } from "./createServer.ts";
import { nodeHost } from "./nodeHost.ts";

const openDns = (endpoint: string) => (endpoint === "" ? nodeDns() : liveDns(dohAsk(endpoint), Date.now));

createServer(createConnection(ProposedFeatures.all), openDns, nodeHost);
