import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import {
  createProtocolConnection,
  type Diagnostic,
  type InitializeResult,
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
}

/** Starts the server as editors other than VS Code do, and initializes it. */
export async function startEditor(setup: Setup = {}): Promise<Editor> {
  const child: ChildProcess = spawn(process.execPath, [CLI, "serve", "--stdio"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  if (child.stdin === null || child.stdout === null) throw new Error("the server has no pipes");
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
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
