import type { Connection } from "vscode-languageserver";
import { textEdit } from "../features/codeActions.ts";
import { bumpSerial, serialOf } from "../features/serial.ts";
import type { OpenDocument } from "./openDocuments.ts";
import type { Session } from "./session.ts";

/** Where the setting asks for it, a zone that was changed is saved with the next serial, unless the person bumped it already. */
export function bumpSerialsOnSave(connection: Connection, session: Session): void {
  const saved = new Map<string, number | undefined>();
  const changed = new Set<string>();
  const remember = ({ uri, document }: OpenDocument) => {
    saved.set(uri, document === undefined ? undefined : serialOf(document));
    changed.delete(uri);
  };
  session.documents.onDidOpen(({ document }) => remember(document));
  session.documents.onDidSave(({ document }) => remember(document));
  session.documents.onDidChangeContent(({ document }) => {
    if (document.version > 1 && saved.has(document.uri)) changed.add(document.uri);
  });
  session.documents.onDidClose(({ document }) => {
    saved.delete(document.uri);
    changed.delete(document.uri);
  });
  session.documents.onWillSaveWaitUntil(({ document: { uri, document } }) => {
    if (document === undefined || !changed.has(uri) || !session.settingsOf(uri).bumpSerialOnSave) return [];
    if (serialOf(document) !== saved.get(uri)) return [];
    const bump = bumpSerial(document, Date.now());
    if (bump === undefined) return [];
    connection.console.info(`The serial of ${uri} is bumped on save`);
    return [textEdit(document, bump.edit)];
  });
}
