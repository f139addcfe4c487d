// The entry point in the Node extension host: the server is a process of its own.
import { type ExtensionContext, Uri } from "vscode";
import { type Api, activateWith } from "./common.ts";

export { deactivate } from "./common.ts";

/** Called by VS Code when the first zone file (or a command) needs the extension. */
export function activate(context: ExtensionContext): Api {
  return activateWith(context, async (options) => {
    const { LanguageClient, TransportKind } = await import("vscode-languageclient/node");
    const module = Uri.joinPath(context.extensionUri, "dist", "server.js").fsPath;
    // Not Node's IPC, which writes all findings anew after every keystroke.
    const run = { module, transport: TransportKind.stdio };
    const debug = { ...run, options: { execArgv: ["--nolazy", "--inspect=6009"] } };
    return new LanguageClient("dnslens", "DNS Lens", { run, debug }, options);
  });
}
