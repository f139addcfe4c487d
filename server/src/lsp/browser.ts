// The language server as a web worker, for editors that run in a browser.
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from "vscode-languageserver/browser";
import { dohAsk } from "../live/doh.ts";
import { liveDns } from "../mail/live.ts";
import { createServer } from "./createServer.ts";

// A browser has no way to the DNS but HTTPS, and whom to ask is the person's choice.
const openDns = (endpoint: string) => (endpoint === "" ? undefined : liveDns(dohAsk(endpoint), Date.now));

createServer(createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self)), openDns);
