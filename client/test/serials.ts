// The serial: bumped by an action, by a command, and on save where a person wants that.
import { type CodeAction, commands, Range, Uri, window, workspace } from "vscode";
import { answered, equal, ok, openUntitled, positionOf, type Test, test, zone } from "./testing.ts";

export const serialTests: readonly Test[] = [
  test("an action beside the serial writes the next one", async () => {
    const document = await openUntitled(zone());
    const at = positionOf(document, "1 7200");
    const [action] = await answered(async () => {
      const command = "vscode.executeCodeActionProvider";
      const found = await commands.executeCommand<readonly CodeAction[]>(
        command,
        document.uri,
        new Range(at, at),
      );
      return found.filter(({ title }) => /serial/i.test(title));
    });
    ok(action?.edit !== undefined, "the action has no edit");
    await workspace.applyEdit(action.edit);
    ok(document.getText().includes(" 2 7200 "), document.getText());
  }),
  test("a changed zone is saved with the next serial where the setting asks for it, once per change", async () => {
    const folder = workspace.workspaceFolders?.[0];
    ok(folder !== undefined, "no folder is open");
    const file = Uri.joinPath(folder.uri, "saved.zone");
    await workspace.fs.writeFile(file, new TextEncoder().encode(zone()));
    const settings = workspace.getConfiguration("dnslens");
    const serial = () => /hostmaster\.untitled\.example\. (\d+) /.exec(document.getText())?.[1];
    await settings.update("zone.bumpSerialOnSave", true);
    const document = await workspace.openTextDocument(file);
    try {
      const editor = await window.showTextDocument(document);
      // The server takes part in saving as soon as it knows the document.
      await answered(() =>
        commands.executeCommand<readonly unknown[]>("vscode.executeDocumentSymbolProvider", document.uri),
      );
      await editor.edit((edit) =>
        edit.insert(document.positionAt(document.getText().length), "www IN A 192.0.2.5\n"),
      );
      ok(await document.save(), "it was not saved");
      equal([serial(), document.isDirty], ["2", false], "the serial after a change, and whether it is dirty");
      await editor.edit((edit) => edit.insert(document.positionAt(0), "; nothing new\n"));
      await editor.edit((edit) => {
        const at = positionOf(document, "2 7200");
        edit.replace(new Range(at, at.translate(0, 1)), "7");
      });
      ok(await document.save(), "it was not saved");
      equal(serial(), "7", "the serial that a person wrote");
    } finally {
      await settings.update("zone.bumpSerialOnSave", undefined);
      await commands.executeCommand("workbench.action.closeActiveEditor");
      await workspace.fs.delete(file);
    }
  }),
];
