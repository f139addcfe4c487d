// The entry point in a browser (vscode.dev, github.dev): the server is a web worker.
/// <reference lib="webworker" />
import { type ExtensionContext, Uri } from "vscode";
import { type Api, activateWith } from "./common.ts";

export { deactivate } from "./common.ts";

/** Called by VS Code when the first zone file (or a command) needs the extension. */
export function activate(context: ExtensionContext): Api {
  return activateWith(context, async (options) => {
    const { LanguageClient } = await import("vscode-languageclient/browser");
    const script = Uri.joinPath(context.extensionUri, "dist", "server.web.js").toString(true);
    let worker: Worker | undefined;
    const startWorker = async (): Promise<Worker> => {
      // The client does not end the worker that it restarts.
      worker?.terminate();
      worker = new Worker(script);
      return worker;
    };
    return new LanguageClient("dnslens", "DNS Lens", startWorker, options);
  });
}
