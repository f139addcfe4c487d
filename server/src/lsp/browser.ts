// The language server as a web worker, for editors that run in a browser.
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from "vscode-languageserver/browser";
import { createServer } from "./createServer.ts";

createServer(createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self)));
