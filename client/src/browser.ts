// The entry point in a browser (vscode.dev, github.dev): the server is a web worker.
/// <reference lib="webworker" />
import { type ExtensionContext, Uri, workspace } from "vscode";
import { type Api, activateWith } from "./common.ts";

export { deactivate } from "./common.ts";

/** Called by VS Code when the first zone file (or a command) needs the extension. */
export function activate(context: ExtensionContext): Api {
  return activateWith(context, async (options) => {
    const { BrowserMessageReader, BrowserMessageWriter, LanguageClient } = await import(
      "vscode-languageclient/browser"
    );
    const script = await workerScript(Uri.joinPath(context.extensionUri, "dist", "server.web.js"));
    let worker: Worker | undefined;
    const startWorker = async () => {
      // The client does not end the worker that it restarts.
      worker?.terminate();
      worker = new Worker(script);
      // Not the worker itself: VS Code wraps `Worker`, so that the library does not recognise it as one.
      return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
    };
    return new LanguageClient("dnslens", "DNS Lens", startWorker, options);
  });
}

// VS Code starts no worker from a remote extension's own address, but from a copy of the script it does.
async function workerScript(file: Uri): Promise<string> {
  if (file.scheme !== "vscode-remote") return file.toString(true);
  const octets = await workspace.fs.readFile(file);
  return URL.createObjectURL(new Blob([new Uint8Array(octets)], { type: "text/javascript" }));
}
