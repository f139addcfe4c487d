// The server reads no file itself: in a browser it could not, and elsewhere the workspace may be remote or virtual.
import { Uri, workspace } from "vscode";
import type { BaseLanguageClient, Disposable } from "vscode-languageclient";

/** Answers the server's questions about files: `dnslens/readFile` and `dnslens/findFiles`. */
export function answerFileRequests(client: BaseLanguageClient): Disposable {
  const handlers = [
    client.onRequest("dnslens/readFile", ({ uri }: { readonly uri: string }) => readFile(uri)),
    client.onRequest("dnslens/findFiles", ({ pattern }: { readonly pattern: string }) => findFiles(pattern)),
  ];
  return { dispose: () => handlers.map((handler) => handler.dispose()) };
}

/** A file's text, or null when it cannot be read. */
async function readFile(uri: string): Promise<string | null> {
  try {
    const octets = await workspace.fs.readFile(Uri.parse(uri, true));
    return new TextDecoder().decode(octets);
  } catch {
    return null;
  }
}

/** The URIs of the workspace's files that match a glob pattern. */
async function findFiles(pattern: string): Promise<readonly string[]> {
  const found = await workspace.findFiles(pattern);
  return found.map((uri) => uri.toString());
}
