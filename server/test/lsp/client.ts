import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  createProtocolConnection,
  type Diagnostic,
  type InitializeResult,
  IPCMessageReader,
  IPCMessageWriter,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";

const CLI = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));

/** An editor as the language server meets it over `dnslens serve --stdio`. */
export interface Editor {
  readonly connection: ProtocolConnection;
  readonly initialized: InitializeResult;
  /** What was published last for each document, with its version. */
  readonly published: ReadonlyMap<string, PublishDiagnosticsParams>;
  open(uri: string, text: string, languageId?: string): Promise<readonly Diagnostic[]>;
  change(uri: string, version: number, text: string): Promise<readonly Diagnostic[]>;
  ask<Answer>(method: string, params: object): Promise<Answer>;
  /** Waits until what was published for a document is as wanted. */
  publishedFor(
    uri: string,
    holds: (params: PublishDiagnosticsParams) => boolean,
  ): Promise<PublishDiagnosticsParams>;
  stop(): Promise<void>;
}

export interface Setup {
  readonly capabilities?: object;
  readonly folder?: string;
  readonly initializationOptions?: object;
  /** Answers of `workspace/configuration`, by section item. */
  readonly configuration?: (item: { readonly scopeUri?: string }) => unknown;
  /** The way they talk; over standard input and output if left out. */
  readonly over?: Way;
}

type Way = "stdio" | "node-ipc" | "pipe" | "socket";

/** Starts the server as editors other than VS Code do, and initializes it. */
export async function startEditor(setup: Setup = {}): Promise<Editor> {
  const { child, reader, writer } = await startServer(setup.over ?? "stdio");
  const connection = createProtocolConnection(reader, writer);
  const published = new Map<string, PublishDiagnosticsParams>();
  const waiting = new Set<() => void>();
  connection.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
    published.set(params.uri, params);
    for (const look of [...waiting]) look();
  });
  connection.onRequest("workspace/configuration", ({ items }: { items: { scopeUri?: string }[] }) =>
    items.map((item) => setup.configuration?.(item) ?? null),
  );
  connection.onRequest("client/registerCapability", () => null);
  connection.listen();
  const { folder } = setup;
  const initialized = await connection.sendRequest<InitializeResult>("initialize", {
    processId: process.pid,
    rootUri: folder ?? null,
    workspaceFolders: folder === undefined ? null : [{ uri: folder, name: "zones" }],
    capabilities: setup.capabilities ?? {},
    ...(setup.initializationOptions === undefined
      ? {}
      : { initializationOptions: setup.initializationOptions }),
  });
  await connection.sendNotification("initialized", {});

  const publishedFor = (uri: string, holds: (params: PublishDiagnosticsParams) => boolean) =>
    new Promise<PublishDiagnosticsParams>((done, failed) => {
      const look = () => {
        const params = published.get(uri);
        if (params === undefined || !holds(params)) return;
        waiting.delete(look);
        clearTimeout(timer);
        done(params);
      };
      const timer = setTimeout(() => {
        waiting.delete(look);
        failed(new Error(`not published for ${uri}; last: ${JSON.stringify(published.get(uri))}`));
      }, 20_000);
      waiting.add(look);
      look();
    });
  const versioned = async (uri: string, version: number) =>
    (await publishedFor(uri, (params) => params.version === version)).diagnostics;

  return {
    connection,
    initialized,
    published,
    publishedFor,
    async open(uri, text, languageId = "dns-zone") {
      await connection.sendNotification("textDocument/didOpen", {
        textDocument: { uri, languageId, version: 1, text },
      });
      return versioned(uri, 1);
    },
    async change(uri, version, text) {
      await connection.sendNotification("textDocument/didChange", {
        textDocument: { uri, version },
        contentChanges: [{ text }],
      });
      return versioned(uri, version);
    },
    ask: (method, params) => connection.sendRequest(method, params),
    async stop() {
      await connection.sendRequest("shutdown");
      await connection.sendNotification("exit");
      if (child.exitCode === null) await once(child, "exit");
      connection.dispose();
    },
  };
}

async function startServer(over: Way) {
  const start = (args: readonly string[], first: "pipe" | "ignore" | "ipc"): ChildProcess =>
    spawn(process.execPath, [CLI, "serve", ...args], {
      stdio: first === "ipc" ? ["ignore", "ignore", "inherit", "ipc"] : [first, first, "inherit"],
    });
  if (over === "node-ipc") {
    const child = start(["--node-ipc"], "ipc");
    return { child, reader: new IPCMessageReader(child), writer: new IPCMessageWriter(child) };
  }
  if (over === "stdio") {
    const child = start(["--stdio"], "pipe");
    if (child.stdin === null || child.stdout === null) throw new Error("the server has no pipes");
    const [reader, writer] = [new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin)];
    return { child, reader, writer };
  }
  const folder = mkdtempSync(join(tmpdir(), "dnslens-pipe-"));
  const name = process.platform === "win32" ? `\\\\.\\pipe\\dnslens-${process.pid}` : join(folder, "pipe");
  const listener = createServer();
  const connected = once(listener, "connection") as Promise<[Socket]>;
  if (over === "pipe") listener.listen(name);
  else listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  const address = listener.address();
  const at = typeof address === "object" && address !== null ? String(address.port) : name;
  const child = start([`--${over}`, at], "ignore");
  const [socket] = await connected;
  listener.close();
  rmSync(folder, { recursive: true });
  return { child, reader: new StreamMessageReader(socket), writer: new StreamMessageWriter(socket) };
}
