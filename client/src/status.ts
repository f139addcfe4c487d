// The item in the language status menu ({} in the status bar): is the server up, and how many findings has this file?
import { type Disposable, LanguageStatusSeverity, languages, type Uri, window } from "vscode";
import type { State } from "vscode-languageclient";
import { servedDocuments } from "./selector.ts";

/** The status item, told what happens to the server. */
export interface Status extends Disposable {
  serverState(state: State): void;
  serverFailed(): void;
  /** What it says just now. */
  text(): string;
}

// The values of the client library's `State`, which must not be loaded for three numbers.
const stopped = 1;
const starting = 3;

/** Shows the status item until disposed. */
export function showStatus(): Status {
  const item = languages.createLanguageStatusItem("dnslens.status", servedDocuments);
  item.name = "DNS Lens";
  item.command = { command: "dnslens.showOutput", title: "Show Output" };
  let shown: Uri | undefined;
  let state: "starting" | "running" | "stopped" = "starting";

  const show = (): void => {
    // The output takes the front too: the item goes on about the file that it stands beside.
    const front = window.activeTextEditor?.document;
    if (front !== undefined && languages.match(servedDocuments, front) > 0) shown = front.uri;
    item.busy = state === "starting";
    item.severity = state === "stopped" ? LanguageStatusSeverity.Error : LanguageStatusSeverity.Information;
    item.detail = "DNS Lens";
    if (state === "starting") item.text = "Starting";
    if (state === "stopped") item.text = "Stopped";
    if (state === "running") item.text = findings(shown);
    item.command =
      state === "stopped"
        ? { command: "dnslens.restartServer", title: "Restart Server" }
        : { command: "dnslens.showOutput", title: "Show Output" };
  };
  show();
  const listeners = [languages.onDidChangeDiagnostics(show), window.onDidChangeActiveTextEditor(show)];

  return {
    serverState(now) {
      state = now === stopped ? "stopped" : now === starting ? "starting" : "running";
      show();
    },
    serverFailed() {
      state = "stopped";
      show();
    },
    text: () => item.text,
    dispose() {
      for (const listener of listeners) listener.dispose();
      item.dispose();
    },
  };
}

function findings(uri: Uri | undefined): string {
  if (uri === undefined) return "Ready";
  const count = languages.getDiagnostics(uri).filter((diagnostic) => diagnostic.source === "dnslens").length;
  if (count === 0) return "No findings";
  return count === 1 ? "1 finding" : `${count} findings`;
}
